"""The outbox: what is still to be said to somebody, and when.

A reply carries no words: it is drawn again from its prompt. Other messages may carry a sealed body.
Replies and flags go at least once, reminders at most once:

    waiting --claim--> waiting, due again after the lease      reply, unasked, flag
    waiting --claim--> sending --lease over--> doubtful        reminder
    either  --sent / give_up--> sent / failed

So whoever claims a reply and dies has only delayed it. A reminder is `sending`, and committed, before
it leaves; one left so by a crash may or may not have arrived, is not sent again, and is shown on the
desk (`doubtful`). Each chat is one lane, oldest first: nothing in it is claimed while something
older is still waiting or being sent; a retry keeps its place.

A process that sends a reply itself, straight after its turn, puts it with a `due_at` a little ahead:
the courier takes it only if that process died.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, delete, exists, func, insert, or_, select, tuple_, update

from dialogs.ids import ConversationId, PlanId, PractitionerId
from dialogs.values import Frozen
from storage.people import Practitioner
from storage.sealed import KeyRing
from storage.tables import outbox
from storage.transaction import Deferred, Transaction


class Delivery(StrEnum):
    """What kind of message it is; it decides how hard we try."""

    REPLY = "reply"
    """To somebody who has just written: drawn again from its prompt."""
    UNASKED = "unasked"
    """To a practitioner: something waits on the desk."""
    FLAG = "flag"
    REMINDER = "reminder"
    """ "You have a message": nobody waits for it, and what it announces is kept elsewhere."""


class Fate(StrEnum):
    """What has become of a message."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DOUBTFUL = "doubtful"


class Message(Frozen):
    """Something to be sent to one Telegram chat."""

    id: str
    kind: Delivery
    chat: int
    plan: PlanId | None = None
    conversation: ConversationId | None = None
    practitioner: PractitionerId | None = None
    """Whose own chat it goes to, where it goes to a practitioner."""
    prompt: int | None = None
    """The number of the prompt to draw, for a reply."""
    body: str = ""
    """The words or a payload, for anything else; sealed."""
    unreadable: bool = False
    """Whether its body does not open any more: it can only be given up."""
    queued_at: datetime
    """Its place in the lane: when it was made, or from when on it is wanted."""
    due_at: datetime
    """Not before then."""
    attempts: int = 0


_PUT = Deferred(4, insert(outbox))
_SENT = Deferred(
    5,
    update(outbox)
    .where(outbox.c.id == bindparam("which"))
    .values(state=Fate.SENT.value, settled_at=bindparam("when"), message=bindparam("as_message")),
)
_LIVE = outbox.c.settled_at.is_(None)


class Outbox:
    """Puts messages, hands them out when they are due, and keeps what became of them."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def put(self, message: Message) -> None:
        """Adds a message. The same id twice is a `Conflict` at the commit."""
        body = self._keys.seal(message.body.encode(), "outbox", "body", message.id) if message.body else None
        self._transaction.later(_PUT, {
            "id": message.id,
            "chat": message.chat,
            "practitioner": message.practitioner,
            "kind": message.kind.value,
            "state": Fate.WAITING.value,
            "plan": message.plan,
            "conversation": message.conversation,
            "prompt": message.prompt,
            "body": body,
            "queued_at": message.queued_at,
            "due_at": message.due_at,
            "attempts": message.attempts,
        })  # fmt: skip

    async def sent(self, id: str, message_id: int | None, at: datetime) -> None:
        """It arrived, under this Telegram message id."""
        self._transaction.later(_SENT, {"which": id, "when": at, "as_message": message_id})

    async def due(self, now: datetime, limit: int = 100) -> tuple[Message, ...]:
        """What could be claimed now; changes nothing."""
        return tuple(self._message(row) for row in await self._transaction.rows(_due(now, limit)))

    async def claim(self, now: datetime, lease: timedelta, limit: int = 30) -> tuple[Message, ...]:
        """Takes what is due, the oldest of each chat, oldest first; nobody else gets it for the lease.

        Commit before sending. Reminders left over from an earlier lease become doubtful here.
        """
        left = and_(_LIVE, outbox.c.state == Fate.SENDING.value, outbox.c.due_at <= now)
        doubted = update(outbox).where(left).values(state=Fate.DOUBTFUL.value, settled_at=now)
        await self._transaction.write(doubted)
        rows = await self._transaction.rows(_due(now, limit).with_for_update(of=outbox, skip_locked=True))
        messages = tuple(self._message(row) for row in rows)
        if messages:
            await self._transaction.write(_CLAIM, [_claimed(message, now + lease) for message in messages])
        return messages

    async def next_due_at(self) -> datetime | None:
        """When there will be something to claim, at the earliest."""
        row = await self._transaction.row(select(func.min(outbox.c.due_at)).where(_LIVE))
        return row[0] if row else None

    async def retry(self, id: str, due_at: datetime) -> None:
        """It did not arrive, for certain; it is tried again then, in its old place in the lane."""
        mine = and_(outbox.c.id == id, _LIVE)
        changed = update(outbox).where(mine).values(state=Fate.WAITING.value, due_at=due_at)
        await self._transaction.write(changed)

    async def postpone(self, id: str, until: datetime) -> None:
        """It is not wanted before then, and nothing that comes before then waits behind it."""
        mine = and_(outbox.c.id == id, _LIVE)
        values = {"state": Fate.WAITING.value, "due_at": until, "queued_at": until}
        await self._transaction.write(update(outbox).where(mine).values(**values))

    async def hold(self, chat: int, until: datetime) -> None:
        """Nothing goes to this chat before then: Telegram said so (429)."""
        waiting = and_(_LIVE, outbox.c.state == Fate.WAITING.value)
        mine = and_(waiting, outbox.c.chat == chat, outbox.c.due_at < until)
        await self._transaction.write(update(outbox).where(mine).values(due_at=until))

    async def give_up(self, id: str, at: datetime) -> None:
        """It will never arrive: the bot is blocked, or somebody has looked at a doubtful one."""
        changed = update(outbox).where(outbox.c.id == id)
        await self._transaction.write(changed.values(state=Fate.FAILED.value, settled_at=at))

    async def doubtful(self, limit: int = 200) -> tuple[Message, ...]:
        """Reminders that may or may not have arrived, oldest first; `give_up` clears one."""
        wanted = select(outbox).where(outbox.c.state == Fate.DOUBTFUL.value).order_by(outbox.c.place)
        return tuple(self._message(row) for row in await self._transaction.rows(wanted.limit(limit)))

    async def failed(self, plan: PlanId) -> tuple[Message, ...]:
        """What never arrived of a plan's messages, oldest first."""
        mine = (outbox.c.plan == plan, outbox.c.state == Fate.FAILED.value)
        wanted = select(outbox).where(*mine).order_by(outbox.c.place)
        return tuple(self._message(row) for row in await self._transaction.rows(wanted))

    async def told_at(self, plan: PlanId, practitioner: PractitionerId) -> datetime | None:
        """When a practitioner was last told that something waits in a plan, as far as it can arrive."""
        c = outbox.c
        mine = (c.plan == plan, c.practitioner == practitioner, c.state != Fate.FAILED.value)
        told = (*mine, c.kind == Delivery.UNASKED.value)
        row = await self._transaction.row(select(func.max(c.queued_at)).where(*told))
        return row[0] if row else None

    async def failed_in(self, chat: int) -> tuple[Message, ...]:
        """What never arrived in one chat, oldest first."""
        mine = (outbox.c.chat == chat, outbox.c.state == Fate.FAILED.value)
        wanted = select(outbox).where(*mine).order_by(outbox.c.place)
        return tuple(self._message(row) for row in await self._transaction.rows(wanted))

    async def again(self, id: str, at: datetime) -> None:
        """It had failed and is wanted again, as if it were new."""
        mine = and_(outbox.c.id == id, outbox.c.state == Fate.FAILED.value)
        values = {"state": Fate.WAITING.value, "settled_at": None, "queued_at": at, "due_at": at}
        await self._transaction.write(update(outbox).where(mine).values(**values))

    async def silent(self, practitioners: Iterable[Practitioner]) -> tuple[PractitionerId, ...]:
        """Those whose own chat took nothing the last time: somebody blocked the bot, or the chat is gone."""
        c, found = outbox.c, []
        for one in practitioners:
            mine = (c.practitioner == one.id, c.chat == one.telegram, c.settled_at.is_not(None))
            newest = select(c.state).where(*mine).order_by(c.settled_at.desc(), c.place.desc()).limit(1)
            row = await self._transaction.row(newest) if one.telegram is not None else None
            if row is not None and row.state == Fate.FAILED.value:
                found.append(one.id)
        return tuple(found)

    async def forget_sent(self, before: datetime) -> int:
        """Removes what arrived before then, or never reached a practitioner; says how many."""
        over = or_(
            outbox.c.state == Fate.SENT.value,
            and_(outbox.c.state == Fate.FAILED.value, outbox.c.practitioner.is_not(None)),
        )
        old = and_(over, outbox.c.settled_at < before)
        return await self._transaction.write(delete(outbox).where(old))

    def _message(self, row: Row[Any]) -> Message:
        body = self._keys.opened(row.body, "outbox", "body", row.id)
        return Message(
            id=row.id,
            kind=Delivery(row.kind),
            chat=row.chat,
            plan=row.plan,
            conversation=row.conversation,
            practitioner=row.practitioner,
            prompt=row.prompt,
            body=body or "",
            unreadable=body is None,
            queued_at=row.queued_at,
            due_at=row.due_at,
            attempts=row.attempts,
        )


_older = outbox.alias("older")
_OLDER = exists().where(
    _older.c.chat == outbox.c.chat,
    _older.c.settled_at.is_(None),
    tuple_(_older.c.queued_at, _older.c.place) < tuple_(outbox.c.queued_at, outbox.c.place),
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("which"))
    .values(state=bindparam("as_state"), due_at=bindparam("until"), attempts=outbox.c.attempts + 1)
)


def _due(now: datetime, limit: int) -> Select[Any]:
    ready = and_(_LIVE, outbox.c.state == Fate.WAITING.value, outbox.c.due_at <= now, ~_OLDER)
    return select(outbox).where(ready).order_by(outbox.c.queued_at, outbox.c.place).limit(limit)


def _claimed(message: Message, until: datetime) -> dict[str, Any]:
    state = Fate.SENDING if message.kind is Delivery.REMINDER else Fate.WAITING
    return {"which": message.id, "as_state": state.value, "until": until}
