"""Updates that were set aside, and messages of which nobody knows whether they arrived."""

from aiohttp import web

from bot.desk.guard import Visit, moved


async def show(visit: Visit) -> web.StreamResponse:
    """GET /desk/aside."""
    shelved, doubtful = await visit.desk.asides.of(visit.who.id)
    return visit.page("aside.html", shelved=shelved, doubtful=doubtful)


async def clear(visit: Visit) -> web.StreamResponse:
    """POST /desk/aside: somebody has dealt with one."""
    posted = visit.posted
    if posted.text("message"):
        await visit.desk.asides.clear(visit.who.id, posted.text("message"))
    else:
        await visit.desk.asides.done(visit.who.id, posted.text("source"), posted.text("update"))
    return moved("/desk/aside")
