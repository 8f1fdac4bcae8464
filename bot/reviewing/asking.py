"""Writing to one person: a question on a line, and one line back."""

from collections.abc import Iterable
from datetime import datetime

from bot.once import happened
from bot.reviewing.reading import Drafts, NothingSuch, Reading, known_as
from dialogs.facts import Letter, LetterKind
from dialogs.family import named_apart
from dialogs.ids import AnswerId, LetterId, ParticipantId, PlanId, PractitionerId
from storage import UnitOfWork
from storage.fresh import fresh_id
from storage.plans import HeldPlan


class NamesApart(Exception):
    """The words name somebody whom their reader is kept apart from; `names` says whom. Nothing was sent."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("these words name somebody whom their reader is kept apart from")
        self.names = names


class Asking(Drafts):
    """Writes letters.

    Words that name somebody whom their reader is kept apart from go nowhere (`NamesApart`), until the
    practitioner has looked at them again and is `sure`.
    """

    async def ask(
        self,
        by: PractitionerId,
        plan: PlanId,
        root: AnswerId,
        words: str,
        *,
        sure: bool = False,
        once: str = "",
    ) -> None:
        """A question on a line, to the person who said it; their answer comes back to the line.

        Raises `NothingSuch` where the newest draft has no such line, `NamesApart`, `OnlyToSign`.
        """
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            reading = await self._newest(work, by, plan)
            line = reading.draft.line(root) if reading is not None else None
            if line is None:
                raise NothingSuch
            if await happened(work, once, self.clock()):
                return
            await self._write(work, held, by, (line.speaker,), LetterKind.QUESTION, words, root, sure=sure)
            await work.audit.note(self.clock(), by, plan, "asked a question", root)
            await work.commit()
        self.telling.turns.wake()

    async def notice(
        self,
        by: PractitionerId,
        plan: PlanId,
        participant: ParticipantId,
        words: str,
        *,
        sure: bool = False,
        once: str = "",
    ) -> None:
        """One line back: what the practitioner noticed that this person is doing well (H6).

        Raises `NothingSuch`, `NamesApart`, `OnlyToSign`.
        """
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            if await happened(work, once, self.clock()):
                return
            await self._write(work, held, by, (participant,), LetterKind.NOTICED, words, sure=sure)
            await work.audit.note(self.clock(), by, plan, "wrote one line back", participant)
            await work.commit()
        self.telling.turns.wake()

    async def add_to_copy(
        self, by: PractitionerId, plan: PlanId, reason: str, *, sure: bool = False, once: str = ""
    ) -> Reading:
        """The newest draft for a copy that holds times, skips and changed words, too: each person whose
        words are in it is told so, with the reason (H8).

        Raises `NothingSuch`, `NamesApart`, `OnlyToSign`.
        """
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            reading = await self._newest(work, by, plan)
            if reading is None:
                raise NothingSuch
            if not await happened(work, once, self.clock()):
                to = [one.id for one in reading.draft.participants]
                await self._write(work, held, by, to, LetterKind.COPIED, reason, sure=sure)
                await work.audit.note(self.clock(), by, plan, "made a copy with times and skips")
                await work.commit()
        self.telling.turns.wake()
        return reading

    async def _write(
        self,
        work: UnitOfWork,
        held: HeldPlan,
        by: PractitionerId,
        to: Iterable[ParticipantId],
        kind: LetterKind,
        words: str,
        line: AnswerId | None = None,
        *,
        sure: bool,
    ) -> None:
        """The same words to each of these people."""
        readers = inside(held, to)
        names = {name for one in readers for name in named_apart(held.family, one, words)}
        if names and not sure:
            raise NamesApart(tuple(sorted(names)))
        for reader in readers:
            await self._post(work, held, reader, kind, words, await known_as(work, held, by), line)

    async def _post(
        self,
        work: UnitOfWork,
        held: HeldPlan,
        to: ParticipantId,
        kind: LetterKind,
        words: str,
        name: str,
        line: AnswerId | None = None,
    ) -> None:
        at: datetime = self.clock()
        letter = Letter(id=LetterId(fresh_id()), kind=kind, words=words, at=at, line=line, name=name)
        await self.telling.post(work, held.id, held.family, to, letter)


def inside(held: HeldPlan, to: Iterable[ParticipantId]) -> tuple[ParticipantId, ...]:
    """These people, as far as they are in the plan. Raises `NothingSuch` for anybody else."""
    known, wanted = {participant.id for participant in held.family.participants}, tuple(to)
    if not known.issuperset(wanted):
        raise NothingSuch
    return wanted
