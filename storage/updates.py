"""Update ids, remembered so that nothing happens twice (promise 2).

`bot.conversation` asks before it takes a turn, and remembers in the same transaction. Kept until
`forget`; Telegram repeats an update for a day at most.
"""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from storage.sight import Sight, Update
from storage.tables import updates
from storage.transaction import Deferred, Transaction

_REMEMBER = Deferred(3, insert(updates))


class Updates:
    """What has reached us before."""

    def __init__(self, transaction: Transaction, sight: Sight) -> None:
        self._transaction = transaction
        self._sight = sight

    async def seen(self, source: str, id: str) -> bool:
        """Whether this was remembered before. `source`: "telegram", or "browser" for a form's id."""
        known = self._sight.update((source, id))
        if known is None:
            wanted = select(updates.c.at).where(updates.c.source == source, updates.c.update == id)
            known = await self._transaction.row(wanted) is not None
            self._sight.updates[source, id] = known
        return known

    async def remember(self, source: str, id: str, at: datetime) -> None:
        """From now on it is seen. `Conflict` at the commit where another process was quicker."""
        self._sight.updates[source, id] = True
        self._transaction.later(_REMEMBER, {"source": source, "update": id, "at": at})

    async def forget(self, before: datetime) -> int:
        """Forgets what was remembered before then; says how many."""
        return await self._transaction.write(delete(updates).where(updates.c.at < before))


async def look_ahead(transaction: Transaction, sight: Sight, wanted: set[Update]) -> None:
    """Finds out about many updates in one statement for each source."""
    for source in {source for source, _ in wanted}:
        mine = {update for update in wanted if update[0] == source}
        found = await transaction.rows(_SEEN, {"source": source, "ids": [update[1] for update in mine]})
        seen = {row[0] for row in found}
        sight.updates.update({update: update[1] in seen for update in mine})


_SEEN = select(updates.c.update).where(
    updates.c.source == bindparam("source"), updates.c.update.in_(bindparam("ids", expanding=True))
)
