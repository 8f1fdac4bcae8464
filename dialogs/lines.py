"""A line: one thing a person said, as it stands in a plan, with everything that traces it.

Nothing here is rewritten. A line carries its words as they came, whose they are, when they were
said, to which question as it was worded then and in which language; earlier revisions stand behind
it. `filing` makes lines; `plan` and the small modules beside it arrange them.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Self

from dialogs.conversation import (
    Chosen,
    Dated,
    Kept,
    Leaving,
    Named,
    Number,
    Value,
    Words,
)
from dialogs.definition import Category, Over, Part
from dialogs.events import Channel
from dialogs.ids import AnswerId, LetterId, ParticipantId, PersonId, QuestionId, SectionId
from dialogs.people import Hand
from dialogs.values import Frozen
from dialogs.wishes import Wished

_ASKING = ("?", "؟", "？")
"""What a question ends with, in the scripts that a language may be written in."""


class About(Frozen):
    """The child, worry, person or thing said that a line is about; `name` is for showing."""

    over: Over
    id: str
    name: str


class Earlier(Frozen):
    """What a line said before it was changed. Kept for the reviewer; in no copy (H8)."""

    id: AnswerId
    value: Value
    asked: str
    at: datetime
    """UTC."""
    language: str
    hand: Hand | None = None


class Typed(Frozen):
    """The words of a voice note, photo or drawing, typed up by somebody; the speaker may correct them."""

    line: AnswerId
    """The root of the line that they stand under."""
    words: str
    by: str
    """The name of who typed them."""
    by_speaker: bool = False
    at: datetime
    """UTC."""


class Line(Frozen):
    """One line of a draft."""

    id: AnswerId
    """The answer's newest revision, which is the one that counts."""
    root: AnswerId
    value: Value
    """Words, a file, choices with their labels, a number with both ends, a person, a day; or which
    way the question was left."""
    category: Category
    part: Part | None = None
    group: str
    """Lines of one group belong together: one action with its who, what and when."""
    section: SectionId
    question: QuestionId
    asked: str
    """The question as it was worded then; "" where the words answered none."""
    about: About | None = None
    speaker: ParticipantId
    speaker_name: str
    at: datetime
    """UTC."""
    language: str
    channel: Channel
    beside: str = ""
    """Who was beside the speaker, in their words (H2)."""
    hand: Hand | None = None
    """In a sitting: whose hand it was; None on the speaker's own phone."""
    sent: datetime | None = None
    """UTC: when the first part went out that holds it as it reads now."""
    again: bool = False
    """The same words once more, under a further heading that the person put them under (H4)."""
    revision: int = 1
    earlier: tuple[Earlier, ...] = ()
    """Oldest first."""
    typed: tuple[Typed, ...] = ()
    """Oldest first; the last one counts."""
    star: bool = False
    """A young person said that this matters most (H14)."""
    nothing: bool = False
    """A bare no to a question that asks for words: there is nothing to add."""
    fills: bool = True
    """Whether it fills the part that it stands at: `beside` says which words only stand there."""
    doer: str = ""
    """Who will do it, where the question itself said so: "What must Ryan do?"."""
    wish: Wished | None = None
    """Who may see it, as the speaker wishes it; None where the dialog does not ask (H7)."""

    @property
    def words(self) -> str:
        """What was said, as text: nothing is added to it."""
        return words_of(self.value)

    @property
    def asks(self) -> str:
        """The question by itself: the paragraphs that ask, without what is quoted beside them."""
        asking = [one for one in self.asked.split("\n\n") if one.rstrip().endswith(_ASKING)]
        return "\n".join(asking) or self.asked

    @property
    def typed_by(self) -> str:
        """Whose hand it was: the speaker's own, or in a sitting the worker's."""
        return self.hand.sat_with if self.hand and self.hand.by_worker else self.speaker_name

    @property
    def typed_words(self) -> str:
        """The words typed up last under a file, or ""."""
        return self.typed[-1].words if self.typed else ""


class Reply(Frozen):
    """What a person answered to a practitioner's question on a line."""

    letter: LetterId
    to: AnswerId | None
    """The root of the line that the question was about."""
    line: Line


class Group(NamedTuple):
    """Lines that belong together, in the order they were said."""

    key: str
    lines: tuple[Line, ...]

    def part(self, *parts: Part | None) -> tuple[Line, ...]:
        """The lines that are these parts of it."""
        return tuple(line for line in self.lines if line.part in parts)

    @property
    def speaker(self) -> ParticipantId:
        """Whose words these are: a group never mixes two people's."""
        return self.lines[0].speaker

    @property
    def speaker_name(self) -> str:
        """The name they chose."""
        return self.lines[0].speaker_name

    @property
    def about(self) -> About | None:
        """What the group is about."""
        return next((line.about for line in self.lines if line.about), None)

    @classmethod
    def gather(cls, lines: Iterable[Line], category: Category) -> tuple[Self, ...]:
        """The groups of this category, in the order in which each began."""
        found: dict[str, list[Line]] = {}
        for line in lines:
            if line.category is category:
                found.setdefault(line.group, []).append(line)
        return tuple(cls(key, tuple(group)) for key, group in found.items())


def words_of(value: Value) -> str:
    """The person's own words, labels, name or number in a value; "" where it has none."""
    match value:
        case Words(text=text):
            return text
        case Kept(caption=caption):
            return caption
        case Chosen(labels=labels):
            return ", ".join(labels)
        case Number(number=number):
            return str(number)
        case Named(name=name):
            return name
        case Dated(words=words, day=day):
            return words or day.isoformat()
        case _:
            return ""


def says_something(line: Line) -> bool:
    """Whether anything can be read in a line: words, a name, a day, a choice that is not a no.

    What only stands beside what was asked says nothing to it. A voice note, photo or drawing counts
    once its words are typed up or stand under it.
    """
    if isinstance(line.value, Chosen):
        return not set(line.value.choices) <= NAYS
    if isinstance(line.value, Leaving) or line.nothing or not line.fills:
        return False
    return bool(words_of(line.value).strip() or line.typed_words.strip())


NOBODY = "nobody"
"""The choice that says that there is nobody, or no one yet."""
NAYS = frozenset({"no", "none", NOBODY, "not_yet"})
"""Ids of choices that say no. A dialog that offers a no uses one of these."""

_BARE = frozenset(
    {
        "no",
        "nope",
        "nah",
        "no more",
        "no one",
        "no one else",
        "nobody",
        "nobody else",
        "none",
        "not really",
        "n/a",
    }
    | {"nothing", "nothing else", "nothing more", "nothing to add"}
    | {"that is all", "that's all", "thats all", "that is it", "that's it", "thats it"}
)
"""Whole replies that add nothing, in English, the one language offered so far."""


def is_bare_no(text: str) -> bool:
    """Whether the whole of a text says no more than "no", "nothing" or "that's all"."""
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!,;-") in _BARE


def people_named(lines: Iterable[Line]) -> dict[PersonId, str]:
    """Everybody named in these lines, by id, under the name given last."""
    return {line.value.person: line.value.name for line in lines if isinstance(line.value, Named)}
