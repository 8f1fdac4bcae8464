"""Updates that could not be taken: kept whole and sealed, shown on the desk, never in the way."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from dialogs.ids import PlanId
from dialogs.values import Frozen
from storage.errors import Unreadable
from storage.sealed import KeyRing
from storage.tables import chats, conversations, set_aside
from storage.transaction import Transaction


class Aside(Frozen):
    """One update, as it reached us."""

    source: str
    update: str
    """The update's id at its source."""
    at: datetime
    why: str
    """What kind of fault it was: the name of an error, never its text."""
    chat: int | None = None
    """The private chat that it came from, where it names one."""
    plan: PlanId | None = None
    """Whose plan it belongs to, where that chat was known; it goes when the plan is erased."""
    raw: bytes
    """Empty where it does not open any more."""
    done_at: datetime | None = None
    done_by: str | None = None


class SetAside:
    """Sets updates aside."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def put(
        self, source: str, id: str, raw: bytes, why: str, at: datetime, *, chat: int | None = None
    ) -> None:
        """Keeps an update whole. The same one again changes nothing."""
        sealed = self._keys.seal(raw, "set_aside", "raw", f"{source}/{id}")
        row = {"source": source, "update": id, "at": at, "why": why, "raw": sealed}
        row |= {"chat": chat, "plan": await self._plan_of(chat)}
        await self._transaction.write(self._transaction.dialect.insert_new(set_aside), row)

    async def all(self, limit: int = 200) -> tuple[Aside, ...]:
        """Those that nobody has dealt with, oldest first."""
        wanted = select(set_aside).where(set_aside.c.done_at.is_(None)).order_by(set_aside.c.at).limit(limit)
        return tuple(self._aside(row) for row in await self._transaction.rows(wanted))

    async def done(self, source: str, id: str, by: str, at: datetime) -> None:
        """Somebody has dealt with it."""
        mine = (set_aside.c.source == source, set_aside.c.update == id)
        await self._transaction.write(update(set_aside).where(*mine).values(done_at=at, done_by=by))

    async def forget(self, before: datetime) -> int:
        """Removes what somebody had dealt with by then; says how many."""
        return await self._transaction.write(delete(set_aside).where(set_aside.c.done_at < before))

    async def erase(self, plan: PlanId) -> None:
        """Removes what came from the plan's chats before they were known to be its own.

        What was known to be the plan's goes with the plan.
        """
        of_plan = select(chats.c.chat).join(conversations).where(conversations.c.plan == plan)
        await self._transaction.write(delete(set_aside).where(set_aside.c.chat.in_(of_plan)))

    async def _plan_of(self, chat: int | None) -> PlanId | None:
        if chat is None:
            return None
        wanted = select(conversations.c.plan).join(chats).where(chats.c.chat == chat)
        row = await self._transaction.row(wanted)
        return PlanId(row.plan) if row else None

    def _aside(self, row: Row[Any]) -> Aside:
        try:
            raw = self._keys.open(row.raw, "set_aside", "raw", f"{row.source}/{row.update}")
        except Unreadable:
            raw = b""
        return Aside(**(row._asdict() | {"raw": raw}))
