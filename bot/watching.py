"""What time alone brings about: unread flags go out again, and stay red; a cover's days run out, a sitting ends;
readers hear of what was shared with them once its speaker was told; and people are asked how it goes.

`app` runs `watch` for as long as it serves; `again` is one look.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.conversation import tell_workers
from bot.product import Product
from storage.errors import StorageError, Unreadable
from storage.items import Item
from storage.outbox import Delivery

LOOK_SECONDS = 20
log = logging.getLogger(__name__)


async def watch(product: Product) -> None:
    """Look at short intervals, for ever."""
    while True:
        try:
            await again(product)
            await product.planning().end_covers()
            await product.sittings().end_those_that_are_over()
            await product.releasing().announce()
            await product.checking_in().ask_who_is_due()
        except StorageError as error:
            log.warning("flags could not be looked at: %s", type(error).__name__)
        await asyncio.sleep(LOOK_SECONDS)


async def again(product: Product) -> int:
    """Tell practitioner and today's cover of every flag that nobody has seen in time; returns how many."""
    now = product.clock()
    before = now - timedelta(minutes=product.settings.flag_again_minutes)
    async with product.store.reading() as work:
        unread = await work.items.to_escalate(before)
    told = [await _told(product, item, now) for item in unread]
    if any(told):
        product.turns.wake()
    return sum(told)


async def _told(product: Product, item: Item, now: datetime) -> bool:
    """Whether they were told. What a damaged row touches holds up nobody else's flag."""
    today = now.astimezone(product.settings.zone).date()
    try:
        async with product.store.work() as work:
            await tell_workers(work, item, Delivery.FLAG, now, today)
            await work.items.escalated(item.id, now)
            await work.commit()
    except Unreadable:
        log.error("flag %s cannot go to anybody: see the desk", item.id)  # noqa: TRY400 - ids alone
        return False
    return True
