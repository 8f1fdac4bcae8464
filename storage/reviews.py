"""Drafts and decisions. A draft is frozen: numbered, sealed, with a keyed digest (promise 6)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from dialogs.ids import PlanId
from dialogs.review import Decision
from dialogs.values import Frozen
from storage.errors import Unknown, Unreadable
from storage.sealed import KeyRing
from storage.tables import decisions, drafts, plans
from storage.transaction import Transaction


class FrozenDraft(Frozen):
    """A draft as it was when it was frozen; nothing changes it."""

    plan: PlanId
    number: int
    """Counts from 1 in each plan."""
    digest: str
    """Keyed (HMAC-SHA256) over plan, number and content."""
    at: datetime
    content: bytes
    """The draft plan as JSON, exactly as it was given."""


class Reviews:
    """Freezes drafts, and keeps what was decided about them."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def freeze(self, plan: PlanId, content: bytes, at: datetime) -> FrozenDraft:
        """The plan's next draft. Raises `Unknown`."""
        raised = update(plans).where(plans.c.id == plan).values(newest_draft=plans.c.newest_draft + 1)
        row = await self._transaction.row(raised.returning(plans.c.newest_draft))
        if row is None:
            raise Unknown("there is no such plan")
        number = int(row.newest_draft)
        digest = self._keys.digest("draft", _named(plan, number) + content)
        sealed = self._keys.seal(content, "drafts", "content", f"{plan}/{number}")
        values = {"plan": plan, "number": number, "digest": digest, "at": at, "content": sealed}
        await self._transaction.write(insert(drafts), values)
        return FrozenDraft(plan=plan, number=number, digest=digest, at=at, content=content)

    async def get(self, plan: PlanId, number: int) -> FrozenDraft:
        """One draft. Raises `Unknown`, or `Unreadable` where its digest no longer holds."""
        mine = (drafts.c.plan == plan, drafts.c.number == number)
        row = await self._transaction.row(select(drafts).where(*mine))
        if row is None:
            raise Unknown("there is no such draft")
        return self._draft(row)

    async def newest(self, plan: PlanId) -> FrozenDraft | None:
        """The newest draft; None before the first part was sent."""
        wanted = select(drafts).where(drafts.c.plan == plan).order_by(drafts.c.number.desc()).limit(1)
        row = await self._transaction.row(wanted)
        return self._draft(row) if row else None

    async def decide(self, plan: PlanId, decision: Decision) -> None:
        """Keeps a decision; `dialogs.review.decide` has said that it may be made."""
        plain = decision.model_dump_json().encode()
        sealed = self._keys.seal(plain, "decisions", "decision", f"{plan}/{decision.draft}")
        row = {"plan": plan, "draft": decision.draft, "at": decision.at, "decision": sealed}
        await self._transaction.write(insert(decisions), row)

    async def decisions(self, plan: PlanId) -> tuple[Decision, ...]:
        """Every decision about a plan, oldest first."""
        wanted = select(decisions).where(decisions.c.plan == plan).order_by(decisions.c.place)
        found = await self._transaction.rows(wanted)
        return tuple(
            Decision.model_validate_json(
                self._keys.open(row.decision, "decisions", "decision", f"{plan}/{row.draft}")
            )
            for row in found
        )

    def _draft(self, row: Row[Any]) -> FrozenDraft:
        content = self._keys.open(row.content, "drafts", "content", f"{row.plan}/{row.number}")
        if row.digest not in self._keys.digests("draft", _named(row.plan, row.number) + content):
            raise Unreadable("a draft is not what it was when it was frozen")
        return FrozenDraft(plan=row.plan, number=row.number, digest=row.digest, at=row.at, content=content)


def _named(plan: PlanId, number: int) -> bytes:
    return f"{plan}/{number}|".encode()
