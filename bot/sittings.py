"""Passing the phone: a practitioner's own device shows one person's page, and nothing of the desk.

The practitioner chooses a PIN and passes the device on. From then on every address of the desk answers
there with one page that asks for the PIN (`at_desk`), and the person's page is open (`of_page`).
A sitting ends by the PIN, from another device of the desk, after too many wrong PINs, or by itself
when its time is over; but for the first the desk of that device is then signed out. The person's own
phone stays in: a sitting touches no device, no chat and no invitation.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe
from typing import NamedTuple

from bot.conversation import Turns
from bot.enrolling import PRETEND
from bot.invitations import conversation_for
from bot.inviting import may_be_asked
from bot.rights import Rights
from dialogs.ids import ConversationId, ParticipantId, PlanId, PractitionerId
from storage import Store, UnitOfWork
from storage.pins import fits, stretch
from storage.plans import HeldPlan
from storage.sittings import TRIES, Sitting

GRACE = timedelta(minutes=30)
"""How long after its time words that were being written are still kept. Nothing is shown then."""


class AlreadySitting(Exception):
    """A sitting with this person is open on another device."""


class Tried(StrEnum):
    """What came of a PIN."""

    RIGHT = "right"
    WRONG = "wrong"
    HELD = "held"
    """Not looked at: there were wrong ones just now."""
    OUT = "out"
    """One too many: the sitting is over, and the desk of this device signed out."""


class Passed(NamedTuple):
    """A sitting that began just now."""

    sitting: Sitting
    page: str
    """The secret that the person's page is open by on this device."""


class Sittings:
    """Begins sittings, and ends them."""

    def __init__(
        self,
        store: Store,
        turns: Turns,
        rights: Rights,
        clock: Callable[[], datetime],
        languages: tuple[str, ...],
        *,
        minutes: int = 120,
    ) -> None:
        self.store = store
        self.turns = turns
        self.rights = rights
        self.clock = clock
        self.languages = languages
        self.minutes = minutes

    async def begin(
        self, by: PractitionerId, plan: PlanId, participant: ParticipantId, desk: str, pin: str
    ) -> Passed | None:
        """Pass on the device of the desk with this cookie. None where that desk is signed out by now.

        Raises what an invitation raises, but for those who are asked beside a worker alone; and
        `AlreadySitting`.
        """
        at, page, kept = self.clock(), token_urlsafe(24), await stretch(self.store.keys, pin)
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            who = held.family.participant(participant)
            await may_be_asked(work, self.turns.dialogs, held, who, self.rights.today)
            if any(one.participant == participant for one in await work.sittings.of_plan(plan, at)):
                raise AlreadySitting
            sitting = await work.sittings.begin(
                plan,
                participant,
                await self._conversation(work, held, participant, at),
                by,
                called=await _called(work, held, by),
                desk=desk,
                page=page,
                pin=kept,
                at=at,
                ends_at=at + timedelta(minutes=self.minutes),
            )
            if sitting is None:
                return None
            await work.audit.note(at, by, plan, "began a sitting", participant)
            await work.commit()
        return Passed(sitting, page)

    async def at_desk(self, cookie: str) -> Sitting | None:
        """The sitting that locks the desk with this cookie."""
        async with self.store.reading(brief=True) as work:
            return await work.sittings.at_desk(cookie, self.clock())

    async def of_page(self, cookie: str) -> Sitting | None:
        """The sitting that opens a page; for a while also one whose time is over."""
        at = self.clock()
        async with self.store.reading(brief=True) as work:
            sitting = await work.sittings.by_page(cookie, at)
        return sitting if sitting is not None and at < sitting.ends_at + GRACE else None

    def is_over(self, sitting: Sitting) -> bool:
        """Whether its time is over."""
        return self.clock() >= sitting.ends_at

    async def of_plan(self, plan: PlanId) -> dict[ParticipantId, Sitting]:
        """The plan's open sittings, by whom they are with."""
        async with self.store.reading() as work:
            return {one.participant: one for one in await work.sittings.of_plan(plan, self.clock())}

    async def name_of(self, sitting: Sitting) -> str:
        """Whom it is with."""
        async with self.store.reading() as work:
            family = (await work.plans.get(sitting.plan)).family
            return family.participant(sitting.participant).name

    async def try_pin(self, sitting: Sitting, pin: str) -> Tried:
        """Whether this is the PIN. After too many wrong ones the sitting and its desk are over."""
        at = self.clock()
        async with self.store.work() as work:
            guess = await work.sittings.try_pin(sitting.id, at)
            await work.commit()
        if guess is None:
            return Tried.HELD
        if guess.wrong > TRIES or not await fits(self.store.keys, pin, guess.kept):
            if guess.wrong < TRIES:
                return Tried.WRONG
            await self._end(sitting, at, "a sitting ended: too many wrong PINs")
            return Tried.OUT
        async with self.store.work() as work:
            await work.sittings.right(sitting.id)
            await work.commit()
        return Tried.RIGHT

    async def unlock(self, sitting: Sitting, pin: str) -> Tried:
        """The same; the right PIN ends the sitting, and opens the desk on its device."""
        tried = await self.try_pin(sitting, pin)
        if tried is Tried.RIGHT:
            await self._end(sitting, self.clock(), "ended a sitting", desk_stays=True)
        return tried

    async def end(self, by: PractitionerId, plan: PlanId, participant: ParticipantId) -> None:
        """End it from another device: the one that was passed on shows nothing more, and is signed out.

        Raises `NotYours`, `OnlyToSign`.
        """
        at = self.clock()
        async with self.store.work() as work:
            await self.rights.allowed(work, by, plan, to_change=True)
            for one in await work.sittings.of_plan(plan, at):
                if one.participant == participant and await work.sittings.end(one.id, at):
                    await work.audit.note(at, by, plan, "ended a sitting from another device", participant)
            await work.commit()

    async def end_those_that_are_over(self) -> int:
        """What time ended stands in the audit too; returns how many."""
        async with self.store.reading() as work:
            over = await work.sittings.to_end(self.clock())
        for sitting in over:
            await self._end(sitting, min(self.clock(), sitting.ends_at), "a sitting ended by itself")
        return len(over)

    async def _end(self, sitting: Sitting, at: datetime, what: str, *, desk_stays: bool = False) -> None:
        async with self.store.work() as work:
            if await work.sittings.end(sitting.id, at, desk_stays=desk_stays):
                await work.audit.note(at, sitting.practitioner, sitting.plan, what, sitting.participant)
            await work.commit()

    async def _conversation(
        self, work: UnitOfWork, held: HeldPlan, participant: ParticipantId, at: datetime
    ) -> ConversationId:
        """The conversation as it stands, with its own phone or chat; or one that begins now."""
        existing = await work.conversations.of_participant(participant)
        return existing or await conversation_for(work, self.turns, held, participant, self.languages, at)


async def _called(work: UnitOfWork, held: HeldPlan, by: PractitionerId) -> str:
    """The name that the family knows the practitioner by."""
    if by == held.practitioner and held.family.worker:
        return held.family.worker
    if by == held.cover and held.family.cover:
        return held.family.cover
    return (await work.people.get(by)).name.removesuffix(PRETEND).strip()
