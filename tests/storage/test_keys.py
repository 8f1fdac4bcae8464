import pytest
from sqlalchemy import select

from storage import KeyRing, Store
from storage.errors import WrongKey
from storage.tables import keys as table
from tests.storage.keeping import a_plan_in, said_in, say


async def test_the_wrong_key_is_found_when_the_store_opens(url):
    await (await Store.open(url, KeyRing.fresh())).close()
    with pytest.raises(WrongKey):
        await Store.open(url, KeyRing.fresh())


async def test_a_key_that_is_missing_from_the_ring_is_found_too(url):
    ring = KeyRing.fresh()
    await (await Store.open(url, ring.with_another())).close()
    with pytest.raises(WrongKey):
        await Store.open(url, ring)


async def test_a_key_may_be_added_and_everything_opens(url):
    old = KeyRing.fresh()
    store = await Store.open(url, old)
    begun = await a_plan_in(store)
    async with store.work() as work:
        await say(work, begun.nadia, "under the first key")
        await work.commit()
    await store.close()
    store = await Store.open(url, old.with_another())
    async with store.work() as work:
        await say(work, begun.nadia, "under the second")
        await work.commit()
    assert await said_in(store, begun.nadia) == ["under the first key", "under the second"]
    async with store.reading() as work:
        rows = await work._transaction.rows(select(table.c.number).order_by(table.c.number))
    assert [row.number for row in rows] == [1, 2]
    await store.close()
