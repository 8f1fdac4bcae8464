"""What has happened in a plan: drafts, decisions, versions of what the practitioner wrote, every look."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from aiohttp import web

from bot.desk.guard import Visit
from bot.reviewing import LOOKED, SETTLED
from storage.audit import Noted

AT_ONCE = timedelta(seconds=10)


class Step(NamedTuple):
    """The same thing done by the same person on one day, once or several times in a row."""

    noted: Noted
    """The newest of them."""
    times: int


async def show(visit: Visit) -> web.StreamResponse:
    """GET .../history."""
    past = await visit.desk.reviewing.past(visit.who.id, visit.held.id)
    versions = await visit.desk.planning.history(visit.who.id, visit.held.id)
    return visit.page(
        "history.html",
        past=past,
        steps=_steps(past.audit),
        versions=tuple(reversed(tuple(enumerate(versions, 1)))),
    )


def _steps(audit: Iterable[Noted]) -> tuple[Step, ...]:
    """The audit, newest first; what was done again and again in a row is one step."""
    steps: list[Step] = []
    for noted in audit:
        before = steps[-1] if steps else None
        if before is not None and _only_comes_back(before.noted, noted):
            continue
        if before is not None and _same(before.noted, noted):
            steps[-1] = Step(noted, before.times + 1)
        else:
            steps.append(Step(noted, 1))
    return tuple(reversed(steps))


def _only_comes_back(press: Noted, look: Noted) -> bool:
    """Whether this look is the page that comes back after a press on it: no look of its own."""
    comes_back = press.what in SETTLED and look.what == LOOKED and press.who == look.who
    return comes_back and look.at - press.at < AT_ONCE


def _same(one: Noted, other: Noted) -> bool:
    what = (one.who, one.what, one.subject, one.at.date())
    return what == (other.who, other.what, other.subject, other.at.date())
