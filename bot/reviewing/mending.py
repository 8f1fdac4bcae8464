"""A rule of an approved plan broke: people are brought together, and a new draft is begun.

The draft that was approved stays as it is and can be read; the new one holds what everybody has said by
now, and goes the way of every draft: it is read, returned to those who are to say more, and approved.
"""

from bot.drafting import freeze
from bot.once import happened
from bot.reviewing.reading import Drafts
from dialogs.ids import PlanId, PractitionerId
from dialogs.review import NotNow, State

_LIVED = frozenset({State.APPROVED, State.LIVED_WITH})


class Mending(Drafts):
    """Begins a new draft of a plan that is lived with."""

    async def begin_again(self, by: PractitionerId, plan: PlanId, *, once: str = "") -> None:
        """The next draft. Raises `NotNow` where the plan was not approved last, `NotYours`, `OnlyToSign`."""
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            if await happened(work, once, at):
                return
            if held.state not in _LIVED:
                raise NotNow("only a plan that is lived with is begun again")
            frozen = await freeze(work, self.dialogs, plan, at)
            await work.audit.note(at, by, plan, "began a new draft, since a rule broke", str(frozen.number))
            await work.commit()
