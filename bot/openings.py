"""Links that Telegram gives somebody who is in there, to open their page in a browser too.

Short-lived and good once; only the code's keyed digest is kept. They lead to the same door as an
invitation (`bot.browser.entry`), where looking changes nothing and `bot.invitations` lets in. The chat
stays: one conversation, two ways in. `bot.telegram` makes them, for the chat that asks and no other.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.invitations import fresh_code
from dialogs.ids import ConversationId
from storage import Store, UnitOfWork

LINK_MINUTES = 30
CODE_LETTERS = 20
"""Of about 30 different ones: nobody types these, and nobody guesses one in half an hour."""


class Openings:
    """Makes them."""

    def __init__(self, store: Store, clock: Callable[[], datetime], links: str) -> None:
        """`links` is the start of every browser link, without a slash at the end."""
        self._store = store
        self._clock = clock
        self._links = links

    async def link(self, conversation: ConversationId) -> str:
        """A new link to this person's page. Raises `StorageError`."""
        code, at = fresh_code(CODE_LETTERS), self._clock()

        async def job(work: UnitOfWork) -> None:
            await work.openings.make(conversation, code, at, at + timedelta(minutes=LINK_MINUTES))

        await self._store.together(job)
        return f"{self._links}/i/{code}"

    async def link_for(self, chat: int) -> str | None:
        """The same for whoever's chat it is; None where it is nobody's any more."""
        async with self._store.reading() as work:
            conversation = await work.chats.conversation_of(chat)
        return await self.link(conversation) if conversation is not None else None
