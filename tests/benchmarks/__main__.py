"""How fast it is, beside the least that a bot can do: `python -m tests.benchmarks`.

Every figure is measured in this one run. The floor and ours are measured in turn, so that what the
machine does meanwhile meets both, and a ratio is the median of such pairs. Takes about ten minutes; the
machine should have nothing else to do. `--write` puts the table into the README.
"""

import argparse
import asyncio
import gc
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from tests.benchmarks import pure
from tests.benchmarks.load import Figures, Load, play, start, stop
from tests.benchmarks.place import TO_FREE_TEXT, families
from tests.readme import README, with_part

FLOOR = Path(__file__).with_name("floor.py")
OURS = (sys.executable, "-m", "bot")
PORT = 8391
PAIRS = 3
PEOPLE, AT_ONCE = 10_000, 300
"""Conversations after which the memory is looked at, and how many of them go on at the same time."""
GOALS = {"cpu": 1.0, "p99": 1.0, "turn": 200.0, "growth": 1.0, "draft": 50.0, "start": 3.0, "memory": 200.0}


class Row(NamedTuple):
    """A line of the table."""

    what: str
    ours: str
    beside: str
    """The floor's figure, or the goal."""
    ratio: float


def main() -> int:
    """Measure, print the table, and write it into the README where that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="runs of the floor and of ours, in turn")
    parser.add_argument("--people", type=int, default=PEOPLE, help="conversations before memory is read")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    given = parser.parse_args()
    gc.disable()  # nobody waits for the driver's own tidying
    rows: list[Row] = []
    for row in measured(given.pairs, given.people):
        print(f"{row.what}: {row.ours}, beside {row.beside}: {row.ratio:.2f}", file=sys.stderr, flush=True)
        rows.append(row)
    table = drawn(rows)
    print(table)
    if given.write:
        README.write_text(with_part(README.read_text("utf-8"), "benchmarks", table), "utf-8")
    return 0


def drawn(rows: list[Row]) -> str:
    """The table, with the machine and the day."""
    machine = f"{os.cpu_count()} shared cores, Python {platform.python_version()}, {platform.system()}"
    lines = [f"| {row.what} | {row.ours} | {row.beside} | {row.ratio:.2f} |" for row in rows]
    return "\n".join((
        "| Measured | Ours | Beside | Ratio |", "|---|---|---|---|", *lines, "",
        f"{machine}, {datetime.now(UTC):%d %B %Y}.",
    ))  # fmt: skip


def measured(pairs: int, people: int) -> Iterator[Row]:
    """Every row, the quick ones first."""
    turn, longer = pure.turn_us(150), pure.turn_us(300)
    yield against_goal("A turn of the engine, after 150 answers", turn, "us", GOALS["turn"])
    yield Row(
        "The same after 300 answers, for each answer",
        f"{longer / 300:.2f} us", f"{turn / 150:.2f} us after 150", (longer / 300) / (turn / 150),
    )  # fmt: skip
    yield against_goal("A draft of 400 lines", pure.draft_ms(), "ms", GOALS["draft"])
    yield against_goal("Serving after its start, without Telegram", serving_after(), "s", GOALS["start"])
    saturated = [pair() for _ in range(pairs)]
    yield against_goal(
        "Asking Telegram for messages after its start",
        median(ours.ready for _, ours in saturated), "s", GOALS["start"],
    )  # fmt: skip
    yield against_floor(
        "CPU time for an answer, 300 chats at once", saturated, "us", lambda f: f.cpu_us_per_answer
    )
    yield against_floor("The slowest hundredth, 300 chats at once", saturated, "ms", lambda f: f.p99_ms)
    paced = [pair(paced=True) for _ in range(pairs)]
    yield against_floor("The slowest hundredth, 40 answers a second", paced, "ms", lambda f: f.p99_ms)
    yield against_floor("CPU time for an answer, 40 a second", paced, "us", lambda f: f.cpu_us_per_answer)
    memory = ours(Load(OURS, chats=people, answers=1, warm_up=0, at_once=AT_ONCE), TO_FREE_TEXT)
    yield against_goal(f"Most memory, {people:,} conversations", memory.peak_mb, "MB", GOALS["memory"])


def against_goal(what: str, value: float, unit: str, goal: float) -> Row:
    """A figure beside what it may be at most."""
    return Row(what, f"{value:.3g} {unit}", f"at most {goal:g} {unit}", value / goal)


def against_floor(
    what: str, pairs: list[tuple[Figures, Figures]], unit: str, figure: Callable[[Figures], float]
) -> Row:
    """A figure beside the floor's, pair by pair."""
    floors, mine = median(figure(one) for one, _ in pairs), median(figure(one) for _, one in pairs)
    ratio = median(figure(our) / figure(floor) for floor, our in pairs)
    return Row(what, f"{mine:.0f} {unit}", f"{floors:.0f} {unit} of the floor", ratio)


def pair(*, paced: bool = False) -> tuple[Figures, Figures]:
    """The floor and ours, one after the other, under the same load."""
    answers = 4 if paced else Load.answers
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, str(FLOOR), str(Path(folder) / "floor.sqlite3"))
        floor = asyncio.run(play(Load(command, paced=paced, answers=answers)))
    return floor, ours(Load(OURS, paced=paced, answers=answers), TO_FREE_TEXT)


def ours(load: Load, steps: tuple[str, ...]) -> Figures:
    """Our bot under a load, with a family for every three chats."""
    with _data() as folder:
        codes = asyncio.run(families(folder, load.chats))
        return asyncio.run(play(replace(load, codes=codes, steps=steps)))


def serving_after() -> float:
    """Seconds from the start of `python -m bot` to the first page, with nothing but an empty folder."""

    async def begun() -> float:
        began = time.perf_counter()
        bot = await start(OURS, 1, BOT_TOKEN="")
        try:
            while not await asyncio.to_thread(_answers):
                await asyncio.sleep(0.01)
            return time.perf_counter() - began
        finally:
            await stop(bot)

    def once() -> float:
        with _data():
            return asyncio.run(begun())

    return median(once() for _ in range(3))


def _answers() -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/help", timeout=5) as page:
            return bool(page.status == 200)
    except (URLError, ConnectionError):
        return False


@contextmanager
def _data() -> Iterator[Path]:
    """A data folder that the bot we start finds in its environment."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PLAN_DATA": folder, "PLAN_PORT": str(PORT)}
        yield Path(folder)


if __name__ == "__main__":
    sys.exit(main())
