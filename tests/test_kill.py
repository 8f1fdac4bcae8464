"""Killed at any moment, nothing that was said is lost or doubled.

The real program in a process of its own is killed (SIGKILL) again and again while people type to it
through a Bot API, and started again. Afterwards every text is kept once, to the letter; every danger
word has raised one flag; and every chat shows the question that is asked. So it is with what a
practitioner asks and decides at the desk, and with what is written in a browser.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientError
from aiohttp.test_utils import unused_port
from yarl import URL

from bot.pretending import PretendFamily, pretend
from bot.product import Product, opened, utc_now
from bot.settings import Settings
from dialogs.conversation import Words
from dialogs.facts import LetterKind
from dialogs.ids import ParticipantId, PlanId
from dialogs.review import Verdict
from dialogs.signposts import Alarm
from storage import UnitOfWork
from tests.bot.browser.phone import Phone
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import GOOD_THINGS, Clock, Place
from tests.bot.telegram.conftest import until
from tests.telegram_server import Person, TelegramServer

CHATS, TEXTS, KILLS = 8, 12, 5
DANGER = "he is at the door with a knife"


class Program:
    """`python -m bot`, killed and started again."""

    def __init__(self, data: Path, port: int) -> None:
        self.port = port
        self.environment = os.environ | {
            "PLAN_DATA": str(data),
            "PLAN_PORT": str(port),
            "PLAN_QUIET_FROM": "00:00",
            "PLAN_QUIET_UNTIL": "00:00",
        }
        self.process: asyncio.subprocess.Process | None = None

    async def starts(self, server: TelegramServer | None = None) -> None:
        """Anew, with the Bot API that it was started with first."""
        if server is not None:
            self.environment |= {"BOT_TOKEN": server.token, "TELEGRAM_API_BASE": str(server.url)}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", env=self.environment, stderr=asyncio.subprocess.DEVNULL
        )

    async def serves(self) -> None:
        """Wait until it does: only from then on it can be asked to stop."""
        while True:
            with suppress(OSError):
                _, line = await asyncio.open_connection("127.0.0.1", self.port)
                line.close()
                return
            await asyncio.sleep(0.1)

    async def ends(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return await self.process.wait()


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    program = Program(tmp_path / "data", unused_port())
    yield program
    if program.process is not None and program.process.returncode is None:
        await program.ends(signal.SIGKILL)


async def test_killed_under_load_nothing_is_lost_or_doubled(tmp_path: Path, program: Program) -> None:
    chance = Random(7)
    async with TelegramServer() as server:
        given = {"bot_token": server.token, "telegram_api_base": server.url, "data": tmp_path / "data"}
        settings = Settings(**given, _env_file=None)  # type: ignore[arg-type]
        async with opened(settings) as product:
            families = [await pretend(product.store, settings, product.clock()) for _ in range(CHATS)]
        people = [server.person(first_name=f"P{n}") for n in range(CHATS)]
        await program.starts(server)
        said = {
            person.id: [f"{n} of {person.id}: Gran comes on Fridays" for n in range(TEXTS)]
            for person in people
        }
        said[people[0].id][5] = DANGER
        talking = [
            asyncio.create_task(_talks(person, family.people[0].code, said[person.id], Random(n)))
            for n, (person, family) in enumerate(zip(people, families, strict=True))
        ]
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(1.5, 4))
            await program.ends(signal.SIGKILL)
            await program.starts()
        await asyncio.wait_for(asyncio.gather(*talking), 60)
        await server.all_confirmed(timeout=60)
        async with opened(settings) as product:
            # What a killed process had in hand is due again half a minute later.
            await until(lambda: _all_is_sent(product), seconds=90)
        await program.serves()
        assert await program.ends(signal.SIGINT) == 0

        async with opened(settings) as product, product.store.reading() as work:
            flags = 0
            for person, family in zip(people, families, strict=True):
                id = await work.chats.conversation_of(person.id)
                assert id is not None
                conversation = await work.conversations.load(id)
                assert conversation is not None
                kept = [
                    answer.value.text for answer in conversation.answers if isinstance(answer.value, Words)
                ]
                assert Counter(kept) == Counter(said[person.id])
                items = await work.items.of(family.plan)
                flags += sum(item.kind is Alarm.DANGER_NOW for item in items)
                asked = conversation.prompt(conversation.asked)
                assert asked is not None
                assert asked.message is not None, "the question that is asked never reached the chat"
            assert flags == 1
            assert await work.outbox.next_due_at() is None, "something is still to be sent"


FAMILIES, BROWSER_TEXTS = 3, 6
QUESTION, REASON = "Who would ring first, in family {}?", "Who is there on Sundays, in family {}?"


async def test_killed_while_a_desk_decides_and_a_browser_answers(tmp_path: Path, program: Program) -> None:
    """Each press is made again until it is answered, as people do who see nothing happen."""
    chance, port = Random(11), program.port
    async with TelegramServer() as server:
        given = {"bot_token": server.token, "telegram_api_base": server.url, "data": tmp_path / "data"}
        settings = Settings(**given, _env_file=None, port=port)  # type: ignore[arg-type]
        families, people, parts = await _who_have_sent(settings, server, tmp_path)
        await program.starts(server)
        base = URL(f"http://127.0.0.1:{port}")
        async with PaperBrowser(base) as desk, AsyncExitStack() as phones:
            doing = [asyncio.create_task(_decides(desk, families, parts))]
            for number, family in enumerate(families):
                phone = await phones.enter_async_context(Phone(base))
                doing.append(asyncio.create_task(_answers(phone, family.people[1].code, number)))
            for _ in range(KILLS):
                await asyncio.sleep(chance.uniform(2.5, 5))
                await program.ends(signal.SIGKILL)
                await program.starts()
            await asyncio.wait_for(asyncio.gather(*doing), 120)
        async with opened(settings) as product:
            # A lease of half a minute, and a look for what it left once a minute.
            await until(lambda: _all_is_sent(product), seconds=150)
            async with product.store.reading() as work:
                doubted = {message.chat for message in await work.outbox.doubtful()}
        for person in people:
            # Announced at most once: where a kill left that in doubt, the desk says so.
            assert "You have a message" in person.drawn() or person.id in doubted, person.drawn()
        await program.serves()
        assert await program.ends(signal.SIGINT) == 0

        async with opened(settings) as product, product.store.reading() as work:
            for number, family in enumerate(families):
                (decision,) = await work.reviews.decisions(family.plan)
                approved = decision.verdict is Verdict.APPROVED
                assert approved == (number % 2 == 0)
                letters = [posted.letter for posted in await work.letters.of_plan(family.plan)]
                mine = Counter(letter.kind for letter in letters if letter.kind is not LetterKind.READ)
                decided = LetterKind.APPROVED if approved else LetterKind.RETURNED
                assert mine[LetterKind.QUESTION] == 1
                assert mine[decided] == len([one for one in letters if one.kind is decided]) > 0
                words = [letter.words for letter in letters]
                assert words.count(QUESTION.format(number)) == 1
                assert words.count(REASON.format(number)) == (0 if approved else 1)
                id = await work.conversations.of_participant(ParticipantId(await _second(work, family.plan)))
                conversation = await work.conversations.load(id) if id else None
                assert conversation is not None
                kept = [a.value.text for a in conversation.answers if isinstance(a.value, Words)]
                assert Counter(kept) == Counter(_browser_texts(number))


async def _all_is_sent(product: Product) -> bool:
    async with product.store.reading() as work:
        return await work.outbox.next_due_at() is None


async def _who_have_sent(
    settings: Settings, server: TelegramServer, folder: Path
) -> tuple[list[PretendFamily], list[Person], list[ParticipantId]]:
    """Families in which Kelly has sent her part, and can be written to in her chat."""
    clock = Clock(utc_now())
    families, people, parts = [], [], []
    async with opened(settings, clock=clock) as product:
        for _ in range(FAMILIES):
            # By the real clock: Kelly's own runs ahead, and may be in tomorrow, when a plan begins to be open.
            family = await pretend(product.store, settings, utc_now())
            kelly = await Place(product, clock, URL("/"), folder).comes_in(family.people[0].code)
            await kelly.enters()
            await kelly.does(*GOOD_THINGS)
            await kelly.sends()
            person = server.person(first_name="Kelly")
            person.met = True
            async with product.store.work() as work:
                await work.chats.join(person.id, kelly.id, clock())
                await work.commit()
            families.append(family)
            people.append(person)
            parts.append(kelly.participant)
    return families, people, parts


async def _second(work: UnitOfWork, plan: PlanId) -> ParticipantId:
    return (await work.plans.get(plan)).family.participants[1].id


async def _decides(desk: PaperBrowser, families: list[PretendFamily], parts: list[ParticipantId]) -> None:
    """Asha reads each draft, asks on a line, and approves or returns it."""
    await _until_answered(lambda: desk.opens(URL(families[-1].desk).path))
    await _until_answered(lambda: desk.presses("Sign in"))
    for number, (family, kelly) in enumerate(zip(families, parts, strict=True)):
        draft = f"/desk/plans/{family.plan}/draft"
        await _until_answered(lambda draft=draft: desk.opens(draft))
        await _until_answered(lambda: desk.follows("Ask about this line"))
        words = QUESTION.format(number)
        await _until_answered(lambda words=words: desk.presses("Send the question", words=words))
        await asyncio.sleep(1)
        await _until_answered(lambda draft=draft: desk.opens(draft))
        if number % 2 == 0:
            await _until_answered(lambda: desk.presses("Approve draft 1", signed="Asha Malik"))
        else:
            to, reason = f"to-{kelly}", REASON.format(number)
            await _until_answered(
                lambda to=to, reason=reason: desk.presses("Return draft 1", to, reason=reason)
            )
        assert desk.status == 200, desk.text
        await asyncio.sleep(1)


def _browser_texts(number: int) -> list[str]:
    return [f"{place} in family {number}: Gran comes on Fridays" for place in range(BROWSER_TEXTS)]


async def _answers(phone: Phone, code: str, number: int) -> None:
    """Ryan comes in, and writes one thing after the other."""
    await _until_answered(lambda: phone.opens(f"/i/{code}"))
    await _until_answered(lambda: phone.presses("Open"))
    await _until_answered(lambda: phone.presses("Go on", pin="2468"))
    while "Which part would you like to do?" not in phone.text:
        labels = [button.label for button in phone.page.buttons]
        usual = ("Go on", "OK, go on", "By myself", "No", "No one", "Short")
        label = next(
            (one for one in usual if one in labels or (one == "Short" and "Short" in phone.text)), ""
        )
        assert label, phone.text
        await _until_answered(lambda label=label: phone.presses(label))
    await _until_answered(lambda: phone.presses("What is going well"))
    for text in _browser_texts(number):
        await _until_answered(lambda text=text: phone.says(text))
        await asyncio.sleep(0.7)


async def _until_answered(press: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await press()
        except (ClientError, OSError):
            await asyncio.sleep(0.2)
        else:
            return


async def _talks(person: Person, code: str, texts: list[str], chance: Random) -> None:
    await person.says(f"/start {code}")
    for text in texts:
        await asyncio.sleep(chance.uniform(0.2, 1.6))
        await person.says(text)
