"""You said, we did: what a young person raised, and what their worker wrote back about it (practice.md §2).

Each worry, wish and thing they want changed is answered, in words for that child: it is done, it is
being done by a day, or it could not be done, and why. Until then it is due on the desk; where the child
starred what matters most, that is due first, and the rest in twice the time. A line that was changed
after it was answered waits again; one that was taken back waits no more.

`bot.you_said` keeps the day on the desk; the desk's page and the chat's `written_back` show what this says.
"""

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from dialogs.conversation import Kept, Value, Words
from dialogs.definition import Category, Part
from dialogs.facts import Did, Letter, LetterKind
from dialogs.ids import AnswerId
from dialogs.lines import Line, is_bare_no
from dialogs.people import Participant, Role
from dialogs.plan import DraftPlan

_RAISES = frozenset(
    {
        Category.HARM,
        Category.DANGER,
        Category.COMPLICATING,
        Category.GOAL,
        Category.ASKED,
        Category.SIGN,
        Category.UNSORTED,
    }
)
"""Worries, wishes, what should change, a signal to be learnt, and what was said their own way."""


def raises(value: Value, category: Category, part: Part | None) -> bool:
    """Whether something said here is to be answered: words, or a voice note, photo or drawing."""
    of_those = category in _RAISES or (category is Category.SCALE and part is Part.ONE_UP)
    return of_those and (isinstance(value, Kept) or (isinstance(value, Words) and not is_bare_no(value.text)))


class Raised(NamedTuple):
    """One line that a young person raised, as it stands on the desk."""

    line: Line
    answers: tuple[Letter, ...] = ()
    """What was written back about it as it reads now, oldest first."""
    due: date | None = None
    """The day by which it is answered, or by which it will be done; None where nothing more is due."""

    @property
    def promised(self) -> bool:
        """Whether it is being done, and the day is the one that the child was told."""
        return bool(self.answers) and self.answers[-1].did is Did.DOING


def answers_to(root: AnswerId, letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """What was written back about one line, oldest first."""
    return tuple(
        letter for letter in letters if letter.kind is LetterKind.DID and root in (letter.line, *letter.also)
    )


def raised(
    draft: DraftPlan, who: Participant, letters: Iterable[Letter], zone: tzinfo, days: int
) -> tuple[Raised, ...]:
    """Everything that this young person raised and sent: what matters most (H14), then as they said it."""
    if who.role is not Role.YOUNG_PERSON:
        return ()
    written = tuple(letters)
    lines = tuple(
        line
        for line in draft.lines
        if line.speaker == who.id
        and not line.again
        and not line.nothing
        and raises(line.value, line.category, line.part)
    )
    # What matters most has the day; the rest are answered together, by a later one.
    later = days * 2 if any(line.star for line in lines) else days
    found = (
        _standing(line, answers_to(line.root, written), zone, days if line.star else later) for line in lines
    )
    return tuple(sorted(found, key=lambda one: not one.line.star))


def _standing(line: Line, written: tuple[Letter, ...], zone: tzinfo, days: int) -> Raised:
    came = line.sent or line.at
    answers = tuple(letter for letter in written if letter.at >= came)
    if not answers:
        return Raised(line, (), came.astimezone(zone).date() + timedelta(days=days))
    return Raised(line, answers, answers[-1].by if answers[-1].did is Did.DOING else None)


def earliest(found: Iterable[Raised]) -> date | None:
    """The first day that is due of these."""
    return min((one.due for one in found if one.due is not None), default=None)
