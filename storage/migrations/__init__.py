"""The database's own history: one file for each step in `versions/`, append-only (Alembic).

`migrate` brings a database up to date when the program starts; `Store.open` only looks, and refuses
one that is older or newer than the code. A step is written by hand and says exactly what it does.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import begun, engine_for
from storage.dialects import dialect_of
from storage.errors import NewerDatabase, OlderDatabase, translated


async def migrate(url: str) -> None:
    """Brings the database up to date, all steps or none; makes it where there is none.

    Raises `NewerDatabase`, `Unwritable`, `Damaged`, `Unreachable`, `Busy` or `Full`.
    """
    engine = engine_for(url)
    try:
        async with begun(engine, writes=True) as connection:
            with translated():
                await dialect_of(engine.dialect.name).lock_for_migration(connection)
                await connection.run_sync(_upgrade)
                await connection.commit()
    finally:
        await engine.dispose()


def refuse_other_versions(connection: Connection) -> None:
    """Raises `OlderDatabase` or `NewerDatabase` where the database is not exactly as the code wants it."""
    if not _up_to_date(connection, _script(_config(connection))):
        raise OlderDatabase("the database has to be migrated first")


def _upgrade(connection: Connection) -> None:
    config = _config(connection)
    if not _up_to_date(connection, _script(config)):
        command.upgrade(config, "head")


def _up_to_date(connection: Connection, script: ScriptDirectory) -> bool:
    here = MigrationContext.configure(connection).get_current_heads()
    known = {step.revision for step in script.walk_revisions()}
    if not known.issuperset(here):
        raise NewerDatabase("the database was made by a newer version of this software")
    return set(here) == set(script.get_heads())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _script(config: Config) -> ScriptDirectory:
    return ScriptDirectory.from_config(config)
