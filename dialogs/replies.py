"""A raw reply to a question: accepted as a value, or unclear.

An unclear reply is not lost: where it holds words, the engine keeps them on the question as a
remark and asks again. `engine` calls `read`; nothing here knows where the person is.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dialogs import dates
from dialogs.conversation import Button, Chosen, Dated, Named, Number, Pick, Prompt, Value, Words
from dialogs.definition import Kind
from dialogs.ids import PersonId

LONGEST_NAME = 60
"""Characters. What is longer is words about somebody, not a name."""
_NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(r"(\d{1,2})(?: ?/ ?10| out of 10| out of ten)?")


class Accepted(NamedTuple):
    """The reply answers the question."""

    value: Value


class Unclear(NamedTuple):
    """It does not. `why` names the house's sentence that says so."""

    why: str


Reply = Accepted | Unclear


def read(text: str, prompt: Prompt, today: date, new_person: Callable[[], PersonId]) -> Reply:
    """What `text` answers to the question in `prompt`. `today` is the person's date."""
    if not has_letters(text):
        return Unclear("unclear.empty")
    match prompt.kind:
        case Kind.TEXT | Kind.TEXTS:
            return Accepted(Words(text=text))
        case Kind.PERSON | Kind.PEOPLE:
            return _person(text, prompt, new_person)
        case Kind.SCALE:
            return _number(text, prompt)
        case Kind.DATE:
            day = dates.parse(text, today)
            return Accepted(Dated(day=day, words=text)) if day else Unclear("unclear.date")
        case _:
            return _choice(text, prompt)


def has_letters(text: str) -> bool:
    """Whether there is anything to see in it: not only spaces and invisible characters."""
    return any(not character.isspace() and unicodedata.category(character)[0] != "C" for character in text)


def chosen(buttons: tuple[Button, ...]) -> Chosen:
    """The choices that these buttons stand for, with their labels as they were worded."""
    picks = [(b.act.choice, b.label) for b in buttons if isinstance(b.act, Pick)]
    return Chosen(choices=tuple(choice for choice, _ in picks), labels=tuple(label for _, label in picks))


def picked(button: Button, prompt: Prompt) -> Value:
    """The value that pressing a choice gives to this kind of question."""
    assert isinstance(button.act, Pick)
    match prompt.kind:
        case Kind.SCALE:
            return Number(number=int(button.act.choice), low=prompt.low, high=prompt.high)
        case Kind.PERSON | Kind.PEOPLE:
            return Named(person=PersonId(button.act.choice), name=button.label)
        case _:
            return chosen((button,))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!?,")


def _labelled(text: str, prompt: Prompt) -> Button | None:
    plain = _plain(text)
    picks = [button for button in prompt.buttons if isinstance(button.act, Pick)]
    return next((button for button in picks if _plain(button.label) == plain), None)


def _choice(text: str, prompt: Prompt) -> Reply:
    button = _labelled(text, prompt)
    return Accepted(chosen((button,))) if button else Unclear("unclear.choice")


def _number(text: str, prompt: Prompt) -> Reply:
    plain = _plain(text)
    match = _NUMBER.fullmatch(plain)
    number = int(match[1]) if match else _NUMBER_WORDS.index(plain) if plain in _NUMBER_WORDS else None
    if number is None or number > 10:
        return Unclear("unclear.scale")
    return Accepted(Number(number=number, low=prompt.low, high=prompt.high))


def _person(text: str, prompt: Prompt, new_person: Callable[[], PersonId]) -> Reply:
    known = _labelled(text, prompt)
    if known is not None:
        return Accepted(picked(known, prompt))
    if len(text) > LONGEST_NAME or "\n" in text.strip():
        return Unclear("unclear.name")
    return Accepted(Named(person=new_person(), name=text))
