"""A prompt as a page draws it: which field takes the reply, and what each button is for.

Telegram has one kind of button; a page has room to tell an answer from a way on, and a quiet
corner for what is rarely needed. A button keeps the number that it has in the prompt. `chat` calls
`draw`; the templates do the rest.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dialogs.buttons import Button, Change, Do, Enter, Move, Pick, Put, Read
from dialogs.conversation import Line, Prompt, Screen
from dialogs.definition import Kind
from dialogs.easy import seen
from dialogs.prompts import FOLDED


class Field(StrEnum):
    """How the reply is given."""

    WORDS = "words"
    NAME = "name"
    DAY = "day"
    NUMBER = "number"
    TICKS = "ticks"
    CHOICE = "choice"
    NONE = "none"


class Press(NamedTuple):
    """A button to press: its number in the prompt, and its label."""

    number: int
    label: str
    first: bool = False
    """The one that most people want: it stands out."""
    to_help: bool = False
    """A link to the numbers, on a page that leaves at once, in place of a press."""


class Row(NamedTuple):
    """A line of what was said, with the button that changes it, and the one that adds to its list."""

    line: Line
    press: Press
    more: Press | None = None


@dataclass(frozen=True)
class Drawn:
    """What the template sets out, group by group."""

    field: Field
    picks: tuple[Press, ...]
    done: Press | None
    """What says that the ticks are all."""
    rows: tuple[Row, ...]
    ahead: tuple[Press, ...]
    """In the hub, above all the parts: what waits, and where most people go on."""
    sections: tuple[Press, ...]
    ways: tuple[Press, ...]
    """On, in the order of the prompt."""
    tools: tuple[Press, ...]
    """Back and skip."""
    folded: tuple[Press, ...]
    words_too: bool
    """Words may be said here beside the buttons."""


_FIELDS = {
    Kind.TEXT: Field.WORDS,
    Kind.TEXTS: Field.WORDS,
    Kind.PERSON: Field.NAME,
    Kind.PEOPLE: Field.NAME,
    Kind.DATE: Field.DAY,
    Kind.SCALE: Field.NUMBER,
    Kind.CHOICES: Field.TICKS,
    Kind.CHOICE: Field.CHOICE,
    Kind.AGREE: Field.CHOICE,
}
_TAKES_REPLIES = frozenset(
    {
        Screen.QUESTION,
        Screen.REPLY,
        Screen.STOPPED,
        Screen.WISH,
        Screen.STAR,
        Screen.FLAGGED,
        Screen.GOOD_NEWS,
        Screen.CHECK_IN,
        Screen.WHEN,
    }
)
_NOT_DRAWN = frozenset({Move.HELP, Move.MORE, Move.SOMEBODY_NEW, Move.DONE_PICKING})
"""Help stands at the top of every page, the rest unfolds by itself, a new name has its own field."""
_TO_HELP = frozenset({Move.QUIET_HELP, Move.ALL_HELP})
_TOOLS = frozenset({Move.BACK, Move.SKIP})
_FIRST = (
    Move.SEND,
    Move.DONE_FOR_NOW,
    Move.NEXT_PAGE,
    Move.GO_ON,
    Move.RIGHT,
    Move.COME_BACK_IN,
    Move.CHECK,
)
"""Where nothing is to be filled in, the first of these that is there stands out."""
_LISTS = frozenset({Screen.CHECK, Screen.YOU_SAID})
"""Screens that list what was said, each line with its own button."""
_BUTTONS_ONLY = frozenset({Field.CHOICE, Field.NUMBER, Field.TICKS})


def draw(prompt: Prompt, *, to_a_child: bool = False) -> Drawn:
    """The groups of a prompt's buttons; every way to leave a question stands open `to_a_child`."""
    tools = _TOOLS | {Move.NOT_SURE, Move.RATHER_NOT} if to_a_child else _TOOLS
    if prompt.easy:
        tools |= {Move.PAGE_BEFORE}
    folded = FOLDED - tools
    takes_reply = prompt.screen in _TAKES_REPLIES or prompt.screen is Screen.LETTER
    shown = seen(prompt)
    answered = takes_reply and shown.last and prompt.kind
    field = _FIELDS.get(prompt.kind, Field.NONE) if answered and prompt.kind else Field.NONE
    buttons = list(shown.buttons)
    folds = any(button.act == Do(move=Move.MORE) for button in prompt.buttons)
    first = _first(prompt, field, {_move(button) for _, button in buttons})
    moves = [
        (move, Press(number, button.label, move is first, move in _TO_HELP))
        for number, button in buttons
        if (move := _move(button)) is not None and move not in _NOT_DRAWN
    ]
    ahead = _ahead(prompt, buttons, moves)
    listed = prompt.screen in _LISTS
    of_no_line = [(n, b) for n, b in buttons if isinstance(b.act, Change) and not b.act.root]
    return Drawn(
        field=field,
        picks=tuple(_presses(buttons, Pick)),
        done=next((Press(n, b.label) for n, b in buttons if _move(b) is Move.DONE_PICKING), None),
        rows=tuple(_rows(prompt, buttons)) if listed else (),
        ahead=ahead,
        sections=tuple(_sections(prompt, buttons)),
        ways=tuple(
            press
            for press in (
                *(
                    Press(n, b.label, first=True)
                    for n, b in buttons
                    if isinstance(b.act, Read) and not listed
                ),
                *(press for move, press in moves if move not in tools and not (folds and move in folded)),
                *(_presses(of_no_line if listed else buttons, Change)),
            )
            if press not in ahead
        ),
        tools=tuple(press for move, press in moves if move in tools),
        folded=tuple(press for move, press in moves if folds and move in folded),
        words_too=_takes_words_too(prompt, field),
    )


def _move(button: Button) -> Move | None:
    return button.act.move if isinstance(button.act, Do) else None


def _takes_words_too(prompt: Prompt, field: Field) -> bool:
    """Not on the first screen: nobody has said yet who reads this."""
    if prompt.screen in (Screen.HUB, Screen.SENT):
        return True
    left = {Do(move=Move.BACK), Do(move=Move.SKIP)} & {b.act for b in prompt.buttons if isinstance(b.act, Do)}
    return field in _BUTTONS_ONLY and bool(left)


def _ahead(
    prompt: Prompt, buttons: list[tuple[int, Button]], moves: list[tuple[Move, Press]]
) -> tuple[Press, ...]:
    """A question of the worker's, what is not sent yet, and the next part; after the last part, the check."""
    if prompt.screen is not Screen.HUB:
        return ()
    part = _next_part(prompt, buttons)
    return (
        *(Press(n, b.label, first=True) for n, b in buttons if isinstance(b.act, Read)),
        *(press for move, press in moves if move in (Move.SEND, Move.RED_FLAG, Move.GOOD_NEWS)),
        *((part,) if part else (press for move, press in moves if move is Move.CHECK)),
    )


def _next_part(prompt: Prompt, buttons: list[tuple[int, Button]]) -> Press | None:
    """In the hub, the way to a part that has a row of its own as well."""
    parts = [(number, button) for number, button in buttons if isinstance(button.act, Enter)]
    if prompt.screen is not Screen.HUB or not parts or parts[0][1].act not in [b.act for _, b in parts[1:]]:
        return None
    number, button = parts[0]
    waits = any(isinstance(b.act, Read) or _move(b) is Move.SEND for b in prompt.buttons)
    return Press(number, button.label, first=not waits)


def _sections(prompt: Prompt, buttons: list[tuple[int, Button]]) -> list[Press]:
    if prompt.screen is not Screen.HUB:
        return []
    rows = _presses(buttons, Enter)
    return rows[1:] if _next_part(prompt, buttons) else rows


def _first(prompt: Prompt, field: Field, moves: set[Move | None]) -> Move | None:
    if (
        field is not Field.NONE
        or prompt.screen in (Screen.HELP, Screen.RED_FLAG)
        or any(isinstance(b.act, Read) for b in prompt.buttons)
    ):
        return None
    if (
        prompt.screen is Screen.HUB
        and Move.SEND not in moves
        and _next_part(prompt, list(enumerate(prompt.buttons)))
    ):
        return None
    return next((move for move in _FIRST if move in moves), None)


def _presses(buttons: list[tuple[int, Button]], act: type) -> list[Press]:
    return [Press(number, button.label) for number, button in buttons if isinstance(button.act, act)]


def _rows(prompt: Prompt, buttons: list[tuple[int, Button]]) -> list[Row]:
    rows: list[Row] = []
    lines = iter(prompt.lines)
    for number, button in buttons:
        match button.act:
            case Put(more=True) if rows:
                rows[-1] = rows[-1]._replace(more=Press(number, button.label))
            case Change(root=root) if not root:
                """About everything: no line of its own."""
            case Change() | Put() | Read():
                rows.append(Row(next(lines), Press(number, button.label)))
    return rows
