"""Whose chat it is, remembered: the database is asked once for a chat, not with every message.

`reception` asks. What is remembered is a guess. The turn that follows from it asks the database, in
the transaction that keeps the answer, whether this chat carries that conversation, and raises
`Unknown` where it does not; then the chat is forgotten here and looked up again. A stranger's chat is
never remembered: it may be somebody's a moment later.
"""

from collections import OrderedDict
from collections.abc import Iterable

from dialogs.ids import ConversationId
from storage import Store

MOST_CHATS = 2_000


class Whose:
    """The conversations of chats."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[int, ConversationId] = OrderedDict()

    async def of(self, chat: int) -> ConversationId | None:
        """The conversation that a chat carried last; None for a stranger. Raises `StorageError`."""
        await self.learn((chat,))
        return self._known.get(chat)

    async def now(self, chat: int) -> ConversationId | None:
        """The conversation that a chat carries at this moment. Raises `StorageError`."""
        self._known.pop(chat, None)
        return await self.of(chat)

    async def learn(self, chats: Iterable[int]) -> None:
        """Looks up many at once, those that are not known. Raises `StorageError`."""
        missing = [chat for chat in chats if chat not in self._known]
        if not missing:
            return
        async with self._store.reading(brief=True) as work:
            self._known |= await work.chats.conversations_of(missing)
        while len(self._known) > MOST_CHATS:
            self._known.popitem(last=False)
