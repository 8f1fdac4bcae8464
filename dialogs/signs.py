"""Signs: triggers (stress), early warnings (the first sign) and red flags (act now), kept apart.

A red flag says whom to call first and what happens then (practice.md §4, "Contents").
`plan.DraftPlan.signs` gathers them.
"""

from dialogs.definition import Part
from dialogs.lines import Group, Line


class Signs(Group):
    """Signs that one person named together, with the first call and what to do."""

    @property
    def triggers(self) -> tuple[Line, ...]:
        """What brings the stress."""
        return self.part(Part.TRIGGER)

    @property
    def early_warnings(self) -> tuple[Line, ...]:
        """The first signs that it is going wrong."""
        return self.part(Part.EARLY_WARNING)

    @property
    def red_flags(self) -> tuple[Line, ...]:
        """The signs that mean: act now."""
        return self.part(Part.RED_FLAG)

    @property
    def first_call(self) -> tuple[Line, ...]:
        """Who is called first."""
        return self.part(Part.WHO)

    @property
    def next_call(self) -> tuple[Line, ...]:
        """Who is called next."""
        return self.part(Part.BACKUP)

    @property
    def what_then(self) -> tuple[Line, ...]:
        """What happens then."""
        return self.part(Part.WHAT, None)
