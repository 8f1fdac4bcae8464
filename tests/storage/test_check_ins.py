"""When people are asked: one time each, moved on by one process alone."""

from datetime import timedelta

from storage.check_ins import CheckIn
from tests.storage.keeping import LATER, MUCH_LATER, NADIA, a_plan_in


async def test_whoever_moves_it_on_asks_and_nobody_else(store):
    begun = await a_plan_in(store)
    due = CheckIn(conversation=begun.nadia, plan=begun.plan, participant=NADIA, due_at=LATER)
    async with store.work() as work:
        await work.check_ins.choose(due)
        await work.check_ins.choose(due)
        await work.commit()
    async with store.work() as work:
        assert await work.check_ins.due(LATER - timedelta(seconds=1)) == ()
        assert await work.check_ins.due(LATER) == (due,)
        assert await work.check_ins.take(due, MUCH_LATER)
        assert not await work.check_ins.take(due, MUCH_LATER)
        await work.commit()
    async with store.reading() as work:
        (moved,) = await work.check_ins.of_plan(begun.plan)
        assert (moved.due_at, moved.asked) == (MUCH_LATER, 1)


async def test_who_stops_is_not_asked(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.check_ins.choose(
            CheckIn(conversation=begun.nadia, plan=begun.plan, participant=NADIA, due_at=LATER)
        )
        await work.check_ins.stop(begun.nadia)
        assert await work.check_ins.due(MUCH_LATER) == ()
