"""Telegram as a carrier: draws what is to be shown and brings it to the chat.

`courier` calls `carry`, `retire` and `apologise` in its own order; `reception` calls `answer` for every
press. Where Telegram may carry no words (`page`), each message is a sentence of ours and a link.
"""

from typing import Any

from bot.carriers import Delivered, Lost, Parcel, Refused, Undelivered, Urgency
from bot.telegram.drawing import Drawn, Look, announced, draw, elsewhere, plain
from bot.telegram.fitting import cut
from bot.telegram.keyboard import Key, Rows
from bot.telegram.phrases import PhrasesIn
from bot.telegram.sending import Api, Json

NOTICE_UNITS = 200
"""The longest answer to a press (https://core.telegram.org/bots/api#answercallbackquery)."""
BAD_REQUEST = 400


class TelegramCarrier:
    """Brings messages to Telegram chats."""

    def __init__(
        self, api: Api, phrases: PhrasesIn, *, help_page: str | None = None, page: str | None = None
    ) -> None:
        """`help_page`: the public page of help lines. `page`: where Telegram carries no words, the way on,
        with a slash at its end; practitioners find the desk behind it.

        Both are addresses that a phone can reach (`links.reachable`); Telegram refuses others.
        """
        self._api = api
        self._phrases = phrases
        self._help_page = help_page
        self._page = page

    async def carry(self, chat: int, parcel: Parcel) -> Delivered:
        """Send the message, or edit the one that stands."""
        standing = parcel.prompt.message if parcel.prompt and parcel.redraw else None
        drawn = self.drawn(parcel)
        if standing and self._page is None:
            try:
                await self._api.call("editMessageReplyMarkup", _edited(chat, standing, drawn.rows))
                return Delivered(standing)
            except Refused as refused:
                if "not modified" in str(refused):
                    return Delivered(standing)
                if refused.code != BAD_REQUEST:
                    raise
        return await self._send(chat, drawn)

    def drawn(self, parcel: Parcel) -> Drawn:
        """The message that a parcel makes."""
        phrases = self._phrases(parcel.language)
        look = Look(phrases, parcel.pretend, self._help_page)
        if parcel.words and (self._page is None or parcel.urgency is Urgency.REPLY):
            return plain(parcel.words, look)
        if self._page is not None:
            sentence = phrases.kept_go_on if parcel.urgency is Urgency.REPLY else phrases.message
            return elsewhere(sentence, self._page if not parcel.words else f"{self._page}desk", look)
        return draw(parcel.prompt, look) if parcel.prompt else announced(parcel.letter, look)

    async def show(self, chat: int, drawn: Drawn, *, instead_of: int | None = None) -> int | None:
        """Show this, in place of an earlier message where there is one; its id, or None if it did not come.

        For what somebody asked to see and can ask for again: it is not kept in the outbox.
        """
        try:
            if instead_of is not None:
                await self._api.call("editMessageText", _message(chat, drawn) | {"message_id": instead_of})
                return instead_of
            return (await self._send(chat, drawn)).message
        except Refused as refused:
            return instead_of if "not modified" in str(refused) else None
        except Undelivered:
            return None

    async def ask(self, chat: int, drawn: Drawn) -> int | None:
        """Show this, and have the person's app open an answer to it; its id, or None if it did not come."""
        message = _message(chat, drawn) | {"reply_markup": {"force_reply": True}}
        try:
            return _number(await self._api.call("sendMessage", message))
        except Undelivered:
            return None

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
