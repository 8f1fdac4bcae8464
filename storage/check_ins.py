"""Check-ins: whom to ask next how it goes, and when. Ids, a time and a count; nothing in it is anybody's words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from dialogs.ids import ConversationId, ParticipantId, PlanId
from dialogs.values import Frozen
from storage.tables import check_ins
from storage.transaction import Transaction


class CheckIn(Frozen):
    """When somebody is asked next."""

    conversation: ConversationId
    plan: PlanId
    participant: ParticipantId
    due_at: datetime
    """UTC."""
    asked: int = 0
    """How often they were asked since they chose this time."""


class CheckIns:
    """Keeps when people are asked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def choose(self, check_in: CheckIn) -> None:
        """From now on they are asked at this time, and at no other."""
        await self.stop(check_in.conversation)
        await self._transaction.write(insert(check_ins), check_in.model_dump())

    async def stop(self, conversation: ConversationId) -> None:
        """They are asked no more."""
        await self._transaction.write(delete(check_ins).where(check_ins.c.conversation == conversation))

    async def stop_all(self, plan: PlanId) -> None:
        """Nobody of this plan is asked any more."""
        await self._transaction.write(delete(check_ins).where(check_ins.c.plan == plan))

    async def due(self, now: datetime, limit: int = 100) -> tuple[CheckIn, ...]:
        """Who is to be asked by now, the longest due first."""
        wanted = select(check_ins).where(check_ins.c.due_at <= now).order_by(check_ins.c.due_at).limit(limit)
        return _all(await self._transaction.rows(wanted))

    async def of_plan(self, plan: PlanId) -> tuple[CheckIn, ...]:
        """Everybody of a plan who is asked."""
        return _all(await self._transaction.rows(select(check_ins).where(check_ins.c.plan == plan)))

    async def take(self, check_in: CheckIn, next_due: datetime) -> bool:
        """Moves it on to the next time. False where somebody else did so already: it is theirs to ask."""
        c = check_ins.c
        mine = (c.conversation == check_in.conversation) & (c.due_at == check_in.due_at)
        moved = update(check_ins).where(mine).values(due_at=next_due, asked=check_in.asked + 1)
        return await self._transaction.write(moved) == 1


def _all(rows: Iterable[Row[Any]]) -> tuple[CheckIn, ...]:
    return tuple(CheckIn.model_validate(dict(row._mapping)) for row in rows)  # noqa: SLF001
