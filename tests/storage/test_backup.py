import asyncio
import stat
from pathlib import Path

import pytest

from storage import KeyRing, Store, back_up, restore
from storage.errors import Conflict, Damaged, OlderDatabase, StorageError, Unwritable, WrongKey
from tests.builders import NOON
from tests.storage.keeping import Begun, a_plan_in, said_in, say


async def with_words(store: Store) -> Begun:
    begun = await a_plan_in(store)
    async with store.work() as work:
        await say(work, begun.nadia, "We read every night.")
        await work.commit()
    return begun


async def test_a_backup_is_restored_into_an_empty_folder(sqlite_store, sqlite_url, keys, tmp_path):
    begun = await with_words(sqlite_store)
    copy = await back_up(sqlite_url, tmp_path / "backups", NOON)
    assert copy.name == "family-plans-20261103T120000Z.db"
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    path = await restore(copy, tmp_path / "restored", keys)
    restored = await Store.open(f"sqlite:///{path}", keys)
    assert await said_in(restored, begun.nadia) == ["We read every night."]
    await restored.close()


async def test_a_backup_made_while_people_write_holds_one_moment(sqlite_store, sqlite_url, keys, tmp_path):
    begun = await with_words(sqlite_store)
    writing = True

    async def keep_writing(number: int = 0) -> None:
        while writing:
            number += 1

            async def job(work, words=f"word {number}"):
                await say(work, begun.nadia, words)

            await sqlite_store.together(job, conversation=begun.nadia)

    task = asyncio.create_task(keep_writing())
    copies = []
    for number in range(4):
        await asyncio.sleep(0.02)
        copies.append(await back_up(sqlite_url, tmp_path / f"backup{number}", NOON))
    writing = False
    await task
    everything = await said_in(sqlite_store, begun.nadia)
    seen = []
    for number, copy in enumerate(copies):
        path = await restore(copy, tmp_path / f"restored{number}", keys)
        restored = await Store.open(f"sqlite:///{path}", keys)
        words = await said_in(restored, begun.nadia)
        await restored.close()
        assert words == everything[: len(words)]
        seen.append(len(words))
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


async def test_a_backup_needs_its_own_key(sqlite_store, sqlite_url, tmp_path):
    await with_words(sqlite_store)
    copy = await back_up(sqlite_url, tmp_path / "backups", NOON)
    with pytest.raises(WrongKey):
        await restore(copy, tmp_path / "restored", KeyRing.fresh())
    assert list((tmp_path / "restored").iterdir()) == []


async def test_nothing_is_restored_over_anything(sqlite_store, sqlite_url, keys, tmp_path):
    copy = await back_up(sqlite_url, tmp_path / "backups", NOON)
    with pytest.raises(Unwritable):
        await restore(copy, tmp_path / "backups", keys)


async def test_a_backup_of_the_same_second_is_not_overwritten(sqlite_store, sqlite_url, tmp_path):
    await back_up(sqlite_url, tmp_path / "backups", NOON)
    with pytest.raises(Conflict):
        await back_up(sqlite_url, tmp_path / "backups", NOON)


async def test_what_is_no_backup_is_refused(keys, tmp_path):
    letter = tmp_path / "letter.db"
    letter.write_bytes(b"This is a letter. " * 1000)
    for path, kind in ((letter, Damaged), (tmp_path / "nowhere.db", Unwritable)):
        with pytest.raises(kind):
            await restore(path, tmp_path / "restored", keys)
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(OlderDatabase):
        await restore(empty, tmp_path / "restored", keys)
    assert list((tmp_path / "restored").iterdir()) == []


async def test_a_folder_that_cannot_be_made_is_unwritable(sqlite_store, sqlite_url, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Unwritable):
        await back_up(sqlite_url, tmp_path / "file", NOON)
    with pytest.raises(Unwritable):
        await restore(Path("any"), tmp_path / "file", KeyRing.fresh())


async def test_postgresql_has_its_own_tools(tmp_path):
    with pytest.raises(StorageError, match="pg_dump"):
        await back_up("postgresql://postgres@/plans", tmp_path, NOON)
