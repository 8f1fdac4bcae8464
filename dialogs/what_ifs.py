"""What-ifs: questions that try to break the plan, and what this person would do.

`plan.DraftPlan.what_ifs` gathers them.
"""

from dialogs.definition import Category
from dialogs.lines import Group, Line, says_something


class WhatIf(Group):
    """One what-if: the question is its heading, the lines are the answer to it."""

    @property
    def asked(self) -> str:
        """The what-if, as it was worded."""
        return self.lines[0].asked

    @property
    def answered(self) -> bool:
        """Whether there is something to read in the answer."""
        return any(says_something(line) for line in self.lines)


def what_ifs(lines: tuple[Line, ...]) -> tuple[WhatIf, ...]:
    """One for each question, and for each thing that it is about."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.category is Category.WHAT_IF:
            found.setdefault(f"{line.group}/{line.question}", []).append(line)
    return tuple(WhatIf(key, tuple(group)) for key, group in found.items())
