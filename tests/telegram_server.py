"""Telegram, played for the tests: a small Bot API server, and the people who write to the bot.

Called by the tests, and over HTTP by the bot under test; calls nothing of ours.

    async with TelegramServer() as server:
        sam = server.person(first_name="Sam")
        await sam.says("/start 4f2k9a7c")
        question = await sam.next_message()
        await sam.presses("Yes")

What Telegram refuses is refused here, in Telegram's words where they are known. Where Telegram is
lenient in a way that hides a mistake of ours, this server is stricter: it refuses an empty button,
which Telegram drops, a button that leads to a loopback address, and any `parse_mode` but HTML.

Waiting is never a fixed sleep: whatever a person waits for wakes them, and a wait that ends without
it raises AssertionError with a drawing of their screen. Times called `at` are monotonic seconds;
dates are Unix seconds of the server's own clock, which `pass_time` moves on.
"""

# ruff: noqa: ASYNC109  waiting here has a limit and a complaint, which the caller sets

import asyncio
import html
import ipaddress
import json
import re
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, islice
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from aiohttp import web

Json = dict[str, Any]
Found = TypeVar("Found")

TEXT_UNITS = 4096
"""Longest text of a message, in UTF-16 code units after the markup is read."""
CAPTION_UNITS = 1024
NOTICE_UNITS = 200
"""Longest answer to a callback query."""
CALLBACK_BYTES = 64
KEYBOARD_BUTTONS = 100
KEYBOARD_BYTES = 10_240
"""Undocumented: keyboards of about 10 kB of JSON are refused, however few their buttons."""
PHOTO_BYTES = 10 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
DELETABLE_SECONDS = 48 * 3600
QUERY_SECONDS = 60
"""How long a press can be answered. Telegram gives no figure; bots report about a minute."""
POLL_SECONDS = 50
UNASKED_UPDATES = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Sent only to bots that name them in `allowed_updates`."""

WAIT_SECONDS = 30.0
"""How long a test waits for something that is sure to come: a busy machine takes its time."""
STRUCTURED = frozenset(
    {"reply_markup", "entities", "caption_entities", "allowed_updates", "commands", "scope"}
    | {"reply_parameters", "link_preview_options"}
)
"""Parameters which forms carry as JSON inside a string."""
WHOLE = frozenset({"chat_id", "message_id", "offset", "limit", "timeout"})
"""Parameters which forms carry as digits."""

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
"""The smallest picture: what `sends_photo` sends unless told otherwise."""
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


# Refusals


class Refusal(NamedTuple):
    """What Telegram says when it says no: an HTTP status, why, and perhaps parameters."""

    code: int
    description: str
    parameters: Json | None = None

    def body(self) -> Json:
        """The refusal as Telegram writes it."""
        said = {"ok": False, "error_code": self.code, "description": self.description}
        return {**said, "parameters": self.parameters} if self.parameters else said


class Refused(Exception):
    """A call ends in a refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.description)
        self.refusal = refusal


class ConnectionLost(Exception):
    """The connection is to be dropped without a word."""


def bad_request(why: str) -> Refused:
    """The commonest refusal."""
    return Refused(Refusal(400, f"Bad Request: {why}"))


UNAUTHORIZED = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
TOO_LARGE = Refusal(413, "Request Entity Too Large")
OTHER_POLL = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)
WEBHOOK_ACTIVE = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first",
)
QUERY_GONE = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


# What passed between the bot and the people


class Button(NamedTuple):
    """An inline button: `data` comes back when it is pressed, `url` is opened."""

    label: str
    data: str | None
    url: str | None


@dataclass(frozen=True)
class Message:
    """One message as it stood at one moment; `json` is Telegram's own object for it."""

    json: Json
    by_bot: bool

    @property
    def message_id(self) -> int:
        """Unique in its chat, shared by both directions."""
        return int(self.json["message_id"])

    @property
    def text(self) -> str:
        """The words without markup: the text, or the caption of a file."""
        return str(self.json.get("text", self.json.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """Bold, links and the like; offsets and lengths in UTF-16 code units."""
        return list(self.json.get("entities") or self.json.get("caption_entities") or ())

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """The inline keyboard."""
        keyboard = self.json.get("reply_markup", {}).get("inline_keyboard", ())
        return tuple(
            tuple(Button(each["text"], each.get("callback_data"), each.get("url")) for each in row)
            for row in keyboard
        )

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The inline keyboard read row by row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """What the buttons say."""
        return tuple(button.label for button in self.buttons)

    @property
    def file_id(self) -> str | None:
        """Of the photo (its largest size), document, voice note or other file."""
        if "photo" in self.json:
            return str(self.json["photo"][-1]["file_id"])
        for content in self.json.values():
            if isinstance(content, dict) and "file_id" in content:
                return str(content["file_id"])
        return None


class Upload(NamedTuple):
    """A file which came with a call."""

    name: str
    content: bytes


@dataclass
class Call:
    """One call of the bot, kept in `TelegramServer.calls`."""

    method: str
    parameters: Json
    files: dict[str, Upload]
    at: float
    refusal: Refusal | None = None


class Confirmed(NamedTuple):
    """The bot said that it needs no update below `offset` again."""

    offset: int
    at: float


class Notice(NamedTuple):
    """What a person sees for a moment after pressing a button."""

    text: str
    alert: bool


@dataclass
class Press:
    """One press of a button, and the bot's answer to it once it has come."""

    query_id: str
    data: str
    date: int
    person: "Person" = field(repr=False)
    answer: Notice | None = None

    async def answered(self, timeout: float = WAIT_SECONDS) -> Notice:
        """Wait for the bot's answer; until then the person's app shows a spinner."""
        return await self.person.bell.until(
            lambda: self.answer,
            timeout,
            lambda: f"the press of {self.data!r} was not answered in {timeout} s",
        )


class Bell:
    """Wakes whoever waits for something to have happened."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something happened: everybody who waits looks again."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait(self, found: Callable[[], Found | None], timeout: float) -> Found:
        """The first thing found that is not None. Raises TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout):
            while (value := found()) is None:
                await self._rung.wait()
        return value

    async def until(
        self, found: Callable[[], Found | None], timeout: float, complaint: Callable[[], str]
    ) -> Found:
        """As `wait`, but running out of time fails the test with `complaint`."""
        try:
            return await self.wait(found, timeout)
        except TimeoutError:
            raise AssertionError(complaint()) from None


# Telegram's reading of markup


def units(text: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_as_apps_do(text: str) -> list[str]:
    """A long text in the parts in which Telegram's apps send it."""
    parts, room = [""], TEXT_UNITS
    for character in text:
        if room < units(character):
            parts.append("")
            room = TEXT_UNITS
        parts[-1] += character
        room -= units(character)
    return parts


ENTITY_OF_TAG = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji", "a": "text_link",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"""\s+([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?""")
CLOSING_TAG = re.compile(r"</([^\s>]*)\s*>")
KNOWN_ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


class OpenTag(NamedTuple):
    """A tag which waits for its end; `offset` in UTF-16 code units."""

    name: str
    attributes: dict[str, str]
    offset: int


class Markup:
    """Reads parse_mode HTML as Telegram does: `text` and `entities`, or Refused."""

    def __init__(self, source: str) -> None:
        self.text = ""
        self.entities: list[Json] = []
        self._source = source
        self._at = 0
        self._offset = 0
        self._open: list[OpenTag] = []
        while self._at < len(source):
            self._read_next()
        if self._open:
            raise self._fault(f"Can't find end tag corresponding to start tag {self._open[-1].name}")
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))

    def _read_next(self) -> None:
        if self._source.startswith("</", self._at):
            self._read_end()
        elif self._source[self._at] == "<":
            self._read_start()
        elif escape := KNOWN_ESCAPE.match(self._source, self._at):
            self._keep(html.unescape(escape[0]), escape.end())
        else:
            self._keep(self._source[self._at], self._at + 1)

    def _keep(self, words: str, at: int) -> None:
        self.text += words
        self._offset += units(words)
        self._at = at

    def _read_start(self) -> None:
        name = TAG_NAME.match(self._source, self._at + 1)
        assert name is not None
        if name.end() == len(self._source):
            raise self._fault(f"Unclosed start tag at byte offset {self._byte()}")
        tag = name[0].lower()
        if tag not in ENTITY_OF_TAG:
            raise self._fault(f'Unsupported start tag "{tag}" at byte offset {self._byte()}')
        attributes, at = {}, name.end()
        while attribute := ATTRIBUTE.match(self._source, at):
            attributes[attribute[1]] = html.unescape((attribute[2] or "").strip("\"'"))
            at = attribute.end()
        at += len(self._source[at:]) - len(self._source[at:].lstrip())
        if not self._source.startswith(">", at):
            raise self._fault(f'Unclosed start tag "{tag}" at byte offset {self._byte()}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte()}')
        self._open.append(OpenTag(tag, attributes, self._offset))
        self._at = at + 1

    def _read_end(self) -> None:
        if not self._open:
            raise self._fault(f"Unexpected end tag at byte offset {self._byte()}")
        closing = CLOSING_TAG.match(self._source, self._at)
        if closing is None:
            raise self._fault(f"Unclosed end tag at byte offset {self._byte()}")
        tag = self._open.pop()
        if closing[1] and closing[1].lower() != tag.name:
            raise self._fault(
                f"Unmatched end tag at byte offset {self._byte()}, "
                f'expected "</{tag.name}>", found "</{closing[1].lower()}>"'
            )
        self._add_entity(tag)
        self._at = closing.end()

    def _add_entity(self, tag: OpenTag) -> None:
        entity: Json = {
            "type": ENTITY_OF_TAG[tag.name],
            "offset": tag.offset,
            "length": self._offset - tag.offset,
        }
        if tag.name == "a":
            entity["url"] = tag.attributes.get("href", "")
            if fault_of_url(entity["url"]):
                return
        if tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        if entity["length"]:
            self.entities.append(entity)

    def _byte(self) -> int:
        return len(self._source[: self._at].encode())

    @staticmethod
    def _fault(why: str) -> Refused:
        return bad_request(f"can't parse entities: {why}")


def read_text(parameters: Json, name: str, limit: int) -> Json:
    """A text or caption with its entities, trimmed as Telegram trims, or Refused if too long."""
    raw = parameters.get(name) or ""
    entities_name = "entities" if name == "text" else "caption_entities"
    text, entities = str(raw), parameters.get(entities_name) or []
    match str(parameters.get("parse_mode") or "").lower():
        case "html":
            markup = Markup(text)
            text, entities = markup.text, markup.entities
        case "":
            pass
        case _:
            raise bad_request("unsupported parse_mode")
    shift = units(text) - units(text.lstrip())
    text = text.strip()
    if units(text) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    entities = [fitted for each in entities if (fitted := _fitted(each, shift, units(text)))]
    return {name: text, **({entities_name: entities} if entities else {})}


def _fitted(entity: Json, shift: int, length: int) -> Json | None:
    """The entity after the text lost `shift` units in front, or None if nothing is left of it."""
    start = max(entity["offset"] - shift, 0)
    end = min(entity["offset"] + entity["length"] - shift, length)
    return {**entity, "offset": start, "length": end - start} if end > start else None


# Telegram's demands on keyboards


def fault_of_url(url: str) -> str | None:
    """Why Telegram would not open this address from a button, or None."""
    if url.startswith(("tg://", "ton://")):
        return None
    scheme, separator, _ = url.partition("://")
    if separator and scheme.lower() not in {"http", "https"}:
        return "Unsupported URL protocol"
    try:
        host = urlsplit(url if separator else f"http://{url}").hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    return "Wrong HTTP URL" if _leads_nowhere(host) else None


def _leads_nowhere(host: str) -> bool:
    """Whether a family's phone could not reach it: no dot, a space, or this computer itself."""
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        return address.is_loopback or address.is_unspecified
    return "." not in host.strip(".") or host.endswith(".localhost") or " " in host


def check_button(button: Json) -> None:
    """Refuse an inline button which Telegram would refuse, or silently drop."""
    if not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in button if name not in {"text", "style", "icon_custom_emoji_id"}]
    if len(actions) != 1 or button.get("callback_data") == "":
        raise bad_request(
            "can't parse InlineKeyboardButton: Text buttons are not allowed in the inline keyboard"
        )
    if len(str(button.get("callback_data", "")).encode()) > CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and (fault := fault_of_url(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: {fault}")


def read_markup(parameters: Json) -> Json:
    """The inline keyboard as the message will carry it, or nothing; Refused if it may not be."""
    markup = parameters.get("reply_markup")
    if not markup:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = [row for row in markup.get("inline_keyboard") or () if row]
    for button in (button for row in rows for button in row):
        check_button(button)
    size = len(json.dumps(markup, ensure_ascii=False, separators=(",", ":")).encode())
    if sum(map(len, rows)) > KEYBOARD_BUTTONS or size > KEYBOARD_BYTES:
        raise bad_request("reply markup is too long")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


# People


class Person:
    """Somebody with a phone, in a private chat with the bot. Made by `TelegramServer.person`.

    What they do becomes an update at once; what the bot sends is queued in order for `hears`, and
    stands on their `screen` with every later edit and deletion applied.
    """

    def __init__(self, server: "TelegramServer", user: Json, *, met: bool) -> None:
        self.id = int(user["id"])
        self.user = user
        self.chat = {key: user[key] for key in user if key not in {"is_bot", "language_code"}}
        self.chat["type"] = "private"
        self.met = met
        """Whether they ever wrote to the bot; before that it cannot write to them."""
        self.has_blocked = False
        self.notices: list[Notice] = []
        """Every answer to a press which had words, in order."""
        self.bell = server.bell
        self._server = server
        self._messages: dict[int, Message] = {}
        self._keyboards: dict[int, list[tuple[Button, ...]]] = {}
        self._heard: deque[Message] = deque()
        self._message_ids = count(1)

    # What they do

    async def says(self, text: str, **extra: Any) -> int:
        """Send a text, in parts if it is over 4,096 units. Returns the (first) message's id."""
        assert text, "Telegram's apps do not send an empty text"
        ids = [self._send({**_words(part), **extra}) for part in split_as_apps_do(text)]
        return ids[0]

    async def edits(self, message_id: int, text: str) -> None:
        """Change the words of one of their own messages, or of a file's caption."""
        before = self._messages[message_id].json
        words = _words(text) if "text" in before else _caption(text)
        kept = {key: before[key] for key in before if key not in {"text", "entities", "caption"}}
        after = {**kept, "edit_date": self._server.date(), **words}
        self._messages[message_id] = Message(after, by_bot=False)
        self._server.add_update("edited_message", after)

    async def deletes(self, message_id: int) -> None:
        """Take a message off their own screen. Telegram tells the bot nothing."""
        del self._messages[message_id]

    async def presses(
        self, label: str | int, *, on: int | None = None, timeout: float = WAIT_SECONDS
    ) -> Press:
        """Press a button: the newest one on the screen which says `label`, waiting for it to come.

        A number is a place in the newest keyboard, from 0. `on` is a message's id: the press is
        then of a button which that message has or ever had, as when the screen was out of date.
        """
        message_id, button = await self.bell.until(
            lambda: self._button(label, on),
            timeout,
            lambda: f"no button {label!r} after {timeout} s:\n{self.drawn()}",
        )
        assert button.data is not None, f"{label!r} opens {button.url}; it sends nothing"
        return await self.forges_press(button.data, message_id)

    async def forges_press(self, data: str, message_id: int) -> Press:
        """A press with any data at all, as a made-up app could send it."""
        message = self._messages.get(message_id)
        gone = {"chat": self.chat, "message_id": message_id, "date": 0}
        press = self._server.add_press(data, self)
        self._server.add_update(
            "callback_query",
            {
                "id": press.query_id,
                "from": self.user,
                "message": message.json if message else gone,
                "chat_instance": f"-{self.id}",
                "data": data,
            },
        )
        return press

    async def sends_voice(
        self, content: bytes = b"OggS, and a voice", *, duration: int = 3, size: int | None = None
    ) -> int:
        """A voice note. `size` is what Telegram claims where it is not the content's length."""
        details = self._server.keep_file("voice", "oga", content, size)
        return self._send({"voice": {**details, "duration": duration, "mime_type": "audio/ogg"}})

    async def sends_photo(self, content: bytes = PNG, *, caption: str = "") -> int:
        """A photo; Telegram offers it in two sizes."""
        return self._send({"photo": self._server.keep_photo(content), **_caption(caption)})

    async def sends_album(self, photos: Sequence[bytes] = (PNG, PNG), *, caption: str = "") -> int:
        """Several photos at once: a message each, the caption on the first, whose id this is."""
        group = {"media_group_id": self._server.new_id()}
        ids = [
            self._send({"photo": self._server.keep_photo(photo), **group, **_caption(words)})
            for photo, words in zip(photos, (caption, *[""] * len(photos)), strict=False)
        ]
        return ids[0]

    async def sends_document(
        self,
        content: bytes = b"%PDF-1.4 a letter",
        *,
        name: str = "letter.pdf",
        mime_type: str = "application/pdf",
        caption: str = "",
        size: int | None = None,
    ) -> int:
        """A file. `size` is what Telegram claims where it is not the content's length."""
        details = self._server.keep_file("documents", name.rpartition(".")[2], content, size)
        document = {**details, "file_name": name, "mime_type": mime_type}
        return self._send({"document": document, **_caption(caption)})

    async def sends_sticker(self, emoji: str = "👍") -> int:
        """A sticker."""
        details = self._server.keep_file("stickers", "webp", b"RIFF a sticker", None)
        shape = {"type": "regular", "width": 512, "height": 512}
        flags = {"is_animated": False, "is_video": False}
        return self._send({"sticker": {**details, **shape, **flags, "emoji": emoji}})

    async def sends_location(self, latitude: float = 51.5, longitude: float = -0.1) -> int:
        """A place on the map."""
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_contact(self, phone_number: str = "+447700900123", name: str = "Gran") -> int:
        """A card from their address book."""
        return self._send({"contact": {"phone_number": phone_number, "first_name": name}})

    async def sends(self, **content: Any) -> int:
        """Any other kind of message: `sends(dice={"emoji": "🎲", "value": 4})`."""
        return self._send(content)

    async def sends_raw(self, update: Json) -> None:
        """An update as it is; an `update_id` is put in where it has none."""
        self._server.add_raw_update(update)

    async def blocks(self) -> None:
        """Stop the bot: it is told, and may not write from now on."""
        self._change_standing("member", "kicked")

    async def unblocks(self) -> None:
        """Let the bot write again."""
        self._change_standing("kicked", "member")

    # What they see

    @property
    def screen(self) -> list[Message]:
        """Both sides of the chat as it looks now, oldest first."""
        return list(self._messages.values())

    async def hears(self, count: int = 1, timeout: float = WAIT_SECONDS) -> list[Message]:
        """The bot's next `count` messages, in the order and as they were first sent."""
        await self.bell.until(
            lambda: len(self._heard) >= count or None,
            timeout,
            lambda: f"{len(self._heard)} of {count} messages in {timeout} s:\n{self.drawn()}",
        )
        return [self._heard.popleft() for _ in range(count)]

    async def next_message(self, timeout: float = WAIT_SECONDS) -> Message:
        """The bot's next message."""
        (message,) = await self.hears(1, timeout)
        return message

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """Fail if the bot's next message is there already, or comes within `seconds`."""
        with suppress(TimeoutError):
            await self.bell.wait(lambda: bool(self._heard) or None, seconds)
        assert not self._heard, f"expected silence:\n{self.drawn()}"

    async def sees(self, words: str, timeout: float = WAIT_SECONDS) -> Message:
        """The newest of the bot's messages with these words in it, sent or edited to have them."""
        return await self.bell.until(
            lambda: next((each for each in self._from_bot() if words in each.text), None),
            timeout,
            lambda: f"{words!r} not on the screen after {timeout} s:\n{self.drawn()}",
        )

    def drawn(self) -> str:
        """The screen as text, for a failing test."""
        return "\n".join(map(_drawn, self.screen)) or "(an empty screen)"

    # What the server does to their phone

    def show(self, content: Json) -> Json:
        """A message of the bot arrives."""
        message = Message({**self._envelope(self._server.bot), **content}, by_bot=True)
        self._put(message)
        self._heard.append(message)
        self.bell.ring()
        return message.json

    def change(self, message_id: object, changed: Callable[[Json], Json]) -> Json:
        """A message of the bot is edited by `changed`, which maps its json to the new one."""
        before = self._own(message_id, "edit")
        if not before.by_bot:
            raise bad_request("message can't be edited")
        after = changed(before.json)
        if after == before.json:
            raise bad_request(NOT_MODIFIED)
        self._put(Message({**after, "edit_date": self._server.date()}, by_bot=True))
        self.bell.ring()
        return self._messages[before.message_id].json

    def remove(self, message_id: object) -> None:
        """The bot deletes a message of either side."""
        message = self._own(message_id, "delete")
        if self._server.date() - message.json["date"] > DELETABLE_SECONDS:
            raise bad_request("message can't be deleted for everyone")
        del self._messages[message.message_id]
        self.bell.ring()

    def has(self, message_id: object) -> bool:
        """Whether this message still stands."""
        return message_id in self._messages

    def _own(self, message_id: object, deed: str) -> Message:
        if message_id is None:
            raise bad_request("message identifier is not specified")
        if not isinstance(message_id, int) or message_id not in self._messages:
            raise bad_request(f"message to {deed} not found")
        return self._messages[message_id]

    def _put(self, message: Message) -> None:
        self._messages[message.message_id] = message
        self._keyboards.setdefault(message.message_id, []).append(message.buttons)

    def _envelope(self, sender: Json) -> Json:
        return {
            "message_id": next(self._message_ids),
            "from": sender,
            "chat": self.chat,
            "date": self._server.date(),
        }

    def _send(self, content: Json) -> int:
        assert not self.has_blocked, f"{self.user['first_name']} has blocked the bot"
        self.met = True
        message = {**self._envelope(self.user), **content}
        self._put(Message(message, by_bot=False))
        self._server.add_update("message", message)
        return int(message["message_id"])

    def _change_standing(self, before: str, after: str) -> None:
        self.has_blocked = after == "kicked"
        until = {"until_date": 0}
        old, new = (
            {"user": self._server.bot, "status": status, **(until if status == "kicked" else {})}
            for status in (before, after)
        )
        change = {"old_chat_member": old, "new_chat_member": new, "date": self._server.date()}
        self._server.add_update("my_chat_member", {"chat": self.chat, "from": self.user, **change})

    def _from_bot(self) -> list[Message]:
        return [message for message in reversed(self.screen) if message.by_bot]

    def _button(self, label: str | int, on: int | None) -> tuple[int, Button] | None:
        keyboards = (
            [(message.message_id, message.buttons) for message in self._from_bot()]
            if on is None
            else [(on, buttons) for buttons in reversed(self._keyboards.get(on, []))]
        )
        for message_id, buttons in keyboards:
            for place, button in enumerate(buttons):
                if label in {place, button.label}:
                    return message_id, button
            if isinstance(label, int) and buttons:
                return None
        return None


def _words(text: str) -> Json:
    """A person's text, with a command marked as Telegram marks it."""
    command = re.match(r"/\w+(@\w+)?", text)
    mark = {"type": "bot_command", "offset": 0, "length": command.end()} if command else None
    return {"text": text, **({"entities": [mark]} if mark else {})}


def _caption(words: str) -> Json:
    return {"caption": words} if words else {}


def _drawn(message: Message) -> str:
    kinds = [key for key in ("photo", "document", "voice", "sticker") if key in message.json]
    words = " ".join([*(f"({kind})" for kind in kinds), message.text]).replace("\n", "\n         ")
    rows = [" ".join(f"[{button.label}]" for button in row) for row in message.rows]
    return "\n         ".join([("bot:     " if message.by_bot else "family:  ") + words, *rows])


# The server


@dataclass
class Fault:
    """Something that goes wrong with the next `times` calls of a method, in one chat or in all."""

    method: str
    times: int
    chat: Person | None
    refusal: Refusal | None = None
    loses: str = ""
    """ "request" (dropped before the act) or "response" (dropped after it)."""

    def hits(self, call: Call) -> bool:
        """Whether it is this call's turn to go wrong."""
        here = self.chat is None or self.chat.id == call.parameters.get("chat_id")
        return self.times > 0 and self.method.lower() in {"*", call.method.lower()} and here


class StoredFile(NamedTuple):
    """A file on Telegram's side; `size` is what is claimed, in bytes."""

    path: str
    content: bytes
    size: int


class TelegramServer:
    """The Bot API on a free port of 127.0.0.1, for one bot."""

    def __init__(self, token: str = "4242:a-token-for-the-tests-only") -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Family plan",
            "username": "family_plan_test_bot",
        }
        self.calls: list[Call] = []
        self.confirmed: list[Confirmed] = []
        self.people: dict[int, Person] = {}
        self.presses: dict[str, Press] = {}
        self.settings: dict[str, Json] = {}
        """By method name: the parameters last accepted of setMyCommands and its like."""
        self.webhook = ""
        self.bell = Bell()
        self._acts: dict[str, tuple[str, Callable[[Call], object]]] = {
            name.lower(): (name, act) for name, act in self._named_acts().items()
        }
        self._pending: deque[Json] = deque()
        self._allowed: frozenset[str] | None = None
        self._files: dict[str, StoredFile] = {}
        self._faults: list[Fault] = []
        self._slowness: dict[str, float] = {}
        self._garbles: deque[tuple[str, object]] = deque()
        self._ids = count(1)
        self._update_ids = count(1001)
        self._polls = 0
        self._passed = 0.0
        self._port = 0
        self._runner: web.AppRunner | None = None

    # Its life

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen: on a free port the first time, on the same one after a `stop`."""
        app = web.Application(client_max_size=UPLOAD_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._serve_call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, as an outage would; nothing is forgotten."""
        runner, self._runner = self._runner, None
        self.bell.ring()
        if runner is not None:
            await runner.cleanup()

    @property
    def url(self) -> str:
        """The base address, as TELEGRAM_API_BASE takes it."""
        return f"http://127.0.0.1:{self._port}"

    # What a test asks of it

    def person(
        self,
        id: int | None = None,
        first_name: str = "Sam",
        language_code: str | None = "en",
        *,
        met: bool = False,
        **others: Any,
    ) -> Person:
        """Somebody with Telegram. `met`: they wrote to the bot before, so it may write first."""
        number = 70_000 + next(self._ids) if id is None else id
        user = {"id": number, "is_bot": False, "first_name": first_name, **others}
        if language_code is not None:
            user["language_code"] = language_code
        self.people[number] = Person(self, user, met=met)
        return self.people[number]

    def calls_of(self, method: str) -> list[Call]:
        """The bot's calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    @property
    def refusals(self) -> list[Call]:
        """The calls which were refused, for whatever reason; a well-behaved bot has none."""
        return [call for call in self.calls if call.refusal is not None]

    @property
    def pending(self) -> list[Json]:
        """The updates which the bot has not confirmed."""
        return list(self._pending)

    async def all_confirmed(self, timeout: float = WAIT_SECONDS) -> None:
        """Wait until the bot has confirmed every update."""
        await self.bell.until(
            lambda: not self._pending or None,
            timeout,
            lambda: f"not confirmed after {timeout} s: {self.pending}",
        )

    def content(self, message: Message) -> bytes:
        """The file of a message."""
        assert message.file_id is not None, f"a message without a file: {message.json}"
        return self._files[message.file_id].content

    def date(self) -> int:
        """The server's clock, in Unix seconds."""
        return int(time.time() + self._passed)

    def pass_time(self, *, hours: float = 0, seconds: float = 0) -> None:
        """Move the server's clock on: messages and presses grow old."""
        self._passed += hours * 3600 + seconds

    # What a test makes go wrong. "*" is any method; "file" is a download.

    def fail_next(
        self,
        method: str,
        status: int = 500,
        description: str = "Internal Server Error",
        *,
        times: int = 1,
        chat: Person | None = None,
    ) -> None:
        """Refuse the next calls without doing anything."""
        self._faults.append(Fault(method, times, chat, Refusal(status, description)))

    def too_many(
        self, method: str, retry_after: int = 1, times: int = 1, *, chat: Person | None = None
    ) -> None:
        """Answer 429 and how many seconds to wait."""
        refusal = Refusal(
            429,
            f"Too Many Requests: retry after {retry_after}",
            {"retry_after": retry_after},
        )
        self._faults.append(Fault(method, times, chat, refusal))

    def lose_response(self, method: str, times: int = 1, *, chat: Person | None = None) -> None:
        """Do what was asked, then drop the connection."""
        self._faults.append(Fault(method, times, chat, loses="response"))

    def lose_request(self, method: str, times: int = 1, *, chat: Person | None = None) -> None:
        """Drop the connection without doing what was asked."""
        self._faults.append(Fault(method, times, chat, loses="request"))

    def slow(self, method: str, seconds: float) -> None:
        """Let every call wait that long before anything is done; 0 ends it."""
        self._slowness[method.lower()] = seconds

    def garble_next_update(self, name: str = "from", value: object = "nobody") -> None:
        """Spoil a field of the next update, so that it fits no schema; its chat stays readable."""
        self._garbles.append((name, value))

    # Updates

    def add_update(self, kind: str, payload: Json) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if kind in UNASKED_UPDATES if self._allowed is None else kind not in self._allowed:
            return
        if self._garbles:
            name, value = self._garbles.popleft()
            payload = {**payload, name: value}
        self.add_raw_update({kind: payload})

    def add_raw_update(self, update: Json) -> None:
        """Queue an update as it is."""
        self._pending.append({"update_id": next(self._update_ids), **update})
        self.bell.ring()

    def add_press(self, data: str, person: Person) -> Press:
        """A pressed button begins to wait for its answer."""
        press = Press(self.new_id(), data, self.date(), person)
        self.presses[press.query_id] = press
        return press

    def new_id(self) -> str:
        """An id as Telegram makes them: digits in a string."""
        return str(4_000_000_000 + next(self._ids))

    async def _get_updates(self, call: Call) -> list[Json]:
        if self.webhook:
            raise Refused(WEBHOOK_ACTIVE)
        asked = call.parameters
        self._confirm(asked.get("offset") or 0)
        if (kinds := asked.get("allowed_updates")) is not None:
            self._allowed = frozenset(kinds) or None
        self._polls += 1
        mine, most = self._polls, min(max(asked.get("limit") or 100, 1), 100)
        self.bell.ring()

        def found() -> list[Json] | None:
            if self._polls != mine:
                raise Refused(OTHER_POLL)
            batch = list(islice(self._pending, most))
            return batch if batch or self._runner is None else None

        try:
            return await self.bell.wait(found, min(asked.get("timeout") or 0, POLL_SECONDS))
        except TimeoutError:
            return []

    def _confirm(self, offset: int) -> None:
        """Drop the updates below `offset`; a negative one keeps that many of the newest."""
        if offset < 0:
            self._pending = deque(self._pending, maxlen=-offset)
            self._pending = deque(self._pending)
        if offset > 0:
            self.confirmed.append(Confirmed(offset, time.monotonic()))
            while self._pending and self._pending[0]["update_id"] < offset:
                self._pending.popleft()

    # Files

    def keep_file(self, folder: str, ending: str, content: bytes, size: int | None) -> Json:
        """Store a file; returns what a message says of it."""
        number = next(self._ids)
        file_id = f"{folder}-{number}"
        stored = StoredFile(f"{folder}/file_{number}.{ending}", content, size or len(content))
        self._files[file_id] = stored
        return {"file_id": file_id, "file_unique_id": f"u{number}", "file_size": stored.size}

    def keep_photo(self, content: bytes) -> list[Json]:
        """Store a photo in two sizes, the larger last."""
        return [
            {**self.keep_file("photos", "jpg", content, None), "width": width, "height": width}
            for width in (90, 1280)
        ]

    # Calls

    async def _serve_call(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await self._received(request)
            return web.json_response({"ok": True, "result": await self._done(call)})
        except Refused as refused:
            return web.json_response(refused.refusal.body(), status=refused.refusal.code)
        except ConnectionLost:
            return _dropped(request)

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        call = Call("file", {"path": request.match_info["path"]}, {}, time.monotonic())
        self.calls.append(call)
        try:
            self._check_token(request)
            return web.Response(body=await self._with_faults(call, self._download))
        except Refused as refused:
            return web.json_response(refused.refusal.body(), status=refused.refusal.code)
        except ConnectionLost:
            return _dropped(request)

    async def _received(self, request: web.Request) -> Call:
        self._check_token(request)
        name, _ = self._acts.get(request.match_info["method"].lower(), ("", None))
        if not name:
            raise Refused(NOT_FOUND)
        call = Call(name, *await _read_body(request), time.monotonic())
        self.calls.append(call)
        return call

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.token:
            raise Refused(UNAUTHORIZED)

    async def _done(self, call: Call) -> object:
        return await self._with_faults(call, self._acts[call.method.lower()][1])

    async def _with_faults(self, call: Call, act: Callable[[Call], Any]) -> Any:
        """Do what was asked, unless a fault was set for it."""
        fault = next((each for each in self._faults if each.hits(call)), None) or Fault("", 0, None)
        fault.times -= 1
        if fault.loses == "request":
            raise ConnectionLost
        await asyncio.sleep(self._slowness.get(call.method.lower(), 0))
        try:
            result = await self._performed(call, act, fault.refusal)
        except Refused as refused:
            call.refusal = refused.refusal
            raise
        if fault.loses == "response":
            raise ConnectionLost
        return result

    @staticmethod
    async def _performed(call: Call, act: Callable[[Call], Any], refusal: Refusal | None) -> Any:
        if refusal is not None:
            raise Refused(refusal)
        result = act(call)
        return await result if asyncio.iscoroutine(result) else result

    def _named_acts(self) -> dict[str, Callable[[Call], object]]:
        """Every method there is here. Telegram does not mind the case of their letters."""
        return {
            "getMe": lambda _: {**self.bot, "can_join_groups": False},
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "sendChatAction": self._send_chat_action,
            "editMessageText": self._edit_message_text,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "deleteMessage": self._delete_message,
            "answerCallbackQuery": self._answer_callback_query,
            "getFile": self._get_file,
            "setMyCommands": self._set_my_commands,
            "setMyDescription": self._set_my_description,
            "setMyShortDescription": self._set_my_short_description,
        }

    def _chat(self, call: Call) -> Person:
        chat_id = call.parameters.get("chat_id")
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        person = self.people.get(chat_id) if isinstance(chat_id, int) else None
        if person is None or not person.met:
            raise bad_request("chat not found")
        if person.has_blocked:
            raise Refused(BLOCKED)
        return person

    def _show(self, call: Call, person: Person, content: Json) -> Json:
        """Deliver a message of the bot, with its keyboard and what it replies to."""
        reply = call.parameters.get("reply_parameters") or {}
        missing = reply and not person.has(reply.get("message_id"))
        if missing and not _is_true(reply.get("allow_sending_without_reply")):
            raise bad_request("message to be replied not found")
        return person.show({**content, **read_markup(call.parameters)})

    def _send_message(self, call: Call) -> Json:
        person = self._chat(call)
        return self._show(call, person, _text_of(call.parameters))

    def _send_photo(self, call: Call) -> Json:
        person, caption = self._chat(call), read_text(call.parameters, "caption", CAPTION_UNITS)
        _, content = self._uploaded(call, "photo")
        if len(content) > PHOTO_BYTES:
            raise bad_request(
                f"file of size {len(content)} bytes is too big for a photo; "
                f"the maximum size is {PHOTO_BYTES} bytes"
            )
        if not content.startswith(PICTURES):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self._show(call, person, {"photo": self.keep_photo(content), **_present(caption)})

    def _send_document(self, call: Call) -> Json:
        person, caption = self._chat(call), read_text(call.parameters, "caption", CAPTION_UNITS)
        name, content = self._uploaded(call, "document")
        document = self.keep_file("documents", name.rpartition(".")[2], content, None)
        return self._show(call, person, {"document": {**document, "file_name": name}, **_present(caption)})

    def _uploaded(self, call: Call, name: str) -> Upload:
        """The file of a call: sent along with it, or known from before by its file id."""
        value = str(call.parameters.get(name) or "")
        upload = call.files.get(value.removeprefix("attach://")) or call.files.get(name)
        if upload is None and value in self._files:
            upload = Upload(self._files[value].path.rpartition("/")[2], self._files[value].content)
        if upload is None and not value:
            raise bad_request(f"there is no {name} in the request")
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if not upload.content:
            raise bad_request("file must be non-empty")
        return upload

    def _send_chat_action(self, call: Call) -> bool:
        self._chat(call)
        if not call.parameters.get("action"):
            raise bad_request("wrong parameter action in request")
        return True

    def _edit_message_text(self, call: Call) -> Json:
        person, words = self._chat(call), _text_of(call.parameters)
        markup = read_markup(call.parameters)

        def changed(before: Json) -> Json:
            if "text" not in before:
                raise bad_request("there is no text in the message to edit")
            kept = {"entities", "text", "reply_markup"}
            return {**{key: before[key] for key in before if key not in kept}, **words, **markup}

        return person.change(call.parameters.get("message_id"), changed)

    def _edit_message_reply_markup(self, call: Call) -> Json:
        person, markup = self._chat(call), read_markup(call.parameters)

        def changed(before: Json) -> Json:
            return {**{key: before[key] for key in before if key != "reply_markup"}, **markup}

        return person.change(call.parameters.get("message_id"), changed)

    def _delete_message(self, call: Call) -> bool:
        self._chat(call).remove(call.parameters.get("message_id"))
        return True

    def _answer_callback_query(self, call: Call) -> bool:
        press = self.presses.get(str(call.parameters.get("callback_query_id")))
        too_old = press is not None and self.date() - press.date > QUERY_SECONDS
        if press is None or press.answer is not None or too_old:
            raise bad_request(QUERY_GONE)
        text = str(call.parameters.get("text") or "")
        if units(text) > NOTICE_UNITS:
            raise bad_request("MESSAGE_TOO_LONG")
        press.answer = Notice(text, _is_true(call.parameters.get("show_alert")))
        if text:
            press.person.notices.append(press.answer)
        self.bell.ring()
        return True

    def _get_file(self, call: Call) -> Json:
        file_id = str(call.parameters.get("file_id") or "")
        if not file_id:
            raise bad_request("file_id not specified")
        if file_id not in self._files:
            raise bad_request("invalid file_id")
        path, _, size = self._files[file_id]
        if size > DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        unique_id = "u" + file_id.rpartition("-")[2]
        sizes = {"file_size": size, "file_path": path}
        return {"file_id": file_id, "file_unique_id": unique_id, **sizes}

    def _download(self, call: Call) -> bytes:
        for path, content, size in self._files.values():
            if path == call.parameters["path"] and size <= DOWNLOAD_BYTES:
                return content
        raise Refused(NOT_FOUND)

    def _set_webhook(self, call: Call) -> bool:
        url = str(call.parameters.get("url") or "")
        if url and not url.startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = url
        return self._drop_pending(call)

    def _delete_webhook(self, call: Call) -> bool:
        self.webhook = ""
        return self._drop_pending(call)

    def _drop_pending(self, call: Call) -> bool:
        if _is_true(call.parameters.get("drop_pending_updates")):
            self._pending.clear()
            self.bell.ring()
        return True

    def _set_my_commands(self, call: Call) -> bool:
        commands = call.parameters.get("commands") or []
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command"))):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= units(str(command.get("description") or "")) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        return self._keep_setting(call)

    def _set_my_description(self, call: Call) -> bool:
        if units(str(call.parameters.get("description") or "")) > 512:
            raise bad_request("description is too long")
        return self._keep_setting(call)

    def _set_my_short_description(self, call: Call) -> bool:
        if units(str(call.parameters.get("short_description") or "")) > 120:
            raise bad_request("short description is too long")
        return self._keep_setting(call)

    def _keep_setting(self, call: Call) -> bool:
        self.settings[call.method] = call.parameters
        return True


def _text_of(parameters: Json) -> Json:
    """The text of a message, which may not be empty."""
    words = read_text(parameters, "text", TEXT_UNITS)
    if not words["text"]:
        raise bad_request("message text is empty")
    return words


def _present(words: Json) -> Json:
    """A caption without its empty parts."""
    return {key: value for key, value in words.items() if value}


def _is_true(value: object) -> bool:
    return value in (True, "true", "True", "1", 1)


def _dropped(request: web.Request) -> web.Response:
    """Cut the line; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _read_body(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """The parameters and files of a call: from its address, and JSON or either kind of form."""
    parameters: Json = dict(request.query)
    files: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            parameters.update(await request.json())
        else:
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    with value.file:
                        files[name] = Upload(value.filename, value.file.read())
                else:
                    parameters[name] = value
    except web.HTTPRequestEntityTooLarge:
        raise Refused(TOO_LARGE) from None
    except (ValueError, TypeError):
        raise bad_request("can't parse JSON object") from None
    return {name: _typed(name, value) for name, value in parameters.items()}, files


def _typed(name: str, value: object) -> object:
    """A parameter as JSON would carry it, however it came."""
    if not isinstance(value, str):
        return value
    if name in STRUCTURED and value:
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
    return int(value) if name in WHOLE and re.fullmatch(r"-?\d{1,18}", value) else value
