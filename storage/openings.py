"""One-time links by which somebody who is in by Telegram opens their page in a browser too.

Only the code's keyed digest is kept. A new invitation ends them, as it ends everything else that
lets a person in (`invitations.shut_out`).
"""

from datetime import datetime

from sqlalchemy import delete, insert, update

from dialogs.ids import ConversationId
from storage.sealed import KeyRing
from storage.tables import openings
from storage.transaction import Transaction


class Openings:
    """Makes such links and uses them up."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def make(self, conversation: ConversationId, code: str, at: datetime, expires_at: datetime) -> None:
        """A link with this code, good for one use until `expires_at`."""
        row = {"digest": self._keys.digest("opening", code), "conversation": conversation}
        await self._transaction.write(insert(openings), row | {"made_at": at, "expires_at": expires_at})

    async def use(self, code: str, at: datetime) -> ConversationId | None:
        """Whose page it opens; None where it is wrong, used or too old. It is good only once."""
        c = openings.c
        mine = c.digest.in_(self._keys.digests("opening", code))
        used = update(openings).where(mine, c.used_at.is_(None), c.expires_at > at).values(used_at=at)
        row = await self._transaction.row(used.returning(c.conversation))
        return ConversationId(row.conversation) if row else None

    async def forget(self, before: datetime) -> int:
        """Removes links that ran out before then; says how many."""
        return await self._transaction.write(delete(openings).where(openings.c.expires_at < before))
