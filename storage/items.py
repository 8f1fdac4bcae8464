"""Items: what waits on the desk. Words that raised one are sealed with it.

An item is seen when somebody opened it, and done when somebody has dealt with it. A flag that
nobody has seen goes to the cover again (`to_escalate`, `escalated`) and stays red.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select, update

from dialogs.effects import Matter
from dialogs.ids import AnswerId, LetterId, ParticipantId, PlanId, PractitionerId
from dialogs.signposts import Alarm
from dialogs.values import Frozen
from storage.errors import Unknown
from storage.plans import good, settle
from storage.sealed import KeyRing
from storage.tables import items, plans, rights
from storage.transaction import Transaction

MOST = 200
"""Open items shown to one practitioner at a time."""


class Item(Frozen):
    """Something that a worker must see."""

    id: str
    plan: PlanId
    participant: ParticipantId
    kind: Alarm | Matter
    answer: AnswerId | None = None
    letter: LetterId | None = None
    words: str = ""
    """The exact words that raised it; or what the practitioner wrote, where it was not understood."""
    unreadable: bool = False
    """Whether there were words, and they do not open any more."""
    at: datetime
    seen_at: datetime | None = None
    seen_by: PractitionerId | None = None
    escalated_at: datetime | None = None
    done_at: datetime | None = None
    done_by: PractitionerId | None = None
    due_on: date | None = None
    """The day by which it is to be answered, where there is one."""


class Items:
    """Puts items on the desk and takes them off."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, item: Item) -> None:
        """Puts it on the desk, and moves its plan up the inbox."""
        words = self._keys.seal(item.words.encode(), "items", "words", item.id) if item.words else None
        row = item.model_dump(exclude={"kind", "words", "unreadable"}) | {
            "kind": item.kind.value,
            "words": words,
        }
        await self._transaction.write(insert(items), row)
        await settle(self._transaction, item.plan)

    async def get(self, id: str) -> Item:
        """The item with this id. Raises `Unknown`."""
        row = await self._transaction.row(select(items).where(items.c.id == id))
        if row is None:
            raise Unknown("there is no such item")
        return self._item(row)

    async def of(self, plan: PlanId) -> tuple[Item, ...]:
        """All items of a plan, oldest first, done ones too."""
        wanted = select(items).where(items.c.plan == plan).order_by(items.c.at, items.c.id)
        return tuple(self._item(row) for row in await self._transaction.rows(wanted))

    async def open_items(
        self, practitioner: PractitionerId, day: date, limit: int = MOST
    ) -> tuple[Item, ...]:
        """What is not done yet in the plans that this practitioner may open that day, oldest first."""
        mine = select(plans.c.id).where(plans.c.practitioner == practitioner)
        lent = select(rights.c.plan).where(good(practitioner, day))
        wanted = select(items).where(
            items.c.done_at.is_(None), or_(items.c.plan.in_(mine), items.c.plan.in_(lent))
        )
        found = await self._transaction.rows(wanted.order_by(items.c.at, items.c.id).limit(limit))
        return tuple(self._item(row) for row in found)

    async def see(self, id: str, by: PractitionerId | None, at: datetime) -> None:
        """Somebody opened it. The first to do so stays on it."""
        unseen = and_(items.c.id == id, items.c.seen_at.is_(None))
        await self._transaction.write(update(items).where(unseen).values(seen_at=at, seen_by=by))

    async def due(self, id: str, day: date) -> None:
        """The day by which it is to be answered is another one."""
        await self._transaction.write(update(items).where(items.c.id == id).values(due_on=day))

    async def done(self, id: str, by: PractitionerId | None, at: datetime) -> None:
        """Somebody has dealt with it, or it is due no more; it is seen, too."""
        await self.see(id, by, at)
        unfinished = and_(items.c.id == id, items.c.done_at.is_(None))
        changed = update(items).where(unfinished).values(done_at=at, done_by=by)
        row = await self._transaction.row(changed.returning(items.c.plan))
        if row is not None:
            await settle(self._transaction, PlanId(row.plan))

    async def to_escalate(self, raised_before: datetime) -> tuple[Item, ...]:
        """Flags from before then that nobody has seen and that went to nobody again."""
        c = items.c
        unseen = (c.kind == Alarm.DANGER_NOW.value, c.at <= raised_before, c.seen_at.is_(None))
        wanted = select(items).where(*unseen, c.escalated_at.is_(None)).order_by(c.at, c.id)
        return tuple(self._item(row) for row in await self._transaction.rows(wanted))

    async def escalated(self, id: str, at: datetime) -> None:
        """The flag went to the cover again."""
        await self._transaction.write(update(items).where(items.c.id == id).values(escalated_at=at))

    def _item(self, row: Row[Any]) -> Item:
        fields = row._asdict()
        words = self._keys.opened(row.words, "items", "words", row.id)
        opened = {"kind": _kind(row.kind), "words": words or "", "unreadable": words is None}
        return Item(**(fields | opened))


def _kind(value: str) -> Alarm | Matter:
    return Alarm(value) if value in set(Alarm) else Matter(value)
