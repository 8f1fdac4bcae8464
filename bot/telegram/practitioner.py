"""A practitioner's own chat: what waits, a summary, a question on a line, return and approval.

The desk is where a plan is read; this is for the minutes away from it. Every action goes through
`bot.reviewing`, which asks whether this practitioner may. `reception` asks `Workers` first where an
update could be a practitioner's. What somebody must write (a question, a reason) is an answer to a
message of ours, so that no stray word is ever sent to a family.

What such an answer is for is remembered for a while, here alone: after a restart the practitioner
is told that nothing was sent, and chooses again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from bot.carriers import Parcel, Urgency
from bot.courier import Courier
from bot.enrolling import Enrolling
from bot.outgoing import LEASE, Outgoing
from bot.quiet import Quiet
from bot.reviewing import NamesApart, NothingSuch, NotRead, ReadItAgain, Reviewing, UnreadAlarm
from bot.reviewing import Reading as Review
from bot.reviewing.reading import OPENED
from bot.rights import NotYours, OnlyToSign
from bot.telegram.carrying import TelegramCarrier
from bot.telegram.desk_phrases import DeskPhrases
from bot.telegram.desk_screens import Act, DeskScreens, Shown
from bot.telegram.drawing import Drawn
from bot.telegram.reading import Reading, Spoke, Tapped, Wanted
from dialogs.ids import AnswerId, ParticipantId, PlanId
from dialogs.review import NotNow
from dialogs.wording import filled
from storage import Store, UnitOfWork
from storage.outbox import Delivery, Message
from storage.people import Practitioner

MOST_AWAITED = 1000
"""Answers that are waited for, of all practitioners together; the oldest is forgotten first."""
SAID = "telegram said"
"""Whose update ids these are: what was said of things done."""


class _Question(NamedTuple):
    """A question on a line is waited for."""

    plan: PlanId
    line: AnswerId
    to: str


class _Reason(NamedTuple):
    """The reason for a return is waited for."""

    plan: PlanId
    draft: int
    reader: ParticipantId
    to: str


class _Written(NamedTuple):
    """Words that were written, and are sent when the practitioner says so."""

    what: _Question | _Reason
    words: str
    once: str
    """So that they are sent once, however often Send is pressed."""


class Workers:
    """The practitioners' side of the chat."""

    def __init__(
        self,
        *,
        store: Store,
        reviewing: Reviewing,
        enrolling: Enrolling,
        carrier: TelegramCarrier,
        courier: Courier,
        clock: Callable[[], datetime],
        phrases: DeskPhrases | None = None,
        quiet: Quiet,
        desk: bool = False,
    ) -> None:
        """`desk`: whether a phone can reach the desk. `quiet`: when people hear nothing unasked."""
        self._store = store
        self._reviewing = reviewing
        self._enrolling = enrolling
        self._carrier = carrier
        self._courier = courier
        self._clock = clock
        self._say = phrases or DeskPhrases()
        self._screens = DeskScreens(self._say)
        self._quiet = quiet
        self._desk = desk
        self._awaited: OrderedDict[tuple[int, int], _Question | _Reason] = OrderedDict()
        self._written: OrderedDict[tuple[int, int], _Written] = OrderedDict()
        self._showing: set[asyncio.Task[None]] = set()

    # What `reception` asks --------------------------------------------------------------------------

    def may_mean(self, reading: Reading) -> bool:
        """Whether this could be a practitioner's, even in a chat that carries a family's conversation."""
        match reading:
            case Spoke(text=text, replies_to=replies_to):
                return (
                    text.strip().lower() in ("/plans", "/desk") or (reading.chat, replies_to) in self._awaited
                )
            case Tapped(data=data):
                return data.startswith("w:")
            case _:
                return False

    async def take(self, reading: Reading) -> bool:
        """Deal with it, where it comes from a practitioner; False where it does not.

        What it changed is committed when this returns. Raises `StorageError`.
        """
        async with self._store.reading() as work:
            practitioner = await work.people.by_telegram(reading.chat)
        if practitioner is None:
            return False
        if not self._carrier.carries_words or _means_desk(reading):
            await self._point_to_the_desk(practitioner, reading)
        elif isinstance(reading, Tapped):
            await self._tapped(practitioner, reading)
        elif isinstance(reading, Spoke):
            await self._spoke(practitioner, reading)
        return True

    async def link(self, code: str, chat: int) -> bool:
        """Bind this chat to the practitioner whose sign-in code it is; False where it is nobody's."""
        async with self._store.work() as work:
            practitioner = await work.signins.use(code, self._clock())
            if practitioner is not None:
                await work.people.set_telegram(practitioner, chat)
                await work.commit()
            elif await work.people.by_telegram(chat) is None:
                return False
        self._show(chat, self._screens.says(self._say.linked))
        return True

    # Saying and pressing ----------------------------------------------------------------------------

    async def _spoke(self, practitioner: Practitioner, reading: Spoke) -> None:
        awaited = None
        if reading.replies_to is not None:
            awaited = self._awaited.get((reading.chat, reading.replies_to))
        if awaited is not None:
            return await self._answered(practitioner, reading, awaited)
        if reading.text.strip().lower() in ("/plans", "/start"):
            return self._show(reading.chat, self._screens.plans(await self._reviewing.inbox(practitioner.id)))
        self._show(reading.chat, self._screens.says(self._say.nothing_meant))

    async def _answered(
        self, practitioner: Practitioner, reading: Spoke, awaited: _Question | _Reason
    ) -> None:
        """The words that were waited for: shown once more before they go."""
        words = reading.text.strip()
        if not words:
            return self._show(reading.chat, self._screens.says(self._say.empty))
        self._awaited.pop((reading.chat, reading.replies_to or 0), None)
        _keep(self._written, (reading.chat, reading.update), _Written(awaited, words, f"tg{reading.update}"))
        self._show(reading.chat, self._screens.to_send(awaited.plan, awaited.to, words, reading.update))

    async def _tapped(self, practitioner: Practitioner, reading: Tapped) -> None:
        self._meanwhile(self._carrier.answer(reading.query))
        try:
            act = Act.unpack(reading.data)
        except (ValueError, TypeError):
            act = Act(do="plans", plan="")

        async def follow() -> Drawn | None:
            return await self._followed(practitioner, act, reading)

        drawn = await self._attempted(follow, PlanId(act.plan))
        if drawn is not None:
            self._show(reading.chat, drawn, instead_of=reading.message)

    async def _followed(self, practitioner: Practitioner, act: Act, reading: Tapped) -> Drawn | None:
        """What a button shows next; None where a message of its own asks for words or says what was done."""
        who, plan = practitioner.id, PlanId(act.plan)
        match act.do:
            case "open":
                return self._screens.summary(await self._opened(practitioner, plan))
            case "seen":
                return await self._mark_as_read(practitioner, act)
            case "lines":
                return await self._lines(practitioner, act)
            case "talk":
                return self._screens.talk(await self._as_read(practitioner, act), act.place)
            case "ask":
                await self._ask(practitioner, act, reading.chat)
            case "whom":
                await self._may_decide(practitioner, act)
                return self._screens.to_whom(await self._as_read(practitioner, act))
            case "return":
                await self._return(practitioner, act, reading.chat)
            case "sure":
                opened = await self._may_decide(practitioner, act)
                return self._screens.sure(opened.summary, practitioner.name)
            case "approve":
                await self._reviewing.approve(
                    who, plan, act.draft, practitioner.name, edition=act.edition, once=f"tg{reading.update}"
                )
                says = self._in_time(self._say.approved, self._say.approved_later, number=str(act.draft))
                await self._done(reading, says, plan)
            case "send":
                return await self._send(practitioner, act, reading)
            case "dont":
                self._written.pop((reading.chat, act.place), None)
                return self._screens.says(self._say.not_sent, plan)
            case _:
                return self._screens.plans(await self._reviewing.inbox(who))
        return None

    # Pieces of it -----------------------------------------------------------------------------------

    async def _opened(self, practitioner: Practitioner, plan: PlanId) -> Shown:
        """A plan at a glance: nobody's part counts as read by it."""
        summary = await self._reviewing.summary(practitioner.id, plan)
        if summary.reading is None:
            return Shown(summary, read=False)
        number = str(summary.reading.number)
        async with self._store.reading() as work:
            return Shown(summary, await work.audit.says(plan, practitioner.id, OPENED, number))

    async def _mark_as_read(self, practitioner: Practitioner, act: Act) -> Drawn:
        """The words that stood on the screen are read; others came in the meantime, or none."""
        plan = PlanId(act.plan)
        opened = await self._opened(practitioner, plan)
        if opened.mark == act.edition:
            for item in opened.first_alarms:
                await self._reviewing.see(practitioner.id, plan, item.id)
            opened = await self._opened(practitioner, plan)
        return self._screens.summary(opened)

    async def _lines(self, practitioner: Practitioner, act: Act) -> Drawn:
        """Reading the lines opens the draft: people see that their part was read (H6)."""
        await self._as_read(practitioner, act)
        if act.place == 0:
            await self._reviewing.open(practitioner.id, PlanId(act.plan))
        opened = await self._opened(practitioner, PlanId(act.plan))
        review = opened.summary.reading
        assert review is not None
        return self._screens.lines(review, act.place, decide=opened.read and not opened.alarms)

    async def _may_decide(self, practitioner: Practitioner, act: Act) -> Shown:
        """The plan, where nothing stands against a decision. Raises `NotRead`, `UnreadAlarm`."""
        opened = await self._opened(practitioner, PlanId(act.plan))
        review = opened.summary.reading
        if review is None or (review.number, review.edition) != (act.draft, act.edition):
            raise ReadItAgain
        if opened.alarms:
            raise UnreadAlarm
        if not opened.read:
            raise NotRead
        return opened

    async def _send(self, practitioner: Practitioner, act: Act, reading: Tapped) -> Drawn | None:
        """What was written goes to its reader, once."""
        plan, place = PlanId(act.plan), (reading.chat, act.place)
        written = self._written.get(place)
        if written is None or written.what.plan != plan:
            return self._screens.says(self._say.nothing_meant)
        what, sure = written.what, bool(act.draft)
        try:
            if isinstance(what, _Question):
                await self._reviewing.ask(
                    practitioner.id, plan, what.line, written.words, sure=sure, once=written.once
                )
                says = self._in_time(self._say.asked, self._say.asked_later, name=what.to)
            else:
                await self._reviewing.give_back(
                    practitioner.id, plan, what.draft, written.words, (what.reader,),
                    sure=sure, once=written.once,
                )  # fmt: skip
                says = filled(self._say.returned, {"number": str(what.draft)})
        except NamesApart as apart:
            return self._screens.to_send(plan, what.to, written.words, act.place, apart.names)
        await self._done(reading, says, plan)
        return None

    def _in_time(self, now: str, later: str, **names: str) -> str:
        """What is said of people being told: at once, or when the quiet hours are over."""
        morning = self._quiet.until(self._clock())
        if morning is None:
            return filled(now, names)
        return filled(later, names | {"time": f"{morning.astimezone(self._quiet.zone):%-H:%M}"})

    async def _done(self, reading: Tapped, words: str, plan: PlanId) -> None:
        """What was done is said for certain: kept in the outbox before the press counts as taken."""
        at, id = self._clock(), f"tg{reading.update}-done"
        row = Message(
            id=id,
            kind=Delivery.REPLY,
            chat=reading.chat,
            plan=plan,
            body=words,
            queued_at=at,
            due_at=at + LEASE,
        )

        async def job(work: UnitOfWork) -> bool:
            if await work.updates.seen(SAID, id):
                return False
            await work.updates.remember(SAID, id, at)
            await work.outbox.put(row)
            return True

        if await self._store.together(job):
            shown = self._screens.says(words, plan)
            parcel = Parcel(Urgency.REPLY, words=words, shown=shown, instead_of=reading.message)
            self._courier.post([Outgoing(row, parcel)])

    async def _as_read(self, practitioner: Practitioner, act: Act) -> Review:
        """The draft, as long as it is still the one that was read. Raises `ReadItAgain`."""
        review = await self._reviewing.look(practitioner.id, PlanId(act.plan))
        if review is None or review.number != act.draft or review.edition != act.edition:
            raise ReadItAgain
        return review

    async def _ask(self, practitioner: Practitioner, act: Act, chat: int) -> None:
        review = await self._as_read(practitioner, act)
        lines = self._screens.readable(review)
        if not 0 <= act.place < len(lines):
            raise NothingSuch
        line = lines[act.place]
        awaited = _Question(review.held.id, line.root, line.speaker_name)
        self._asked(chat, self._screens.question(review, line), awaited)

    async def _return(self, practitioner: Practitioner, act: Act, chat: int) -> None:
        await self._may_decide(practitioner, act)
        review = await self._as_read(practitioner, act)
        if not 0 <= act.place < len(review.draft.participants):
            raise NothingSuch
        reader = review.draft.participants[act.place]
        awaited = _Reason(review.held.id, review.number, reader.id, reader.name)
        self._asked(chat, self._screens.reason(reader), awaited)

    async def _attempted(self, act: Callable[[], Awaitable[Any]], plan: PlanId) -> Any:
        """What the act shows, or in one plain sentence why it cannot be done."""
        try:
            return await act()
        except UnreadAlarm:
            return self._screens.says(self._say.read_alarms, plan)
        except NotRead:
            return self._screens.says(self._say.read_lines, plan)
        except ReadItAgain:
            return self._screens.says(self._say.read_again, plan)
        except NotNow:
            return self._screens.says(self._say.not_now, plan)
        except OnlyToSign:
            return self._screens.says(self._say.only_to_sign, plan)
        except (NotYours, NothingSuch):
            return self._screens.says(self._say.not_yours)

    # Outside any transaction ------------------------------------------------------------------------

    async def _point_to_the_desk(self, practitioner: Practitioner, reading: Reading) -> None:
        """A link that signs this practitioner in at the desk, once and soon."""
        if isinstance(reading, Tapped) or (isinstance(reading, Wanted) and reading.query):
            self._meanwhile(self._carrier.answer(reading.query))
        link = await self._enrolling.link(practitioner.id) if self._desk else None
        self._show(
            reading.chat, self._screens.sign_in(link) if link else self._screens.says(self._say.no_desk)
        )

    def _asked(self, chat: int, drawn: Drawn, awaited: _Question | _Reason) -> None:
        """Ask for words; their answer is known by the message that asked."""

        def arrived(message: int) -> None:
            _keep(self._awaited, (chat, message), awaited)

        self._courier.promise(chat, Parcel(Urgency.REPLY, shown=drawn, asks=True, arrived=arrived))

    def _show(self, chat: int, drawn: Drawn, instead_of: int | None = None) -> None:
        """Through the chat's own lane: where Telegram asks us to wait, it comes later."""
        self._courier.promise(chat, Parcel(Urgency.REPLY, shown=drawn, instead_of=instead_of))

    def _meanwhile(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(sending)
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)


def _means_desk(reading: Reading) -> bool:
    return isinstance(reading, Spoke) and reading.text.strip().lower() == "/desk"


K = TypeVar("K")
V = TypeVar("V")


def _keep(kept: OrderedDict[K, V], key: K, value: V) -> None:
    """Remember it; the oldest of very many is forgotten."""
    kept[key] = value
    while len(kept) > MOST_AWAITED:
        kept.popitem(last=False)
