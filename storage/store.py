"""The store: opens the database with its keys, and hands out pieces of work.

`bot.app` opens one and passes it down. Three ways to work with it:

    async with store.reading() as work: ...               looks, changes nothing
    async with store.work() as work: ...                  a transaction of its own
        await work.commit()
    await store.together(job, conversation=id)            shares a commit with others (`together`)
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Self, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ids import ConversationId
from storage import proof
from storage.brief import Brief
from storage.database import begun, brief_for, engine_for
from storage.dialects import dialect_of
from storage.errors import Closed, translated
from storage.migrations import refuse_other_versions
from storage.sealed import KeyRing
from storage.sight import RECENT_CONVERSATIONS, Recent, Sight, Update
from storage.together import Together
from storage.transaction import Connects, Transaction
from storage.unit_of_work import OwnWork, UnitOfWork

T = TypeVar("T")


class Store:
    """An open database. Make it with `open`, and `close` it."""

    def __init__(self, engine: AsyncEngine, brief: Brief | None, keys: KeyRing, recent: int) -> None:
        self.keys = keys
        self._engine = engine
        self._brief = brief
        self._dialect = dialect_of(engine.dialect.name)
        self._recent = Recent(recent)
        self._lock = asyncio.Lock()
        self._together = Together(
            lambda: self._begun(writes=True, brief=True), self._dialect, keys, self._recent, self._writer
        )
        self._closed = False

    @classmethod
    async def open(cls, url: str, keys: KeyRing, *, recent: int = RECENT_CONVERSATIONS) -> Self:
        """Opens a migrated database; `recent` conversations are remembered unsealed.

        Raises `WrongKey`, `OlderDatabase` (see `migrate`), `NewerDatabase`, `Unwritable`, `Damaged`,
        `Unreachable` or `Busy`.
        """
        engine = engine_for(url)
        try:
            async with begun(engine, writes=True) as connection:
                with translated():
                    await connection.run_sync(refuse_other_versions)
                    await proof.hold(connection, dialect_of(engine.dialect.name), keys)
                    await connection.commit()
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine, brief_for(url), keys, recent)

    async def close(self) -> None:
        """Finishes what was asked together, and lets go of the database."""
        self._closed = True
        await self._together.close()
        await self._engine.dispose()
        if self._brief is not None:
            self._brief.close()

    @asynccontextmanager
    async def reading(self, *, brief: bool = False) -> AsyncIterator[UnitOfWork]:
        """A piece of work that sees one moment of the database and may change nothing.

        `brief`: it looks at a few rows by their keys, so that it takes no time worth waiting for.
        """
        async with self._transaction(writes=False, brief=brief) as (transaction, sight):
            yield UnitOfWork(transaction, self.keys, self._recent, sight)
            self._recent.offer(sight.held.items())

    @asynccontextmanager
    async def work(self) -> AsyncIterator[OwnWork]:
        """A piece of work that is undone unless `commit` was called."""
        async with self._writer(), self._transaction(writes=True) as (transaction, sight):
            work = OwnWork(transaction, self.keys, self._recent, sight)
            yield work
            if work.committed:
                self._recent.offer(sight.held.items())

    async def together(
        self,
        job: Callable[[UnitOfWork], Awaitable[T]],
        *,
        conversation: ConversationId | None = None,
        update: Update | None = None,
        hurry: bool = True,
    ) -> T:
        """Runs a job in a transaction that it shares with others; returns what it returned, committed.

        The job may run twice, so it does nothing outside its piece of work, and waits for nothing
        else. Naming the conversation and the update that it will look at lets a whole batch read
        them at once; leaving them out only costs time. Without `hurry` it waits a moment for others to
        share a commit with, in its order all the same. Raises what the job raised, or why nothing
        could be kept. Cancelling the caller does not undo it.
        """
        return cast("T", await self._together.do(job, conversation, update, hurry=hurry))

    def forget_unsealed(self) -> None:
        """Drops every conversation remembered in this process: something was erased."""
        self._recent.forget()

    async def overwrite(self) -> None:
        """Empties SQLite's log into the database, so that what was erased stands in neither."""
        async with self._writer():
            await self._dialect.empty_log(self._engine)

    @asynccontextmanager
    async def _transaction(
        self, *, writes: bool, brief: bool = False
    ) -> AsyncIterator[tuple[Transaction, Sight]]:
        if self._closed:
            raise Closed("the store is closed")
        async with self._begun(writes=writes, brief=brief) as connection:
            transaction = Transaction(connection, self._dialect, writes=writes)
            try:
                yield transaction, Sight()
            finally:
                transaction.end()

    def _begun(self, *, writes: bool, brief: bool) -> AbstractAsyncContextManager[Connects]:
        if brief and self._brief is not None:
            return self._brief.begun(writes=writes)
        return begun(self._engine, writes=writes)

    @asynccontextmanager
    async def _writer(self) -> AsyncIterator[None]:
        # Where the database has one writer, ours queue here in order; SQLite's own waiting only
        # tries again and again, and may pass over whoever came first.
        if self._dialect.one_writer:
            async with self._lock:
                yield
        else:
            yield
