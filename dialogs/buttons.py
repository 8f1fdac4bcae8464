"""Buttons: what each says, and what pressing it means.

An answer is picked, a move is made, a part, an answer or a letter is opened. `prompts` lays them on a
screen, where a button's place is its number; `engine` does what a press means.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from dialogs.ids import AnswerId, LetterId, QuestionId, SectionId
from dialogs.values import Frozen


class Move(StrEnum):
    """What a button that is no answer does."""

    BACK = "back"
    SKIP = "skip"
    NOT_SURE = "not_sure"
    RATHER_NOT = "rather_not"
    NO_MORE = "no_more"
    DONE_PICKING = "done_picking"
    WHY = "why"
    OTHER_WAY = "other_way"
    MORE = "more"
    HELP = "help"
    QUIET_HELP = "quiet_help"
    """Opens the help lines on a page that leaves at once (H2)."""
    ALL_HELP = "all_help"
    LONGER = "longer"
    """From the short path to the full one."""
    SHORTER = "shorter"
    HUB = "hub"
    CHECK = "check"
    YOU_SAID = "you_said"
    """What was said, and what was done about it."""
    STAR = "star"
    """Say which line matters most (H14)."""
    SEND = "send"
    STOP = "stop"
    GO_ON = "go_on"
    LATER = "later"
    RIGHT = "right"
    """What was played back is what I meant."""
    NOT_WHAT_I_MEANT = "not_what_i_meant"
    SOMEBODY_NEW = "somebody_new"
    WHO_READS = "who_reads"
    UNCLEAR = "unclear"
    """I don't understand this (H6)."""
    NEXT_PAGE = "next_page"
    PAGE_BEFORE = "page_before"
    SHOW_WORDS = "show_words"
    """An earlier day's words may stand in this chat, for this sitting (H2)."""
    HIDE_WORDS = "hide_words"
    DONE_FOR_NOW = "done_for_now"
    """Stop, after sending."""
    NOT_FOR_ME = "not_for_me"
    COME_BACK_IN = "come_back_in"
    """The door stays open after "not for me"."""
    RED_FLAG = "red_flag"
    """I see a red flag: whom to ring (H11)."""
    FLAG_IT = "flag_it"
    """Put it on the worker's list."""
    GOOD_NEWS = "good_news"
    WHEN = "when"
    """Choose when to be asked how it goes."""
    EASY = "easy"
    """From here on one sentence at a time (`easy`)."""
    WHOLE = "whole"
    """The whole question at once, again."""


class Pick(Frozen):
    """Answer with this choice: a choice's id, a number as text, or a person's id."""

    act: Literal["pick"] = "pick"
    choice: str


class Do(Frozen):
    """Make this move."""

    act: Literal["do"] = "do"
    move: Move


class Enter(Frozen):
    """Go into a section, or look at what is kept in it."""

    act: Literal["enter"] = "enter"
    section: SectionId
    check: bool = False
    page: int = 0


class Change(Frozen):
    """Change this answer, take it back, say who may see it, or that it matters most."""

    act: Literal["change"] = "change"
    root: AnswerId
    take_back: bool = False
    wish: bool = False
    star: bool = False


class Read(Frozen):
    """Open a letter, or answer it."""

    act: Literal["read"] = "read"
    letter: LetterId
    reply: bool = False


class Put(Frozen):
    """Put this question, from a check page: it waits, or `more` is said to it."""

    act: Literal["put"] = "put"
    question: QuestionId
    about: str = ""
    more: bool = False


Act = Annotated[Pick | Do | Enter | Change | Read | Put, Field(discriminator="act")]


class Button(Frozen):
    """A label and what pressing it means. Its place in the prompt is its number."""

    label: str
    act: Act


@lru_cache(maxsize=2000)
def house_button(label: str, act: Do | Enter) -> Button:
    """A button of ours, which stands on thousands of screens: one value serves them all."""
    return Button(label=label, act=act)


def shared(button: Button) -> Button:
    """The one value for a button of ours; any other, which may hold a name, as it is."""
    return house_button(button.label, button.act) if isinstance(button.act, Do | Enter) else button


SCALE: tuple[Button, ...] = tuple(Button(label=str(n), act=Pick(choice=str(n))) for n in range(11))
"""0 to 10."""
