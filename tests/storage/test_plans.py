from datetime import date, timedelta

import pytest

from dialogs.effects import Matter
from dialogs.ids import PlanId
from dialogs.review import State
from dialogs.signposts import Alarm
from storage.errors import Conflict, Unknown
from storage.items import Item
from storage.plans import Right, Urgency
from tests.builders import NOON, a_family
from tests.storage.keeping import LATER, NADIA, a_plan_in

TODAY = NOON.date()
DAY = timedelta(days=1)


async def test_a_plan_comes_back_as_it_was_made(store):
    begun = await a_plan_in(store)
    async with store.reading() as work:
        plan = await work.plans.get(begun.plan)
    assert plan.family == a_family()
    assert (plan.state, plan.practitioner, plan.cover) == (State.GATHERING, begun.asha, None)
    assert (plan.newest_draft, plan.version, plan.created_at) == (0, 1, NOON)


async def test_a_plan_that_is_not_there_is_unknown(store):
    async with store.work() as work:
        for asking in (
            work.plans.get(PlanId("nowhere")),
            work.plans.save(PlanId("nowhere"), a_family(), "asha", NOON),
            work.plans.set_state(PlanId("nowhere"), State.SENT),
            work.plans.hand_over(PlanId("nowhere"), "asha", "asha", NOON),
            work.plans.set_cover(PlanId("nowhere"), "asha", TODAY, None, "asha", NOON),
        ):
            with pytest.raises(Unknown):
                await asking


async def test_every_version_of_a_family_is_kept(store):
    begun = await a_plan_in(store)
    changed = a_family(title="Another title")
    async with store.work() as work:
        assert await work.plans.save(begun.plan, changed, begun.robin, LATER) == 2
        await work.commit()
    async with store.reading() as work:
        assert (await work.plans.get(begun.plan)).family == changed
        assert await work.plans.history(begun.plan) == (
            (a_family(), begun.asha, NOON),
            (changed, begun.robin, LATER),
        )


async def test_a_change_made_to_an_older_version_is_a_conflict(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.plans.save(begun.plan, a_family(title="First"), begun.asha, LATER, over=1)
        with pytest.raises(Conflict):
            await work.plans.save(begun.plan, a_family(title="Second"), begun.robin, LATER, over=1)


async def test_a_plan_is_open_to_its_holder_alone(store):
    begun = await a_plan_in(store)
    async with store.reading() as work:
        assert await work.plans.may_open(begun.asha, begun.plan, TODAY)
        assert not await work.plans.may_open(begun.robin, begun.plan, TODAY)
        assert not await work.plans.may_open(begun.asha, PlanId("nowhere"), TODAY)


async def test_a_cover_may_open_it_on_the_stated_days(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.plans.set_cover(begun.plan, begun.robin, TODAY + DAY, TODAY + 3 * DAY, begun.asha, NOON)
        await work.commit()
    async with store.reading() as work:
        may = [await work.plans.may_open(begun.robin, begun.plan, TODAY + n * DAY) for n in range(5)]
        assert may == [False, True, True, True, False]
        assert (await work.plans.get(begun.plan)).cover == begun.robin


async def test_a_new_cover_ends_the_one_before(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        sam = (await work.people.enrol("Sam", NOON)).id
        await work.plans.set_cover(begun.plan, begun.robin, TODAY, None, begun.asha, NOON)
        await work.plans.set_cover(begun.plan, sam, TODAY, None, begun.asha, LATER)
        assert not await work.plans.may_open(begun.robin, begun.plan, TODAY)
        assert await work.plans.may_open(sam, begun.plan, date(2199, 1, 1))


async def test_who_was_asked_to_sign_may_open_it(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.plans.ask_to_sign(begun.plan, begun.robin, begun.asha, NOON)
        assert await work.plans.may_open(begun.robin, begun.plan, TODAY)
        assert [grant.right for grant in await work.plans.rights(begun.plan)] == [Right.HOLDER, Right.SIGNER]


async def test_handing_over_gives_it_to_one_and_takes_it_from_the_other(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.plans.hand_over(begun.plan, begun.robin, begun.asha, LATER)
        assert await work.plans.may_open(begun.robin, begun.plan, TODAY)
        assert not await work.plans.may_open(begun.asha, begun.plan, TODAY)
        assert [row.plan for row in await work.plans.mine(begun.robin, TODAY)] == [begun.plan]
        assert await work.plans.mine(begun.asha, TODAY) == ()
        old, new = await work.plans.rights(begun.plan)
        assert (old.practitioner, old.ended_at) == (begun.asha, LATER)
        assert (new.practitioner, new.given_by, new.ended_at) == (begun.robin, begun.asha, None)


def an_item(plan, id, kind, at):
    return Item(id=id, plan=plan, participant=NADIA, kind=kind, at=at)


async def test_the_inbox_has_flags_first_then_what_waits_longest(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        names = ("quiet", "flagged", "sent", "sent-earlier", "same-day", "closed")
        for name in names:
            await work.plans.add(PlanId(name), a_family(title=name), begun.robin, None, NOON)
        for name, kind, at in (
            ("sent", Matter.PART_SENT, LATER),
            ("sent-earlier", Matter.PART_SENT, NOON),
            ("same-day", Alarm.SAME_DAY, LATER + DAY),
            ("flagged", Matter.PART_SENT, NOON),
            ("flagged", Alarm.DANGER_NOW, LATER),
        ):
            await work.items.add(an_item(PlanId(name), f"{name}-{kind}", kind, at))
        await work.plans.set_state(PlanId("closed"), State.CLOSED)
        await work.commit()
    async with store.reading() as work:
        rows = await work.plans.mine(begun.robin, TODAY)
    assert [row.title for row in rows] == ["flagged", "same-day", "sent-earlier", "sent", "quiet", "closed"]
    assert [row.waiting for row in rows] == [2, 1, 1, 1, 0, 0]
    assert rows[0].urgency is Urgency.FLAG
    assert rows[0].waiting_since == LATER
    assert rows[-1].urgency is Urgency.CLOSED


async def test_the_inbox_is_read_page_by_page(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        for number in range(7):
            name = PlanId(f"p{number}")
            await work.plans.add(name, a_family(), begun.robin, None, NOON)
            if number % 2:
                await work.items.add(an_item(name, f"i{number}", Matter.RING_ME, NOON + number * DAY))
        await work.commit()
    async with store.reading() as work:
        everything = await work.plans.mine(begun.robin, TODAY)
        pages, after = [], None
        while page := await work.plans.mine(begun.robin, TODAY, after, limit=3):
            pages.append(page)
            after = page[-1].place
    assert [len(page) for page in pages] == [3, 3, 1]
    assert tuple(row for page in pages for row in page) == everything


async def test_the_inbox_has_plans_i_cover_today_among_mine(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.plans.add(PlanId("robins"), a_family(), begun.robin, None, LATER)
        await work.plans.set_cover(begun.plan, begun.robin, TODAY, TODAY, begun.asha, NOON)
        await work.plans.ask_to_sign(begun.plan, begun.robin, begun.asha, NOON)
        await work.commit()
    async with store.reading() as work:
        today = await work.plans.mine(begun.robin, TODAY)
        assert [(row.plan, row.right) for row in today] == [
            (begun.plan, Right.COVER),
            ("robins", Right.HOLDER),
        ]
        tomorrow = await work.plans.mine(begun.robin, TODAY + DAY)
        assert [row.right for row in tomorrow] == [Right.SIGNER, Right.HOLDER]


async def test_what_is_done_no_longer_waits(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.items.add(an_item(begun.plan, "one", Alarm.DANGER_NOW, LATER))
        await work.items.add(an_item(begun.plan, "two", Matter.PART_SENT, LATER + DAY))
        await work.items.done("one", begun.asha, LATER)
        (row,) = await work.plans.mine(begun.asha, TODAY)
        assert (row.urgency, row.waiting, row.waiting_since) == (Urgency.WAITING, 1, LATER + DAY)
        await work.items.done("two", begun.asha, LATER)
        (row,) = await work.plans.mine(begun.asha, TODAY)
        assert (row.urgency, row.waiting, row.waiting_since) == (Urgency.NOTHING, 0, NOON)


async def test_a_cover_may_be_named_from_the_first(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.plans.add(PlanId("covered"), a_family(), begun.asha, begun.robin, NOON)
        assert (await work.plans.get(PlanId("covered"))).cover == begun.robin
        assert await work.plans.may_open(begun.robin, PlanId("covered"), TODAY + 100 * DAY)
