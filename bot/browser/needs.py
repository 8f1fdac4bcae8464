"""What the pages need from outside, in one frozen value; `bot.app` makes it.

`Turns` and `Invitations` are the two use cases behind every page, as these pages call them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cached_property
from gettext import NullTranslations
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.browser.guesses import Guesses
from bot.browser.pages import Pages
from bot.browser.signing import Signer
from bot.shared import SharedWords
from bot.sittings import Sittings
from bot.uploads import Upload
from dialogs.card import Card
from dialogs.conversation import Conversation
from dialogs.definition import Dialog
from dialogs.effects import Turn
from dialogs.events import Event
from dialogs.help_lines import HelpLines
from dialogs.ids import ConversationId, DialogId, FileId


class Turns(Protocol):
    """`bot.conversation.Turns`."""

    async def take(
        self,
        conversation: ConversationId,
        event: Event,
        update: tuple[str, str] | None = None,
        *,
        file: Upload | None = None,
    ) -> Turn:
        """One turn, committed when this returns; `file` holds the bytes of a `FileReceived`.

        An update that was seen before changes nothing. Raises `StorageError`.
        """
        ...

    async def look(self, conversation: ConversationId) -> Conversation:
        """The whole conversation, read only. Raises `StorageError`."""
        ...


class Entered(Protocol):
    """Somebody came in by an invitation."""

    @property
    def conversation(self) -> ConversationId:
        """Whose page it is."""
        ...

    @property
    def cookie(self) -> str:
        """The secret that this device is known by."""
        ...


class Invitations(Protocol):
    """`bot.invitations.Invitations`."""

    async def accept_browser(self, code: str, *, now: datetime, press: str) -> Entered | None:
        """Uses the code up; None for any code that opens nothing, whatever the reason.

        `press` is the form's own id: the same press again finds what it opened before.
        """
        ...

    async def device(self, cookie: str) -> ConversationId | None:
        """The conversation that this device may open."""
        ...

    async def has_pin(self, conversation: ConversationId) -> bool:
        """Whether a PIN was chosen on the device that is let in now."""
        ...

    async def set_pin(self, conversation: ConversationId, pin: str) -> None:
        """Choose the PIN; only where there is none."""
        ...

    async def check_pin(self, conversation: ConversationId, pin: str) -> bool:
        """Whether this is the PIN. False for a while after five wrong ones, whatever is typed."""
        ...


class Paper(Protocol):
    """A file to open."""

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
        """Whether the plan was approved and there is a copy to open."""
        ...

    async def pdf(self, conversation: ConversationId, today: date) -> Paper | None:
        """This person's own copy; None before approval."""
        ...

    async def card(self, card: Card, day: str, words: Mapping[str, str]) -> bytes:
        """The pocket card as a picture."""
        ...

    async def shared(self, conversation: ConversationId, at: datetime) -> tuple[SharedWords, ...]:
        """What others said that was released to this person. Raises `StorageError`."""
        ...


class OwnFile(Protocol):
    """A voice note, photo or drawing as it was kept."""

    @property
    def content(self) -> bytes:
        """What is in it."""
        ...

    @property
    def media_type(self) -> str:
        """What it is, told by its first bytes."""
        ...


class OwnFiles(Protocol):
    """`bot.own_files.OwnFiles`."""

    async def of(self, conversation: ConversationId, file: FileId) -> OwnFile | None:
        """The file; None where it is not this person's, not here yet, or taken back."""
        ...


class Dialogs(Protocol):
    """`bot.dialog_files.Dialogs`."""

    def of(self, dialog: DialogId, language: str) -> Dialog:
        """A dialog in a language."""
        ...


class Limits(NamedTuple):
    """How much one form may carry."""

    characters: int = 20_000
    """Of one text."""
    file_bytes: int = 12_000_000
    """Of one file: a photo of a phone of today, or twenty minutes of speech."""


def _in_english(language: str) -> NullTranslations:
    return NullTranslations()


@dataclass(frozen=True, kw_only=True)
class Browser:
    """Everything that the pages need."""

    turns: Turns
    invitations: Invitations
    dialogs: Dialogs
    copies: Copies | None = None
    """Own copies of approved plans, and what was released to people."""
    files: OwnFiles | None = None
    """What people sent beside words, for themselves to hear and see again."""
    key: bytes = field(repr=False)
    """Signs forms and the cookie that says the PIN was given; never seals anything."""
    clock: Callable[[], datetime]
    """The time now, UTC, with its zone."""
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Europe/London"))
    """Where the families are: the hour of their day (H4)."""
    links: str = "http://127.0.0.1:8080"
    """The start of every link; with https the cookies are marked Secure."""
    from_telegram: bool = False
    """Whether the bot on Telegram gives links to people's pages."""
    leave_to: str = "https://www.bbc.co.uk/weather"
    """A dull page that "Leave this page" goes to."""
    sittings: Sittings | None = None
    """Practitioners' devices that were passed on."""
    help_lines: HelpLines = field(default_factory=HelpLines)
    """Numbers for the help page, which works for anybody and with the database away."""
    translations: Callable[[str], NullTranslations] = _in_english
    """The catalogue of a language for the words that stand in templates."""
    limits: Limits = field(default_factory=Limits)
    address: Callable[[web.BaseRequest], str] = lambda request: request.remote or ""
    """Who is asking, for the limit on guesses: behind a proxy, what the proxy says."""

    @cached_property
    def signer(self) -> Signer:
        """Signs with `key`."""
        return Signer(self.key)

    @cached_property
    def guesses(self) -> Guesses:
        """Wrong codes so far."""
        return Guesses()

    @cached_property
    def pages(self) -> Pages:
        """The templates."""
        return Pages(self.translations)

    @property
    def secure(self) -> bool:
        """Whether the pages are reached by https."""
        return self.links.startswith("https://")

    def hour(self) -> int:
        """The hour of the families' day."""
        return self.clock().astimezone(self.zone).hour


BROWSER = web.AppKey("browser", Browser)
