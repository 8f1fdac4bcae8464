"""Where Telegram may carry no words: a sentence of ours and a link that leads on, whatever anybody writes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.app import pages
from bot.settings import BadSetting
from dialogs.facts import Letter, LetterKind
from dialogs.ids import LetterId
from storage.outbox import Delivery, Message
from tests.bot.telegram.conftest import Place, a_place
from tests.bot.telegram.test_both_ways import PUBLIC, Around, path_of


@pytest.fixture
async def around(tmp_path: Path) -> AsyncIterator[Around]:
    async with a_place(tmp_path, telegram_carries="notices", **PUBLIC) as place:
        await place.starts()
        async with TestServer(pages(place.product)) as server:
            around = Around(place, server.make_url("/"), [])
            yield around
            for phone in around.phones:
                await phone.session.close()


async def test_the_first_message_leads_to_the_first_question(around: Around) -> None:
    kelly = await around.place.enters()
    first = kelly.screen[-1]
    assert first.text == "Pretend family\n\nPlease go on in your browser."
    phone = await around.follows(first)
    assert "Hello Kelly. Asha asked you here." in phone.text
    await phone.presses("Go on")
    assert phone.status == 200


async def test_nobodys_words_stand_in_telegram_and_they_are_kept(around: Around) -> None:
    place = around.place
    kelly = await place.enters()
    await kelly.says("Gran helps me every Friday")
    answer = await kelly.next_message()
    assert answer.text == "Pretend family\n\nYour words are kept. Please go on in your browser."
    assert await place.words(kelly) == ["Gran helps me every Friday"]
    assert all("Gran" not in str(call.parameters) for call in place.server.calls)
    phone = await around.follows(answer)
    assert "That did not open a page" not in phone.text
    assert place.server.refusals == []


async def test_danger_brings_help_at_once(around: Around) -> None:
    kelly = await around.place.enters()
    await kelly.says("he is at the door with a knife")
    answer = await kelly.next_message()
    assert "999" in answer.text
    assert "55" in answer.text
    assert "Your words are kept." in answer.text
    assert "knife" not in answer.text
    assert "http://notes.example.org/help" in [button.url for button in answer.buttons]


@pytest.mark.parametrize("words", ["/stop", "stop"])
async def test_a_stop_is_said_to_be_one_and_the_way_back_stands_under_it(around: Around, words: str) -> None:
    kelly = await around.place.enters()
    await kelly.says(words)
    answer = await kelly.next_message()
    assert answer.text.endswith(
        "You have stopped for now. What you said is kept. You can come back any time."
    )
    assert answer.labels == ("Open in my browser",)


async def test_a_no_is_said_to_be_fine(around: Around) -> None:
    kelly = await around.place.enters()
    await kelly.says("not for me")
    answer = await kelly.next_message()
    assert answer.text.endswith("That is fine. You need not say why. You can come back any time.")


async def test_help_can_be_asked_for(around: Around) -> None:
    kelly = await around.place.enters()
    await kelly.says("/help")
    answer = await kelly.next_message()
    assert "999" in answer.text
    assert "Your words are kept" not in answer.text


async def test_where_the_phone_is_seen_help_is_the_quiet_form(around: Around) -> None:
    kelly = await around.place.enters()
    phone = await around.follows(kelly.screen[-1])
    for _ in range(30):
        if "Does anyone else look" in phone.text:
            break
        await phone.presses(
            next(b.label for b in phone.page.buttons if b.label in ("Go on", "OK, go on", "By myself"))
        )
    await phone.presses("Yes")
    await kelly.says("/help")
    answer = await kelly.next_message()
    quiet = "\n".join(around.place.product.help_lines().quiet)
    assert quiet in answer.text
    assert "Refuge" not in answer.text


async def test_a_letter_is_announced_and_its_link_is_made_when_it_is_wanted(around: Around) -> None:
    place = around.place
    kelly = await place.enters()
    await _posted(place, await place.conversation_id(kelly), kelly.id)
    message = await kelly.next_message()
    assert message.text.endswith("You have a message.")
    place.clock.waits(hours=3)
    await kelly.presses("Open", on=message.message_id)
    phone = await around.follows(await kelly.next_message())
    assert "That did not open a page" not in phone.text
    assert all("nutmeg" not in str(call.parameters) for call in place.server.calls)


async def _posted(place: Place, conversation: str, chat: int) -> None:
    now = place.clock()
    async with place.product.store.work() as work:
        plan, participant = await work.conversations.plan_of(conversation)
        letter = Letter(id=LetterId("l1"), kind=LetterKind.NOTICED, words="nutmeg", at=now)
        await work.letters.add(plan, participant, letter)
        row = Message(
            id="x",
            kind=Delivery.UNASKED,
            chat=chat,
            conversation=conversation,
            body="l1",
            queued_at=now,
            due_at=now,
        )
        await work.outbox.put(row)
        await work.commit()
    place.telegram.courier.wake()


@pytest.mark.parametrize("command", ["/browser", "/messages", "/copy"])
async def test_whatever_is_wanted_is_in_the_browser(around: Around, command: str) -> None:
    kelly = await around.place.enters()
    await kelly.says(command)
    assert path_of(await kelly.next_message())


async def test_pressing_an_old_button_still_answers(around: Around) -> None:
    kelly = await around.place.enters()
    press = await kelly.forges_press("p:1:0", kelly.screen[-1].message_id)
    assert (await press.answered()).text == ""


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:8080", "http://localhost"])
async def test_without_a_public_address_it_does_not_start(tmp_path: Path, url: str | None) -> None:
    with pytest.raises(BadSetting, match="PUBLIC_URL"):
        async with a_place(tmp_path, telegram_carries="notices", public_url=url):
            """It never comes to this."""
