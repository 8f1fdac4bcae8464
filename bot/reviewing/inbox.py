"""What waits for a practitioner: over all plans without a word of anybody's, in one plan with the words."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from bot.drafting import whole
from bot.reviewing.reading import Drafts, NothingSuch
from dialogs.conversation import Do, Move, Screen
from dialogs.effects import Matter
from dialogs.ids import ParticipantId, PlanId, PractitionerId
from dialogs.signposts import Alarm
from storage.errors import Unknown
from storage.items import Item
from storage.letters import PostedLetter
from storage.plans import HeldPlan, InboxRow, Place, Urgency, urgency_of

MOST_PLANS = 30
"""Plans on a page of the inbox."""


class Waiting(NamedTuple):
    """Everything of one kind of urgency that waits about one person: one row of the inbox."""

    plan: PlanId
    title: str
    pretend: bool
    name: str
    urgency: Urgency
    kinds: tuple[Alarm | Matter, ...]
    since: datetime
    seen: bool
    """Whether all of it was seen; an unseen flag stays red."""


class Helped(NamedTuple):
    """The page of help that somebody was shown the moment their words raised a flag."""

    numbers: str
    quiet: bool
    """Whether somebody sees their phone: then the page is short, and says nothing of who reads when (H2)."""


class Inbox(NamedTuple):
    """What waits for one practitioner: flags first, then what is for today, each oldest first."""

    flags: tuple[Waiting, ...]
    today: tuple[Waiting, ...]
    later: tuple[Waiting, ...]
    plans: tuple[InboxRow, ...]
    more: Place | None
    """To ask for the next page of plans."""
    silent: bool = False
    """Whether messages to their own chat do not arrive."""


class Waits(Drafts):
    """Shows what waits, and takes it off the desk."""

    async def inbox(self, by: PractitionerId, after: Place | None = None) -> Inbox:
        """What waits for this practitioner. It holds names and kinds, and nobody's words."""
        async with self.store.reading() as work:
            plans = await work.plans.mine(by, self.today, after, MOST_PLANS)
            items = await work.items.open_items(by, self.today)
            silent = await work.outbox.silent([await work.people.get(by)])
            held = {plan: await work.plans.get(plan) for plan in dict.fromkeys(item.plan for item in items)}
        rows = _rows(items, held)
        return Inbox(
            flags=tuple(row for row in rows if row.urgency is Urgency.FLAG),
            today=tuple(row for row in rows if row.urgency is Urgency.SAME_DAY),
            later=tuple(row for row in rows if row.urgency is Urgency.WAITING),
            plans=plans,
            more=plans[-1].place if len(plans) == MOST_PLANS else None,
            silent=bool(silent),
        )

    async def waiting(self, by: PractitionerId, plan: PlanId) -> tuple[Item, ...]:
        """Everything that ever waited in one plan, with its exact words, oldest first."""
        async with self.store.work() as work:
            await self.rights.allowed(work, by, plan)
            items = await work.items.of(plan)
            await work.audit.note(self.clock(), by, plan, "looked at what waits")
            await work.commit()
        return items

    async def helped(self, by: PractitionerId, plan: PlanId, flags: Iterable[Item]) -> dict[str, Helped]:
        """What each person was shown, by their flag; a flag without one was raised on no screen of theirs."""
        found: dict[str, Helped] = {}
        async with self.store.reading() as work:
            await self.rights.allowed(work, by, plan)
            for flag in flags:
                id = await work.conversations.of_participant(flag.participant)
                for prompt in (await whole(work, id)).prompts if id is not None else ():
                    if prompt.screen is Screen.HELP and prompt.at == flag.at:
                        quiet = any(button.act == Do(move=Move.QUIET_HELP) for button in prompt.buttons)
                        found[flag.id] = Helped(prompt.text, quiet)
        return found

    async def letters(self, by: PractitionerId, plan: PlanId) -> tuple[PostedLetter, ...]:
        """What practitioners wrote to people of this plan, oldest first. Raises `NotYours`."""
        async with self.store.reading() as work:
            await self.rights.allowed(work, by, plan)
            return await work.letters.of_plan(plan)

    async def see(self, by: PractitionerId, plan: PlanId, item: str) -> None:
        """This practitioner has read it: a flag is red no longer. Raises `NothingSuch`."""
        await self._settle(by, plan, item, done=False)

    async def done(self, by: PractitionerId, plan: PlanId, item: str) -> None:
        """This practitioner has dealt with it. Raises `NothingSuch`."""
        await self._settle(by, plan, item, done=True)

    async def _settle(self, by: PractitionerId, plan: PlanId, id: str, *, done: bool) -> None:
        at = self.clock()
        async with self.store.work() as work:
            await self.rights.allowed(work, by, plan)
            try:
                item = await work.items.get(id)
            except Unknown:
                raise NothingSuch from None
            if item.plan != plan:
                raise NothingSuch
            await (work.items.done(id, by, at) if done else work.items.see(id, by, at))
            await work.audit.note(at, by, plan, "dealt with an item" if done else "read an item", id)
            await work.commit()


def _rows(items: Iterable[Item], held: dict[PlanId, HeldPlan]) -> list[Waiting]:
    """One row for each person and urgency; items come oldest first, and so do the rows."""
    found: dict[tuple[PlanId, ParticipantId, Urgency], list[Item]] = {}
    for item in items:
        found.setdefault((item.plan, item.participant, urgency_of(item.kind.value)), []).append(item)
    return [
        Waiting(
            plan=plan,
            title=held[plan].family.title,
            pretend=held[plan].family.pretend,
            name=next((p.name for p in held[plan].family.participants if p.id == participant), ""),
            urgency=urgency,
            kinds=tuple(dict.fromkeys(item.kind for item in those)),
            since=those[0].at,
            seen=all(item.seen_at is not None for item in those),
        )
        for (plan, participant, urgency), those in found.items()
    ]
