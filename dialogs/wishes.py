"""Sharing wishes: who may see what somebody said, as they wish it (practice.md §9, H7).

A wish is an answer of its own, to the house: kept append-only beside the words, about one line (its
root) or about all that was said so far in a part. Of a line counts the newest wish about itself;
else the newest about its part that came after it was said; else the wish of the line that it is
about; else nobody but the worker.

A wish shares nothing. What may be seen `sharing` alone decides: the worker sees all, and others what
the worker released (`release`), who has the wish before their eyes then. `turning` asks and keeps
wishes, `filing` sets them beside the lines.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from dialogs.conversation import Answer, Chosen, Kept, Leaving, NoMore, Seen, TakenBack, Words
from dialogs.ids import AnswerId, QuestionId, SectionId
from dialogs.values import Frozen

WISH = QuestionId("house.wish")
"""Under this stand wishes. The choice says which, and the words beside it whom."""


EVERYTHING = AnswerId("")
"""In place of a line: whatever was said so far."""


class Wish(StrEnum):
    """Who may see a line."""

    WORKER = "worker"
    THESE = "these"
    EVERYONE = "everyone"
    NOT = "not"
    """Somebody must not."""


NAMES_SOMEBODY = frozenset({Wish.THESE, Wish.NOT})


class Wished(Frozen):
    """The wish that stands beside a line."""

    wish: Wish = Wish.WORKER
    names: str = ""
    """Whom it names, as it was typed."""
    at: datetime | None = None
    """UTC; None where nothing was chosen, and it is the worker alone."""
    quiet: bool = False
    """Nothing was chosen about an adult's line: that it is the worker alone is said once, not at each line."""


class Wishes:
    """All wishes of one conversation."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._of_lines: dict[str, Answer] = {}
        self._of_parts: dict[SectionId, tuple[int, Answer]] = {}
        self._said: dict[AnswerId, int] = {}
        for place, answer in enumerate(answers):
            if answer.question != WISH:
                self._said.setdefault(answer.root, place)
            elif answer.about:
                self._of_lines[answer.about] = answer
            else:
                self._of_parts[answer.section] = place, answer

    def chosen(self, line: Answer) -> Answer | None:
        """The wish that counts for this line; None where none was made."""
        if line.root in self._of_lines:
            return self._of_lines[line.root]
        place, part = self._of_parts.get(line.section, (-1, None))
        if part is not None and place > self._said.get(line.root, place):
            return part
        return self._of_lines.get(line.about)

    def of(self, line: Answer, newest: Mapping[AnswerId, Answer]) -> Wished:
        """The wish beside this line; the line that it is about, if any, is found among the `newest`."""
        about = newest.get(AnswerId(line.about))
        found = self.chosen(line) or (self.chosen(about) if about is not None else None)
        return wished(found) if found is not None else Wished()


def can_be_wished(answer: Answer, *, at_the_door: bool = False) -> bool:
    """Whether it says something that somebody could see: a skip and "no more" do not, and of the door
    only what was written, spoken or drawn does.
    """
    if at_the_door:
        return isinstance(answer.value, Words | Kept)
    return not isinstance(answer.value, Leaving | NoMore | Seen | TakenBack)


def wished(answer: Answer) -> Wished:
    """The wish that an answer holds."""
    choices = answer.value.choices if isinstance(answer.value, Chosen) else ()
    wish = next((wish for wish in Wish if wish in choices), Wish.WORKER)
    return Wished.made(wish=wish, names=answer.words, at=answer.at)
