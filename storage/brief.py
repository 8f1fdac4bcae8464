"""Brief transactions on SQLite: a few rows by their keys, run where they are asked for.

Asking another thread for such a statement takes longer than the statement does. So these transactions
have plain connections of their own, without aiosqlite, and nothing in them waits in the event loop:
committing, which waits for the disk, happens in a thread, and so does whatever meets another process
that is writing, once more and with patience. `dialects` says which databases have this; `Store` asks.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.exc import OperationalError

from storage.errors import Busy, named, translated

THREADS = 2
"""One commits; the other is patient meanwhile."""
T = TypeVar("T")


class Brief:
    """Makes brief transactions, over an engine whose connections never wait for another process."""

    def __init__(self, engine: Engine, patience_ms: int) -> None:
        """`patience_ms`: how long to wait for another process, in a thread."""
        self._engine = engine
        self._patience_ms = patience_ms
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="storage-brief")

    @asynccontextmanager
    async def begun(self, *, writes: bool) -> AsyncIterator["BriefConnection"]:
        """A connection with a transaction begun; undone at the end unless it was committed."""
        with translated():
            plain = self._engine.connect()
        try:
            connection = BriefConnection(plain, self._threads, self._patience_ms)
            with translated():
                await connection.begin(writes=writes)
            yield connection
        finally:
            # Of a transaction that was not committed nothing stands on the disk yet: this waits for nothing.
            plain.close()

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()
        self._threads.shutdown()


class BriefConnection:
    """What `Transaction` uses of a connection."""

    def __init__(self, plain: Connection, threads: ThreadPoolExecutor, patience_ms: int) -> None:
        self._plain = plain
        self._threads = threads
        self._patience_ms = patience_ms

    async def begin(self, *, writes: bool) -> None:
        """Begins; a writer's turn is decided here and not later."""
        self._plain.begin()
        await self._done(lambda: self._plain.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN"))

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Executes a statement."""
        return await self._done(lambda: self._plain.execute(statement, parameters))

    async def commit(self) -> None:
        """Commits, in a thread."""
        await self._elsewhere(self._plain.commit)

    async def _done(self, step: Callable[[], T]) -> T:
        """Here; in a thread where another process is in the way."""
        try:
            return step()
        except OperationalError as error:
            if not isinstance(named(error), Busy):
                raise
        return await self._elsewhere(lambda: self._patiently(step))

    def _patiently(self, step: Callable[[], T]) -> T:
        self._wait_at_most(self._patience_ms)
        try:
            return step()
        finally:
            self._wait_at_most(0)

    def _wait_at_most(self, milliseconds: int) -> None:
        driver: Any = self._plain.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={milliseconds}").close()

    async def _elsewhere(self, step: Callable[[], T]) -> T:
        """In a thread, to its end: whoever is cancelled meanwhile must not close what it works on."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, step)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait([work])
            raise
