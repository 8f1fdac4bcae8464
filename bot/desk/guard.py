"""Around every page: who is asking, whether they may, the headers, and what is said when it goes wrong.

This is the one place that every desk route passes (`routes.ROUTES`). A page of a plan is given to its
handler as a `Visit` only after `bot.rights` let this practitioner in; everybody else gets the same
page as for an address that was never ours. The `except Exception` here is this way in's one last
resort; it logs what kind of error met which page, never its text.
"""

import functools
import hmac
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from aiohttp import web

from bot.desk.forms import Broken, Posted, read
from bot.desk.needs import DESK, Desk
from bot.desk.pages import HEADERS
from bot.reviewing import NothingSuch
from bot.rights import NotYours, OnlyTheHolder, OnlyToSign
from dialogs.ids import PlanId
from storage.errors import StorageError
from storage.people import Practitioner
from storage.plans import HeldPlan
from storage.sittings import Sitting

COOKIE = "desk"
FORM_AGAIN = 422
"""The status of a form that is shown again, with what is wrong with it."""
_log = logging.getLogger(__name__)


class Door(StrEnum):
    """Who may open a route."""

    OPEN = "open"
    """Anybody: signing in, and the style sheet."""
    SIGNED_IN = "signed_in"
    PLAN = "plan"
    """Somebody who is signed in and may open the plan in the address."""


@dataclass
class Visit:
    """One request of somebody who was let in."""

    desk: Desk
    request: web.Request
    who: Practitioner
    cookie: str
    plan: HeldPlan | None = None
    posted: Posted = field(default_factory=Posted)

    @property
    def held(self) -> HeldPlan:
        """The plan that this page is about."""
        assert self.plan is not None
        return self.plan

    @property
    def home(self) -> str:
        """The address of the plan's page."""
        return f"/desk/plans/{self.held.id}"

    def within(self, name: str) -> str:
        """A part of the address."""
        return self.request.match_info[name]

    @property
    def once(self) -> str:
        """The form's own id: the same press twice counts once."""
        id, _, sent = self.posted.text("once").partition(".")
        if not id or not hmac.compare_digest(sent, mark(self.desk, "once", self.cookie, id)):
            raise Broken
        return id

    def page(self, template: str, *, status: int = 200, **words: object) -> web.Response:
        """A page, with what every page of somebody signed in has."""
        once = secrets.token_hex(8)
        return self.desk.pages.response(
            template,
            status=status,
            who=self.who,
            plan=self.plan,
            home=self.home if self.plan is not None else "",
            csrf=mark(self.desk, "csrf", self.cookie),
            once=f"{once}.{mark(self.desk, 'once', self.cookie, once)}",
            only_here=self.desk.only_here,
            **words,
        )

    def again(self, template: str, **words: object) -> web.Response:
        """The same page with what was typed and what is wrong with it."""
        return self.page(
            template, status=FORM_AGAIN, values=self.posted.values, faults=self.posted.faults, **words
        )


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]
OpenHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def moved(to: str) -> web.Response:
    """See there: what a page answers to every form that it took."""
    return web.Response(status=303, headers={"Location": to})


def guarded(handler: OpenHandler, *, opens: bool = False) -> OpenHandler:
    """`handler`, with the headers and the pages for what went wrong.

    On a device that was passed on in a sitting nothing is answered but the page that asks for the PIN;
    what `opens` it is let through.
    """

    @functools.wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        response = await _answered(handler if opens else unless_locked(handler), request)
        response.headers.update(HEADERS)
        return response

    return answer


def unless_locked(handler: OpenHandler) -> OpenHandler:
    """`handler`, or the locked page."""

    @functools.wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        desk, cookie = request.app[DESK], request.cookies.get(COOKIE, "")
        sitting = await desk.sittings.at_desk(cookie) if cookie else None
        return await locked(desk, cookie, sitting) if sitting is not None else await handler(request)

    return answer


async def locked(
    desk: Desk, cookie: str, sitting: Sitting, wrong: str = "", *, status: int = 403
) -> web.Response:
    """All that a passed device shows of the desk. `wrong`: what came of a PIN."""
    return desk.pages.response(
        "locked.html",
        status=status,
        sitting=sitting,
        name=await desk.sittings.name_of(sitting),
        page=desk.passing.page_of(sitting.conversation),
        csrf=mark(desk, "csrf", cookie),
        wrong=wrong,
    )


def for_signed_in(handler: Handler, look: str, door: Door) -> OpenHandler:
    """`handler`, for somebody who is signed in and, where the door is a plan's, may open that plan."""

    @functools.wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        desk = request.app[DESK]
        cookie = request.cookies.get(COOKIE, "")
        who = await desk.enrolling.who(cookie) if cookie else None
        if who is None:
            return moved("/desk/in") if request.method == "GET" else _nowhere(desk)
        visit = Visit(desk, request, who, cookie)
        if request.method == "POST":
            visit.posted = await _our_own(desk, request, cookie)
        if door is Door.OPEN or door is Door.SIGNED_IN:
            return await handler(visit)
        plan = PlanId(request.match_info["plan"])
        if look and request.method == "GET":
            visit.plan = await desk.rights.enter(who.id, plan, look)
            return await handler(visit)
        visit.plan = await desk.rights.let_in(who.id, plan)
        response = await handler(visit)
        if look and response.status == FORM_AGAIN:
            await desk.rights.enter(who.id, plan, look)
        return response

    return answer


async def from_our_own_page(desk: Desk, request: web.Request) -> Posted:
    """A form that one of our pages sent. Raises `Broken` for one from elsewhere.

    A page without a referrer sends "Origin: null" (Fetch, section 3.2), so newer browsers are asked
    by Sec-Fetch-Site; an old one that says neither rests on the token and the strict cookie.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        ours = site == "same-origin"
    else:
        ours = origin in (None, "null", desk.links, f"{request.scheme}://{request.host}")
    if not ours:
        raise Broken
    return await read(request)


async def _our_own(desk: Desk, request: web.Request, cookie: str) -> Posted:
    posted = await from_our_own_page(desk, request)
    if not hmac.compare_digest(posted.text("csrf").encode(), mark(desk, "csrf", cookie).encode()):
        raise Broken
    return posted


def mark(desk: Desk, *parts: str) -> str:
    """What only we can make."""
    message = "".join(f"{len(part)}:{part}" for part in ("desk", *parts))
    return hmac.new(desk.key, message.encode("utf-8", "surrogatepass"), sha256).hexdigest()[:32]


def _nowhere(desk: Desk) -> web.Response:
    return desk.pages.response("nowhere.html", status=404)


async def _answered(handler: OpenHandler, request: web.Request) -> web.StreamResponse:
    desk = request.app[DESK]
    try:
        return await handler(request)
    except (NotYours, NothingSuch, Broken):
        return _nowhere(desk)
    except OnlyToSign:
        return desk.pages.response("only_to_sign.html", status=403, only_the_holder=False)
    except OnlyTheHolder:
        return desk.pages.response("only_to_sign.html", status=403, only_the_holder=True)
    except StorageError as error:
        _log.error("%s: %s", handler.__name__, type(error).__name__)
        return desk.pages.response("later.html", status=503)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001
        where = "".join(traceback.format_tb(error.__traceback__)[-3:])
        _log.error("%s: %s\n%s", handler.__name__, type(error).__name__, where)
        return desk.pages.response("later.html", status=500)
