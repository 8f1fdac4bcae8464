"""The day by which a young person's lines are answered, kept as one item on the desk for each of them.

`bot.conversation` calls it when a young person sent a part or took something back, `bot.reviewing` when
a practitioner wrote back. Which lines are due, and when, `dialogs.you_said` alone says.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from dialogs.effects import Matter
from dialogs.facts import Letter
from dialogs.ids import ParticipantId, PlanId, PractitionerId
from dialogs.plan import DraftPlan
from dialogs.you_said import Raised, earliest, raised
from storage import UnitOfWork
from storage.fresh import fresh_id
from storage.items import Item
from storage.letters import PostedLetter


class Due(NamedTuple):
    """What one young person raised, with what is due by which day."""

    participant: ParticipantId
    name: str
    lines: tuple[Raised, ...]

    @property
    def first(self) -> date | None:
        """The first day that is due."""
        return earliest(self.lines)


def what_is_due(
    draft: DraftPlan, letters: Iterable[PostedLetter], zone: tzinfo, days: int
) -> tuple[Due, ...]:
    """What each young person of this draft raised; those who raised nothing are left out."""
    written: dict[ParticipantId, list[Letter]] = {}
    for posted in letters:
        written.setdefault(posted.participant, []).append(posted.letter)
    found = (
        Due(one.id, one.name, raised(draft, one, written.get(one.id, ()), zone, days))
        for one in draft.participants
    )
    return tuple(due for due in found if due.lines)


async def keep_due(
    work: UnitOfWork,
    plan: PlanId,
    due: Iterable[Due],
    young: Iterable[ParticipantId],
    at: datetime,
    by: PractitionerId | None = None,
) -> None:
    """One item stands for each of the `young` of whom something is due, under the first day; else none."""
    first = {one.participant: one.first for one in due}
    standing = {
        item.participant: item
        for item in await work.items.of(plan)
        if item.kind is Matter.RAISED and item.done_at is None
    }
    for participant in young:
        day, item = first.get(participant), standing.get(participant)
        if item is None and day is not None:
            kind = Matter.RAISED
            new = Item(id=fresh_id(), plan=plan, participant=participant, kind=kind, at=at, due_on=day)
            await work.items.add(new)
        elif item is not None and day is None:
            await work.items.done(item.id, by, at)
        elif item is not None and day is not None and item.due_on != day:
            await work.items.due(item.id, day)
