"""Transcripts: conversations that a practitioner can read, replayed by every driver.

A `.chat` file holds one conversation. `#` begins a comment. Every other line is one of:

    setting: mine                      which family (see `SETTINGS`); the first line
    (through the door, alone)          the first screens, answered the usual way
    (three days later)                 time goes by; also (22:00), (the police enquiry starts),
                                       (sends a sticker), (sends a voice note), (changes to: words),
                              (Asha writes back about that we move: words)
                               (Asha asks: words), (Asha asks as the backup: words), (opens: those words), (Asha approves),
                               (Asha asks how it goes: words)
    bot:     words on the screen       each must stand on it, in any order
             [Label] [Label]           buttons that must be there
    family:  [Label]                   a press on the button whose label begins so
    family:  words                     typed
    plan:    strength: words           a line of the plan that is kept
    plan:    no: words                 what counts of the answers to a task
    flag:    danger_now                raised since the last `flag:` or the start
    told:    not_for_me                told to the practitioner since the start

`play` runs it against a `Driver` and reports a mismatch with the line's number.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from dialogs.facts import Letter
from tests.transcripts.drivers import a_check_in, a_task, an_approval

HERE = Path(__file__).parent
CHATS = sorted(HERE.glob("*.chat"))
SPANS = {"hour": 1, "hours": 1, "day": 24, "days": 24}
COUNTS = {"one": 1, "two": 2, "three": 3, "five": 5, "ten": 10}


class Seen(Protocol):
    """What stands on the person's screen."""

    text: str
    labels: list[str]


class Driver(Protocol):
    """One way of having the conversation."""

    async def says(self, text: str) -> None: ...
    async def presses(self, label: str) -> None: ...
    async def sends(self, what: str) -> None: ...
    async def changes(self, text: str) -> None: ...
    async def waits(self, hours: float) -> None: ...
    async def set_clock(self, hour: int) -> None: ...
    async def police(self) -> None: ...
    async def writes_back(self, about: str, words: str) -> None: ...
    async def gets(self, letter: Callable[[datetime], Letter]) -> None: ...
    async def opens(self, words: str) -> None: ...
    async def screen(self) -> Seen: ...
    async def plan(self) -> list[str]: ...
    async def flags(self) -> list[str]: ...
    async def told(self) -> list[str]: ...


@dataclass(frozen=True)
class ChatLine:
    """One line of a transcript."""

    number: int
    who: str
    what: str


def read(path: Path) -> list[ChatLine]:
    """The lines of a transcript, continuation lines with their speaker."""
    lines: list[ChatLine] = []
    who = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = raw.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("("):
            lines.append(ChatLine(number, "stage", text.strip("()")))
            continue
        match = re.match(r"(setting|bot|family|plan|flag|told):\s*(.*)", raw)
        if match:
            who, text = match[1], match[2]
        lines.append(ChatLine(number, who, text))
    return lines


def flat(text: str) -> str:
    """Text as it is compared: white space folded, typographic quotes made plain."""
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").replace("’", "'").split())


class Mismatch(AssertionError):
    """A transcript and the conversation differ."""


async def play(path: Path, driver: Driver) -> None:
    """Play one transcript against a driver. Raises `Mismatch`."""
    for line in read(path):
        try:
            await _PLAY[line.who](driver, line.what)
        except AssertionError as error:
            screen = await driver.screen()
            raise Mismatch(
                f"{path.name}:{line.number}: {line.who}: {line.what}\n  {error}\n"
                f"  on the screen: {flat(screen.text)}\n  buttons: {screen.labels}"
            ) from None


async def _bot(driver: Driver, what: str) -> None:
    screen = await driver.screen()
    labels = re.findall(r"\[([^\]]+)\]", what) if what.startswith("[") else []
    if labels:
        missing = [label for label in labels if not any(shown.startswith(label) for shown in screen.labels)]
        assert not missing, f"no button {missing}"
    else:
        assert flat(what) in flat(screen.text), "these words are not on the screen"


async def _family(driver: Driver, what: str) -> None:
    if what.startswith("[") and what.endswith("]"):
        await driver.presses(what[1:-1])
    else:
        await driver.says(what.replace("\\n", "\n"))


async def _plan(driver: Driver, what: str) -> None:
    lines = [flat(line) for line in await driver.plan()]
    assert flat(what) in lines, f"not in the plan: {lines}"


async def _flag(driver: Driver, what: str) -> None:
    flags = await driver.flags()
    assert what in flags or (what == "none" and not flags), f"flags raised: {flags}"


async def _told(driver: Driver, what: str) -> None:
    told = await driver.told()
    assert what in told or (what == "nothing" and not told), f"told: {told}"


async def _setting(driver: Driver, what: str) -> None:
    """Read by whoever makes the driver."""


async def _stage(driver: Driver, what: str) -> None:
    words = what.replace(",", "").split()
    if what.startswith("through the door"):
        await through_the_door(driver, alone="alone" in words, short="short" in words)
    elif words[-1] == "later":
        await driver.waits(COUNTS[words[0]] * SPANS[words[1]])
    elif re.fullmatch(r"\d\d:\d\d", what):
        await driver.set_clock(int(what[:2]))
    elif what == "the police enquiry starts":
        await driver.police()
    elif what.startswith("changes to: "):
        await driver.changes(what.removeprefix("changes to: "))
    elif what.startswith("Asha writes back about "):
        about, _, words = what.removeprefix("Asha writes back about ").partition(": ")
        await driver.writes_back(about, words)
    elif what.startswith("Asha asks how it goes: "):
        await driver.gets(partial(a_check_in, what.removeprefix("Asha asks how it goes: ")))
    elif what.startswith("Asha asks"):
        head, words = what.split(": ", 1)
        await driver.gets(partial(a_task, words, backup=head.endswith("as the backup")))
    elif what == "Asha approves":
        await driver.gets(an_approval)
    elif what.startswith("opens: "):
        await driver.opens(what.removeprefix("opens: "))
    elif what.startswith("sends a "):
        await driver.sends(what.removeprefix("sends a "))
    else:
        raise AssertionError("no such stage direction")


async def through_the_door(driver: Driver, *, alone: bool, short: bool) -> None:
    """The first screens, answered the usual way, until the hub."""
    usual = {
        "How do you want to do this?": "By myself",
        "Would you like Asha to ring you": "No",
        "Does anyone else look at this phone?": "No",
        "Who is with you right now?": "No one" if alone else "Someone else",
        "How much time": "Short" if short else "Long",
        "Would you like an advocate?": "Not now",
        "The helper is called an advocate.": "Not now",
        "Who else is here with you": "No one else",
        "Which pictures would you like?": "No pictures",
        "with no one else there?": "No, thank you",
    }
    ends = ("Which part would you like to do?", "Say it your way.", "Where would you like to start?")
    for _ in range(30):
        screen = await driver.screen()
        text = flat(screen.text)
        # A page may show the answers before, too: the newest question stands last.
        found = [words for words in (*ends, *usual, "Who is it?") if words in text]
        newest = max(found, key=text.rfind, default="")
        if newest in ends:
            return
        if newest == "Who is it?":
            await driver.says("Ryan")
        elif newest in usual and any(label.startswith(usual[newest]) for label in screen.labels):
            await driver.presses(usual[newest])
        else:
            await driver.presses(next(b for b in ("OK, go on", "Go on") if b in screen.labels))
    raise AssertionError("the door does not end")


_PLAY: dict[str, Callable[[Driver, str], Awaitable[None]]] = {
    "setting": _setting,
    "bot": _bot,
    "family": _family,
    "plan": _plan,
    "flag": _flag,
    "told": _told,
    "stage": _stage,
}


def setting_of(path: Path) -> str:
    """The family a transcript is set in."""
    return next(line.what for line in read(path) if line.who == "setting")
