"""The cookies of one person's page: which device this is, and that the PIN was given.

Each is named and scoped by the conversation (Path=/c/<id>/), so that two people on one tablet do
not sign each other out. All are HttpOnly and SameSite=Strict, and Secure where we are reached by
https.

- **device** is the secret that `bot.invitations` knows this device by; it stays for months.
- **open** says until when the page is open. It ends with the browser, after `IDLE` without a page
  asked for, and with "Leave this page"; then the PIN is needed. It is bound to the device's secret.
- **passed** is the secret of a sitting: a practitioner's device shows this person's page for a while.
- **hand** says that the practitioner is typing in that sitting.
- **notice** carries one sentence of the house across a redirect.
- **here** lies at /i: this device used that code. The same link, tapped again, leads back in.
"""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot.browser.needs import Browser
from dialogs.ids import ConversationId

IDLE = timedelta(minutes=10)
KNOWN_FOR = timedelta(days=180)
NOTICE_FOR = timedelta(minutes=1)
DOOR = "/i"


def home(conversation: ConversationId) -> str:
    """The address of a person's page, which is also the scope of their cookies."""
    return f"/c/{conversation}/"


class Cookies:
    """Reads and sets the cookies of one conversation."""

    def __init__(self, browser: Browser, conversation: ConversationId) -> None:
        self.browser = browser
        self.conversation = conversation

    # Device -------------------------------------------------------------------------------------

    def device(self, request: web.BaseRequest) -> str:
        """The device's secret, or ""."""
        return request.cookies.get(self._name("d"), "")

    def know(self, response: web.StreamResponse, secret: str) -> None:
        """From now on this device is known."""
        self._set(response, "d", secret, KNOWN_FOR)

    # In a sitting -------------------------------------------------------------------------------

    def passed(self, request: web.BaseRequest) -> str:
        """The secret of a sitting on this device, or ""."""
        return request.cookies.get(self._name("s"), "")

    def pass_on(self, response: web.StreamResponse, secret: str, lasts: timedelta) -> None:
        """A sitting begins: the page is open here, and the person types."""
        self._set(response, "s", secret, lasts)
        self.open(response, secret)
        self.typed_by_worker(response, False)

    def take_back(self, response: web.StreamResponse) -> None:
        """It is over."""
        for kind in "sow":
            response.del_cookie(self._name(kind), path=home(self.conversation))

    def by_worker(self, request: web.BaseRequest) -> bool:
        """Whether the practitioner is typing."""
        return request.cookies.get(self._name("w")) == "1"

    def typed_by_worker(self, response: web.StreamResponse, by_worker: bool) -> None:
        """Who types from now on."""
        if by_worker:
            return self._set(response, "w", "1", None)
        response.del_cookie(self._name("w"), path=home(self.conversation))

    # Open ---------------------------------------------------------------------------------------

    def is_open(self, request: web.BaseRequest, secret: str) -> bool:
        """Whether the PIN was given on the device with this secret, and the page not left alone since."""
        until, _, mark = request.cookies.get(self._name("o"), "").partition(".")
        if not self.browser.signer.fits(mark, "open", self.conversation, secret, until):
            return False
        return self.browser.clock() < datetime.fromtimestamp(int(until), UTC)

    def open(self, response: web.StreamResponse, secret: str) -> None:
        """Open for as long as somebody is here. Ends with the browser too."""
        until = str(int((self.browser.clock() + IDLE).timestamp()))
        mark = self.browser.signer.mark("open", self.conversation, secret, until)
        self._set(response, "o", f"{until}.{mark}", None)

    def shut(self, response: web.StreamResponse) -> None:
        """The PIN is needed from now on."""
        response.del_cookie(self._name("o"), path=home(self.conversation))

    # Notice -------------------------------------------------------------------------------------

    def notice(self, request: web.BaseRequest) -> str:
        """The sentence carried over, or ""."""
        words, _, mark = request.cookies.get(self._name("n"), "").partition(".")
        if not words or not self.browser.signer.fits(mark, "notice", self.conversation, words):
            return ""
        try:
            return base64.urlsafe_b64decode(words).decode()
        except (binascii.Error, UnicodeDecodeError):
            return ""

    def carry(self, response: web.StreamResponse, notice: str) -> None:
        """Carry a sentence of the house over to the next page."""
        words = base64.urlsafe_b64encode(notice.encode()).decode()
        self._set(
            response,
            "n",
            f"{words}.{self.browser.signer.mark('notice', self.conversation, words)}",
            NOTICE_FOR,
        )

    def drop_notice(self, response: web.StreamResponse) -> None:
        """It was shown."""
        response.del_cookie(self._name("n"), path=home(self.conversation))

    # --------------------------------------------------------------------------------------------

    def _name(self, kind: str) -> str:
        return f"{kind}-{self.conversation}"

    def _set(self, response: web.StreamResponse, kind: str, value: str, lasts: timedelta | None) -> None:
        _set(self.browser, response, self._name(kind), value, home(self.conversation), lasts)


def came_in_by(browser: Browser, request: web.BaseRequest, code: str) -> ConversationId | None:
    """The conversation that this device once opened with this code."""
    value = request.cookies.get(_here(browser, code), "")
    conversation, _, mark = value.partition(".")
    if not conversation or not browser.signer.fits(mark, "here", _plain(code), conversation):
        return None
    return ConversationId(conversation)


def remember_code(
    browser: Browser, response: web.StreamResponse, code: str, conversation: ConversationId
) -> None:
    """The same link on this device leads back in; the code itself is not kept."""
    mark = browser.signer.mark("here", _plain(code), conversation)
    _set(browser, response, _here(browser, code), f"{conversation}.{mark}", DOOR, KNOWN_FOR)


def _here(browser: Browser, code: str) -> str:
    return f"i-{browser.signer.mark('code', _plain(code))[:16]}"


def _plain(code: str) -> str:
    """A code without its hyphen and case, for comparing; what counts as a code is for `bot.invitations`."""
    return re.sub(r"[^a-z0-9]", "", code.casefold())


def _set(
    browser: Browser, response: web.StreamResponse, name: str, value: str, path: str, lasts: timedelta | None
) -> None:
    response.set_cookie(
        name,
        value,
        path=path,
        max_age=int(lasts.total_seconds()) if lasts else None,
        secure=browser.secure,
        httponly=True,
        samesite="Strict",
    )
