"""What the pure parts cost: a turn of the engine, and drawing up a draft. Called by `__main__`.

CPU time of this process, the least of several runs: nothing else is measured than the code itself.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from dialogs.buttons import Do, Enter, Move, Pick
from dialogs.conversation import Screen
from dialogs.definition import Kind
from dialogs.events import Pressed, TextReceived
from tests.benchmarks.load import TEXTS
from tests.builders import a_conversation, a_draft, an_answer
from tests.conversing import DEFINITIONS, Talk, a_dialog, listening

REPEATS = 200
WAYS_ON = (Move.RIGHT, Move.NO_MORE, Move.DONE_PICKING, Move.GO_ON)


def least(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of CPU that the quickest of several runs took."""

    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once() for _ in range(times))


def turn_us(answers: int) -> float:
    """Microseconds of one turn, a free text answered, in a conversation of this many answers."""
    talk = a_talk(answers)
    event = talk.event(TextReceived, text=TEXTS[3])
    before = talk.now

    def turns() -> None:
        for _ in range(REPEATS):
            talk.now = before
            talk.meets(event)
            talk.effects.clear()

    return least(turns) / REPEATS * 1e6


def a_talk(answers: int) -> Talk:
    """The parent's dialog gone through part by part, then more and more texts in the free box."""
    talk = Talk(a_dialog(DEFINITIONS / "parent.toml", signposts=listening()))
    entered: set[str] = set()
    while len(talk.now.answers) < answers or talk.screen.kind not in (Kind.TEXT, Kind.TEXTS):
        _go_on(talk, entered)
    return talk


def draft_ms(lines: int = 400) -> float:
    """Milliseconds of drawing up a draft of this many lines: actions, each in five parts."""
    began = datetime(2026, 11, 3, tzinfo=UTC)
    whats = [an_answer("do.what", f"Number {n}", at=began + timedelta(minutes=n)) for n in range(lines // 5)]
    parts = [
        an_answer(question, "Something", about=what.root)
        for what in whats
        for question in ("do.when", "do.know", "do.long", "do.obstacle")
    ]
    conversation = a_conversation(*whats, *parts)
    assert len(a_draft(conversation).lines) == lines
    return least(lambda: a_draft(conversation)) * 1e3


def _go_on(talk: Talk, entered: set[str]) -> None:
    screen = talk.screen
    acts = [button.act for button in screen.buttons]
    if screen.screen is Screen.HUB:
        rows = [act for act in acts if isinstance(act, Enter)]
        fresh = [act for act in rows if act.section not in entered and act.section != "say"]
        act = fresh[0] if fresh else next(row for row in rows if row.section == "say")
        entered.add(act.section)
        return _press(talk, acts.index(act))
    closed = screen.said and "That is kept" in " ".join(screen.said) and screen.section != "say"
    if screen.kind in (Kind.TEXT, Kind.TEXTS) and screen.screen is Screen.QUESTION and not closed:
        talk.says(TEXTS[len(talk.now.answers) % len(TEXTS)])
        return None
    if screen.kind is Kind.DATE:
        talk.says("3 May")
        return None
    picks = [place for place, act in enumerate(acts) if isinstance(act, Pick)]
    ways = [acts.index(Do(move=move)) for move in WAYS_ON if Do(move=move) in acts]
    ticks = screen.kind is Kind.CHOICES and not screen.ticked
    long_path = screen.question == "path"
    return _press(talk, picks[-1] if long_path else (picks if ticks else ways or picks)[0])


def _press(talk: Talk, button: int) -> None:
    talk.does(Pressed, prompt=talk.screen.number, button=button)
