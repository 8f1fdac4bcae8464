"""What this package needs from outside: the use cases behind the chat, as it calls them."""

from datetime import date, datetime
from typing import Protocol

from bot.shared import SharedWords
from bot.telegram.reading import Reading
from dialogs.conversation import Conversation
from dialogs.effects import Turn
from dialogs.events import Event
from dialogs.ids import ConversationId


class Turns(Protocol):
    """`bot.conversation.Turns`."""

    async def take(
        self,
        conversation: ConversationId,
        event: Event,
        update: tuple[str, str] | None = None,
        *,
        origin: str = "",
        chat: int | None = None,
    ) -> Turn:
        """One turn, committed when this returns; what it says is then on its way to this `chat`.

        `origin` is how Telegram names the file of a `FileReceived`. An update that was seen before
        changes nothing. Raises `StorageError`.
        """
        ...

    async def look(self, conversation: ConversationId) -> Conversation:
        """The conversation as it is now. Raises `StorageError`."""
        ...


class Paper(Protocol):
    """A file to hand over."""

    @property
    def content(self) -> bytes:
        """What is in it."""
        ...

    @property
    def file_name(self) -> str:
        """The name it is saved under; it holds nobody's name."""
        ...


class Copies(Protocol):
    """`bot.copies.Copies`."""

    async def ready(self, conversation: ConversationId) -> bool:
        """Whether the plan was approved and there is a copy to have."""
        ...

    async def pdf(self, conversation: ConversationId, today: date) -> Paper | None:
        """This person's own copy; None before approval."""
        ...

    async def shared(self, conversation: ConversationId, at: datetime) -> tuple[SharedWords, ...]:
        """What others said that was released to this person. Raises `StorageError`."""
        ...


class Entered(Protocol):
    """Somebody came in by an invitation."""

    @property
    def conversation(self) -> ConversationId:
        """Whose chat it is now."""
        ...


class Invitations(Protocol):
    """`bot.invitations.Invitations`."""

    async def accept_telegram(
        self, code: str, chat: int, *, now: datetime, event_id: str, local_hour: int = 12
    ) -> Entered | None:
        """Uses the code up, binds the chat and puts the first screen; None for a code that opens nothing.

        Raises `bot.invitations.BrowserOnly`.
        """
        ...


class Workers(Protocol):
    """The practitioners' side of the chat (`practitioner.Workers`)."""

    def may_mean(self, reading: Reading) -> bool:
        """Whether this could be a practitioner's, even in a chat that carries a conversation."""
        ...

    async def take(self, reading: Reading) -> bool:
        """Deal with it, where it comes from a practitioner; False where it does not."""
        ...

    async def link(self, code: str, chat: int) -> bool:
        """Bind this chat to the practitioner whose code it is; False where it is nobody's."""
        ...
