"""What became of a message, kept: the screen was shown, the outbox row is done with.

`courier` calls it after every delivery; together with the turns that are waiting it shares a commit.
Asked before the next turn of the same chat, a mark is also kept before it: jobs run in order. That
matters, because words sent after a screen was shown answer it, and words sent before do not.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from dialogs.definition import Dialog
from dialogs.engine import advance
from dialogs.events import Channel, Shown
from dialogs.ids import ConversationId, DialogId, EventId
from storage import Store, UnitOfWork

UNKNOWN_MESSAGE = 0
"""The message id of a screen that may have been seen: it left, and no answer came."""


class Dialogs(Protocol):
    """The dialogs, each in its languages."""

    def of(self, dialog: DialogId, language: str) -> Dialog:
        """A dialog in a language."""
        ...


class Screen(NamedTuple):
    """A prompt of a conversation."""

    conversation: ConversationId
    number: int


class Marking:
    """Keeps what became of messages."""

    def __init__(self, store: Store, dialogs: Dialogs, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._dialogs = dialogs
        self._clock = clock

    async def arrived(
        self, row: str | None, screen: Screen | None, message: int, *, hurry: bool = True
    ) -> None:
        """It stands in the chat as this message. Raises `StorageError`.

        Without `hurry` it shares the commit of whoever speaks next.
        """
        now = self._clock()

        async def job(work: UnitOfWork) -> None:
            if screen is not None:
                await self._shown(work, screen, message, now)
            if row is not None:
                await work.outbox.sent(row, message, now)

        conversation = screen.conversation if screen else None
        await self._store.together(job, conversation=conversation, hurry=hurry)

    async def maybe_arrived(self, screen: Screen) -> None:
        """It left, and may have been seen. It is still owed, and goes again. Raises `StorageError`."""
        now = self._clock()

        async def job(work: UnitOfWork) -> None:
            await self._shown(work, screen, UNKNOWN_MESSAGE, now)

        await self._store.together(job, conversation=screen.conversation)

    async def never_arrives(self, row: str) -> None:
        """Nobody can deliver it: the desk shows it as failed. Raises `StorageError`."""
        now = self._clock()

        async def job(work: UnitOfWork) -> None:
            await work.outbox.give_up(row, now)

        await self._store.together(job)

    async def still_here(self, rows: Collection[str], wait: timedelta = timedelta()) -> None:
        """These have not left; they are due after the wait. Raises `StorageError`."""
        due_at = self._clock() + wait

        async def job(work: UnitOfWork) -> None:
            for row in rows:
                await work.outbox.retry(row, due_at)

        if rows:
            await self._store.together(job)

    async def _shown(self, work: UnitOfWork, screen: Screen, message: int, now: datetime) -> None:
        conversation = await work.conversations.load(screen.conversation)
        if conversation is None:
            return
        dialog = self._dialogs.of(conversation.dialog, conversation.language)
        event = Shown(
            id=EventId(f"shown-{screen.number}-{message}"),
            at=now,
            channel=Channel.TELEGRAM,
            prompt=screen.number,
            message=message,
        )
        await work.conversations.keep(advance(dialog, conversation, event), now)
