"""Views: whether somebody agrees with a worry that the practitioner explained, and how they see it.

A disagreement is written in beside the worry, in the person's own words (practice.md §1, "Statement
rules"). `plan.DraftPlan.views` gathers them.
"""

from dialogs.conversation import Chosen
from dialogs.lines import Group, Line


class View(Group):
    """How one person sees one worry."""

    @property
    def agrees(self) -> Line | None:
        """Yes, some of it, or no."""
        return next((line for line in reversed(self.lines) if isinstance(line.value, Chosen)), None)

    @property
    def said(self) -> tuple[Line, ...]:
        """How they see it."""
        return tuple(line for line in self.lines if not isinstance(line.value, Chosen))
