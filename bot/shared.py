"""What was released to somebody, as they read it now: on their page, in their chat and in their copy.

Read when it is looked at and kept nowhere, so that a line that is withdrawn, changed or taken back is
gone from there at once. `dialogs.sharing` decides; the ways in show what this returns.
"""

from datetime import datetime
from typing import NamedTuple

from bot.drafting import Dialogs, drawn_up
from dialogs.conversation import Conversation
from dialogs.events import Channel
from dialogs.ids import AnswerId, ParticipantId, PlanId
from dialogs.lines import Line
from dialogs.sharing import shared_with
from dialogs.wording import Wording
from storage import UnitOfWork


class SharedWords(NamedTuple):
    """A released line, as its reader reads it, and nothing around it."""

    name: str
    on: str
    """The day it was said: no time of day."""
    question: str
    words: str


async def shared_words(
    work: UnitOfWork, dialogs: Dialogs, reader: Conversation, at: datetime
) -> tuple[SharedWords, ...]:
    """What whoever this conversation is with may read of others now, in their language."""
    plan, participant = await work.conversations.plan_of(reader.id)
    lines = await released_to(work, dialogs, plan, participant)
    wording = Wording(dialogs.of(reader.dialog, reader.language), reader, Channel.BROWSER, at)
    return tuple(
        SharedWords(line.speaker_name, wording.day(line.at), line.asks, wording.shared(line))
        for line in lines
    )


async def released_to(
    work: UnitOfWork, dialogs: Dialogs, plan: PlanId, reader: ParticipantId
) -> tuple[Line, ...]:
    """The lines that this person may read by a release. The plan is drawn up only where there is one."""
    releases = [one for one in await work.releases.of(plan) if one.in_effect and reader in one.to]
    if not releases:
        return ()
    newest: dict[AnswerId, AnswerId] = {}
    for speaker in {one.speaker for one in releases}:
        conversation = await work.conversations.of_participant(speaker)
        said = await work.conversations.load(conversation) if conversation is not None else None
        newest |= {answer.root: answer.id for answer in (said.answers if said else ())}
    draft = await drawn_up(work, dialogs, plan)
    family = (await work.plans.get(plan)).family
    still = tuple(one.still_said(newest) for one in releases)
    return shared_with(draft.model_copy(update={"releases": still}), family.participant(reader))
