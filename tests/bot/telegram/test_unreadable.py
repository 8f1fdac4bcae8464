"""One sealed row that does not open concerns its own family, and nobody else."""

import logging

import pytest
from sqlalchemy import update

from bot.watching import again
from dialogs.events import FileKind
from dialogs.ids import FileId
from storage.files import FileState
from storage.items import Item
from storage.outbox import Delivery, Message
from storage.tables import files, items, outbox, turns
from tests.bot.telegram.conftest import Place, until
from tests.telegram_server import Person

RUBBISH = b"\x00\x01" + bytes(60)
"""What no key opens: as if a byte of it had been flipped on the disk."""


@pytest.fixture
async def two(place: Place) -> tuple[Person, Person]:
    """Kelly, and Ryan, each in a chat."""
    return await place.enters(), await place.enters("Ryan")


async def spoil_conversation(place: Place, person: Person) -> None:
    """Nothing that was kept of this person's conversation opens any more."""
    id = await place.conversation_id(person)
    async with place.product.store.work() as work:
        await work.run(update(turns).where(turns.c.conversation == id).values(head=RUBBISH))
        await work.commit()
    place.product.store.forget_unsealed()


async def test_the_other_chat_is_answered(
    place: Place, two: tuple[Person, Person], caplog: pytest.LogCaptureFixture
) -> None:
    kelly, ryan = two
    await spoil_conversation(place, kelly)
    with caplog.at_level(logging.DEBUG):
        await kelly.says("my words")
        await ryan.says("Gran helps")
        await kelly.sees("It is kept, and a person will look at it.")
        await place.server.all_confirmed()
    assert "Gran helps" in await place.words(ryan)
    async with place.product.store.reading() as work:
        (aside,) = await work.set_aside.all()
    assert (aside.why, b"my words" in aside.raw) == ("Unreadable", True)
    assert "my words" not in caplog.text


async def test_messages_to_the_other_chat_go_out(
    place: Place, two: tuple[Person, Person], caplog: pytest.LogCaptureFixture
) -> None:
    kelly, ryan = two
    mine, theirs = await place.conversation_id(kelly), await place.conversation_id(ryan)
    await spoil_conversation(place, kelly)
    now = place.clock()
    async with place.product.store.work() as work:
        for name, person, conversation in (("k", kelly, mine), ("r", ryan, theirs)):
            await work.outbox.put(Message(
                id=f"news-{name}", kind=Delivery.UNASKED, chat=person.id, conversation=conversation,
                queued_at=now, due_at=now,
            ))  # fmt: skip
        await work.outbox.put(Message(
            id="sealed-shut", kind=Delivery.FLAG, chat=77, body="words", queued_at=now, due_at=now
        ))  # fmt: skip
        await work.run(update(outbox).where(outbox.c.id == "sealed-shut").values(body=RUBBISH))
        await work.commit()
    with caplog.at_level(logging.WARNING):
        place.telegram.courier.wake()
        await ryan.sees("You have a message")

        async def all_settled() -> bool:
            async with place.product.store.reading() as work:
                return await work.outbox.next_due_at() is None

        await until(all_settled)
    assert "news-k" in caplog.text
    assert "sealed-shut" in caplog.text


async def test_flags_of_others_still_go_to_the_cover_again(
    place: Place, two: tuple[Person, Person], caplog: pytest.LogCaptureFixture
) -> None:
    kelly, ryan = two
    store = place.product.store
    async with store.work() as work:
        for name, person in (("k", kelly), ("r", ryan)):
            plan, participant = await work.conversations.plan_of(await place.conversation_id(person))
            await work.items.add(Item(
                id=f"flag-{name}", plan=plan, participant=participant, kind="danger_now",  # type: ignore[arg-type]
                words="he is here", at=place.clock(),
            ))  # fmt: skip
        practitioner = (await work.plans.get(plan)).practitioner
        await work.people.set_telegram(practitioner, 4242)
        await work.run(update(items).where(items.c.id == "flag-k").values(words=RUBBISH))
        await work.commit()
    place.clock.waits(hours=1)
    assert await again(place.product) == 2, "the words are not needed to tell somebody of them"
    async with store.reading() as work:
        for item in await work.items.of(plan):
            assert item.escalated_at is not None
            assert item.unreadable == (item.id == "flag-k")
            assert item.words == ("" if item.unreadable else "he is here")


async def test_files_of_others_are_still_fetched(place: Place, two: tuple[Person, Person]) -> None:
    kelly, ryan = two
    store = place.product.store
    async with store.work() as work:
        lost, conversation = FileId("lost"), await place.conversation_id(kelly)
        await work.files.put(lost, conversation, FileKind.VOICE, "somewhere", place.clock())
        await work.run(update(files).where(files.c.id == lost).values(origin=RUBBISH))
        await work.commit()
    await spoil_conversation(place, kelly)
    await place.goes_to(ryan, "good")
    await ryan.sends_voice()

    async def became(state: FileState) -> bool:
        async with store.reading() as work:
            rows = await work._transaction.rows(files.select().where(files.c.state == state.value))
        return bool(rows)

    await until(lambda: became(FileState.KEPT))
    await until(lambda: became(FileState.REFUSED))
