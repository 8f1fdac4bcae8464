"""Two ways out, "Leave this page" and "Help now": both in reach on every page, whatever else is broken.

Help asks nobody who they are. Where somebody else sees the phone, or it cannot be known, it begins
with 999 and one dull line; the other numbers are one tap further, on a page that is left at once (H2).
Beside a practitioner help for a young person is to tell them, and Childline.
"""

from aiohttp import web

from bot.browser.cookies import Cookies, home
from bot.browser.forms import BrokenForm
from bot.browser.guard import Stranger, outside
from bot.browser.needs import BROWSER
from bot.browser.pages import Frame
from bot.browser.visitor import bare_frame, conversation_of, moved, visitor
from dialogs.help_lines import HelpLines
from dialogs.route import Route
from storage.errors import StorageError


async def leave(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/leave: out, and the PIN is needed to come back."""
    browser = request.app[BROWSER]
    response = moved(browser.leave_to)
    Cookies(browser, conversation_of(request)).shut(response)
    return response


async def numbers(request: web.Request) -> web.StreamResponse:
    """GET /help: every number, for anybody."""
    browser = request.app[BROWSER]
    return _page(request, outside(browser), browser.help_lines)


async def my_numbers(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/help: the same, with a way back; the quiet way where somebody sees this phone."""
    browser = request.app[BROWSER]
    conversation = conversation_of(request)
    frame = bare_frame(browser, conversation)
    lines, quiet, tell = browser.help_lines, True, ""
    try:
        me = await visitor(request)
        now = await browser.turns.look(me.conversation)
        dialog = me.dialog(now)
        frame, lines = me.frame(now, dialog), dialog.help if dialog.help.danger else lines
        quiet = Route(dialog, now, None).phone_seen and me.sitting is None
        tell = me.sitting.called if me.sitting and dialog.for_the_young else ""
    except (Stranger, BrokenForm, StorageError):
        pass
    if "more" in request.match_info:
        quiet, tell = False, ""
    return _page(request, frame, lines, back=home(conversation), quiet=quiet, tell=tell)


def _page(
    request: web.Request,
    frame: Frame,
    lines: HelpLines,
    *,
    back: str = "",
    quiet: bool = False,
    tell: str = "",
) -> web.Response:
    pages = request.app[BROWSER].pages
    return pages.response("help.html", frame, lines=lines, back=back, quiet=quiet, tell=tell)
