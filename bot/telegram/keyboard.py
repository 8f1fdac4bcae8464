"""The buttons under a message, within Telegram's limits by construction.

A press says which prompt it was drawn for and which of its buttons was meant, so that a stale one
can be told from a fresh one. Telegram takes 64 bytes of data a button, 100 buttons a message and,
undocumented, about 10 kB of keyboard. Pure; `drawing` calls `keys` and `in_rows`, `reading` unpacks
a `Press` or `Open`, `sending` writes the rows as JSON.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from aiogram.filters.callback_data import CallbackData

from bot.telegram.fitting import cut, shown, units, waterline
from dialogs.buttons import Change, Do, Move, Pick
from dialogs.conversation import Prompt
from dialogs.definition import Kind
from dialogs.easy import seen
from dialogs.prompts import FOLDED

MOST_BUTTONS = 100
MOST_BYTES = 9_500
LABEL_UNITS = 60
TICK = "✓ "
BYTES_BESIDE_LABEL = 36
"""What the JSON of one button holds beside its label and its data."""

_TOOLS = frozenset(
    {
        *FOLDED,
        Move.BACK,
        Move.SKIP,
        Move.HELP,
        Move.MORE,
        Move.CHECK,
        Move.LONGER,
        Move.SHORTER,
        Move.PAGE_BEFORE,
        Move.EASY,
        Move.WHOLE,
    }
)
"""Moves in short rows; every other one leads on and has a row of its own."""


class Press(CallbackData, prefix="p"):
    """A prompt's number and the place of one of its buttons."""

    prompt: int
    button: int

    @staticmethod
    def packed(prompt: int, button: int) -> str:
        """What `pack` gives, without a model for each of a keyboard's buttons."""
        return f"p:{prompt}:{button}"


class Open(CallbackData, prefix="l"):
    """Under "You have a message": which letter to open."""

    letter: str


class Key(NamedTuple):
    """One button: `data` comes back when it is pressed, or `url` is opened."""

    label: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Key, ...], ...]


class Keys(NamedTuple):
    """The keyboard of a prompt; `all_shown` is False where there was no room for every choice."""

    rows: Rows
    all_shown: bool = True


class _Width(Enum):
    SCALE = 6
    """0 to 5 and 6 to 10."""
    CHANGE = 3
    TOOL = 0
    """Two or three in a row, by their length."""
    WIDE = 1


def keys(prompt: Prompt, help_page: str | None = None) -> Keys:
    """The keyboard of a prompt. `help_page` opens the help lines on a page that leaves at once (H2)."""
    moves = {n: button.act.move if isinstance(button.act, Do) else None for n, button in seen(prompt).buttons}
    hidden = (
        frozenset({Move.MORE}) if prompt.unfolded else FOLDED if Move.MORE in moves.values() else frozenset()
    )
    places = [place for place, move in moves.items() if move not in hidden]
    fitting = _fitting(places, prompt)
    made = [(_width(prompt, n), _key(prompt, n, help_page)) for n in fitting]
    labels = _labels([key for _, key in made])
    labelled = ((width, key._replace(label=label)) for (width, key), label in zip(made, labels, strict=True))
    return Keys(in_rows(labelled), all_shown=len(fitting) == len(places))


def in_rows(made: Iterable[tuple[_Width, Key]]) -> Rows:
    """Buttons of one width side by side, as many as a phone's screen of 360 pixels holds."""
    rows: list[tuple[Key, ...]] = []
    for width, group in groupby(made, key=lambda pair: pair[0]):
        together = [key for _, key in group]
        rows.extend(_spread(together, width.value or _most_in_a_row(together)))
    return tuple(rows)


def _most_in_a_row(tools: Sequence[Key]) -> int:
    longest = max(len(key.label) for key in tools)
    return 3 if longest <= 12 else 2 if longest <= 22 else 1


def _spread(together: Sequence[Key], most: int) -> Iterable[tuple[Key, ...]]:
    """Rows of nearly the same length, longer ones first: four tools make two and two."""
    rows = -(-len(together) // most)
    start = 0
    for row in range(rows):
        size = -(-(len(together) - start) // (rows - row))
        yield tuple(together[start : start + size])
        start += size


def _fitting(places: list[int], prompt: Prompt) -> list[int]:
    """At most a hundred; where there are more, the ways on and out stay and the last choices go."""
    if len(places) <= MOST_BUTTONS:
        return places
    tools = [n for n in places if not isinstance(prompt.buttons[n].act, Pick)][:MOST_BUTTONS]
    picks = [n for n in places if isinstance(prompt.buttons[n].act, Pick)][: MOST_BUTTONS - len(tools)]
    return sorted((*picks, *tools))


def _width(prompt: Prompt, place: int) -> _Width:
    match prompt.buttons[place].act:
        case Pick() if prompt.kind is Kind.SCALE:
            return _Width.SCALE
        case Do(move=move) if move in _TOOLS:
            return _Width.TOOL
        case Change(take_back=False, root=root) if root:
            return _Width.CHANGE
        case _:
            return _Width.WIDE


def _key(prompt: Prompt, place: int, help_page: str | None) -> Key:
    button = prompt.buttons[place]
    label = shown(button.label)
    if help_page is not None and isinstance(button.act, Do) and button.act.move is Move.QUIET_HELP:
        return Key(label, url=help_page)
    tick = TICK if place in prompt.ticked else ""
    return Key(tick + label, data=Press.packed(prompt.number, place))


def _labels(keyboard: Sequence[Key]) -> list[str]:
    """One line each, never empty, short enough for a button and all together for a keyboard."""
    labels = [cut(" ".join(key.label.split()) or "…", LABEL_UNITS) for key in keyboard]
    sizes = [_bytes(label) for label in labels]
    beside = sum(BYTES_BESIDE_LABEL + len(key.data) + _bytes(key.url) for key in keyboard)
    if sum(sizes) + beside <= MOST_BYTES:
        return labels
    most = max(waterline(sizes, MOST_BYTES - beside) // 3, 3)
    return [cut(label, most) for label in labels]


def _bytes(text: str) -> int:
    """At most: a UTF-16 unit takes three bytes of UTF-8 or fewer, with JSON's escapes too."""
    return 3 * units(text)
