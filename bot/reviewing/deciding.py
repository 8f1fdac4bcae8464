"""Deciding about a draft: return it with a reason, or approve it with a name and a date.

Nobody decides about what they have not read: they opened this draft themselves, nothing came in or
was changed since (`edition`), and nothing that raised an alarm waits unread, nor a file unopened.
Approving freezes what was read, if it holds more than the numbered draft did, so that a decision is
always about a frozen draft.
"""

from collections.abc import Iterable
from datetime import date, datetime

from bot.drafting import thaw
from bot.once import happened
from bot.reviewing.asking import Asking, inside
from bot.reviewing.reading import MATTERS_OF_A_DRAFT, OPENED, edition_of, holds_up
from dialogs.facts import LetterKind
from dialogs.ids import ParticipantId, PlanId, PractitionerId
from dialogs.plan import DraftPlan
from dialogs.review import Decision, NotNow, State, Verdict, decide
from storage import UnitOfWork
from storage.plans import HeldPlan
from storage.reviews import FrozenDraft


class ReadItAgain(Exception):
    """Something came in, or was changed, since the draft was read."""


class NotRead(ReadItAgain):
    """Whoever decides has not opened this draft."""


class UnreadAlarm(ReadItAgain):
    """Words that raised an alarm wait unread, or a voice note, photo or drawing unopened."""


class Deciding(Asking):
    """Returns and approves."""

    async def give_back(
        self,
        by: PractitionerId,
        plan: PlanId,
        number: int,
        reason: str,
        to: Iterable[ParticipantId],
        *,
        sure: bool = False,
        once: str = "",
    ) -> None:
        """Returns a draft with a reason, which the people in `to` can read.

        Raises `NotNow` where another draft is the newest, nothing is in review, or there is no reason;
        `NotRead`, `UnreadAlarm`, `NamesApart`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            if await happened(work, once, at):
                return
            await self._has_read(work, by, plan, number)
            signed = (await work.people.get(by)).name
            decision = Decision(
                verdict=Verdict.RETURNED, draft=number, by=by, signed=signed, at=at, reason=reason
            )
            await self._decide(work, held, decision)
            await self._write(work, held, by, to, LetterKind.RETURNED, reason, sure=sure)
            await work.commit()
        self.telling.turns.wake()

    async def approve(
        self,
        by: PractitionerId,
        plan: PlanId,
        number: int,
        signed: str,
        *,
        edition: str = "",
        review_on: date | None = None,
        once: str = "",
    ) -> None:
        """Approves a draft: "Asha has read this and agrees to try it. It does not mean that the worry
        is over." (H5). Everybody who is in the draft is told, and can open their own copy.

        Raises `NotNow` for an older draft's number, `ReadItAgain` where what was read has changed,
        `NotRead`, `UnreadAlarm`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            if await happened(work, once, at):
                return
            newest = await work.reviews.newest(plan)
            if newest is None or newest.number != number:
                raise NotNow(f"draft {number} is not the newest")
            await self._has_read(work, by, plan, number)
            if review_on is not None and review_on != held.family.review_on:
                held = await self._look_again_on(work, held, review_on, by, at)
                before = held.model_copy(update={"version": held.version - 1})
            else:
                before = held
            read = await self._composed(work, held, newest)
            if edition and edition != edition_of(before, newest, read):
                raise ReadItAgain
            frozen = await _frozen_as_read(work, plan, newest, read, at)
            held = held.model_copy(update={"newest_draft": frozen.number})
            decision = Decision(
                verdict=Verdict.APPROVED,
                draft=frozen.number,
                by=by,
                signed=signed,
                at=at,
                review_on=review_on,
            )
            await self._decide(work, held, decision)
            for participant in inside(held, (one.id for one in read.participants)):
                await self._post(work, held, participant, LetterKind.APPROVED, signed, signed)
            await work.commit()
        self.telling.turns.wake()

    # Within ---------------------------------------------------------------------------------------

    async def _has_read(self, work: UnitOfWork, by: PractitionerId, plan: PlanId, number: int) -> None:
        if not await work.audit.says(plan, by, OPENED, str(number)):
            raise NotRead
        if any(holds_up(item) for item in await work.items.of(plan)):
            raise UnreadAlarm

    async def _decide(self, work: UnitOfWork, held: HeldPlan, decision: Decision) -> None:
        state: State = decide(held.state, held.newest_draft, decision)
        await work.reviews.decide(held.id, decision)
        await work.plans.set_state(held.id, state)
        for item in await work.items.of(held.id):
            if item.kind in MATTERS_OF_A_DRAFT and item.done_at is None:
                await work.items.done(item.id, decision.by, decision.at)
        await work.audit.note(decision.at, decision.by, held.id, decision.verdict.value, str(decision.draft))

    async def _look_again_on(
        self, work: UnitOfWork, held: HeldPlan, day: date, by: PractitionerId, at: datetime
    ) -> HeldPlan:
        family = held.family.model_copy(update={"review_on": day})
        version = await work.plans.save(held.id, family, by, at)
        await self.telling.everybody(work, held.id, family, at)
        return held.model_copy(update={"family": family, "version": version})


async def _frozen_as_read(
    work: UnitOfWork, plan: PlanId, newest: FrozenDraft, read: DraftPlan, at: datetime
) -> FrozenDraft:
    """The draft that holds exactly what was read: the newest one, or a new one with what came since."""
    was = thaw(newest)
    if read.model_copy(update={"letters": was.letters}) == was:
        return newest
    return await work.reviews.freeze(plan, read.model_dump_json().encode(), at)
