"""Templates into responses, the headers that every page carries, and how days are written."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from gettext import NullTranslations
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from aiohttp import web
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dialogs.marks import visible
from dialogs.people import ASKED_FROM

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(), camera=(), geolocation=()",
}
_MEDIA_TYPES = {"desk.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}


class Asset(NamedTuple):
    """A file that never changes under its address."""

    content: bytes
    media_type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by its name."""
    folder = files("bot.desk") / "static"
    found = {name: (folder / name).read_bytes() for name in _MEDIA_TYPES}
    return {
        name: Asset(content, _MEDIA_TYPES[name], sha256(content).hexdigest()[:12])
        for name, content in found.items()
    }


class Pages:
    """The templates, in the desk's language."""

    def __init__(
        self, translations: NullTranslations, language: str, zone: tzinfo, clock: Callable[[], datetime]
    ) -> None:
        self.locale = "en_GB" if language == "en" else language
        self.zone = zone
        self.clock = clock
        self._environment = self._made(translations, language)

    def response(self, template: str, *, status: int = 200, **words: object) -> web.Response:
        """One page."""
        text = self._environment.get_template(template).render(**words)
        return web.Response(text=text, content_type="text/html", status=status)

    def _made(self, translations: NullTranslations, language: str) -> Environment:
        environment = Environment(
            loader=PackageLoader("bot.desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        )
        environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
        environment.filters |= {
            "own": own,
            "day": self.day,
            "moment": self.moment,
            "ago": self.ago,
            "clock": self.time_of_day,
            "tongue": self.tongue,
            "plain_json": plain_json,
        }
        environment.globals |= {"asset": address_of, "language": language, "today": self.today}
        environment.globals["asked_from"] = ASKED_FROM
        return environment

    # Days -----------------------------------------------------------------------------------------

    def today(self) -> date:
        """The practitioner's date."""
        return self.clock().astimezone(self.zone).date()

    def day(self, day: date | datetime) -> str:
        """A day in words: 3 November 2026."""
        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        return str(format_date(day, "long", locale=self.locale))

    def moment(self, at: datetime) -> str:
        """A day and the time of day, for the practitioner alone."""
        here = at.astimezone(self.zone)
        day = format_date(here.date(), "medium", locale=self.locale)
        return f"{day}, {format_time(here.time(), 'short', locale=self.locale)}"

    def tongue(self, language: str) -> str:
        """A language by its name: English."""
        try:
            return Locale.parse(language, sep="-").get_display_name(self.locale) or language
        except (ValueError, UnknownLocaleError):
            return language

    def time_of_day(self, at: datetime) -> str:
        """A time of day, for the practitioner alone: 08:00."""
        return str(format_time(at.astimezone(self.zone).time(), "short", locale=self.locale))

    def ago(self, at: datetime) -> str:
        """How long something has waited: 3 hours."""
        since = max(self.clock() - at, timedelta(minutes=1))
        return str(format_timedelta(since, locale=self.locale))


def own(text: str) -> Markup:
    """A name, or somebody's own words: escaped, isolated, and with what cannot be seen shown as marks."""
    return Markup('<bdi dir="auto">{}</bdi>').format(visible(text))


def plain_json(text: str) -> str:
    """JSON set out to be read; what is none stays as it is. Shown, never run."""
    try:
        return visible(json.dumps(json.loads(text), indent=2, ensure_ascii=False))
    except ValueError:
        return visible(text)


def address_of(name: str) -> str:
    """Where a page finds a file of ours."""
    return f"/desk/s/{assets()[name].digest}/{name}"
