"""Updates that could not be taken: kept whole and sealed, shown on the desk, never in the way."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from dialogs.values import Frozen
from storage.errors import Unreadable
from storage.sealed import KeyRing
from storage.tables import set_aside
from storage.transaction import Transaction


class Aside(Frozen):
    """One update, as it reached us."""

    source: str
    update: str
    """The update's id at its source."""
    at: datetime
    why: str
    """What kind of fault it was: the name of an error, never its text."""
    raw: bytes
    """Empty where it does not open any more."""
    done_at: datetime | None = None
    done_by: str | None = None


class SetAside:
    """Sets updates aside."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def put(self, source: str, id: str, raw: bytes, why: str, at: datetime) -> None:
        """Keeps an update whole. The same one again changes nothing."""
        sealed = self._keys.seal(raw, "set_aside", "raw", f"{source}/{id}")
        row = {"source": source, "update": id, "at": at, "why": why, "raw": sealed}
        await self._transaction.write(self._transaction.dialect.insert_new(set_aside), row)

    async def all(self, limit: int = 200) -> tuple[Aside, ...]:
        """Those that nobody has dealt with, oldest first."""
        wanted = select(set_aside).where(set_aside.c.done_at.is_(None)).order_by(set_aside.c.at).limit(limit)
        return tuple(self._aside(row) for row in await self._transaction.rows(wanted))

    async def done(self, source: str, id: str, by: str, at: datetime) -> None:
        """Somebody has dealt with it."""
        mine = (set_aside.c.source == source, set_aside.c.update == id)
        await self._transaction.write(update(set_aside).where(*mine).values(done_at=at, done_by=by))

    def _aside(self, row: Row[Any]) -> Aside:
        try:
            raw = self._keys.open(row.raw, "set_aside", "raw", f"{row.source}/{row.update}")
        except Unreadable:
            raw = b""
        return Aside(**(row._asdict() | {"raw": raw}))
