"""Telegram chats and the conversation each one carries.

One chat carries one conversation at a time and one conversation stands in one chat at a time, so
that nobody's words are taken for somebody else's answer: joining ends whatever either had before.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, or_, select

from dialogs.ids import ConversationId
from storage.tables import chats
from storage.transaction import Transaction

_MANY = select(chats.c.chat, chats.c.conversation).where(chats.c.chat.in_(bindparam("chats", expanding=True)))


class Chats:
    """Which chat is whose."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def join(self, chat: int, conversation: ConversationId, at: datetime) -> None:
        """From now on this chat carries this conversation, and no other chat does."""
        either = or_(chats.c.chat == chat, chats.c.conversation == conversation)
        await self._transaction.write(delete(chats).where(either))
        row = {"chat": chat, "conversation": conversation, "joined_at": at}
        await self._transaction.write(insert(chats), row)

    async def leave(self, chat: int) -> None:
        """The chat carries nothing any more: the person blocked the bot, or went."""
        await self._transaction.write(delete(chats).where(chats.c.chat == chat))

    async def conversation_of(self, chat: int) -> ConversationId | None:
        """The conversation that a chat carries."""
        return (await self.conversations_of((chat,))).get(chat)

    async def conversations_of(self, many: Iterable[int]) -> dict[int, ConversationId]:
        """The same for a whole batch of updates in one statement; strangers' chats are left out."""
        found = await self._transaction.rows(_MANY, {"chats": list(set(many))})
        return {row.chat: ConversationId(row.conversation) for row in found}

    async def chat_of(self, conversation: ConversationId) -> int | None:
        """The chat in which a conversation stands; None where it is in the browser only."""
        row = await self._transaction.row(select(chats.c.chat).where(chats.c.conversation == conversation))
        return int(row.chat) if row else None
