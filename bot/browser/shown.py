"""Text onto a page: people's words each for themselves, numbers to ring as links.

Words that a person wrote are escaped, isolated with `<bdi dir="auto">` so that they cannot turn the
line around them, and what is invisible in them stands as a mark.
"""

import re
from typing import NamedTuple

from markupsafe import Markup, escape

from dialogs.marks import visible

_NUMBER = re.compile(
    r"(?<![\d#])(0(?:[\s-]?\d){9,10}|0800 ?1111|999|112|111|101|116 ?1(?:23|17)|18000)(?!\d)"
)
"""Phone numbers as they are written in Britain, short ones too (Ofcom's numbering plan)."""
_TEXT_TO = re.compile(r"(?<!\d)(8\d{4})(?!\d)")
"""Five-figure numbers that are texted, not rung."""


class Call(NamedTuple):
    """A number that stands in a line."""

    scheme: str
    """"tel", or "sms" for one that is texted."""
    figures: str
    shown: str


def own(text: str) -> Markup:
    """A person's own words."""
    return Markup('<bdi dir="auto">{}</bdi>').format(visible(text))


def plain(text: str) -> str:
    """Our own sentence, in which a person's words may stand."""
    return visible(text)


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs and lines, without the empty ones."""
    return [line for line in visible(text).split("\n") if line.strip()]


def with_calls(text: str) -> Markup:
    """A line in which every phone number can be tapped."""
    rung = _NUMBER.sub(lambda match: _link("tel", match[0]), str(escape(text)))
    return Markup(_TEXT_TO.sub(lambda match: _link("sms", match[0]), rung))  # noqa: S704  (escaped above)


def calls(text: str) -> list[Call]:
    """The numbers in a line, for a button each; one that stands there twice has one button."""
    rung = [Call("tel", _figures(match[0]), match[0]) for match in _NUMBER.finditer(text)]
    texted = [Call("sms", match[0], match[0]) for match in _TEXT_TO.finditer(text)]
    return list({call.figures: call for call in (*rung, *texted)}.values())


def _figures(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)


def _link(scheme: str, number: str) -> str:
    return f'<a class="call" href="{scheme}:{_figures(number)}">{number}</a>'
