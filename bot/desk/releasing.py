"""Sharing lines with named people: chosen, looked at as each of them will see it, kept, taken back.

The rule "look first" is held here: what is kept is what the page before showed, line for line and
person for person. Everything else is `bot.releasing`'s.
"""

from typing import Any

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.releasing import Offer, Seen, Wanted
from bot.reviewing import NamesApart, NothingSuch, Reading
from dialogs.ids import AnswerId, ParticipantId, ReleaseId
from dialogs.lines import Line
from dialogs.release import Released, Thought


def _(text: str) -> str:
    return text


NO_LINE = _("Please tick at least one line.")
NOBODY = _("Please tick who is to see it.")
CHANGED = _("A line was changed since you opened this page. Please look at it again.")
LOOK_FIRST = _("You changed what is ticked. Please look at it as they will see it, and then share it.")
NAMED = _("These words name somebody whom a reader is kept apart from. Please look again.")
_THOUGHT = ("angry", "guess", "told", "sees")


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../release/<root>."""
    reading, offer = await _offered(visit)
    return visit.page("release.html", values={}, faults={}, **_shown(visit, reading, offer, offer.lines[:1]))


async def make(visit: Visit) -> web.StreamResponse:
    """POST .../release/<root>: shown as each of them will see it, and then kept."""
    posted = visit.posted
    reading, offer = await _offered(visit)
    lines, wanted = _posted(visit, offer)
    if posted.faults:
        return visit.again("release.html", **_shown(visit, reading, offer, lines))
    seen = visit.desk.releasing.look_ahead(reading, offer, wanted)
    looked = _looked(wanted)
    if posted.text("what") == "keep":
        if posted.text("looked") != looked:
            posted.faults["looked"] = LOOK_FIRST
        elif await _kept(visit, wanted):
            return moved(f"{visit.home}/lines/{visit.within('root')}#shared")
    shown = _shown(visit, reading, offer, lines, seen) | {"looked": looked}
    if posted.faults:
        return visit.again("release.html", **shown)
    return visit.page("release.html", values=posted.values, faults={}, **shown)


async def told(visit: Visit) -> web.StreamResponse:
    """POST .../releases/<release>/told: how the owner was told, or why that could not be."""
    how, back = visit.posted.text("how"), f"{visit.home}/lines/{visit.posted.text('line')}#shared"
    if how:
        release = ReleaseId(visit.within("release"))
        await visit.desk.releasing.told(visit.who.id, visit.held.id, release, how)
    return moved(back)


async def withdraw(visit: Visit) -> web.StreamResponse:
    """POST .../releases/<release>/withdraw."""
    release = ReleaseId(visit.within("release"))
    await visit.desk.releasing.withdraw(visit.who.id, visit.held.id, release)
    return moved(f"{visit.home}/lines/{visit.posted.text('line')}#shared")


async def _offered(visit: Visit) -> tuple[Reading, Offer]:
    root = AnswerId(visit.within("root"))
    look = "looked at sharing a line"
    reading = await visit.desk.reviewing.look(visit.who.id, visit.held.id, look, root)
    if reading is None:
        raise NothingSuch
    return reading, visit.desk.releasing.offered(reading, root)


def _posted(visit: Visit, offer: Offer) -> tuple[tuple[Line, ...], Wanted]:
    posted = visit.posted
    marks = {mark(line): line for line in offer.lines}
    lines = tuple(marks[one] for one in marks if one in posted.all("lines"))
    to = tuple(one.id for one in offer.readers if one.id in posted.all("to"))
    if not set(marks).issuperset(posted.all("lines")):
        posted.faults["lines"] = CHANGED
    elif not lines:
        posted.faults["lines"] = NO_LINE
    if not to:
        posted.faults["to"] = NOBODY
    thought = Thought(**{name: posted.wanted(name) for name in _THOUGHT}) if offer.young else None
    return lines, Wanted(tuple(map(Released.of, lines)), to, thought)


async def _kept(visit: Visit, wanted: Wanted) -> bool:
    try:
        await visit.desk.releasing.release(
            visit.who.id,
            visit.held.id,
            AnswerId(visit.within("root")),
            wanted,
            sure=visit.posted.ticked("sure"),
            once=visit.once,
        )
    except NamesApart:
        visit.posted.faults["sure"] = NAMED
        return False
    return True


def mark(line: Line) -> str:
    """A line as it stood on the page: its revision, and when its words were typed up."""
    typed_at = Released.of(line).typed_at
    return f"{line.id} {typed_at.isoformat()}" if typed_at else line.id


def _looked(wanted: Wanted) -> str:
    """What was shown to be kept."""
    return " ".join([*(line.id for line in wanted.lines), "to", *wanted.to])


def _shown(
    visit: Visit,
    reading: Reading,
    offer: Offer,
    lines: tuple[Line, ...],
    seen: tuple[Seen, ...] = (),
) -> dict[str, Any]:
    to: set[ParticipantId] = {ParticipantId(one) for one in visit.posted.all("to")}
    return {
        "root": visit.within("root"),
        "reading": reading,
        "offer": offer,
        "marks": {line.root: mark(line) for line in offer.lines},
        "ticked": {line.root for line in lines},
        "to": to,
        "seen": seen,
        "looked": "",
        "told_at": visit.desk.reviewing.told_at,
    }
