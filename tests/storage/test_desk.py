"""What the desk keeps: items, drafts, decisions, letters, audit, what was set aside."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from dialogs.effects import Matter
from dialogs.ids import AnswerId, LetterId, PlanId
from dialogs.review import Decision, Verdict
from dialogs.signposts import Alarm
from storage.errors import Conflict, Unknown, Unreadable
from storage.items import Item
from storage.tables import drafts
from tests.builders import NOON, a_letter
from tests.storage.keeping import LATER, MUCH_LATER, NADIA, RYAN, a_plan_in

TODAY = NOON.date()


def an_item(plan, id="one", kind=Alarm.DANGER_NOW, at=NOON, **fields):
    return Item(id=id, plan=plan, participant=NADIA, kind=kind, at=at, **fields)


@pytest.mark.parametrize("kind", [*Alarm, *Matter])
async def test_an_item_comes_back_as_it_was_put(store, kind):
    begun = await a_plan_in(store)
    item = an_item(
        begun.plan, kind=kind, words="He has a knife", answer=AnswerId("a1"), letter=LetterId("l1")
    )
    async with store.work() as work:
        await work.items.add(item)
        assert await work.items.get("one") == item
        assert await work.items.of(begun.plan) == (item,)


async def test_items_are_for_those_who_may_open_their_plan(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.items.add(an_item(begun.plan))
        assert [item.id for item in await work.items.open_items(begun.asha, TODAY)] == ["one"]
        assert await work.items.open_items(begun.robin, TODAY) == ()
        await work.plans.set_cover(begun.plan, begun.robin, TODAY, TODAY, begun.asha, NOON)
        assert [item.id for item in await work.items.open_items(begun.robin, TODAY)] == ["one"]
        assert await work.items.open_items(begun.robin, TODAY + timedelta(days=1)) == ()


async def test_the_first_who_sees_an_item_stays_on_it(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.items.add(an_item(begun.plan))
        await work.items.see("one", begun.asha, NOON)
        await work.items.see("one", begun.robin, LATER)
        item = await work.items.get("one")
        assert (item.seen_by, item.seen_at, item.done_at) == (begun.asha, NOON, None)


async def test_what_is_done_is_seen_and_open_no_longer(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.items.add(an_item(begun.plan))
        await work.items.done("one", begun.asha, LATER)
        await work.items.done("one", begun.robin, MUCH_LATER)
        item = await work.items.get("one")
        assert (item.seen_by, item.done_by, item.done_at) == (begun.asha, begun.asha, LATER)
        assert await work.items.open_items(begun.asha, TODAY) == ()


async def test_a_flag_that_nobody_has_seen_is_escalated_once(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        for item in (
            an_item(begun.plan, "old"),
            an_item(begun.plan, "seen"),
            an_item(begun.plan, "new", at=LATER),
            an_item(begun.plan, "same-day", Alarm.SAME_DAY),
        ):
            await work.items.add(item)
        await work.items.see("seen", begun.asha, NOON)
        assert [item.id for item in await work.items.to_escalate(NOON)] == ["old"]
        await work.items.escalated("old", LATER)
        assert await work.items.to_escalate(NOON) == ()
        assert [item.id for item in await work.items.to_escalate(LATER)] == ["new"]


async def test_an_item_that_is_not_there_is_unknown(store):
    async with store.work() as work:
        with pytest.raises(Unknown):
            await work.items.get("nothing")
        with pytest.raises(Conflict):
            await work.items.add(an_item(PlanId("nowhere")))


async def test_drafts_are_numbered_and_frozen(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        assert await work.reviews.newest(begun.plan) is None
        first = await work.reviews.freeze(begun.plan, b'{"lines": 1}', NOON)
        second = await work.reviews.freeze(begun.plan, b'{"lines": 2}', LATER)
        await work.commit()
    assert (first.number, second.number) == (1, 2)
    assert first.digest != second.digest
    async with store.reading() as work:
        assert await work.reviews.get(begun.plan, 1) == first
        assert await work.reviews.newest(begun.plan) == second
        assert (await work.plans.get(begun.plan)).newest_draft == 2
        with pytest.raises(Unknown):
            await work.reviews.get(begun.plan, 3)


async def test_a_digest_is_bound_to_its_plan_and_number(store):
    one, other = await a_plan_in(store), await a_plan_in(store, "other")
    async with store.work() as work:
        drafts = [await work.reviews.freeze(plan, b"{}", NOON) for plan in (one.plan, other.plan, one.plan)]
    assert len({draft.digest for draft in drafts}) == 3


async def test_a_draft_of_no_plan_is_refused(store):
    async with store.work() as work:
        with pytest.raises(Unknown):
            await work.reviews.freeze(PlanId("nowhere"), b"{}", NOON)


async def test_decisions_are_kept_in_order(store):
    begun = await a_plan_in(store)
    returned = Decision(
        verdict=Verdict.RETURNED, draft=1, by=begun.asha, signed="Asha", at=NOON, reason="Say who helps."
    )
    approved = Decision(
        verdict=Verdict.APPROVED, draft=2, by=begun.asha, signed="Asha", at=LATER, review_on=TODAY
    )
    async with store.work() as work:
        for decision in (returned, approved):
            await work.reviews.decide(begun.plan, decision)
        await work.commit()
    async with store.reading() as work:
        assert await work.reviews.decisions(begun.plan) == (returned, approved)


async def test_a_letter_is_opened_once_and_answered(store):
    begun = await a_plan_in(store)
    letter = a_letter()
    async with store.work() as work:
        await work.letters.add(begun.plan, NADIA, letter)
        await work.letters.opened(letter.id, NOON)
        await work.letters.opened(letter.id, LATER)
        await work.letters.answered(letter.id, AnswerId("a7"), LATER)
        posted = await work.letters.get(letter.id)
        assert (posted.letter, posted.plan, posted.participant) == (letter, begun.plan, NADIA)
        assert (posted.opened_at, posted.answered_at, posted.answer) == (NOON, LATER, "a7")
        assert await work.letters.of(NADIA) == (posted,) == await work.letters.of_plan(begun.plan)
        assert await work.letters.of(RYAN) == ()
        with pytest.raises(Unknown):
            await work.letters.get(LetterId("nothing"))


async def test_the_audit_is_in_order_and_of_one_plan(store):
    async with store.work() as work:
        await work.audit.note(NOON, "asha", PlanId("one"), "opened")
        await work.audit.note(NOON, "asha", PlanId("two"), "opened")
        await work.audit.note(NOON, "asha", PlanId("one"), "invited", "part-nadia")
        await work.commit()
    async with store.reading() as work:
        lines = await work.audit.of(PlanId("one"))
    assert [(line.what, line.subject, line.at) for line in lines] == [
        ("opened", "", NOON),
        ("invited", "part-nadia", NOON),
    ]


async def test_an_update_is_set_aside_whole_and_once(store):
    async with store.work() as work:
        for _ in range(2):
            await work.set_aside.put("telegram", "7", b'{"odd": "\xff"}', "ValidationError", NOON)
        await work.set_aside.put("telegram", "8", b"", "KeyError", LATER)
        first, second = await work.set_aside.all()
        assert (first.update, first.raw, first.why, first.done_at) == (
            "7",
            b'{"odd": "\xff"}',
            "ValidationError",
            None,
        )
        await work.set_aside.done("telegram", "7", "asha", LATER)
        assert await work.set_aside.all() == (second,)


async def test_an_update_is_remembered(store):
    async with store.work() as work:
        assert not await work.updates.seen("telegram", "7")
        await work.updates.remember("telegram", "7", NOON)
        assert await work.updates.seen("telegram", "7")
        await work.commit()
    async with store.work() as work:
        assert await work.updates.seen("telegram", "7")
        assert not await work.updates.seen("browser", "7")
        assert await work.updates.forget(LATER) == 1
        await work.commit()
    async with store.reading() as work:
        assert not await work.updates.seen("telegram", "7")


async def test_an_update_remembered_twice_is_a_conflict(store):
    for outcome in (None, Conflict):
        async with store.work() as work:
            await work.updates.remember("telegram", "7", NOON)
            if outcome is None:
                await work.commit()
            else:
                with pytest.raises(outcome):
                    await work.commit()


async def test_an_update_in_a_shared_batch_is_seen_by_the_next_job(store):
    async def once(work):
        if await work.updates.seen("telegram", "7"):
            return "repeated"
        await work.updates.remember("telegram", "7", NOON)
        return "new"

    outcomes = await asyncio.gather(*(store.together(once, update=("telegram", "7")) for _ in range(3)))
    assert outcomes == ["new", "repeated", "repeated"]
    assert await store.together(once, update=("telegram", "7")) == "repeated"


async def test_a_draft_whose_digest_no_longer_holds_is_not_shown(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.reviews.freeze(begun.plan, b"{}", NOON)
        await work.run(update(drafts).values(digest="1." + "0" * 64))
        with pytest.raises(Unreadable):
            await work.reviews.newest(begun.plan)
