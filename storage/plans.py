"""Plans: what a practitioner wrote about one family, where the plan is, and who may open it.

Every version of the family is kept, append-only. `urgency` and `waiting_since` repeat what the open
items say, so that one index answers the inbox; `items` keeps them true. Only a plan's holder, a
cover on the stated days, and whoever was asked to sign may open it (`may_open`).
"""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, literal, or_, select, tuple_, update

from dialogs.family import Family
from dialogs.ids import PlanId, PractitionerId
from dialogs.review import State
from dialogs.values import Frozen
from storage.database import UtcTime
from storage.errors import Conflict, Unknown, Unreadable
from storage.sealed import KeyRing
from storage.tables import families, items, plans, rights
from storage.transaction import Transaction

PAGE = 30
"""Rows of the inbox at a time."""


class Urgency(IntEnum):
    """How a plan stands in the inbox; lower comes first."""

    FLAG = 0
    """Words that mean danger now, not yet dealt with."""
    SAME_DAY = 1
    WAITING = 2
    NOTHING = 3
    CLOSED = 4


class Right(StrEnum):
    """Why somebody may open a plan."""

    HOLDER = "holder"
    COVER = "cover"
    SIGNER = "signer"


class HeldPlan(Frozen):
    """One plan as it is now."""

    id: PlanId
    family: Family
    state: State
    practitioner: PractitionerId
    """Who holds it."""
    cover: PractitionerId | None
    """The named cover, whom flags reach too on the days they cover."""
    cover_from: date | None
    cover_until: date | None
    """Both ends included; None means that no end was stated."""
    newest_draft: int
    """0 before the first draft."""
    created_at: datetime
    version: int
    """Of the family: how often it was saved."""

    def covered_by(self, day: date) -> PractitionerId | None:
        """Who covers the plan on this day; never its holder."""
        begun = self.cover_from is not None and self.cover_from <= day
        ended = self.cover_until is not None and self.cover_until < day
        return self.cover if begun and not ended and self.cover != self.practitioner else None

    def cover_is_over(self, day: date) -> bool:
        """Whether a cover was named, and their last day has gone by."""
        return self.cover is not None and self.cover_until is not None and self.cover_until < day


class Place(Frozen):
    """Where a page of the inbox ended; the next one begins after it."""

    urgency: Urgency
    waiting_since: datetime
    plan: PlanId


class InboxRow(Frozen):
    """A plan in somebody's inbox."""

    plan: PlanId
    title: str
    state: State
    pretend: bool
    right: Right
    urgency: Urgency
    waiting_since: datetime
    """Since when the most urgent thing waits; when it was made, where nothing does."""
    waiting: int
    """How many items are open."""
    newest_draft: int

    @property
    def place(self) -> Place:
        """To ask for what comes after this row."""
        return Place(urgency=self.urgency, waiting_since=self.waiting_since, plan=self.plan)


class Grant(Frozen):
    """One right, with the days it holds for; both ends included, `until_day` None means no end."""

    practitioner: PractitionerId
    right: Right
    from_day: date
    until_day: date | None
    given_by: PractitionerId
    given_at: datetime
    ended_at: datetime | None


class Plans:
    """Keeps plans, and answers who may open which."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(
        self,
        plan: PlanId,
        family: Family,
        practitioner: PractitionerId,
        cover: PractitionerId | None,
        at: datetime,
    ) -> None:
        """A new plan. A cover named here covers from that day on, without an end."""
        row = {"id": plan, "practitioner": practitioner, "state": State.GATHERING.value, "version": 0}
        times = {"created_at": at, "waiting_since": at}
        rest = {"pretend": family.pretend, "newest_draft": 0, "urgency": Urgency.NOTHING.value}
        await self._transaction.write(insert(plans), row | times | rest)
        await self.save(plan, family, practitioner, at)
        await self._grant(plan, practitioner, Right.HOLDER, at.date(), None, practitioner, at)
        if cover is not None:
            await self.set_cover(plan, cover, at.date(), None, practitioner, at)

    async def get(self, plan: PlanId) -> HeldPlan:
        """The plan as it is now. Raises `Unknown`. Asking is not a right to see: see `may_open`."""
        row = await self._transaction.row(_WITH_COVER.where(plans.c.id == plan))
        if row is None:
            raise Unknown("there is no such plan")
        return HeldPlan(
            id=row.id,
            family=self._family(row),
            state=State(row.state),
            practitioner=row.practitioner,
            cover=row.cover,
            cover_from=row.from_day,
            cover_until=row.until_day,
            newest_draft=row.newest_draft,
            created_at=row.created_at,
            version=row.version,
        )

    async def save(
        self, plan: PlanId, family: Family, by: PractitionerId, at: datetime, over: int | None = None
    ) -> int:
        """Keeps a new version of the family, and returns its number.

        `over` is the version that the change was made to: `Conflict` where there is a newer one.
        """
        raised = update(plans).where(plans.c.id == plan).values(version=plans.c.version + 1)
        row = await self._transaction.row(raised.values(pretend=family.pretend).returning(plans.c.version))
        if row is None:
            raise Unknown("there is no such plan")
        if over is not None and row.version != over + 1:
            raise Conflict("somebody else has changed this plan meanwhile")
        plain = family.model_dump_json().encode()
        sealed = self._keys.seal(plain, "families", "family", f"{plan}/{row.version}")
        values = {"plan": plan, "version": row.version, "family": sealed, "by": by, "at": at}
        await self._transaction.write(insert(families), values)
        return int(row.version)

    async def history(self, plan: PlanId) -> tuple[tuple[Family, PractitionerId, datetime], ...]:
        """Every version of the family, oldest first: what, by whom, when."""
        c = families.c
        wanted = select(c.plan.label("id"), c.version, c.family, c.by, c.at)
        found = await self._transaction.rows(wanted.where(c.plan == plan).order_by(c.version))
        return tuple((self._family(row), PractitionerId(row.by), row.at) for row in found)

    async def set_state(self, plan: PlanId, state: State) -> None:
        """Where the plan is now."""
        changed = update(plans).where(plans.c.id == plan).values(state=state.value)
        if await self._transaction.write(changed) == 0:
            raise Unknown("there is no such plan")
        await settle(self._transaction, plan)

    # Who may open it ------------------------------------------------------------------------------

    async def hand_over(self, plan: PlanId, to: PractitionerId, by: PractitionerId, at: datetime) -> None:
        """From now on `to` holds the plan, and whoever held it does not. Nobody covers for themselves."""
        own = and_(plans.c.id == plan, plans.c.cover == to)
        if await self._transaction.write(update(plans).where(own).values(cover=None)):
            await self._end(plan, Right.COVER, at)
        changed = update(plans).where(plans.c.id == plan).values(practitioner=to)
        if await self._transaction.write(changed) == 0:
            raise Unknown("there is no such plan")
        await self._end(plan, Right.HOLDER, at)
        await self._grant(plan, to, Right.HOLDER, at.date(), None, by, at)

    async def set_cover(
        self,
        plan: PlanId,
        practitioner: PractitionerId,
        from_day: date,
        until_day: date | None,
        by: PractitionerId,
        at: datetime,
    ) -> None:
        """Names the plan's cover and the days they cover it; the cover named before does no longer."""
        changed = update(plans).where(plans.c.id == plan).values(cover=practitioner)
        if await self._transaction.write(changed) == 0:
            raise Unknown("there is no such plan")
        await self._end(plan, Right.COVER, at)
        await self._grant(plan, practitioner, Right.COVER, from_day, until_day, by, at)

    async def whose_cover_is_over(self, day: date) -> tuple[PlanId, ...]:
        """Plans whose named cover's last day was before `day`."""
        wanted = select(plans.c.id).join(rights, _COVER).where(rights.c.until_day < day)
        return tuple(PlanId(row.id) for row in await self._transaction.rows(wanted))

    async def end_cover(self, plan: PlanId, at: datetime) -> None:
        """Nobody covers the plan from now on."""
        await self._transaction.write(update(plans).where(plans.c.id == plan).values(cover=None))
        await self._end(plan, Right.COVER, at)

    async def ask_to_sign(
        self, plan: PlanId, practitioner: PractitionerId, by: PractitionerId, at: datetime
    ) -> None:
        """Somebody who neither holds nor covers the plan is asked to sign it, and may open it."""
        await self._grant(plan, practitioner, Right.SIGNER, at.date(), None, by, at)

    async def rights(self, plan: PlanId) -> tuple[Grant, ...]:
        """Everybody who may or might open the plan, with dates, oldest first."""
        wanted = select(rights).where(rights.c.plan == plan).order_by(rights.c.place)
        return tuple(_grant(row) for row in await self._transaction.rows(wanted))

    async def may_open(self, practitioner: PractitionerId, plan: PlanId, day: date) -> bool:
        """Whether the practitioner holds this plan, covers it that day, or was asked to sign it."""
        wanted = select(rights.c.place).where(rights.c.plan == plan, good(practitioner, day)).limit(1)
        return await self._transaction.row(wanted) is not None

    async def holder_of_newest_pretend(self) -> PractitionerId | None:
        """Who holds the pretend plan that was made last; None where there is none."""
        pretend = select(plans.c.practitioner).where(plans.c.pretend)
        row = await self._transaction.row(pretend.order_by(plans.c.created_at.desc(), plans.c.id).limit(1))
        return PractitionerId(row.practitioner) if row else None

    # The inbox ------------------------------------------------------------------------------------

    async def mine(
        self, practitioner: PractitionerId, day: date, after: Place | None = None, limit: int = PAGE
    ) -> tuple[InboxRow, ...]:
        """A page of the inbox: flags first, then what waits longest. `after`: the last page's last row."""
        held = await self._transaction.rows(page_of(_held_by(practitioner), after, limit))
        others = await self._transaction.rows(page_of(_lent_to(practitioner, day), after, limit))
        rows = [self._inbox(row) for row in (*held, *others)]
        once = {row.plan: row for row in reversed(rows)}
        return tuple(sorted(once.values(), key=_order)[:limit])

    # Within ---------------------------------------------------------------------------------------

    async def _grant(
        self,
        plan: PlanId,
        practitioner: PractitionerId,
        right: Right,
        from_day: date,
        until_day: date | None,
        by: PractitionerId,
        at: datetime,
    ) -> None:
        whom = {"plan": plan, "practitioner": practitioner, "kind": right.value}
        when = {"from_day": from_day, "until_day": until_day, "given_by": by, "given_at": at}
        await self._transaction.write(insert(rights), whom | when)

    async def _end(self, plan: PlanId, right: Right, at: datetime) -> None:
        c = rights.c
        mine = (c.plan == plan, c.kind == right.value, c.ended_at.is_(None))
        await self._transaction.write(update(rights).where(*mine).values(ended_at=at))

    def _family(self, row: Row[Any]) -> Family:
        plain = self._keys.open(row.family, "families", "family", f"{row.id}/{row.version}")
        return Family.model_validate_json(plain)

    def _title(self, row: Row[Any]) -> str:
        """One family that does not open any more hides none of the others: its id stands for it."""
        try:
            return self._family(row).title
        except Unreadable:
            return str(row.id)

    def _inbox(self, row: Row[Any]) -> InboxRow:
        return InboxRow(
            plan=row.id,
            title=self._title(row),
            state=State(row.state),
            pretend=row.pretend,
            right=Right(row.kind),
            urgency=Urgency(row.urgency),
            waiting_since=row.waiting_since,
            waiting=row.waiting,
            newest_draft=row.newest_draft,
        )


def good(practitioner: PractitionerId, day: date) -> ColumnElement[bool]:
    """The practitioner's rights that hold on a day."""
    c = rights.c
    until = or_(c.until_day.is_(None), c.until_day >= day)
    return and_(c.practitioner == practitioner, c.ended_at.is_(None), c.from_day <= day, until)


async def settle(transaction: Transaction, plan: PlanId) -> None:
    """Works out again how urgent a plan is and since when: after items, or the state, changed."""
    row = await transaction.row(select(plans.c.state, plans.c.created_at).where(plans.c.id == plan))
    if row is None:
        raise Unknown("there is no such plan")
    still_open = and_(items.c.plan == plan, items.c.done_at.is_(None))
    oldest = select(items.c.kind, func.min(items.c.at).label("since"))
    found = await transaction.rows(oldest.where(still_open).group_by(items.c.kind))
    nothing = Urgency.CLOSED if row.state == State.CLOSED.value else Urgency.NOTHING
    waiting = [(urgency_of(row.kind), row.since) for row in found]
    urgency, since = min(waiting, default=(nothing, row.created_at))
    changed = update(plans).where(plans.c.id == plan)
    await transaction.write(changed.values(urgency=urgency.value, waiting_since=since))


_SAME_DAY = {"same_day", "ring_me", "file_unopened"}


def urgency_of(kind: str) -> Urgency:
    """How urgent an item of this kind is."""
    if kind == "danger_now":
        return Urgency.FLAG
    return Urgency.SAME_DAY if kind in _SAME_DAY else Urgency.WAITING


_WAITING = (
    select(func.count())
    .where(items.c.plan == plans.c.id, items.c.done_at.is_(None))
    .correlate(plans)
    .scalar_subquery()
    .label("waiting")
)
_SAVED = plans.join(families, and_(families.c.plan == plans.c.id, families.c.version == plans.c.version))
_NEWEST = select(plans, families.c.family).select_from(_SAVED)
_COVER = and_(
    rights.c.plan == plans.c.id,
    rights.c.kind == Right.COVER.value,
    rights.c.practitioner == plans.c.cover,
    rights.c.ended_at.is_(None),
)
_WITH_COVER = select(plans, families.c.family, rights.c.from_day, rights.c.until_day).select_from(
    _SAVED.outerjoin(rights, _COVER)
)


def _held_by(practitioner: PractitionerId) -> Select[Any]:
    kind = literal(Right.HOLDER.value).label("kind")
    return _NEWEST.add_columns(_WAITING, kind).where(plans.c.practitioner == practitioner)


def _lent_to(practitioner: PractitionerId, day: date) -> Select[Any]:
    wanted = _NEWEST.add_columns(_WAITING, rights.c.kind)
    lent = wanted.join(rights, rights.c.plan == plans.c.id)
    return lent.where(good(practitioner, day), plans.c.practitioner != practitioner)


def page_of(wanted: Select[Any], after: Place | None, limit: int) -> Select[Any]:
    """By key and not by offset: the hundredth page costs what the first does."""
    order = (plans.c.urgency, plans.c.waiting_since, plans.c.id)
    if after is not None:
        since = literal(after.waiting_since, UtcTime)
        wanted = wanted.where(tuple_(*order) > tuple_(after.urgency.value, since, after.plan))
    return wanted.order_by(*order).limit(limit)


def _order(row: InboxRow) -> tuple[int, datetime, str]:
    return row.urgency, row.waiting_since, row.plan


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        practitioner=row.practitioner,
        right=Right(row.kind),
        from_day=row.from_day,
        until_day=row.until_day,
        given_by=row.given_by,
        given_at=row.given_at,
        ended_at=row.ended_at,
    )
