"""One turn: load, advance, keep, put into the outbox; committed when `take` returns.

Every way in calls `Turns.take` with an event. The engine decides; what it asks for is kept in the
same transaction as the answer: flags and desk items, files to fetch, drafts to freeze, messages to
send. Only then does anybody send. An update seen before changes nothing.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple, Protocol, assert_never

from bot.checking_in import keep_time
from bot.drafting import drawn_up, freeze, thaw
from bot.outgoing import Outgoing, outgoing
from bot.you_said import keep_due, what_is_due
from dialogs.conversation import Answer, Conversation, Words
from dialogs.definition import Dialog
from dialogs.effects import (
    Ask,
    Effect,
    Fetch,
    Freeze,
    Matter,
    Notice,
    Raise,
    Redraw,
    Schedule,
    Speak,
    Tell,
    Turn,
)
from dialogs.engine import advance
from dialogs.events import Channel, Event, FactsChanged, FileReceived, LetterOpened, Opened
from dialogs.facts import Facts, LetterKind
from dialogs.ids import ConversationId, DialogId, EventId, LetterId, ParticipantId, PlanId, PractitionerId
from dialogs.lines import Typed
from dialogs.people import Participant
from dialogs.plan import DraftPlan
from dialogs.signposts import Alarm
from storage import UnitOfWork
from storage.errors import Unknown
from storage.fresh import fresh_id
from storage.items import Item
from storage.outbox import Delivery, Message
from storage.store import Store

ANSWERS = frozenset(
    {
        Matter.REPLIED,
        Matter.STEPPED_BACK,
        Matter.HOW_IT_GOES,
        Matter.NOT_HELD,
        Matter.ASKED_NO_MORE,
        Matter.NOT_SAFE,
    }
)
"""Matters that answer a letter."""
QUIET = frozenset({Matter.ADDED, Matter.CAME_BACK, Matter.STAR, Matter.GOOD_NEWS, Matter.HOW_IT_GOES})
"""What waits on the desk without a message to the practitioner's own chat."""


class Dialogs(Protocol):
    """Every dialog, in every language that is offered."""

    def of(self, dialog: DialogId, language: str) -> Dialog:
        """A dialog in a language, with the house's words, help lines and danger words."""
        ...

    def for_participant(self, who: Participant) -> DialogId:
        """The dialog that this person is asked."""
        ...


class Upload(Protocol):
    """A file that came with the event itself, checked already."""

    @property
    def content(self) -> bytes:
        """What is in it."""
        ...

    @property
    def media_type(self) -> str:
        """What it is, told by its first bytes."""
        ...


class Messenger(Protocol):
    """Brings messages: `bot.courier.Courier`."""

    def post(self, messages: Iterable[Outgoing]) -> None:
        """Bring these now; they are committed."""
        ...

    def wake(self) -> None:
        """Somebody put a row into the outbox."""
        ...


class Where(NamedTuple):
    """Whose conversation it is, in which plan."""

    plan: PlanId
    participant: ParticipantId


class Turns:
    """Takes turns. `courier` is set by `app` where there is a messenger to write to."""

    def __init__(
        self,
        store: Store,
        dialogs: Dialogs,
        courier: Messenger | None = None,
        zone: tzinfo = UTC,
        answer_days: int = 7,
    ) -> None:
        """`zone` says which day it is for the practitioners: who covers a plan goes by days.

        Within `answer_days` a young person hears what was done about what they said.
        """
        self.store = store
        self.dialogs = dialogs
        self.courier = courier
        self.zone = zone
        self.answer_days = answer_days

    async def take(
        self,
        conversation: ConversationId,
        event: Event,
        update: tuple[str, str] | None = None,
        *,
        file: Upload | None = None,
        origin: str = "",
        chat: int | None = None,
    ) -> Turn:
        """One turn, committed when this returns.

        `file` holds the bytes of a `FileReceived`, or `origin` says where they can be fetched later.
        `chat` is the Telegram chat that the event came from. An update that was seen before gives an
        empty turn. Raises `StorageError`, and `storage.errors.Unknown` for no such conversation, or
        where that chat does not carry it.
        """
        said: list[Outgoing] = []

        async def job(work: UnitOfWork) -> Turn:
            said.clear()
            if chat is not None and not await work.conversations.stands_in(conversation, chat):
                raise Unknown("this chat does not carry that conversation")
            return await self.turn(
                work, conversation, event, update, file=file, origin=origin, chat=chat, said=said
            )

        turn = await self.store.together(job, conversation=conversation, update=update)
        self.committed(turn, said)
        return turn

    def committed(self, turn: Turn, said: list[Outgoing]) -> None:
        """A turn is committed: what it says can leave."""
        if self.courier is not None:
            self.courier.post(said)
        if any(isinstance(effect, Raise | Tell) for effect in turn.effects):
            self.wake()

    def wake(self) -> None:
        """Somebody put a message into the outbox, and has committed it."""
        if self.courier is not None:
            self.courier.wake()

    async def turn(
        self,
        work: UnitOfWork,
        conversation: ConversationId,
        event: Event,
        update: tuple[str, str] | None = None,
        *,
        file: Upload | None = None,
        origin: str = "",
        chat: int | None = None,
        said: list[Outgoing] | None = None,
    ) -> Turn:
        """One turn within a piece of work that somebody else commits; `take` is the usual way."""
        before = await work.conversations.load(conversation)
        if before is None:
            await work.conversations.plan_of(conversation)
            raise AssertionError("a conversation that has a plan can be loaded")
        if update is not None:
            if await work.updates.seen(*update):
                return Turn(conversation=before)
            await work.updates.remember(*update, event.at)
        turn = self.advanced(before, event)
        await work.conversations.keep(turn, event.at)
        if event.channel is Channel.TELEGRAM:
            await self._say(work, turn, event, chat, said if said is not None else [])
        if any(isinstance(effect, Raise | Tell | Freeze | Schedule) for effect in turn.effects):
            where = Where(*await work.conversations.plan_of(conversation))
            for number, effect in enumerate(turn.effects):
                await self._perform(work, effect, number, event, where, turn)
        if isinstance(event, FileReceived):
            await self._keep_file(work, event, conversation, file, origin)
        if isinstance(event, LetterOpened):
            await work.letters.opened(event.letter, event.at)
        return turn

    async def look(self, conversation: ConversationId) -> Conversation:
        """The conversation as it is now, read only. Raises `Unknown`."""
        async with self.store.reading() as work:
            found = await work.conversations.load(conversation)
            if found is None:
                await work.conversations.plan_of(conversation)
                raise AssertionError("a conversation that has a plan can be loaded")
            return found

    async def news(self, work: UnitOfWork, conversation: ConversationId, facts: Facts, at: datetime) -> None:
        """Tell a conversation that the plan around it changed. Nothing is sent."""
        await self.turn(
            work, conversation, FactsChanged(id=EventId(fresh_id()), at=at, channel=Channel.DESK, facts=facts)
        )

    def advanced(self, before: Conversation, event: Event) -> Turn:
        """The engine's turn; where the person chose a language, shown again in that one."""
        turn = advance(self.dialogs.of(before.dialog, before.language), before, event)
        if not any(isinstance(effect, Speak) for effect in turn.effects):
            return turn
        again = Opened(
            id=EventId(f"{event.id}-again"),
            at=event.at,
            local_hour=event.local_hour,
            channel=event.channel,
            hand=event.hand,
        )
        after = turn.conversation
        shown = advance(self.dialogs.of(after.dialog, after.language), after, again)
        kept = tuple(effect for effect in turn.effects if not isinstance(effect, Ask | Speak))
        return Turn.made(
            conversation=shown.conversation,
            answers=turn.answers + shown.answers,
            prompts=turn.prompts + shown.prompts,
            effects=kept + shown.effects,
        )

    async def _perform(
        self, work: UnitOfWork, effect: Effect, number: int, event: Event, where: Where, turn: Turn
    ) -> None:
        match effect:
            case Raise(kind=kind, answer=answer, words=words):
                item = Item(
                    id=f"{event.id}-i{number}", plan=where.plan, participant=where.participant, kind=kind,
                    answer=answer, words=words, at=event.at,
                )  # fmt: skip
                await self._put_on_desk(
                    work, item, Delivery.FLAG if kind is Alarm.DANGER_NOW else Delivery.UNASKED
                )
            case Tell(matter=matter, answer=answer, letter=letter, words=words):
                item = Item(
                    id=f"{event.id}-i{number}", plan=where.plan, participant=where.participant, kind=matter,
                    answer=answer, letter=letter, words=words, at=event.at,
                )  # fmt: skip
                await self._put_on_desk(work, item, None if matter in QUIET else Delivery.UNASKED)
                if matter is Matter.STAR:
                    await self._keep_due(
                        work, where, await drawn_up(work, self.dialogs, where.plan), event.at
                    )
                if matter in ANSWERS and letter is not None:
                    await self._answered(work, where, letter, turn.answers[-1])
            case Freeze():
                frozen = await freeze(work, self.dialogs, where.plan, event.at)
                if self.dialogs.of(turn.conversation.dialog, "en").for_the_young:
                    await self._keep_due(work, where, thaw(frozen), event.at)
            case Schedule(weekday=weekday, hour=hour):
                here = event.at.astimezone(self.zone)
                await keep_time(
                    work, where.plan, where.participant, turn.conversation.id, here, weekday, hour
                )
            case Ask() | Redraw() | Fetch() | Notice() | Speak():
                """Said in `_say`, kept with the event's file, shown by the way in, or done already."""
            case _:
                assert_never(effect)

    async def _say(
        self, work: UnitOfWork, turn: Turn, event: Event, chat: int | None, said: list[Outgoing]
    ) -> None:
        here = chat if chat is not None else await work.chats.chat_of(turn.conversation.id)
        if here is not None:
            said.extend(outgoing(turn, event.id, here, event.at))
            for message in said:
                await work.outbox.put(message.row)

    async def _put_on_desk(self, work: UnitOfWork, item: Item, how: Delivery | None) -> None:
        await work.items.add(item)
        if how is not None:
            today = item.at.astimezone(self.zone).date()
            await tell_workers(work, item, how, item.at, today)

    async def _keep_due(self, work: UnitOfWork, where: Where, draft: DraftPlan, at: datetime) -> None:
        """By when what this young person raised is answered, as it stands now."""
        letters = await work.letters.of_plan(where.plan)
        due = what_is_due(draft, letters, self.zone, self.answer_days)
        await keep_due(work, where.plan, due, (where.participant,), at)

    async def _answered(self, work: UnitOfWork, where: Where, letter: LetterId, answer: Answer) -> None:
        """A reply goes to its letter; a correction of typed-up words stands under the file as theirs."""
        await work.letters.answered(letter, answer.id, answer.at)
        posted = (await work.letters.get(letter)).letter
        if posted.kind is LetterKind.TYPED and posted.line and isinstance(answer.value, Words):
            family = (await work.plans.get(where.plan)).family
            name = family.participant(where.participant).name
            words = Typed(line=posted.line, words=answer.value.text, by=name, by_speaker=True, at=answer.at)
            await work.typed.add(where.plan, words)

    async def _keep_file(
        self,
        work: UnitOfWork,
        event: FileReceived,
        conversation: ConversationId,
        file: Upload | None,
        origin: str,
    ) -> None:
        await work.files.put(event.file, conversation, event.file_kind, origin, event.at)
        if file is not None:
            await work.files.keep(event.file, file.content, file.media_type, event.at)


async def tell_workers(work: UnitOfWork, item: Item, how: Delivery, at: datetime, today: date) -> None:
    """Tell the plan's practitioner and whoever covers it today, in their own chats: no names.

    Who was told that something waits, and has not looked at the plan since, is told once; of danger always.
    """
    held = await work.plans.get(item.plan)
    for practitioner in filter(None, (held.practitioner, held.covered_by(today))):
        chat = (await work.people.get(practitioner)).telegram
        if chat is not None and (how is Delivery.FLAG or await _looked(work, practitioner, item.plan)):
            await work.outbox.put(
                Message(
                    id=f"{item.id}-{at:%Y%m%d%H%M%S}-{practitioner}",
                    kind=how,
                    chat=chat,
                    plan=item.plan,
                    practitioner=practitioner,
                    queued_at=at,
                    due_at=at,
                )
            )


async def _looked(work: UnitOfWork, practitioner: PractitionerId, plan: PlanId) -> bool:
    """Whether they looked at the plan since they were last told that something waits there."""
    told = await work.outbox.told_at(plan, practitioner)
    if told is None:
        return True
    looked = await work.audit.last(plan, practitioner)
    return looked is not None and looked > told
