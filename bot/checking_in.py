"""Asking people how it goes: by hand from the desk, and at the time that each of them chose.

A check-in is a letter, so that it is announced as "You have a message" and keeps quiet hours. The first one
after a time was chosen, and every few after that, asks first whether it is still safe to write there.
Silence is told to the practitioner once, and punishes nobody. Grown-ups alone are asked (practice.md §9, H9).
`watching` calls `ask_who_is_due`, the desk `by_hand`, and `conversation` `keep_time`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from bot.once import happened
from bot.rights import Rights
from bot.telling import Telling
from dialogs.check_ins import next_time
from dialogs.effects import Matter
from dialogs.facts import Letter, LetterKind
from dialogs.ids import ConversationId, LetterId, ParticipantId, PlanId, PractitionerId
from dialogs.lived import is_closed
from dialogs.people import Role
from dialogs.tasks import agreed
from storage import Store, UnitOfWork
from storage.check_ins import CheckIn
from storage.errors import Unreadable
from storage.fresh import fresh_id
from storage.items import Item
from storage.plans import HeldPlan

SAFE_EVERY = 4
"""Each so many, a check-in asks again whether it is still safe to write there."""


class NotToAsk(Exception):
    """This person is not asked how it goes: a young person, or nobody who came in."""


class CheckingIn:
    """Asks how it goes."""

    def __init__(
        self, store: Store, telling: Telling, rights: Rights, clock: Callable[[], datetime], zone: tzinfo
    ) -> None:
        self.store = store
        self.telling = telling
        self.rights = rights
        self.clock = clock
        self.zone = zone

    async def by_hand(self, by: PractitionerId, plan: PlanId, to: ParticipantId, *, once: str = "") -> None:
        """Asked now. Raises `NotToAsk`, `NotYours`, `OnlyToSign`."""
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            if await happened(work, once, at):
                return
            conversation = await work.conversations.of_participant(to)
            if conversation is None or not await self._ask(work, held, conversation, to, at, safe=False):
                raise NotToAsk
            await work.audit.note(at, by, plan, "asked how it goes", to)
            await work.commit()
        self.telling.turns.wake()

    async def times(self, by: PractitionerId, plan: PlanId) -> dict[ParticipantId, CheckIn]:
        """When each person of a plan is asked next. Raises `NotYours`."""
        async with self.store.reading() as work:
            await self.rights.allowed(work, by, plan)
            return {one.participant: one for one in await work.check_ins.of_plan(plan)}

    async def ask_who_is_due(self) -> int:
        """Asks everybody whose time has come; returns how many. Each is asked once, whoever looks."""
        now = self.clock()
        async with self.store.reading() as work:
            due = await work.check_ins.due(now)
        asked = sum([await self._asked(one, now) for one in due])
        if asked:
            self.telling.turns.wake()
        return asked

    async def _asked(self, due: CheckIn, now: datetime) -> bool:
        here = due.due_at.astimezone(self.zone)
        following = next_time(now.astimezone(self.zone), here.weekday(), here.hour).astimezone(UTC)
        try:
            async with self.store.work() as work:
                if not await work.check_ins.take(due, following):
                    return False
                held = await work.plans.get(due.plan)
                await _say_that_it_is_silent(work, due, now)
                safe = due.asked % SAFE_EVERY == 0
                asked = await self._ask(work, held, due.conversation, due.participant, now, safe=safe)
                await work.commit()
        except Unreadable:
            return False
        return asked

    async def _ask(
        self,
        work: UnitOfWork,
        held: HeldPlan,
        conversation: ConversationId,
        to: ParticipantId,
        at: datetime,
        *,
        safe: bool,
    ) -> bool:
        """Whether they were asked: a grown-up who came in and said yes to it, of a plan that is not closed."""
        now = await work.conversations.load(conversation)
        if now is None or now.closed or is_closed(now.facts):
            return False
        if held.family.participant(to).role is Role.YOUNG_PERSON:
            return False
        words = "\n".join(letter.words for letter in agreed(now))
        letter = Letter(
            id=LetterId(fresh_id()), kind=LetterKind.CHECK_IN, words=words, at=at, backup=safe,
            name=held.family.worker,
        )  # fmt: skip
        await self.telling.post(work, held.id, held.family, to, letter)
        return True


async def keep_time(
    work: UnitOfWork,
    plan: PlanId,
    participant: ParticipantId,
    conversation: ConversationId,
    here: datetime,
    weekday: int | None,
    hour: int,
) -> None:
    """When this person is asked from now on; not at all without a weekday. `here` is now, where they are."""
    if weekday is None:
        return await work.check_ins.stop(conversation)
    due_at = next_time(here, weekday, hour).astimezone(UTC)
    await work.check_ins.choose(
        CheckIn(conversation=conversation, plan=plan, participant=participant, due_at=due_at)
    )


async def _say_that_it_is_silent(work: UnitOfWork, due: CheckIn, now: datetime) -> None:
    """The last check-in has no answer: one item says so, until somebody has dealt with it."""
    asked = [one for one in await work.letters.of(due.participant) if one.letter.kind is LetterKind.CHECK_IN]
    if not asked or asked[-1].answered_at is not None:
        return
    standing = (item for item in await work.items.of(due.plan) if item.done_at is None)
    if any(item.kind is Matter.SILENT and item.participant == due.participant for item in standing):
        return
    item = Item(id=fresh_id(), plan=due.plan, participant=due.participant, kind=Matter.SILENT, at=now)
    await work.items.add(item)
