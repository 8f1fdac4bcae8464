"""SQLite in one hop: a statement visits its connection's thread once, not four times.

aiosqlite keeps each connection in a thread, and asks it separately to make a cursor, execute, fetch
and close. A hop costs more than most of our statements do, so here one visit does all of that. A
brief transaction (`stay`) needs none: it runs where it is asked for. Whatever waits still happens in
the thread: beginning while another process writes, and committing, which waits for the disk.
SQLAlchemy takes such a connection by its own door (`async_creator_fn`); `database` opens it.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite


class OneHopConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors need one visit to its thread."""

    _stays = False
    _waits_ms = 0
    """How long it waits for another writer outside of what stays; 0 where that was not changed."""

    def stay(self, waits_ms: int = 0) -> None:
        """Run the transaction that begins now here, without a hop.

        `waits_ms`, where it writes: how long it may wait, in the thread, for another process to finish.
        """
        self._stays, self._waits_ms = True, waits_ms
        if waits_ms:
            self._wait_at_most(0)

    async def commit(self) -> None:
        """Commits, in the thread."""
        self._leave()
        await super().commit()

    async def rollback(self) -> None:
        """Undoes: of a brief transaction nothing stands on the disk yet."""
        if not self._stays:
            return await super().rollback()
        self._leave()
        self._conn.rollback()

    def cursor(self) -> "OneHopCursor":  # type: ignore[override]
        """A cursor; nothing happens in the thread yet."""
        return OneHopCursor(self)

    async def run(self, many: bool, sql: str, values: Any) -> "Outcome":
        """Executes a statement, and fetches whatever rows it gives."""
        if self._stays:
            try:
                return self._run(many, sql, values)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not self._waits_ms:
                    raise
            self._wait_at_most(self._waits_ms)
        in_thread: Callable[..., Awaitable[Outcome]] = self._execute
        return await in_thread(self._run, many, sql, values)

    def _leave(self) -> None:
        if self._stays and self._waits_ms:
            self._wait_at_most(self._waits_ms)
        self._stays = False

    def _wait_at_most(self, milliseconds: int) -> None:
        self._conn.execute(f"PRAGMA busy_timeout={milliseconds}").close()

    def _run(self, many: bool, sql: str, values: Any) -> "Outcome":
        cursor = self._conn.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(sql, values)
            rows = cursor.fetchall() if cursor.description else []
            return Outcome(cursor.description, rows, cursor.rowcount, cursor.lastrowid)
        finally:
            cursor.close()


class Outcome:
    """What a statement gave."""

    def __init__(self, description: Any, rows: Sequence[Any], rowcount: int, lastrowid: int | None) -> None:
        self.description = description
        self.rows = rows
        self.rowcount = rowcount
        self.lastrowid = lastrowid


class OneHopCursor:
    """The part of aiosqlite's cursor that SQLAlchemy uses."""

    arraysize = 1

    def __init__(self, connection: OneHopConnection) -> None:
        self._connection = connection
        self._outcome = Outcome(None, [], -1, None)

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        """The names of the columns, or None where there are no rows to fetch."""
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The row that was inserted last."""
        return self._outcome.lastrowid

    async def execute(self, sql: str, values: Iterable[Any] = ()) -> Self:
        """Executes once."""
        self._outcome = await self._connection.run(False, sql, values)
        return self

    async def executemany(self, sql: str, values: Iterable[Iterable[Any]]) -> Self:
        """Executes for each of the values."""
        self._outcome = await self._connection.run(True, sql, values)
        return self

    async def fetchall(self) -> Sequence[Any]:
        """The rows, which are here already."""
        return self._outcome.rows

    async def close(self) -> None:
        """Nothing: it was closed when it had its rows."""


def connect(database: str, **options: Any) -> OneHopConnection:
    """What `aiosqlite.connect` does, for this kind of connection."""
    connection = OneHopConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    # A thread left over must not keep the program from ending; SQLAlchemy does the same for its own.
    thread: Any = getattr(connection, "_thread", connection)
    thread.daemon = True
    return connection
