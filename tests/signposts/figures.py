"""How often the danger words are wrong: `python -m tests.signposts.figures` prints it for the README.

Three sets, never mixed: `lines.toml`, by the author of the rules; `spent.toml`, which was held back
until it was measured once, and on which the rules were mended afterwards; and `held_back.toml`, written
by somebody who had not seen the rules and not looked at while they were made. A set that is not there
(yet) is left out. `--counts` leaves out the lines themselves, so that whoever still means to change
the rules can run it without reading any.
"""

import argparse
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from dialogs.signposts import Signposts
from tests.conversing import listening

HERE = Path(__file__).parent
TITLES = {
    "lines.toml": "By the author of the rules",
    "spent.toml": "Held back once, since used to mend the rules",
    "held_back.toml": "Held back",
}
SETS = {file: title for file, title in TITLES.items() if (HERE / file).exists()}


class Meant(StrEnum):
    """What a line should raise, from the quietest to the loudest."""

    NOTHING = "nothing"
    SAME_DAY = "same_day"
    DANGER_NOW = "danger_now"


LOUDNESS = list(Meant)
NAMES = {Meant.DANGER_NOW: "danger now", Meant.SAME_DAY: "same day", Meant.NOTHING: "nothing"}


class Line(NamedTuple):
    """One line, what it should raise and what it raised."""

    text: str
    note: str
    meant: Meant
    raised: Meant

    @property
    def missed(self) -> bool:
        """It raised less than it should, or nothing."""
        return LOUDNESS.index(self.raised) < LOUDNESS.index(self.meant)

    @property
    def false_alarm(self) -> bool:
        """It raised more than it should."""
        return LOUDNESS.index(self.raised) > LOUDNESS.index(self.meant)


def lines(file: str, signposts: Signposts) -> list[Line]:
    """Every line of a set, heard."""
    entries = tomllib.loads((HERE / file).read_text("utf-8"))["line"]
    return [
        Line(entry["text"], entry.get("note", ""), Meant(entry["kind"]), heard(entry["text"], signposts))
        for entry in entries
    ]


def heard(text: str, signposts: Signposts) -> Meant:
    """What these words raise."""
    alarm = signposts.listen(text)
    return Meant(alarm.value) if alarm else Meant.NOTHING


def counts(of: Iterable[Line]) -> str:
    """A table: per kind, how many lines, misses and false alarms."""
    every = list(of)
    rows = [_row(NAMES[kind], [line for line in every if line.meant is kind]) for kind in reversed(LOUDNESS)]
    head = (
        "| Should raise | Lines | Heard rightly | Missed | of these, raised nothing | False alarm |",
        "|---|---|---|---|---|---|",
    )
    return "\n".join((*head, *rows, _row("all", every)))


def _row(name: str, some: list[Line]) -> str:
    missed = [line for line in some if line.missed]
    silent = sum(line.raised is Meant.NOTHING for line in missed)
    alarms = sum(line.false_alarm for line in some)
    right = len(some) - len(missed) - alarms
    return f"| {name} | {len(some)} | {right} | {len(missed)} | {silent} | {alarms} |"


def block(*, counts_only: bool = False) -> str:
    """The sets apart: the table of each, and every line that was heard wrongly."""
    signposts = listening()
    return "\n\n".join(_set(title, lines(file, signposts), counts_only) for file, title in SETS.items())


def _set(title: str, of: list[Line], counts_only: bool) -> str:
    paragraphs = [f"**{title}** ({len(of)} lines)", counts(of)]
    if not counts_only:
        paragraphs.append(_listed("Missed", [line for line in of if line.missed]))
        paragraphs.append(_listed("False alarms", [line for line in of if line.false_alarm]))
    return "\n\n".join(paragraphs)


def _listed(what: str, some: list[Line]) -> str:
    if not some:
        return f"{what}: none."
    told = [f"- “{line.text}” ({NAMES[line.meant]}; raised {NAMES[line.raised]})" for line in some]
    return "\n".join((f"{what}:", "", *told))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", action="store_true", help="the tables alone, without any line")
    print(f"<!-- signposts -->\n{block(counts_only=parser.parse_args().counts)}\n<!-- /signposts -->")
