"""A person's own copy, once the plan is approved: their lines, and what the practitioner wrote to them.

It holds nobody else's words but those that were released to them (`bot.shared`), as they stand when it
is made. The browser chat and Telegram offer it; `bot.documents` draws it.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo

from bot.documents import Tongue, draft_pdf, own_copy
from bot.documents.card import card_png
from bot.drafting import Dialogs, drawn_up, thaw
from bot.papers import Paper
from bot.shared import SharedWords, released_to, shared_words
from dialogs.card import Card
from dialogs.ids import ConversationId
from dialogs.review import Decision, Verdict
from storage import UnitOfWork
from storage.store import Store


class Copies:
    """Makes own copies."""

    def __init__(self, store: Store, dialogs: Dialogs, zone: tzinfo, tongue: Callable[[str], Tongue]) -> None:
        """`tongue`: our words in a document, in a language."""
        self.store = store
        self.dialogs = dialogs
        self.zone = zone
        self.tongue = tongue

    async def ready(self, conversation: ConversationId) -> bool:
        """Whether there is a copy to open: the plan was approved, and this person is in it."""
        async with self.store.reading() as work:
            return await self._approved(work, conversation) is not None

    async def pdf(self, conversation: ConversationId, today: date) -> Paper | None:
        """The copy as a PDF; None before approval. Its name holds nobody's name."""
        async with self.store.reading() as work:
            decision = await self._approved(work, conversation)
            if decision is None:
                return None
            plan, participant = await work.conversations.plan_of(conversation)
            draft = thaw(await work.reviews.get(plan, decision.draft))
            now = await drawn_up(work, self.dialogs, plan)
            # What was written to them since, and their yes to a task, are theirs as they stand now.
            draft = draft.model_copy(update={"letters": now.letters, "replies": now.replies})
            mine = await work.conversations.load(conversation)
            shared = await released_to(work, self.dialogs, plan, participant)
        tongue = self.tongue(mine.language if mine else "en")
        reader = next((one for one in draft.participants if one.id == participant), None)
        if reader is None:
            return None
        document = own_copy(draft, reader, today, self.zone, decision=decision, shared=shared, tongue=tongue)
        return Paper(await asyncio.to_thread(draft_pdf, document), document.file_name)

    async def card(self, card: Card, day: str, words: Mapping[str, str]) -> bytes:
        """The pocket card as a PNG; `words` are our headings."""
        return await asyncio.to_thread(card_png, card, day, words)

    async def shared(self, conversation: ConversationId, at: datetime) -> tuple[SharedWords, ...]:
        """What others said that was released to this person, as it stands now. Raises `StorageError`."""
        async with self.store.reading() as work:
            reader = await work.conversations.load(conversation)
            return await shared_words(work, self.dialogs, reader, at) if reader is not None else ()

    async def _approved(self, work: UnitOfWork, conversation: ConversationId) -> Decision | None:
        plan, participant = await work.conversations.plan_of(conversation)
        approved = [d for d in await work.reviews.decisions(plan) if d.verdict is Verdict.APPROVED]
        if not approved:
            return None
        newest = approved[-1]
        draft = thaw(await work.reviews.get(plan, newest.draft))
        return newest if any(one.id == participant for one in draft.participants) else None
