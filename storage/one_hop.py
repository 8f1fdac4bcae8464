"""SQLite in one hop: a statement visits its connection's thread once, not four times.

aiosqlite keeps each connection in a thread, and asks it separately to make a cursor, execute, fetch
and close. A hop costs more than most of our statements do, so here one visit does all of that (and
`brief` needs none). SQLAlchemy takes such a connection by its own door (`async_creator_fn`);
`dialects` opens it.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite


class OneHopConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors need one visit to its thread."""

    def cursor(self) -> "OneHopCursor":  # type: ignore[override]
        """A cursor; nothing happens in the thread yet."""
        return OneHopCursor(self)

    async def run(self, many: bool, sql: str, values: Any) -> "Outcome":
        """Executes a statement, and fetches whatever rows it gives."""
        in_thread: Callable[..., Awaitable[Outcome]] = self._execute
        return await in_thread(self._run, many, sql, values)

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
