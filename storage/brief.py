"""Brief transactions on SQLite: a few rows by their keys, run where they are asked for.

Asking another thread for such a statement takes longer than the statement does. So these transactions
have plain connections of their own, without aiosqlite, and nothing in them waits long in the event
loop: whatever meets another process that is writing happens once more, with patience, in a thread.
Committing waits for the disk. A quick one is done sooner than a thread is woken; once a commit took
longer than `QUICK_SECONDS`, the next ones happen in a thread, until they are quick again. `dialects`
says which databases have this; `Store` asks.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.exc import OperationalError

from storage.errors import Busy, named, translated

THREADS = 2
"""One commits; the other is patient meanwhile."""
QUICK_SECONDS = 0.001
"""A commit that takes no longer than this waits for the disk less than it would for a thread and back."""
T = TypeVar("T")


class Brief:
    """Makes brief transactions, over an engine whose connections never wait for another process."""

    def __init__(self, engine: Engine, patience_ms: int) -> None:
        """`patience_ms`: how long to wait for another process, in a thread."""
        self._engine = engine
        self.patience_ms = patience_ms
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="storage-brief")
        self._is_quick = False
        """Whether the last commit was quick."""

    @asynccontextmanager
    async def begun(self, *, writes: bool) -> AsyncIterator["BriefConnection"]:
        """A connection with a transaction begun; undone at the end unless it was committed."""
        with translated():
            plain = self._engine.connect()
        try:
            connection = BriefConnection(plain, self)
            with translated():
                await connection.begin(writes=writes)
            yield connection
        finally:
            # Of a transaction that was not committed nothing stands on the disk yet: this waits for nothing.
            plain.close()

    async def elsewhere(self, step: Callable[[], T]) -> T:
        """In a thread, to its end: whoever is cancelled meanwhile must not close what it works on."""
        work = asyncio.get_running_loop().run_in_executor(self._threads, step)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait([work])
            raise

    async def commit(self, plain: Connection) -> None:
        """Commits, where that waits least."""

        def timed() -> float:
            began = time.perf_counter()
            plain.commit()
            return time.perf_counter() - began

        was_quick, self._is_quick = self._is_quick, False
        self._is_quick = (timed() if was_quick else await self.elsewhere(timed)) <= QUICK_SECONDS

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()
        self._threads.shutdown()


class BriefConnection:
    """What `Transaction` uses of a connection."""

    def __init__(self, plain: Connection, brief: Brief) -> None:
        self._plain = plain
        self._brief = brief

    async def begin(self, *, writes: bool) -> None:
        """Begins; a writer's turn is decided here and not later."""
        self._plain.begin()
        await self._done(lambda: self._plain.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN"))

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Executes a statement."""
        return await self._done(lambda: self._plain.execute(statement, parameters))

    async def commit(self) -> None:
        """Commits."""
        await self._brief.commit(self._plain)

    async def _done(self, step: Callable[[], T]) -> T:
        """Here; in a thread where another process is in the way."""
        try:
            return step()
        except OperationalError as error:
            if not isinstance(named(error), Busy):
                raise
        return await self._brief.elsewhere(lambda: self._patiently(step))

    def _patiently(self, step: Callable[[], T]) -> T:
        self._wait_at_most(self._brief.patience_ms)
        try:
            return step()
        finally:
            self._wait_at_most(0)

    def _wait_at_most(self, milliseconds: int) -> None:
        driver: Any = self._plain.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={milliseconds}").close()
