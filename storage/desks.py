"""Desks that are open: a practitioner signed in at one browser. Only the cookie's digest is kept."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from dialogs.ids import PractitionerId
from storage.sealed import KeyRing
from storage.tables import desks
from storage.transaction import Transaction


class Desks:
    """Opens and shuts desks, and knows whose a cookie is."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def begin(
        self, practitioner: PractitionerId, cookie: str, at: datetime, expires_at: datetime
    ) -> None:
        """The practitioner is signed in with this cookie until `expires_at`."""
        row = {"digest": self._keys.digest("desk", cookie), "practitioner": practitioner}
        times = {"made_at": at, "seen_at": at, "expires_at": expires_at}
        await self._transaction.write(insert(desks), row | times)

    async def who(self, cookie: str, at: datetime) -> PractitionerId | None:
        """Whose desk this is; None where nobody is signed in with this cookie any more."""
        mine = desks.c.digest.in_(self._keys.digests("desk", cookie))
        row = await self._transaction.row(select(desks.c.practitioner).where(mine, desks.c.expires_at > at))
        return PractitionerId(row.practitioner) if row else None

    async def used(self, cookie: str, at: datetime, expires_at: datetime) -> None:
        """The desk was used just now, and stays open until `expires_at`."""
        mine = desks.c.digest.in_(self._keys.digests("desk", cookie))
        await self._transaction.write(update(desks).where(mine).values(seen_at=at, expires_at=expires_at))

    async def end(self, cookie: str) -> None:
        """Signs this browser out."""
        await self._transaction.write(
            delete(desks).where(desks.c.digest.in_(self._keys.digests("desk", cookie)))
        )

    async def end_all(self, practitioner: PractitionerId) -> None:
        """Signs the practitioner out everywhere."""
        await self._transaction.write(delete(desks).where(desks.c.practitioner == practitioner))

    async def forget(self, before: datetime) -> int:
        """Removes desks that ran out before then; says how many."""
        return await self._transaction.write(delete(desks).where(desks.c.expires_at < before))
