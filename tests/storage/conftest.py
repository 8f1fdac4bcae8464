"""A fresh, migrated database for every test, on SQLite and on PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import KeyRing, Store, migrate
from tests.postgresql import NoServer, Server, a_server

_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "plans.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    try:
        with a_server() as server:
            asyncio.run(migrate(server.new_database()))
            yield server
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "plans.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=_BOTH)
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("postgresql").new_database(like="plans1"))


@pytest.fixture(scope="session")
def keys() -> KeyRing:
    return KeyRing.fresh()


@pytest.fixture
async def store(url: str, keys: KeyRing) -> AsyncIterator[Store]:
    store = await Store.open(url, keys)
    yield store
    await store.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str, keys: KeyRing) -> AsyncIterator[Store]:
    store = await Store.open(sqlite_url, keys)
    yield store
    await store.close()
