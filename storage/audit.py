"""The audit: who looked at or changed which plan, when. Ids and small words only, append-only."""

from datetime import datetime

from sqlalchemy import func, insert, select

from dialogs.ids import PlanId
from dialogs.values import Frozen
from storage.tables import audit
from storage.transaction import Deferred, Transaction

_NOTE = Deferred(6, insert(audit))


class Noted(Frozen):
    """One line of the audit."""

    at: datetime
    who: str
    """The id of a practitioner or participant, or "operator"."""
    plan: PlanId
    what: str
    """A small word: "opened", "saved", "invited", "approved", "erased"."""
    subject: str = ""
    """The id of what it was done to, where that is not the plan itself."""


class Audit:
    """Writes and reads the audit."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(self, at: datetime, who: str, plan: PlanId, what: str, subject: str = "") -> None:
        """Writes a line."""
        row = {"at": at, "who": who, "plan": plan, "what": what, "subject": subject}
        self._transaction.later(_NOTE, row)

    async def of(self, plan: PlanId) -> tuple[Noted, ...]:
        """A plan's lines, oldest first."""
        c = audit.c
        wanted = select(c.at, c.who, c.plan, c.what, c.subject).where(c.plan == plan).order_by(c.place)
        return tuple(Noted(**row._asdict()) for row in await self._transaction.rows(wanted))

    async def last(self, plan: PlanId, who: str) -> datetime | None:
        """When somebody last looked at a plan or changed it; None where they never did."""
        c = audit.c
        row = await self._transaction.row(select(func.max(c.at)).where(c.plan == plan, c.who == who))
        return row[0] if row else None

    async def says(self, plan: PlanId, who: str, what: str, subject: str) -> bool:
        """Whether there is such a line."""
        c = audit.c
        line = (c.plan == plan, c.who == who, c.what == what, c.subject == subject)
        return await self._transaction.row(select(c.place).where(*line).limit(1)) is not None
