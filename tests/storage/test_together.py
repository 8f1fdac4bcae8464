import asyncio

import pytest
from sqlalchemy import update

from storage import Store
from storage.errors import Closed, Conflict, Full, Unreadable
from storage.outbox import Delivery, Message
from storage.tables import families
from storage.together import MOST
from tests.builders import NOON
from tests.storage.keeping import Begun, a_plan_in, said_in, say


def saying_job(begun: Begun, words: str):
    async def job(work):
        return await say(work, begun.nadia, words)

    return job


def a_message(id: str) -> Message:
    return Message(id=id, kind=Delivery.REPLY, chat=1, queued_at=NOON, due_at=NOON)


async def test_a_job_is_committed_when_its_caller_hears_of_it(store, url, keys):
    begun = await a_plan_in(store)
    kept = await store.together(saying_job(begun, "We read."), conversation=begun.nadia)
    other = await Store.open(url, keys)
    async with other.reading() as work:
        assert await work.conversations.load(begun.nadia) == kept
    await other.close()


async def test_jobs_of_one_conversation_keep_their_order(store):
    begun = await a_plan_in(store)
    words = [f"word {number}" for number in range(MOST + 20)]
    await asyncio.gather(*(store.together(saying_job(begun, one), conversation=begun.nadia) for one in words))
    assert await said_in(store, begun.nadia) == words


@pytest.mark.parametrize("hint", [True, False])
async def test_waiting_jobs_share_one_commit(store, hint):
    begun = await a_plan_in(store)
    inside: list[object] = []

    async def job(work):
        inside.append(work._transaction.connection)
        await say(work, begun.nadia, "together")

    hints = {"conversation": begun.nadia} if hint else {}
    await asyncio.gather(*(store.together(job, **hints) for _ in range(10)))
    assert len(set(map(id, inside))) == 1
    assert len(await said_in(store, begun.nadia)) == 10


async def test_a_job_fails_alone(store):
    begun = await a_plan_in(store)

    async def failing(work):
        await say(work, begun.nadia, "never")
        await work.outbox.put(a_message("never"))
        await work.plans.save(begun.plan, (await work.plans.get(begun.plan)).family, begun.asha, NOON)
        raise ZeroDivisionError

    outcomes = await asyncio.gather(
        store.together(saying_job(begun, "before"), conversation=begun.nadia),
        store.together(failing, conversation=begun.nadia),
        store.together(saying_job(begun, "after"), conversation=begun.nadia),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes[1:2]] == [ZeroDivisionError]
    assert await said_in(store, begun.nadia) == ["before", "after"]
    async with store.reading() as work:
        assert await work.outbox.due(NOON) == ()
        assert (await work.plans.get(begun.plan)).version == 1


async def test_a_statement_that_is_refused_fails_its_job_alone(store):
    begun = await a_plan_in(store)

    async def twice(work):
        await say(work, begun.nadia, "never")
        await work.plans.add(begun.plan, (await work.plans.get(begun.plan)).family, begun.asha, None, NOON)

    outcomes = await asyncio.gather(
        store.together(saying_job(begun, "before")),
        store.together(twice),
        store.together(saying_job(begun, "after")),
        return_exceptions=True,
    )
    assert isinstance(outcomes[1], Conflict)
    assert await said_in(store, begun.nadia) == ["before", "after"]


async def test_a_conflict_found_only_when_writing_fails_its_own_job(store):
    begun = await a_plan_in(store)

    def putting(id: str):
        async def job(work):
            await say(work, begun.nadia, id)
            await work.outbox.put(a_message(id))

        return job

    await store.together(putting("first"))
    outcomes = await asyncio.gather(
        *(store.together(putting(name)) for name in ("second", "first", "third")), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [type(None), Conflict, type(None)]
    assert await said_in(store, begun.nadia) == ["first", "second", "third"]


async def test_a_time_without_a_zone_fails_its_own_job(store):
    begun = await a_plan_in(store)

    async def careless(work):
        await work.updates.remember("telegram", "1", NOON.replace(tzinfo=None))

    outcomes = await asyncio.gather(
        store.together(saying_job(begun, "kept")), store.together(careless), return_exceptions=True
    )
    assert isinstance(outcomes[1], Exception)
    assert await said_in(store, begun.nadia) == ["kept"]


@pytest.mark.parametrize("id", ["\x00", "\ud800", "x" * 10_000])
async def test_an_odd_id_harms_nobody_else(store, id):
    begun = await a_plan_in(store)

    async def odd(work):
        if not await work.updates.seen("browser", id):
            await work.updates.remember("browser", id, NOON)

    await asyncio.gather(
        store.together(saying_job(begun, "first"), conversation=begun.nadia),
        store.together(odd, update=("browser", id)),
        store.together(odd),
        store.together(saying_job(begun, "second"), conversation=begun.nadia),
        return_exceptions=True,
    )
    assert await said_in(store, begun.nadia) == ["first", "second"]


async def test_two_processes_share_the_same_conversations(store, url, keys):
    plans = [await a_plan_in(store, f"plan{number}") for number in range(4)]
    other = await Store.open(url, keys)
    jobs = [
        one.together(saying_job(plan, f"{name} {number}"), conversation=plan.nadia)
        for number in range(10)
        for plan in (plans if number % 2 else plans[::-1])
        for name, one in (("here", store), ("there", other))
    ]
    await asyncio.gather(*jobs)
    await other.close()
    for plan in plans:
        said = await said_in(store, plan.nadia)
        for name in ("here", "there"):
            assert [words for words in said if words.startswith(name)] == [f"{name} {n}" for n in range(10)]


async def test_a_program_that_is_stopped_leaves_nobody_waiting(url, keys):
    store = await Store.open(url, keys)
    begun = await a_plan_in(store)
    going = asyncio.Event()

    async def endless(work):
        going.set()
        await asyncio.sleep(3600)

    first = asyncio.create_task(store.together(endless))
    await going.wait()
    second = asyncio.create_task(store.together(saying_job(begun, "never")))
    await asyncio.sleep(0)
    store._together._task.cancel()
    outcomes = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(one) for one in outcomes] == [Closed, Closed]
    await store.close()


async def test_a_value_that_was_tampered_with_fails_its_own_job(store):
    begun = await a_plan_in(store)
    other = await a_plan_in(store, "other")
    async with store.work() as work:
        await work.run(_tampering(other.plan))
        await work.commit()

    async def reading(work):
        await work.plans.get(other.plan)

    outcomes = await asyncio.gather(
        store.together(saying_job(begun, "kept")), store.together(reading), return_exceptions=True
    )
    assert isinstance(outcomes[1], Unreadable)
    assert await said_in(store, begun.nadia) == ["kept"]


def _tampering(plan):
    return update(families).where(families.c.plan == plan).values(family=b"\x00\x01" + bytes(60))


async def test_a_cancelled_caller_takes_nothing_back(store):
    begun = await a_plan_in(store)
    going, gone = asyncio.Event(), asyncio.Event()

    async def slow(work):
        going.set()
        await gone.wait()
        await say(work, begun.nadia, "said all the same")

    async def waiting(work):
        await say(work, begun.nadia, "and this too")

    first = asyncio.create_task(store.together(slow, conversation=begun.nadia))
    await going.wait()
    second = asyncio.create_task(store.together(waiting, conversation=begun.nadia))
    await asyncio.sleep(0)
    first.cancel()
    second.cancel()
    gone.set()
    await asyncio.gather(first, second, return_exceptions=True)
    assert first.cancelled()
    assert second.cancelled()
    await store.together(saying_job(begun, "the last"))
    assert await said_in(store, begun.nadia) == ["said all the same", "and this too", "the last"]


async def test_a_job_that_cancels_itself_harms_nobody(store):
    begun = await a_plan_in(store)

    async def cancelling(work):
        await say(work, begun.nadia, "never")
        raise asyncio.CancelledError

    with pytest.raises(Closed):
        await store.together(cancelling)
    await store.together(saying_job(begun, "kept"))
    assert await said_in(store, begun.nadia) == ["kept"]


async def test_closing_finishes_what_waits_and_takes_no_more(url, keys):
    store = await Store.open(url, keys)
    begun = await a_plan_in(store)
    waiting = [asyncio.create_task(store.together(saying_job(begun, str(n)))) for n in range(5)]
    await asyncio.sleep(0)
    await store.close()
    assert len(await asyncio.gather(*waiting)) == 5
    with pytest.raises(Closed):
        await store.together(saying_job(begun, "too late"))
    with pytest.raises(Closed):
        async with store.work():
            pass
    again = await Store.open(url, keys)
    assert await said_in(again, begun.nadia) == list("01234")
    await again.close()


async def test_when_the_commit_fails_everybody_hears_of_it_and_nothing_is_remembered(
    sqlite_store, monkeypatch
):
    begun = await a_plan_in(sqlite_store)
    await _leave_no_room(sqlite_store)
    long = "x" * 50_000
    outcomes = await asyncio.gather(
        *(sqlite_store.together(saying_job(begun, long)) for _ in range(3)), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [Full] * 3
    assert await said_in(sqlite_store, begun.nadia) == []


async def _leave_no_room(store: Store) -> None:
    """Forbids the connection that is free to let the file grow (SQLite's way to a full disk)."""
    with store._brief._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


async def test_jobs_and_pieces_of_work_take_turns(store):
    begun = await a_plan_in(store)

    async def own(words: str) -> None:
        async with store.work() as work:
            await say(work, begun.nadia, words)
            await asyncio.sleep(0)
            await work.commit()

    mixed = [
        own(f"own {n}") if n % 3 == 0 else store.together(saying_job(begun, f"job {n}")) for n in range(12)
    ]
    await asyncio.gather(*mixed)
    assert len(await said_in(store, begun.nadia)) == 12


async def test_a_turn_waits_for_another_process_that_writes(store, url, keys):
    begun = await a_plan_in(store)
    other = await Store.open(url, keys)
    async with other.work() as work:
        await say(work, begun.nadia, "first")
        waiting = asyncio.create_task(store.together(saying_job(begun, "second"), conversation=begun.nadia))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await work.commit()
    await waiting
    assert await said_in(store, begun.nadia) == ["first", "second"]
    await other.close()
