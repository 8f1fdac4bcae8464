"""One person's progress through one dialog: prompts put, answers kept, and one pointer.

Nothing here says where the person *is*: `route` derives that from the dialog and the answers.
`asked` is the one thing stored beside them: the prompt that a free text would answer. Answers are
append-only; a correction is a new revision of the same root. Repositories in `storage` keep these
values; only `engine` makes them.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from dialogs.buttons import Act, Button
from dialogs.definition import Kind
from dialogs.events import Channel, FileKind
from dialogs.facts import Facts
from dialogs.ids import (
    AnswerId,
    ConversationId,
    DialogId,
    FileId,
    LetterId,
    PersonId,
    PromptId,
    QuestionId,
    SectionId,
)
from dialogs.people import Hand
from dialogs.signposts import Alarm
from dialogs.values import Frozen

PASSED_ON = QuestionId("house.passed_on")
"""Under this stand somebody else's words that the person sent on."""

# What an answer may be --------------------------------------------------------------------------


class Words(Frozen):
    """Text, exactly as it came."""

    kind: Literal["words"] = "words"
    text: str


class Kept(Frozen):
    """A voice note, photo or drawing, kept as it came, with the words sent under it."""

    kind: Literal["file"] = "file"
    file: FileId
    file_kind: FileKind
    caption: str = ""


class Chosen(Frozen):
    """One or several choices: their ids, and their labels as they were worded then."""

    kind: Literal["chosen"] = "chosen"
    choices: tuple[str, ...]
    labels: tuple[str, ...]


class Number(Frozen):
    """A number on a scale of 0 to 10, with both ends as they were worded then. Never averaged."""

    kind: Literal["number"] = "number"
    number: int = Field(ge=0, le=10)
    low: str
    high: str


class Named(Frozen):
    """A person: one already known, or a new name. Names are never inflected."""

    kind: Literal["named"] = "named"
    person: PersonId
    name: str


class Dated(Frozen):
    """A day, with the words it was typed in; "" where it was tapped."""

    kind: Literal["dated"] = "dated"
    day: date
    words: str

    @property
    def typed(self) -> str:
        """What was typed, where that is not the bare day, which a browser's calendar gives."""
        return "" if self.words == self.day.isoformat() else self.words


class Left(StrEnum):
    """Three different ways of not answering, each kept as it is."""

    SKIPPED = "skipped"
    NOT_SURE = "not_sure"
    RATHER_NOT = "rather_not"


class Leaving(Frozen):
    """The question was left. "Skipping is allowed and tells you nothing." (H8)"""

    kind: Literal["left"] = "left"
    left: Left


class Seen(Frozen):
    """Something to read was acknowledged."""

    kind: Literal["seen"] = "seen"


class NoMore(Frozen):
    """Nothing, nobody, no more: the list of texts or people is closed, or no one does it yet."""

    kind: Literal["no_more"] = "no_more"


class TakenBack(Frozen):
    """The person took the line back. What stood there stays on file, and nowhere else."""

    kind: Literal["taken_back"] = "taken_back"


Value = Annotated[
    Words | Kept | Chosen | Number | Named | Dated | Leaving | Seen | NoMore | TakenBack,
    Field(discriminator="kind"),
]


class Answer(Frozen):
    """One thing a person said, in one revision. It points at its prompt for the question's wording."""

    id: AnswerId
    root: AnswerId
    """The id of its first revision; what repeats and lines are known by."""
    revision: int = 1
    prompt: PromptId
    section: SectionId
    question: QuestionId
    about: str = ""
    """The child, worry, person or item the section repeats for; "" where it does not."""
    value: Value
    at: datetime
    """UTC."""
    sitting: int = 1
    beside: str = ""
    """Who was beside the person, in their words: "with Ryan there" (H2)."""
    hand: Hand | None = None
    """In a sitting: whose hand it was; None on the person's own phone."""
    channel: Channel
    language: str
    message: int | None = None
    """Telegram's message id, so that an edited message finds its answer."""
    words: str = ""
    """What was typed, to the letter, where `value` says what it was understood as; "" where it was tapped."""
    came_at: tuple[QuestionId, str] | None = None
    """The question that was asked when these words came, and what it was about, where they are kept apart."""
    alarm: Alarm | None = None
    """What these words raised. Such words are nobody's name and no action unless the person sorts them so;
    what means danger now is no item at all."""


# What is on the screen ---------------------------------------------------------------------------


class Screen(StrEnum):
    """What a prompt is."""

    QUESTION = "question"
    PLAY_BACK = "play_back"
    HUB = "hub"
    CHECK = "check"
    EARLIER = "earlier"
    """A messenger: may words of another day be shown here? (H2)"""
    GOOD_TIME = "good_time"
    """Coming back: "Is now a good time?", without repeating anybody's words (H2)."""
    HELP = "help"
    LETTER = "letter"
    REPLY = "reply"
    YOU_SAID = "you_said"
    """What a young person said, and what was done about it."""
    RED_FLAG = "red_flag"
    """Whom to ring, of somebody who lives with the plan (H11)."""
    FLAGGED = "flagged"
    CHECK_IN = "check_in"
    """One step of how it goes."""
    WHEN = "when"
    """When somebody wants to be asked how it goes."""
    OVER = "over"
    """The plan is closed: no worker reads here."""
    GOOD_NEWS = "good_news"
    SENT = "sent"
    STOPPED = "stopped"
    WISH = "wish"
    """Who may see a part, or a line (H7)."""
    STAR = "star"
    """Which line matters most (H14)."""
    CLOSED = "closed"
    """ "Not for me": closed kindly, the door open."""


class Line(Frozen):
    """A kept answer as a check page or a letter shows it: the question and the person's words."""

    root: AnswerId
    question: str
    """ "" below another answer to the same one."""
    words: str
    part: str = ""
    """The title of the part that begins here, or goes on here from the page before."""
    wish: str = ""
    """Who may see it, where the dialog asks that."""
    back_says: str = ""
    """Who wrote back about it, or that nobody did yet, where that is shown."""
    back: str = ""
    """What they wrote."""


class Prompt(Frozen):
    """A screen as it was put to somebody: the exact words and choices shown, in which language."""

    id: PromptId
    number: int
    """Counts from 1 in each conversation; a button's payload is this and the button's place."""
    screen: Screen
    section: SectionId | None = None
    question: QuestionId | None = None
    about: str = ""
    revises: AnswerId | None = None
    """The root of the answer that a reply to this prompt changes."""
    letter: LetterId | None = None
    page: int = 0
    back_to: PromptId | None = None
    """Where a detour (help, change, a letter) came from."""
    due: tuple[tuple[QuestionId, str], ...] = ()
    """Questions that a change made newly needed, to be asked before going back."""
    kind: Kind | None = None
    """How the reply is given; None where only buttons are."""
    said: tuple[str, ...] = ()
    """What is said before the question in the same message: thanks, repair, an explanation."""
    text: str
    """The question as it was worded."""
    quote: str = ""
    """The person's or the practitioner's own words, shown apart from ours and never changed."""
    lines: tuple[Line, ...] = ()
    low: str = ""
    high: str = ""
    buttons: tuple[Button, ...] = ()
    ticked: tuple[int, ...] = ()
    """Numbers of the buttons ticked so far, where several may be chosen."""
    unfolded: bool = False
    """Telegram: the rarer buttons are shown."""
    easy: bool = False
    """Shown sentence by sentence: `page` says which one (`easy`)."""
    at: datetime
    sitting: int = 1
    language: str = "en"
    message: int | None = None
    """Telegram's message id once it has been shown; None while it has not left."""

    def act(self, button: int) -> Act | None:
        """What pressing this button means; None where there is no such button."""
        return self.buttons[button].act if 0 <= button < len(self.buttons) else None


class Sent(Frozen):
    """A part that was sent: which revisions it froze, and when."""

    number: int
    at: datetime
    answers: tuple[AnswerId, ...]


class Conversation(Frozen):
    """One person's progress. `SCHEMA` goes up when a stored conversation would read differently."""

    id: ConversationId
    dialog: DialogId
    facts: Facts
    language: str = "en"
    prompts: tuple[Prompt, ...] = ()
    """The newest few, which is all that a turn needs; storage keeps every one (`RECENT`)."""
    put: int = 0
    """How many prompts were ever put: the newest one's number."""
    answers: tuple[Answer, ...] = ()
    asked: PromptId | None = None
    sitting: int = 1
    sitter: str = ""
    """The worker who sits beside the person now, with the worker's own device; "" on their own."""
    last_at: datetime | None = None
    sent: tuple[Sent, ...] = ()
    closed: bool = False
    """ "Not for me" was said last."""
    easy: bool = False
    """Whether the person chose to read one sentence at a time."""
    words_asked: int = 0
    """The sitting in which it was last asked whether earlier words may be shown on a messenger (H2)."""
    words_shown: int = 0
    """The sitting for which the answer was yes."""

    def prompt(self, id: PromptId | None) -> Prompt | None:
        """One of the newest prompts, by its id."""
        return next((p for p in reversed(self.prompts) if p.id == id), None)

    def numbered(self, number: int) -> Prompt | None:
        """One of the newest prompts, by its number."""
        return next((p for p in reversed(self.prompts) if p.number == number), None)


RECENT = 16
"""How many prompts a conversation carries. A press or form for an older one is stale."""
SCHEMA = 1
