"""The addresses of the chat. None of them says what it is for.

`bot.app` calls `add_browser`. The one secret in an address is an invitation's code (`/i/<code>`):
access logs leave it out.
"""

from aiohttp import web

from bot.browser import card, chat, entry, leaving, lock, mine, passing
from bot.browser.assets import FOLDER, assets
from bot.browser.guard import Stranger, guarded
from bot.browser.needs import BROWSER, Browser

_MINE = "/c/{conversation:[A-Za-z0-9_-]{1,64}}"


def add_browser(app: web.Application, browser: Browser) -> None:
    """Put the chat into an application."""
    app[BROWSER] = browser
    app.add_routes(
        [
            web.get("/", guarded(entry.knock)),
            web.get("/i", guarded(entry.knock)),
            web.get("/i/{code:[^/]{1,200}}", guarded(entry.knock)),
            web.post("/i", guarded(entry.enter)),
            web.get("/help", guarded(leaving.numbers)),
            web.get(_MINE, guarded(chat.here)),
            web.get(_MINE + "/", guarded(chat.show)),
            web.post(_MINE + "/", guarded(chat.reply)),
            web.get(_MINE + "/pass", guarded(passing.show)),
            web.get(_MINE + "/pin", guarded(lock.ask)),
            web.post(_MINE + "/pin", guarded(lock.try_it)),
            web.post(_MINE + "/stay", guarded(lock.stay)),
            web.get(_MINE + "/words", guarded(mine.show)),
            web.post(_MINE + "/words", guarded(mine.change)),
            web.get(_MINE + "/copy", guarded(mine.copy)),
            web.get(_MINE + "/card", guarded(card.ask)),
            web.get(_MINE + "/card.png", guarded(card.picture)),
            web.get(_MINE + "/file/{file:[A-Za-z0-9_-]{1,64}}", guarded(mine.file)),
            web.post(_MINE + "/letter", guarded(mine.open_letter)),
            web.get(_MINE + "/help", guarded(leaving.my_numbers)),
            web.get(_MINE + "/help/{more:more}", guarded(leaving.my_numbers)),
            web.get(_MINE + "/leave", guarded(leaving.leave)),
            web.route("*", "/c/{anything:.*}", guarded(nowhere)),
            web.get(FOLDER + "{digest}/{name}", asset),
            web.get("/robots.txt", robots),
            web.route("*", "/{anything:.*}", guarded(nowhere)),
        ]
    )


async def nowhere(request: web.Request) -> web.StreamResponse:
    """An address that is nobody's looks like somebody else's."""
    raise Stranger


async def asset(request: web.Request) -> web.StreamResponse:
    """GET /s/<digest>/<name>: a file that never changes under its address."""
    found = assets().get(request.match_info["name"])
    if found is None or found.digest != request.match_info["digest"]:
        raise web.HTTPNotFound
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return web.Response(body=found.content, content_type=found.media_type, charset="utf-8", headers=headers)


async def robots(request: web.Request) -> web.StreamResponse:
    """GET /robots.txt: nothing here is for search engines."""
    return web.Response(text="User-agent: *\nDisallow: /\n")
