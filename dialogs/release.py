"""Release: the practitioner lets named people of the plan see somebody's lines.

**Theory.** A release is of words as they stood when the practitioner looked at them: one revision of
a line, with what was typed up under it. Once a line is changed or taken back, this release shows it
to nobody. The owner of the words is told first: a release takes effect when they opened the letter
that says whose eyes are added, or when the practitioner wrote down how they told them. Withdrawn, it
shows nothing more; what was read was read.

Before a young person's line is released the practitioner thinks about four questions (H7); what they
wrote stands in the release, and nobody of the family reads it.

`sharing` alone says by it who may see what; `bot.releasing` makes one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Self

from dialogs.ids import AnswerId, LetterId, ParticipantId, PractitionerId, ReleaseId
from dialogs.lines import Line
from dialogs.values import Frozen


class Thought(Frozen):
    """What the practitioner thought about before a young person's line was released (H7)."""

    angry: str
    """Who could be angry."""
    guess: str
    """Could they guess who said it: the wording, the date, a brother or sister?"""
    told: str
    """What the young person has been told."""
    sees: str
    """Who sees them in the next two days."""


class Released(Frozen):
    """One line as it stood."""

    root: AnswerId
    id: AnswerId
    """The revision that was looked at."""
    typed_at: datetime | None = None
    """When the words under a file were typed up that were looked at."""

    @classmethod
    def of(cls, line: Line) -> Self:
        """This line as it stands."""
        return cls(root=line.root, id=line.id, typed_at=line.typed[-1].at if line.typed else None)


class Release(Frozen):
    """Lines of one speaker, for some people of the plan."""

    id: ReleaseId
    speaker: ParticipantId
    lines: tuple[Released, ...]
    to: tuple[ParticipantId, ...]
    by: PractitionerId
    name: str
    """The name by which the family knows who released it."""
    at: datetime
    """UTC; so are the others."""
    letter: LetterId
    """What tells the owner of the words."""
    thought: Thought | None = None
    told_at: datetime | None = None
    """When the owner opened that letter, or the practitioner wrote down how they were told."""
    told_how: str = ""
    """How the practitioner told them, or why that could not be; "" where they opened the letter."""
    withdrawn_at: datetime | None = None
    withdrawn_by: PractitionerId | None = None

    @property
    def in_effect(self) -> bool:
        """Whether anybody reads anything by it now."""
        return self.told_at is not None and self.withdrawn_at is None

    def shows(self, line: Line) -> bool:
        """Whether this line is in it, as it stands."""
        return Released.of(line) in self.lines

    def holds(self, root: AnswerId) -> bool:
        """Whether a line with this root is in it, as it stood once."""
        return any(one.root == root for one in self.lines)

    def still_said(self, newest: Mapping[AnswerId, AnswerId]) -> Self:
        """Without the lines that were changed since: `newest` is the revision that counts of each root."""
        kept = tuple(one for one in self.lines if newest.get(one.root, one.id) == one.id)
        return self.model_copy(update={"lines": kept})


def of_line(releases: Iterable[Release], root: AnswerId) -> tuple[Release, ...]:
    """The releases that this line is or was in."""
    return tuple(release for release in releases if release.holds(root))
