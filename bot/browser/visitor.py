"""Who is asking for a person's page: their device, one that was passed on, or a stranger; the PIN given or not.

`chat`, `lock` and `mine` begin with `visitor`.
"""

from dataclasses import dataclass, replace

from aiohttp import web

from bot.browser.cookies import Cookies, home
from bot.browser.forms import Forms, Posted
from bot.browser.guard import Stranger
from bot.browser.needs import BROWSER, Browser
from bot.browser.pages import Frame, typed_by_worker
from dialogs.conversation import Conversation
from dialogs.definition import Dialog
from dialogs.ids import ConversationId
from dialogs.people import Hand
from storage.sittings import Sitting


@dataclass(frozen=True)
class Visitor:
    """Somebody on the device that the page belongs to."""

    browser: Browser
    conversation: ConversationId
    secret: str
    cookies: Cookies
    open: bool
    """Whether the PIN was given, and the page not left alone since."""
    sitting: Sitting | None = None
    """On a practitioner's device that was passed on."""
    by_worker: bool = False
    """In a sitting: the practitioner is typing."""
    over: bool = False
    """The sitting's time is over: what is being written is kept, and nothing is shown."""

    @property
    def home(self) -> str:
        """The address of the page."""
        return home(self.conversation)

    @property
    def hand(self) -> Hand | None:
        """Whose hand types and taps, in a sitting."""
        return Hand(sat_with=self.sitting.called, by_worker=self.by_worker) if self.sitting else None

    def as_posted(self, posted: Posted) -> "Visitor":
        """The same, with the hand that stood on the page which this form came from."""
        return replace(self, by_worker=self.sitting is not None and typed_by_worker(posted.one("frame")))

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
            sitter=self.sitting.called if self.sitting else "",
            by_worker=self.by_worker,
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
    passed, sittings = cookies.passed(request), browser.sittings
    sitting = await sittings.of_page(passed) if passed and sittings else None
    if sitting is not None and sittings and sitting.conversation == conversation:
        over = sittings.is_over(sitting)
        shown = cookies.is_open(request, passed) and not over
        by_worker = cookies.by_worker(request)
        return Visitor(browser, conversation, passed, cookies, shown, sitting, by_worker, over)
    secret = cookies.device(request)
    if not secret or await browser.invitations.device(secret) != conversation:
        raise Stranger
    return Visitor(browser, conversation, secret, cookies, cookies.is_open(request, secret))


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
