"""What-ifs: questions that try to break the plan, what this person would do, and who is next.

`plan.DraftPlan.what_ifs` gathers them.
"""

from dialogs.definition import Part
from dialogs.ids import QuestionId
from dialogs.lines import Group, Line, says_something


class WhatIf(Group):
    """One what-if: the question is its heading, the lines are the answer to it."""

    @property
    def question(self) -> QuestionId:
        """Which what-if it is, whoever answers it."""
        return (self.what or self.hole or self.lines)[0].question

    @property
    def asked(self) -> str:
        """The what-if, as it was worded."""
        return (self.what or self.hole or self.lines)[0].asked

    @property
    def what(self) -> tuple[Line, ...]:
        """What would happen then."""
        return self.part(Part.WHAT, None)

    @property
    def hole(self) -> tuple[Line, ...]:
        """A time when nobody can help yet: it was said, and no what-if is answered by it."""
        return self.part(Part.GAP)

    @property
    def backup(self) -> tuple[Line, ...]:
        """Who or what is next, if that does not work."""
        return self.part(Part.BACKUP)

    @property
    def answered(self) -> bool:
        """Whether there is something to read in the answer."""
        return any(says_something(line) for line in self.what)
