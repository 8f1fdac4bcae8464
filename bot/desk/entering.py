"""Signing in by a one-time link, and out again.

Opening the link changes nothing and looks nothing up, since mail scanners and chat previews open
links too: the button posts the code, which thereby leaves the address. Wrong, used and expired codes
get one and the same answer.
"""

import secrets

from aiohttp import web

from bot.desk.forms import Broken
from bot.desk.guard import COOKIE, Visit, from_our_own_page, moved
from bot.desk.needs import DESK

LONGEST_CODE = 200


async def ask(request: web.Request) -> web.StreamResponse:
    """GET /desk/in/<code>: one button. GET /desk/in: how to get a link."""
    code = request.match_info.get("code", "")
    press = secrets.token_urlsafe(24)
    return request.app[DESK].pages.response("sign_in.html", code=code, press=press, wrong=False, out=False)


async def enter(request: web.Request) -> web.StreamResponse:
    """POST /desk/in: uses the code up."""
    desk = request.app[DESK]
    posted = await from_our_own_page(desk, request)
    code, press = posted.text("code"), posted.text("press")
    signed_in = None
    if 0 < len(code) <= LONGEST_CODE and 0 < len(press) <= LONGEST_CODE:
        signed_in = await desk.enrolling.sign_in(code, press)
    if signed_in is None:
        return desk.pages.response("sign_in.html", status=404, code="", press="", wrong=True, out=False)
    response = moved("/desk/")
    response.set_cookie(
        COOKIE,
        signed_in.cookie,
        path="/desk",
        max_age=desk.enrolling.desk_hours * 3600,
        secure=desk.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


async def leave(visit: Visit) -> web.StreamResponse:
    """POST /desk/out: this browser is signed out."""
    await visit.desk.enrolling.sign_out(visit.cookie)
    response = moved("/desk/in")
    response.del_cookie(COOKIE, path="/desk")
    return response


async def nowhere(request: web.Request) -> web.StreamResponse:
    """An address that is nobody's looks like somebody else's."""
    raise Broken
