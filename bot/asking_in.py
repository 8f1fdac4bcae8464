"""Asking somebody of the network in: nobody is, before the family and the practitioner said yes.

The practitioner writes down who in the family agreed and when, and exactly what this person is told
(`dialogs.family.AskedIn`), and looks at it as that person will read it (`as_read`). "Don't ask her", said
in a part that was sent, binds (`refusals`): it says no to making an invitation and to using one. The desk
calls this; `bot.inviting` and `bot.invitations` ask `refusals`.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from bot import drafting
from bot.conversation import Dialogs
from bot.drafting import drawn_up
from bot.rights import Rights
from bot.telling import Telling
from dialogs.conversation import Conversation
from dialogs.definition import Dialog
from dialogs.events import Channel
from dialogs.facts import Facts, Letter, LetterKind, facts_for
from dialogs.family import AskedIn, Family
from dialogs.ids import ConversationId, LetterId, ParticipantId, PlanId, PractitionerId
from dialogs.network import Friend, said_no_to
from dialogs.people import Participant, Role
from dialogs.route import Moment, Route
from dialogs.wording import Wording, filled
from storage import Store, UnitOfWork
from storage.fresh import fresh_id
from storage.plans import HeldPlan

_LAST_OF_IT = "{may_know}"
"""The screen that holds this ends what is shown before somebody is asked in."""


class AskingIn:
    """Writes down how members of the network are asked in."""

    def __init__(
        self,
        store: Store,
        telling: Telling,
        rights: Rights,
        dialogs: Dialogs,
        clock: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.telling = telling
        self.rights = rights
        self.dialogs = dialogs
        self.clock = clock

    async def write(
        self, by: PractitionerId, plan: PlanId, asked_in: AskedIn, *, over: int | None = None
    ) -> None:
        """Keeps it. Somebody whose conversation has begun reads changed words as a letter.

        `over` is the version that was on the page. Raises `NotYours`, `OnlyToSign`, `Conflict`, and
        `KeyError` for anybody who is not of the network.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            who = of_network(held.family, asked_in.participant)
            before = held.family.asked_in_of(who.id)
            now = asked_in.model_copy(update={"written_on": self.rights.today})
            if now.model_copy(update={"written_on": before.written_on}) == before:
                return
            family = with_asked_in(held.family, now)
            await work.plans.save(plan, family, by, at, over)
            await self.telling.everybody(work, plan, family, at)
            if (now.why, now.may_know) != (before.why, before.may_know):
                await self._say_so(work, plan, family, who, now, at)
            await work.audit.note(at, by, plan, "wrote what somebody of the network may know", who.id)
            await work.commit()
        self.telling.turns.wake()

    def as_read(self, family: Family, asked_in: AskedIn) -> tuple[str, ...]:
        """The first screens as this person will read them."""
        who = family.participant(asked_in.participant)
        facts = facts_for(with_asked_in(family, asked_in), who.id)
        return first_screens(self.dialogs.of(self.dialogs.for_participant(who), "en"), facts, self.clock())

    async def _say_so(
        self,
        work: UnitOfWork,
        plan: PlanId,
        family: Family,
        who: Participant,
        now: AskedIn,
        at: datetime,
    ) -> None:
        if await work.conversations.of_participant(who.id) is None:
            return
        words = f"{now.why}\n\n{now.may_know}"
        letter = Letter(id=LetterId(fresh_id()), kind=LetterKind.TOLD, words=words, at=at, name=family.worker)
        await self.telling.post(work, plan, family, who.id, letter)


def of_network(family: Family, id: ParticipantId) -> Participant:
    """This member of the network. Raises `KeyError` for anybody else."""
    who = family.participant(id)
    if who.role is not Role.NETWORK:
        raise KeyError(id)
    return who


def with_asked_in(family: Family, asked_in: AskedIn) -> Family:
    """The family with this written down, in the place of what stood there before."""
    others = tuple(one for one in family.asked_in if one.participant != asked_in.participant)
    return family.model_copy(update={"asked_in": (*others, asked_in)})


def first_screens(dialog: Dialog, facts: Facts, at: datetime) -> tuple[str, ...]:
    """What somebody reads from the first screen to what they may know."""
    conversation = Conversation(id=ConversationId("preview"), dialog=dialog.id, facts=facts)
    route = Route(dialog, conversation, Moment(12, at.year))
    wording = Wording(dialog, conversation, Channel.BROWSER, at)
    shown: list[str] = []
    for step in route.steps():
        shown.append(filled(step.question.ask, wording.about(step, route)))
        if _LAST_OF_IT in step.question.ask or not step.section.door:
            break
    return tuple(shown)


async def refusals(
    work: UnitOfWork, dialogs: drafting.Dialogs, held: HeldPlan, among: Collection[ParticipantId]
) -> Mapping[ParticipantId, tuple[Friend, ...]]:
    """The members of the network `among` these whom somebody said not to ask, in a part that was sent. It binds.

    The plan is drawn up only where there is such a member.
    """
    network = (one for one in held.family.participants if one.role is Role.NETWORK)
    members = [one for one in network if one.id in among]
    if not members:
        return {}
    named = (await drawn_up(work, dialogs, held.id)).network
    said_no = {one.id: said_no_to(named, one.person, one.name) for one in members}
    return {id: friends for id, friends in said_no.items() if friends}
