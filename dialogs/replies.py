"""A raw reply to a question: a button said in words, accepted as a value, or unclear.

An unclear reply is not lost: where it holds words, the engine keeps them on the question as a
remark and asks again. `hearing` calls `button_meant` and `read`; nothing here knows where the
person is.

Small words ("no", "me", "ok") mean something only as a whole reply, and where a button of that
meaning is on the screen. Which words they are is data: the lists of the house, in each language.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dialogs import dates
from dialogs.buttons import Button, Do, Move, Pick
from dialogs.conversation import Chosen, Dated, Named, NoMore, Number, Prompt, Screen, Value, Words
from dialogs.definition import House, Kind
from dialogs.ids import PersonId

LONGEST_NAME = 60
"""Characters. What is longer is words about somebody, not a name."""
MOST_WORDS = 7
"""Of a name: "my mum Carol from number nine" is one, a sentence is not."""
LONGEST_BUTTON = 200
"""Characters. What is longer stands for no button."""
SHORTEST_PART = 3
"""Letters of a part of a known name that is taken for the whole."""
_NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(r"(\d{1,2})(?: ?/ ?10| out of 10| out of ten)?")

_TYPED = frozenset(
    {
        Move.NO_MORE, Move.RIGHT, Move.NOT_WHAT_I_MEANT, Move.GO_ON, Move.LATER, Move.COME_BACK_IN,
        Move.SKIP, Move.NOT_SURE, Move.RATHER_NOT, Move.HELP, Move.STOP,
    }
)  # fmt: skip
"""The moves that are made by typing what stands on their button, too."""
_CHOICES = {
    "yes": frozenset({"yes", "go_on"}),
    "ok": frozenset({"yes", "go_on"}),
    "no": frozenset({"no", "not_for_me"}),
    "nobody": frozenset({"nobody", "no"}),
}
"""Which choice a list stands for, by the choice's id."""
_NOTHING_TO_ADD = frozenset({"no", "nothing", "nobody", "that_is_all"})
_NOTHING_SAID = frozenset({"no", "nothing", "nobody"})
_NO_ONE = frozenset({"no", "nobody"})
_AGREED = frozenset({"yes", "ok"})
_GREETING = frozenset({"hello"})
_IS_IT = frozenset({"yes", "ok", "that_is_all"})
_NOT = frozenset({"no"})
_NOT_SURE = frozenset({"not_sure"})
_CALLS = {
    "help": Move.HELP,
    "stop": Move.STOP,
    "not_for_me": Move.NOT_FOR_ME,
    "start_again": Move.HUB,
    "go_back": Move.BACK,
    "take_back": Move.CHECK,
}
"""What is understood anywhere, whether or not its button is on the screen."""
_ALSO_CALLED = {"mother": "grandmother", "father": "grandfather"}
"""What a parent calls somebody, and what the children do."""
_GAP = r"(?: \w+){1,4} "
_SMALL = frozenset({*_NOTHING_TO_ADD, *_AGREED, *_CALLS, "hello", "me", "not_sure"})


class Accepted(NamedTuple):
    """The reply answers the question."""

    value: Value


class Unclear(NamedTuple):
    """It does not. `why` names the house's sentence that says so."""

    why: str


Reply = Accepted | Unclear


class People(NamedTuple):
    """Who may be meant by a name."""

    me: PersonId
    known: Callable[[], Mapping[PersonId, str]]
    """Everybody whom the person knows of or named, but themselves."""
    new: Callable[[], PersonId]


def read(text: str, prompt: Prompt, today: date, people: People, house: House) -> Reply:
    """What `text` answers to the question in `prompt`. `today` is the person's date."""
    if not has_letters(text):
        return Unclear("unclear.empty")
    match prompt.kind:
        case Kind.TEXTS if says_nothing(text, house):
            return Accepted(NoMore())
        case Kind.TEXT | Kind.TEXTS:
            return Accepted(Words(text=text))
        case Kind.PERSON | Kind.PEOPLE:
            return _person(text, prompt, people, house)
        case Kind.SCALE:
            return _number(text, prompt)
        case Kind.DATE:
            day = dates.parse(text, today)
            return Accepted(Dated(day=day, words=text)) if day else Unclear("unclear.date")
        case Kind.READ:
            return Unclear("unclear.read")
        case _:
            return Unclear("unclear.choice")


def button_meant(text: str, prompt: Prompt, house: House) -> int | None:
    """The number of the button that this whole reply stands for, if it stands for one."""
    plain = folded(text) if len(text) <= LONGEST_BUTTON else ""
    if not plain:
        return None
    for number, button in enumerate(prompt.buttons):
        typed = isinstance(button.act, Pick) or (isinstance(button.act, Do) and button.act.move in _TYPED)
        # "short" is "Short: 20 minutes"; what a day's button says of it is no date.
        label = button.label.partition(":")[0] if prompt.kind is Kind.CHOICE else button.label
        if typed and plain in (folded(button.label), folded(label)):
            return number
    meant = meanings(text, house)
    numbers = (number for number, button in enumerate(prompt.buttons) if meant & _stands_for(button, prompt))
    return next(numbers, None) if meant else None


def meanings(text: str, house: House) -> frozenset[str]:
    """The lists of the house that hold this whole reply."""
    plain = folded(text) if len(text) <= LONGEST_BUTTON else ""
    if not 0 < len(plain) <= LONGEST_NAME:
        return frozenset()
    entries = house.listed
    return frozenset(name for name in _SMALL if plain in map(_folded_entry, entries.get(name, ())))


def is_small(text: str, house: House) -> bool:
    """Whether this is a small word: outside a question it is kept, and is nothing to sort."""
    return bool(meanings(text, house))


def greets(text: str, house: House, *, back: bool = False) -> bool:
    """Whether this is a greeting or a thank you, which answers nothing.

    Of somebody who has just come `back` a bare yes is one too: it says that they are there again.
    """
    return bool(meanings(text, house) & (_AGREED | _GREETING if back else _GREETING))


def says_nothing(text: str, house: House) -> bool:
    """Whether this says that there is nothing to put on a list."""
    return bool(meanings(text, house) & _NOTHING_SAID)


def agrees(text: str, house: House) -> bool:
    """Whether this is a yes."""
    return bool(meanings(text, house) & _AGREED)


def called_for(text: str, house: House) -> Move | None:
    """Help, a stop, "start again" and their like, in words; None where this whole reply is none of them."""
    meant = meanings(text, house)
    return next((move for name, move in _CALLS.items() if name in meant), None)


def asks_who_sees(text: str, house: House) -> bool:
    """Whether this whole reply asks who sees what is said here."""
    plain = folded(text)
    return any(_gaps(entry).fullmatch(plain) for entry in house.listed.get("who_sees", ()))


@lru_cache(maxsize=200)
def _gaps(entry: str) -> re.Pattern[str]:
    """A phrase in which three dots stand for one to four words."""
    parts = (re.escape(folded(part)) for part in entry.split("..."))
    return re.compile(_GAP.join(parts).rstrip())


def wishes_not(text: str, house: House) -> bool:
    """Whether this reply begins as "not my mum" does."""
    plain = folded(text)
    return any(plain.startswith(f"{folded(start)} ") for start in house.listed.get("not_them", ()))


def has_letters(text: str) -> bool:
    """Whether there is anything to see in it: not only spaces and invisible characters."""
    return any(not character.isspace() and unicodedata.category(character)[0] != "C" for character in text)


def folded(text: str) -> str:
    """As it is compared: small letters, no apostrophes, every other mark and space one space."""
    bare = text.casefold().replace("'", "").replace("’", "")
    if bare.isascii():
        return " ".join(bare.translate(_ASCII_MARKS).split())
    return " ".join("".join(" " if _is_mark(c) else c for c in bare).split())


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PC"


_ASCII_MARKS = {code: " " for code in range(128) if _is_mark(chr(code))}
_folded_entry = lru_cache(maxsize=2000)(folded)
"""For entries of the house's lists, which never change; no person's words are remembered."""


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
        case Kind.DATE:
            return Dated(day=date.fromisoformat(button.act.choice), words="")
        case _:
            return chosen((button,))


def _stands_for(button: Button, prompt: Prompt) -> frozenset[str]:
    """The lists that mean this button where it stands."""
    match button.act:
        case Pick(choice=choice) if prompt.kind in (Kind.CHOICE, Kind.AGREE):
            return frozenset(name for name, choices in _CHOICES.items() if choice in choices)
        case Do(move=Move.NO_MORE):
            return _NO_ONE if prompt.kind is Kind.PERSON else _NOTHING_TO_ADD
        case Do(move=Move.RIGHT):
            return _IS_IT
        case Do(move=Move.NOT_WHAT_I_MEANT) | Do(move=Move.LATER):
            return _NOT
        case Do(move=Move.NOT_SURE):
            return _NOT_SURE
        case Do(move=Move.GO_ON) if prompt.screen is Screen.GOOD_TIME or prompt.kind is Kind.READ:
            return _AGREED
        case _:
            return frozenset()


def _number(text: str, prompt: Prompt) -> Reply:
    plain = " ".join(text.casefold().split()).strip(" .!?,")
    match = _NUMBER.fullmatch(plain)
    number = int(match[1]) if match else _NUMBER_WORDS.index(plain) if plain in _NUMBER_WORDS else None
    if number is None or number > 10:
        return Unclear("unclear.scale")
    return Accepted(Number(number=number, low=prompt.low, high=prompt.high))


# Names -------------------------------------------------------------------------------------------


def _person(text: str, prompt: Prompt, people: People, house: House) -> Reply:
    plain = folded(text)
    if "me" in meanings(text, house):
        mine = next((b for b in prompt.buttons if b.act == Pick(choice=people.me)), None)
        return Accepted(picked(mine, prompt)) if mine else Unclear("unclear.you")
    names = people.known()
    known = _known(plain, names)
    if known is not None:
        return Accepted(Named(person=known, name=names[known]))
    if _several(text, house):
        return Unclear("unclear.one_name")
    too_long = len(text) > LONGEST_NAME or len(plain.split()) > MOST_WORDS
    if too_long or not plain or _holds(plain, house.listed.get("no_name", ())):
        return Unclear("unclear.name")
    return Accepted(Named(person=people.new(), name=text))


def _known(plain: str, known: Mapping[PersonId, str]) -> PersonId | None:
    """The one known person of this name, or of whose name alone this is a part."""
    if not plain:
        return None
    names = {person: folded(name) for person, name in known.items()}
    same = [person for person, name in names.items() if name == plain]
    if len(same) == 1 or len(plain) < SHORTEST_PART:
        return same[0] if len(same) == 1 else None
    parts = [person for person, name in names.items() if f" {plain} " in f" {name} "]
    return parts[0] if len(parts) == 1 else None


def may_be_one_of(text: str, names: Iterable[str], house: House) -> bool:
    """Whether "mum" may be whom the children call Nan: only where the whole text says no name."""
    plain, lists = folded(text), house.listed
    return any(
        plain in map(_folded_entry, lists.get(parent, ()))
        and any(_holds(folded(name), lists.get(grandparent, ())) for name in names)
        for parent, grandparent in _ALSO_CALLED.items()
    )


def _several(text: str, house: House) -> bool:
    """Whether there is more than one name in it."""
    marks = house.listed.get("between_names", ())
    words = " ".join(text.casefold().split())
    between = any(f" {mark} " in f" {words} " for mark in marks)
    bare = text.strip().strip(",;")
    return between or (any(mark in bare for mark in (",", ";", "&", "\n")) and not _says_who(bare, house))


def _says_who(text: str, house: House) -> bool:
    """ "My mum, Carol", "Carol, my mum": one person, and who that is."""
    whose = [f"{_folded_entry(word)} " for word in house.listed.get("whose", ())]
    parts = text.split(",")
    mine = [any(folded(part).startswith(word) for word in whose) for part in parts]
    return len(parts) == 2 and all(map(folded, parts)) and mine.count(True) == 1


def _holds(plain: str, words: tuple[str, ...]) -> bool:
    return any(f" {_folded_entry(word)} " in f" {plain} " for word in words)
