"""What differs between SQLite and PostgreSQL. Everything else in this package is the same on both.

`database` and `transaction` ask here; `FOR UPDATE` and `SKIP LOCKED` need nothing, since SQLAlchemy
leaves them out for SQLite, where `BEGIN IMMEDIATE` has locked everything already.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import URL, Connection, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import Executable

from storage.brief import Brief
from storage.one_hop import connect

BUSY_MS = 5_000
"""How long a writer waits for another process before it is `Busy`."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "wal_autocheckpoint=4000",  # pages, 16 MB: the log is put away more seldom, since somebody waits for it
    "cache_size=-1000",  # KiB for each connection: the system remembers the file anyway
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MS}",
    "secure_delete=ON",  # what was erased is overwritten, not only forgotten
)
WRITES = "storage_writes"
"""The execution option of a connection whose transactions write."""


class Dialect:
    """PostgreSQL: rows are locked, several write at once."""

    one_writer = False
    """Whether the whole database has a single writer at a time."""
    options: Mapping[str, Any] = {"pool_pre_ping": True}
    """How the engine is made."""

    def prepare(self, engine: AsyncEngine) -> None:
        """Sets up the engine's connections before the first is made."""

    def brief(self, url: URL) -> Brief | None:
        """Makes brief transactions; None where they are like any other."""
        return None

    def insert_new(self, table: Table) -> Executable:
        """INSERT that changes nothing where the row exists."""
        return postgresql.insert(table).on_conflict_do_nothing()

    async def lock_for_migration(self, connection: AsyncConnection) -> None:
        """Keeps a second process from migrating at the same time, until this transaction ends."""
        await connection.execute(text("SELECT pg_advisory_xact_lock(7362518)"))

    async def empty_log(self, engine: AsyncEngine) -> None:
        """Nothing: PostgreSQL's log belongs to its operator."""


class SQLite(Dialect):
    """One writer, chosen at BEGIN: reading first and writing later would fail at once when locked."""

    one_writer = True
    # No rollback when a connection comes back: ours have always ended their transaction by then.
    options: Mapping[str, Any] = {"connect_args": {"async_creator_fn": connect}, "pool_reset_on_return": None}

    def prepare(self, engine: AsyncEngine) -> None:
        """Sets the pragmas of every connection, and begins every transaction ourselves."""
        event.listen(engine.sync_engine, "connect", _set_pragmas)
        event.listen(engine.sync_engine, "begin", _begin)

    def brief(self, url: URL) -> Brief | None:
        """Over plain connections, which any thread may use, one after the other."""
        plain = url.set(drivername="sqlite+pysqlite")
        engine = create_engine(plain, hide_parameters=True, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _set_impatient_pragmas)
        return Brief(engine, BUSY_MS)

    def insert_new(self, table: Table) -> Executable:
        """INSERT that changes nothing where the row exists."""
        return sqlite.insert(table).on_conflict_do_nothing()

    async def lock_for_migration(self, connection: AsyncConnection) -> None:
        """Nothing: BEGIN IMMEDIATE has done it."""

    async def empty_log(self, engine: AsyncEngine) -> None:
        """Moves everything from the write-ahead log into the database, and cuts the log to nothing."""
        async with engine.connect() as connection:
            # By exec_driver_sql, which begins a transaction that only reads: that is allowed here.
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def dialect_of(name: str) -> Dialect:
    """The dialect of that name: "sqlite" or "postgresql"."""
    return SQLite() if name == "sqlite" else Dialect()


def _set_pragmas(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # With sqlite3's own BEGIN switched off, ours is the only one.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_impatient_pragmas(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    _set_pragmas(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
