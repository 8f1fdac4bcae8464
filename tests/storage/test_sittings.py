"""Sittings as they are kept: what locks a desk, how often a PIN may be tried, and how each ends."""

import asyncio
from datetime import timedelta

import pytest

from storage.sittings import FIRST_WAIT, FREE, TRIES, wait_after
from tests.builders import NOON
from tests.storage.keeping import NADIA, a_plan_in

SOON, OVER = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
TONIGHT = NOON + timedelta(hours=10)


async def a_sitting(work, begun, *, desk="desk", page="page"):
    await work.desks.begin(begun.asha, desk, NOON, TONIGHT)
    return await work.sittings.begin(
        begun.plan, NADIA, begun.nadia, begun.asha, called="Asha", desk=desk, page=page, pin=b"stretched",
        at=NOON, ends_at=OVER,
    )  # fmt: skip


async def test_a_sitting_is_known_by_the_desk_and_by_its_page(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        assert (sitting.called, sitting.conversation, sitting.ends_at) == ("Asha", begun.nadia, OVER)
        assert await work.sittings.at_desk("desk", SOON) == sitting
        assert await work.sittings.by_page("page", SOON) == sitting
        assert await work.sittings.of_plan(begun.plan, SOON) == (sitting,)
        for cookie in ("page", "another"):
            assert await work.sittings.at_desk(cookie, SOON) is None
        assert await work.sittings.by_page("desk", SOON) is None


async def test_no_sitting_begins_where_nobody_is_signed_in(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        assert await work.sittings.begin(
            begun.plan, NADIA, begun.nadia, begun.asha, called="Asha", desk="nobody's", page="p", pin=b"x",
            at=NOON, ends_at=OVER,
        ) is None  # fmt: skip


async def test_unlocked_the_desk_has_the_time_that_it_had(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        assert await work.sittings.end(sitting.id, SOON, desk_stays=True)
        assert not await work.sittings.end(sitting.id, SOON), "only once"
        assert await work.sittings.at_desk("desk", SOON) is None
        assert await work.sittings.by_page("page", SOON) is None
        assert await work.sittings.by_page("page", OVER) is None, "it did not end by itself"
        assert await work.desks.who("desk", TONIGHT - timedelta(seconds=1)) == begun.asha
        assert await work.desks.who("desk", TONIGHT) is None


async def test_ended_from_elsewhere_or_after_too_many_pins_the_desk_is_signed_out(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        assert await work.sittings.end(sitting.id, SOON)
        assert await work.desks.who("desk", SOON) is None
        assert await work.sittings.by_page("page", SOON) is None


async def test_after_its_time_the_desk_is_signed_out_and_the_page_still_knows_it(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        assert await work.sittings.to_end(SOON) == ()
        assert await work.desks.who("desk", OVER) is None
        assert await work.sittings.at_desk("desk", OVER) is None
        assert await work.sittings.of_plan(begun.plan, OVER) == ()
        assert [one.id for one in await work.sittings.to_end(OVER)] == [sitting.id]
        await work.sittings.end(sitting.id, OVER)
        assert await work.sittings.to_end(OVER) == ()
        over = await work.sittings.by_page("page", OVER + timedelta(minutes=5))
        assert over is not None
        assert over.by_itself


async def test_whoever_is_signed_out_everywhere_has_no_sitting(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        await work.desks.end_all(begun.asha)
        assert await work.sittings.by_page("page", SOON) is None
        assert [one.id for one in await work.sittings.to_end(SOON)] == [sitting.id]


async def test_wrong_pins_have_to_wait_longer_and_longer(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        at = NOON
        for wrong in range(1, TRIES + 1):
            guess = await work.sittings.try_pin(sitting.id, at)
            assert guess is not None
            assert (guess.kept, guess.wrong) == (b"stretched", wrong)
            if wrong >= FREE:
                assert await work.sittings.try_pin(sitting.id, at) is None
                just_before = at + wait_after(wrong) - timedelta(seconds=1)
                assert await work.sittings.try_pin(sitting.id, just_before) is None, "and that is no try"
            at += wait_after(wrong)
        assert wait_after(FREE) == FIRST_WAIT
        await work.sittings.right(sitting.id)
        guess = await work.sittings.try_pin(sitting.id, NOON)
        assert guess is not None
        assert guess.wrong == 1


async def test_guesses_made_at_the_same_moment_are_counted_too(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        await work.commit()

    async def guess() -> int:
        async with store.work() as work:
            found = await work.sittings.try_pin(sitting.id, NOON)
            await work.commit()
        return found.wrong if found else 0

    wrong = await asyncio.gather(*(guess() for _ in range(6)))
    assert sorted(filter(None, wrong)) == list(range(1, len(list(filter(None, wrong))) + 1))
    assert max(wrong) <= FREE


@pytest.mark.parametrize("kept", [True, False])
async def test_what_ended_long_ago_is_forgotten(store, kept):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sitting = await a_sitting(work, begun)
        await work.sittings.end(sitting.id, SOON)
        assert await work.sittings.forget(SOON if kept else OVER) == (0 if kept else 1)
