"""The way in by an invitation, or a link from Telegram: one neutral page with one button, or typed characters.

Opening a link changes nothing and looks nothing up, since mail scanners and chat previews open
links too; the button posts the code, which thereby leaves the address. Wrong, used, withdrawn,
expired and guessed codes get one and the same answer, and guesses have to wait. The same link on
the device that used it leads back to the PIN.
"""

from aiohttp import web

from bot.browser.cookies import Cookies, came_in_by, home, remember_code
from bot.browser.forms import Forms, read
from bot.browser.guard import outside
from bot.browser.needs import BROWSER, Browser
from bot.browser.visitor import moved

LONGEST_CODE = 64


async def knock(request: web.Request) -> web.StreamResponse:
    """GET /i/<code> and /i: the button, or the box."""
    return _page(request.app[BROWSER], code=request.match_info.get("code", ""))


async def enter(request: web.Request) -> web.StreamResponse:
    """POST /i: uses the code."""
    browser = request.app[BROWSER]
    posted = await read(browser, request)
    press = Forms(browser, "door").check(posted)
    code, address, now = posted.one("code").strip(), browser.address(request), browser.clock()
    known = came_in_by(browser, request, code)
    if known is not None:
        return moved(home(known))
    wait = browser.guesses.wait(address, now)
    if wait:
        return _page(browser, minutes=-(-int(wait.total_seconds()) // 60), status=429)
    entered = None
    if 0 < len(code) <= LONGEST_CODE:
        entered = await browser.invitations.accept_browser(code, now=now, press=press)
    if entered is None:
        browser.guesses.wrong(address, now)
        return _page(browser, wrong=True, status=404)
    browser.guesses.right(address)
    response = moved(f"{home(entered.conversation)}pin")
    Cookies(browser, entered.conversation).know(response, entered.cookie)
    remember_code(browser, response, code, entered.conversation)
    return response


def _page(
    browser: Browser, *, code: str = "", wrong: bool = False, minutes: int = 0, status: int = 200
) -> web.Response:
    frame = outside(browser)
    return browser.pages.response(
        "entry.html",
        frame,
        status=status,
        code=code[:LONGEST_CODE],
        form=Forms(browser, "door").new(frame.tag),
        wrong=wrong,
        minutes=minutes,
        from_telegram=browser.from_telegram,
    )
