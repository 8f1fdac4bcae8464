"""Deciding about a draft: return it with a reason, approve it with a name and a date, one line back.

What can go wrong shows on the draft's own page, with everything that was typed.
"""

from aiohttp import web

from bot.desk.drafts import shown
from bot.desk.guard import Visit, moved
from bot.desk.hints import names_apart
from bot.desk.lines import looked_over
from bot.reviewing import NothingSuch, ReadItAgain
from dialogs.ids import ParticipantId
from dialogs.review import NotNow


def _(text: str) -> str:
    return text


NOBODY_CHOSEN = _("Please choose who reads these words.")
NOT_NEWEST = _("A newer draft has come in, or this one has been decided about. Please read it first.")
CHANGED_MEANWHILE = _("Something came in, or was changed, since you opened this page. Please read it again.")


async def notice(visit: Visit) -> web.StreamResponse:
    """POST .../noticed/<participant>: what I noticed you are doing well."""
    to, name = ParticipantId(visit.within("participant")), f"noticed-{visit.within('participant')}"
    words = visit.posted.wanted(name)
    if to not in {one.id for one in visit.held.family.participants}:
        raise NothingSuch
    if visit.posted.faults or not looked_over(visit, name, to):
        return await _again(visit)
    await visit.desk.reviewing.notice(visit.who.id, visit.held.id, to, words, once=visit.once)
    return moved(f"{visit.home}/draft#noticed")


async def give_back(visit: Visit) -> web.StreamResponse:
    """POST .../return: with a reason, to those who were ticked."""
    posted = visit.posted
    reason, to = posted.wanted("reason"), tuple(ParticipantId(one) for one in posted.all("to"))
    if not to:
        posted.faults["to"] = NOBODY_CHOSEN
    elif not {one.id for one in visit.held.family.participants}.issuperset(to):
        raise NothingSuch
    if posted.faults or not all(looked_over(visit, "reason", one) for one in to):
        return await _again(visit)
    try:
        await visit.desk.reviewing.give_back(
            visit.who.id, visit.held.id, _number(visit), reason, to, once=visit.once
        )
    except NotNow:
        posted.faults["return"] = NOT_NEWEST
        return await _again(visit)
    return moved(visit.home)


async def approve(visit: Visit) -> web.StreamResponse:
    """POST .../approve: this draft, as it was read, with a name and the day of the next look."""
    posted = visit.posted
    signed, review_on = posted.wanted("signed"), posted.day("review_on")
    if posted.faults:
        return await _again(visit)
    try:
        await visit.desk.reviewing.approve(
            visit.who.id,
            visit.held.id,
            _number(visit),
            signed,
            edition=posted.text("edition"),
            review_on=review_on,
            once=visit.once,
        )
    except NotNow:
        posted.faults["approve"] = NOT_NEWEST
        return await _again(visit)
    except ReadItAgain:
        posted.faults["approve"] = CHANGED_MEANWHILE
        return await _again(visit)
    return moved(visit.home)


def _number(visit: Visit) -> int:
    text = visit.posted.text("draft")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


async def _again(visit: Visit) -> web.Response:
    reading = await visit.desk.reviewing.look(visit.who.id, visit.held.id)
    if reading is None:
        raise NothingSuch
    posted, family = visit.posted, visit.held.family
    hints: dict[str, object] = dict(visit.desk.hints.in_all(posted.values))
    everybody = [one.id for one in family.participants]
    named = {name for to in everybody for name in names_apart(family, to, posted.text("reason"))}
    return shown(
        visit,
        reading,
        status=422,
        values=posted.values,
        faults=posted.faults,
        hints=hints,
        sure=tuple(sorted(named)),
    )
