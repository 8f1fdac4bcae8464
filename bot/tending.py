"""What runs beside the pages for as long as they are served, and is not let die in silence.

`app` tends the watch over flags, the daily sweep and Telegram. One that ends by an error is logged
by the kind of the error alone, since its text may hold somebody's words, and begun again after a wait.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 60.0
LONG_ENOUGH_SECONDS = 300.0
"""Who worked for this long begins again after the first wait."""

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


@asynccontextmanager
async def tended(name: str, work: Work) -> AsyncIterator[None]:
    """`work`, begun again whenever it ends, until this does."""
    task = asyncio.create_task(_tend(name, work), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _tend(name: str, work: Work) -> None:
    wait = FIRST_WAIT_SECONDS
    while True:
        began = time.monotonic()
        why = await _ended(work)
        if time.monotonic() - began > LONG_ENOUGH_SECONDS:
            wait = FIRST_WAIT_SECONDS
        log.error("%s stopped (%s); it begins again in %g s", name, why, wait)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_SECONDS)


async def _ended(work: Work) -> str:
    """Why it ended."""
    try:
        await work()
    except Stopped as stopped:
        return str(stopped)
    except Exception as error:  # noqa: BLE001 - the last resort of what runs in the background
        return type(error).__name__
    return "it ended"


class Stopped(Exception):
    """Work that cannot go on now. The text is ours, and says why in a few plain words."""
