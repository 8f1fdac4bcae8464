import asyncio
from datetime import timedelta

from storage import Store
from storage.outbox import Delivery, Message
from tests.builders import NOON
from tests.storage.keeping import LATER, MUCH_LATER, a_plan_in

LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)


def a_message(id, kind=Delivery.REPLY, chat=7, queued_at=NOON, due_at=None, **fields):
    return Message(id=id, kind=kind, chat=chat, queued_at=queued_at, due_at=due_at or queued_at, **fields)


async def put(store: Store, *messages: Message) -> None:
    async with store.work() as work:
        for message in messages:
            await work.outbox.put(message)
        await work.commit()


async def claimed(store: Store, now=NOON, limit=30) -> list[str]:
    async with store.work() as work:
        messages = await work.outbox.claim(now, LEASE, limit)
        await work.commit()
    return [message.id for message in messages]


async def test_a_message_comes_out_as_it_was_put(store):
    begun = await a_plan_in(store)
    message = a_message(
        "one", plan=begun.plan, conversation=begun.nadia, practitioner=begun.asha, prompt=3, body="words"
    )
    await put(store, message)
    async with store.work() as work:
        assert await work.outbox.claim(NOON, LEASE) == (message,)


async def test_nothing_goes_before_its_time(store):
    await put(store, a_message("later", due_at=LATER))
    assert await claimed(store, NOON) == []
    async with store.reading() as work:
        assert await work.outbox.next_due_at() == LATER
    assert await claimed(store, LATER) == ["later"]


async def test_an_empty_outbox_has_nothing_due(store):
    async with store.reading() as work:
        assert await work.outbox.next_due_at() is None
    assert await claimed(store) == []


async def test_each_chat_is_one_lane_oldest_first(store):
    await put(store, a_message("b", queued_at=NOON + SECOND), a_message("a"), a_message("other", chat=8))
    assert sorted(await claimed(store, LATER)) == ["a", "other"]
    assert await claimed(store, LATER) == []
    async with store.work() as work:
        await work.outbox.sent("a", 1, LATER)
        await work.commit()
    assert await claimed(store, LATER) == ["b"]


async def test_messages_of_one_moment_keep_the_order_they_were_put_in(store):
    await put(store, *(a_message(str(n)) for n in range(12)))
    order = []
    for _ in range(12):
        (oldest,) = await claimed(store, LATER)
        order.append(oldest)
        async with store.work() as work:
            await work.outbox.sent(oldest, None, LATER)
            await work.commit()
    assert order == [str(n) for n in range(12)]


async def test_a_reminder_for_later_holds_nothing_up(store):
    await put(
        store,
        a_message("reminder", Delivery.REMINDER, queued_at=MUCH_LATER),
        a_message("reply", queued_at=LATER),
    )
    assert await claimed(store, LATER) == ["reply"]


async def test_what_is_put_off_goes_to_the_end_of_its_lane(store):
    await put(store, a_message("unasked", Delivery.UNASKED), a_message("reply", queued_at=NOON + SECOND))
    assert await claimed(store, LATER) == ["unasked"]
    async with store.work() as work:
        await work.outbox.postpone("unasked", MUCH_LATER)
        await work.commit()
    assert await claimed(store, LATER + LEASE) == ["reply"]
    async with store.work() as work:
        await work.outbox.sent("reply", 1, LATER)
        await work.commit()
    assert await claimed(store, MUCH_LATER) == ["unasked"]


async def test_a_retry_keeps_its_place_in_the_lane(store):
    await put(store, a_message("first"), a_message("second", queued_at=NOON + SECOND))
    assert await claimed(store, LATER) == ["first"]
    async with store.work() as work:
        await work.outbox.retry("first", MUCH_LATER)
        await work.commit()
    assert await claimed(store, LATER + LEASE) == []
    assert await claimed(store, MUCH_LATER) == ["first"]


async def test_a_chat_can_be_held(store):
    await put(store, a_message("held"), a_message("other", chat=8))
    async with store.work() as work:
        await work.outbox.hold(7, LATER)
        await work.commit()
    assert await claimed(store, NOON) == ["other"]
    assert "held" in await claimed(store, LATER)


async def test_a_reply_whose_sender_died_goes_again(store):
    await put(store, a_message("reply"))
    assert await claimed(store, NOON) == ["reply"]
    assert await claimed(store, NOON) == []
    assert await claimed(store, NOON + LEASE) == ["reply"]
    async with store.work() as work:
        (message,) = await work.outbox.due(MUCH_LATER)
        assert message.attempts == 2


async def test_a_reminder_whose_sender_died_is_doubtful_and_never_goes_again(store):
    begun = await a_plan_in(store)
    await put(
        store, a_message("reminder", Delivery.REMINDER, plan=begun.plan), a_message("reply", queued_at=LATER)
    )
    assert await claimed(store, NOON) == ["reminder"]
    assert await claimed(store, LATER) == ["reply"]
    async with store.work() as work:
        assert [message.id for message in await work.outbox.doubtful()] == ["reminder"]
        await work.outbox.give_up("reminder", MUCH_LATER)
        assert await work.outbox.doubtful() == ()
        assert [message.id for message in await work.outbox.failed(begun.plan)] == ["reminder"]


async def test_a_reminder_that_certainly_failed_may_be_tried_again(store):
    await put(store, a_message("reminder", Delivery.REMINDER))
    assert await claimed(store, NOON) == ["reminder"]
    async with store.work() as work:
        await work.outbox.retry("reminder", LATER)
        await work.commit()
    assert await claimed(store, LATER) == ["reminder"]


async def test_a_message_is_put_and_sent_in_one_batch_of_jobs(store):
    async def putting(work):
        await work.outbox.put(a_message("one"))

    async def sending(work):
        await work.outbox.sent("one", 99, NOON)

    await asyncio.gather(store.together(sending), store.together(putting), store.together(sending))
    assert await claimed(store, MUCH_LATER) == []


async def test_what_was_sent_is_forgotten_after_a_while(store):
    await put(store, a_message("old"), a_message("waiting", chat=8))
    async with store.work() as work:
        await work.outbox.sent("old", 5, NOON)
        await work.commit()
    async with store.work() as work:
        assert await work.outbox.forget_sent(LATER) == 1
        await work.commit()
    assert await claimed(store, LATER) == ["waiting"]


async def test_two_couriers_never_take_the_same_message(store, url, keys):
    await put(store, *(a_message(f"m{n}", chat=n) for n in range(20)))
    other = await Store.open(url, keys)
    taken = await asyncio.gather(*(claimed(one, LATER, limit=3) for one in (store, other) * 5))
    await other.close()
    ids = [one for some in taken for one in some]
    assert len(ids) == len(set(ids))
    assert len(ids) + len(await claimed(store, LATER, limit=100)) == 20
