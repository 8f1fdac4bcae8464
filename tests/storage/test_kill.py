"""`kill -9` at any instant loses nothing that was acknowledged, and repeats nothing (promise 2)."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from storage import KeyRing, Store
from storage.database import begun, engine_for
from tests.storage.keeping import a_plan_in, said_in

ROOT = Path(__file__).parents[2]
CHATS = 5
ROUNDS = 6
_FAR = datetime(2100, 1, 1, tzinfo=UTC)


def writes(folder: Path) -> subprocess.Popen[str]:
    """A process that takes turns in several conversations at once, and says which were committed."""
    command = [sys.executable, "-m", "tests.storage.writing", str(folder), str(CHATS)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


async def test_what_was_acknowledged_is_there_once_and_in_order(sqlite_url, keys, tmp_path):
    keys.to_file(tmp_path / "key")
    store = await Store.open(sqlite_url, keys)
    plans = [await a_plan_in(store, f"plan{number}") for number in range(CHATS)]
    await store.close()
    chance = random.Random(4)
    acknowledged: dict[str, list[int]] = {plan.nadia: [] for plan in plans}
    for _ in range(ROUNDS):
        process = writes(tmp_path)
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        await asyncio.sleep(chance.uniform(0.02, 0.4))
        os.kill(process.pid, signal.SIGKILL)
        lines = process.stdout.read().splitlines()
        process.stdout.close()
        process.wait()
        for line in lines:
            conversation, _, number = line.partition(" ")
            if number.isdecimal() and conversation in acknowledged:
                acknowledged[conversation].append(int(number))
    assert sum(map(len, acknowledged.values())) > CHATS * ROUNDS
    await check(sqlite_url, keys, acknowledged)


async def check(url: str, keys: KeyRing, acknowledged: dict[str, list[int]]) -> None:
    store = await Store.open(url, keys)
    for conversation, numbers in acknowledged.items():
        kept = [int(words) for words in await said_in(store, conversation)]
        assert kept == list(range(len(kept)))  # nothing missing, nothing twice, nothing out of order
        assert set(numbers) <= set(kept)
        async with store.reading() as work:
            messages = await work.outbox.due(_FAR, limit=100_000)
            remembered = [await work.updates.seen("telegram", f"{conversation}-{number}") for number in kept]
        assert all(remembered)
        assert len(messages) == CHATS  # one lane each: its oldest
    await store.close()
    engine = engine_for(url)
    async with begun(engine, writes=False) as connection:
        assert (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar_one() == "ok"
    await engine.dispose()
