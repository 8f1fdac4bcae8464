from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dialogs.effects import Matter
from dialogs.ids import AnswerId, LetterId, PlanId, ReleaseId
from dialogs.lines import Typed
from dialogs.release import Release
from dialogs.review import Decision, Verdict
from storage import Store
from storage.check_ins import CheckIn
from storage.errors import Unknown
from storage.items import Item
from storage.outbox import Delivery, Message
from storage.retention import KEEP_DAYS, erase_plan, sweep
from storage.tables import metadata
from tests.builders import NOON, a_letter
from tests.storage.keeping import LATER, NADIA, Begun, a_plan_in, put_a_file, said_in, say

OF_NO_PLAN = {"keys", "practitioners", "updates", "audit", "signins", "desks", "guesses"}
"""The tables in which nothing belongs to one plan."""


async def everything_about(store: Store, begun: Begun, who: str) -> None:
    """A row in every table that knows of plans."""
    async with store.work() as work:
        participant = (await work.conversations.plan_of(begun.nadia))[1]
        await say(work, begun.nadia, "something to erase")
        await work.plans.ask_to_sign(begun.plan, begun.robin, begun.asha, NOON)
        await work.invitations.make(begun.plan, participant, f"code{who}", begun.asha, NOON, LATER)
        await work.devices.add(begun.plan, participant, f"cookie{who}", NOON)
        await work.desks.begin(begun.asha, f"desk{who}", NOON, LATER)
        await work.sittings.begin(
            begun.plan, participant, begun.nadia, begun.asha, called="Asha", desk=f"desk{who}", page=who,
            pin=b"", at=NOON, ends_at=LATER,
        )  # fmt: skip
        await work.openings.make(begun.nadia, f"link{who}", NOON, LATER)
        await work.chats.join(len(who), begun.nadia, NOON)
        await work.reviews.freeze(begun.plan, b"{}", NOON)
        decision = Decision(verdict=Verdict.APPROVED, draft=1, by=begun.asha, signed="Asha", at=NOON)
        await work.reviews.decide(begun.plan, decision)
        await work.letters.add(begun.plan, participant, a_letter(f"letter{who}"))
        item = Item(id=f"item{who}", plan=begun.plan, participant=NADIA, kind=Matter.PART_SENT, at=NOON)
        await work.items.add(item)
        for name, plan, conversation in (("a", begun.plan, None), ("b", None, begun.nadia)):
            await work.outbox.put(
                Message(id=f"{name}{who}", kind=Delivery.FLAG, chat=1, plan=plan, conversation=conversation,
                        queued_at=NOON, due_at=NOON)
            )  # fmt: skip
        await work.set_aside.put("telegram", who, b"{}", "ValidationError", NOON, chat=len(who))
        await put_a_file(work, begun.nadia, f"file{who}")
        await work.typed.add(begun.plan, Typed(line=AnswerId("a1"), words="typed up", by="Asha", at=NOON))
        await work.releases.add(
            begun.plan,
            Release(
                id=ReleaseId(f"release{who}"), speaker=participant, lines=(), to=(), by=begun.asha, name="Asha",
                at=NOON, letter=LetterId(f"letter{who}"),
            ),
        )  # fmt: skip
        await work.check_ins.choose(
            CheckIn(conversation=begun.nadia, plan=begun.plan, participant=participant, due_at=LATER)
        )
        await work.audit.note(NOON, begun.asha, begun.plan, "approved")
        await work.commit()


async def counted(store: Store) -> dict[str, int]:
    async with store.reading() as work:
        return {
            table.name: (await work._transaction.rows(select(func.count()).select_from(table)))[0][0]
            for table in metadata.sorted_tables
        }


async def test_an_erased_plan_leaves_nothing_but_its_audit(store):
    stays, goes = await a_plan_in(store, "stays"), await a_plan_in(store, "goes")
    await everything_about(store, stays, "stays")
    before = await counted(store)
    assert {name for name, rows in before.items() if not rows} <= OF_NO_PLAN
    await everything_about(store, goes, "goes it")
    await erase_plan(store, goes.plan, "operator", LATER)
    after = await counted(store)
    # The two were begun alike: taking one away leaves half of what beginning both had made.
    assert {name: after[name] for name in after if name not in OF_NO_PLAN} == {
        name: before[name] - (1 if name in {"plans", "families", "rights", "conversations", "turns"} else 0)
        for name in before
        if name not in OF_NO_PLAN
    }
    async with store.reading() as work:
        with pytest.raises(Unknown):
            await work.plans.get(goes.plan)
        assert await work.conversations.load(goes.nadia) is None
        assert [line.what for line in await work.audit.of(goes.plan)] == ["approved", "erased"]
    assert await said_in(store, stays.nadia) == ["something to erase"]


async def test_a_plan_that_is_not_there_cannot_be_erased(store):
    with pytest.raises(Unknown):
        await erase_plan(store, PlanId("nowhere"), "operator", NOON)


async def test_a_conversation_of_an_erased_plan_takes_no_more_turns(store):
    begun = await a_plan_in(store)

    async def job(work):
        return await work.conversations.load(begun.nadia)

    assert await store.together(job, conversation=begun.nadia) is not None
    await erase_plan(store, begun.plan, "operator", NOON)
    assert await store.together(job, conversation=begun.nadia) is None


async def test_what_was_set_aside_before_its_chat_was_known_is_erased_too(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.set_aside.put("telegram", "1", b"/start CODE", "Unreadable", NOON, chat=7)
        await work.set_aside.put("telegram", "2", b"a stranger", "Unreadable", NOON, chat=8)
        await work.chats.join(7, begun.nadia, NOON)
        await work.commit()
    await erase_plan(store, begun.plan, "operator", NOON)
    async with store.reading() as work:
        assert [aside.update for aside in await work.set_aside.all()] == ["2"]


async def test_the_sealed_bytes_of_an_erased_plan_are_gone_from_the_file(sqlite_store, sqlite_url, tmp_path):
    begun = await a_plan_in(sqlite_store)
    async with sqlite_store.reading() as work:
        rows = await work._transaction.rows(select(metadata.tables["families"].c.family))
    sealed = bytes(rows[0][0])[:64]
    await erase_plan(sqlite_store, begun.plan, "operator", NOON)
    for path in tmp_path.glob("plans.db*"):
        assert sealed not in path.read_bytes()


async def test_what_only_served_for_a_while_is_swept_away(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await work.updates.remember("telegram", "1", NOON)
        await work.signins.make(begun.asha, "ABCD", NOON, NOON)
        await work.set_aside.put("telegram", "dealt with", b"", "KeyError", NOON)
        await work.set_aside.done("telegram", "dealt with", begun.asha, NOON)
        await work.set_aside.put("telegram", "open", b"", "KeyError", NOON)
        await work.openings.make(begun.nadia, "ABCD", NOON, NOON)
        await work.commit()
    await sweep(store, NOON + timedelta(days=KEEP_DAYS - 1))
    async with store.reading() as work:
        assert await work.updates.seen("telegram", "1")
    await sweep(store, NOON + timedelta(days=KEEP_DAYS + 1))
    async with store.reading() as work:
        assert not await work.updates.seen("telegram", "1")
    counts = await counted(store)
    assert (counts["signins"], counts["openings"], counts["set_aside"]) == (0, 0, 1)
