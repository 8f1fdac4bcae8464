"""Passing the phone: a sitting begins with a PIN, and until that is typed the desk shows nothing here.

`guard` answers every address of a locked desk with `locked`, whoever asks for what; `unlock` alone is
let through.
"""

import hmac
from typing import Any

from aiohttp import web

from bot.desk.forms import Broken
from bot.desk.guard import COOKIE, FORM_AGAIN, Visit, from_our_own_page, locked, mark, moved
from bot.desk.needs import DESK
from bot.inviting import SaidNo
from bot.pins import figures, is_common
from bot.planning import NotReady
from bot.reviewing import NothingSuch
from bot.sittings import AlreadySitting, Tried
from dialogs.ids import ParticipantId
from dialogs.people import Participant

PASSED = "passed"
"""A cookie that says nothing: its coming and going makes a browser let go of the desk's pages it kept."""


def _(text: str) -> str:
    return text


NO_PIN = _("A PIN has four, five or six numbers.")
TOO_COMMON = _("Many people pick that one, so it is tried first. Please pick another.")
NOT_THE_SAME = _("These are not the same numbers.")


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../sit/<participant>."""
    return visit.page("sit.html", values={}, faults={}, **_shown(visit))


async def begin(visit: Visit) -> web.StreamResponse:
    """POST .../sit/<participant>: from here on this device is theirs."""
    who, posted = _who(visit), visit.posted
    pin = figures(posted.text("pin"))
    if not pin:
        posted.faults["pin"] = NO_PIN
    elif is_common(pin):
        posted.faults["pin"] = TOO_COMMON
    elif figures(posted.text("again")) != pin:
        posted.faults["again"] = NOT_THE_SAME
    if posted.faults:
        return visit.page("sit.html", status=FORM_AGAIN, values={}, faults=posted.faults, **_shown(visit))
    try:
        passed = await visit.desk.sittings.begin(visit.who.id, visit.held.id, who.id, visit.cookie, pin)
    except (NotReady, SaidNo, AlreadySitting):
        return moved(f"{visit.home}#people")
    if passed is None:
        return moved("/desk/in")
    response = visit.desk.passing.on(passed)
    response.set_cookie(PASSED, "1", path="/desk", secure=visit.desk.secure, httponly=True, samesite="Strict")
    return response


async def end(visit: Visit) -> web.StreamResponse:
    """POST .../sat/<participant>: end it from another device."""
    await visit.desk.sittings.end(visit.who.id, visit.held.id, _who(visit).id)
    return moved(f"{visit.home}#people")


async def unlock(request: web.Request) -> web.StreamResponse:
    """POST /desk/unlock: the PIN opens the desk where the sitting began."""
    desk, cookie = request.app[DESK], request.cookies.get(COOKIE, "")
    sitting = await desk.sittings.at_desk(cookie) if cookie else None
    if sitting is None:
        return moved("/desk/")
    posted = await from_our_own_page(desk, request)
    if not hmac.compare_digest(posted.text("csrf").encode(), mark(desk, "csrf", cookie).encode()):
        raise Broken
    pin = figures(posted.text("pin"))
    tried = await desk.sittings.unlock(sitting, pin) if pin else Tried.WRONG
    if tried is Tried.RIGHT:
        response = moved(f"/desk/plans/{sitting.plan}#people")
    elif tried is Tried.OUT:
        response = desk.pages.response("sign_in.html", status=403, code="", press="", wrong=False, out=True)
        response.del_cookie(COOKIE, path="/desk")
    else:
        return await locked(desk, cookie, sitting, tried.value, status=FORM_AGAIN)
    desk.passing.back(response, sitting.conversation)
    response.del_cookie(PASSED, path="/desk")
    return response


def _who(visit: Visit) -> Participant:
    try:
        return visit.held.family.participant(ParticipantId(visit.within("participant")))
    except KeyError:
        raise NothingSuch from None


def _shown(visit: Visit) -> dict[str, Any]:
    return {"them": _who(visit), "minutes": visit.desk.sittings.minutes}
