"""Around every page: the headers, and what is said when something goes wrong.

A stranger, an unsigned form and an address that was never ours get one and the same page. The
`except Exception` here is this way in's one last resort; it logs what kind of error met which page,
never its text, since that may hold a family's words.
"""

import functools
import logging
import traceback
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.browser.forms import BrokenForm
from bot.browser.needs import BROWSER, Browser
from bot.browser.pages import HEADERS, Frame
from storage.errors import StorageError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = logging.getLogger(__name__)


class Stranger(Exception):
    """Nobody whom this page belongs to."""


def outside(browser: Browser) -> Frame:
    """The frame of a page that belongs to nobody yet: there is nothing to shut before leaving it."""
    return Frame(leave=browser.leave_to, away=browser.leave_to, help="/help")


def guarded(handler: Handler) -> Handler:
    """`handler`, with the headers and the pages for what went wrong."""

    @functools.wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        response = await _answered(handler, request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


async def _answered(handler: Handler, request: web.Request) -> web.StreamResponse:
    browser = request.app[BROWSER]
    try:
        return await handler(request)
    except (Stranger, BrokenForm):
        return browser.pages.response("stranger.html", outside(browser), status=404, again=request.path)
    except StorageError as error:
        _log.error("%s: %s", handler.__name__, type(error).__name__)
        return browser.pages.response("later.html", outside(browser), status=503, again=request.path)
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001
        where = "".join(traceback.format_tb(error.__traceback__)[-3:])
        _log.error("%s: %s\n%s", handler.__name__, type(error).__name__, where)
        return browser.pages.response("later.html", outside(browser), status=500, again=request.path)
