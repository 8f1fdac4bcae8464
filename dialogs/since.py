"""What is new or changed in a draft since an earlier one, so that nobody has to read it all again.

`bot.reviewing` compares; the desk marks the lines and lists them.
"""

from typing import NamedTuple

from dialogs.definition import Category
from dialogs.ids import AnswerId
from dialogs.lines import Line, Reply
from dialogs.plan import DraftPlan


class Since(NamedTuple):
    """What came between two drafts."""

    number: int
    """The draft that this one is compared with."""
    voices: tuple[str, ...]
    """Names of those who were not in it at all: all that they say is new, and listing it helps nobody."""
    new: tuple[Line, ...]
    listed: tuple[Line, ...]
    """The new lines of everybody else."""
    changed: tuple[Line, ...]
    taken_back: tuple[Line, ...]
    replies: tuple[Reply, ...]

    @property
    def new_roots(self) -> frozenset[AnswerId]:
        """To mark the new lines where they stand."""
        return frozenset(line.root for line in self.new)

    @property
    def changed_roots(self) -> frozenset[AnswerId]:
        """To mark the changed lines where they stand."""
        return frozenset(line.root for line in self.changed)

    @property
    def many(self) -> int:
        """How many things there are to look at."""
        return (
            len(self.voices) + len(self.listed) + len(self.changed) + len(self.taken_back) + len(self.replies)
        )


def since(number: int, before: DraftPlan, now: DraftPlan) -> Since:
    """What is in `now` and was not in `before`, draft `number`. Who sat beside somebody is left out."""
    was = {line.root: line for line in _everything(before)}
    lines = [line for line in now.lines if line.category is not Category.PROCESS]
    answered = {reply.line.id for reply in before.replies}
    gone = {line.root for line in before.taken_back}
    known = {participant.id for participant in before.participants}
    new = tuple(line for line in lines if line.root not in was)
    return Since(
        number=number,
        voices=tuple(one.name for one in now.participants if one.id not in known),
        new=new,
        listed=tuple(line for line in new if line.speaker in known),
        changed=tuple(line for line in lines if line.root in was and _differ(was[line.root], line)),
        taken_back=tuple(line for line in now.taken_back if line.root in was and line.root not in gone),
        replies=tuple(reply for reply in now.replies if reply.line.id not in answered),
    )


def _everything(draft: DraftPlan) -> tuple[Line, ...]:
    return (*draft.lines, *draft.left, *draft.off_route, *draft.no_longer_asked, *draft.taken_back)


def _differ(was: Line, line: Line) -> bool:
    return was.id != line.id or was.typed != line.typed
