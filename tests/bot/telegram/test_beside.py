"""Beside the dialog, in the chat: letters that can be read again, and one's own copy after approval."""

import pytest

from dialogs.ids import PractitionerId
from tests.bot.telegram.conftest import Place, until
from tests.bot.telegram.test_practitioner import says_and_sends
from tests.papers import printed
from tests.telegram_server import Person


async def worker_of(place: Place) -> PractitionerId:
    async with place.product.store.reading() as work:
        return (await work.plans.get(place.family.plan)).practitioner


async def writes(place: Place, person: Person, words: str) -> None:
    """The practitioner notices something."""
    reviewing = place.product.reviewing()
    async with place.product.store.reading() as work:
        _, participant = await work.conversations.plan_of(await place.conversation_id(person))
    await reviewing.notice(await worker_of(place), place.family.plan, participant, words)
    place.telegram.courier.wake()


async def approves(place: Place) -> None:
    reviewing, worker = place.product.reviewing(), await worker_of(place)
    reading = await reviewing.open(worker, place.family.plan)
    assert reading is not None
    await reviewing.approve(worker, place.family.plan, reading.number, "Asha Malik")
    place.telegram.courier.wake()


async def test_letters_can_be_read_again(place: Place) -> None:
    kelly = await place.enters()
    await kelly.says("/messages")
    assert (await kelly.next_message()).text.endswith("There are no messages yet.")
    await writes(place, kelly, "You kept bedtime calm.")
    await kelly.sees("You have a message.")
    await kelly.says("/messages")
    listed = await kelly.sees("Your messages, the newest first.")
    assert listed.labels[0].startswith("New message, ")
    assert "bedtime" not in listed.text
    await kelly.presses(0, on=listed.message_id)
    await kelly.sees("You kept bedtime calm.")
    await kelly.says("/messages")
    await until(lambda: _says(kelly, "Your messages"))
    again = kelly.screen[-1]
    assert again.labels[0].startswith("Message, ")
    await kelly.presses(0, on=again.message_id)
    await until(lambda: _says(kelly, "You kept bedtime calm."))
    assert place.server.refusals == []


async def _says(person: Person, words: str) -> bool:
    return words in person.screen[-1].text


async def test_the_hub_says_how_many_wait(place: Place) -> None:
    kelly = await place.enters()
    await place.goes_to(kelly, "good")
    await writes(place, kelly, "You kept bedtime calm.")
    await kelly.sees("You have a message.")
    await kelly.says("/menu")
    await until(lambda: _offers(kelly, "Messages (1 new)"))
    await kelly.presses("Messages (1 new)")
    await kelly.sees("Your messages, the newest first.")


async def test_somebody_who_blocked_us_hears_of_their_letters_when_they_are_back(place: Place) -> None:
    kelly = await place.enters()
    await kelly.blocks()
    await place.server.all_confirmed()
    await writes(place, kelly, "You kept bedtime calm.")

    async def failed() -> bool:
        async with place.product.store.reading() as work:
            return bool(await work.outbox.failed(place.family.plan))

    await until(failed)
    await kelly.unblocks()
    notice = await kelly.sees("You have a message.")
    await kelly.presses("Open", on=notice.message_id)
    await kelly.sees("You kept bedtime calm.")
    assert not await failed()


async def test_a_letter_opened_in_the_meantime_is_not_announced_again(place: Place) -> None:
    kelly = await place.enters()
    await kelly.blocks()
    await place.server.all_confirmed()
    await writes(place, kelly, "You kept bedtime calm.")

    async def failed() -> bool:
        async with place.product.store.reading() as work:
            return bool(await work.outbox.failed(place.family.plan))

    await until(failed)
    conversation = await place.conversation(kelly)
    async with place.product.store.work() as work:
        (letter,) = conversation.facts.letters
        await work.letters.opened(letter.id, place.clock())
        await work.commit()
    await kelly.unblocks()
    await place.server.all_confirmed()
    await kelly.hears_nothing()


async def test_before_approval_there_is_no_copy(place: Place) -> None:
    kelly = await says_and_sends(place)
    await kelly.says("/copy")
    assert "There is no copy yet." in (await kelly.next_message()).text
    await kelly.forges_press("b:here", kelly.screen[-1].message_id)
    assert "There is no copy yet." in (await kelly.next_message()).text
    assert place.server.calls_of("sendDocument") == []


async def test_after_approval_everybody_can_have_their_own_copy(place: Place) -> None:
    kelly = await says_and_sends(place)
    await approves(place)
    for _ in range(2):
        await kelly.sees("You have a message.")
    await until(lambda: _announced(kelly, 2))
    for notice in [m for m in kelly.screen if m.by_bot and m.text.endswith("You have a message.")]:
        await kelly.presses("Open", on=notice.message_id)
    letter = await kelly.sees("agrees to try it")
    assert letter.labels[0] == "My copy"
    assert letter.text.endswith("Signed: Asha Malik"), "a name by itself says nothing"
    await kelly.presses("My copy")
    warned = await kelly.sees("Anyone with this phone can open it. Telegram keeps a copy.")
    assert place.server.calls_of("sendDocument") == []
    await kelly.presses("Send it here", on=warned.message_id)
    await until(lambda: _handed(kelly))
    document = kelly.screen[-1]
    name = document.json["document"]["file_name"]
    assert name.endswith(".pdf")
    assert not any(word in name.lower() for word in ("kelly", "leo", "famil", "asha"))
    assert "We read in bed every night." in printed(place.server.content(document))
    assert {refused.method for refused in place.server.refusals} <= {"editMessageReplyMarkup"}


async def _offers(person: Person, label: str) -> bool:
    return label in person.screen[-1].labels


async def _announced(person: Person, count: int) -> bool:
    return sum(m.text.endswith("You have a message.") for m in person.screen if m.by_bot) >= count


async def _handed(person: Person) -> bool:
    return "document" in person.screen[-1].json


async def test_a_copy_waits_where_telegram_asks_us_to_wait(place: Place) -> None:
    kelly = await says_and_sends(place)
    await approves(place)
    await until(lambda: _announced(kelly, 2))
    place.server.too_many("sendDocument", 1)
    await kelly.forges_press("b:here", kelly.screen[-1].message_id)
    await until(lambda: _handed(kelly))


@pytest.mark.parametrize("data", ["b:", "b:nothing", "b:copy:x", "b"])
async def test_data_made_by_hand_is_a_stale_press(place: Place, data: str) -> None:
    kelly = await place.enters()
    press = await kelly.forges_press(data, kelly.screen[-1].message_id)
    assert "earlier question" in (await press.answered()).text
