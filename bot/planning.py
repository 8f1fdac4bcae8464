"""Opening a plan and changing what the practitioner wrote in it. The desk calls it.

Every change is a new version of the `Family`, kept append-only, and is told to everybody's
conversation in the same transaction. A plan can be opened with names alone; nobody can be invited
until it has a cover and stated reading hours (`missing_before_inviting`), since words that nobody
reads must not be asked for.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum

from bot.enrolling import is_made_up
from bot.once import happened
from bot.rights import NotYours, Rights
from bot.telling import Telling
from dialogs.family import Family, PlanType, dated
from dialogs.ids import ChildId, ParticipantId, PersonId, PlanId, PractitionerId
from dialogs.people import Child, Participant, Person, Role
from dialogs.review import State
from dialogs.values import Frozen
from storage import Store, UnitOfWork
from storage.errors import Unreadable
from storage.fresh import fresh_id
from storage.people import Practitioner
from storage.plans import Grant, HeldPlan, Right


class Missing(StrEnum):
    """What a plan must have before anybody is invited."""

    CLOSED = "closed"
    """A closed plan asks nobody any more."""
    COVER = "cover"
    READS = "reads"
    ASKED_IN = "asked_in"
    """Of a member of the network: who in the family said yes to asking them, and what they may know."""


class NotReady(Exception):
    """Nobody can be invited into this plan yet; `missing` says why."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__("a plan needs a cover and reading hours before anybody is invited")
        self.missing = missing


class NobodySuch(Exception):
    """A cover, signer or new holder who is not enrolled, is the holder already, or is made up while the
    plan is real (or the other way round).
    """


class NewPlan(Frozen):
    """What is enough to open a plan: a title and one adult. Everything else may follow."""

    title: str
    plan_type: PlanType = PlanType.CHILD_IN_NEED
    children: tuple[tuple[str, int], ...] = ()
    """Name and birth year."""
    adult: str
    parental_responsibility: bool = True
    cover: PractitionerId | None = None
    reads: str = ""
    pretend: bool = False


class Planning:
    """Opens plans and changes them."""

    def __init__(self, store: Store, telling: Telling, rights: Rights, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.telling = telling
        self.rights = rights
        self.clock = clock

    async def begin(self, by: PractitionerId, new: NewPlan, *, once: str = "") -> PlanId:
        """A new plan, held by `by`. The same form again opens no second one. Raises `NobodySuch`."""
        at = self.clock()
        async with self.store.work() as work:
            plan = PlanId(once or fresh_id())
            if await happened(work, once, at):
                return plan
            worker = await work.people.get(by)
            cover = await _one_of_others(work, new.cover, by, pretend=new.pretend) if new.cover else None
            family = _family(new, worker, cover)
            await work.plans.add(plan, family, by, cover.id if cover else None, at)
            await work.audit.note(at, by, plan, "opened a new plan")
            await work.commit()
        return plan

    async def change(
        self,
        by: PractitionerId,
        plan: PlanId,
        changed: Callable[[Family], Family],
        what: str,
        *,
        over: int | None = None,
    ) -> HeldPlan:
        """Keeps what `changed` makes of the family, and tells everybody's conversation.

        `over` is the version that was on the page: `storage.errors.Conflict` where there is a newer
        one. Nothing is written where nothing changed. Raises `NotYours`, `OnlyToSign`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            family = dated(held.family, changed(held.family), self.rights.today)
            if family == held.family:
                return held
            await self._save(work, held, family, by, at, what, over)
            await work.commit()
        return held.model_copy(update={"family": family, "version": held.version + 1})

    async def set_cover(
        self, by: PractitionerId, plan: PlanId, cover: PractitionerId, from_day: date, until_day: date | None
    ) -> None:
        """Names who reads when the holder is away, and on which days they may open the plan.

        Raises `NobodySuch` where that is the holder or nobody who is enrolled, `OnlyTheHolder`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.holding(work, by, plan)
            named = await _somebody_else(work, cover, held)
            await work.plans.set_cover(plan, named.id, from_day, until_day, by, at)
            family = held.family.model_copy(update={"cover": named.name})
            await self._save(work, held, family, by, at, "named the cover", None)
            await work.commit()

    async def ask_to_sign(self, by: PractitionerId, plan: PlanId, signer: PractitionerId) -> None:
        """Asks somebody else to read and sign the plan; each family member reads who.

        Raises `NobodySuch`, `OnlyTheHolder`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.holding(work, by, plan)
            named = await _somebody_else(work, signer, held)
            await work.plans.ask_to_sign(plan, named.id, by, at)
            if named.name not in held.family.signers:
                update = {"signers": (*held.family.signers, named.name)}
                family = held.family.model_copy(update=update)
                await self._save(work, held, family, by, at, "asked to sign", None, subject=named.id)
            await work.commit()

    async def hand_over(self, by: PractitionerId | None, plan: PlanId, to: PractitionerId) -> None:
        """From now on `to` holds the plan; whoever held it may no longer open it.

        `by` is None for the operator, at the command line. A cover who becomes the holder is the
        cover no longer: somebody else has to be named. Raises `NobodySuch`, `NotYours`,
        `OnlyTheHolder`, and `storage.errors.Unknown` where there is no such plan.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await (self.rights.holding(work, by, plan) if by else work.plans.get(plan))
            named = await _somebody_else(work, to, held)
            await work.plans.hand_over(plan, named.id, by or named.id, at)
            cover = "" if held.cover == named.id else held.family.cover
            family = held.family.model_copy(update={"worker": named.name, "cover": cover})
            await self._save(
                work, held, family, named.id, at, "handed over", None, who=by or "operator", subject=named.id
            )
            await work.commit()

    async def end_covers(self) -> int:
        """A cover whose last day has gone by covers no longer, and families read so; returns how many."""
        today = self.rights.today
        async with self.store.reading() as work:
            over = await work.plans.whose_cover_is_over(today)
        for plan in over:
            with suppress(Unreadable):  # a damaged plan keeps nobody else's days from ending
                async with self.store.work() as work:
                    await self._end_cover(work, await work.plans.get(plan), today)
                    await work.commit()
        return len(over)

    # Looking --------------------------------------------------------------------------------------

    async def practitioners(self) -> tuple[Practitioner, ...]:
        """Everybody who is enrolled."""
        async with self.store.reading() as work:
            return await work.people.all()

    async def others(self, holder: PractitionerId, *, pretend: bool) -> tuple[Practitioner, ...]:
        """Whom a plan may be given to, beside its holder: real people a real one, made-up ones a pretend one."""
        async with self.store.reading() as work:
            return await _others(work, holder, pretend=pretend)

    async def grants(self, by: PractitionerId, plan: PlanId) -> tuple[Grant, ...]:
        """Who may or might open the plan, with dates. Raises `NotYours`."""
        async with self.store.reading() as work:
            await self.rights.allowed(work, by, plan)
            return await work.plans.rights(plan)

    async def history(
        self, by: PractitionerId, plan: PlanId
    ) -> tuple[tuple[Family, PractitionerId, datetime], ...]:
        """Every version of what the practitioner wrote, oldest first. Raises `NotYours`."""
        async with self.store.reading() as work:
            await self.rights.allowed(work, by, plan)
            return await work.plans.history(plan)

    # Within ---------------------------------------------------------------------------------------

    async def _end_cover(self, work: UnitOfWork, held: HeldPlan, today: date) -> None:
        if held.cover_is_over(today):
            at = self.clock()
            await work.plans.end_cover(held.id, at)
            family = held.family.model_copy(update={"cover": ""})
            await self._save(
                work, held, family, held.practitioner, at, "the cover ended", None, who="program"
            )

    async def _save(
        self,
        work: UnitOfWork,
        held: HeldPlan,
        family: Family,
        by: PractitionerId,
        at: datetime,
        what: str,
        over: int | None,
        *,
        who: str = "",
        subject: str = "",
    ) -> None:
        await work.plans.save(held.id, family, by, at, over)
        await self.telling.everybody(work, held.id, family, at)
        await work.audit.note(at, who or by, held.id, what, subject)


def missing_before_inviting(held: HeldPlan, today: date) -> tuple[Missing, ...]:
    """What the plan still needs before anybody can be invited: a cover who can open it that day."""
    if held.state is State.CLOSED:
        return (Missing.CLOSED,)
    covered = held.covered_by(today) is not None and held.family.cover.strip()
    found = [] if covered else [Missing.COVER]
    return tuple(found if held.family.reads.strip() else [*found, Missing.READS])


async def _others(work: UnitOfWork, holder: PractitionerId, *, pretend: bool) -> tuple[Practitioner, ...]:
    everybody = await work.people.all()
    pretend = pretend or any(one.id == holder and is_made_up(one) for one in everybody)
    return tuple(one for one in everybody if one.id != holder and is_made_up(one) is pretend)


async def _somebody_else(work: UnitOfWork, id: PractitionerId, held: HeldPlan) -> Practitioner:
    return await _one_of_others(work, id, held.practitioner, pretend=held.family.pretend)


async def _one_of_others(
    work: UnitOfWork, id: PractitionerId, holder: PractitionerId, *, pretend: bool
) -> Practitioner:
    others = await _others(work, holder, pretend=pretend)
    found = next((one for one in others if one.id == id), None)
    if found is None:
        raise NobodySuch
    return found


def _family(new: NewPlan, worker: Practitioner, cover: Practitioner | None) -> Family:
    person = Person(id=PersonId(fresh_id()), name=new.adult)
    adult = Participant(
        id=ParticipantId(fresh_id()),
        person=person.id,
        name=person.name,
        role=Role.PARENT,
        parental_responsibility=new.parental_responsibility,
    )
    return Family(
        title=new.title,
        plan_type=new.plan_type,
        worker=worker.name,
        cover=cover.name if cover else "",
        reads=new.reads,
        children=tuple(Child(id=ChildId(fresh_id()), name=name, born=born) for name, born in new.children),
        people=(person,),
        participants=(adult,),
        pretend=new.pretend,
    )


__all__ = [
    "Missing",
    "NewPlan",
    "NobodySuch",
    "NotReady",
    "NotYours",
    "Planning",
    "Right",
    "missing_before_inviting",
]
