"""The words of voice notes, photos and drawings, typed up: each stands under its line, append-only."""

from sqlalchemy import insert, select

from dialogs.ids import PlanId
from dialogs.lines import Typed
from storage.fresh import fresh_id
from storage.sealed import KeyRing
from storage.tables import typed
from storage.transaction import Transaction


class TypedUp:
    """Keeps typed-up words; which line they stand under is sealed with them."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, plan: PlanId, words: Typed) -> None:
        """Somebody typed up a file, or the speaker corrected what was typed."""
        new = fresh_id()
        sealed = self._keys.seal(words.model_dump_json().encode(), "typed", "words", new)
        await self._transaction.write(
            insert(typed), {"id": new, "plan": plan, "at": words.at, "words": sealed}
        )

    async def of(self, plan: PlanId) -> tuple[Typed, ...]:
        """Everything that was typed up in a plan, oldest first."""
        wanted = (
            select(typed.c.id, typed.c.words).where(typed.c.plan == plan).order_by(typed.c.at, typed.c.id)
        )
        return tuple(
            Typed.model_validate_json(self._keys.open(row.words, "typed", "words", row.id))
            for row in await self._transaction.rows(wanted)
        )
