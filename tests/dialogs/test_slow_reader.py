"""The time that the door promises is true for somebody who reads and types slowly.

120 words read a minute, 20 typed, four seconds for each tap. Every line and label is read when it is
met first; one that was read before is known again. Short answers, as people on a phone give them.
"""

import re

import pytest

from dialogs.buttons import Enter, Pick
from dialogs.conversation import Prompt, Screen
from dialogs.definition import Kind
from dialogs.events import Channel
from dialogs.wording import Wording
from tests.conversing import Talk
from tests.dialogs.test_do_no_harm import DIALOG, sams, with_worries

READ, TYPED, TAP = 120, 20, 4 / 60
ANSWER = "we get up at seven and I walk him to school with Jo"
DOOR = {"door.start": "Go on", "how.way": "By myself", "how.phone": "No", "beside": "No one", "path": "Short"}
_WORDS = re.compile(r"[\w'’]+")


class SlowReader:
    """Goes the short way from the first screen to sending, and counts the minutes."""

    def __init__(self, talk: Talk, agrees: str) -> None:
        self.talk = talk
        self.agrees = agrees
        self.known: set[str] = set()
        self.been_in: set[str] = set()
        self.minutes = 0.0

    def to_the_end(self) -> float:
        for _ in range(200):
            self.reads(self.talk.screen)
            if self.talk.screen.screen is Screen.SENT:
                return self.minutes
            self.answers(self.talk.screen)
        raise AssertionError("there is no end")

    def reads(self, screen: Prompt) -> None:
        lines = [words for line in screen.lines for words in (line.question, line.words)]
        labels = [button.label for button in screen.buttons if isinstance(button.act, Pick | Enter)]
        for text in (*screen.said, screen.text, screen.quote, *lines, *labels):
            for line in text.splitlines():
                if line not in self.known:
                    self.known.add(line)
                    self.minutes += len(_WORDS.findall(line)) / READ

    def taps(self, label: str) -> None:
        self.minutes += TAP
        self.talk.presses(label)

    def types(self, words: str) -> None:
        self.minutes += len(_WORDS.findall(words)) / TYPED + TAP
        self.talk.says(words)

    def answers(self, screen: Prompt) -> None:
        labels = [button.label for button in screen.buttons]
        usual = (
            "Next page",
            "Send to Asha",
            "Yes, that is it",
            "No, that is all",
            "Nobody else",
            "OK, go on",
        )
        here = next((label for label in usual if label in labels), None)
        if screen.question in DOOR:
            self.taps(DOOR[screen.question])
        elif screen.screen is Screen.HUB:
            self.goes_in(screen)
        elif here is not None:
            self.taps(here)
        elif screen.kind is Kind.AGREE:
            self.taps(self.agrees)
        elif screen.kind is Kind.SCALE:
            self.taps("5")
        elif screen.kind in (Kind.CHOICE, Kind.PERSON, Kind.PEOPLE):
            self.taps(labels[0])
        else:
            self.types(ANSWER)

    def goes_in(self, screen: Prompt) -> None:
        for button in screen.buttons:
            if isinstance(button.act, Enter) and button.act.section not in self.been_in:
                self.been_in.add(button.act.section)
                return self.taps(button.label)
        self.taps("Check what I said")


def promised(text: str) -> int:
    found = re.search(r"(?=\d)(?:(\d+) hours? ?)?(?:(\d+) minutes)?(?=\.| left|$)", text)
    assert found, text
    return int(found[1] or 0) * 60 + int(found[2] or 0)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "a minute"),
        (20, "20 minutes"),
        (60, "1 hour"),
        (105, "1 hour 45 minutes"),
        (120, "2 hours"),
        (125, "2 hours 5 minutes"),
    ],
)
def test_what_takes_over_an_hour_is_said_in_hours(minutes: int, words: str) -> None:
    talk = Talk(DIALOG, with_worries("mine", 1))
    assert Wording(DIALOG, talk.now, Channel.BROWSER, None).lasting(minutes) == words


@pytest.mark.parametrize("agrees", ["Yes", "Some of it", "No"])
@pytest.mark.parametrize("family", ["mine", "theirs"])
@pytest.mark.parametrize("worries", [1, 2, 3])
def test_the_short_way_takes_as_long_as_the_door_says(family: str, worries: int, agrees: str) -> None:
    talk = Talk(DIALOG, with_worries(family, worries))
    at_the_door = promised(talk.screen.text)
    talk.reach("beside")
    talk.presses("No one")
    short = next(b.label for b in talk.reach("path").buttons if b.label.startswith("Short"))
    assert at_the_door - 5 <= promised(short) <= at_the_door, "the door is behind them"
    talk.presses("Short")
    in_the_hub = next(text for text in talk.screen.said if " left. You can" in text)
    assert promised(in_the_hub.replace("About", "about")) == promised(short), "one sum"
    took = SlowReader(Talk(DIALOG, with_worries(family, worries)), agrees).to_the_end()
    assert at_the_door / 2 < took <= at_the_door


def test_the_door_is_short() -> None:
    """Ten screens from the first word to the parts, and under four minutes."""
    talk = Talk(DIALOG, sams("mine"))
    reader, screens = SlowReader(talk, "Yes"), 0
    while talk.screen.screen is not Screen.HUB:
        reader.reads(talk.screen)
        reader.answers(talk.screen)
        screens += 1
    assert screens <= 10
    assert reader.minutes < 4
