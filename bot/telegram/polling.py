"""Our own polling loop: an update is confirmed when everything it changed is kept, and not before.

**Theory.** Asking for updates from an offset confirms all before it (getUpdates). So a batch is
taken whole: its chats side by side, each chat's updates in order, and the next call is made when
every update is committed or set aside. A kill at any moment repeats the batch; a repeated update
changes nothing. While the database is away nothing is confirmed, and nothing is lost.

Each update is read by itself, from what Telegram sent. One that cannot be read, or whose turn fails
three times, is set aside whole and sealed, answered kindly, and does not hold up the others.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot.carriers import Gone, Later, Lost, Parcel, Refused, Urgency
from bot.courier import Courier
from bot.telegram.phrases import PhrasesIn
from bot.telegram.reading import READ_KINDS, chat_of
from bot.telegram.reception import SOURCE, Reception
from bot.telegram.sending import Api, Json
from storage import Store, UnitOfWork
from storage.errors import BROKEN, StorageError

POLL_SECONDS = 50
ANSWER_SECONDS = POLL_SECONDS + 15
TURN_WAITS = (0.1, 1.0)
"""Seconds before the second and the third try of a turn."""
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 30.0

log = logging.getLogger(__name__)


class PollingEnded(Exception):
    """Telegram will give this program nothing more. The text is one plain sentence."""


class Polling:
    """Fetches updates and has them taken."""

    def __init__(
        self,
        *,
        api: Api,
        bot: Bot,
        store: Store,
        reception: Reception,
        courier: Courier,
        phrases: PhrasesIn,
        clock: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._bot = bot
        self._store = store
        self._reception = reception
        self._dispatcher: Dispatcher = reception.dispatcher()
        self._courier = courier
        self._phrases = phrases("en")
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled. Raises `PollingEnded` where going on is no use."""
        offset: int | None = None
        trouble = 0
        while True:
            try:
                batch = await self._fetched(offset)
                trouble = 0
            except (Later, Lost) as error:
                told = error.seconds if isinstance(error, Later) else None
                log.warning("Telegram gives no updates (%s); trying again", error)
                await asyncio.sleep(told if told is not None else _doubling(trouble))
                trouble += 1
                continue
            await self.take(batch)
            await asyncio.sleep(0)  # replies leave before the next question to Telegram
            offset = max((raw["update_id"] + 1 for raw in batch), default=offset)

    async def take(self, batch: Sequence[Json]) -> None:
        """Take every update of a batch. All are committed or set aside when this returns."""
        lanes: dict[object, list[Json]] = {}
        for raw in batch:
            lanes.setdefault(chat_of(raw) or f"update {raw['update_id']}", []).append(raw)
        with suppress(
            StorageError
        ):  # one look for the whole batch; else each update looks, and waits, for itself
            await self._reception.whose.learn(chat for chat in lanes if isinstance(chat, int))
        if len(lanes) == 1:  # one person writes: a task of its own would only make them wait
            return await self._in_order(*lanes.values())
        await asyncio.gather(*(self._in_order(lane) for lane in lanes.values()))

    async def _fetched(self, offset: int | None) -> list[Json]:
        asked = {"timeout": POLL_SECONDS, "allowed_updates": READ_KINDS}
        if offset is not None:
            asked["offset"] = offset
        try:
            found = await self._api.call("getUpdates", asked, ANSWER_SECONDS)
        except (Refused, Gone) as refused:
            raise PollingEnded(_why(refused)) from None
        batch = [raw for raw in found if _has_id(raw)] if isinstance(found, list) else []
        if found and not batch:
            raise Later("an answer without updates")
        return batch

    async def _in_order(self, lane: Sequence[Json]) -> None:
        for raw in lane:
            await self._one(raw)

    async def _one(self, raw: Json) -> None:
        if not any(kind in raw for kind in READ_KINDS):
            # Nobody asked for it. aiogram would warn, and print all that stands in it.
            return
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError:
            return await self._set_aside(raw, "it could not be read")
        failure = await self._tried(update, raw)
        for wait in TURN_WAITS:
            if not failure:
                return
            log.warning("update %s: its turn failed (%s)", update.update_id, failure)
            await asyncio.sleep(wait)
            failure = await self._tried(update, raw)
        if failure:
            await self._set_aside(raw, failure)

    async def _tried(self, update: Update, raw: Json) -> str:
        """Why the turn failed, or "". Waits as long as the database is away."""

        async def turn() -> None:
            await self._dispatcher.feed_update(self._bot, update)

        try:
            await self._while_away(turn, raw)
        except Exception as error:  # noqa: BLE001 - the last resort of this way in
            return type(error).__name__
        return ""

    async def _set_aside(self, raw: Json, why: str) -> None:
        at, whole = self._clock(), json.dumps(raw).encode()

        async def job(work: UnitOfWork) -> None:
            await work.set_aside.put(SOURCE, str(raw["update_id"]), whole, why, at, chat=chat_of(raw))

        async def keep() -> None:
            await self._store.together(job)

        await self._while_away(keep, raw)
        log.error("update %s is set aside (%s)", raw["update_id"], why)
        self._say(raw, self._phrases.set_aside)

    async def _while_away(self, work: Callable[[], Awaitable[None]], raw: Json) -> None:
        """Do it; where the database is away, wait for it, and tell the person once."""
        trouble = 0
        while True:
            try:
                return await work()
            except BROKEN as error:
                log.warning("update %s waits for the database (%s)", raw["update_id"], type(error).__name__)
            if trouble == 1:
                self._say(raw, self._phrases.held_up)
            await asyncio.sleep(_doubling(trouble))
            trouble += 1

    def _say(self, raw: Json, words: str) -> None:
        chat = chat_of(raw)
        if chat is not None:
            self._courier.say(chat, Parcel(Urgency.REPLY, words=words))


def _has_id(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _doubling(tries: int) -> float:
    return float(min(FIRST_WAIT_SECONDS * 2 ** min(tries, 10), LONGEST_WAIT_SECONDS))


def _why(refused: Refused | Gone) -> str:
    match refused:
        case Refused(code=401 | 404):
            return "Telegram does not know this BOT_TOKEN."
        case Refused(code=409):
            return "Another program receives this bot's messages. One program at a time can use a BOT_TOKEN."
        case _:
            return f"Telegram gives this bot no messages ({refused})."
