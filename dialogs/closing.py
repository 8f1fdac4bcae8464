"""Stepping back and closing: what professionals do less of and on what evidence, what each child was told,
and who looks again once nobody of the service does (practice.md §4, "Monitoring", and checks 23 and 24).

The practitioner writes it. Nothing here says that anybody is safe (H5).
"""

from datetime import date

from dialogs.ids import ChildId
from dialogs.values import Frozen


class StepBack(Frozen):
    """One step: less of something, from a day on, because of what was seen."""

    less: str
    seen: str = ""
    """What was seen, by whom, and for how long."""
    from_day: date | None = None


class ChildTold(Frozen):
    """What one child was told about the plan: the child's own version of it, in words for that child."""

    child: ChildId
    words: str = ""
    by: str = ""
    """Who told them."""
    on: date | None = None
    """The day on which they were told; the practitioner agreed to the words by writing it down."""


class AfterClosure(Frozen):
    """What goes on after closure, and the check that somebody owns."""

    meets: str = ""
    """Who keeps meeting."""
    calls: str = ""
    """Who calls whom."""
    owner: str = ""
    """Who looks again."""
    on: date | None = None
    """The day of that check."""

    @property
    def owned(self) -> bool:
        """Whether the check has an owner and a day."""
        return bool(self.owner and self.on)
