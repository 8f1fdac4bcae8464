"""The floor: the least that a bot can do with an answer, against which ours is measured.

Called by `load`, as a process of its own; calls aiogram and sqlite3. Every text is stored by one raw
commit that survives a power cut, then the next question is sent. One handler, no filter, no state,
no lock, no wait. Frozen as it was first written: a faster floor would be another floor.

    BOT_TOKEN=4242:x TELEGRAM_API_BASE=http://127.0.0.1:8081 python tests/benchmarks/floor.py FILE
"""

import asyncio
import os
import sqlite3
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

QUESTIONS = (
    "What is working well at home?",
    "What are you worried about?",
    "Who helps when things are hard?",
    "What would need to happen for you to worry less?",
)
CREATE = "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, chat INTEGER, words TEXT)"
STORE = "INSERT INTO answer (chat, words) VALUES (?, ?)"


def opened(path: str) -> sqlite3.Connection:
    """The database, where every statement outside a transaction is a commit of its own."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(CREATE)
    return database


async def run(token: str, api_base: str, path: str) -> None:
    """Poll until stopped by a signal."""
    database = opened(path)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_base)))
    dispatcher = Dispatcher(disable_fsm=True)

    @dispatcher.message()
    async def store_and_ask(message: Message) -> None:
        database.execute(STORE, (message.chat.id, message.text))
        await bot.send_message(message.chat.id, QUESTIONS[message.message_id % len(QUESTIONS)])

    await dispatcher.start_polling(bot)
    database.close()


if __name__ == "__main__":
    asyncio.run(run(os.environ["BOT_TOKEN"], os.environ["TELEGRAM_API_BASE"], sys.argv[1]))
