"""What does not stay: a plan that was pretend or a mistake, and what nobody needs any more.

Erasing a plan is one DELETE: everything that belongs to it hangs from it by foreign keys, and the
pages it stood on are overwritten (`secure_delete`). Only the audit stays, ids and times without a
word, with one line more that says who erased it. Copies in backups go when those backups go.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from dialogs.ids import PlanId
from storage.errors import Unknown
from storage.store import Store
from storage.tables import plans
from storage.unit_of_work import OwnWork

KEEP_DAYS = 30
"""How long used codes, sent messages and update ids stay: Telegram repeats an update for one day."""


async def erase_plan(store: Store, plan: PlanId, who: str, at: datetime) -> None:
    """Erases a plan and everything that was said in it. Nothing brings it back. Raises `Unknown`.

    `who`: the practitioner's id, or "operator". Whether it may be erased is the caller's to ask.
    """
    async with store.work() as work:
        await work.set_aside.erase(plan)
        if await work.run(delete(plans).where(plans.c.id == plan)) == 0:
            raise Unknown("there is no such plan")
        await work.audit.note(at, who, plan, "erased")
        await work.commit()
    store.forget_unsealed()
    await store.overwrite()


async def sweep(store: Store, now: datetime) -> None:
    """Forgets what only served for a while. The bot calls it once a day."""
    before = now - timedelta(days=KEEP_DAYS)
    async with store.work() as work:
        await _forget(work, before)
        await work.commit()


async def _forget(work: OwnWork, before: datetime) -> None:
    await work.updates.forget(before)
    await work.guesses.forget(before)
    await work.signins.forget(before)
    await work.openings.forget(before)
    await work.desks.forget(before)
    await work.sittings.forget(before)
    await work.outbox.forget_sent(before)
    await work.set_aside.forget(before)
