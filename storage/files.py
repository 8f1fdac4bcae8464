"""Files: voice notes, photos and drawings, sealed in a table of their own.

An answer holds a file's id at once; `put` keeps where it can be fetched from, and a later job
fetches, checks and keeps it, or refuses it with a reason.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update

from dialogs.events import FileKind
from dialogs.ids import ConversationId, FileId
from dialogs.values import Frozen
from storage.errors import Unknown
from storage.sealed import KeyRing
from storage.tables import files
from storage.transaction import Transaction


class FileState(StrEnum):
    """Where a file is."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"


class AwaitedFile(Frozen):
    """A file that is still to be fetched."""

    id: FileId
    conversation: ConversationId
    kind: FileKind
    origin: str | None
    """How its channel names it: Telegram's file id; None where that does not open any more."""
    attempts: int


class KeptFile(Frozen):
    """A file, as far as it has come."""

    id: FileId
    conversation: ConversationId
    kind: FileKind
    state: FileState
    at: datetime
    why: str = ""
    """Why it was refused: one of our own words, such as "too_large"."""
    media_type: str = ""
    content: bytes = b""
    """Empty until it is kept."""


class Files:
    """Keeps files."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def put(
        self, id: FileId, conversation: ConversationId, kind: FileKind, origin: str, at: datetime
    ) -> None:
        """A file is to be fetched from `origin`."""
        row = {"id": id, "conversation": conversation, "kind": kind.value, "state": FileState.WAITING.value}
        sealed = self._keys.seal(origin.encode(), "files", "origin", id)
        await self._transaction.write(
            insert(files), row | {"origin": sealed, "at": at, "due_at": at, "attempts": 0}
        )

    async def to_fetch(self, now: datetime, limit: int = 20) -> tuple[AwaitedFile, ...]:
        """Files whose turn it is, oldest first."""
        c = files.c
        wanted = select(c.id, c.conversation, c.kind, c.origin, c.attempts)
        due = wanted.where(c.settled_at.is_(None), c.due_at <= now).order_by(c.due_at, c.id)
        return tuple(self._awaited(row) for row in await self._transaction.rows(due.limit(limit)))

    async def later(self, id: FileId, due_at: datetime) -> None:
        """Fetching failed; it is tried again then."""
        changed = update(files).where(files.c.id == id)
        await self._transaction.write(changed.values(due_at=due_at, attempts=files.c.attempts + 1))

    async def keep(self, id: FileId, content: bytes, media_type: str, at: datetime) -> None:
        """It was fetched and checked."""
        sealed = {
            "content": self._keys.seal(content, "files", "content", id),
            "media_type": self._keys.seal(media_type.encode(), "files", "media_type", id),
        }
        changed = update(files).where(files.c.id == id)
        await self._transaction.write(changed.values(state=FileState.KEPT.value, settled_at=at, **sealed))

    async def refuse(self, id: FileId, why: str, at: datetime) -> None:
        """It will not be kept: `why` is one of our own words."""
        changed = update(files).where(files.c.id == id)
        await self._transaction.write(changed.values(state=FileState.REFUSED.value, why=why, settled_at=at))

    async def get(self, id: FileId) -> KeptFile:
        """The file with its content, as far as it has come. Raises `Unknown`."""
        row = await self._transaction.row(select(files).where(files.c.id == id))
        if row is None:
            raise Unknown("there is no such file")
        return KeptFile(
            id=row.id,
            conversation=row.conversation,
            kind=FileKind(row.kind),
            state=FileState(row.state),
            at=row.at,
            why=row.why or "",
            media_type=self._opened(row, "media_type").decode(),
            content=self._opened(row, "content"),
        )

    def _opened(self, row: Row[Any], column: str) -> bytes:
        sealed = getattr(row, column)
        return b"" if sealed is None else self._keys.open(sealed, "files", column, row.id)

    def _awaited(self, row: Row[Any]) -> AwaitedFile:
        return AwaitedFile(
            id=row.id,
            conversation=row.conversation,
            kind=FileKind(row.kind),
            origin=self._keys.opened(row.origin, "files", "origin", row.id),
            attempts=row.attempts,
        )
