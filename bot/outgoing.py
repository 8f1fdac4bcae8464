"""What a turn has to say, and what stands in the outbox, as parcels to be carried.

A turn puts the rows of `outgoing` in its own transaction; once that is committed the same values are
posted with the courier, and nothing need be read again. `Collecting` finds the rows that nobody
posted: another process's, those due later, and what a dead process left behind.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.carriers import Parcel, Urgency
from bot.quiet import Quiet
from dialogs.conversation import Conversation, Kept, Prompt, Screen, Words
from dialogs.effects import Ask, Redraw, Turn
from dialogs.facts import LetterKind
from dialogs.ids import EventId, LetterId, derived
from storage import Store, UnitOfWork
from storage.errors import Unreadable
from storage.outbox import Delivery, Message

LEASE = timedelta(seconds=30)
"""How far ahead a row is due that its own process sends: after a crash it waits no longer."""
MOST_AT_ONCE = 30
log = logging.getLogger(__name__)


class Outgoing(NamedTuple):
    """A message as it stands in the outbox, and as it is carried."""

    row: Message
    parcel: Parcel


def outgoing(turn: Turn, event: EventId, chat: int, at: datetime) -> tuple[Outgoing, ...]:
    """What a turn says in this chat, in order."""
    effects = [effect for effect in turn.effects if isinstance(effect, Ask | Redraw)]
    kept = any(isinstance(answer.value, Words | Kept) for answer in turn.answers)
    return tuple(
        Outgoing(
            Message(
                id=derived(event, f"o{place}"),
                kind=Delivery.REPLY,
                chat=chat,
                conversation=turn.conversation.id,
                prompt=effect.prompt.number,
                queued_at=at,
                due_at=at + LEASE,
            ),
            as_reply(turn.conversation, effect.prompt, redraw=isinstance(effect, Redraw), kept=kept),
        )
        for place, effect in enumerate(effects)
    )


def as_reply(conversation: Conversation, prompt: Prompt, *, redraw: bool, kept: bool = False) -> Parcel:
    """A screen of a conversation. The buttons of the one before end with it."""
    earlier = (one for one in reversed(conversation.prompts) if one.number < prompt.number)
    previous = None if redraw else next((one for one in earlier if one.message and one.buttons), None)
    letters = conversation.facts.letters if prompt.screen in (Screen.HUB, Screen.LETTER) else ()
    return Parcel(
        Urgency.REPLY,
        prompt=prompt,
        redraw=redraw,
        previous=previous.message if previous else None,
        pretend=conversation.facts.pretend,
        language=prompt.language,
        kept=kept,
        letters=len(letters),
        unopened=sum(not letter.opened for letter in letters),
        copy=conversation.facts.says(prompt.letter, LetterKind.APPROVED),
        shared=conversation.facts.says(prompt.letter, LetterKind.SHARED),
    )


class Collecting:
    """Takes what is due out of the outbox, for this process alone."""

    def __init__(self, store: Store, quiet: Quiet, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._quiet = quiet
        self._clock = clock

    async def due(self, *, all_leases: bool = False) -> tuple[Outgoing, ...]:
        """What to send now, each chat's oldest. Raises `StorageError`.

        `all_leases`: look also for reminders that a dead process left half sent.
        """
        now = self._clock()
        if not all_leases:
            async with self._store.reading(brief=True) as work:
                if not await work.outbox.due(now, limit=1):
                    return ()
        async with self._store.work() as work:
            claimed = await work.outbox.claim(now, LEASE, MOST_AT_ONCE)
            wanted = [row for row in claimed if not await self._put_off(work, row, now)]
            await work.commit()
        return await self._with_parcels(wanted)

    async def _put_off(self, work: UnitOfWork, row: Message, now: datetime) -> bool:
        """Whether it goes to the end of the quiet hours."""
        morning = None if Urgency(row.kind).awaited else self._quiet.until(now)
        if morning is None:
            return False
        await work.outbox.postpone(row.id, morning)
        return True

    async def _with_parcels(self, rows: Iterable[Message]) -> tuple[Outgoing, ...]:
        found, lost = [], []
        async with self._store.reading() as work:
            for row in rows:
                parcel = await self._opened(work, row)
                if parcel is not None:
                    found.append(Outgoing(row, parcel))
                else:
                    lost.append(row)
        if lost:
            async with self._store.work() as work:
                for row in lost:
                    await work.outbox.give_up(row.id, self._clock())
                await work.commit()
        return tuple(found)

    async def _opened(self, work: UnitOfWork, row: Message) -> Parcel | None:
        """What a row says; None where that is no longer there, or does not open any more."""
        try:
            parcel = None if row.unreadable else await self._parcel(work, row)
        except Unreadable:
            parcel = None
        if parcel is None:
            log.error("message %s cannot be made any more, and is given up", row.id)
        return parcel

    async def _parcel(self, work: UnitOfWork, row: Message) -> Parcel | None:
        """What a row says; None where its screen is no longer there."""
        urgency = Urgency(row.kind)
        conversation = await work.conversations.load(row.conversation) if row.conversation else None
        if conversation is None:
            for_worker = row.practitioner is not None and not row.body
            return Parcel(urgency, words=row.body, for_worker=for_worker) if row.body or for_worker else None
        if row.prompt is None:
            letter = LetterId(row.body) if row.body else None
            pretend, language = conversation.facts.pretend, conversation.language
            return Parcel(urgency, letter=letter, pretend=pretend, language=language)
        prompt = conversation.numbered(row.prompt)
        if prompt is None:
            every = await work.conversations.prompts(conversation.id)
            prompt = next((one for one in every if one.number == row.prompt), None)
        return as_reply(conversation, prompt, redraw=bool(prompt.message)) if prompt else None
