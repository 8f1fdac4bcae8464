"""Wrong codes, counted, so that guessing is slow. Who guessed is kept as a keyed digest alone."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from storage.sealed import KeyRing
from storage.tables import guesses
from storage.transaction import Transaction


class Guesses:
    """Counts wrong codes for each source: an address, or a chat."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def note(self, source: str, at: datetime) -> None:
        """A wrong code came from here."""
        row = {"digest": self._keys.digest("guess", source), "at": at}
        await self._transaction.write(insert(guesses), row)

    async def since(self, source: str, after: datetime) -> int:
        """How many wrong codes came from here after then."""
        mine = guesses.c.digest.in_(self._keys.digests("guess", source))
        row = await self._transaction.row(select(func.count()).where(mine, guesses.c.at > after))
        return int(row[0]) if row else 0

    async def forget(self, before: datetime) -> int:
        """Forgets older ones; says how many."""
        return await self._transaction.write(delete(guesses).where(guesses.c.at < before))
