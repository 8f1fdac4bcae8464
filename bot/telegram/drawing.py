"""A prompt as Telegram shows it: HTML text and buttons, within Telegram's limits by construction.

Ours and theirs stand apart: what the software says is plain, what a person wrote is a quotation,
isolated line by line and with marks for whatever the eye would not see (promise 1 holds for what is
kept; this is only what is shown). Whatever is too long is cut at the people's words first, evenly,
with a note where the rest can be read. Pure; `carrying` calls `draw`.
"""

from collections.abc import Iterator
from enum import StrEnum
from html import escape
from typing import NamedTuple

from bot.telegram.fitting import ELLIPSIS, cut, isolated, shown, units, waterline
from bot.telegram.keyboard import Key, Open, Rows, keys
from bot.telegram.phrases import Phrases
from dialogs.conversation import Number, Prompt, Screen
from dialogs.definition import Kind
from dialogs.easy import seen
from dialogs.ids import LetterId

MOST_UNITS = 4096
MOST_LINES = 30
"""Check lines in one message; the engine puts ten on a page."""
LEAST_UNITS = 80
"""What a quotation keeps before our own sentences are cut too."""

_WORDS_LAST = frozenset({Screen.PLAY_BACK, Screen.LETTER})
"""Screens whose text announces the quotation."""


class Drawn(NamedTuple):
    """A message: HTML for Telegram's `parse_mode`, and its buttons."""

    html: str
    rows: Rows = ()


class Look(NamedTuple):
    """What stands around every prompt of one conversation."""

    phrases: Phrases
    pretend: bool = False
    help_page: str | None = None
    """The public address of the help lines, where there is one."""


def draw(prompt: Prompt, look: Look) -> Drawn:
    """The prompt as a message."""
    keyboard = keys(prompt, look.help_page)
    pieces = list(_pieces(prompt, look))
    if not keyboard.all_shown:
        pieces.append(Piece(look.phrases.type_others))
    return Drawn(composed(pieces, look.phrases.rest), keyboard.rows)


def plain(text: str, look: Look) -> Drawn:
    """A sentence of ours, without buttons."""
    return Drawn(composed([*_mark(look), Piece(text)], look.phrases.rest))


def quoted(who: str, question: str, words: str, look: Look) -> Drawn:
    """Somebody else's words, with who said them when, and the question that they answered."""
    pieces = [Piece(isolated(who)), Piece(isolated(question)), Piece(isolated(words), Tag.QUOTED)]
    return Drawn(composed([*_mark(look), *pieces], look.phrases.rest))


def announced(letter: LetterId | None, look: Look) -> Drawn:
    """What is sent to a family unasked: no words until it is tapped, and then the letter, or their place."""
    opens = Key(look.phrases.open, data=Open(letter=letter or "").pack())
    return plain(look.phrases.message, look)._replace(rows=((opens,),))


class Tag(StrEnum):
    """How a paragraph stands: the name of its element in Telegram's HTML."""

    PLAIN = ""
    ASKED = "b"
    MARK = "i"
    QUOTED = "blockquote"


class Piece(NamedTuple):
    """A paragraph of the message."""

    text: str
    tag: Tag = Tag.PLAIN
    gap: str = "\n\n"
    """What stands before it."""

    @property
    def size(self) -> int:
        """Units of the paragraph and of what stands before it."""
        return units(self.text) + len(self.gap)


def _pieces(prompt: Prompt, look: Look) -> Iterator[Piece]:
    yield from _mark(look)
    if prompt.said:
        yield Piece(shown("\n\n".join(prompt.said)))
    asks = prompt.screen is Screen.QUESTION and prompt.kind is not Kind.READ
    text = Piece(shown(seen(prompt).text), Tag.ASKED if asks else Tag.PLAIN)
    quote = [Piece(isolated(prompt.quote), Tag.QUOTED)] if prompt.quote.strip() else []
    above = prompt.letter or prompt.screen is Screen.RED_FLAG
    if above:
        yield from _about(prompt)
    yield from (text, *quote) if prompt.screen in _WORDS_LAST else (*quote, text)
    if not above:
        yield from _lines(prompt)
    if (prompt.low or prompt.high) and seen(prompt).last:
        yield Piece(ends(prompt))


def ends(scale: Prompt | Number) -> str:
    """What the two ends of a scale mean, as they were worded."""
    return f"0: {isolated(scale.low)}\n10: {isolated(scale.high)}"


def _about(prompt: Prompt) -> Iterator[Piece]:
    """What the letter is about stands above it: the question of then, and the person's own words."""
    for line in prompt.lines:
        yield Piece(isolated(line.question))
        yield Piece(isolated(line.words), Tag.QUOTED, gap="\n")


def _lines(prompt: Prompt) -> Iterator[Piece]:
    for number, line in enumerate(prompt.lines[:MOST_LINES], 1):
        yield Piece(shown(line.part), Tag.ASKED)
        question = f"{number}. {isolated(line.question)}" if line.question else f"{number}."
        yield Piece(question, gap="\n\n" if line.question else "\n")
        yield Piece(isolated(line.words), Tag.QUOTED, gap="\n")
        yield Piece(isolated(line.wish), Tag.MARK, gap="\n")
        yield Piece(shown(line.back_says), gap="\n")
        yield Piece(isolated(line.back), Tag.QUOTED, gap="\n")


def _mark(look: Look) -> Iterator[Piece]:
    if look.pretend:
        yield Piece(look.phrases.pretend, Tag.MARK)


def composed(pieces: list[Piece], rest: str = "") -> str:
    """The paragraphs as HTML, cut where they are too long; `rest` then says where the rest can be read."""
    pieces = [piece for piece in pieces if piece.text.strip()]
    if sum(piece.size for piece in pieces) > MOST_UNITS:
        pieces = _shortened(pieces, Piece(rest))
    return "".join(map(_marked_up, pieces)).removeprefix("\n\n") or ELLIPSIS


def _shortened(pieces: list[Piece], note: Piece) -> list[Piece]:
    """The pieces and the note in the room of one message: quotations first, then all share alike."""
    room = MOST_UNITS - note.size
    cap = _cap([piece for piece in pieces if piece.tag is Tag.QUOTED], pieces, room)
    if cap >= LEAST_UNITS:
        return [*(_capped(p, cap) if p.tag is Tag.QUOTED else p for p in pieces), note]
    cap = _cap(pieces, pieces, room)
    return [*(_capped(piece, cap) for piece in pieces), note]


def _cap(shrinking: list[Piece], pieces: list[Piece], room: int) -> int:
    """How many units each of the shrinking pieces may have, so that all pieces fit."""
    sizes = [units(piece.text) for piece in shrinking]
    fixed = sum(piece.size for piece in pieces) - sum(sizes)
    return waterline(sizes, room - fixed) if sizes and room > fixed else 0


def _capped(piece: Piece, cap: int) -> Piece:
    return piece._replace(text=cut(piece.text, cap))


def _marked_up(piece: Piece) -> str:
    text = escape(piece.text, quote=False)
    return f"{piece.gap}<{piece.tag}>{text}</{piece.tag}>" if piece.tag else piece.gap + text
