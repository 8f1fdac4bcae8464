"""One piece of work's way to the database. Repositories run their statements through it.

Reading and writing go straight through. What a turn writes is put off instead (`later`): rows that
are alike are written together, a whole batch of turns at once, just before the commit or before the
next statement, which therefore always sees them. `together` says why.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import CursorResult, Delete, Executable, Insert, Row, Update

from storage.dialects import Dialect
from storage.errors import BROKEN, Closed, StorageError, translated

Values = Mapping[str, Any]
_CHANGES = (Insert, Update, Delete)


class Connects(Protocol):
    """A connection whose transaction has begun: SQLAlchemy's `AsyncConnection`, or `brief`'s own."""

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Executes a statement."""
        ...

    async def commit(self) -> None:
        """Commits."""
        ...


class Deferred:
    """A statement whose rows are collected and written together; lower orders are written first."""

    def __init__(self, order: int, statement: Executable) -> None:
        self.order = order
        self.statement = statement


PutOff = dict[Deferred, list[Values]]


class Transaction:
    """What may be asked of the database while one transaction lasts. Raises our errors only."""

    def __init__(self, connection: Connects, dialect: Dialect, *, writes: bool) -> None:
        self.dialect = dialect
        self.writes = writes
        self.put_off: PutOff = {}
        self.broken: StorageError | None = None
        """Why nothing of this transaction can be kept, where that is so."""
        self.connection = connection
        self._over = False

    async def rows(self, statement: Executable, values: Values | None = None) -> Sequence[Row[Any]]:
        """All rows of a SELECT, or of a change that returns rows."""
        await self._ready(statement)
        return (await self._run(statement, values)).all()

    async def row(self, statement: Executable, values: Values | None = None) -> Row[Any] | None:
        """The first row, if there is one."""
        found = await self.rows(statement, values)
        return found[0] if found else None

    async def write(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> int:
        """Changes rows, and says how many (not for a list of values)."""
        await self._ready(statement)
        return (await self._run(statement, values)).rowcount

    def later(self, deferred: Deferred, values: Values) -> None:
        """Writes this row before the commit, and before any other statement of this transaction."""
        if self._over or not self.writes:
            raise Closed("this piece of work is over, or may only read")
        self.put_off.setdefault(deferred, []).append(values)

    async def flush(self) -> None:
        """Writes what was put off."""
        while self.put_off:
            deferred = min(self.put_off, key=lambda one: one.order)
            await self._run(deferred.statement, self.put_off.pop(deferred))

    async def commit(self) -> None:
        """Writes what was put off, and commits."""
        await self.flush()
        if self.broken is not None:
            raise self.broken
        self._over = True
        with translated():
            await self.connection.commit()

    def end(self) -> None:
        """No more statements."""
        self._over = True

    async def _ready(self, statement: Executable) -> None:
        if self._over or (isinstance(statement, _CHANGES) and not self.writes):
            raise Closed("this piece of work is over, or may only read")
        if self.put_off:
            await self.flush()

    async def _run(
        self, statement: Executable, values: Values | Sequence[Values] | None
    ) -> CursorResult[Any]:
        try:
            with translated():
                return await self.connection.execute(statement, values)
        except BROKEN as error:
            self.broken = error
            raise
