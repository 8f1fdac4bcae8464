import os
import sqlite3
import stat
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from storage import KeyRing, Store, migrate
from storage.database import begun, engine_for
from storage.errors import NewerDatabase, OlderDatabase, StorageError, Unreachable, Unwritable
from storage.tables import metadata
from tests.postgresql import Server
from tests.storage.keeping import a_plan_in, said_in, say


async def test_the_migrations_make_exactly_the_tables(url):
    engine = engine_for(url)
    async with begun(engine, writes=False) as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(sync, opts={"compare_server_default": True}), metadata
            )
        )
    await engine.dispose()
    assert differences == []


async def test_the_migrations_and_the_tables_say_the_same_to_sqlite(sqlite_url, tmp_path):
    """Alembic compares neither the conditions of indexes nor what cascades."""
    made = f"sqlite:///{tmp_path / 'made.db'}"
    engine = engine_for(made)
    async with begun(engine, writes=True) as connection:
        await connection.run_sync(metadata.create_all)
        await connection.commit()
    await engine.dispose()
    assert schema_of(sqlite_url) == schema_of(made)


def schema_of(url: str) -> dict[str, object]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        named = database.execute("SELECT name, type, sql FROM sqlite_master WHERE name != 'alembic_version'")
        return {name: _described(database, name, kind, sql) for name, kind, sql in named if sql}


def _described(database: sqlite3.Connection, name: str, kind: str, sql: str) -> object:
    if kind == "index":
        return sql
    columns = {tuple(row[1:]) for row in database.execute(f"PRAGMA table_xinfo('{name}')")}
    leads = {tuple(row[2:]) for row in database.execute(f"PRAGMA foreign_key_list('{name}')")}
    return columns, leads, "WITHOUT ROWID" in sql


async def test_migrating_again_changes_nothing(url, keys):
    store = await Store.open(url, keys)
    begun_plan = await a_plan_in(store)
    async with store.work() as work:
        await say(work, begun_plan.nadia, "We read.")
        await work.commit()
    await migrate(url)
    assert await said_in(store, begun_plan.nadia) == ["We read."]
    await store.close()


async def test_a_database_that_was_never_migrated_is_older(tmp_path, keys):
    with pytest.raises(OlderDatabase):
        await Store.open(f"sqlite:///{tmp_path / 'new.db'}", keys)


async def test_a_database_newer_than_the_code_is_refused(url, keys):
    engine = engine_for(url)
    async with begun(engine, writes=True) as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await connection.commit()
    await engine.dispose()
    with pytest.raises(NewerDatabase):
        await migrate(url)
    with pytest.raises(NewerDatabase):
        await Store.open(url, keys)


async def test_the_way_back_leaves_nothing_behind(sqlite_url):
    from alembic import command

    from storage.migrations import _config

    engine = engine_for(sqlite_url)
    async with begun(engine, writes=True) as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), "base"))
        await connection.commit()
    await engine.dispose()
    assert schema_of(sqlite_url) == {}


async def test_a_conversation_of_a_newer_schema_is_refused(store, url, keys, monkeypatch):
    begun_plan = await a_plan_in(store)
    monkeypatch.setattr("storage.conversations.SCHEMA", 0)
    other = await Store.open(url, keys)
    async with other.reading() as work:
        with pytest.raises(NewerDatabase):
            await work.conversations.load(begun_plan.nadia)
    await other.close()


# What a database must be -------------------------------------------------------------------------


async def test_the_database_is_for_its_owner_alone(tmp_path, keys):
    path = tmp_path / "new.db"
    await migrate(f"sqlite:///{path}")
    store = await Store.open(f"sqlite:///{path}", keys)
    await a_plan_in(store)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("new.db*")}
    await store.close()
    assert modes == {0o600}


async def test_it_is_kept_the_safe_way(sqlite_store):
    for writes in (False, True):
        async with begun(sqlite_store._engine, writes=writes) as connection:
            settings = [
                (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
                for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            ]
        assert settings == ["wal", 2, 1, 1]


@pytest.mark.parametrize("url", ["nonsense", "mysql://here", "sqlite://", "sqlite:///:memory:"])
async def test_an_address_that_is_none_of_ours_is_refused(url, keys):
    with pytest.raises(StorageError):
        await migrate(url)
    with pytest.raises(StorageError):
        await Store.open(url, keys)


async def test_a_folder_that_is_not_there_cannot_be_written(tmp_path):
    with pytest.raises(Unwritable):
        await migrate(f"sqlite:///{tmp_path}/missing/plans.db")


async def test_a_file_that_cannot_be_a_database_is_refused(tmp_path):
    path = tmp_path / "plans.db"
    path.write_bytes(b"This is a letter, and no database at all. " * 100)
    with pytest.raises(StorageError, match="damaged"):
        await migrate(f"sqlite:///{path}")


async def test_a_folder_in_the_files_place_cannot_be_opened(tmp_path):
    with pytest.raises(Unwritable):
        await migrate(f"sqlite:///{tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_may_not_be_written_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Unwritable):
        await migrate(f"sqlite:///{tmp_path / 'plans.db'}")


@pytest.mark.postgresql
async def test_a_server_that_is_not_there_is_unreachable(tmp_path, keys):
    with pytest.raises(Unreachable):
        await Store.open(f"postgresql://postgres@/plans?host={tmp_path}", keys)
    with pytest.raises(Unreachable):
        await migrate("postgresql://postgres@127.0.0.1:1/plans")


@pytest.mark.postgresql
async def test_a_database_that_is_not_there_is_unreachable(postgresql: Server, keys: KeyRing):
    with pytest.raises(Unreachable):
        await Store.open(postgresql.url("nowhere"), keys)
