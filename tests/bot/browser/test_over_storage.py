"""The chat over everything real: sealed storage, invitations, the parent's dialog, a pretend family."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.app import pages
from bot.pretending import PretendFamily, pretend
from bot.product import Product, opened
from bot.settings import Settings
from dialogs.conversation import Conversation, Kept, Words
from dialogs.ids import ConversationId, PlanId
from storage.files import FileState
from tests.bot.browser.conftest import Clock
from tests.bot.browser.phone import Phone
from tests.bot.browser.test_uploads import OGG

PROUD = "Nan and me read to him every night \u202e🙂"


@dataclass
class Running:
    """The product, served, with a pretend family in it."""

    product: Product
    family: PretendFamily
    phone: Phone

    async def now(self, phone: Phone) -> Conversation:
        """The conversation of whoever holds this phone."""
        return await self.product.turns.look(ConversationId(phone.url.path.split("/")[2]))


@asynccontextmanager
async def running(folder: Path, clock: Clock, family: PretendFamily | None = None) -> AsyncIterator[Running]:
    settings = Settings(data=folder, _env_file=None)  # type: ignore[call-arg]
    async with opened(settings, clock=clock) as product:
        made = family or await pretend(product.store, settings, clock())
        async with TestServer(pages(product)) as server, Phone(server.make_url("/")) as phone:
            yield Running(product, made, phone)


@pytest.fixture
async def run(tmp_path: Path) -> AsyncIterator[Running]:
    """One run in an empty folder."""
    async with running(tmp_path, Clock()) as run:
        yield run


async def comes_in(phone: Phone, code: str, pin: str = "2468") -> Phone:
    await phone.opens(f"/i/{code}")
    await phone.presses("Open")
    await phone.presses("Go on", pin=pin)
    return phone


async def through_the_door(phone: Phone) -> Phone:
    """The first screens of the parent's dialog, answered the usual way."""
    usual = {"Does anyone else look": "No", "Who is with you": "No one", "How much time": "Long"}
    for _ in range(30):
        if "Which part would you like to do?" in phone.text:
            return phone
        # A page shows the answers before, too: the newest question stands last.
        asked = max((words for words in usual if words in phone.text), key=phone.text.rfind, default="")
        label = (
            usual.get(asked)
            if any(b.label.startswith(usual.get(asked, " ")) for b in phone.page.buttons)
            else None
        )
        first = next(
            b.label for b in phone.page.buttons if b.value != "save" and b.label not in ("Back", "Skip")
        )
        await phone.presses(label or first)
    raise AssertionError(f"the door does not end: {phone.text}")


async def test_a_parent_comes_in_answers_and_sends(run: Running) -> None:
    phone = await through_the_door(await comes_in(run.phone, run.family.people[0].code))
    assert "This is pretend." in phone.text
    section = next(b.label for b in phone.page.buttons if "not started" in b.label)
    await phone.presses(section)
    await phone.says(PROUD)
    await phone.opens(phone.url.path)
    assert "⟨RLO⟩" in phone.html
    now = await run.now(phone)
    assert [a.value for a in now.answers if isinstance(a.value, Words)] == [Words(text=PROUD)]
    await phone.presses("All parts")
    await phone.presses("Check what I said")
    await phone.presses("Send to")
    assert "Sent to Asha" in phone.text
    assert len((await run.now(phone)).sent) == 1


async def test_a_voice_note_is_kept_sealed_in_the_turn_that_it_answers(run: Running) -> None:
    phone = await through_the_door(await comes_in(run.phone, run.family.people[0].code))
    await phone.presses(next(b.label for b in phone.page.buttons if "not started" in b.label))
    await phone.sends(OGG, words="said it")
    [note] = [a.value for a in (await run.now(phone)).answers if isinstance(a.value, Kept)]
    async with run.product.store.reading() as work:
        kept = await work.files.get(note.file)
    assert (kept.state, kept.media_type, kept.content) == (FileState.KEPT, "audio/ogg", OGG)


async def test_what_was_sent_beside_words_is_heard_and_seen_again_by_its_sender_alone(run: Running) -> None:
    phone = await through_the_door(await comes_in(run.phone, run.family.people[0].code))
    home = phone.url.path
    await phone.presses(next(b.label for b in phone.page.buttons if "not started" in b.label))
    await phone.sends(OGG, words="said it")
    [note] = [a.value for a in (await run.now(phone)).answers if isinstance(a.value, Kept)]
    await phone.opens(f"{home}words")
    address = f"{home}file/{note.file}"
    assert f'src="{address}"' in phone.html
    async with phone.session.get(phone.base.join(URL(address))) as heard:
        assert (heard.status, heard.content_type, await heard.read()) == (200, "audio/ogg", OGG)
        assert heard.headers["Cache-Control"] == "no-store"
        assert heard.headers["X-Content-Type-Options"] == "nosniff"
        assert heard.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    async with Phone(phone.base) as other:
        theirs = await comes_in(other, run.family.people[1].code)
        for path in (address, f"{theirs.url.path}file/{note.file}"):
            async with other.session.get(other.base.join(URL(path))) as refused:
                assert refused.status == 404
    run.product.clock.waits(minutes=11)  # type: ignore[attr-defined]
    async with phone.session.get(phone.base.join(URL(address))) as locked:
        assert "Your PIN, please" in await locked.text()


async def test_the_letter_of_an_approval_offers_the_own_copy(run: Running) -> None:
    phone = await through_the_door(await comes_in(run.phone, run.family.people[0].code))
    home = phone.url.path
    await phone.presses("Next: ")
    await phone.says(PROUD)
    await phone.presses("All parts")
    await phone.presses("Check what I said")
    await phone.presses("Send to Asha")
    plan = PlanId(run.family.plan)
    async with run.product.store.reading() as work:
        asha = (await work.plans.get(plan)).practitioner
    reviewing = run.product.reviewing()
    await reviewing.open(asha, plan)
    run.product.clock.waits(minutes=1)  # type: ignore[attr-defined]
    await reviewing.approve(asha, plan, 1, "Asha Malik")
    await phone.opens(home)
    await phone.presses("You have a message")
    assert "agrees to try it" in phone.text
    assert "Signed: Asha Malik" in phone.text
    async with phone.session.get(phone.base.join(URL(phone.page.links["Open my copy"]))) as response:
        assert (response.content_type, (await response.read())[:4]) == ("application/pdf", b"%PDF")


async def test_a_used_code_opens_nothing_on_another_phone(run: Running) -> None:
    code = run.family.people[0].code
    await comes_in(run.phone, code)
    async with Phone(run.phone.base) as other:
        await other.opens(f"/i/{code}")
        await other.presses("Open")
        assert "That did not open a page" in other.text


async def test_five_wrong_pins_are_held_and_time_lets_them_go(tmp_path: Path) -> None:
    clock = Clock()
    async with running(tmp_path, clock) as run:
        phone = await comes_in(run.phone, run.family.people[0].code)
        clock.waits(minutes=11)
        await phone.opens(phone.url.path)
        for pin in ("1111", "2222", "3333", "4444", "5555", "2468"):
            await phone.presses("Go on", pin=pin)
            assert phone.status == 422
        clock.waits(minutes=16)
        await phone.presses("Go on", pin="2468")
        assert phone.status == 200
        assert "data-place" in phone.page.about


async def test_after_a_restart_the_same_phone_comes_back_with_its_pin(tmp_path: Path) -> None:
    clock = Clock()
    async with running(tmp_path, clock) as run:
        phone = await through_the_door(await comes_in(run.phone, run.family.people[0].code))
        await phone.presses(next(b.label for b in phone.page.buttons if "not started" in b.label))
        await phone.says("said before the restart")
        cookies = {c.key: c.value for c in phone.session.cookie_jar if not c.key.startswith("o-")}
        family, path = run.family, phone.url.path
    clock.waits(minutes=30)
    async with running(tmp_path, clock, family) as run:
        run.phone.session.cookie_jar.update_cookies(cookies, run.phone.base)
        await run.phone.opens(path)
        assert "said before" not in run.phone.html
        await run.phone.presses("Go on", pin="2468")
        assert "said before the restart" in run.phone.text


async def test_every_question_of_the_parents_dialog_can_be_drawn_and_answered(run: Running) -> None:
    """The long way through: the first answer everywhere, words where words are asked."""
    phone = await through_the_door(await comes_in(run.phone, run.family.people[0].code))
    seen: set[str] = set()
    for _ in range(400):
        assert phone.status == 200, phone.text
        assert {"Help now", "Leave this page"} <= phone.page.links.keys()
        seen.add(phone.page.about["data-place"].split("/")[1])
        if phone.page.about["data-place"].startswith("hub"):
            waiting = [b.label for b in phone.page.buttons if b.label.endswith(("not started", "started"))]
            if not waiting:
                break
            await phone.presses(waiting[0])
        else:
            await answers(phone)
    else:
        raise AssertionError(f"it does not end; at {phone.page.about['data-place']}")
    now = await run.now(phone)
    asked = {a.question for a in now.answers}
    assert len(asked) > 60, "most of the dialog was asked"
    assert len(seen) > 60


async def answers(phone: Phone) -> None:
    """One answer of whichever kind is asked."""
    labels = [button.label for button in phone.page.buttons]
    for done in ("No, that is all", "Nobody else", "Yes, that is it", "OK, go on", "Go on"):
        if done in labels:
            await phone.presses(done)
            return
    if phone.page.ticks:
        await phone.ticks(next(iter(phone.page.ticks)))
    elif 'type="date"' in phone.html:
        await phone.says("Friday")
    elif "<textarea" in phone.html and 'class="words-too"' not in phone.html:
        await phone.says("We have tea, then a bath, then a book.")
    elif 'class="name"' in phone.html:
        await phone.says("Nan Jean")
    else:
        await phone.presses(labels[0])


async def test_an_answer_lost_on_the_way_in_shuts_nobody_out(run: Running) -> None:
    code, phone = run.family.people[0].code, run.phone
    await phone.opens(f"/i/{code}")
    form = phone.page
    await phone.presses("Open")
    phone.forgets()
    phone.page = form
    await phone.presses("Open")
    assert "First, pick a PIN" in phone.text
    await phone.presses("Go on", pin="2468")
    assert (await run.now(phone)).facts.name == "Kelly"


async def test_the_same_code_from_another_page_opens_nothing(run: Running) -> None:
    code = run.family.people[0].code
    await run.phone.opens(f"/i/{code}")
    await run.phone.presses("Open")
    run.phone.forgets()
    await run.phone.opens(f"/i/{code}")
    await run.phone.presses("Open")
    assert "did not open a page" in run.phone.text
