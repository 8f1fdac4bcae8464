"""A person's numbers for a worry over time, as a picture: points with their day, and no line that says a trend.

Each person has a picture of their own, so that nobody's numbers are laid over anybody else's. The same stands
in words below it. `drafts` calls `drawn`; the shapes are SVG within the page, in the page's own ink.
"""

from datetime import tzinfo
from typing import NamedTuple

from markupsafe import Markup, escape

from dialogs.scales import Course

_WIDTH, _TOP, _BOTTOM, _LEFT, _RIGHT = 320, 16, 96, 26, 296
_FULL = 10


class Drawn(NamedTuple):
    """One person's picture."""

    course: Course
    shapes: Markup


def drawn(course: Course, zone: tzinfo) -> Drawn:
    """The picture of one course; a worry's scale goes from 0 at the bottom to 10 at the top."""
    first, last = course.points[0][0], course.points[-1][0]
    span = (last - first).total_seconds() or 1
    shapes = [
        f'<path d="M{_LEFT} {_y(n)}H{_RIGHT}" stroke-opacity=".25"/>'
        f'<text x="2" y="{_y(n) + 4}" stroke="none" font-size="11">{n}</text>'
        for n in (0, 5, _FULL)
    ]
    for at, number in course.points:
        x = round(_LEFT + 14 + (_RIGHT - _LEFT - 28) * ((at - first).total_seconds() / span), 1)
        here = at.astimezone(zone)
        day = escape(f"{here.day}/{here.month}")
        shapes.append(
            f'<circle cx="{x}" cy="{_y(number.number)}" r="5" fill="currentColor"/>'
            f'<text x="{x}" y="{_BOTTOM + 16}" text-anchor="middle" stroke="none" font-size="11">{day}</text>'
        )
    return Drawn(course, Markup("".join(shapes)))  # noqa: S704  (ours, but for days, which are escaped)


def _y(number: int) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * number / _FULL, 1)
