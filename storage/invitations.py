"""Invitations: a code for one person, good once, until it runs out or is withdrawn.

Only the code's keyed digest is kept, so link and QR are shown once, when made; later the desk shows
the state. A new one for the same person ends the old ones and shuts their devices and chats out.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from dialogs.events import Channel
from dialogs.ids import ParticipantId, PlanId, PractitionerId
from dialogs.values import Frozen
from storage.fresh import fresh_id
from storage.sealed import KeyRing
from storage.tables import chats, conversations, devices, invitations, openings
from storage.transaction import Transaction


class Standing(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Invitation(Frozen):
    """An invitation as the desk sees it: never with its code."""

    id: str
    plan: PlanId
    participant: ParticipantId
    made_by: PractitionerId
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: Channel | None = None
    """The channel it was used on."""
    withdrawn_at: datetime | None = None

    def standing(self, at: datetime) -> Standing:
        """What has become of it by then. A used one stays used, and withdrawn wins over both."""
        if self.withdrawn_at is not None:
            return Standing.WITHDRAWN
        if self.used_at is not None:
            return Standing.USED
        return Standing.OPEN if at < self.expires_at else Standing.EXPIRED


class Invitations:
    """Makes, finds, uses and withdraws invitations."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def make(
        self,
        plan: PlanId,
        participant: ParticipantId,
        code: str,
        by: PractitionerId,
        at: datetime,
        expires_at: datetime,
    ) -> Invitation:
        """A new invitation; the person's old ones, devices and chats are good no longer."""
        await self.shut_out(participant, at)
        made = Invitation(
            id=fresh_id(), plan=plan, participant=participant, made_by=by, made_at=at, expires_at=expires_at
        )
        row = made.model_dump(exclude={"used_at", "used_by", "withdrawn_at"})
        await self._transaction.write(
            insert(invitations), row | {"digest": self._keys.digest("invitation", code)}
        )
        return made

    async def find(self, code: str) -> Invitation | None:
        """The invitation with this code, whatever has become of it. Uses nothing up."""
        mine = invitations.c.digest.in_(self._keys.digests("invitation", code))
        row = await self._transaction.row(select(invitations).where(mine))
        return _invitation(row) if row else None

    async def use(self, id: str, channel: Channel, at: datetime) -> bool:
        """Uses it up. False where it was used, withdrawn or had run out: then nothing changed."""
        c = invitations.c
        good = (c.id == id, c.used_at.is_(None), c.withdrawn_at.is_(None), c.expires_at > at)
        used = update(invitations).where(*good).values(used_at=at, used_by=channel.value)
        return await self._transaction.write(used) == 1

    async def withdraw(self, id: str, at: datetime) -> None:
        """Nobody can use it from now on. Whoever came in with it stays."""
        c = invitations.c
        await self._transaction.write(
            update(invitations).where(c.id == id, c.withdrawn_at.is_(None)).values(withdrawn_at=at)
        )

    async def of_plan(self, plan: PlanId) -> tuple[Invitation, ...]:
        """All that were made in a plan, newest first."""
        c = invitations.c
        wanted = select(invitations).where(c.plan == plan).order_by(c.made_at.desc(), c.id)
        return tuple(_invitation(row) for row in await self._transaction.rows(wanted))

    async def shut_out(self, participant: ParticipantId, at: datetime) -> None:
        """Ends a person's invitations, and signs their devices and chats out."""
        c = invitations.c
        unended = (c.participant == participant, c.withdrawn_at.is_(None))
        await self._transaction.write(update(invitations).where(*unended).values(withdrawn_at=at))
        mine = (devices.c.participant == participant, devices.c.ended_at.is_(None))
        await self._transaction.write(update(devices).where(*mine).values(ended_at=at))
        theirs = select(conversations.c.id).where(conversations.c.participant == participant)
        await self._transaction.write(delete(openings).where(openings.c.conversation.in_(theirs)))
        await self._transaction.write(delete(chats).where(chats.c.conversation.in_(theirs)))


def _invitation(row: Row[Any]) -> Invitation:
    fields = row._asdict()
    del fields["digest"]
    return Invitation(**fields)
