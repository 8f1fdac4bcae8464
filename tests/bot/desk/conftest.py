"""The desk, served over HTTP for one test, over a real SQLite database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.app import pages
from bot.product import opened
from bot.settings import Settings
from tests.bot.desk.place import Clock, Place


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    monkeypatch.chdir(tmp_path)
    clock = Clock()
    async with opened(Settings(data=tmp_path / "data"), clock=clock) as product:
        async with TestServer(pages(product)) as server:
            here = Place(product, clock, server.make_url("/"), tmp_path)
            yield here
            for browser in here.browsers:
                await browser.session.close()
