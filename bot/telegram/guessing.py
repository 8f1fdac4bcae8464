"""How often a chat may try a code: a few mistakes at once, and then a growing wait.

Kept in the database (as keyed digests), so that neither a restart nor another worker forgets it.
`reception` asks before every code, and answers a refusal like a wrong code.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from storage import Store, UnitOfWork

LIMITS = ((timedelta(minutes=1), 4), (timedelta(hours=1), 8), (timedelta(days=1), 16))
"""Wrong codes within each span; people mistype, and a code holds about 10^12 possibilities."""


class Guesses:
    """Counts a chat's wrong codes."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def may_try(self, chat: int) -> bool:
        """Whether this chat may try a code now. Raises `StorageError`."""
        now = self._clock()
        async with self._store.reading() as work:
            for span, most in LIMITS:
                if await work.guesses.since(_source(chat), now - span) >= most:
                    return False
        return True

    async def wrong(self, chat: int) -> None:
        """A code opened nothing. Raises `StorageError`."""
        now = self._clock()

        async def job(work: UnitOfWork) -> None:
            await work.guesses.note(_source(chat), now)

        await self._store.together(job)


def _source(chat: int) -> str:
    return f"telegram:{chat}"
