"""The engine, and the one type that times are stored as.

`Store`, `migrations` and `backup` call it; it calls SQLAlchemy and `dialects`.
"""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import TypeDecorator

from storage.brief import Brief
from storage.dialects import WRITES, dialect_of
from storage.errors import StorageError, Unwritable, translated

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


class UtcTime(TypeDecorator[datetime]):
    """A moment, as whole microseconds since 1970 UTC: the same number on both databases.

    SQLite drops time zones and PostgreSQL converts them; a number does neither, and sorts. Comes
    back with its zone. A time without a zone is refused with `ValueError`.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To microseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From microseconds."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


def url_of(url: str) -> URL:
    """The URL with our drivers filled in. Raises `StorageError` where it is no URL of ours."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageError("DATABASE_URL is not a database's address") from None
    name = parsed.drivername.partition("+")[0]
    if name not in _DRIVERS:
        raise StorageError("DATABASE_URL must begin with sqlite or postgresql")
    return parsed.set(drivername=_DRIVERS[name])


def file_of(url: str) -> Path | None:
    """The database file, where the database is SQLite. Raises `StorageError` for one in memory."""
    parsed = url_of(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise StorageError("a database in memory would forget everything: name a file")
    return Path(parsed.database)


def engine_for(url: str) -> AsyncEngine:
    """An engine that has not connected yet. SQLite's file is made for its owner's eyes only."""
    path = file_of(url)
    if path is not None:
        _touch(path)
    target = url_of(url)
    dialect = dialect_of(target.get_backend_name())
    # Parameters stay out of error texts and logs, even the sealed ones.
    engine = create_async_engine(target, hide_parameters=True, **dialect.options)
    dialect.prepare(engine)
    return engine


def brief_for(url: str) -> Brief | None:
    """What makes brief transactions where the database has that; it has not connected yet."""
    target = url_of(url)
    return dialect_of(target.get_backend_name()).brief(target)


@asynccontextmanager
async def begun(engine: AsyncEngine, *, writes: bool) -> AsyncIterator[AsyncConnection]:
    """A connection with a transaction begun; undone at the end unless it was committed."""
    async with AsyncExitStack() as stack:
        with translated():
            connection = await stack.enter_async_context(engine.connect())
            await connection.execution_options(**{WRITES: writes})
            await connection.begin()
        yield connection


def _touch(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise Unwritable("the database file or its folder cannot be opened for writing") from error
