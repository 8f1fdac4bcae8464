"""One-time links by which practitioners sign in to the desk. Only the code's keyed digest is kept.

Opening a link changes nothing (`look`); pressing the button uses it up (`use`).
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from dialogs.ids import PractitionerId
from storage.sealed import KeyRing
from storage.tables import signins
from storage.transaction import Transaction


class SignIns:
    """Makes links and uses them up."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def make(self, practitioner: PractitionerId, code: str, at: datetime, expires_at: datetime) -> None:
        """A link with this code, good for one use until `expires_at`."""
        row = {"digest": self._keys.digest("signin", code), "practitioner": practitioner}
        await self._transaction.write(insert(signins), row | {"made_at": at, "expires_at": expires_at})

    async def look(self, code: str, at: datetime) -> bool:
        """Whether the code would be good now; uses nothing up."""
        return await self._transaction.row(select(signins.c.made_at).where(self._good(code, at))) is not None

    async def use(self, code: str, at: datetime) -> PractitionerId | None:
        """Who signs in with it; None where it is wrong, used or too old. It is good only once."""
        used = update(signins).where(self._good(code, at)).values(used_at=at)
        row = await self._transaction.row(used.returning(signins.c.practitioner))
        return PractitionerId(row.practitioner) if row else None

    async def forget(self, before: datetime) -> int:
        """Removes links that ran out before then; says how many."""
        return await self._transaction.write(delete(signins).where(signins.c.expires_at < before))

    def _good(self, code: str, at: datetime) -> ColumnElement[bool]:
        mine = signins.c.digest.in_(self._keys.digests("signin", code))
        return and_(mine, signins.c.used_at.is_(None), signins.c.expires_at > at)
