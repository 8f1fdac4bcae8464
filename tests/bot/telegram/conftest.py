"""A running bot for one test: the real dispatcher, engine and database, over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import copies, media_type_of
from bot.pretending import PretendFamily, pretend
from bot.product import Product, opened
from bot.settings import Settings
from bot.telegram import Telegram
from bot.telegram.needs import Turns, Workers
from bot.telegram.reading import Reading
from dialogs.buttons import Enter
from dialogs.conversation import Conversation, Prompt, Screen, Words
from dialogs.ids import ConversationId
from tests.telegram_server import Person, TelegramServer

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def waits(self, **span: float) -> None:
        """Let time go by."""
        self.at += timedelta(**span)


class NoWorkers:
    """Nobody is a practitioner."""

    def may_mean(self, reading: Reading) -> bool:
        return False

    async def take(self, reading: Reading) -> bool:
        return False

    async def link(self, code: str, chat: int) -> bool:
        return False


@dataclass
class Place:
    """The bot, its database, and Telegram around it."""

    server: TelegramServer
    product: Product
    telegram: Telegram
    family: PretendFamily
    clock: Clock
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def code(self, name: str = "Kelly") -> str:
        """The invitation's code of one person."""
        return next(one.code for one in self.family.people if one.name == name)

    async def enters(self, name: str = "Kelly") -> Person:
        """Somebody taps their invitation, and reads the first screen."""
        person = self.server.person(first_name=name)
        await person.says(f"/start {self.code(name)}")
        await person.next_message()
        return person

    async def conversation(self, person: Person) -> Conversation:
        """What is kept of a person's conversation."""
        return await self.product.turns.look(await self.conversation_id(person))

    async def conversation_id(self, person: Person) -> ConversationId:
        """Whose chat it is."""
        async with self.product.store.reading() as work:
            found = await work.chats.conversation_of(person.id)
        assert found is not None, "this chat is nobody's"
        return found

    async def asked(self, person: Person) -> Prompt:
        """The prompt that a free text answers."""
        conversation = await self.conversation(person)
        prompt = conversation.prompt(conversation.asked)
        assert prompt is not None
        return prompt

    async def goes_to(self, person: Person, section: str, question: str = "") -> Prompt:
        """The usual way through the door, then into a section; the first of its questions, or this one."""
        for _ in range(60):
            asked = await self.asked(person)
            if asked.screen is Screen.QUESTION and (question or section) in (asked.question, asked.section):
                return asked
            await person.presses(_way_on(asked, section))
            await person.next_message()
        raise AssertionError(f"{section} was not reached:\n{person.drawn()}")

    async def words(self, person: Person) -> list[str]:
        """Every text that is kept, in the order it came."""
        answers = (await self.conversation(person)).answers
        texts = (a.value.text if isinstance(a.value, Words) else a.words for a in answers)
        return [text for text in texts if text]

    def begins(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Something that runs until the test ends."""
        task = asyncio.create_task(work)
        self.tasks.append(task)
        return task

    async def starts(self, turns: Turns | None = None, workers: Workers | None = None) -> None:
        """The bot runs: anew, if it ran before."""
        if self.tasks:
            await self.stops()
            self.telegram = telegram_for(self.product)
        self.begins(
            self.telegram.run(
                turns or self.product.turns,
                self.product.invitations,
                workers or NoWorkers(),
                copies(self.product),
            )
        )

    async def stops(self) -> None:
        """The bot is stopped as Ctrl-C stops it."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()


@asynccontextmanager
async def a_place(folder: Path, **changes: Any) -> AsyncIterator[Place]:
    """A place that does not run yet."""
    clock = Clock()
    async with TelegramServer() as server:
        given = {"bot_token": server.token, "telegram_api_base": server.url, "data": folder}
        settings = Settings(**given | changes, _env_file=None)  # type: ignore[arg-type]
        async with opened(settings, clock=clock) as product:
            family = await pretend(product.store, settings, clock(), bot_name="family_plan_test_bot")
            place = Place(server, product, telegram_for(product), family, clock)
            try:
                yield place
            finally:
                await place.stops()
                await place.telegram.session.close()


def telegram_for(product: Product) -> Telegram:
    """Telegram, wired as `bot.app` wires it."""
    telegram = Telegram(
        settings=product.settings,
        store=product.store,
        dialogs=product.offered,
        clock=product.clock,
        media_type=media_type_of,
    )
    product.turns.courier = telegram.courier
    return telegram


@pytest.fixture
async def quiet_place(tmp_path: Path) -> AsyncIterator[Place]:
    """Everything is there, and nothing runs yet."""
    async with a_place(tmp_path) as place:
        yield place


@pytest.fixture
async def place(quiet_place: Place) -> Place:
    """The bot runs."""
    await quiet_place.starts()
    return quiet_place


def _way_on(asked: Prompt, section: str) -> str:
    """The label of the button that leads on."""
    if asked.screen is Screen.HUB:
        return next(b.label for b in asked.buttons if isinstance(b.act, Enter) and b.act.section == section)
    labels = [button.label for button in asked.buttons]
    usual = ("Go on", "OK, go on", "By myself", "No", "No one", "Yes, that is it")
    return next((label for label in labels if label in usual or label.startswith("Long: ")), "Skip")


Until = Callable[[], Coroutine[Any, Any, bool]]


async def until(found: Until, seconds: float = 30) -> None:
    """Wait for something that is no message: looked for again and again."""
    async with asyncio.timeout(seconds):
        while not await found():
            await asyncio.sleep(0.01)
