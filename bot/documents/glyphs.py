"""Letters that the shipped fonts do not have, printed as their codes: [U+1F600].

Nothing is dropped in silence: a letter without a glyph stands as its code in square brackets, and
the document's last page says what the codes are. An emoji made of several characters is one pair
of brackets. `pdf` calls `printable`.
"""

import re
import unicodedata
from collections.abc import Container
from typing import NamedTuple

from dialogs.marks import visible

_PICTURE = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_SELECTOR = "[\ufe0e\ufe0f]"
_CLUSTER = re.compile(
    f"{_PICTURE}(?:{_SELECTOR}|[\U0001f3fb-\U0001f3ff]|[\U000e0020-\U000e007f]|\u200d{_PICTURE})*", re.DOTALL
)
_TOKEN = re.compile(f"{_CLUSTER.pattern}|.", re.DOTALL)


class Printable(NamedTuple):
    """Text that the fonts can print, and what stands in it as a code."""

    text: str
    codes: dict[str, str]
    """Code -> the character's name in Unicode, or "" where it has none."""


def printable(text: str, letters: Container[int]) -> Printable:
    """`text` with marks for what shows nothing and codes for what is not among `letters`."""
    codes: dict[str, str] = {}

    def printed(match: re.Match[str]) -> str:
        found = match[0]
        if found == "\t":
            return "    "
        seen = re.sub(_SELECTOR, "", found)
        if found == "\n" or all(ord(character) in letters for character in seen):
            return seen
        code = " ".join(f"U+{ord(character):04X}" for character in seen)
        codes[code] = unicodedata.name(seen[0], "").lower()
        return f"[{code}]"

    shown = _TOKEN.sub(printed, visible(text, opens="‹", closes="›"))
    return Printable(shown, codes)


_ONE_BY_ONE = re.compile("[\t\n\x20-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u2bff\U0001f000-\U0001faff]*")


def needs_shaping(text: str) -> bool:
    """Whether letters change with their neighbours: Arabic, Hebrew, Panjabi, accents set apart.

    Latin, Greek, Cyrillic and signs are set one by one, which is eight times as quick.
    """
    return _ONE_BY_ONE.fullmatch(text) is None


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
