"""Group commit: pieces of work that are waiting at the same moment share one transaction.

**Theory.** Waiting for the disk is the dearest part of keeping an answer, and it costs the same for
one as for sixty. So one owned task takes whatever jobs are waiting, runs them one after the other,
first come first served, in a single transaction, and commits once. Nobody is answered before that
commit. Each job fails alone: what it wrote is undone (a savepoint, made only when it needs one) and
its caller alone sees the error. A caller who is cancelled takes nothing back.

What turns look at is read ahead, and what they write is put off (`Transaction.later`) and flushed
once for all. Where that is refused, nobody can say whose row it was: the transaction is undone and
its jobs run again, each in a transaction of its own. So a job may run twice, and does nothing
outside its piece of work. Where the transaction itself is lost (disk full, database gone), every
caller gets that error.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Executable, text

from dialogs.ids import ConversationId
from storage import conversations, updates
from storage.dialects import Dialect
from storage.errors import BROKEN, Closed
from storage.sealed import KeyRing
from storage.sight import Recent, Sight, Update
from storage.transaction import Connects, Transaction
from storage.unit_of_work import UnitOfWork

MOST = 50
"""Jobs that share one commit: more are hardly cheaper, and all that they look at is in memory at once."""
LINGER_SECONDS = 0.01
"""How long a job without hurry waits for others that it can share a commit with."""
_SAVEPOINT, _RELEASE = text("SAVEPOINT job"), text("RELEASE SAVEPOINT job")
_UNDO = text("ROLLBACK TO SAVEPOINT job")

Job = Callable[[UnitOfWork], Awaitable[Any]]


class Asked(NamedTuple):
    """A job that waits, and what it is going to look at."""

    job: Job
    conversation: ConversationId | None
    update: Update | None
    answer: asyncio.Future[Any]


@dataclass(frozen=True)
class _Failed:
    error: Exception


class _Spoiled(Exception):
    """Something of this batch cannot be read ahead or written, and nobody can say whose it was."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class Together:
    """Runs jobs in shared transactions."""

    def __init__(
        self,
        begun: Callable[[], AbstractAsyncContextManager[Connects]],
        dialect: Dialect,
        keys: KeyRing,
        recent: Recent,
        writer: Callable[[], AbstractAsyncContextManager[None]],
    ) -> None:
        """`begun`: begins a transaction that writes, briefly. `writer`: entered around every
        transaction; keeps one writer at a time where that is the rule.
        """
        self._begun = begun
        self._dialect = dialect
        self._keys = keys
        self._recent = recent
        self._writer = writer
        self._waiting: deque[Asked] = deque()
        self._taken: Sequence[Asked] = ()
        self._wake = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._work(), name="storage-together")

    async def do(
        self, job: Job, conversation: ConversationId | None, update: Update | None, *, hurry: bool
    ) -> Any:
        """What the job returned, after the commit. Raises what it raised, or why nothing was kept."""
        if self._closing:
            raise Closed("the store is closed")
        loop = asyncio.get_running_loop()
        asked = Asked(job, conversation, update, loop.create_future())
        if hurry:
            self._wake.set()
        elif not self._waiting:
            loop.call_later(LINGER_SECONDS, self._wake.set)
        self._waiting.append(asked)
        return await asked.answer

    async def close(self) -> None:
        """Finishes the jobs that wait, takes no more, and ends."""
        self._closing = True
        self._wake.set()
        await asyncio.wait([self._task])

    async def _work(self) -> None:
        try:
            while self._waiting or not self._closing:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    self._taken = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
                    await self._share(self._taken)
        finally:
            self._closing = True
            for asked in (*self._taken, *self._waiting):
                _tell(asked, _Failed(Closed("the store was closed before this was kept")))

    async def _share(self, batch: Sequence[Asked]) -> None:
        try:
            outcomes = await self._attempt(batch)
        except _Spoiled as spoiled:
            if len(batch) > 1:
                for asked in batch:
                    await self._share([asked])
                return
            outcomes = [_Failed(spoiled.error)]
        except Exception as error:  # noqa: BLE001 - not swallowed: it is handed to everybody who asked
            outcomes = [_Failed(error) for _ in batch]
        for asked, outcome in zip(batch, outcomes, strict=True):
            _tell(asked, outcome)

    async def _attempt(self, batch: Sequence[Asked]) -> list[Any]:
        sight = Sight()
        async with self._writer(), self._begun() as connection:
            shared = Transaction(connection, self._dialect, writes=True)
            await _unspoiled(self._look_ahead(shared, sight, batch))
            outcomes = [await self._one(asked, shared, sight) for asked in batch]
            await _unspoiled(shared.commit())
        self._recent.offer(sight.held.items())
        return outcomes

    async def _look_ahead(self, shared: Transaction, sight: Sight, batch: Sequence[Asked]) -> None:
        """Reads for all jobs in one statement what each said that it will look at."""
        seen = {asked.update for asked in batch if asked.update}
        if seen:
            await updates.look_ahead(shared, sight, seen)
        ids = {asked.conversation for asked in batch if asked.conversation}
        if ids:
            await conversations.look_ahead(shared, sight, ids)

    async def _one(self, asked: Asked, shared: Transaction, sight: Sight) -> Any:
        own = _Savepoint(shared)
        mine = Sight(beyond=sight)
        try:
            outcome = await asked.job(UnitOfWork(own, self._keys, self._recent, mine))
        except _Spoiled:
            raise
        except asyncio.CancelledError:
            if _being_cancelled():
                raise
            outcome = _Failed(Closed("a job was cancelled from within"))
        except Exception as error:  # noqa: BLE001 - not swallowed: it is handed to the one who asked
            outcome = _Failed(error)
        own.end()
        if own.broken is not None:
            raise own.broken
        if isinstance(outcome, _Failed):
            await own.undo()
        else:
            await own.release()
            sight.absorb(mine)
        return outcome


class _Savepoint(Transaction):
    """One job's part of a shared transaction."""

    def __init__(self, shared: Transaction) -> None:
        super().__init__(shared.connection, shared.dialect, writes=True)
        self._shared = shared
        self._opened = False

    async def release(self) -> None:
        """The job is done: what it put off joins what the others put off."""
        for deferred, values in self.put_off.items():
            self._shared.put_off.setdefault(deferred, []).extend(values)
        if self._opened:
            await self._run(_RELEASE, None)

    async def undo(self) -> None:
        """The job failed: it leaves no trace."""
        self.put_off.clear()
        if self._opened:
            await self._run(_UNDO, None)
            await self._run(_RELEASE, None)

    async def _ready(self, statement: Executable) -> None:
        if not self._opened and not self._over:
            # What earlier jobs put off goes in first: it must outlive this job's undoing.
            await _unspoiled(self._shared.flush())
            await self._run(_SAVEPOINT, None)
            self._opened = True
        await super()._ready(statement)


async def _unspoiled(writing: Awaitable[None]) -> None:
    try:
        await writing
    except BROKEN:
        raise
    except Exception as error:  # handed on, to fail the one job it belongs to
        raise _Spoiled(error) from error


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _tell(asked: Asked, outcome: Any) -> None:
    if asked.answer.done():  # the caller was cancelled; the work stands all the same
        return
    if isinstance(outcome, _Failed):
        asked.answer.set_exception(outcome.error)
    else:
        asked.answer.set_result(outcome)
