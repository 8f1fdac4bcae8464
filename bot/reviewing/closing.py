"""Closing a plan: each person is told that no worker reads any more, and who looks again stands on the desk.

It says of nobody that they are safe (H5). What the family has is theirs: their chats can be opened, their
copies read, and the numbers to ring stay. Nothing is asked of anybody any more.
"""

from bot.once import happened
from bot.reviewing.asking import Asking
from bot.reviewing.deciding import UnreadAlarm
from bot.reviewing.reading import holds_up, known_as
from dialogs.effects import Matter
from dialogs.facts import Letter, LetterKind
from dialogs.ids import LetterId, ParticipantId, PlanId, PractitionerId
from dialogs.review import Happening, NotNow, after
from storage.fresh import fresh_id
from storage.items import Item


class Closing(Asking):
    """Closes plans."""

    async def close(self, by: PractitionerId, plan: PlanId, words: str = "", *, once: str = "") -> None:
        """Closed, with these words to each person who came in.

        Raises `UnreadAlarm`, `NotNow` where the check after closure has no owner or day, `NotYours`,
        `OnlyToSign`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            if await happened(work, once, at):
                return
            if any(holds_up(item) for item in await work.items.of(plan)):
                raise UnreadAlarm
            check = held.family.after_closure
            if not check.owned or check.on is None:
                raise NotNow("nobody looks again after closure")
            await work.plans.set_state(plan, after(held.state, Happening.CLOSE))
            await work.check_ins.stop_all(plan)
            name = await known_as(work, held, by)
            for one in held.family.participants:
                if await work.conversations.of_participant(one.id) is not None:
                    letter = Letter(
                        id=LetterId(fresh_id()), kind=LetterKind.CLOSED, words=words, at=at, name=name
                    )
                    await self.telling.post(work, plan, held.family, one.id, letter)
            item = Item(
                id=fresh_id(), plan=plan, participant=ParticipantId(""), kind=Matter.AFTER_CLOSURE,
                words=check.owner, at=at, due_on=check.on,
            )  # fmt: skip
            await work.items.add(item)
            await work.audit.note(at, by, plan, "closed the plan")
            await work.commit()
        self.telling.turns.wake()
