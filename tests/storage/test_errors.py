"""Foreign errors become ours where they enter."""

import asyncio
import sqlite3
import traceback

import pytest
from sqlalchemy import exc, text

from storage import Store, errors
from storage.errors import Busy, Closed, Conflict, Full, StorageError, Unreachable, named, translated
from tests.builders import NOON, a_family
from tests.storage.keeping import a_plan_in, said_in, say


def a_sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("the driver's words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, errors.Busy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, errors.Busy),
        (sqlite3.SQLITE_FULL, errors.Full),
        (sqlite3.SQLITE_CANTOPEN, errors.Unwritable),
        (sqlite3.SQLITE_READONLY, errors.Unwritable),
        (sqlite3.SQLITE_IOERR_WRITE, errors.Unwritable),
        (sqlite3.SQLITE_CORRUPT, errors.Damaged),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, errors.Conflict),
        (sqlite3.SQLITE_MISUSE, errors.StorageError),
    ],
)
def test_sqlites_errors_have_our_names(code, kind):
    assert type(named(a_sqlite_error(code))) is kind
    assert type(named(exc.DBAPIError("SELECT", {}, a_sqlite_error(code)))) is kind
    assert "driver" not in str(named(a_sqlite_error(code)))


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("08006", errors.Unreachable),
        ("53100", errors.Full),
        ("40P01", errors.Busy),
        ("23505", errors.Conflict),
        ("57P01", errors.Unreachable),
        ("25006", errors.Unwritable),
        ("42601", errors.StorageError),
    ],
)
def test_postgresqls_errors_have_our_names(state, kind):
    class DriverError(Exception):
        sqlstate = state

    assert type(named(exc.DBAPIError("SELECT", {}, DriverError()))) is kind


def test_other_errors_have_our_names_too():
    assert type(named(exc.TimeoutError())) is Busy
    assert type(named(ConnectionRefusedError())) is Unreachable
    assert type(named(exc.DBAPIError("SELECT", {}, Exception(), connection_invalidated=True))) is Unreachable
    assert type(named(exc.IntegrityError("SELECT", {}, Exception()))) is Conflict
    assert type(named(exc.InvalidRequestError())) is StorageError
    assert type(named(UnicodeEncodeError("utf-8", "x", 0, 1, "lone surrogate"))) is StorageError
    assert type(named(Full("ours"))) is Full


def test_what_is_no_fault_of_the_database_passes():
    with pytest.raises(ZeroDivisionError), translated():
        raise ZeroDivisionError


async def test_a_rule_of_the_tables_is_a_conflict(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        with pytest.raises(Conflict):
            await work.plans.add(begun.plan, a_family(), begun.asha, None, NOON)


async def test_an_error_never_quotes_what_was_to_be_kept(store):
    begun = await a_plan_in(store)
    secret = a_family(title="Marmalade")
    async with store.work() as work:
        with pytest.raises(Conflict) as caught:
            await work.plans.add(begun.plan, secret, begun.asha, None, NOON)
    told = "".join(traceback.format_exception(caught.value))
    assert "INSERT INTO plans" in told
    assert "Marmalade" not in told
    assert begun.asha not in told


async def test_reading_may_change_nothing(store):
    async with store.reading() as work:
        with pytest.raises(Closed):
            await work.people.enrol("Asha", NOON)
        with pytest.raises(Closed):
            await work.updates.remember("telegram", "1", NOON)


async def test_a_piece_of_work_ends_with_its_commit(store):
    async with store.work() as work:
        await work.commit()
        with pytest.raises(Closed):
            await work.people.all()
        with pytest.raises(Closed):
            await work.updates.remember("telegram", "1", NOON)
    with pytest.raises(Closed):
        await work.people.all()


async def test_work_that_is_not_committed_is_undone(store):
    begun = await a_plan_in(store)

    async def failing() -> None:
        async with store.work() as work:
            await work.people.enrol("Sam", NOON)
            await say(work, begun.nadia, "never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    async with store.reading() as work:
        assert len(await work.people.all()) == 2
    assert await said_in(store, begun.nadia) == []


async def test_a_cancelled_piece_of_work_is_undone_and_holds_nobody_up(store):
    begun = await a_plan_in(store)
    started = asyncio.Event()

    async def slow():
        async with store.work() as work:
            await say(work, begun.nadia, "never")
            await work.people.enrol("Sam", NOON)
            started.set()
            await asyncio.sleep(60)
            await work.commit()

    task = asyncio.create_task(slow())
    await started.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with store.work() as work:
        await say(work, begun.nadia, "goes on")
        await work.commit()
    assert await said_in(store, begun.nadia) == ["goes on"]


async def test_a_full_disk_is_told_and_what_was_kept_stays(sqlite_store):
    begun = await a_plan_in(sqlite_store)
    async with sqlite_store.work() as work:
        await say(work, begun.nadia, "kept")
        await work.commit()
    async with sqlite_store.work() as work:
        connection = work._transaction.connection
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        await say(work, begun.nadia, "x" * 100_000)
        with pytest.raises(Full):
            await work.commit()
    assert await said_in(sqlite_store, begun.nadia) == ["kept"]


async def test_a_database_that_another_program_holds_is_busy(sqlite_store, sqlite_url):
    begun = await a_plan_in(sqlite_store)
    async with sqlite_store.reading() as work:
        await work._transaction.rows(text("PRAGMA busy_timeout=50"))
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    async def job(work):
        await say(work, begun.nadia, "now")

    with pytest.raises(Busy):
        await sqlite_store.together(job, conversation=begun.nadia)
    with pytest.raises(Busy):
        async with sqlite_store.work():
            pass
    holder.execute("ROLLBACK")
    holder.close()
    await sqlite_store.together(job, conversation=begun.nadia)
    assert await said_in(sqlite_store, begun.nadia) == ["now"]


@pytest.mark.postgresql
async def test_a_connection_that_broke_is_replaced(postgresql, keys):
    store = await Store.open(postgresql.new_database(like="plans1"), keys)
    begun = await a_plan_in(store)
    async with store.work() as work:
        with pytest.raises(Unreachable):
            await work._transaction.rows(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async def job(work):
        await say(work, begun.nadia, "goes on")

    await store.together(job)
    assert await said_in(store, begun.nadia) == ["goes on"]
    await store.close()


async def test_work_that_swallows_a_full_disk_still_cannot_be_committed(sqlite_store):
    begun = await a_plan_in(sqlite_store)
    async with sqlite_store.work() as work:
        connection = work._transaction.connection
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(Full):
            await work.reviews.freeze(begun.plan, bytes(100_000), NOON)
        with pytest.raises(Full):
            await work.commit()
