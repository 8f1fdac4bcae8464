"""Putting an action of the draft to the person who is to do it, or to be there when the first is away.

The words are the practitioner's act: somebody else may have said them, so that the desk shows them as
this person will read them, and asks again where the one who said them is kept apart from the reader.
Grown-ups alone are asked (H9), once they came in and while they did not say "not for me"; somebody of
the network only while nobody in the family says not to ask them.
"""

from bot.asking_in import refusals
from bot.once import happened
from bot.reviewing.asking import Asking, NamesApart
from bot.reviewing.reading import NothingSuch, Reading, known_as
from dialogs.actions import Action
from dialogs.facts import Letter, LetterKind
from dialogs.family import Family, named_apart
from dialogs.ids import AnswerId, LetterId, ParticipantId, PlanId, PractitionerId
from dialogs.people import Participant, Role
from storage import UnitOfWork
from storage.fresh import fresh_id
from storage.plans import HeldPlan


class NotToThem(Exception):
    """This person cannot be asked: not a grown-up, not come in yet, or somebody said not to ask them."""


class Tasking(Asking):
    """Puts actions to people."""

    async def put(
        self,
        by: PractitionerId,
        plan: PlanId,
        root: AnswerId,
        to: ParticipantId,
        words: str,
        *,
        backup: bool = False,
        sure: bool = False,
        once: str = "",
    ) -> None:
        """An action, in these words, to this person; in other words it is asked anew.

        Raises `NothingSuch` where the newest draft has no such action, `NotToThem`, `NamesApart`, `OnlyToSign`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            reading = await self._newest(work, by, plan)
            action = action_of(reading, root)
            if to not in {one.id for one in await self._may_be_asked(work, held)}:
                raise NotToThem
            if await happened(work, once, at):
                return
            names = apart_names(held.family, action, to, words)
            if names and not sure:
                raise NamesApart(names)
            name = await known_as(work, held, by)
            letter = Letter(
                id=LetterId(fresh_id()), kind=LetterKind.TASK, words=words, at=at, line=root, backup=backup,
                name=name,
            )  # fmt: skip
            await self.telling.post(work, plan, held.family, to, letter)
            await work.audit.note(at, by, plan, "asked somebody to do an action", root)
            await work.commit()
        self.telling.turns.wake()

    async def may_be_asked(self, by: PractitionerId, plan: PlanId) -> tuple[Participant, ...]:
        """Whom an action can be put to now. Raises `NotYours`."""
        async with self.store.reading() as work:
            return await self._may_be_asked(work, await self.rights.allowed(work, by, plan))

    async def _may_be_asked(self, work: UnitOfWork, held: HeldPlan) -> tuple[Participant, ...]:
        refused = await refusals(work, self.dialogs, held, {one.id for one in held.family.participants})
        grown_up = (one for one in held.family.participants if one.role is not Role.YOUNG_PERSON)
        return tuple([one for one in grown_up if one.id not in refused and await _is_here(work, one)])


async def _is_here(work: UnitOfWork, who: Participant) -> bool:
    """Whether they came in, and did not say "not for me"."""
    id = await work.conversations.of_participant(who.id)
    conversation = await work.conversations.load(id) if id is not None else None
    return conversation is not None and not conversation.closed


def action_of(reading: Reading | None, root: AnswerId) -> Action:
    """The action that this line begins. Raises `NothingSuch`."""
    actions = reading.draft.actions if reading is not None else ()
    for action in actions:
        if root in {line.root for line in action.what}:
            return action
    raise NothingSuch


def apart_names(family: Family, action: Action, to: ParticipantId, words: str) -> tuple[str, ...]:
    """Whom these words would tell their reader of, though the two are kept apart: whoever is named, and
    whoever said them.
    """
    hidden = family.kept_apart_from(family.participant(to).person)
    speaker = next((one for one in family.participants if one.id == action.speaker), None)
    told = (speaker.name,) if speaker is not None and speaker.person in hidden else ()
    return tuple(sorted({*named_apart(family, to, words), *told}))
