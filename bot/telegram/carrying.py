"""Telegram as a carrier: draws what is to be shown and brings it to the chat.

`courier` calls `carry`, `retire` and `apologise` in its own order; `reception` calls `answer` for every
press. Where Telegram may carry no words, each message is a sentence of ours and a link, and help lines.
"""

from typing import Any

from bot.carriers import Delivered, Later, Lost, Parcel, Refused, Undelivered, Urgency
from bot.openings import Openings
from bot.telegram.beside import Want, beside, key
from bot.telegram.drawing import Drawn, Look, announced, draw, plain
from bot.telegram.fitting import cut
from bot.telegram.keyboard import Key, Rows
from bot.telegram.phrases import PhrasesIn
from bot.telegram.sending import Api, Json
from dialogs.conversation import Prompt, Screen
from storage.errors import StorageError

NOTICE_UNITS = 200
"""The longest answer to a press (https://core.telegram.org/bots/api#answercallbackquery)."""
BAD_REQUEST = 400


class TelegramCarrier:
    """Brings messages to Telegram chats."""

    def __init__(
        self,
        api: Api,
        phrases: PhrasesIn,
        *,
        help_page: str | None = None,
        desk: str | None = None,
        openings: Openings | None = None,
    ) -> None:
        """`help_page`: the public page of help lines. `openings`: gives links to a person's own page.
        `desk`: where Telegram carries no words, the address of the desk.

        All are addresses that a phone can reach (`links.reachable`); Telegram refuses others.
        """
        self._api = api
        self._phrases = phrases
        self._help_page = help_page
        self._desk = desk
        self._openings = openings

    @property
    def carries_words(self) -> bool:
        """False where a message is a sentence of ours and a link."""
        return self._desk is None

    async def carry(self, chat: int, parcel: Parcel) -> Delivered:
        """Send the message, or edit the one that stands."""
        if parcel.file is not None:
            return Delivered(_number(await self._api.send_file(chat, parcel.file)))
        if parcel.shown is not None:
            return await self._show(chat, parcel)
        standing = parcel.prompt.message if parcel.prompt and parcel.redraw else None
        drawn = await self.drawn(chat, parcel)
        if not standing or not self.carries_words:
            return await self._send(chat, drawn)
        try:
            await self._api.call(*_edit(chat, standing, drawn, parcel.prompt))
        except Refused as refused:
            if "not modified" not in str(refused):
                if refused.code != BAD_REQUEST:
                    raise
                return await self._send(chat, drawn)
        return Delivered(standing)

    async def drawn(self, chat: int, parcel: Parcel) -> Drawn:
        """The message that a parcel makes."""
        phrases = self._phrases(parcel.language)
        look = Look(phrases, parcel.pretend, self._help_page)
        if parcel.words and (self.carries_words or parcel.urgency is Urgency.REPLY):
            return plain(parcel.words, look)
        if not self.carries_words:
            return await self._elsewhere(chat, parcel, look)
        if parcel.for_worker:
            return plain(phrases.flagged if parcel.urgency is Urgency.FLAG else phrases.waiting, look)
        if parcel.prompt is None:
            return announced(parcel.letter, look)
        drawn = draw(parcel.prompt, look)
        return drawn._replace(rows=beside(parcel, drawn.rows, phrases, link=self._openings is not None))

    async def link(self, chat: int) -> str | None:
        """A new link to the page of whoever's chat this is; None where there can be none.

        Raises `StorageError`.
        """
        return await self._openings.link_for(chat) if self._openings is not None else None

    async def _elsewhere(self, chat: int, parcel: Parcel, look: Look) -> Drawn:
        """Where Telegram carries no words: a sentence, and the way on. Help lines are nobody's secret."""
        phrases = look.phrases
        if parcel.words or parcel.for_worker:
            return plain(phrases.message, look)._replace(rows=((Key(phrases.open, url=self._desk or ""),),))
        if parcel.urgency is not Urgency.REPLY:
            # The link is made when somebody wants it: by then this message may be hours old.
            return plain(phrases.message, look)._replace(rows=((key(phrases.open, Want.BROWSER),),))
        try:
            link = await self.link(chat)
        except StorageError as error:
            raise Later(type(error).__name__) from None
        rows: Rows = ((Key(phrases.in_browser, url=link),),) if link else ()
        if parcel.prompt is not None and parcel.prompt.screen in _NUMBERS:
            words = "\n\n".join((*parcel.prompt.said, parcel.prompt.text))
            more: Rows = ((Key(phrases.more_help, url=self._help_page),),) if self._help_page else ()
            return plain(words, look)._replace(rows=(*more, *rows))
        if parcel.kept:
            return plain(phrases.kept_go_on, look)._replace(rows=rows)
        ended = phrases.ended.get(parcel.prompt.screen) if parcel.prompt is not None else None
        return plain(ended or phrases.go_on, look)._replace(rows=rows)

    async def _show(self, chat: int, parcel: Parcel) -> Delivered:
        """What somebody asked to see, in place of an earlier message where there is one."""
        drawn: Drawn = parcel.shown
        if parcel.asks:
            message = _message(chat, drawn) | {"reply_markup": {"force_reply": True}}
            return Delivered(_number(await self._api.call("sendMessage", message)))
        if parcel.instead_of is None:
            return await self._send(chat, drawn)
        try:
            edited = _message(chat, drawn) | {"message_id": parcel.instead_of}
            await self._api.call("editMessageText", edited)
        except Refused as refused:
            if "not modified" not in str(refused):
                return await self._send(chat, drawn)
        return Delivered(parcel.instead_of)

    async def retire(self, chat: int, message: int) -> None:
        """Take the buttons off an older message; a stale press meets a kind word where this fails."""
        await self._at_best("editMessageReplyMarkup", {"chat_id": chat, "message_id": message})

    async def apologise(self, chat: int, language: str) -> None:
        """Say that a screen could not be shown, and how to go on."""
        words = self._phrases(language).not_shown
        await self._at_best("sendMessage", {"chat_id": chat, "text": words})

    async def answer(self, query: str, words: str = "") -> None:
        """End the waiting of a pressed button, with a passing word or none."""
        text = {"text": cut(words, NOTICE_UNITS)} if words else {}
        await self._at_best("answerCallbackQuery", {"callback_query_id": query, **text})

    async def _send(self, chat: int, drawn: Drawn) -> Delivered:
        sent = await self._api.call("sendMessage", _message(chat, drawn))
        return Delivered(_number(sent))

    async def _at_best(self, method: str, parameters: Json) -> None:
        try:
            await self._api.call(method, parameters)
        except Undelivered:
            return


def _message(chat: int, drawn: Drawn) -> Json:
    # A preview of a link to help lines would show on a lock screen what the link is about (H2).
    message: Json = {
        "chat_id": chat,
        "text": drawn.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return message | {"reply_markup": _markup(drawn.rows)} if drawn.rows else message


_NUMBERS = frozenset({Screen.HELP, Screen.RED_FLAG})
_PAGES = frozenset({Screen.CHECK, Screen.YOU_SAID})
"""Screens of which a page can be turned, beside what is read one sentence at a time."""


def _edit(chat: int, standing: int, drawn: Drawn, prompt: Prompt | None) -> tuple[str, Json]:
    """The call that puts a message right: a page turns where it stands, else only the buttons change."""
    if prompt is not None and (prompt.easy or prompt.screen in _PAGES):
        return "editMessageText", _message(chat, drawn) | {"message_id": standing}
    return "editMessageReplyMarkup", _edited(chat, standing, drawn.rows)


def _edited(chat: int, message: int, rows: Rows) -> Json:
    return {"chat_id": chat, "message_id": message, "reply_markup": _markup(rows)}


def _markup(rows: Rows) -> Json:
    return {"inline_keyboard": [[_button(key) for key in row] for row in rows]}


def _button(key: Key) -> Json:
    return {"text": key.label, "url": key.url} if key.url else {"text": key.label, "callback_data": key.data}


def _number(sent: Any) -> int:
    """The id of a message, of all that Telegram says about it."""
    try:
        return int(sent["message_id"])
    except (KeyError, TypeError, ValueError):
        raise Lost("an answer without a message") from None
