"""Easy read: one short sentence on a screen, for whoever chose it at the door or in the list of parts.

**Theory.** Nothing is worded anew. Our sentences are short and say one thing each, so that a question can
be shown sentence by sentence, in any language. It stays one prompt: the whole text and all its buttons are
on file, and `page` says which sentence is on the screen. What answers it stands below the last one; words
typed before that are an answer like any other. What was said before the question (thanks, repair) stands
above the sentence at which it was said, and is gone when the page is turned.

`seen` says what is on the screen; the channels draw that. Where there is a screen to draw on, the picture
of the part stands beside the sentence (`pictures.Sign`). Source: one idea and one picture at a time is how
easy-read documents for adults who find reading hard are made.
"""

import re
from typing import NamedTuple

from dialogs.buttons import Button, Do, Move
from dialogs.conversation import Prompt

_END = re.compile(r"(?<=[.?!…؟۔])\s+")
_SHORT_FOR = re.compile(r"(?:^|\s)[^\W\d_]{1,3}\.$")
""" "Dr.", "Mrs.": the name that follows belongs to it."""
_FEW_WORDS = 3
"""Fewer than these are no sentence of their own: "Hello Kelly." """
_ASKS = ("?", "؟")
_BETWEEN = frozenset(
    {Move.NEXT_PAGE, Move.BACK, Move.PAGE_BEFORE, Move.HELP, Move.STOP, Move.EASY, Move.WHOLE}
)
"""What stands below a sentence that is not the last."""


class Seen(NamedTuple):
    """What of a prompt is on the screen."""

    text: str
    buttons: tuple[tuple[int, Button], ...]
    """Each with its number in the prompt."""
    last: bool = True
    """Whether it can be answered here: nothing of the question is still to come."""


def seen(prompt: Prompt) -> Seen:
    """All of a prompt; or the one sentence that it is at."""
    every = tuple(enumerate(prompt.buttons))
    if not prompt.easy:
        return Seen(prompt.text, every)
    parts = sentences(prompt.text)
    page = min(prompt.page, len(parts) - 1)
    last = page + 1 == len(parts)
    text = parts[page] if not last else _at_the_end(parts)
    hidden = {Move.NEXT_PAGE} if last else set()
    hidden.add(Move.BACK if page else Move.PAGE_BEFORE)
    shown = tuple(
        (number, button)
        for number, button in every
        if (move := _move(button)) not in hidden and (last or move in _BETWEEN)
    )
    return Seen(text, shown, last)


def sentences(text: str) -> tuple[str, ...]:
    """A text in the order in which it is read; never empty. A worker's own words are not parted inside a name."""
    parts: list[str] = []
    for paragraph in filter(None, (line.strip() for line in text.splitlines())):
        begins = True
        for piece in _END.split(paragraph):
            goes_on = not begins and (_SHORT_FOR.search(parts[-1]) or len(parts[-1].split()) < _FEW_WORDS)
            if goes_on:
                parts[-1] = f"{parts[-1]} {piece}"
            else:
                parts.append(piece)
            begins = False
    return tuple(parts) or ("",)


def _at_the_end(parts: tuple[str, ...]) -> str:
    """The last sentence; and the question that is answered there, where that came before it."""
    asked = next((part for part in reversed(parts) if part.endswith(_ASKS)), "")
    return parts[-1] if asked in ("", parts[-1]) else f"{asked}\n\n{parts[-1]}"


def _move(button: Button) -> Move | None:
    return button.act.move if isinstance(button.act, Do) else None
