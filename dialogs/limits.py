"""How long is too long: for a button, for a phone's screen, and for ten minutes.

The lengths are ours: 28 characters stay on one line of a button 360 pixels wide, 350 characters on
its screen with the buttons below. Another language may take half as much again. `load` calls `faults`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.definition import Category, Dialog, House, Kind
from dialogs.people import Role
from dialogs.reach import Reach
from dialogs.samples import sampled
from dialogs.shape import Found
from dialogs.translate import texts


class Lengths(NamedTuple):
    """Most characters, with sample names filled in."""

    label: int
    screen: int


ENGLISH = Lengths(label=28, screen=350)
OTHERS = Lengths(label=40, screen=500)

SHORT_PATH_AT_MOST = 15
"""Questions on the short path behind the door, for one child, person and action (practice.md §9, H4)."""
WORRIES_AT_MOST = 3
"""Worry statements of a plan (practice.md §1): the short path stays short with all of them."""

ASSESSED = (
    Category.HARM,
    Category.DANGER,
    Category.COMPLICATING,
    Category.STRENGTH,
    Category.SAFETY,
    Category.GOAL,
    Category.ACTION,
    Category.SCALE,
)
"""The seven categories of practice.md §1 and its judgement: a parent can reach every one."""


def faults(dialog: Dialog) -> Iterator[Found]:
    """Every string of the dialog that is too long."""
    lengths = ENGLISH if dialog.language == "en" else OTHERS
    yield from _label("", "its title", dialog.title, lengths)
    for section in dialog.section:
        yield from _label(section.id, "its title", section.title, lengths)
        for question in section.question:
            for field, text in texts(question):
                if field.startswith("choice."):
                    yield from _label(question.id, f"`{field}`", text, lengths)
                else:
                    yield from _screen(question.id, f"`{field}`", text, lengths)


def house_faults(house: House, lengths: Lengths = ENGLISH) -> Iterator[Found]:
    """Every string of the house that is too long; `button.` names are labels."""
    for name, text in house.words.items():
        if ".button." in f".{name}":
            yield from _label(name, "it", text, lengths)
        else:
            yield from _screen(name, "it", text, lengths)


def path_faults(dialog: Dialog, reach: Reach) -> Iterator[Found]:
    """Whether ten minutes are enough for the short path, and whether a parent can say everything."""
    most, worries = most_on_the_short_path(reach)
    if most > SHORT_PATH_AT_MOST:
        told = f" with {worries} worries" if worries > 1 else ""
        yield "", f"the short path asks up to {most} questions{told}; {SHORT_PATH_AT_MOST} are the most"
    if dialog.role is not Role.PARENT:
        return
    questions = [q for _, q in dialog.questions.values() if q.kind is not Kind.READ and reach.asked(q.id)]
    asked = {question.goes.category for question in questions}
    for category in ASSESSED:
        if category not in asked:
            yield "", f"no question that anybody is asked goes to `{category}`"


def most_on_the_short_path(reach: Reach) -> tuple[int, int]:
    """How many questions the short path asks at most, and the fewest worries with which it does."""
    most = [reach.most_asked_when_short(worries) for worries in range(WORRIES_AT_MOST + 1)]
    return max(most), most.index(max(most))


def _label(place: str, what: str, text: str, lengths: Lengths) -> Iterator[Found]:
    size = len(sampled(text))
    if size > lengths.label:
        yield place, f"{what} is {size} characters long, and a button holds {lengths.label}: {text!r}"


def _screen(place: str, what: str, text: str, lengths: Lengths) -> Iterator[Found]:
    size = len(sampled(text))
    if size > lengths.screen:
        yield place, f"{what} is {size} characters long, and a phone's screen holds {lengths.screen}"
