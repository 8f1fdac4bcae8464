"""Deciding about a draft: return it with a reason, approve it with a name and a date, one line back.

What can go wrong shows on the draft's own page, with everything that was typed.
"""

from aiohttp import web

from bot.desk.drafts import as_pdf, shown
from bot.desk.guard import Visit, moved
from bot.desk.lines import sent
from bot.reviewing import NothingSuch, NotRead, Reading, ReadItAgain, UnreadAlarm
from dialogs.family import named_apart
from dialogs.ids import ParticipantId
from dialogs.review import NotNow


def _(text: str) -> str:
    return text


NOBODY_CHOSEN = _("Please choose who reads these words.")
NOT_NEWEST = _("A newer draft has come in, or this one has been decided about. Please read it first.")
CHANGED_MEANWHILE = _("Something came in, or was changed, since you opened this page. Please read it again.")
NOT_OPENED = _("You have not opened this draft yet. Please read it first.")
ALARM_UNREAD = _("Some words are not read yet, or a file is not opened. The link above leads to them.")
WHY_NOT: dict[type[Exception], str] = {
    NotNow: NOT_NEWEST,
    ReadItAgain: CHANGED_MEANWHILE,
    NotRead: NOT_OPENED,
    UnreadAlarm: ALARM_UNREAD,
}


async def notice(visit: Visit) -> web.StreamResponse:
    """POST .../noticed/<participant>: what I noticed you are doing well."""
    to, name = ParticipantId(visit.within("participant")), f"noticed-{visit.within('participant')}"
    words = visit.posted.wanted(name)

    async def send(sure: bool) -> None:
        await visit.desk.reviewing.notice(visit.who.id, visit.held.id, to, words, sure=sure, once=visit.once)

    if visit.posted.faults or not await sent(visit, name, send):
        return await _again(visit)
    return moved(f"{visit.home}/draft#noticed")


async def add_to_copy(visit: Visit) -> web.StreamResponse:
    """POST .../with-times.pdf: the copy that holds times and skips, too, once each person is told why (H8)."""
    reason = visit.posted.wanted("added")
    readings: list[Reading] = []

    async def send(sure: bool) -> None:
        readings.append(
            await visit.desk.reviewing.add_to_copy(
                visit.who.id, visit.held.id, reason, sure=sure, once=visit.once
            )
        )

    if visit.posted.faults or not await sent(visit, "added", send):
        return await _again(visit)
    return await as_pdf(visit, readings[-1], added=reason)


async def give_back(visit: Visit) -> web.StreamResponse:
    """POST .../return: with a reason, to those who were ticked."""
    posted = visit.posted
    reason, to = posted.wanted("reason"), tuple(ParticipantId(one) for one in posted.all("to"))
    if not to:
        posted.faults["to"] = NOBODY_CHOSEN

    async def send(sure: bool) -> None:
        await visit.desk.reviewing.give_back(
            visit.who.id, visit.held.id, _number(visit), reason, to, sure=sure, once=visit.once
        )

    try:
        if not posted.faults and await sent(visit, "reason", send):
            return moved(visit.home)
    except tuple(WHY_NOT) as why:
        posted.faults["return"] = WHY_NOT[type(why)]
    return await _again(visit)


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
    except tuple(WHY_NOT) as why:
        posted.faults["approve"] = WHY_NOT[type(why)]
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
    to = [one.id for one in family.participants if one.id in posted.all("to")]
    named = {name for one in to for name in named_apart(family, one, posted.text("reason"))}
    return shown(
        visit,
        reading,
        status=422,
        values=posted.values,
        faults=posted.faults,
        hints=hints,
        sure=tuple(sorted(named)),
    )
