"""A pocket card as a picture, for a phone without a signal. It carries its day, and says that no worker sees it.

The fonts are ours, as in the PDF; a letter that none of them has stands as its code. Long words are broken
and a card that would be longer than a screen becomes a longer picture: nothing is left out. `bot.browser.card`
sends it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import NamedTuple

import uharfbuzz
from PIL import Image, ImageDraw, ImageFont, features

from bot.documents.glyphs import printable, runs_right_to_left
from bot.documents.pdf import FONTS
from dialogs.card import Card

WIDTH, MARGIN = 720, 48
"""Pixels: twice a phone's 360 points."""
_SMALL, _PLAIN, _LARGE = 26, 34, 46
_INK, _SOFT, _PAPER = "#1b1f23", "#4d565f", "#fbfaf6"
_FILES = (
    "NotoSans-Regular",
    "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansGurmukhi-Regular",
    "NotoSansSymbols2-Regular",
)


class _Line(NamedTuple):
    text: str
    size: int
    ink: str = _INK
    bold: bool = False


def card_png(card: Card, day: str, words: Mapping[str, str]) -> bytes:
    """The picture. `words`: our headings, by name, and the honest sentence at the end."""
    lines = [line for said in _lines(card, day, words) for line in _broken(said)]
    height = sum(_height(line) for line in lines) + 2 * MARGIN
    image = Image.new("RGB", (WIDTH, max(height, 2 * WIDTH)), _PAPER)
    draw = ImageDraw.Draw(image)
    y = MARGIN
    for line in lines:
        right = runs_right_to_left(line.text)
        font = _font(line.text, line.size, bold=line.bold)
        way = ("rtl" if right else "ltr") if features.check("raqm") else None
        x, anchor = (WIDTH - MARGIN, "ra") if right else (MARGIN, "la")
        draw.text((x, y), line.text, fill=line.ink, font=font, anchor=anchor, direction=way)
        y += _height(line)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(card: Card, day: str, words: Mapping[str, str]) -> Iterator[_Line]:
    yield _Line(card.name, _LARGE, bold=True)
    for heading, said in (("calls", card.calls), ("danger", card.danger), ("tasks", card.tasks)):
        if said:
            yield _Line("", _SMALL)
            yield _Line(words[heading], _SMALL, _SOFT)
            for text in said:
                for line in text.splitlines() or ("",):
                    yield _Line(line, _PLAIN, bold=heading != "tasks")
    yield _Line("", _SMALL)
    yield _Line(words["nobody_sees"], _SMALL, _SOFT)
    yield _Line(day, _SMALL, _SOFT)


def _broken(line: _Line) -> Iterator[_Line]:
    """The line in pieces that fit, broken between words, or within one that is too long by itself."""
    text = printable(line.text, _letters()).text
    rest = text.split(" ")
    held = ""
    for word in rest:
        longer = f"{held} {word}" if held else word
        if _width(longer, line) <= WIDTH - 2 * MARGIN:
            held = longer
            continue
        if held:
            yield line._replace(text=held)
        held = word
        while _width(held, line) > WIDTH - 2 * MARGIN and len(held) > 1:
            yield line._replace(text=held[: (most := _most(held, line))])
            held = held[most:]
    yield line._replace(text=held)


def _most(word: str, line: _Line) -> int:
    """How many letters of a long word fit; at least one."""
    fits = (n for n in range(len(word) - 1, 1, -1) if _width(word[:n], line) <= WIDTH - 2 * MARGIN)
    return next(fits, 1)


def _width(text: str, line: _Line) -> float:
    return float(_font(text, line.size, bold=line.bold).getlength(text))


def _height(line: _Line) -> int:
    return round(line.size * 1.45)


def _font(text: str, size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """The font that has most of these letters; a line mixes scripts seldom, and codes stand for the rest."""
    wanted = {ord(character) for character in text if not unicodedata.category(character).startswith("Z")}
    name = max(_FILES, key=lambda name: (len(wanted & _cmap(name)), name == _FILES[0]))
    if bold and name == _FILES[0]:
        name = "NotoSans-Bold"
    return _loaded(name, size)


@cache
def _loaded(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


@cache
def _cmap(name: str) -> frozenset[int]:
    return frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / f"{name}.ttf"))).unicodes)


@cache
def _letters() -> frozenset[int]:
    return frozenset().union(*(_cmap(name) for name in _FILES))
