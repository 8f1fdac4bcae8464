"""What matters most: the one line that a young person stars (practice.md §9, H14).

A star is an answer of the house's own, kept append-only like a wish: the newest one counts, for the line
that it is about, and a line that was taken back has none. It counts from when it was made, whether or
not a part was sent since. `finishing` asks for it and keeps it, `filing` sets it on its line.
"""

from collections.abc import Iterable
from enum import StrEnum

from dialogs.conversation import Answer, Chosen, TakenBack
from dialogs.ids import AnswerId, QuestionId

STAR = QuestionId("house.star")
"""Under this stand stars; the answer is about the line."""
AFTER_SENDING = QuestionId("house.star.sent")
"""What the screen asks that comes once, after the first part was sent."""


class Star(StrEnum):
    """What a star answer says."""

    THIS = "this"
    NONE = "none"
    """None of the lines, or none any more."""


def starred(answers: Iterable[Answer]) -> AnswerId | None:
    """The root of the line that matters most; None where none does."""
    newest: dict[AnswerId, Answer] = {}
    star: Answer | None = None
    for answer in answers:
        if answer.question == STAR:
            star = answer
        else:
            newest[answer.root] = answer
    if star is None or not isinstance(star.value, Chosen) or Star.THIS not in star.value.choices:
        return None
    line = newest.get(AnswerId(star.about))
    return line.root if line is not None and not isinstance(line.value, TakenBack) else None


def was_asked(answers: Iterable[Answer]) -> bool:
    """Whether what matters most was asked before, however it was answered."""
    return any(answer.question == STAR for answer in answers)
