"""Every transcript, replayed by every driver."""

from pathlib import Path

import pytest

from bot.product import opened
from bot.settings import Settings
from dialogs.facts import facts_for
from tests.conversing import a_dialog, listening
from tests.transcripts.channels import in_the_browser, on_telegram
from tests.transcripts.drivers import EngineDriver, SQLiteDriver, dialog_file
from tests.transcripts.families import FAMILIES, IN_A_SITTING
from tests.transcripts.playing import CHATS, play, setting_of


@pytest.mark.parametrize("chat", CHATS, ids=lambda path: path.stem)
async def test_the_engine_alone(chat: Path) -> None:
    family = FAMILIES[setting_of(chat)]
    sam = family.participants[0]
    dialog = a_dialog(dialog_file(sam), signposts=listening())
    await play(chat, EngineDriver(dialog, family, sam, facts_for(family, sam.id)))


@pytest.mark.parametrize("chat", CHATS, ids=lambda path: path.stem)
async def test_reloaded_from_sqlite_before_every_line(chat: Path, tmp_path: Path) -> None:
    family = FAMILIES[setting_of(chat)]
    async with opened(Settings(data=tmp_path / "data")) as product:
        await play(chat, await SQLiteDriver.begin(product, family, family.participants[0]))


@pytest.mark.parametrize(
    "chat",
    [chat for chat in CHATS if setting_of(chat) not in {"young", *IN_A_SITTING}],
    ids=lambda path: path.stem,
)
async def test_on_telegram(chat: Path, tmp_path: Path) -> None:
    async with on_telegram(tmp_path / "data", FAMILIES[setting_of(chat)]) as driver:
        await play(chat, driver)
        assert driver.server.refusals == []


@pytest.mark.parametrize(
    "chat", [chat for chat in CHATS if setting_of(chat) not in IN_A_SITTING], ids=lambda path: path.stem
)
async def test_in_the_browser(chat: Path, tmp_path: Path) -> None:
    async with in_the_browser(tmp_path / "data", FAMILIES[setting_of(chat)]) as driver:
        await play(chat, driver)


def test_the_transcripts_are_there() -> None:
    names = {path.stem for path in CHATS}
    wanted = {"willing", "angry", "disagrees", "nobody", "interrupted", "changes", "all_at_once", "in_danger"}
    assert wanted <= names
