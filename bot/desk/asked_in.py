"""What one member of the network is told, and who in the family said yes to asking them.

It is shown as that person will read it before it is kept. Nobody of the network is invited before.
"""

import re
from typing import Any

from aiohttp import web

from bot.asking_in import of_network
from bot.desk.guard import Visit, moved
from bot.desk.wording import CHANGED_MEANWHILE
from bot.reviewing import NothingSuch
from dialogs.family import AskedIn, Family, named_apart
from dialogs.ids import ChildId, ParticipantId, PersonId
from dialogs.people import Participant, Person
from storage.errors import Conflict


def _(text: str) -> str:
    return text


NOBODY_AGREED = _("Please tick who in the family said yes to asking them.")
NO_DAY = _("Please give the day on which they said yes.")
NOT_YET = _("That day has not come yet.")
A_CHILD = _("A child is named here who is not ticked below.")
APART = _("Somebody is named here whom this person is kept apart from.")
NOT_ALONE = _("Please tick a grown-up too, or somebody of 16 or over.")
YOUNG_FROM, ALONE_FROM = 13, 16
"""Years from which a young person's yes is written down, and from which it stands alone."""
_WORDS = ("why", "may_know")
_SEEN = (*_WORDS, "children")


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../asked-in/<participant>."""
    who = _who(visit)
    asked_in = visit.held.family.asked_in_of(who.id)
    values = {
        "why": asked_in.why,
        "may_know": asked_in.may_know,
        "agreed_on": asked_in.agreed_on.isoformat() if asked_in.agreed_on else "",
        "version": str(visit.held.version),
    }
    return visit.page("asked_in.html", values=values, faults={}, **_shown(visit, who, asked_in))


async def change(visit: Visit) -> web.StreamResponse:
    """POST .../asked-in/<participant>: shown as they will read it, and then kept."""
    who = _who(visit)
    asked_in = _posted(visit, who)
    if visit.posted.faults:
        return visit.again("asked_in.html", **_shown(visit, who, asked_in))
    if visit.posted.text("what") != "keep" or not visit.posted.as_seen(*_SEEN):
        screens = visit.desk.asking_in.as_read(visit.held.family, asked_in)
        shown = _shown(visit, who, asked_in) | {"screens": screens, "seen": visit.posted.mark(*_SEEN)}
        return visit.page("asked_in.html", values=visit.posted.values, faults={}, **shown)
    version = visit.posted.text("version")
    try:
        await visit.desk.asking_in.write(
            visit.who.id, visit.held.id, asked_in, over=int(version) if version.isdigit() else None
        )
    except Conflict:
        visit.posted.fields["version"] = [str(visit.held.version)]
        visit.posted.faults["version"] = CHANGED_MEANWHILE
        return visit.again("asked_in.html", **_shown(visit, who, asked_in))
    return moved(f"{visit.home}#people")


def _who(visit: Visit) -> Participant:
    try:
        return of_network(visit.held.family, ParticipantId(visit.within("participant")))
    except KeyError:
        raise NothingSuch from None


def _posted(visit: Visit, who: Participant) -> AskedIn:
    posted, family = visit.posted, visit.held.family
    agreed_on = posted.day("agreed_on")
    year = visit.desk.today.year
    agreeing = may_agree(family, year)
    for name in _WORDS:
        posted.wanted(name)
    asked_in = AskedIn(
        participant=who.id,
        why=posted.text("why"),
        may_know=posted.text("may_know"),
        children=tuple(child.id for child in family.children if child.id in posted.all("children")),
        agreed_by=tuple(one.id for one in agreeing if one.id in posted.all("agreed_by")),
        agreed_on=agreed_on,
    )
    if not asked_in.agreed_by:
        posted.faults["agreed_by"] = NOBODY_AGREED
    elif not any(one.id in asked_in.agreed_by for one in may_agree(family, year, ALONE_FROM)):
        posted.faults["agreed_by"] = NOT_ALONE
    if agreed_on is None:
        posted.faults.setdefault("agreed_on", NO_DAY)
    elif agreed_on > visit.desk.today:
        posted.faults["agreed_on"] = NOT_YET
    for name in _WORDS:
        if _children_not_ticked(family, asked_in, posted.text(name)):
            posted.faults[name] = A_CHILD
        if named_apart(family, who.id, posted.text(name)):
            posted.faults[name] = APART
    return asked_in


def may_agree(family: Family, year: int, age: int = YOUNG_FROM) -> tuple[Person, ...]:
    """Who can say yes for the family: everybody but the network itself, and who is asked at this `age` or over."""
    asked = (family.child_who_is(one) for one in family.participants)
    young = (child for child in asked if child is not None and year - child.born >= age)
    return (*family.beside_the_network, *(Person(id=PersonId(one.id), name=one.name) for one in young))


def _children_not_ticked(family: Family, asked_in: AskedIn, words: str) -> bool:
    left_out = (child.name for child in family.children if child.id not in asked_in.children and child.name)
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) for name in left_out)


def _shown(visit: Visit, who: Participant, asked_in: AskedIn) -> dict[str, Any]:
    words = {name: getattr(asked_in, name) for name in _WORDS}
    children: tuple[ChildId, ...] = asked_in.children
    agreed_by: tuple[PersonId, ...] = asked_in.agreed_by
    return {
        "member": who,
        "children": children,
        "agreed_by": agreed_by,
        "may_agree": may_agree(visit.held.family, visit.desk.today.year),
        "hints": visit.desk.hints.in_all(words),
        "screens": (),
    }
