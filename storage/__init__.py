"""Keeps what the pure heart makes: sealed, in SQLite or PostgreSQL. Imports `dialogs`, never `bot`."""

from storage import errors
from storage.backup import back_up, restore
from storage.migrations import migrate
from storage.sealed import KeyRing
from storage.store import Store
from storage.unit_of_work import OwnWork, UnitOfWork

__all__ = ["KeyRing", "OwnWork", "Store", "UnitOfWork", "back_up", "errors", "migrate", "restore"]
