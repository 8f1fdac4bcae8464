"""What runs in the background is begun again when it dies, and says so without anybody's words."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from bot import app, tending
from bot.app import serving
from bot.product import Product, opened
from bot.settings import Settings
from bot.tending import Stopped, tended
from storage.retention import KEEP_DAYS
from tests.bot.telegram.conftest import until
from tests.telegram_server import TelegramServer


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tending, "FIRST_WAIT_SECONDS", 0.01)


async def test_what_dies_is_logged_by_kind_and_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    begun: list[int] = []
    third = asyncio.Event()

    async def work() -> None:
        begun.append(len(begun))
        if len(begun) == 1:
            raise ValueError("the words of a family")
        if len(begun) == 2:
            raise Stopped("Telegram does not know this BOT_TOKEN.")
        third.set()
        await asyncio.Event().wait()

    async with tended("the watch", work):
        await asyncio.wait_for(third.wait(), 30)
    assert "the watch stopped (ValueError)" in caplog.text
    assert "the watch stopped (Telegram does not know this BOT_TOKEN.)" in caplog.text
    assert "words of a family" not in caplog.text
    assert len(begun) == 3, "and it ended with the pages"


def of(folder: Path, **given: object) -> Settings:
    return Settings(data=folder, port=unused_port(), _env_file=None, **given)  # type: ignore[arg-type, call-arg]


async def test_the_sweep_comes_soon_after_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "FIRST_SWEEP_SECONDS", 0.01)
    async with opened(of(tmp_path)) as product:
        long_ago = product.clock() - timedelta(days=KEEP_DAYS + 1)
        async with product.store.work() as work:
            await work.updates.remember("telegram", "1", long_ago)
            await work.commit()

        async def forgotten() -> bool:
            async with product.store.reading() as work:
                return not await work.updates.seen("telegram", "1")

        async with serving(product):
            await until(forgotten)


async def test_telegram_that_ended_is_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Such as when the program before this one still received the messages: 409."""
    async with (
        TelegramServer() as server,
        opened(of(tmp_path, bot_token=server.token, telegram_api_base=server.url)) as product,
    ):
        server.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=2)
        async with serving(product):
            await is_answered(server)
    assert caplog.text.count("Telegram stopped (Another program receives this bot's messages.") == 2


async def test_a_courier_that_dies_is_begun_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        TelegramServer() as server,
        opened(of(tmp_path, bot_token=server.token, telegram_api_base=server.url)) as product,
    ):
        with caplog.at_level(logging.ERROR):
            async with serving(product):
                await is_answered(server)
                _dies(product)
                await until(lambda: _said(caplog, "Telegram stopped (TypeError)"))
                await is_answered(server)


def _dies(product: Product) -> None:
    """A fault that nobody foresaw: the courier's own clock is gone."""
    courier = product.turns.courier
    courier._collecting._clock = None  # type: ignore[union-attr]
    courier.wake()  # type: ignore[union-attr]


async def _said(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    return words in caplog.text


async def is_answered(server: TelegramServer) -> None:
    stranger = server.person(first_name="Somebody")
    await stranger.says("hello")
    await stranger.next_message(timeout=30)
