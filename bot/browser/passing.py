"""A practitioner passes their own device on: the first screen there, and the cookies that open the page.

`bot.app` gives the desk a `Passing`, since the desk knows nothing of these pages: it begins and ends
the sitting (`bot.sittings`), and this lets the device in and out again.
"""

from dataclasses import dataclass

from aiohttp import web

from bot.browser.cookies import Cookies, home
from bot.browser.needs import Browser
from bot.browser.visitor import moved, visitor
from bot.sittings import GRACE, Passed
from dialogs.ids import ConversationId


async def show(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/pass: whose page this is, and who sits beside them."""
    me = await visitor(request)
    if me.sitting is None:
        return moved(me.home)
    if not me.open:
        return moved(f"{me.home}pin")
    now = await me.browser.turns.look(me.conversation)
    frame = me.frame(now, me.dialog(now))
    return me.stays(me.browser.pages.response("pass.html", frame, home=me.home, name=now.facts.name))


@dataclass(frozen=True)
class Passing:
    """Lets a practitioner's device into one person's page, and out of it."""

    browser: Browser

    def on(self, passed: Passed) -> web.Response:
        """To the person's page."""
        sitting = passed.sitting
        response = moved(f"{home(sitting.conversation)}pass")
        lasts = sitting.ends_at + GRACE - self.browser.clock()
        Cookies(self.browser, sitting.conversation).pass_on(response, passed.page, lasts)
        return response

    def back(self, response: web.StreamResponse, conversation: ConversationId) -> None:
        """The device is the practitioner's again."""
        Cookies(self.browser, conversation).take_back(response)

    def page_of(self, conversation: ConversationId) -> str:
        """The address of the person's page."""
        return home(conversation)
