"""Whom to call: facts that carry the day they were checked, made into lines for people to read.

`app` reads the file once and sets `lines` beside each dialog; `checking` asks for those that are
`stale`. Nothing is read at import.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from pydantic import Field, ValidationError

from dialogs.errors import Fault
from dialogs.help_lines import HelpLines
from dialogs.translate import Look
from dialogs.values import Frozen
from dialogs.wording import filled

FILE = "help_numbers.toml"
CHECKED_WITHIN = timedelta(days=90)
"""A number that nobody has looked at for longer is not shown with a clear conscience."""


class For(StrEnum):
    """Whom a number is for."""

    EVERYONE = "everyone"
    ADULTS = "adults"
    UNDER_19 = "under_19"
    ABUSE = "abuse"
    """Adults who are hurt or scared at home."""


class How(StrEnum):
    """How it is reached."""

    CALL = "call"
    TEXT = "text"


class HelpNumber(Frozen):
    """One number, and where the fact is from."""

    id: str
    name: str
    number: str
    how: How
    whom: For = Field(alias="for")
    danger: bool = False
    """For danger now: shown first."""
    area: str = ""
    """Shown to families of this area alone; "" is everywhere."""
    hours: str = ""
    """Empty where sources differ."""
    note: str = ""
    source: str
    verified_on: date


class HelpWords(Frozen):
    """How a number becomes a line."""

    call: str
    text: str
    quiet: str
    dull: str


class HelpNumbers(Frozen):
    """The whole file."""

    words: HelpWords
    number: tuple[HelpNumber, ...] = Field(min_length=1)


class HelpNumbersError(Exception):
    """The file of help numbers cannot be used. `faults` lists why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def read_help_numbers(path: Path | None = None) -> HelpNumbers:
    """The numbers of a file, or the packaged ones. Raises `HelpNumbersError`."""
    file = path if path is not None else files("bot") / FILE
    try:
        numbers = HelpNumbers.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise HelpNumbersError((Fault(file.name, "", f"it cannot be read: {error}"),)) from None
    except ValidationError as error:
        faults = (Fault(file.name, ".".join(map(str, e["loc"])), e["msg"]) for e in error.errors())
        raise HelpNumbersError(tuple(faults)) from None
    if not any(number.danger for number in numbers.number):
        raise HelpNumbersError((Fault(file.name, "", "no number is for danger now"),))
    return numbers


def stale(numbers: HelpNumbers, today: date) -> list[HelpNumber]:
    """The numbers that were last checked over 90 days ago."""
    return [number for number in numbers.number if today - number.verified_on > CHECKED_WITHIN]


def lines(
    numbers: HelpNumbers, *, under_19: bool | None = False, area: str = "", look: Look | None = None
) -> HelpLines:
    """The lines that one kind of person is shown: danger first, then whoever is for them.

    `under_19` None is anybody: a page that asks nobody who they are.

    `look` translates; see `strings` for the contexts.
    """
    said = look or (lambda _context, text: text)
    here = [number for number in numbers.number if number.area in ("", area)]
    danger = [number for number in here if number.danger]
    mine = {For.EVERYONE, *(() if under_19 else (For.ADULTS, For.ABUSE))}
    mine |= set() if under_19 is False else {For.UNDER_19}
    others = sorted(
        (number for number in here if number.whom in mine and not number.danger),
        key=lambda number: number.whom is not For.UNDER_19,
    )
    return HelpLines(
        danger=tuple(_line(number, numbers.words, said) for number in danger),
        quiet=(
            *(_quiet(number, numbers.words, said) for number in danger),
            said("help/dull", numbers.words.dull),
        ),
        talk=tuple(_line(number, numbers.words, said) for number in others if number.whom is For.UNDER_19),
        others=tuple(_line(number, numbers.words, said) for number in others),
    )


def strings(numbers: HelpNumbers) -> Iterator[tuple[str, str]]:
    """Every string that people read, each with its context for translators."""
    for word in HelpWords.model_fields:
        yield f"help/{word}", getattr(numbers.words, word)
    for number in numbers.number:
        for field in ("name", "hours", "note"):
            if text := getattr(number, field):
                yield f"help/{number.id}/{field}", text


def _line(number: HelpNumber, words: HelpWords, said: Look) -> str:
    first = filled(said(f"help/{number.how}", getattr(words, number.how)), _filling(number, said))
    hours, note = (_said(number, field, said) for field in ("hours", "note"))
    return " ".join(part for part in (first, f"{hours}." if hours else "", note) if part)


def _quiet(number: HelpNumber, words: HelpWords, said: Look) -> str:
    return filled(said("help/quiet", words.quiet), _filling(number, said))


def _filling(number: HelpNumber, said: Look) -> dict[str, str]:
    return {"name": _said(number, "name", said), "number": number.number, "note": _said(number, "note", said)}


def _said(number: HelpNumber, field: str, said: Look) -> str:
    text: str = getattr(number, field)
    return said(f"help/{number.id}/{field}", text) if text else ""
