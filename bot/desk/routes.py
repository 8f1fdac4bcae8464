"""The addresses of the desk, and which door each of them has.

`ROUTES` is the whole list; `desk_app` puts each behind its door, and nothing else makes a route. A
test walks the list and proves that a stranger, and a practitioner without the right, get nowhere.
The one secret in an address is a sign-in code (`/desk/in/<code>`): access logs leave it out.
"""

from typing import NamedTuple

from aiohttp import web

from bot.desk import (
    aside,
    asked_in,
    deciding,
    drafts,
    entering,
    inbox,
    lines,
    lived,
    opening,
    past,
    people,
    releasing,
    sitting,
    statements,
    tasks,
    wording,
    you_said,
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
    """What the audit says of a page that shows what the practitioner wrote, opened or shown again with
    a fault. Every other page of a plan has a use case, which says itself what was looked at or changed."""

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
    Route("GET", PLAN, opening.show),
    Route("GET", PLAN + "/about", wording.ask, "looked at the plan"),
    Route("POST", PLAN + "/about", wording.change, "looked at the plan"),
    Route("GET", PLAN + "/people", people.ask, "looked at the people"),
    Route("POST", PLAN + "/people", people.change, "looked at the people"),
    Route("GET", PLAN + "/needs", wording.ask_needs, "looked at what needs to happen"),
    Route("POST", PLAN + "/needs", wording.change_needs, "looked at what needs to happen"),
    Route("GET", PLAN + "/lived", lived.ask, "looked at how the plan is lived with"),
    Route("POST", PLAN + "/lived", lived.change, "looked at how the plan is lived with"),
    Route("POST", PLAN + "/begin-again", lived.begin_again),
    Route("POST", PLAN + "/close", lived.close),
    Route("POST", PLAN + "/how-it-goes/{participant" + _ID, lived.ask_how_it_goes),
    Route("GET", PLAN + "/cover", people.ask_cover, "looked at who may open the plan"),
    Route("POST", PLAN + "/cover", people.change_cover, "looked at who may open the plan"),
    Route("GET", PLAN + "/worries/new", statements.ask_new, "looked at a worry"),
    Route("POST", PLAN + "/worries/new", statements.add, "looked at a worry"),
    Route("GET", PLAN + "/worries/{worry" + _ID, statements.ask, "looked at a worry"),
    Route("POST", PLAN + "/worries/{worry" + _ID, statements.change, "looked at a worry"),
    Route("GET", PLAN + "/asked-in/{participant" + _ID, asked_in.ask, "looked at what somebody may know"),
    Route("POST", PLAN + "/asked-in/{participant" + _ID, asked_in.change, "looked at what somebody may know"),
    Route("POST", PLAN + "/invite/{participant" + _ID, people.invite),
    Route("POST", PLAN + "/withdraw/{invitation" + _ID, people.withdraw),
    Route("GET", PLAN + "/sit/{participant" + _ID, sitting.ask, "looked at a sitting"),
    Route("POST", PLAN + "/sit/{participant" + _ID, sitting.begin, "looked at a sitting"),
    Route("POST", PLAN + "/sat/{participant" + _ID, sitting.end),
    Route("GET", PLAN + "/draft", drafts.newest),
    Route("GET", PLAN + "/drafts/{number:[0-9]{1,6}}", drafts.older),
    Route("GET", PLAN + "/draft.pdf", drafts.newest_pdf),
    Route("GET", PLAN + "/drafts/{number:[0-9]{1,6}}.pdf", drafts.older_pdf),
    Route("GET", PLAN + "/lines/{root" + _ID, lines.show),
    Route("POST", PLAN + "/lines/{root" + _ID, lines.ask),
    Route("GET", PLAN + "/tasks/{action" + _ID, tasks.ask),
    Route("POST", PLAN + "/tasks/{action" + _ID, tasks.put),
    Route("GET", PLAN + "/release/{root" + _ID, releasing.ask),
    Route("POST", PLAN + "/release/{root" + _ID, releasing.make),
    Route("POST", PLAN + "/releases/{release" + _ID + "/told", releasing.told),
    Route("POST", PLAN + "/releases/{release" + _ID + "/withdraw", releasing.withdraw),
    Route("POST", PLAN + "/typed/{root" + _ID, lines.type_up),
    Route("GET", PLAN + "/files/{file" + _ID, lines.file),
    Route("POST", PLAN + "/with-times.pdf", deciding.add_to_copy),
    Route("POST", PLAN + "/noticed/{participant" + _ID, deciding.notice),
    Route("POST", PLAN + "/return", deciding.give_back),
    Route("POST", PLAN + "/approve", deciding.approve),
    Route("GET", PLAN + "/you-said/{participant" + _ID, you_said.show),
    Route("POST", PLAN + "/you-said/{participant" + _ID, you_said.write_back),
    Route("GET", PLAN + "/waiting", inbox.waiting),
    Route("POST", PLAN + "/waiting/{item" + _ID, inbox.settle),
    Route("GET", PLAN + "/history", past.show),
)  # fmt: skip


def desk_app(desk: Desk) -> web.Application:
    """The desk as an application, to be mounted at /desk/."""
    app = web.Application()
    app[DESK] = desk
    app.add_routes([web.route(method, path, guarded(handler)) for method, path, handler in OPEN])
    app.add_routes([web.post("/unlock", guarded(sitting.unlock, opens=True))])
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
