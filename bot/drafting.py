"""Numbered drafts: what everybody sent, frozen as a draft plan.

`bot.conversation` freezes when a part is sent; `bot.reviewing` and the documents read drafts again.
"""

from datetime import datetime
from typing import Protocol

from dialogs.conversation import Conversation
from dialogs.definition import Dialog
from dialogs.facts import LetterKind
from dialogs.ids import ConversationId, DialogId, PlanId
from dialogs.people import Participant
from dialogs.plan import DraftPlan, draft
from dialogs.review import Happening, after
from storage import UnitOfWork
from storage.reviews import FrozenDraft


class Dialogs(Protocol):
    """Every dialog, in every language that is offered."""

    def of(self, dialog: DialogId, language: str) -> Dialog:
        """A dialog in a language."""
        ...


async def whole(work: UnitOfWork, id: ConversationId) -> Conversation:
    """A conversation with every prompt that was ever put: they hold the questions' wording."""
    conversation = await work.conversations.load(id)
    assert conversation is not None
    return conversation.model_copy(update={"prompts": await work.conversations.prompts(id)})


async def drawn_up(work: UnitOfWork, dialogs: Dialogs, plan: PlanId) -> DraftPlan:
    """The draft as what was sent makes it now."""
    held = await work.plans.get(plan)
    parts: list[tuple[Participant, Dialog, Conversation]] = []
    for id in await work.conversations.of_plan(plan):
        conversation = await whole(work, id)
        _, participant = await work.conversations.plan_of(id)
        if conversation.sent or any(one.kind is LetterKind.TASK for one in conversation.facts.letters):
            dialog = dialogs.of(conversation.dialog, "en")
            parts.append((held.family.participant(participant), dialog, conversation))
    return draft(held.family, parts, await work.typed.of(plan))


async def freeze(work: UnitOfWork, dialogs: Dialogs, plan: PlanId, at: datetime) -> FrozenDraft:
    """Freeze what was sent as the next numbered draft; the plan waits to be read."""
    content = await drawn_up(work, dialogs, plan)
    frozen = await work.reviews.freeze(plan, content.model_dump_json().encode(), at)
    held = await work.plans.get(plan)
    await work.plans.set_state(plan, after(held.state, Happening.PART_SENT))
    return frozen


def thaw(frozen: FrozenDraft) -> DraftPlan:
    """The draft plan in a frozen draft."""
    return DraftPlan.model_validate_json(frozen.content)
