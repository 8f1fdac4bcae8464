"""Telling people in a plan what changed around their conversation, or that there is a message.

`planning` and `reviewing` call it inside their own piece of work, so that a change and what people
hear of it are committed together. Each person hears their own part alone (`facts_for`), and what is
sent unasked says "You have a message" and no more until it is tapped. Nobody waits for it, so it
goes at most once: the letter stands on their page either way, and the desk shows a doubtful one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.quiet import Quiet
from dialogs.check_ins import wants_no_messages
from dialogs.facts import Facts, Letter, facts_for
from dialogs.family import Family
from dialogs.ids import ConversationId, LetterId, ParticipantId, PlanId
from dialogs.sharing import shown_to
from storage import UnitOfWork
from storage.outbox import Delivery, Message


class Turns(Protocol):
    """`bot.conversation.Turns`, as far as it is needed here."""

    @property
    def wake(self) -> Callable[[], None]:
        """Called after a commit that left something to send."""
        ...

    async def news(self, work: UnitOfWork, conversation: ConversationId, facts: Facts, at: datetime) -> None:
        """Tell a conversation that the plan around it changed."""
        ...


class Telling:
    """Tells people."""

    def __init__(
        self, turns: Turns, languages: tuple[str, ...] = ("en",), quiet: Quiet | None = None
    ) -> None:
        self.turns = turns
        self.languages = languages
        self.quiet = quiet

    def told_at(self, now: datetime) -> datetime | None:
        """When somebody is told of a letter that is written now; None where it is at once."""
        return self.quiet.until(now) if self.quiet else None

    async def everybody(self, work: UnitOfWork, plan: PlanId, family: Family, at: datetime) -> None:
        """Each person whose conversation has begun hears the plan as it is now."""
        for participant in family.participants:
            await self.one(work, plan, family, participant.id, at)

    async def one(
        self, work: UnitOfWork, plan: PlanId, family: Family, participant: ParticipantId, at: datetime
    ) -> ConversationId | None:
        """One person hears the plan as it is now; None where their conversation has not begun."""
        conversation = await work.conversations.of_participant(participant)
        if conversation is None:
            return None
        chat = await work.chats.chat_of(conversation)
        facts = await facts_of(
            work, plan, family, participant, on_telegram=chat is not None, languages=self.languages
        )
        await self.turns.news(work, conversation, facts, at)
        return conversation

    async def post(
        self, work: UnitOfWork, plan: PlanId, family: Family, participant: ParticipantId, letter: Letter
    ) -> None:
        """A letter to one person, kept; where they are on Telegram a message says that there is one, unless
        they said that nothing is to be written to them there.
        """
        await work.letters.add(plan, participant, letter)
        conversation = await self.one(work, plan, family, participant, letter.at)
        chat = await work.chats.chat_of(conversation) if conversation is not None else None
        if chat is not None and conversation is not None and await _may_write(work, conversation):
            await work.outbox.put(
                Message(
                    id=f"letter-{letter.id}",
                    kind=Delivery.REMINDER,
                    chat=chat,
                    plan=plan,
                    conversation=conversation,
                    body=letter.id,
                    queued_at=letter.at,
                    due_at=letter.at,
                )
            )


async def _may_write(work: UnitOfWork, conversation: ConversationId) -> bool:
    """Whether this person did not say that nothing is to be written to them there."""
    now = await work.conversations.load(conversation)
    return now is not None and not wants_no_messages(now.answers)


async def facts_of(
    work: UnitOfWork,
    plan: PlanId,
    family: Family,
    participant: ParticipantId,
    *,
    on_telegram: bool,
    languages: tuple[str, ...],
) -> Facts:
    """One person's facts as they are now: their letters, and who reads their lines, with them."""
    letters = tuple(posted.as_read for posted in await work.letters.of(participant))
    shown = shown_to(family, participant, await work.releases.of(plan))
    return facts_for(
        family, participant, on_telegram=on_telegram, languages=languages, letters=letters, shown=shown
    )


async def announce_again(work: UnitOfWork, chat: int, at: datetime) -> None:
    """Letters whose announcement could not arrive in this chat, and that nobody has opened since."""
    for message in await work.outbox.failed_in(chat):
        if message.conversation is None or message.prompt is not None or not message.body:
            continue
        if (await work.letters.get(LetterId(message.body))).opened_at is None:
            await work.outbox.again(message.id, at)
