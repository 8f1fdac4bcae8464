"""What a person posted, read with care: nothing in it is believed before it is checked.

A form carries a one-time id, signed for its conversation, which proves that we made the page (so
that no other site can post for somebody) and lets the same press twice count once. Bodies are read
up to a limit, files are known by their bytes, and whatever is broken is `BrokenForm`: a refusal that
says nothing. `chat` and `entry` call `read`; `arriving` makes events of what it gives.
"""

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.browser.needs import Browser, Limits
from bot.uploads import Refused, Upload, upload
from dialogs.events import Odd

MOST_FIELDS = 200
MOST_TEXT_BYTES = 1_000_000
MOST_FILES = 3
DRAINED = 4
"""Files' limits that are read and thrown away, so that a refusal reaches the sender as a page."""
FILE_FIELDS = ("voice", "photo", "drawing")
_UNREADABLE = (
    ValueError,
    AssertionError,
    LookupError,
    EOFError,
    HttpProcessingError,
    web.RequestPayloadError,
)
"""What aiohttp raises for a body that is cut short or no form at all."""


class BrokenForm(Exception):
    """No form of ours: unreadable, unsigned, or from another site."""


def small_number(text: str) -> int | None:
    """The number that a form of ours writes so; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@dataclass(frozen=True)
class Posted:
    """A form as it came. `fields` holds every text field, first value first."""

    fields: dict[str, tuple[str, ...]]
    files: tuple[Upload, ...] = ()
    refused: Odd | None = None
    """Why a file was refused; the others are kept all the same."""
    digest: str = field(default="", repr=False)

    def one(self, name: str) -> str:
        """A field's first value, or ""."""
        return self.fields.get(name, ("",))[0]

    def number(self, name: str) -> int | None:
        """A field as a small whole number."""
        return small_number(self.one(name))

    def numbers(self, name: str) -> tuple[int, ...]:
        """Every value of a field that is a small whole number."""
        found = (small_number(value) for value in self.fields.get(name, ()))
        return tuple(number for number in found if number is not None)

    @property
    def words(self) -> str:
        """What was typed, exactly. A form sends a new line as CR LF, whatever key was pressed."""
        return self.one("words").replace("\r\n", "\n")


class Forms:
    """One-time ids for the forms of one scope: a conversation, or the door."""

    def __init__(self, browser: Browser, scope: str) -> None:
        self._signer = browser.signer
        self._scope = scope

    def new(self, frame: str = "") -> str:
        """An id for a page about to be shown; `frame` is posted back beside it, and signed with it."""
        nonce = secrets.token_hex(12)
        return f"{nonce}-{self._signer.mark('form', self._scope, nonce, frame)}"

    def check(self, posted: Posted) -> str:
        """The id to remember this post by: the page's and what was said.

        What was said is part of it, so that going back and sending other words is not taken for the
        same press twice. Raises `BrokenForm` where the page is not ours.
        """
        nonce, _, mark = posted.one("form").partition("-")
        if not nonce or not self._signer.fits(mark, "form", self._scope, nonce, posted.one("frame")):
            raise BrokenForm
        return f"{nonce}{self._signer.mark('said', nonce, posted.digest)[:12]}"


def from_our_own_page(browser: Browser, request: web.BaseRequest) -> bool:
    """Whether the browser says that one of our pages sent this.

    A page with no referrer sends "Origin: null" (Fetch, section 3.2), so that newer browsers are
    asked by Sec-Fetch-Site; an old one that says neither rests on the signed id and strict cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin in (None, "null"):
        return True
    return origin in (browser.links, f"{request.scheme}://{request.host}")


async def read(browser: Browser, request: web.BaseRequest) -> Posted:
    """The form in this request. Raises `BrokenForm`."""
    if not from_our_own_page(browser, request):
        raise BrokenForm
    try:
        if request.content_type == "multipart/form-data":
            return await _multipart(request, browser.limits)
        body = (await _short_body(request)).decode("ascii")
        return _posted(parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except _UNREADABLE as error:
        raise BrokenForm from error


async def _short_body(request: web.BaseRequest) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > MOST_TEXT_BYTES:
            raise BrokenForm
    return bytes(body)


async def _multipart(request: web.BaseRequest, limits: Limits) -> Posted:
    pairs: list[tuple[str, str]] = []
    files: list[Upload] = []
    refused: Odd | None = None
    room = MOST_TEXT_BYTES
    parts = 0
    async for part in await request.multipart():
        parts += 1
        if not isinstance(part, BodyPartReader) or parts > MOST_FIELDS:
            raise BrokenForm
        if part.name in FILE_FIELDS:
            try:
                content = await _file(part, limits)
                if content and len(files) < MOST_FILES:
                    files.append(upload(content, drawn=part.name == "drawing"))
            except Refused as refusal:
                refused = refusal.what
        else:
            text = await _up_to(part, room)
            room -= len(text)
            pairs.append((part.name or "", text.decode()))
    return _posted(pairs, tuple(files), refused)


async def _up_to(part: BodyPartReader, room: int) -> bytes:
    body = bytearray()
    while chunk := await part.read_chunk():
        body += chunk
        if len(body) > room:
            raise BrokenForm
    return bytes(body)


async def _file(part: BodyPartReader, limits: Limits) -> bytes:
    """The bytes of a file. One that is too large is read on for a while, so that the page can say so."""
    body, size = bytearray(), 0
    while chunk := await part.read_chunk():
        size += len(chunk)
        if size <= limits.file_bytes:
            body += chunk
        elif size > DRAINED * limits.file_bytes:
            raise BrokenForm
    if size > limits.file_bytes:
        raise Refused(Odd.TOO_LARGE)
    return bytes(body)


def _posted(
    pairs: list[tuple[str, str]], files: tuple[Upload, ...] = (), refused: Odd | None = None
) -> Posted:
    fields: dict[str, tuple[str, ...]] = {}
    said = sha256()
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
        said.update(f"{len(name)}:{name}{len(value)}:".encode("utf-8", "surrogatepass"))
        said.update(value.encode("utf-8", "surrogatepass"))
    for file in files:
        said.update(sha256(file.content).digest())
    return Posted(fields, files, refused, said.hexdigest())
