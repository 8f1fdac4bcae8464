"""Sittings: a practitioner's device that was passed to somebody beside them.

While one is open the desk of that device is locked: it opens by the PIN that the practitioner chose,
and ends with the sitting (`desks` says until when). Of the page's cookie only a keyed digest is
kept; the stretched PIN and the name that the practitioner goes by are sealed. A try is counted
before the PIN is looked at, so that guesses made at the same moment are counted too:

    guess = await work.sittings.try_pin(id, at)      # commit, then
    if guess and await fits(keys, pin, guess.kept): await work.sittings.right(id)
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from dialogs.ids import ConversationId, ParticipantId, PlanId, PractitionerId
from dialogs.values import Frozen
from storage.fresh import fresh_id
from storage.sealed import KeyRing
from storage.tables import desks, sittings
from storage.transaction import Transaction

TRIES = 8
"""Wrong PINs after which the device is signed out."""
FREE = 3
"""Wrong ones before each has to wait; people mistype."""
FIRST_WAIT = timedelta(seconds=30)


class Sitting(Frozen):
    """One sitting."""

    id: str
    plan: PlanId
    participant: ParticipantId
    conversation: ConversationId
    practitioner: PractitionerId
    called: str
    """The name that the practitioner goes by here."""
    began_at: datetime
    ends_at: datetime
    """When it ends by itself."""
    ended_at: datetime | None
    by_itself: bool
    """Whether it ended because its time was over."""


class Guess(NamedTuple):
    """A try that was counted."""

    kept: bytes
    """What `pins.fits` compares with."""
    wrong: int
    """Which try it is since the last right one."""


def wait_after(wrong: int) -> timedelta:
    """How long no further PIN is looked at after so many wrong ones."""
    return FIRST_WAIT * 2 ** (wrong - FREE) if wrong >= FREE else timedelta()


class Sittings:
    """Begins and ends sittings, and knows them by the cookies of the desk and of the page."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def begin(
        self,
        plan: PlanId,
        participant: ParticipantId,
        conversation: ConversationId,
        practitioner: PractitionerId,
        *,
        called: str,
        desk: str,
        page: str,
        pin: bytes,
        at: datetime,
        ends_at: datetime,
    ) -> Sitting | None:
        """Locks the desk with this cookie; `page` is the page's cookie. None where no such desk is open.

        `pin` is one that `pins.stretch` has made unreadable.
        """
        mine = desks.c.digest.in_(self._keys.digests("desk", desk))
        found = select(desks.c.digest, desks.c.expires_at).where(mine, desks.c.expires_at > at)
        open_desk = await self._transaction.row(found)
        if open_desk is None:
            return None
        id = fresh_id()
        row = {
            "id": id,
            "plan": plan,
            "participant": participant,
            "conversation": conversation,
            "practitioner": practitioner,
            "called": self._keys.seal(called.encode(), "sittings", "called", id),
            "desk": open_desk.digest,
            "desk_until": open_desk.expires_at,
            "digest": self._keys.digest("sitting", page),
            "pin": self._keys.seal(pin, "sittings", "pin", id),
            "wrong": 0,
            "began_at": at,
            "ends_at": ends_at,
        }
        await self._transaction.write(insert(sittings), row)
        locked = update(desks).where(desks.c.digest == open_desk.digest)
        await self._transaction.write(locked.values(expires_at=ends_at))
        return await self._one(sittings.c.id == id)

    async def at_desk(self, cookie: str, at: datetime) -> Sitting | None:
        """The sitting that locks the desk with this cookie now."""
        mine = sittings.c.desk.in_(self._keys.digests("desk", cookie))
        return await self._one(mine, _still_open(at))

    async def by_page(self, cookie: str, at: datetime) -> Sitting | None:
        """The sitting whose page has this cookie: open, or ended because its time was over."""
        mine = sittings.c.digest.in_(self._keys.digests("sitting", cookie))
        return await self._one(mine, or_(_still_open(at), _over(at)))

    async def of_plan(self, plan: PlanId, at: datetime) -> tuple[Sitting, ...]:
        """The plan's open sittings, the earliest first."""
        wanted = select(sittings).where(sittings.c.plan == plan, _still_open(at))
        return tuple(map(self._sitting, await self._transaction.rows(wanted.order_by(sittings.c.began_at))))

    async def to_end(self, at: datetime) -> tuple[Sitting, ...]:
        """Those that nobody has ended, and that are open no longer."""
        wanted = select(sittings).where(sittings.c.ended_at.is_(None), ~_still_open(at))
        return tuple(map(self._sitting, await self._transaction.rows(wanted)))

    async def try_pin(self, id: str, at: datetime) -> Guess | None:
        """Counts a try; None while no PIN is looked at."""
        c = sittings.c
        row = await self._transaction.row(
            select(c.pin, c.wrong, c.held_until).where(c.id == id, c.ended_at.is_(None))
        )
        if row is None or (row.held_until is not None and row.held_until > at):
            return None
        wrong = row.wrong + 1
        counted = update(sittings).where(c.id == id, c.wrong == row.wrong)
        changed = await self._transaction.write(
            counted.values(wrong=wrong, held_until=at + wait_after(wrong))
        )
        return Guess(self._keys.open(row.pin, "sittings", "pin", id), wrong) if changed else None

    async def right(self, id: str) -> None:
        """The PIN was right: earlier tries no longer count."""
        changed = update(sittings).where(sittings.c.id == id)
        await self._transaction.write(changed.values(wrong=0, held_until=None))

    async def end(self, id: str, at: datetime, *, desk_stays: bool = False) -> bool:
        """Ends it, and signs its desk out; or, where that `desk_stays`, gives it back the time it had.

        Says whether it was open until now.
        """
        c = sittings.c
        ended = update(sittings).where(c.id == id, c.ended_at.is_(None)).values(ended_at=at)
        row = await self._transaction.row(ended.returning(c.desk, c.desk_until))
        if row is None:
            return False
        mine = desks.c.digest == row.desk
        if desk_stays:
            await self._transaction.write(update(desks).where(mine).values(expires_at=row.desk_until))
        else:
            await self._transaction.write(delete(desks).where(mine))
        return True

    async def forget(self, before: datetime) -> int:
        """Removes sittings that ended before then, which stand in the audit; says how many."""
        return await self._transaction.write(delete(sittings).where(sittings.c.ended_at < before))

    async def _one(self, *that: ColumnElement[bool]) -> Sitting | None:
        row = await self._transaction.row(select(sittings).where(*that))
        return self._sitting(row) if row else None

    def _sitting(self, row: Row[Any]) -> Sitting:
        fields = {name: getattr(row, name) for name in Sitting.model_fields if hasattr(row, name)}
        called = self._keys.open(row.called, "sittings", "called", row.id).decode()
        by_itself = row.ended_at is None or row.ended_at >= row.ends_at
        return Sitting(**fields | {"called": called, "by_itself": by_itself})


def _still_open(at: datetime) -> ColumnElement[bool]:
    """Nobody has ended it, its time is not over, and its desk is signed in."""
    c = sittings.c
    there = select(desks.c.digest).where(desks.c.digest == c.desk, desks.c.expires_at > at).exists()
    return and_(c.ended_at.is_(None), c.ends_at > at, there)


def _over(at: datetime) -> ColumnElement[bool]:
    """Its time is over, and nobody ended it before."""
    c = sittings.c
    return and_(c.ends_at <= at, or_(c.ended_at.is_(None), c.ended_at >= c.ends_at))
