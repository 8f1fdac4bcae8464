"""What waits for a practitioner: over all plans without a word of anybody's, in one plan with the words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from bot.drafting import whole
from bot.reviewing.reading import Drafts, NothingSuch, Reading
from dialogs.buttons import Do, Move
from dialogs.conversation import Conversation, Screen
from dialogs.effects import Matter
from dialogs.ids import ParticipantId, PlanId, PractitionerId
from dialogs.signposts import Alarm
from storage.errors import Unknown
from storage.items import Item
from storage.letters import PostedLetter
from storage.plans import HeldPlan, InboxRow, Place, Urgency, urgency_of

LOOKED = "looked at what waits"
SETTLED = READ, DEALT_WITH = "read an item", "dealt with an item"
"""What the audit says of it."""
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
    due_on: date | None = None
    """The first day by which something of it is to be answered."""


class Around(NamedTuple):
    """What stood on the person's screen around words that raised a flag."""

    asked: str
    """The question that they answered; "" where none was."""
    numbers: str
    """The page of help that came with it; "" where none did."""
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
        rows = _rows(items, held, self.today)
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
            await work.audit.note(self.clock(), by, plan, LOOKED)
            await work.commit()
        return items

    async def around(self, by: PractitionerId, plan: PlanId, items: Iterable[Item]) -> dict[str, Around]:
        """What each person was asked and shown, by the item that their words raised."""
        found: dict[str, Around] = {}
        async with self.store.reading() as work:
            await self.rights.allowed(work, by, plan)
            alarms = [item for item in items if isinstance(item.kind, Alarm)]
            for participant in dict.fromkeys(item.participant for item in alarms):
                id = await work.conversations.of_participant(participant)
                if id is not None:
                    now = await whole(work, id)
                    mine = (item for item in alarms if item.participant == participant)
                    found |= {item.id: _around(item, now) for item in mine}
        return found

    async def answers(self, by: PractitionerId, plan: PlanId) -> Reading | None:
        """What was answered and taken back, as a part of looking at what `waiting` says that waits."""
        async with self.store.reading() as work:
            return await self._newest(work, by, plan)

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
            if item.plan != plan or (done and item.kind is Matter.RAISED):
                raise NothingSuch
            await (work.items.done(id, by, at) if done else work.items.see(id, by, at))
            await work.audit.note(at, by, plan, DEALT_WITH if done else READ, id)
            await work.commit()


def _around(item: Item, conversation: Conversation) -> Around:
    answer = next((one for one in conversation.answers if one.id == item.answer), None)
    asked = conversation.prompt(answer.prompt) if answer else None
    help = next((p for p in conversation.prompts if p.screen is Screen.HELP and p.at == item.at), None)
    if help is None and asked is not None and asked.screen is Screen.RED_FLAG:
        help = asked
    return Around(
        asked=asked.text if asked is not None and asked.question is not None else "",
        numbers=help.text if help else "",
        quiet=help is not None and any(b.act == Do(move=Move.QUIET_HELP) for b in help.buttons),
    )


def urgent(item: Item, today: date) -> Urgency:
    """How urgent it is now: what was due by today is for today."""
    if item.due_on is not None and item.due_on <= today:
        return Urgency.SAME_DAY
    return urgency_of(item.kind.value)


def _rows(items: Iterable[Item], held: dict[PlanId, HeldPlan], today: date) -> list[Waiting]:
    """One row for each person and urgency; items come oldest first, and so do the rows."""
    found: dict[tuple[PlanId, ParticipantId, Urgency], list[Item]] = {}
    for item in items:
        found.setdefault((item.plan, item.participant, urgent(item, today)), []).append(item)
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
            due_on=min((item.due_on for item in those if item.due_on), default=None),
        )
        for (plan, participant, urgency), those in found.items()
    ]
