"""What a dialog file may say.

A dialog is data: sections of questions, in the order they are asked. There are no jumps. A
question says *when* it applies, by typed rules over earlier answers and over the facts of the
plan; `route` keeps those that apply, and that is the whole path. `load` reads the TOML files in
`definitions/` into these classes and refuses whatever is malformed.

    [[section]]
    id = "good"
    title = "What is going well"

    [[section.question]]
    id = "good.proud"
    kind = "texts"
    ask = "What do you do well with {children}?"
    why = "A plan works best when it starts from what already works."
    other = "What would your best friend say you are good at?"
    example = "We read a book every night."
    goes = { category = "strength" }
    short = true

Names that may stand in braces: {name} {worker} {cover} {reads} {children} everywhere; {child},
{worry}, {worry_words}, {goal}, {low}, {high}, {whose}, {kept_safe}, {person} or {item} in a section that
repeats for one; {if_nothing_changes} and {step_back} as the practitioner wrote them. In a dialog of
role network: {why_asked} and {may_know}, as the practitioner wrote them for that one person.
"""

from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from dialogs.help_lines import HelpLines
from dialogs.ids import ChoiceId, DialogId, QuestionId, SectionId
from dialogs.people import Role
from dialogs.pictures import Face, Picture, Sign
from dialogs.rules import Rule
from dialogs.signposts import Signposts
from dialogs.values import Frozen


class Kind(StrEnum):
    """How a question is answered. A voice note, photo or drawing may stand for any text."""

    READ = "read"
    TEXT = "text"
    TEXTS = "texts"
    CHOICE = "choice"
    CHOICES = "choices"
    AGREE = "agree"
    SCALE = "scale"
    PERSON = "person"
    PEOPLE = "people"
    DATE = "date"


IN_WORDS = frozenset({Kind.TEXT, Kind.TEXTS})
"""Answered in the person's own words."""
WHOM = frozenset({Kind.PERSON, Kind.PEOPLE})
"""Answered with a name."""
OPEN_ENDED = frozenset({Kind.TEXTS, Kind.PEOPLE})
"""Answered by one after the other, until "no more"."""


class Category(StrEnum):
    """Where an answer goes in the plan: the seven categories of practice.md §1, and the rest."""

    HARM = "harm"
    DANGER = "danger"
    COMPLICATING = "complicating"
    STRENGTH = "strength"
    SAFETY = "safety"
    TIME = "time"
    """Said about a time it went right, without all that makes it safety. No question goes here."""
    GOAL = "goal"
    ACTION = "action"
    ASKED = "asked"
    """What somebody needs from workers."""
    NETWORK = "network"
    WHAT_IF = "what_if"
    SIGN = "sign"
    """Triggers, early warnings and red flags."""
    SCALE = "scale"
    VIEW = "view"
    """How this person sees the worry that the practitioner explained."""
    UNSORTED = "unsorted"
    """Said freely; nobody has said yet where it belongs."""
    ASIDE = "aside"
    """Typed at a page to read, or beside the buttons of how to do this. No question goes here."""
    PROCESS = "process"
    """About the way of working: who is beside me, how I want to do this, did we listen."""


class Part(StrEnum):
    """Which part of a line made of several questions an answer is."""

    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    HOW_WE_KNOW = "how_we_know"
    HOW_LONG = "how_long"
    LOOK = "look"
    """The day on which it is looked at again."""
    BACKUP = "backup"
    OBSTACLE = "obstacle"
    SAID_YES = "said_yes"
    """Whether the person who will do it has said yes."""
    WORRY_MET = "worry_met"
    """What could have happened."""
    BETTER = "better"
    """What was better because of it, where the worry it met is the one that the section is about."""
    CIRCLE = "circle"
    MAY_KNOW = "may_know"
    ASK_THEM = "ask_them"
    HEAR_FIRST = "hear_first"
    """What they need to hear before they can help, and who says it."""
    TRIGGER = "trigger"
    EARLY_WARNING = "early_warning"
    RED_FLAG = "red_flag"
    NUMBER = "number"
    WHY_NOT_LOWER = "why_not_lower"
    BEST_EVER = "best_ever"
    ONE_UP = "one_up"
    SEEN = "seen"
    """The speaker saw or heard it for themselves."""
    HEARD = "heard"
    """The speaker did not see it: others told them. Never mixed with what was seen."""
    GAP = "gap"
    """A time when nobody can help yet: a hole that was said, and no answer to a what-if."""


class Goes(Frozen):
    """Where the answers to a question stand in the plan."""

    category: Category
    part: Part | None = None
    who: Literal["speaker", "whose"] | None = None
    """Who does it, where the question itself says so: "What must {whose} do?"."""


class Does(StrEnum):
    """What tapping a choice sets in motion, beside being kept as an answer."""

    NOT_FOR_ME = "not_for_me"
    SHORT_PATH = "short_path"
    FULL_PATH = "full_path"
    RING_ME = "ring_me"
    WITH_WORKER = "with_worker"
    INTERPRETER = "interpreter"
    ADVOCATE = "advocate"
    """Somebody only on my side is wanted (H10)."""
    PHONE_SEEN = "phone_seen"
    """Somebody else sees this phone: help is shown the quiet way from here on (H2)."""


class Choice(Frozen):
    """One thing to tap. Labels fit a phone's button: `load` refuses longer ones."""

    id: ChoiceId
    label: str
    goes: Category | None = None
    """For a question that sorts: the heading this choice puts the piece under."""
    does: Does | None = None
    opens: SectionId | None = None
    """At the end of the door: the part that is asked first."""
    face: Face | None = None
    """The face that is drawn beside the label, where there is a screen to draw on."""
    flag: bool = False
    """Tapped, it is flagged for the same day, and the question says so: the saddest face."""


class Offers(Frozen):
    """Whom a question about people offers as buttons, beside those who are named already.

    offers = { me = false, worker = true, never = ["act.who"] }
    """

    me: bool = True
    """The person themself; for kind person, since nobody is a helper of their own."""
    worker: bool = False
    never: tuple[QuestionId, ...] = ()
    """Nobody who was named in answer to these, for the same thing: a backup is somebody else."""


class Question(Frozen):
    """One question, as the dialog file words it."""

    id: QuestionId
    kind: Kind
    ask: str
    why: str = ""
    other: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    choices_from: Literal["languages"] | None = None
    offers: Offers = Offers()
    low: str = ""
    high: str = ""
    """The two ends of a scale; may be "{low}" and "{high}" of the worry."""
    goes: Goes = Goes(category=Category.PROCESS)
    when: tuple[Rule, ...] = ()
    short: bool = False
    """Asked on the short path too."""
    short_when: tuple[Rule, ...] = ()
    """What must hold besides for the short path to ask it; the full path does not look at these."""
    private: bool = False
    """About people I fear, or past hurt: asked only when nobody is there who could hear (H2)."""
    what_happened: bool = False
    """Closed while a police or court enquiry is under way (H3)."""
    helped: bool = False
    """The one thing that helped me get through, which ends a heavy section (H4)."""
    each_sitting: bool = False
    """Asked again at every sitting; an earlier sitting's answer no longer counts."""
    flag_at_most: int | None = None
    """For a scale: a number as low as this is flagged for the same day, and the question says so."""
    flag_at_least: int | None = None
    """The same for a number as high as this."""
    play_back: bool = False
    """What was kept is shown before moving on."""
    sorts: QuestionId | None = None
    """The choice says which category the section's item belongs to (H4, "I just want to say it")."""
    sign: Sign | None = None
    """What is drawn beside it where it is read one sentence at a time; else its section's."""
    was: tuple[QuestionId, ...] = ()
    """Ids this question had before; answers under them are its answers."""


class Over(StrEnum):
    """What a section repeats for."""

    CHILD = "child"
    WORRY = "worry"
    PERSON = "person"
    """Each person named in answer to the question `of`."""
    ITEM = "item"
    """Each thing said in answer to the question `of`."""


class Repeat(Frozen):
    """A section asked once for each child, worry, person or thing said."""

    over: Over
    of: QuestionId | None = None

    @model_validator(mode="after")
    def _names_its_source(self) -> "Repeat":
        if (self.over in (Over.PERSON, Over.ITEM)) != (self.of is not None):
            raise ValueError("`of` goes with `over` person or item, and only with them")
        return self


class Section(Frozen):
    """Questions that belong together; one row of the hub."""

    id: SectionId
    title: str
    door: bool = False
    """Asked before the hub opens, in order."""
    heavy: bool = False
    picture: Picture | None = None
    """What is drawn beside its questions, in the world of pictures that the child picked (`pictures`)."""
    sign: Sign | None = None
    """What is drawn beside its questions where they are read one sentence at a time (`easy`)."""
    repeats: Repeat | None = None
    short: bool = False
    """Stands in the hub on the short path too."""
    when: tuple[Rule, ...] = ()
    question: tuple[Question, ...] = Field(min_length=1)


class House(Frozen):
    """The words of the house: buttons, repair, help and the screens between the questions.

    Defined once, outside the dialogs, in `definitions/house.toml`; `engine` and `wording` use them
    by name. Names in braces as in a question, and {time}, {section}, {words}, {number} where said.
    """

    words: dict[str, str]
    lists: dict[str, str] = Field(default_factory=dict)
    """Words that mean one thing when a whole reply is one of them, and names; " / " between them."""

    @cached_property
    def listed(self) -> dict[str, tuple[str, ...]]:
        """Each list, entry by entry."""
        return {
            name: tuple(entry.strip() for entry in entries.split(" / "))
            for name, entries in self.lists.items()
        }

    def __getitem__(self, name: str) -> str:
        return self.words[name]


class Dialog(Frozen):
    """A whole dialog in one language, with the house's words in that language beside it."""

    id: DialogId
    title: str
    role: Role
    ages: tuple[int, int] | None = None
    """For a young person: the youngest and the oldest age that it is proposed for."""
    wishes: bool = False
    """Who may see it can be said of every line, and stands beside it (H7)."""
    beside: bool = False
    """Asked only in a sitting: beside a worker, on the worker's own device. No link or code is made."""
    language: str = "en"
    right_to_left: bool = False
    section: tuple[Section, ...] = Field(min_length=1)
    house: House = House(words={})
    help: HelpLines = HelpLines()
    signposts: Signposts | None = None
    """None where a language has no measured danger words."""

    @cached_property
    def questions(self) -> dict[QuestionId, tuple[Section, Question]]:
        """Every question by its id, with the section it stands in."""
        return {question.id: (section, question) for section in self.section for question in section.question}

    @cached_property
    def renamed(self) -> dict[QuestionId, QuestionId]:
        """Ids that questions had before, and the ids they have now."""
        return {old: question.id for _, question in self.questions.values() for old in question.was}

    @cached_property
    def doing(self) -> dict[Does, list[tuple[Question, ChoiceId]]]:
        """The choices that set something in motion, by what they do."""
        found: dict[Does, list[tuple[Question, ChoiceId]]] = {}
        for _, question in self.questions.values():
            for choice in question.choices:
                if choice.does is not None:
                    found.setdefault(choice.does, []).append((question, choice.id))
        return found

    @property
    def for_the_young(self) -> bool:
        """Whether a young person is asked: after words of harm nothing more is, until they choose (H10)."""
        return self.role is Role.YOUNG_PERSON

    @cached_property
    def free_box(self) -> Question | None:
        """Where words go that answer no question: "I want to say it my way"."""
        return next(
            (
                q
                for _, q in self.questions.values()
                if q.kind is Kind.TEXTS and q.goes.category is Category.UNSORTED
            ),
            None,
        )
