"""Letters: what a practitioner wrote to one person, sealed. Announced only as "You have a message"."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from dialogs.facts import Letter
from dialogs.ids import AnswerId, LetterId, ParticipantId, PlanId
from dialogs.values import Frozen
from storage.errors import Unknown
from storage.sealed import KeyRing
from storage.tables import letters
from storage.transaction import Transaction


class PostedLetter(Frozen):
    """A letter with what has become of it."""

    plan: PlanId
    participant: ParticipantId
    letter: Letter
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    answer: AnswerId | None = None
    """The answer that came back, for the line that the letter is about."""

    @property
    def as_read(self) -> Letter:
        """The letter as its reader has it."""
        return self.letter.model_copy(update={"opened": self.opened_at is not None})


class Letters:
    """Keeps letters."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, plan: PlanId, participant: ParticipantId, letter: Letter) -> None:
        """A letter to this person."""
        sealed = self._keys.seal(letter.model_dump_json().encode(), "letters", "letter", letter.id)
        row = {"id": letter.id, "plan": plan, "participant": participant, "at": letter.at, "letter": sealed}
        await self._transaction.write(insert(letters), row)

    async def get(self, id: LetterId) -> PostedLetter:
        """One letter. Raises `Unknown`."""
        row = await self._transaction.row(select(letters).where(letters.c.id == id))
        if row is None:
            raise Unknown("there is no such letter")
        return self._posted(row)

    async def of(self, participant: ParticipantId) -> tuple[PostedLetter, ...]:
        """A person's letters, oldest first."""
        wanted = select(letters).where(letters.c.participant == participant)
        found = await self._transaction.rows(wanted.order_by(letters.c.at, letters.c.id))
        return tuple(self._posted(row) for row in found)

    async def of_plan(self, plan: PlanId) -> tuple[PostedLetter, ...]:
        """Every letter of a plan, oldest first."""
        wanted = select(letters).where(letters.c.plan == plan).order_by(letters.c.at, letters.c.id)
        return tuple(self._posted(row) for row in await self._transaction.rows(wanted))

    async def opened(self, id: LetterId, at: datetime) -> None:
        """The person opened it; the first time counts."""
        mine = (letters.c.id == id, letters.c.opened_at.is_(None))
        await self._transaction.write(update(letters).where(*mine).values(opened_at=at))

    async def answered(self, id: LetterId, answer: AnswerId, at: datetime) -> None:
        """The person wrote back; a later reply takes the earlier one's place."""
        changed = update(letters).where(letters.c.id == id)
        await self._transaction.write(changed.values(answered_at=at, answer=answer))

    def _posted(self, row: Row[Any]) -> PostedLetter:
        plain = self._keys.open(row.letter, "letters", "letter", row.id)
        return PostedLetter(
            plan=row.plan,
            participant=row.participant,
            letter=Letter.model_validate_json(plain),
            opened_at=row.opened_at,
            answered_at=row.answered_at,
            answer=row.answer,
        )
