"""Commitments: an action that was put to the person named in it, and that person's own dated answer.

**Theory.** The practitioner puts an action to somebody as a letter of kind `task`, in words that they
wrote or looked at for that reader; as the one who does it, or as the backup. The answer is one tap and
needs no reason: yes, a part of it or another way, no; later, stepping back. Every tap is kept with its
day, and the newest one counts. Words written there are the person's own, and no answer. Put in
other words it is asked anew, and the earlier yes counts no longer; nor does a yes to what was changed since.

Nobody's answer reaches anybody else: copies say "agreed" or "not agreed yet" and no more (H12,
`sharing.for_copy`). `prompts` asks `offered`; `plan` gathers; `agreed` makes findings of it.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from dialogs.conversation import Answer, Chosen, Kept, Value, Words
from dialogs.facts import Letter, LetterKind
from dialogs.ids import AnswerId, LetterId, ParticipantId
from dialogs.lines import Line, Reply
from dialogs.sent import LETTER


class Said(StrEnum):
    """What somebody answered, by the id of the choice."""

    YES = "yes"
    PART = "part"
    """A part of it, or another way: what is left over has nobody."""
    NO = "no"
    STEPPED_BACK = "stepped_back"


_OFFERED: dict[Said | None, tuple[Said, ...]] = {
    None: (Said.YES, Said.PART, Said.NO),
    Said.YES: (Said.PART, Said.STEPPED_BACK),
    Said.PART: (Said.YES, Said.PART, Said.STEPPED_BACK),
    Said.NO: (Said.YES, Said.PART),
    Said.STEPPED_BACK: (Said.YES, Said.PART),
}


def said_last(values: Iterable[Value]) -> Said | None:
    """What counts of these answers, oldest first; None where there is none."""
    last: Said | None = None
    for value in values:
        if isinstance(value, Chosen):
            last = Said(value.choices[0])
    return last


def task_of(answer: Answer) -> LetterId | None:
    """The task that this tap answers; None for everything else."""
    if not isinstance(answer.value, Chosen) or not answer.question.startswith(LETTER):
        return None
    return LetterId(answer.question.removeprefix(LETTER))


def offered(said: Said | None) -> tuple[Said, ...]:
    """What can be answered next; a mind may change either way."""
    return _OFFERED[said]


class Commitment(NamedTuple):
    """One action, put to one person."""

    to: ParticipantId
    letter: Letter
    replies: tuple[Line, ...] = ()
    """Oldest first."""

    @property
    def action(self) -> AnswerId | None:
        """The root of the line of the action."""
        return self.letter.line

    @property
    def said(self) -> Said | None:
        """What counts; None where there is no answer yet."""
        return said_last(reply.value for reply in self.replies)

    @property
    def at(self) -> datetime | None:
        """When that was said, UTC."""
        return self.taps[-1].at if self.taps else None

    def is_overtaken(self, lines: Iterable[Line]) -> bool:
        """Whether one of these lines, which say what is to be done and when, changed after it was asked."""
        return any(line.at > self.letter.at for line in lines)

    @property
    def taps(self) -> tuple[Line, ...]:
        """The answers that were tapped, oldest first."""
        return tuple(reply for reply in self.replies if isinstance(reply.value, Chosen))

    @property
    def words(self) -> tuple[Line, ...]:
        """What the person wrote about it, in their own words."""
        return tuple(reply for reply in self.replies if isinstance(reply.value, Words | Kept))


def gathered(
    written: Iterable[tuple[ParticipantId, Letter]], replies: Iterable[Reply]
) -> tuple[Commitment, ...]:
    """The newest asking of each action, person and place, with what was answered to it."""
    answered: dict[str, list[Line]] = {}
    for reply in replies:
        answered.setdefault(reply.letter, []).append(reply.line)
    found: dict[tuple[ParticipantId, AnswerId | None, bool], Commitment] = {}
    for to, letter in written:
        if letter.kind is LetterKind.TASK:
            key = (to, letter.line, letter.backup)
            found.pop(key, None)
            found[key] = Commitment(to, letter, tuple(answered.get(letter.id, ())))
    return tuple(found.values())
