"""What reached us: everything that can move a conversation on.

Every event carries its own id, the UTC time it arrived, the hour of day where the person is, and
the channel it came by. Adapters make events; `engine.advance` is the only reader.

    TextReceived(id="u481", at=..., local_hour=23, channel="telegram", text="Gran has them on Fridays",
                 message=7312)
    Pressed(id="u482", at=..., local_hour=23, channel="telegram", prompt=14, button=2)
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from dialogs.facts import Facts
from dialogs.ids import AnswerId, EventId, FileId, LetterId
from dialogs.people import Hand
from dialogs.values import Frozen


class Channel(StrEnum):
    """The way in that a person used."""

    TELEGRAM = "telegram"
    BROWSER = "browser"
    DESK = "desk"


class FileKind(StrEnum):
    """What may stand where text is asked."""

    VOICE = "voice"
    PHOTO = "photo"
    DRAWING = "drawing"


class Odd(StrEnum):
    """What may not: each meets one kind sentence, and the question again."""

    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    TOO_LARGE = "too_large"
    WRONG_FILE = "wrong_file"
    CANNOT_OPEN = "cannot_open"
    OTHER = "other"


class Command(StrEnum):
    """A typed or tapped command, understood anywhere."""

    START = "start"
    HELP = "help"
    STOP = "stop"
    HUB = "hub"
    BACK = "back"
    WHO_READS = "who_reads"


class Arrived(Frozen):
    """What all events have. The same id twice changes nothing."""

    id: EventId
    at: datetime
    """UTC, with its zone."""
    local_hour: int = 12
    """0 to 23, where the person is."""
    channel: Channel = Channel.BROWSER
    hand: Hand | None = None
    """In a sitting: whose hand it was; None on the person's own phone."""

    @property
    def today(self) -> date:
        """The day where the person is: past midnight there, it may still be yesterday in UTC."""
        ahead = (self.local_hour - self.at.hour + 11) % 24 - 11
        return (self.at + timedelta(hours=ahead)).date()


class Opened(Arrived):
    """The person opened or came back to the conversation and waits to be shown where they are."""

    kind: Literal["opened"] = "opened"


class TextReceived(Arrived):
    """Words, exactly as they came."""

    kind: Literal["text"] = "text"
    text: str
    message: int | None = None
    """Telegram's message id, which tells whether the question had been seen when this was sent."""
    prompt: int | None = None
    """The number of the prompt that a browser form answers."""
    passed_on: bool = False
    """A forwarded message: somebody else's words."""


class FileReceived(Arrived):
    """A voice note, photo or drawing. The answer holds its id at once; a later job fetches it."""

    kind: Literal["file"] = "file"
    file: FileId
    file_kind: FileKind
    caption: str = ""
    message: int | None = None
    prompt: int | None = None
    passed_on: bool = False


class Pressed(Arrived):
    """A button of a prompt."""

    kind: Literal["pressed"] = "pressed"
    prompt: int
    button: int


class Ticked(Arrived):
    """Several choices sent at once from a browser form; numbers of buttons."""

    kind: Literal["ticked"] = "ticked"
    prompt: int
    buttons: tuple[int, ...]


class Edited(Arrived):
    """A sent message was edited: a revision of the words that it held."""

    kind: Literal["edited"] = "edited"
    text: str
    message: int


class OddReceived(Arrived):
    """Something that cannot be kept as an answer."""

    kind: Literal["odd"] = "odd"
    what: Odd


class CommandGiven(Arrived):
    """A command in the middle of anything."""

    kind: Literal["command"] = "command"
    command: Command


class FactsChanged(Arrived):
    """The practitioner changed the plan around this conversation, or wrote to the person."""

    kind: Literal["facts"] = "facts"
    facts: Facts


class LetterOpened(Arrived):
    """The person tapped "You have a message"."""

    kind: Literal["letter"] = "letter"
    letter: LetterId


class Shown(Arrived):
    """Telegram confirmed that a prompt reached the chat, under this message id."""

    kind: Literal["shown"] = "shown"
    prompt: int
    message: int


class ChangeAsked(Arrived):
    """From the browser's page of my answers: change this one, take it back, or say who may see it."""

    kind: Literal["change"] = "change"
    answer: AnswerId
    take_back: bool = False
    wish: bool = False


Event = Annotated[
    Opened
    | TextReceived
    | FileReceived
    | Pressed
    | Ticked
    | Edited
    | OddReceived
    | CommandGiven
    | FactsChanged
    | LetterOpened
    | Shown
    | ChangeAsked,
    Field(discriminator="kind"),
]
