"""The two channels as drivers: aiogram's dispatcher over a Bot API, and the browser chat over HTTP.

Both run on the real product: SQLite, engine, courier, pages.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from aiohttp.test_utils import TestServer

from bot.app import copies, pages
from bot.drafting import whole
from bot.product import Product, opened
from bot.settings import Settings
from bot.telegram.keyboard import Open
from bot.telling import Telling
from dialogs.effects import Matter
from dialogs.facts import Letter, facts_for
from dialogs.family import Family
from dialogs.people import Participant
from dialogs.plan import draft
from dialogs.signposts import Alarm
from tests.bot.browser.phone import Phone
from tests.bot.telegram.conftest import Clock, NoWorkers, telegram_for
from tests.conversing import NOON
from tests.telegram_server import Message, Person, TelegramServer
from tests.transcripts.drivers import PLAN, Shows, a_task, as_sent, plan_lines, written_back

CODE = "TRYABCDE"
PIN = "4826"


class ChannelDriver:
    """What both have: a family in the store, the clock, and what the desk got."""

    def __init__(self, product: Product, clock: Clock, family: Family) -> None:
        self.product, self.clock, self.family = product, clock, family
        self.participant: Participant = family.participants[0]

    async def begin(self) -> None:
        """The plan, and an invitation for the first participant."""
        async with self.product.store.work() as work:
            worker = await work.people.enrol("Asha", NOON)
            await work.plans.add(PLAN, self.family, worker.id, None, NOON)
            later = NOON.replace(year=2030)
            await work.invitations.make(PLAN, self.participant.id, CODE, worker.id, NOON, later)
            await work.commit()

    async def set_clock(self, hour: int) -> None:
        self.clock.at = self.clock.at.replace(hour=hour)

    async def gets(self, letter: Callable[[datetime], Letter]) -> None:
        telling = Telling(self.product.turns)
        async with self.product.store.work() as work:
            await telling.post(work, PLAN, self.family, self.participant.id, letter(self.clock()))
            await work.commit()
        self.product.turns.wake()

    async def plan(self) -> list[str]:
        async with self.product.store.reading() as work:
            (id,) = await work.conversations.of_plan(PLAN)
            conversation = as_sent(await whole(work, id))
        dialog = self.product.offered.of(conversation.dialog, "en")
        return plan_lines(draft(self.family, [(self.participant, dialog, conversation)]))

    async def flags(self) -> list[str]:
        return await self._on_desk(Alarm)

    async def told(self) -> list[str]:
        return await self._on_desk(Matter)

    async def _on_desk(self, kind: type) -> list[str]:
        async with self.product.store.reading() as work:
            return [str(item.kind.value) for item in await work.items.of(PLAN) if isinstance(item.kind, kind)]

    async def _police(self) -> None:
        family = self.family.model_copy(update={"police_enquiry": True})
        async with self.product.store.work() as work:
            (id,) = await work.conversations.of_plan(PLAN)
            facts = facts_for(family, self.participant.id)
            await self.product.turns.news(work, id, facts, self.clock())
            await work.commit()

    async def writes_back(self, about: str, words: str) -> None:
        async with self.product.store.work() as work:
            (id,) = await work.conversations.of_plan(PLAN)
            letter = written_back(await whole(work, id), about, words, self.clock())
            await self.product.telling().post(work, PLAN, self.family, self.participant.id, letter)
            await work.commit()


class TelegramDriver(ChannelDriver):
    """Telegram: a person in a chat, everything between them real but Telegram itself."""

    server: TelegramServer
    person: Person
    newest = 0

    async def enter(self, server: TelegramServer) -> None:
        """The person taps the invitation's link."""
        self.server = server
        self.person = server.person(first_name="Sam")
        await self.begin()
        await self.person.says(f"/start {CODE}")
        await self.person.next_message()
        await self._settled()

    async def says(self, text: str) -> None:
        self.newest = await self.person.says(text)
        await self._settled()

    async def presses(self, label: str) -> None:
        label = "Open" if label == "You have a message" else label
        if not any(shown.startswith(label) for shown in self._labels()) and "More" in self._labels():
            await self.person.presses("More")
            await self._settled()
        exact = next((shown for shown in self._labels() if shown == label), None)
        near = next((shown for shown in self._labels() if shown.startswith(label)), None)
        assert exact or near, f"no button {label!r} among {self._labels()}"
        await self.person.presses(exact or near or label)
        await self._settled()

    async def sends(self, what: str) -> None:
        match what:
            case "voice note":
                await self.person.sends_voice()
            case "sticker":
                await self.person.sends_sticker()
            case "location":
                await self.person.sends_location()
            case _:
                await self.person.sends_contact()
        await self._settled()

    async def changes(self, text: str) -> None:
        await self.person.edits(self.newest, text)
        await self._settled()

    async def waits(self, hours: float) -> None:
        self.clock.waits(hours=hours)
        await self.person.says("/start")
        await self._settled()

    async def police(self) -> None:
        await self._police()
        await self.person.says("/start")
        await self._settled()

    async def gets(self, letter: Callable[[datetime], Letter]) -> None:
        await super().gets(letter)
        await self._settled()

    async def opens(self, words: str) -> None:
        """Found in the list of what was sent to them."""
        await self.person.says("/messages")
        await self.server.all_confirmed()
        data = Open(letter=a_task(words, NOON, backup=False).id).pack()
        await self.person.forges_press(data, self._last().message_id)
        await self._settled()

    async def screen(self) -> Shows:
        message = self._last()
        labels = list(self._labels())
        if "More" in labels:
            labels += ["Not sure", "Rather not say", "Why ask this?", "All parts", "Stop for now"]
        return Shows(message.text, labels)

    def _last(self) -> Message:
        return next(message for message in reversed(self.person.screen) if message.by_bot)

    def _labels(self) -> list[str]:
        return list(self._last().labels)

    async def _settled(self) -> None:
        """Every update is kept, and the screen that is asked stands in the chat."""
        await self.server.all_confirmed()
        for _ in range(200):
            async with self.product.store.reading() as work:
                id = await work.chats.conversation_of(self.person.id)
                conversation = await work.conversations.load(id) if id else None
                waiting = await work.outbox.next_due_at()
            asked = conversation.prompt(conversation.asked) if conversation else None
            if asked is not None and asked.message is not None and waiting is None:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("the screen never reached the chat")


class BrowserDriver(ChannelDriver):
    """The browser chat, as a phone without a script has it."""

    phone: Phone
    before = ""

    async def enter(self, phone: Phone) -> None:
        """The person opens the link and picks a PIN."""
        self.phone = phone
        await self.begin()
        await phone.opens(f"/i/{CODE}")
        await phone.presses("Open")
        await phone.presses("Go on", pin=PIN)
        self.home = phone.url.path

    async def says(self, text: str) -> None:
        self.before = text
        await self.phone.says(text)

    async def presses(self, label: str) -> None:
        """A box to tick is ticked; the button after that takes the ticks along."""
        tick = next((shown for shown in self.phone.page.ticks if shown.startswith(label)), None)
        if tick is not None and label not in [button.label for button in self.phone.page.buttons]:
            self.phone.page.forms["say"].fields.append(("tick", self.phone.page.ticks[tick]))
            return
        await self.phone.presses(label)

    async def sends(self, what: str) -> None:
        if what == "voice note":
            await self.phone.sends(b"OggS" + bytes(60) + b"OpusHead")
        else:
            await self.phone.sends(b"GIF of a sticker")

    async def changes(self, text: str) -> None:
        await self.phone.opens(f"{self.home}words")
        await self.phone.presses("Change")
        await self.phone.says(text)

    async def waits(self, hours: float) -> None:
        self.clock.waits(hours=hours)
        await self.phone.opens(self.home)
        await self.phone.presses("Go on", pin=PIN)

    async def police(self) -> None:
        await self._police()
        await self.phone.opens(self.home)

    async def writes_back(self, about: str, words: str) -> None:
        await super().writes_back(about, words)
        await self.phone.opens(self.home)

    async def gets(self, letter: Callable[[datetime], Letter]) -> None:
        await super().gets(letter)
        await self.phone.opens(self.home)

    async def opens(self, words: str) -> None:
        """Found on their own page, under what was sent to them."""
        await self.phone.opens(f"{self.home}words")
        id = a_task(words, NOON, backup=False).id
        await self.phone.submits(next(b for b in self.phone.page.buttons if b.value == id), {})

    async def screen(self) -> Shows:
        return Shows(self.phone.text, self.phone.page.labels)


@asynccontextmanager
async def on_telegram(folder: Path, family: Family) -> AsyncIterator[TelegramDriver]:
    """A transcript's family, with the first participant in their chat."""
    clock = Clock()
    async with TelegramServer() as server:
        given = {"bot_token": server.token, "telegram_api_base": server.url, "data": folder}
        async with opened(Settings(**given, _env_file=None), clock=clock) as product:  # type: ignore[arg-type]
            telegram = telegram_for(product)
            running = asyncio.create_task(
                telegram.run(product.turns, product.invitations, NoWorkers(), copies(product))
            )
            try:
                driver = TelegramDriver(product, clock, family)
                await driver.enter(server)
                yield driver
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def in_the_browser(folder: Path, family: Family) -> AsyncIterator[BrowserDriver]:
    """A transcript's family, with the first participant on their page."""
    clock = Clock()
    async with opened(Settings(data=folder, _env_file=None), clock=clock) as product:  # type: ignore[call-arg]
        async with TestServer(pages(product)) as server, Phone(server.make_url("/")) as phone:
            driver = BrowserDriver(product, clock, family)
            await driver.enter(phone)
            yield driver
