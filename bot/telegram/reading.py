"""An update as what it means: somebody said something, pressed, began, or left.

Every update is read by itself. Nothing here decides anything: `reception` asks whose chat it is,
and the engine does the rest. What is no private chat is nothing to us. Pure; times are handed in.
"""

import re
from datetime import datetime, tzinfo
from typing import Any, NamedTuple, Self, TypeVar

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, MessageOriginUser, Update

from bot.telegram.beside import COMMANDS, Beside, Want
from bot.telegram.keyboard import Open, Press
from dialogs.events import (
    Arrived,
    Channel,
    Command,
    CommandGiven,
    Edited,
    Event,
    FileKind,
    FileReceived,
    LetterOpened,
    Odd,
    OddReceived,
    Opened,
    Pressed,
    TextReceived,
)
from dialogs.ids import EventId, FileId, LetterId, derived

READ_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for."""
MOST_FILE_BYTES = 20 * 1024 * 1024
"""Telegram lets bots fetch no more (https://core.telegram.org/bots/api#getfile)."""
NO_PROMPT = 0
"""Prompts count from 1: a press for this one is stale, whoever asks."""

_COMMANDS = {
    "start": Command.START,
    "help": Command.HELP,
    "stop": Command.STOP,
    "menu": Command.HUB,
    "hub": Command.HUB,
    "back": Command.BACK,
    "who": Command.WHO_READS,
}
_COMMAND = re.compile(r"/(\w+)(?:@\w+)?\s*")
_BEGINNING = re.compile(r"/start(?:@\w+)?\s+(\S{1,64})\s*", re.IGNORECASE)
E = TypeVar("E", bound=Arrived)

_SILENT = frozenset(
    {
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.WRITE_ACCESS_ALLOWED,
        ContentType.NEW_CHAT_TITLE,
    }
)
"""Telegram's own notes about a chat, which nobody said."""


class Spoke(NamedTuple):
    """Somebody wrote or sent something. Events come in the order in which they are to be taken."""

    chat: int
    update: int
    events: tuple[Event, ...]
    text: str = ""
    """What was typed, for a stranger's code."""
    origin: str = ""
    """Telegram's file id, where a file came."""
    replies_to: int | None = None


class Tapped(NamedTuple):
    """Somebody pressed a button; `event` is stale where the data was none of ours."""

    chat: int
    update: int
    event: Event
    query: str
    data: str
    message: int | None


class Wanted(NamedTuple):
    """Somebody wants something that is no step of the dialog: by a command, or by a button (`query`)."""

    chat: int
    update: int
    want: Want
    query: str = ""


class Began(NamedTuple):
    """Somebody came with a code: /start CODE, which is what a link does."""

    chat: int
    update: int
    code: str


class Stood(NamedTuple):
    """Somebody blocked the bot, or let it in again."""

    chat: int
    update: int
    blocked: bool


Reading = Spoke | Tapped | Wanted | Began | Stood


class Arrival(NamedTuple):
    """When an update reached us."""

    at: datetime
    """UTC."""
    local_hour: int
    """0 to 23, where the family is."""

    @classmethod
    def of(cls, at: datetime, zone: tzinfo) -> Self:
        """A moment, for a family in this time zone."""
        return cls(at, at.astimezone(zone).hour)


def read(update: Update, arrival: Arrival) -> Reading | None:
    """What an update means; None where it means nothing to us."""
    this = _Reader(update.update_id, arrival)
    if update.message is not None:
        return this.message(update.message) if _private(update.message) else None
    if update.callback_query is not None:
        return this.press(update.callback_query)
    if update.edited_message is not None:
        return this.edit(update.edited_message) if _private(update.edited_message) else None
    if update.my_chat_member is not None:
        return this.standing(update.my_chat_member)
    return None


def chat_of(raw: object) -> int | None:
    """The private chat that an update came from, as Telegram sent it, however spoiled the rest is."""
    for kind in READ_KINDS:
        found = _field(raw, kind)
        chat = _field(_field(found, "message") or found, "chat")
        number = _field(chat, "id")
        if isinstance(number, int) and _field(chat, "type") == ChatType.PRIVATE:
            return number
    return None


class _Reader:
    """Reads one update."""

    def __init__(self, update: int, arrival: Arrival) -> None:
        self.update = update
        self.arrival = arrival

    def event(self, kind: type[E], part: str = "", **fields: Any) -> E:
        """An event that this update makes; `part` tells a second one from the first."""
        return kind(
            id=EventId(f"tg{self.update}{part}"),
            at=self.arrival.at,
            local_hour=self.arrival.local_hour,
            channel=Channel.TELEGRAM,
            **fields,
        )

    def message(self, message: Message) -> Reading | None:
        """Something new in the chat."""
        chat = message.chat.id
        reply = message.reply_to_message
        replies_to = reply.message_id if reply is not None else None
        if message.text is not None:
            beginning = _BEGINNING.fullmatch(message.text) if not _passed_on(message) else None
            if beginning is not None:
                return Began(chat, self.update, beginning[1])
            command = _COMMAND.fullmatch(message.text) if not _passed_on(message) else None
            if command is not None and (want := COMMANDS.get(command[1].lower())):
                return Wanted(chat, self.update, want)
            event = self.text(message)
            return Spoke(chat, self.update, (event,), text=message.text, replies_to=replies_to)
        found = _kept(message)
        if isinstance(found, _Kept):
            return Spoke(chat, self.update, (self.file(found, message),), origin=found.origin)
        events = self.odd(found, message)
        return Spoke(chat, self.update, events) if events else None

    def text(self, message: Message) -> Event:
        """A command where it stands alone; everything else is somebody's words, or a forwarded message."""
        text, passed_on = message.text or "", _passed_on(message)
        command = _COMMAND.fullmatch(text) if not passed_on else None
        known = _COMMANDS.get(command[1].lower()) if command else None
        if known is not None:
            return self.event(CommandGiven, command=known)
        return self.event(TextReceived, text=text, message=message.message_id, passed_on=passed_on)

    def file(self, kept: "_Kept", message: Message) -> Event:
        """A file that stands for words, under an id of ours."""
        return self.event(
            FileReceived,
            file=FileId(derived(EventId(f"tg{self.update}"), "file")),
            file_kind=kept.kind,
            caption=message.caption or "",
            message=message.message_id,
            passed_on=_passed_on(message),
        )

    def odd(self, odd: Odd | None, message: Message) -> tuple[Event, ...]:
        """What cannot be kept; the words that came with it can, and come first."""
        if odd is None:
            return ()
        refused = self.event(OddReceived, what=odd)
        if not message.caption:
            return (refused,)
        words = self.event(
            TextReceived,
            "words",
            text=message.caption,
            message=message.message_id,
            passed_on=_passed_on(message),
        )
        return (words, refused)

    def press(self, query: CallbackQuery) -> Reading | None:
        """A pressed button. Data that is none of ours, or made by hand, is a stale press."""
        if query.message is None or query.message.chat.type != ChatType.PRIVATE:
            return None
        data = query.data or ""
        if data.startswith("b:"):
            try:
                want = Beside.unpack(data).want
                return Wanted(query.message.chat.id, self.update, want, query.id)
            except (ValueError, TypeError):
                """Made by hand: a stale press."""
        return Tapped(
            query.message.chat.id, self.update, self.pressed(data), query.id, data, query.message.message_id
        )

    def pressed(self, data: str) -> Event:
        """What the data says."""
        try:
            if data.startswith("l:"):
                letter = Open.unpack(data).letter
                return self.event(LetterOpened, letter=LetterId(letter)) if letter else self.event(Opened)
            press = Press.unpack(data)
        except (ValueError, TypeError):
            return self.event(Pressed, prompt=NO_PROMPT, button=0)
        return self.event(Pressed, prompt=press.prompt, button=press.button)

    def edit(self, message: Message) -> Reading | None:
        """Changed words; a location that moves on has none."""
        words = message.text if message.text is not None else message.caption
        if words is None:
            return None
        event = self.event(Edited, text=words, message=message.message_id)
        return Spoke(message.chat.id, self.update, (event,))

    def standing(self, change: ChatMemberUpdated) -> Reading | None:
        """The bot was blocked, or let in again."""
        if change.chat.type != ChatType.PRIVATE:
            return None
        return Stood(change.chat.id, self.update, blocked=change.new_chat_member.status == "kicked")


class _Kept(NamedTuple):
    """A file that may stand where text is asked."""

    kind: FileKind
    origin: str


def _kept(message: Message) -> _Kept | Odd | None:
    """The file of a message, or why there is none to keep; None for what nobody said."""
    if message.voice is not None or message.audio is not None:
        sound = message.voice or message.audio
        return _within_limit(FileKind.VOICE, sound.file_id, sound.file_size) if sound else None
    if message.photo:
        largest = message.photo[-1]
        return _within_limit(FileKind.PHOTO, largest.file_id, largest.file_size)
    if message.document is not None and (message.document.mime_type or "").startswith("image/"):
        return _within_limit(FileKind.PHOTO, message.document.file_id, message.document.file_size)
    return _ODD.get(message.content_type, None if message.content_type in _SILENT else Odd.OTHER)


def _within_limit(kind: FileKind, origin: str, size: int | None) -> _Kept | Odd:
    return Odd.TOO_LARGE if (size or 0) > MOST_FILE_BYTES else _Kept(kind, origin)


_ODD: dict[str, Odd] = {
    ContentType.STICKER: Odd.STICKER,
    ContentType.LOCATION: Odd.LOCATION,
    ContentType.VENUE: Odd.LOCATION,
    ContentType.CONTACT: Odd.CONTACT,
    ContentType.DOCUMENT: Odd.WRONG_FILE,
    ContentType.VIDEO: Odd.WRONG_FILE,
    ContentType.VIDEO_NOTE: Odd.WRONG_FILE,
    ContentType.ANIMATION: Odd.WRONG_FILE,
}


def _field(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _passed_on(message: Message) -> bool:
    """Whether it was forwarded, and not written by the person who sent it."""
    origin = message.forward_origin
    if origin is None:
        return False
    sender = message.from_user
    mine = isinstance(origin, MessageOriginUser) and sender is not None and origin.sender_user.id == sender.id
    return not mine


def _private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE
