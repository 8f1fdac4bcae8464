"""What the desk needs from outside, in one frozen value; `bot.app` makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cached_property
from gettext import NullTranslations
from typing import Protocol

from aiohttp import web

from bot.asides import Asides
from bot.asking_in import AskingIn
from bot.checking_in import CheckingIn
from bot.desk.hints import Hints
from bot.desk.pages import Pages
from bot.enrolling import Enrolling
from bot.inviting import Inviting
from bot.planning import Planning
from bot.reading import PlainWords
from bot.releasing import Releasing
from bot.reviewing import Reading, Reviewing
from bot.rights import Rights
from bot.sittings import Passed, Sittings
from dialogs.definition import Dialog
from dialogs.ids import ConversationId


class Paper(Protocol):
    """A file to save."""

    @property
    def content(self) -> bytes:
        """What is in it."""
        ...

    @property
    def file_name(self) -> str:
        """The name it is saved under."""
        ...


class Papers(Protocol):
    """`bot.papers.Papers`."""

    async def pdf(self, reading: Reading, today: date, *, added: str = "") -> Paper:
        """The whole draft."""
        ...

    def texts(self, reading: Reading, today: date) -> Mapping[str, str]:
        """Each section as text, by its name."""
        ...


class Passing(Protocol):
    """`bot.browser.Passing`: lets a device into one person's page, and out of it."""

    def on(self, passed: Passed) -> web.Response:
        """To the person's page, whose cookies the answer brings."""
        ...

    def back(self, response: web.StreamResponse, conversation: ConversationId) -> None:
        """Their cookies go."""
        ...

    def page_of(self, conversation: ConversationId) -> str:
        """The address of the person's page."""
        ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything that the pages need."""

    planning: Planning
    inviting: Inviting
    asking_in: AskingIn
    reviewing: Reviewing
    releasing: Releasing
    checking_in: CheckingIn
    enrolling: Enrolling
    sittings: Sittings
    passing: Passing
    rights: Rights
    asides: Asides
    papers: Papers
    plain_words: PlainWords
    key: bytes = field(repr=False)
    """Signs forms; never seals anything."""
    clock: Callable[[], datetime]
    """The time now, UTC, with its zone."""
    zone: tzinfo
    links: str
    """The start of every link; with https the cookie is marked Secure."""
    only_here: bool = False
    """There is no public address: links work on this computer alone, and the page says so."""
    dialogs: tuple[Dialog, ...]
    """Every dialog, in the order in which they are offered: nobody can be asked in another way."""
    unchecked_languages: tuple[str, ...] = ()
    """Languages on offer whose wording no qualified translator has checked."""
    translations: NullTranslations = field(default_factory=NullTranslations, repr=False)
    language: str = "en"

    @cached_property
    def pages(self) -> Pages:
        """The templates."""
        return Pages(self.translations, self.language, self.zone, self.clock)

    @cached_property
    def hints(self) -> Hints:
        """The house wording, as hints."""
        return Hints(self.plain_words)

    @property
    def secure(self) -> bool:
        """Whether the pages are reached by https."""
        return self.links.startswith("https://")

    @property
    def today(self) -> date:
        """The practitioner's date."""
        return self.clock().astimezone(self.zone).date()


DESK = web.AppKey("desk", Desk)
