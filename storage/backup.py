"""Backups of a SQLite database, made while it runs, and the way back.

A backup holds one moment of the database, sealed as it is; the key is no part of it, and belongs in
another place. PostgreSQL has its own tools: `pg_dump` and `pg_restore`.
"""

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage.database import file_of
from storage.errors import Conflict, Damaged, StorageError, Unwritable, translated
from storage.sealed import KeyRing
from storage.store import Store

_PARTS = ("", "-wal", "-shm")


async def back_up(url: str, folder: Path, at: datetime) -> Path:
    """Copies the database into `folder`, and returns the copy, checked.

    Raises `StorageError` for PostgreSQL, `Conflict` where that second's backup is there already,
    `Unwritable`, `Full`, `Damaged`.
    """
    source = _file(url)
    target = folder / f"family-plans-{at:%Y%m%dT%H%M%S}Z.db"
    if target.exists():
        raise Conflict("a backup of this very second is there already")
    await asyncio.to_thread(_copy, source, target)
    return target


async def restore(
    backup: Path, folder: Path, keys: KeyRing, name: str = "family-plans.db", *, key: Path | None = None
) -> Path:
    """Puts a backup into an empty folder, sure that these keys open it. Returns the new database.

    `key`: the key file, which may lie in the folder already.

    Raises `Unwritable` where the folder is not empty, `WrongKey`, `OlderDatabase` (migrate the copy),
    `NewerDatabase`, `Damaged`. What was begun is taken away again.
    """
    _empty(folder, but=key)
    target = folder / name
    try:
        await asyncio.to_thread(_copy, backup, target)
        await (await Store.open(f"sqlite:///{target}", keys)).close()
    except StorageError:
        for part in _PARTS:
            target.with_name(target.name + part).unlink(missing_ok=True)
        raise
    return target


def _file(url: str) -> Path:
    path = file_of(url)
    if path is None:
        raise StorageError("a PostgreSQL database is backed up with its own tools: pg_dump and pg_restore")
    return path


def _empty(folder: Path, but: Path | None) -> None:
    with translated():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            allowed = but.resolve() if but else None
            if any(path.resolve() != allowed for path in folder.iterdir()):
                raise Unwritable("a backup is restored into an empty folder, and this one is not empty")
        except OSError as error:
            raise Unwritable("the folder cannot be made or read") from error


def _copy(source: Path, target: Path) -> None:
    """One whole copy of a database that others may be writing to. Appears under its name when finished."""
    begun = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(begun, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise Unwritable("the folder cannot be written, or a backup is being made already") from error
    try:
        with translated():
            _copy_pages(source, begun)
            begun.rename(target)
    finally:
        for part in (*_PARTS, "-journal"):
            begun.with_name(begun.name + part).unlink(missing_ok=True)


def _copy_pages(source: Path, target: Path) -> None:
    # Read only, so that a wrong path is not made into an empty database. All pages in one step: one
    # moment of the database, and writers need not wait for a reader (WAL).
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(target)) as copy,
    ):
        original.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Damaged("the copy is damaged; so may the database be")
