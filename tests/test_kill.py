"""Killed at any moment, nothing that was said is lost or doubled.

The real program in a process of its own is killed (SIGKILL) again and again while people type to it
through a Bot API, and started again. Afterwards every text is kept once, to the letter; every danger
word has raised one flag; and every chat shows the question that is asked.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from random import Random

from bot.pretending import pretend
from bot.product import opened
from bot.settings import Settings
from dialogs.conversation import Words
from dialogs.signposts import Alarm
from tests.telegram_server import Person, TelegramServer

CHATS, TEXTS, KILLS = 8, 12, 5
DANGER = "he is at the door with a knife"


class Program:
    """`python -m bot`, killed and started again."""

    def __init__(self, server: TelegramServer, data: Path) -> None:
        self.environment = os.environ | {
            "BOT_TOKEN": server.token,
            "TELEGRAM_API_BASE": str(server.url),
            "PLAN_DATA": str(data),
            "PLAN_PORT": "0",
        }
        self.process: asyncio.subprocess.Process | None = None

    async def starts(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", env=self.environment, stderr=asyncio.subprocess.DEVNULL
        )

    async def ends(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return await self.process.wait()


async def test_killed_under_load_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    chance = Random(7)
    async with TelegramServer() as server:
        given = {"bot_token": server.token, "telegram_api_base": server.url, "data": tmp_path / "data"}
        settings = Settings(**given, _env_file=None)  # type: ignore[arg-type]
        async with opened(settings) as product:
            families = [await pretend(product.store, settings, product.clock()) for _ in range(CHATS)]
        people = [server.person(first_name=f"P{n}") for n in range(CHATS)]
        program = Program(server, tmp_path / "data")
        await program.starts()
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
        await asyncio.sleep(2)
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


async def _talks(person: Person, code: str, texts: list[str], chance: Random) -> None:
    await person.says(f"/start {code}")
    for text in texts:
        await asyncio.sleep(chance.uniform(0.2, 1.6))
        await person.says(text)
