"""What went wrong on the way: updates set aside, and reminders that may or may not have arrived.

The desk shows each to those who may open the plan it belongs to. An update that cannot be traced to
a plan is shown to every practitioner without a word of it: that it came, when, and what failed.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import NamedTuple

from dialogs.ids import PlanId, PractitionerId
from storage import Store, UnitOfWork
from storage.outbox import Message
from storage.set_aside import Aside


class Shelved(NamedTuple):
    """An update that could not be taken, as one practitioner may see it."""

    aside: Aside
    plan: PlanId | None
    raw: str
    """The whole update as text; "" where it belongs to no plan that is known."""


class Doubtful(NamedTuple):
    """A reminder that may or may not have arrived."""

    message: Message
    name: str
    """Whom it went to."""


class Asides:
    """Lists what was set aside or is doubtful, and clears it."""

    def __init__(self, store: Store, clock: Callable[[], datetime], zone: tzinfo) -> None:
        self.store = store
        self.clock = clock
        self.zone = zone

    async def of(self, by: PractitionerId) -> tuple[tuple[Shelved, ...], tuple[Doubtful, ...]]:
        """What this practitioner may see of both, oldest first. Words that are shown leave a trace."""
        async with self.store.work() as work:
            shelved = [await self._shelved(work, by, aside) for aside in await work.set_aside.all()]
            doubtful = [m for m in await work.outbox.doubtful() if await self._may(work, by, m.plan)]
            named = [Doubtful(message, await _name_of(work, message)) for message in doubtful]
            for one in shelved:
                if one is not None and one.plan is not None:
                    what = "looked at an update that was set aside"
                    await work.audit.note(self.clock(), by, one.plan, what, one.aside.update)
            await work.commit()
        return tuple(one for one in shelved if one is not None), tuple(named)

    async def done(self, by: PractitionerId, source: str, update: str) -> None:
        """Somebody has dealt with an update; nothing happens where it is not theirs to see."""
        at = self.clock()
        async with self.store.work() as work:
            for aside in await work.set_aside.all():
                seen = await self._shelved(work, by, aside)
                if seen is not None and (aside.source, aside.update) == (source, update):
                    await work.set_aside.done(source, update, by, at)
                    if seen.plan is not None:
                        await work.audit.note(at, by, seen.plan, "cleared an update that was set aside")
            await work.commit()

    async def clear(self, by: PractitionerId, message: str) -> None:
        """Somebody has looked at a doubtful message; nothing happens where it is not theirs to see."""
        at = self.clock()
        async with self.store.work() as work:
            for doubtful in await work.outbox.doubtful():
                if doubtful.id == message and await self._may(work, by, doubtful.plan):
                    await work.outbox.give_up(message, at)
                    if doubtful.plan is not None:
                        await work.audit.note(at, by, doubtful.plan, "cleared a doubtful message")
            await work.commit()

    async def _shelved(self, work: UnitOfWork, by: PractitionerId, aside: Aside) -> Shelved | None:
        plan = await _plan_of(work, aside)
        if plan is None:
            return Shelved(aside, None, "")
        if not await self._may(work, by, plan):
            return None
        return Shelved(aside, plan, aside.raw.decode("utf-8", "replace"))

    async def _may(self, work: UnitOfWork, by: PractitionerId, plan: PlanId | None) -> bool:
        today = self.clock().astimezone(self.zone).date()
        return plan is not None and await work.plans.may_open(by, plan, today)


async def _plan_of(work: UnitOfWork, aside: Aside) -> PlanId | None:
    """The plan it belongs to: known when it came, or since its chat carries a conversation."""
    if aside.plan is not None or aside.chat is None:
        return aside.plan
    conversation = await work.chats.conversation_of(aside.chat)
    return None if conversation is None else (await work.conversations.plan_of(conversation))[0]


async def _name_of(work: UnitOfWork, message: Message) -> str:
    if message.plan is None or message.conversation is None:
        return ""
    _, participant = await work.conversations.plan_of(message.conversation)
    return (await work.plans.get(message.plan)).family.participant(participant).name
