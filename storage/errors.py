"""What can go wrong in `storage`.

StorageError
├── Busy            somebody else held the database longer than we wait; trying again is right
├── Full            no room on the disk
├── Unwritable      the folder or file cannot be made, read or written
├── Unreachable     the database server does not answer, or the connection broke
├── Damaged         the file is no database, or a damaged one
├── Unreadable      one sealed value does not open: only what it belongs to is touched
├── Conflict        somebody else changed the same thing, or a rule of the tables is broken
├── Unknown         there is no such row
├── WrongKey        this database was sealed with another key, or the key file is not one
├── OlderDatabase   the database wants migrating first
├── NewerDatabase   the database was made by a newer version of this software
└── Closed          the store is closed, or this piece of work is over or may only read

`translated` is the seam: whatever SQLAlchemy, sqlite3 or asyncpg raise becomes one of these. The
texts are ours, since a driver's own may quote values.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class StorageError(Exception):
    """The root of this package's errors. Its text is one plain sentence, with no family's words."""


class Busy(StorageError):
    """Somebody else held the database longer than we wait."""


class Full(StorageError):
    """No room on the disk."""


class Unwritable(StorageError):
    """The folder or file cannot be made, read or written."""


class Unreachable(StorageError):
    """The database server does not answer, or the connection broke."""


class Damaged(StorageError):
    """The file is no database, or a damaged one."""


class Unreadable(StorageError):
    """One sealed value does not open: it was changed behind our back, or its key is not on the ring.

    Everything else can be read, so nobody else may be kept waiting for it.
    """


class Conflict(StorageError):
    """Somebody else changed the same thing, or a rule of the tables is broken."""


class Unknown(StorageError):
    """There is no such row."""


class WrongKey(StorageError):
    """The database was sealed with another key, or the key file is not one."""


class OlderDatabase(StorageError):
    """The database wants migrating first."""


class NewerDatabase(StorageError):
    """The database was made by a newer version of this software."""


class Closed(StorageError):
    """The store is closed, or this piece of work is over or may only read."""


BROKEN = (Busy, Full, Unwritable, Unreachable, Damaged)
"""After one of these the whole transaction is lost, whoever's statement met it.

`Unreadable` is none of them: it concerns one row, and waiting would not mend it.
"""

_BUSY = Busy("the database is busy: another program has been writing for too long")
_FULL = Full("the disk is full: nothing more can be kept until there is room")
_UNWRITABLE = Unwritable("the database file or its folder cannot be opened for writing")
_UNREACHABLE = Unreachable("the database does not answer")
_DAMAGED = Damaged("the file is damaged, or is not a database of ours")
_CONFLICT = Conflict("what was to be kept does not agree with what is kept already")

_SQLITE: dict[int, StorageError] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_IOERR: _UNWRITABLE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: _CONFLICT,
}
"""By primary result code (https://sqlite.org/rescode.html): the low eight bits of the extended one."""

_POSTGRESQL: dict[str, StorageError] = {
    "08": _UNREACHABLE,
    "28": _UNREACHABLE,
    "3D": _UNREACHABLE,
    "57": _UNREACHABLE,
    "53": _FULL,
    "40": _BUSY,
    "55": _BUSY,
    "23": _CONFLICT,
    "25": Unwritable("the database may only be read at the moment"),
}
"""By class of SQLSTATE, its first two characters (PostgreSQL's appendix A)."""


def named(error: BaseException) -> StorageError:
    """Our error for a foreign one."""
    if isinstance(error, StorageError):
        return error
    if isinstance(error, PoolTimeout):
        found: StorageError = _BUSY
    else:
        found = _of_driver(error) if isinstance(error, DBAPIError) else _of_driver_itself(error)
    return type(found)(*found.args)


def _of_driver(error: DBAPIError) -> StorageError:
    found = _of_driver_itself(error.orig) if error.orig is not None else None
    if found is not None and type(found) is not StorageError:
        return found
    if isinstance(error, IntegrityError):
        return _CONFLICT
    return _UNREACHABLE if error.connection_invalidated else StorageError("the database refused a statement")


def _of_driver_itself(error: BaseException) -> StorageError:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF, StorageError("the database refused a statement"))
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL.get(state[:2], StorageError("the database refused a statement"))
    if isinstance(error, OSError):
        return _UNREACHABLE
    return StorageError("the database refused a statement")


@contextmanager
def translated() -> Iterator[None]:
    """Raises our errors in place of SQLAlchemy's, sqlite3's and the network's."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeError) as error:
        raise named(error) from error
