"""Where Telegram may carry no words: a sentence of ours and a link, whatever anybody writes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import BadSetting
from storage.outbox import Delivery, Message
from tests.bot.telegram.conftest import Place, a_place
from tests.telegram_server import Person


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    changes = {"telegram_carries": "notices", "public_url": "https://notes.example.org"}
    async with a_place(tmp_path, **changes) as place:
        await place.starts()
        yield place


async def test_nobodys_words_stand_in_telegram(place: Place) -> None:
    kelly = await place.enters()
    first = kelly.screen[-1]
    assert first.text == "Pretend family\n\nYour words are kept. Please go on in your browser."
    assert [button.url for button in first.buttons] == ["https://notes.example.org/"]
    await kelly.says("Gran helps me every Friday")
    answer = await kelly.next_message()
    assert answer.text == first.text
    assert await place.words(kelly) == ["Gran helps me every Friday"]
    assert all("Gran" not in str(call.parameters) for call in place.server.calls)
    assert place.server.refusals == []


async def test_a_letter_is_announced_with_the_link(place: Place) -> None:
    kelly = await place.enters()
    conversation = await place.conversation_id(kelly)
    async with place.product.store.work() as work:
        now = place.clock()
        letter = Message(
            id="x",
            kind=Delivery.UNASKED,
            chat=kelly.id,
            conversation=conversation,
            body="l1",
            queued_at=now,
            due_at=now,
        )
        await work.outbox.put(letter)
        await work.commit()
    place.telegram.courier.wake()
    message = await kelly.next_message()
    assert message.text.endswith("You have a message.")
    assert [button.url for button in message.buttons] == ["https://notes.example.org/"]


async def test_pressing_an_old_button_still_answers(place: Place) -> None:
    kelly: Person = await place.enters()
    press = await kelly.forges_press("p:1:0", kelly.screen[-1].message_id)
    assert (await press.answered()).text == ""


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:8080", "http://localhost"])
async def test_without_a_public_address_it_does_not_start(tmp_path: Path, url: str | None) -> None:
    with pytest.raises(BadSetting, match="PUBLIC_URL"):
        async with a_place(tmp_path, telegram_carries="notices", public_url=url):
            """It never comes to this."""
