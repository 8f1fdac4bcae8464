"""People on Telegram: what they type goes through aiogram's dispatcher, and Telegram itself is played here."""

import re
from html import unescape
from typing import Any

from aiogram import Dispatcher

from bot.demo.somebody import Somebody, is_called
from bot.demo.transcript import Transcript
from bot.product import Product
from bot.telegram import Telegram, Update
from bot.telegram.sending import Api


class Overheard(Api):
    """Telegram, played: takes every call of the bot, and shows the messages."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.newest = 0
        self.rows: dict[int, dict[int, list[tuple[str, str]]]] = {}
        """Chat -> message -> its buttons: label, and what pressing it sends."""

    async def call(self, method: str, parameters: dict[str, Any], seconds: float = 0) -> Any:
        """What Telegram would answer."""
        if method == "sendMessage":
            self.newest += 1
            self._heard(self.newest, parameters)
            return {"message_id": self.newest}
        if method == "editMessageText":
            self._heard(parameters["message_id"], parameters)
        return True

    def person_says(self) -> int:
        """The message id of what a person sends next."""
        self.newest += 1
        return self.newest

    def button(self, chat: int, label: str) -> tuple[int, str]:
        """The newest message of this chat with this button, and what pressing it sends."""
        rows = self.rows.get(chat, {})
        for message in sorted(rows, reverse=True):
            for shown, data in rows[message]:
                if is_called(shown, label):
                    return message, data
        raise LookupError(f"no button {label}")

    def _heard(self, message: int, parameters: dict[str, Any]) -> None:
        keyboard = parameters.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [(key["text"], key.get("callback_data", "")) for row in keyboard for key in row]
        self.rows.setdefault(parameters["chat_id"], {})[message] = buttons
        text = unescape(re.sub(r"<[^>]+>", "", parameters["text"]))
        labels = " ".join(f"[{label}]" for label, _ in buttons)
        self.transcript.tell("bot", re.sub(r"\n{2,}", "\n", text) + (f"\n{labels}" if labels else ""))


class OnTelegram(Somebody):
    """One person in a chat of their own."""

    def __init__(
        self, name: str, chat: int, product: Product, telegram: Telegram, dispatcher: Dispatcher
    ) -> None:
        self.name = name
        self.chat = chat
        self.product = product
        self.telegram = telegram
        self.dispatcher = dispatcher
        self.updates = chat * 1000
        self.opened: set[int] = set()

    @property
    def heard(self) -> Overheard:
        """The played Telegram."""
        api = self.telegram.api
        assert isinstance(api, Overheard)
        return api

    @property
    def labels(self) -> tuple[str, ...]:
        """What can be tapped on the newest screen."""
        rows = self.heard.rows.get(self.chat, {})
        return tuple(label for label, _ in rows[max(rows)]) if rows else ()

    async def says(self, words: str) -> None:
        """They type this."""
        self.heard.transcript.tell(self.name, words)
        await self._arrives({"message": self._message(self.heard.person_says()) | {"text": words}})

    async def opens(self) -> bool:
        """They open the oldest message that waits, whatever came after it. False where none does."""
        for message, row in sorted(self.heard.rows.get(self.chat, {}).items()):
            for label, data in row:
                if label == "Open" and message not in self.opened:
                    self.opened.add(message)
                    await self._taps(label, message, data)
                    return True
        return False

    async def presses(self, label: str) -> None:
        """They tap this. Raises `LookupError` where nothing is called so."""
        await self._taps(label, *self.heard.button(self.chat, label))

    async def _taps(self, label: str, message: int, data: str) -> None:
        self.heard.transcript.tell(self.name, f"[{label}]")
        query = {"id": str(self.updates), "from": self._person, "chat_instance": "1", "data": data}
        await self._arrives({"callback_query": query | {"message": self._message(message)}})

    @property
    def _person(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": self.name}

    def _message(self, id: int) -> dict[str, Any]:
        at = int(self.product.clock().timestamp())
        chat = {"id": self.chat, "type": "private", "first_name": self.name}
        return {"message_id": id, "date": at, "chat": chat, "from": self._person}

    async def _arrives(self, update: dict[str, Any]) -> None:
        self.updates += 1
        raw = {"update_id": self.updates} | update
        await self.dispatcher.feed_update(self.telegram.bot, Update.model_validate(raw))
        await self.telegram.courier.emptied(self.chat)
