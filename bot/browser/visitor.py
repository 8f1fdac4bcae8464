"""Who is asking for a person's page: this device or a stranger, with the PIN given or not.

`chat`, `lock` and `mine` begin with `visitor`.
"""

from dataclasses import dataclass

from aiohttp import web

from bot.browser.cookies import Cookies, home
from bot.browser.forms import Forms
from bot.browser.guard import Stranger
from bot.browser.needs import BROWSER, Browser
from bot.browser.pages import Frame
from dialogs.conversation import Conversation
from dialogs.definition import Dialog
from dialogs.ids import ConversationId


@dataclass(frozen=True)
class Visitor:
    """Somebody on the device that the page belongs to."""

    browser: Browser
    conversation: ConversationId
    secret: str
    cookies: Cookies
    open: bool
    """Whether the PIN was given, and the page not left alone since."""

    @property
    def home(self) -> str:
        """The address of the page."""
        return home(self.conversation)

    @property
    def forms(self) -> Forms:
        """One-time ids for this page's forms."""
        return Forms(self.browser, self.conversation)

    def dialog(self, conversation: Conversation) -> Dialog:
        """The dialog, in the person's language."""
        return self.browser.dialogs.of(conversation.dialog, conversation.language)

    def frame(self, conversation: Conversation, dialog: Dialog) -> Frame:
        """What stands around each of this person's pages."""
        return bare_frame(self.browser, self.conversation)._replace(
            language=conversation.language,
            right_to_left=dialog.right_to_left,
            pretend=conversation.facts.pretend,
        )

    def stays(self, response: web.StreamResponse) -> web.StreamResponse:
        """Somebody is here: the page stays open."""
        self.cookies.open(response, self.secret)
        return response


async def visitor(request: web.Request) -> Visitor:
    """Who is asking. Raises `Stranger` for anybody whose page it is not, whether or not it exists."""
    browser = request.app[BROWSER]
    conversation = conversation_of(request)
    cookies = Cookies(browser, conversation)
    secret = cookies.device(request)
    if not secret or await browser.invitations.device(secret) != conversation:
        raise Stranger
    return Visitor(browser, conversation, secret, cookies, cookies.is_open(request))


def conversation_of(request: web.Request) -> ConversationId:
    """Whose page the address is."""
    return ConversationId(request.match_info["conversation"])


def bare_frame(browser: Browser, conversation: ConversationId) -> Frame:
    """What stands around a person's page, as far as it is known without looking anything up."""
    here = home(conversation)
    return Frame(leave=f"{here}leave", away=browser.leave_to, help=f"{here}help")


def moved(to: str) -> web.Response:
    """See there: what a page answers to every form that it took."""
    return web.Response(status=303, headers={"Location": to})
