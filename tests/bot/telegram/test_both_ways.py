"""Somebody who is in by Telegram opens the same conversation in a browser too, by a link that works once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.app import pages
from tests.bot.browser.phone import Phone
from tests.bot.telegram.conftest import Place, a_place
from tests.telegram_server import Message, Person

PUBLIC = {"public_url": "http://notes.example.org"}


@dataclass
class Around:
    """The bot, and the pages that its links lead to."""

    place: Place
    base: URL
    phones: list[Phone]

    def phone(self) -> Phone:
        """A browser without a cookie."""
        self.phones.append(Phone(self.base))
        return self.phones[-1]

    async def follows(self, message: Message, phone: Phone | None = None, pin: str = "4826") -> Phone:
        """Somebody taps the link under a message, presses the one button, and gives their PIN."""
        phone = phone or self.phone()
        await phone.opens(path_of(message))
        await phone.presses("Open")
        await phone.presses("Go on", pin=pin)
        return phone


@pytest.fixture
async def around(tmp_path: Path) -> AsyncIterator[Around]:
    async with a_place(tmp_path, **PUBLIC) as place:
        await place.starts()
        async with TestServer(pages(place.product)) as server:
            around = Around(place, server.make_url("/"), [])
            yield around
            for phone in around.phones:
                await phone.session.close()


def path_of(message: Message) -> str:
    """Where the link of a message leads."""
    (link,) = [button.url for button in message.buttons if button.url]
    assert link.startswith("http://notes.example.org/i/")
    return URL(link).path


async def asks_for_a_link(person: Person) -> Message:
    await person.says("/browser")
    return await person.next_message()


@pytest.fixture
async def kelly(around: Around) -> Person:
    """Kelly, at "What is going well"."""
    person = await around.place.enters()
    await around.place.goes_to(person, "good")
    return person


async def test_the_link_leads_to_the_question_and_the_answer_counts(around: Around, kelly: Person) -> None:
    asked = await around.place.asked(kelly)
    told = await asks_for_a_link(kelly)
    assert "works once" in told.text
    phone = await around.follows(told)
    assert asked.text in phone.text
    await phone.says("Gran helps every Friday")
    assert await around.place.words(kelly) == ["Gran helps every Friday"]
    assert around.place.server.refusals == []


async def test_the_order_of_answers_holds_across_both(around: Around, kelly: Person) -> None:
    phone = await around.follows(await asks_for_a_link(kelly))
    await phone.says("first, in the browser")
    await kelly.says("second, in the chat")
    shown = await kelly.next_message()
    assert shown.text.endswith((await around.place.asked(kelly)).text), "the newest question stands here too"
    await kelly.says("third, in the chat")
    await kelly.next_message()
    await phone.opens(phone.url.path)
    await phone.says("fourth, in the browser")
    assert await around.place.words(kelly) == [
        "first, in the browser",
        "second, in the chat",
        "third, in the chat",
        "fourth, in the browser",
    ]


async def test_a_button_of_the_chat_leads_to_the_newest_question(around: Around, kelly: Person) -> None:
    old = kelly.screen[-1].message_id
    phone = await around.follows(await asks_for_a_link(kelly))
    await phone.presses("Skip")
    await kelly.presses("Skip", on=old)
    shown = await kelly.next_message()
    assert (await around.place.asked(kelly)).text in shown.text


async def test_opening_the_link_changes_nothing_and_it_works_once(around: Around, kelly: Person) -> None:
    told = await asks_for_a_link(kelly)
    for _ in range(3):
        await around.phone().opens(path_of(told))
    await around.follows(told)
    other = around.phone()
    await other.opens(path_of(told))
    await other.presses("Open")
    assert "That did not open a page" in other.text
    assert "send /browser" in other.text


async def test_the_link_runs_out(around: Around, kelly: Person) -> None:
    told = await asks_for_a_link(kelly)
    around.place.clock.waits(minutes=31)
    phone = around.phone()
    await phone.opens(path_of(told))
    await phone.presses("Open")
    assert "That did not open a page" in phone.text


async def test_only_its_hash_is_kept(around: Around, kelly: Person, tmp_path: Path) -> None:
    code = path_of(await asks_for_a_link(kelly)).rpartition("/")[2]
    for file in tmp_path.glob("plans.db*"):
        assert code.encode() not in file.read_bytes()


async def test_a_second_browser_needs_the_pin_that_was_chosen(around: Around, kelly: Person) -> None:
    await around.follows(await asks_for_a_link(kelly))
    asked = (await around.place.asked(kelly)).text
    thief = await around.follows(await asks_for_a_link(kelly), pin="1111")
    assert asked not in thief.text
    hers = await around.follows(await asks_for_a_link(kelly))
    assert asked in hers.text


async def test_a_new_invitation_ends_the_link(around: Around, kelly: Person) -> None:
    told = await asks_for_a_link(kelly)
    place = around.place
    async with place.product.store.work() as work:
        plan, participant = await work.conversations.plan_of(await place.conversation_id(kelly))
        held, now = await work.plans.get(plan), place.clock()
        later = now.replace(year=2027)
        await work.invitations.make(plan, participant, "ZZZZ9999", held.practitioner, now, later)
        await work.commit()
    phone = around.phone()
    await phone.opens(path_of(told))
    await phone.presses("Open")
    assert "That did not open a page" in phone.text


async def test_the_page_about_what_telegram_keeps_offers_the_browser(around: Around) -> None:
    kelly = await around.place.enters("Kelly")
    for _ in range(20):
        if "Telegram keeps a copy" in kelly.screen[-1].text:
            break
        await kelly.presses(next(label for label in kelly.screen[-1].labels if label in USUAL))
        await kelly.next_message()
    assert "Open in my browser" in kelly.screen[-1].labels
    question = kelly.screen[-1].text
    await kelly.presses("Open in my browser")
    phone = await around.follows(await kelly.next_message())
    assert question.splitlines()[-1] in phone.text


USUAL = ("Go on", "OK, go on", "By myself", "No", "No one", "Skip")


async def test_without_an_address_nothing_is_promised(tmp_path: Path) -> None:
    async with a_place(tmp_path) as place:
        await place.starts()
        kelly = await place.enters()
        await kelly.says("/browser")
        told = await kelly.next_message()
        assert told.text.endswith("There is no page in the browser here. You can go on in this chat.")
        assert not told.buttons
        commands = place.server.settings["setMyCommands"]["commands"]
        assert "browser" not in [command["command"] for command in commands]
        assert place.server.refusals == []


async def test_a_stranger_gets_no_link(around: Around) -> None:
    stranger = around.place.server.person(first_name="Mallory")
    await stranger.says("/browser")
    assert "private notes service" in (await stranger.next_message()).text
    press = await stranger.forges_press("b:browser", stranger.screen[-1].message_id)
    await press.answered()
    await stranger.hears_nothing()


@pytest.mark.parametrize("path", ["/desk", "/desk/"])
async def test_the_desks_address_leads_to_its_sign_in(around: Around, path: str) -> None:
    phone = around.phone()
    await phone.opens(path)
    assert phone.url.path.startswith("/desk/")
    assert phone.status != 404
