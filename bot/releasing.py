"""Release: the practitioner lets named people of the plan see somebody's lines, and takes it back.

They choose lines of one part of one speaker and who is to see them, and look at them as each of these
people will (`look_ahead`, by the rule that will count). The owner of the words is told first, by a
letter; the release takes effect when they opened it, or when the practitioner wrote down how they told
them. Then its readers hear that something was shared, and nothing of what. Whoever is kept apart from
the speaker is never offered, and refused. Each of these acts is in the audit.

The desk calls it; `bot.watching` lets readers know. What somebody may read now: `bot.shared`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from bot.once import happened
from bot.reviewing import NamesApart, NothingSuch
from bot.reviewing.reading import Drafts, Reading, known_as
from dialogs.conversation import Kept
from dialogs.facts import Letter, LetterKind
from dialogs.family import Family, named_apart
from dialogs.ids import AnswerId, LetterId, ParticipantId, PlanId, PractitionerId, ReleaseId
from dialogs.lines import Line, says_something
from dialogs.people import Participant, Role
from dialogs.plan import DraftPlan
from dialogs.release import Release, Released, Thought
from dialogs.sharing import are_apart, shared_with
from storage import UnitOfWork
from storage.errors import Unknown
from storage.fresh import fresh_id
from storage.plans import HeldPlan


class KeptApart(Exception):
    """A line was to be released to somebody who is kept apart from its speaker. Nothing was."""


class Wanted(NamedTuple):
    """What is to be released to whom: one part's lines of one speaker, as they were looked at."""

    lines: tuple[Released, ...]
    to: tuple[ParticipantId, ...]
    thought: Thought | None = None


class Offer(NamedTuple):
    """What can be released with a line, and to whom."""

    speaker: Participant
    lines: tuple[Line, ...]
    """The line first, then the others of its part."""
    readers: tuple[Participant, ...]
    apart: tuple[Participant, ...]
    """Those who are kept apart from the speaker: not offered."""

    @property
    def young(self) -> bool:
        """Whether these are a young person's words: four questions come first (H7)."""
        return self.speaker.role is Role.YOUNG_PERSON


class Seen(NamedTuple):
    """What one reader will see, and whom it names that they are kept apart from."""

    reader: Participant
    lines: tuple[Line, ...]
    apart: tuple[str, ...]


class Releasing(Drafts):
    """Makes releases and takes them back."""

    def offered(self, reading: Reading, root: AnswerId) -> Offer:
        """What can be released with this line. Raises `NothingSuch` where nothing can be read in it."""
        found = {line.root: line for line in lines_of(reading.draft) if can_be_released(line)}
        line, family = found.get(root), reading.held.family
        if line is None:
            raise NothingSuch
        speaker = family.participant(line.speaker)
        part = [one for one in found.values() if (one.speaker, one.section) == (line.speaker, line.section)]
        others = [one for one in family.participants if one.id != speaker.id]
        apart = tuple(one for one in others if are_apart(speaker, one, family.apart))
        return Offer(
            speaker=speaker,
            lines=(line, *(one for one in part if one.root != root)),
            readers=tuple(one for one in others if one not in apart),
            apart=apart,
        )

    def look_ahead(self, reading: Reading, offer: Offer, wanted: Wanted) -> tuple[Seen, ...]:
        """The lines as each of these people will see them."""
        now = reading.held.family
        release = _release(offer.speaker.id, wanted, by=PractitionerId(""), name="", at=reading.frozen_at)
        told = release.model_copy(update={"told_at": reading.frozen_at})
        draft = reading.draft.model_copy(update={"releases": (told,)})
        readers = (one for one in offer.readers if one.id in wanted.to)
        return tuple(
            Seen(one, lines, named_in(now, one.id, lines))
            for one in readers
            for lines in (shared_with(draft, one),)
        )

    async def release(
        self,
        by: PractitionerId,
        plan: PlanId,
        root: AnswerId,
        wanted: Wanted,
        *,
        sure: bool = False,
        once: str = "",
    ) -> None:
        """Keeps it, and tells the owner of the words. Nobody reads anything by it yet.

        Raises `KeptApart`; `NamesApart` where the words name somebody whom a reader is kept apart from,
        until the practitioner is `sure`; `NothingSuch` where a line is no longer as it was looked at, or
        nobody thought about a young person's line; `OnlyToSign`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            reading = await self._newest(work, by, plan)
            if reading is None:
                raise NothingSuch
            offer = self.offered(reading, root)
            if {one.id for one in offer.apart} & set(wanted.to):
                raise KeptApart
            _check(offer, wanted)
            names = {name for seen in self.look_ahead(reading, offer, wanted) for name in seen.apart}
            if names and not sure:
                raise NamesApart(tuple(sorted(names)))
            if await happened(work, once, at):
                return
            made = _release(offer.speaker.id, wanted, by=by, name=await known_as(work, held, by), at=at)
            await work.releases.add(plan, made)
            await self._tell(work, held, LetterKind.RELEASED, made, made.letter)
            await work.audit.note(at, by, plan, "released lines", made.id)
            await work.commit()
        self.telling.turns.wake()

    async def told(self, by: PractitionerId, plan: PlanId, id: ReleaseId, how: str) -> None:
        """The practitioner told the owner otherwise, or says why that could not be: it takes effect now."""
        at = self.clock()
        async with self.store.work() as work:
            held, release = await self._standing(work, by, plan, id)
            await work.releases.told(id, how, at)
            await self.telling.one(work, plan, held.family, release.speaker, at)
            await work.audit.note(at, by, plan, "wrote how somebody was told of a release", id)
            await work.commit()

    async def withdraw(self, by: PractitionerId, plan: PlanId, id: ReleaseId) -> None:
        """From now on nobody reads anything by it; its owner hears so, where they had been told of it."""
        at = self.clock()
        async with self.store.work() as work:
            held, release = await self._standing(work, by, plan, id)
            await work.releases.withdraw(id, by, at)
            await self._tell(work, held, LetterKind.UNSHARED, release, LetterId(fresh_id()))
            await work.audit.note(at, by, plan, "withdrew a release", id)
            await work.commit()
        self.telling.turns.wake()

    async def announce(self) -> int:
        """Readers of what took effect hear that something was shared with them; says of how many releases."""
        async with self.store.reading() as work:
            waiting = await work.releases.unannounced()
        for plan, id in waiting:
            async with self.store.work() as work:
                held, release = await work.plans.get(plan), await work.releases.get(plan, id)
                for reader in _readers(held.family, release):
                    at = self.clock()
                    letter = Letter(
                        id=LetterId(fresh_id()), kind=LetterKind.SHARED, words="", at=at, name=release.name
                    )
                    await self.telling.post(work, plan, held.family, reader.id, letter)
                await work.releases.announced(id, self.clock())
                await work.commit()
        if waiting:
            self.telling.turns.wake()
        return len(waiting)

    async def _standing(
        self, work: UnitOfWork, by: PractitionerId, plan: PlanId, id: ReleaseId
    ) -> tuple[HeldPlan, Release]:
        held = await self.rights.allowed(work, by, plan, to_change=True)
        try:
            release = await work.releases.get(plan, id)
        except Unknown:
            raise NothingSuch from None
        if release.withdrawn_at is not None:
            raise NothingSuch
        return held, release

    async def _tell(
        self, work: UnitOfWork, held: HeldPlan, kind: LetterKind, release: Release, id: LetterId
    ) -> None:
        """The owner of the words: which lines, and whose eyes."""
        first, *more = (one.root for one in release.lines)
        names = ", ".join(one.name for one in _readers(held.family, release))
        letter = Letter(
            id=id, kind=kind, words=names, at=self.clock(), line=first, also=tuple(more), name=release.name
        )
        await self.telling.post(work, held.id, held.family, release.speaker, letter)


def lines_of(draft: DraftPlan) -> tuple[Line, ...]:
    """Every line that counts, answers to letters too."""
    return (*draft.lines, *(reply.line for reply in draft.replies))


def can_be_released(line: Line) -> bool:
    """Whether anything can be read in it: of a file only what was typed up, and no face or voice."""
    return says_something(line) and not (isinstance(line.value, Kept) and not line.typed_words)


def named_in(family: Family, reader: ParticipantId, lines: Iterable[Line]) -> tuple[str, ...]:
    """Names in these lines and their questions of people whom this reader is kept apart from."""
    texts = (f"{line.asks}\n{line.words}\n{line.typed_words}" for line in lines)
    return tuple(sorted({name for text in texts for name in named_apart(family, reader, text)}))


def _check(offer: Offer, wanted: Wanted) -> None:
    now = {Released.of(line) for line in offer.lines}
    readers = {one.id for one in offer.readers}
    good = wanted.lines and wanted.to and now.issuperset(wanted.lines) and readers.issuperset(wanted.to)
    if not good or (offer.young and wanted.thought is None):
        raise NothingSuch


def _release(
    speaker: ParticipantId, wanted: Wanted, *, by: PractitionerId, name: str, at: datetime
) -> Release:
    return Release(
        id=ReleaseId(fresh_id()),
        speaker=speaker,
        lines=wanted.lines,
        to=wanted.to,
        by=by,
        name=name,
        at=at,
        letter=LetterId(fresh_id()),
        thought=wanted.thought,
    )


def _readers(family: Family, release: Release) -> tuple[Participant, ...]:
    """Those whom it is for, as far as they are in the plan and not kept apart from the speaker since."""
    speaker = family.participant(release.speaker)
    return tuple(
        one
        for one in family.participants
        if one.id in release.to and not are_apart(speaker, one, family.apart)
    )
