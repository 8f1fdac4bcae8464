"""The one handler: asks whose chat it is, and hands each update to whoever it concerns.

A bound chat's events become turns, in order, and this returns when they are committed. A chat that
is nobody's hears one neutral line, whatever it sends, and one and the same answer to any code that
opens nothing. aiogram's dispatcher calls `handle`; nothing is decided here that the engine decides.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, tzinfo
from typing import Any, assert_never

from aiogram import Dispatcher
from aiogram.types import TelegramObject, Update

from bot.carriers import Parcel, Urgency
from bot.courier import Courier
from bot.invitations import BrowserOnly
from bot.telegram.beside import Want
from bot.telegram.carrying import TelegramCarrier
from bot.telegram.fetching import Fetching
from bot.telegram.guessing import Guesses
from bot.telegram.keyboard import TICK
from bot.telegram.needs import Invitations, Turns, Workers
from bot.telegram.phrases import PhrasesIn
from bot.telegram.reading import Arrival, Began, Spoke, Stood, Tapped, Wanted, read
from bot.telegram.wanted import Wants
from bot.telegram.whose import Whose
from bot.telling import announce_again
from dialogs.conversation import Chosen, Dated, Leaving, Named, NoMore, Number
from dialogs.effects import Ask, Notice, Redraw, Turn
from dialogs.events import Channel, Event, Opened, Pressed
from dialogs.ids import ConversationId, EventId
from storage import Store, UnitOfWork
from storage.errors import StorageError, Unknown

SOURCE = "telegram"
"""Whose update ids these are."""
Routers = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
"""The rest of aiogram's dispatcher, behind our handler."""
log = logging.getLogger(__name__)
_CODE = re.compile(r"[0-9A-Za-z]{8}")


class Reception:
    """Takes updates in."""

    def __init__(
        self,
        *,
        store: Store,
        turns: Turns,
        invitations: Invitations,
        workers: Workers,
        courier: Courier,
        carrier: TelegramCarrier,
        fetching: Fetching,
        wants: Wants,
        phrases: PhrasesIn,
        zone: tzinfo,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._turns = turns
        self._invitations = invitations
        self._workers = workers
        self._courier = courier
        self._carrier = carrier
        self._fetching = fetching
        self._wants = wants
        self._phrases = phrases("en")
        self._zone = zone
        self._clock = clock
        self._guesses = Guesses(store, clock)
        self.whose = Whose(store)
        self._answering: set[asyncio.Task[None]] = set()

    def dispatcher(self) -> Dispatcher:
        """The dispatcher of aiogram, with this one handler where all updates come in.

        It stands in front of aiogram's routers, which would have nothing to decide and take longer
        over it than everything else here.
        """
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.update.outer_middleware(self._taken_in)
        return dispatcher

    async def _taken_in(self, routers: Routers, update: TelegramObject, data: dict[str, Any]) -> None:
        assert isinstance(update, Update)
        await self.handle(update)

    async def handle(self, update: Update) -> None:
        """Take one update. What it changed is committed when this returns. Raises `StorageError`."""
        reading = read(update, Arrival.of(self._clock(), self._zone))
        if reading is None:
            return
        chat = reading.chat
        if isinstance(reading, Stood):
            return await self._stood(reading)
        if self._courier.is_back(chat):
            await self._announce_again(chat)
        if isinstance(reading, Spoke | Tapped):
            try:
                return await self._heard(reading, await self.whose.of(chat))
            except Unknown:
                pass  # The chat is somebody else's by now, or nobody's.
        conversation = await self.whose.now(chat)
        if isinstance(reading, Began):
            return await self._began(chat, reading.code, reading.update, conversation)
        await self._heard(reading, conversation)

    async def _heard(self, reading: Spoke | Tapped | Wanted, conversation: ConversationId | None) -> None:
        """Raises `Unknown` where this chat does not carry that conversation; nothing has happened then."""
        if (conversation is None or self._workers.may_mean(reading)) and await self._workers.take(reading):
            return
        if conversation is None:
            return await self._stranger(reading)
        match reading:
            case Spoke():
                await self._spoke(conversation, reading)
            case Tapped():
                await self._tapped(conversation, reading)
            case Wanted():
                await self._wanted(conversation, reading)
            case _:
                assert_never(reading)

    async def close(self) -> None:
        """Let the answers to presses go out."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=1)

    # A bound chat -----------------------------------------------------------------------------------

    async def _spoke(self, conversation: ConversationId, reading: Spoke) -> None:
        await self._courier.settled(reading.chat)
        for event in reading.events:
            turn = await self._take(reading.chat, conversation, event, reading.origin)
            words = _notice(turn)
            if words and not _shows(turn):
                self._say(reading.chat, words, turn)
            await self._catch_up(reading.chat, turn, event)
        if reading.origin:
            self._fetching.wake()

    async def _tapped(self, conversation: ConversationId, reading: Tapped) -> None:
        turn = await self._take(reading.chat, conversation, reading.event)
        chosen = _chosen(turn, reading.event) if self._carrier.carries_words else ""
        self._meanwhile(self._carrier.answer(reading.query, _notice(turn) or chosen))
        await self._catch_up(reading.chat, turn, reading.event)
        if reading.message is not None and _is_stale(turn, reading.event):
            self._meanwhile(self._carrier.retire(reading.chat, reading.message))

    async def _catch_up(self, chat: int, turn: Turn, event: Event) -> None:
        """Show where the person is, where that stands in their browser alone: they went on there."""
        asked = turn.conversation.prompt(turn.conversation.asked)
        if asked is None or asked.id.startswith("tg") or _shows(turn):
            return
        again = Opened(
            id=EventId(f"{event.id}here"), at=event.at, local_hour=event.local_hour, channel=event.channel
        )
        await self._take(chat, turn.conversation.id, again)

    async def _take(self, chat: int, conversation: ConversationId, event: Event, origin: str = "") -> Turn:
        return await self._turns.take(conversation, event, (SOURCE, event.id), origin=origin, chat=chat)

    async def _wanted(self, conversation: ConversationId, reading: Wanted) -> None:
        if reading.query:
            self._meanwhile(self._carrier.answer(reading.query))
        giving = self._wants.give(reading.chat, conversation, reading.want)
        if reading.want is Want.COPY_HERE:
            # Drawing a PDF takes a while, and a batch waits for nothing slow.
            return self._meanwhile(_tried(giving))
        await giving

    async def _stood(self, reading: Stood) -> None:
        if reading.blocked:
            return self._courier.has_left(reading.chat)
        self._courier.is_back(reading.chat)
        await self._announce_again(reading.chat)

    async def _announce_again(self, chat: int) -> None:
        """Somebody who had blocked us is back: they hear of letters that could not be announced."""
        at = self._clock()

        async def job(work: UnitOfWork) -> None:
            await announce_again(work, chat, at)

        await self._store.together(job)
        self._courier.wake()

    # Codes and strangers ----------------------------------------------------------------------------

    async def _began(self, chat: int, code: str, update: int, conversation: ConversationId | None) -> None:
        """A code came. Whoever is in already is shown where they were, whatever becomes of the code."""
        event, now = EventId(f"tg{update}"), self._clock()
        hour = Arrival.of(now, self._zone).local_hour
        if await self._guesses.may_try(chat):
            try:
                if await self._invitations.accept_telegram(
                    code, chat, now=now, event_id=event, local_hour=hour
                ):
                    return
            except BrowserOnly:
                return self._say(chat, self._phrases.browser_only)
            if await self._workers.link(code, chat):
                return
            await self._guesses.wrong(chat)
        if conversation is None:
            return self._say(chat, self._phrases.wrong_code)
        # Its own id: the invitation's first screen has the other, and may have been put before a crash.
        again = EventId(f"{event}again")
        await self._take(
            chat, conversation, Opened(id=again, at=now, local_hour=hour, channel=Channel.TELEGRAM)
        )

    async def _stranger(self, reading: Spoke | Tapped | Wanted) -> None:
        if not isinstance(reading, Spoke) and reading.query:
            return self._meanwhile(self._carrier.answer(reading.query))
        if not isinstance(reading, Spoke):
            return self._say(reading.chat, self._phrases.stranger)
        code = re.sub(r"[\s-]", "", reading.text)
        if _CODE.fullmatch(code):
            return await self._began(reading.chat, code, reading.update, None)
        self._say(reading.chat, self._phrases.stranger)

    # Outside any transaction ------------------------------------------------------------------------

    def _say(self, chat: int, words: str, turn: Turn | None = None) -> None:
        pretend = turn is not None and turn.conversation.facts.pretend
        self._courier.say(chat, Parcel(Urgency.REPLY, words=words, pretend=pretend))

    def _meanwhile(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(sending)
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


async def _tried(giving: Coroutine[Any, Any, None]) -> None:
    """What somebody can ask for again: where the database is away they have to."""
    try:
        await giving
    except StorageError as error:
        log.warning("a copy could not be given (%s)", type(error).__name__)


def _notice(turn: Turn) -> str:
    return next((effect.text for effect in turn.effects if isinstance(effect, Notice)), "")


def _chosen(turn: Turn, event: Event) -> str:
    """What a tap kept, said in passing: a mark in the chat would stay for whoever opens it (H2)."""
    if not isinstance(event, Pressed) or not turn.answers:
        return ""
    match turn.answers[-1].value:
        case Chosen(labels=labels):
            return TICK + ", ".join(labels)
        case Number() | Named() | Dated() | Leaving() | NoMore():
            asked = turn.conversation.numbered(event.prompt)
            return TICK + asked.buttons[event.button].label if asked is not None else ""
        case _:
            return ""


def _shows(turn: Turn) -> bool:
    return any(isinstance(effect, Ask | Redraw) for effect in turn.effects)


def _is_stale(turn: Turn, event: Event) -> bool:
    """Whether a button of an earlier screen was pressed: its keyboard has no use any more."""
    asked = turn.conversation.prompt(turn.conversation.asked)
    earlier = isinstance(event, Pressed) and asked is not None and event.prompt != asked.number
    return earlier and bool(_notice(turn)) and not _shows(turn)
