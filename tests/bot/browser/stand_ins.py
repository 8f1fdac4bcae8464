"""The use cases behind the pages, in memory: the real engine, no database.

`InMemoryTurns` keeps what `bot.conversation` keeps; `InMemoryInvitations` what `bot.invitations`
keeps. Both can be told to be away, as a database can.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.browser import Upload
from dialogs.conversation import Conversation
from dialogs.definition import Dialog
from dialogs.effects import Effect, Turn
from dialogs.engine import advance
from dialogs.events import Event
from dialogs.facts import Facts, Letter, LetterKind
from dialogs.help_lines import HelpLines
from dialogs.ids import ConversationId, DialogId, LetterId
from storage.errors import StorageError
from tests.conversing import a_dialog, listening, some_facts

NUMBERS = HelpLines(
    danger=("Danger now: 999. If you can't speak on a mobile, press 55 when asked.",),
    quiet=("999. If you can't speak on a mobile, press 55 when asked.", "There is more under More."),
    others=(
        "Childline: 0800 1111. Day and night.",
        "National Domestic Abuse Helpline: 0808 2000 247.",
        "Shout: text 85258.",
    ),
)
SHAPES = a_dialog(Path(__file__).with_name("shapes.toml"), help=NUMBERS, signposts=listening())
"""A dialog with every kind of question."""


def a_letter(words: str, at: datetime, kind: LetterKind = LetterKind.QUESTION) -> Letter:
    """Words from the practitioner."""
    return Letter(id=LetterId(f"letter-{len(words)}"), kind=kind, words=words, at=at)


class Away(StorageError):
    """The database cannot be reached."""


@dataclass
class InMemoryTurns:
    """Conversations by id, the updates that were seen, and what came of them."""

    dialogs: "OneDialog"
    held: dict[ConversationId, Conversation] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    files: dict[str, Upload] = field(default_factory=dict)
    away: bool = False

    def begin(self, id: str, facts: Facts | None = None) -> None:
        """A conversation that nobody has opened yet."""
        of = ConversationId(id)
        self.held[of] = Conversation(id=of, dialog=self.dialogs.dialog.id, facts=facts or some_facts())

    async def take(
        self,
        conversation: ConversationId,
        event: Event,
        update: tuple[str, str] | None = None,
        *,
        file: Upload | None = None,
    ) -> Turn:
        """One turn."""
        now = await self.look(conversation)
        if update is not None and update in self.seen:
            return Turn(conversation=now)
        turn = advance(self.dialogs.of(now.dialog, now.language), now, event)
        self.held[conversation] = turn.conversation
        self.events.append(event)
        self.effects.extend(turn.effects)
        if update is not None:
            self.seen.add(update)
        if file is not None:
            self.files[event.file] = file  # type: ignore[union-attr]
        return turn

    async def look(self, conversation: ConversationId) -> Conversation:
        """The whole of it."""
        if self.away:
            raise Away("the database does not answer")
        return self.held[conversation]


@dataclass
class OneDialog:
    """Every conversation is in this dialog."""

    dialog: Dialog = SHAPES

    def of(self, dialog: DialogId, language: str) -> Dialog:
        """That dialog."""
        return self.dialog


@dataclass(frozen=True)
class CameIn:
    """Somebody came in."""

    conversation: ConversationId
    cookie: str


@dataclass
class InMemoryInvitations:
    """Codes that open a conversation once, devices and PINs."""

    turns: InMemoryTurns
    codes: dict[str, ConversationId] = field(default_factory=dict)
    devices: dict[str, ConversationId] = field(default_factory=dict)
    pins: dict[ConversationId, str] = field(default_factory=dict)
    wrong: int = 0
    asked: int = 0

    async def accept_browser(self, code: str, *, now: datetime, press: str) -> CameIn | None:
        """Uses the code up."""
        self.asked += 1
        conversation = self.codes.pop(code.replace("-", "").upper(), None)
        if conversation is None:
            return None
        self.devices = {cookie: of for cookie, of in self.devices.items() if of != conversation}
        self.pins.pop(conversation, None)
        cookie = f"device-{self.asked}-{conversation}"
        self.devices[cookie] = conversation
        return CameIn(conversation, cookie)

    async def device(self, cookie: str) -> ConversationId | None:
        """Whose device this is."""
        if self.turns.away:
            raise Away("the database does not answer")
        return self.devices.get(cookie)

    async def has_pin(self, conversation: ConversationId) -> bool:
        """Whether one was chosen."""
        return conversation in self.pins

    async def set_pin(self, conversation: ConversationId, pin: str) -> None:
        """Choose one."""
        self.pins.setdefault(conversation, pin)

    async def check_pin(self, conversation: ConversationId, pin: str) -> bool:
        """Five wrong ones are held."""
        if self.wrong >= 5:
            return False
        self.wrong = 0 if self.pins.get(conversation) == pin else self.wrong + 1
        return self.wrong == 0
