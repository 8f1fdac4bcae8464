"""What a practitioner posted: read up to a limit, and kept so that a page can show it again.

A value that is missing or cannot be used becomes a fault beside its field; nothing typed is lost.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

MOST_BYTES = 400_000
MOST_FIELDS = 400
_UNREADABLE = (ValueError, LookupError, HttpProcessingError, web.RequestPayloadError)


def _(text: str) -> str:
    """Marks a string for translation; the page translates it when it shows it."""
    return text


SOMETHING_HERE = _("Please write something here.")
NO_DAY = _("Please give a day, such as 2026-11-30.")
NO_YEAR = _("Please give a year with four numbers, such as 2017.")


class Broken(Exception):
    """No form of ours."""


@dataclass
class Posted:
    """A form as it came, and what is wrong with it so far."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field's words, without space around them. A form sends a new line as CR LF."""
        return self.fields.get(name, [""])[0].replace("\r\n", "\n").strip()

    def wanted(self, name: str) -> str:
        """The same; a fault where there is nothing."""
        words = self.text(name)
        if not words:
            self.faults[name] = SOMETHING_HERE
        return words

    def all(self, name: str) -> tuple[str, ...]:
        """Everything that was ticked under this name."""
        return tuple(self.fields.get(name, ()))

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self.fields

    def day(self, name: str) -> date | None:
        """A day; None where it was left empty, and a fault where it is none."""
        words = self.text(name)
        try:
            return date.fromisoformat(words) if words else None
        except ValueError:
            self.faults[name] = NO_DAY
            return None

    def year(self, name: str, today: date) -> int:
        """A birth year; a fault where it is none. 0 then."""
        words = self.text(name)
        if (
            words.isascii()
            and words.isdigit()
            and today.year - 30 <= int(words[:4]) <= today.year + 1
            and len(words) == 4
        ):
            return int(words)
        self.faults[name] = NO_YEAR
        return 0

    def mark(self, *names: str) -> str:
        """Stands for what these fields hold. A page that shows how it will be read keeps it as `seen`."""
        held = [(name, sorted({w.replace("\r\n", "\n").strip() for w in self.all(name)})) for name in names]
        return sha256(repr(held).encode()).hexdigest()

    def as_seen(self, *names: str) -> bool:
        """Whether these fields hold what was looked at: nothing goes out that was changed since."""
        return self.text("seen") == self.mark(*names)

    def rows(self, prefix: str) -> tuple[str, ...]:
        """The numbers of a table's rows, in order: fields are named `prefix-<row>-<what>`."""
        found = {
            name.split("-")[1]
            for name in self.fields
            if name.startswith(f"{prefix}-") and name.count("-") == 2
        }
        return tuple(sorted((row for row in found if row.isascii() and row.isdigit()), key=int))

    @property
    def values(self) -> dict[str, str]:
        """What was typed, by field, to be shown again."""
        return {name: values[0] for name, values in self.fields.items()}


async def read(request: web.Request) -> Posted:
    """The form in this request. Raises `Broken`."""
    body = bytearray()
    try:
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > MOST_BYTES:
                raise Broken
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except _UNREADABLE as error:
        raise Broken from error
    posted = Posted()
    for name, value in pairs:
        posted.fields.setdefault(name, []).append(value)
    return posted
