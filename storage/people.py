"""Practitioners: who may sign in to the desk.

The command line enrols them; the desk and Telegram's short actions ask who somebody is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from dialogs.ids import PractitionerId
from dialogs.values import Frozen
from storage.errors import Unknown
from storage.fresh import fresh_id
from storage.sealed import KeyRing
from storage.tables import practitioners
from storage.transaction import Transaction


class Practitioner(Frozen):
    """A worker who holds plans."""

    id: PractitionerId
    name: str
    """The id stands for a name that does not open any more."""
    telegram: int | None
    """Their own Telegram chat, once they have linked it."""
    enrolled_at: datetime


class People:
    """Keeps practitioners; their names are sealed."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def enrol(self, name: str, at: datetime) -> Practitioner:
        """A new practitioner."""
        one = Practitioner(id=PractitionerId(fresh_id()), name=name, telegram=None, enrolled_at=at)
        sealed = self._keys.seal(name.encode(), "practitioners", "name", one.id)
        await self._transaction.write(
            insert(practitioners), {"id": one.id, "name": sealed, "enrolled_at": at}
        )
        return one

    async def get(self, id: PractitionerId) -> Practitioner:
        """The practitioner with this id. Raises `Unknown`."""
        row = await self._transaction.row(select(practitioners).where(practitioners.c.id == id))
        if row is None:
            raise Unknown("there is no such practitioner")
        return self._practitioner(row)

    async def all(self) -> tuple[Practitioner, ...]:
        """Everybody, in the order they were enrolled."""
        wanted = select(practitioners).order_by(practitioners.c.enrolled_at, practitioners.c.id)
        return tuple(self._practitioner(row) for row in await self._transaction.rows(wanted))

    async def by_telegram(self, chat: int) -> Practitioner | None:
        """The practitioner whose own chat this is."""
        row = await self._transaction.row(select(practitioners).where(practitioners.c.telegram == chat))
        return self._practitioner(row) if row else None

    async def set_telegram(self, id: PractitionerId, chat: int | None) -> None:
        """Links their own Telegram chat, or unlinks it. Whoever had that chat before loses it."""
        mine = practitioners.c.telegram == chat
        await self._transaction.write(update(practitioners).where(mine).values(telegram=None))
        changed = update(practitioners).where(practitioners.c.id == id).values(telegram=chat)
        if await self._transaction.write(changed) == 0:
            raise Unknown("there is no such practitioner")

    def _practitioner(self, row: Row[Any]) -> Practitioner:
        name = self._keys.opened(row.name, "practitioners", "name", row.id)
        return Practitioner(
            id=row.id, name=name or row.id, telegram=row.telegram, enrolled_at=row.enrolled_at
        )
