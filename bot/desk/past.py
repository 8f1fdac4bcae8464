"""What has happened in a plan: drafts, decisions, versions of what the practitioner wrote, every look."""

from aiohttp import web

from bot.desk.guard import Visit


async def show(visit: Visit) -> web.StreamResponse:
    """GET .../history."""
    past = await visit.desk.reviewing.past(visit.who.id, visit.held.id)
    versions = await visit.desk.planning.history(visit.who.id, visit.held.id)
    return visit.page("history.html", past=past, versions=tuple(reversed(tuple(enumerate(versions, 1)))))
