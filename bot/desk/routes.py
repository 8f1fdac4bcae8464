"""The addresses of the desk, and which door each of them has.

`ROUTES` is the whole list; `desk_app` puts each behind its door, and nothing else makes a route. A
test walks the list and proves that a stranger, and a practitioner without the right, get nowhere.
The one secret in an address is a sign-in code (`/desk/in/<code>`): access logs leave it out.
"""

from typing import NamedTuple

from aiohttp import web

from bot.desk import (
    aside,
    deciding,
    drafts,
    entering,
    inbox,
    lines,
    opening,
    past,
    people,
    statements,
    wording,
)
from bot.desk.guard import Door, Handler, OpenHandler, for_signed_in, guarded
from bot.desk.needs import DESK, Desk
from bot.desk.pages import assets

PLAN = "/plans/{plan:[A-Za-z0-9_-]{1,64}}"
_ID = ":[A-Za-z0-9_.:-]{1,128}}"


class Route(NamedTuple):
    """One address of somebody who is signed in."""

    method: str
    path: str
    handler: Handler
    look: str = ""
    """What the audit says of opening it, for a page of a plan."""

    @property
    def door(self) -> Door:
        """A plan's address has the plan's door."""
        return Door.PLAN if self.path.startswith(PLAN) else Door.SIGNED_IN


OPEN: tuple[tuple[str, str, OpenHandler], ...] = (
    ("GET", "/in", entering.ask),
    ("GET", "/in/{code:[^/]{1,200}}", entering.ask),
    ("POST", "/in", entering.enter),
)

ROUTES: tuple[Route, ...] = (
    Route("GET", "/", inbox.show),
    Route("POST", "/out", entering.leave),
    Route("GET", "/plans/new", opening.ask),
    Route("POST", "/plans/new", opening.begin),
    Route("GET", "/aside", aside.show),
    Route("POST", "/aside", aside.clear),
    Route("GET", PLAN, opening.show, "looked at the plan"),
    Route("GET", PLAN + "/about", wording.ask, "looked at the plan"),
    Route("POST", PLAN + "/about", wording.change, "changed the plan"),
    Route("GET", PLAN + "/people", people.ask, "looked at the people"),
    Route("POST", PLAN + "/people", people.change, "changed the people"),
    Route("GET", PLAN + "/needs", wording.ask_needs, "looked at what needs to happen"),
    Route("POST", PLAN + "/needs", wording.change_needs, "changed what needs to happen"),
    Route("GET", PLAN + "/cover", people.ask_cover, "looked at who may open the plan"),
    Route("POST", PLAN + "/cover", people.change_cover, "changed who may open the plan"),
    Route("GET", PLAN + "/worries/new", statements.ask_new, "looked at a worry"),
    Route("POST", PLAN + "/worries/new", statements.add, "wrote a worry"),
    Route("GET", PLAN + "/worries/{worry" + _ID, statements.ask, "looked at a worry"),
    Route("POST", PLAN + "/worries/{worry" + _ID, statements.change, "changed a worry"),
    Route("POST", PLAN + "/invite/{participant" + _ID, people.invite, "made an invitation"),
    Route("POST", PLAN + "/withdraw/{invitation" + _ID, people.withdraw, "withdrew an invitation"),
    Route("GET", PLAN + "/draft", drafts.newest, "went to the draft"),
    Route("GET", PLAN + "/drafts/{number:[0-9]{1,6}}", drafts.older, "went to an older draft"),
    Route("GET", PLAN + "/draft.pdf", drafts.newest_pdf, "saved the draft as a PDF"),
    Route("GET", PLAN + "/drafts/{number:[0-9]{1,6}}.pdf", drafts.older_pdf, "saved an older draft as a PDF"),
    Route("GET", PLAN + "/lines/{root" + _ID, lines.show, "looked at a line"),
    Route("POST", PLAN + "/lines/{root" + _ID, lines.ask, "went to ask on a line"),
    Route("POST", PLAN + "/typed/{root" + _ID, lines.type_up, "went to type up a file"),
    Route("GET", PLAN + "/files/{file" + _ID, lines.file, "went to a file"),
    Route("POST", PLAN + "/noticed/{participant" + _ID, deciding.notice, "went to write one line back"),
    Route("POST", PLAN + "/return", deciding.give_back, "went to return the draft"),
    Route("POST", PLAN + "/approve", deciding.approve, "went to approve the draft"),
    Route("GET", PLAN + "/waiting", inbox.waiting, "looked at what waits"),
    Route("POST", PLAN + "/waiting/{item" + _ID, inbox.settle, "went to an item"),
    Route("GET", PLAN + "/history", past.show, "looked at the history"),
)  # fmt: skip


def desk_app(desk: Desk) -> web.Application:
    """The desk as an application, to be mounted at /desk/."""
    app = web.Application()
    app[DESK] = desk
    app.add_routes([web.route(method, path, guarded(handler)) for method, path, handler in OPEN])
    app.add_routes(
        [
            web.route(route.method, route.path, guarded(for_signed_in(route.handler, route.look, route.door)))
            for route in ROUTES
        ]
    )
    app.add_routes(
        [web.get("/s/{digest}/{name}", asset), web.route("*", "/{anything:.*}", guarded(entering.nowhere))]
    )
    return app


async def asset(request: web.Request) -> web.StreamResponse:
    """GET /desk/s/<digest>/<name>: a file that never changes under its address."""
    found = assets().get(request.match_info["name"])
    if found is None or found.digest != request.match_info["digest"]:
        raise web.HTTPNotFound
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return web.Response(body=found.content, content_type=found.media_type, charset="utf-8", headers=headers)
