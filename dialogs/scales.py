"""Scales: each person's own number for each worry, with both ends as they were worded to that person.

Numbers are never averaged and never compared by anything but a practitioner's eye; `strength`
notes where they lie far apart, since difference is information. `plan.DraftPlan.readings` gathers
them.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from dialogs.conversation import Number
from dialogs.definition import Category, Dialog, Part, Section
from dialogs.ids import QuestionId
from dialogs.lines import Group, Line


class Reading(Group):
    """One person's place on one scale, and what they said about it."""

    @property
    def number(self) -> Number | None:
        """The number and both ends; None where only words were given."""
        own = self.part(Part.NUMBER, None)
        return next((line.value for line in reversed(own) if isinstance(line.value, Number)), None)

    @property
    def why_not_lower(self) -> tuple[Line, ...]:
        """Why it is not lower."""
        return self.part(Part.WHY_NOT_LOWER)

    @property
    def best_ever(self) -> tuple[Line, ...]:
        """The best it has been."""
        return self.part(Part.BEST_EVER)

    @property
    def one_up(self) -> tuple[Line, ...]:
        """What one point up would look like."""
        return self.part(Part.ONE_UP)


def readings(lines: tuple[Line, ...]) -> tuple[Reading, ...]:
    """Each person's reading of each scale: the number first, and words beside it after."""
    found = Reading.gather(lines, Category.SCALE)
    return tuple(
        one._replace(lines=tuple(sorted(one.lines, key=lambda line: not line.fills))) for one in found
    )


def scale_of(dialog: Dialog, worry: str, steps: frozenset[tuple[QuestionId, str]]) -> Section | None:
    """The section in which somebody on this path gave a worry its number: a later one stands with it."""
    for section in dialog.section:
        scaled = any(question.goes.part is Part.NUMBER for question in section.question)
        if scaled and any((question.id, worry) in steps for question in section.question):
            return section
    return None


class Course(NamedTuple):
    """One person's own numbers for one worry, oldest first, each with both ends as they were worded."""

    name: str
    points: tuple[tuple[datetime, Number], ...]
    """Times are UTC."""


def courses(lines: Iterable[Line], worry: str) -> tuple[Course, ...]:
    """Each person's numbers for this worry, by person: never averaged, and never joined to anybody else's.

    A number that was changed counts as said then; one that was taken back is in no line. Of one day only the
    last number stands.
    """
    found: dict[str, list[tuple[datetime, Number]]] = {}
    for line in lines:
        if line.category is Category.SCALE and line.about is not None and line.about.id == worry:
            said = [(one.at, one.value) for one in line.earlier] + [(line.at, line.value)]
            numbers = [(at, value) for at, value in said if isinstance(value, Number)]
            found.setdefault(line.speaker_name, []).extend(numbers)
    by_day = {
        name: {at.date(): (at, number) for at, number in sorted(points, key=lambda point: point[0])}
        for name, points in found.items()
        if points
    }
    return tuple(Course(name, tuple(days.values())) for name, days in by_day.items())
