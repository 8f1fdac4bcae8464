"""A form of the desk is taken once: its id is remembered in the piece of work that does what it asks."""

from datetime import datetime

from storage import UnitOfWork

ONCE = "desk"
"""The source of form ids: the same form twice changes nothing."""


async def happened(work: UnitOfWork, once: str, at: datetime) -> bool:
    """Whether this form was taken before; remembered from now on."""
    if not once:
        return False
    if await work.updates.seen(ONCE, once):
        return True
    await work.updates.remember(ONCE, once, at)
    return False
