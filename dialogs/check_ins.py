"""How it goes: a check-in of somebody who lives with a plan, step by step.

**Theory.** A check-in is a letter. It asks whether it happened (yes, partly, no), what was seen, and this
person's own number for each worry that they gave one to; where a number moved it asks one thing more, and
nothing else. Its first steps are answered like a letter, the numbers stand with the worry's scale, each
with its day and both ends as they were worded. Nobody is praised or judged, silence is told and never
punished, and no young person is asked about what adults do (practice.md §4, "Monitoring", and §9, H9).

`steps` says what a check-in asks; `asking` shows it, `going` does what is tapped, and `bot.checking_in`
posts it at the time that the person chose.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from dialogs.conversation import Answer, Chosen, Number
from dialogs.definition import Category, Dialog, Part
from dialogs.facts import Facts, Letter
from dialogs.lived import ASKED_AT, NUMBER
from dialogs.route import Route
from dialogs.sent import LETTER

MOST_NUMBERS = 3
"""Worries whose number is asked for; a check-in is short."""
STOP, SAFE, UNSAFE = "stop", "safe", "unsafe"
HOURS = (9, 12, 17)
"""The times of day that can be chosen, where the family is."""
NEVER = "never"


class Went(StrEnum):
    """Whether it happened: the ids of the choices."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Asks(StrEnum):
    """What one step asks."""

    SAFE = "safe"
    """Is it still safe to write to you here?"""
    WENT = "went"
    SEEN = "seen"
    NUMBER = "number"


class Step(NamedTuple):
    """One step of a check-in."""

    asks: Asks
    about: str = ""
    """The worry, for a number."""


def steps(letter: Letter, dialog: Dialog, facts: Facts, route: Route) -> tuple[Step, ...]:
    """What this check-in asks, in order."""
    safe = (Step(Asks.SAFE),) if letter.backup else ()
    numbers = (Step(Asks.NUMBER, worry.id) for worry in facts.worries if last_number(worry.id, dialog, route))
    return (*safe, Step(Asks.WENT), Step(Asks.SEEN), *list(numbers)[:MOST_NUMBERS])


def last_number(worry: str, dialog: Dialog, route: Route) -> Number | None:
    """The number that this person gave to a worry last; None where they gave none."""
    found: Answer | None = None
    for answer in route.answered.newest.values():
        asked = dialog.questions.get(answer.question)
        goes = asked[1].goes if asked else None
        scaled = goes is not None and (goes.category, goes.part) == (Category.SCALE, Part.NUMBER)
        if (
            answer.about == worry
            and isinstance(answer.value, Number)
            and (scaled or answer.question == NUMBER)
        ):
            found = answer if found is None or answer.at >= found.at else found
    return found.value if found is not None and isinstance(found.value, Number) else None


def next_time(now: datetime, weekday: int, hour: int) -> datetime:
    """The next time that this weekday (0 is Monday) has this hour, after `now`; both where the person is."""
    day = now + timedelta(days=(weekday - now.weekday()) % 7)
    at = day.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at > now else at + timedelta(days=7)


def wants_no_messages(answers: Iterable[Answer]) -> bool:
    """Whether this person said last that nothing is to be written to them there. A time chosen since says yes."""
    said = False
    for answer in answers:
        choice = answer.value.choices[0] if isinstance(answer.value, Chosen) and answer.value.choices else ""
        if choice in (SAFE, UNSAFE) and answer.question.startswith(LETTER):
            said = choice == UNSAFE
        elif answer.question == ASKED_AT:
            said = False
    return said
