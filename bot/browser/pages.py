"""Templates into responses: one environment a language, and the headers that every page carries.

The words that stand in templates go through gettext, each with a context (`pgettext`). Nothing in a
page comes from elsewhere, nothing in it is inline, and a browser keeps none of it.
"""

from collections.abc import Callable
from gettext import NullTranslations
from typing import NamedTuple

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.browser import shown
from bot.browser.assets import address_of

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "web",
    "Permissions-Policy": "microphone=(self), camera=(self), geolocation=()",
}


class Frame(NamedTuple):
    """What stands around every page."""

    leave: str
    """Where "Leave this page" goes without a script: out, by way of shutting the page."""
    away: str
    """Where it goes with one, at once."""
    help: str
    language: str = "en"
    right_to_left: bool = False
    pretend: bool = False
    sitter: str = ""
    """In a sitting: the practitioner whose device it is."""
    by_worker: bool = False
    """In a sitting: the practitioner is typing."""

    @property
    def tag(self) -> str:
        """Language, direction, pretend and hand in one word, which a form carries: signed, for a page made
        without the database, and for the hand that stood on the page.
        """
        direction, pretend = "rtl" if self.right_to_left else "ltr", "pretend" if self.pretend else ""
        return "/".join((self.language, direction, pretend, *(_WORKER if self.by_worker else ())))

    def tagged(self, tag: str) -> "Frame":
        """The same frame with the first three of a tag that we made."""
        language, direction, pretend, *_ = tag.split("/")
        return self._replace(language=language, right_to_left=direction == "rtl", pretend=bool(pretend))


_WORKER = ("worker",)


def typed_by_worker(tag: str) -> bool:
    """Whether a tag that we made says that the practitioner was typing."""
    return tuple(tag.split("/")[3:]) == _WORKER


class Pages:
    """The templates, in any language there is a catalogue for."""

    def __init__(self, translations: Callable[[str], NullTranslations]) -> None:
        self._translations = translations
        self._environments: dict[str, Environment] = {}

    def response(self, template: str, frame: Frame, *, status: int = 200, **words: object) -> web.Response:
        """One page."""
        environment = self._environments.get(frame.language) or self._environment(frame.language)
        text = environment.get_template(template).render(frame=frame, **words)
        return web.Response(text=text, content_type="text/html", status=status)

    def _environment(self, language: str) -> Environment:
        environment = Environment(
            loader=PackageLoader("bot.browser"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_translations(  # type: ignore[attr-defined]
            self._translations(language), newstyle=True
        )
        environment.filters |= {
            "own": shown.own,
            "plain": shown.plain,
            "paragraphs": shown.paragraphs,
            "with_calls": shown.with_calls,
            "calls": shown.calls,
        }
        environment.globals["asset"] = address_of
        self._environments[language] = environment
        return environment
