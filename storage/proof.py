"""Is this the right key? A known value, sealed with each key, answers when the store opens."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import Dialect
from storage.errors import Unreadable, WrongKey
from storage.sealed import KeyRing
from storage.tables import keys as table

_KNOWN = b"the right key"


async def hold(connection: AsyncConnection, dialect: Dialect, keys: KeyRing) -> None:
    """Raises `WrongKey` where something here was sealed with a key that is not on the ring."""
    kept = {row.number: row.proof for row in await connection.execute(select(table.c.number, table.c.proof))}
    for number, proof in kept.items():
        try:
            keys.open(proof, "keys", "proof", str(number))
        except Unreadable:
            raise WrongKey("this database was sealed with another key than the one in the key file") from None
    newest = keys.numbers[-1]
    if newest not in kept:
        sealed = keys.seal(_KNOWN, "keys", "proof", str(newest))
        row = {"number": newest, "proof": sealed, "at": datetime.now(UTC)}
        await connection.execute(dialect.insert_new(table), row)
