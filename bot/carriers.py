"""What a channel that pushes must be able to do, and what can come of it.

A `Carrier` brings one `Parcel` to one chat. `courier` calls it, in its own order and at its own
pace; `bot.telegram.carrying` is the only one so far.

Undelivered
├── Later      not now: nothing arrived; after so many seconds, or whenever
├── Lost       no answer came: it may have arrived, or not
├── Gone       the person left: they blocked us, or the chat is no more
└── Refused    it cannot be delivered as it is, ever
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from dialogs.conversation import Prompt
from dialogs.ids import LetterId


class Urgency(StrEnum):
    """Who waits for a message, and so how it goes: the outbox's `kind`."""

    REPLY = "reply"
    """Somebody has just written: at once, at least once."""
    FLAG = "flag"
    """A worker must see it: at once, at least once, at any hour."""
    UNASKED = "unasked"
    """Nobody waits: paced, never in quiet hours, at least once."""
    REMINDER = "reminder"
    """Nobody waits: paced, never in quiet hours, at most once."""

    @property
    def awaited(self) -> bool:
        """Whether it goes at once, ahead of the pace that spares Telegram's limits."""
        return self in (Urgency.REPLY, Urgency.FLAG)


class File(NamedTuple):
    """A file to hand over; its name holds nobody's name."""

    content: bytes
    file_name: str


class Parcel(NamedTuple):
    """One message to one chat."""

    urgency: Urgency
    prompt: Prompt | None = None
    """A screen of the conversation, drawn when it leaves."""
    redraw: bool = False
    """The prompt stands already: its buttons changed."""
    previous: int | None = None
    """The message whose buttons end with this one."""
    pretend: bool = False
    language: str = "en"
    words: str = ""
    """Where there is no prompt: a sentence of ours, or "" for "You have a message"."""
    for_worker: bool = False
    """Something waits on the desk: for a practitioner, without a name."""
    letter: LetterId | None = None
    """What "You have a message" opens; None for the place where the person was."""
    kept: bool = False
    """Whether words came and are kept: where the screen itself is not shown, that is said."""
    letters: int = 0
    """How many letters the person has, beside a hub."""
    unopened: int = 0
    """How many of them wait to be opened."""
    copy: bool = False
    """Beside a letter: the plan is approved, and the person can have their own copy."""
    shared: bool = False
    """Beside a letter: something was released to the person."""
    file: File | None = None
    """What is handed over, where it is no message."""
    shown: Any = None
    """A screen that the channel's own side has drawn already; only its carrier knows what it is."""
    instead_of: int | None = None
    """The message that `shown` takes the place of."""
    asks: bool = False
    """`shown` asks for words: the person's app opens an answer to it."""
    arrived: Callable[[int], None] | None = None
    """Told as which message it arrived."""


class Delivered(NamedTuple):
    """It arrived, as this message."""

    message: int


class Carrier(Protocol):
    """One channel that pushes."""

    async def carry(self, chat: int, parcel: Parcel) -> Delivered:
        """Bring it there. Raises one of the errors below."""

    async def retire(self, chat: int, message: int) -> None:
        """Take the buttons off an older message; where that is not possible, let it be."""

    async def apologise(self, chat: int, language: str) -> None:
        """Say that a screen could not be shown, and how to go on; where that fails too, let it be."""


class Undelivered(Exception):
    """The root of what can come of it instead. No text holds anybody's words."""


class Later(Undelivered):
    """Nothing arrived. `seconds` is how long the channel asked us to wait; None leaves it to us."""

    def __init__(self, why: str, seconds: float | None = None, *, everybody: bool = False) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.everybody = everybody


class Lost(Undelivered):
    """The line broke after it was sent."""


class Gone(Undelivered):
    """Nobody is there to receive it."""


class Refused(Undelivered):
    """The channel does not take it. `code` is the channel's own."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
