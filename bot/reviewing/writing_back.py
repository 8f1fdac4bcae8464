"""You said, we did: telling a young person what was done about what they said."""

from datetime import date

from bot.once import happened
from bot.reviewing.asking import Asking, NamesApart
from bot.reviewing.reading import NothingSuch, Reading, known_as
from bot.you_said import Due, keep_due, what_is_due
from dialogs.facts import Did, Letter, LetterKind
from dialogs.family import named_apart
from dialogs.ids import AnswerId, LetterId, ParticipantId, PlanId, PractitionerId
from storage.fresh import fresh_id


class WritingBack(Asking):
    """Writes back about lines."""

    def due(self, reading: Reading) -> tuple[Due, ...]:
        """What each young person of this draft raised, and what of it is due."""
        return what_is_due(reading.draft, reading.letters, self.zone, self.answer_days)

    async def write_back(
        self,
        by: PractitionerId,
        plan: PlanId,
        to: ParticipantId,
        roots: tuple[AnswerId, ...],
        did: Did,
        words: str,
        until: date | None = None,
        *,
        sure: bool = False,
        once: str = "",
    ) -> None:
        """One answer to one or more lines of one young person; `until`: the day by which it will be done.

        Raises `NothingSuch` where the newest draft has no such lines of theirs to answer, `NamesApart`,
        `OnlyToSign`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            reading = await self._newest(work, by, plan)
            mine = (
                next((due for due in self.due(reading) if due.participant == to), None) if reading else None
            )
            known = {raised.line.root for raised in mine.lines} if mine else set()
            if not roots or reading is None or not known.issuperset(roots):
                raise NothingSuch
            if await happened(work, once, at):
                return
            names = named_apart(held.family, to, words)
            if names and not sure:
                raise NamesApart(names)
            letter = Letter(
                id=LetterId(fresh_id()),
                kind=LetterKind.DID,
                words=words,
                at=at,
                line=roots[0],
                also=roots[1:],
                did=did,
                by=until if did is Did.DOING else None,
                name=await known_as(work, held, by),
            )
            await self.telling.post(work, plan, held.family, to, letter)
            letters = await work.letters.of_plan(plan)
            due = what_is_due(reading.draft, letters, self.zone, self.answer_days)
            await keep_due(work, plan, due, (to,), at, by)
            for root in roots:
                await work.audit.note(at, by, plan, f"wrote back: {did.value}", root)
            await work.commit()
        self.telling.turns.wake()
