"""A draft as it is read: frozen, with what came since and belongs to its lines.

A draft is frozen when a part is sent. Beside it the page shows what came since and belongs to it:
replies to questions on its lines, words typed up, and the practitioner's own lines as they are now.
`edition` names exactly that. Looking tells nobody anything; `open` does: people hear that it was read.
"""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from hashlib import sha256
from typing import NamedTuple

from bot.drafting import Dialogs, drawn_up, thaw
from bot.rights import Rights
from bot.telling import Telling
from dialogs.checks import Thresholds
from dialogs.effects import Matter
from dialogs.facts import NAMES_ALONE, Letter, LetterKind
from dialogs.ids import AnswerId, LetterId, PlanId, PractitionerId
from dialogs.lines import Line, Typed
from dialogs.lived import is_lived
from dialogs.plan import DraftPlan, worker_lines
from dialogs.review import Decision, Happening, after
from dialogs.signposts import Alarm
from dialogs.since import Since, since
from dialogs.strength import Finding, findings
from storage import Store, UnitOfWork
from storage.audit import Noted
from storage.errors import Unknown
from storage.items import Item
from storage.letters import PostedLetter
from storage.plans import HeldPlan
from storage.reviews import FrozenDraft

MATTERS_OF_A_DRAFT = frozenset({Matter.PART_SENT, Matter.ADDED})
OPENED = "opened a draft"
"""What the audit says of a draft that was read, with its number."""


class NothingSuch(Exception):
    """No such line, item, file, draft or person in this plan."""


class Reading(NamedTuple):
    """A draft as it is read."""

    held: HeldPlan
    number: int
    newest: bool
    frozen_at: datetime
    draft: DraftPlan
    edition: str
    decision: Decision | None
    letters: tuple[PostedLetter, ...]
    items: tuple[Item, ...]
    """Those still open."""
    findings: tuple[Finding, ...]
    since: Since | None
    """What is new since the draft that was decided on last, or the one before; None for the first."""

    @property
    def unread(self) -> tuple[Item, ...]:
        """What holds a decision up: alarms that nobody has read, and files that nobody has opened."""
        return tuple(item for item in self.items if holds_up(item))

    def questions(self, root: AnswerId) -> tuple[PostedLetter, ...]:
        """What was asked on this line, and what was written back about it."""
        asked = (one for one in self.letters if one.letter.kind not in (LetterKind.TASK, *NAMES_ALONE))
        return tuple(p for p in asked if root in (p.letter.line, *p.letter.also))


class Numbered(NamedTuple):
    """A frozen draft in the history."""

    number: int
    at: datetime


class Past(NamedTuple):
    """What has happened in a plan."""

    held: HeldPlan
    drafts: tuple[Numbered, ...]
    decisions: tuple[Decision, ...]
    audit: tuple[Noted, ...]
    names: dict[str, str]
    """Practitioners and participants by id."""


class Summary(NamedTuple):
    """A plan at a glance: what waits, and how many lines there are. Nobody has read a line by it."""

    held: HeldPlan
    reading: Reading | None
    """None before anybody sent a part."""
    items: tuple[Item, ...]
    """Those still open, oldest first."""
    silent: tuple[PractitionerId, ...] = ()
    """Holder or cover, where messages to their own chat do not arrive."""


class Drafts:
    """Reads drafts. Each look is in the audit."""

    def __init__(
        self,
        store: Store,
        telling: Telling,
        rights: Rights,
        dialogs: Dialogs,
        clock: Callable[[], datetime],
        zone: tzinfo,
        answer_days: int = 7,
        thresholds: Thresholds = Thresholds(),  # noqa: B008  - a frozen value
    ) -> None:
        self.store = store
        self.telling = telling
        self.rights = rights
        self.dialogs = dialogs
        self.clock = clock
        self.zone = zone
        self.answer_days = answer_days
        self.thresholds = thresholds

    @property
    def today(self) -> date:
        """The practitioner's date."""
        return self.clock().astimezone(self.zone).date()

    @property
    def told_at(self) -> datetime | None:
        """When people are told of what is written to them now: after the quiet hours; None: at once."""
        morning = self.telling.told_at(self.clock())
        return morning.astimezone(self.zone) if morning else None

    async def open(self, by: PractitionerId, plan: PlanId) -> Reading | None:
        """The newest draft, read now; None before anybody sent a part.

        The plan comes into review, and each person whose part was opened for the first time sees
        that it was read, and by whom (H6). Raises `NotYours`.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            newest = await work.reviews.newest(plan)
            if newest is None:
                await work.audit.note(at, by, plan, "looked for a draft")
                await work.commit()
                return None
            state = after(held.state, Happening.OPENED)
            if state is not held.state:
                await work.plans.set_state(plan, state)
            await self._say_that_it_was_read(work, held, by, at)
            for item in await work.items.of(plan):
                if item.kind in MATTERS_OF_A_DRAFT and item.seen_at is None:
                    await work.items.see(item.id, by, at)
            await work.audit.note(at, by, plan, OPENED, str(newest.number))
            reading = await self._reading(work, held.model_copy(update={"state": state}), newest)
            await work.commit()
        self.telling.turns.wake()
        return reading

    async def older(self, by: PractitionerId, plan: PlanId, number: int, what: str = OPENED) -> Reading:
        """An older draft, exactly as it was frozen. Raises `NothingSuch`."""
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            try:
                frozen = await work.reviews.get(plan, number)
            except Unknown:
                raise NothingSuch from None
            await work.audit.note(self.clock(), by, plan, what, str(number))
            reading = await self._reading(work, held, frozen, as_frozen=True)
            await work.commit()
        return reading

    async def look(
        self, by: PractitionerId, plan: PlanId, what: str = "looked at the draft", subject: str = ""
    ) -> Reading | None:
        """The newest draft without opening it; the audit says `what` was looked at. Tells nobody anything."""
        async with self.store.work() as work:
            reading = await self._newest(work, by, plan)
            await work.audit.note(self.clock(), by, plan, what, subject)
            await work.commit()
        return reading

    async def summary(self, by: PractitionerId, plan: PlanId) -> Summary:
        """A plan at a glance. It opens nothing, and tells nobody anything. Raises `NotYours`."""
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            reading = await self._newest(work, by, plan)
            items = tuple(item for item in await work.items.of(plan) if item.done_at is None)
            hearing = [await work.people.get(one) for one in (held.practitioner, held.cover) if one]
            silent = await work.outbox.silent(hearing)
            await work.audit.note(self.clock(), by, plan, "looked at the plan")
            await work.commit()
        return Summary(held, reading, items, silent)

    async def past(self, by: PractitionerId, plan: PlanId) -> Past:
        """Drafts, decisions and the audit of a plan."""
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            await work.audit.note(self.clock(), by, plan, "looked at the history")
            numbers = range(1, held.newest_draft + 1)
            drafts = [await work.reviews.get(plan, number) for number in numbers]
            names = {one.id: one.name for one in await work.people.all()}
            people = {participant.id: participant.name for participant in held.family.participants}
            past = Past(
                held=held,
                drafts=tuple(Numbered(frozen.number, frozen.at) for frozen in drafts),
                decisions=await work.reviews.decisions(plan),
                audit=await work.audit.of(plan),
                names={
                    **{str(id): name for id, name in names.items()},
                    **{str(i): n for i, n in people.items()},
                },
            )
            await work.commit()
        return past

    # Within ---------------------------------------------------------------------------------------

    async def _newest(self, work: UnitOfWork, by: PractitionerId, plan: PlanId) -> Reading | None:
        held = await self.rights.allowed(work, by, plan)
        newest = await work.reviews.newest(plan)
        return await self._reading(work, held, newest) if newest is not None else None

    async def _reading(
        self, work: UnitOfWork, held: HeldPlan, frozen: FrozenDraft, *, as_frozen: bool = False
    ) -> Reading:
        read = thaw(frozen) if as_frozen else await self._composed(work, held, frozen)
        decisions = await work.reviews.decisions(held.id)
        read = read.model_copy(update={"releases": await work.releases.of(held.id)})
        letters = await work.letters.of_plan(held.id)
        return Reading(
            held=held,
            number=frozen.number,
            newest=frozen.number == held.newest_draft,
            frozen_at=frozen.at,
            draft=read,
            edition=edition_of(held, frozen, read),
            decision=next((one for one in reversed(decisions) if one.draft == frozen.number), None),
            letters=letters,
            items=tuple(item for item in await work.items.of(held.id) if item.done_at is None),
            findings=findings(read, self.today, self.thresholds),
            since=await _since(work, frozen, read, decisions),
        )

    async def _composed(self, work: UnitOfWork, held: HeldPlan, frozen: FrozenDraft) -> DraftPlan:
        """A frozen draft, with what came since and belongs to its lines."""
        now = await drawn_up(work, self.dialogs, held.id)
        typed = await work.typed.of(held.id)
        was = thaw(frozen)
        return was.model_copy(
            update={
                "worker": worker_lines(held.family),
                "children": held.family.children,
                "people": held.family.people,
                "participants": now.participants,
                "only_asked": now.only_asked,
                "lines": _as_wished(_typed_under(_with_lived(was.lines, now), typed), now),
                "off_route": _as_wished(_typed_under(was.off_route, typed), now),
                "no_longer_asked": _as_wished(_typed_under(was.no_longer_asked, typed), now),
                "replies": now.replies,
                "letters": now.letters,
            }
        )

    async def _say_that_it_was_read(
        self, work: UnitOfWork, held: HeldPlan, by: PractitionerId, at: datetime
    ) -> None:
        """ "Ben read what you sent", once for each part that was opened (H6)."""
        name = await known_as(work, held, by)
        known = {posted.letter.id for posted in await work.letters.of_plan(held.id)}
        for id in await work.conversations.of_plan(held.id):
            conversation = await work.conversations.load(id)
            if conversation is None or not conversation.sent:
                continue
            _, participant = await work.conversations.plan_of(id)
            letter = LetterId(f"{participant}-read-{conversation.sent[-1].number}")
            if letter not in known:
                read = Letter(id=letter, kind=LetterKind.READ, words="", at=at, name=name)
                await self.telling.post(work, held.id, held.family, participant, read)


def holds_up(item: Item) -> bool:
    """Whether nobody decides before this was read or opened."""
    return item.seen_at is None and (isinstance(item.kind, Alarm) or item.kind is Matter.FILE_UNOPENED)


async def known_as(work: UnitOfWork, held: HeldPlan, by: PractitionerId) -> str:
    """The name by which a family knows this practitioner."""
    named = {held.practitioner: held.family.worker}
    if held.cover is not None:
        named.setdefault(held.cover, held.family.cover)
    return named.get(by) or (await work.people.get(by)).name


def edition_of(held: HeldPlan, frozen: FrozenDraft, read: DraftPlan) -> str:
    """Names what is on the page: the draft, the practitioner's lines, replies and typed-up words."""
    typed = [f"{words.line}@{words.at.isoformat()}" for line in read.lines for words in line.typed]
    lived = [line.id for line in read.lines if is_lived(line.question)]
    parts = [
        str(frozen.number),
        str(held.version),
        *(reply.line.id for reply in read.replies),
        *lived,
        *typed,
    ]
    return sha256("|".join(parts).encode()).hexdigest()[:12]


def _as_wished(lines: tuple[Line, ...], now: DraftPlan) -> tuple[Line, ...]:
    """Each line with the wish and the star that stand beside it now: they count once they are made (H7, H14)."""
    every = (*now.lines, *now.off_route, *now.no_longer_asked)
    wishes = {line.root: line.wish for line in every}
    stars = {line.root for line in every if line.star}
    return tuple(
        line.model_copy(update={"wish": wishes.get(line.root) or line.wish, "star": line.root in stars})
        if line.wish or line.star or line.root in stars
        else line
        for line in lines
    )


def _with_lived(lines: tuple[Line, ...], now: DraftPlan) -> tuple[Line, ...]:
    """With what was said since while the plan is lived with: it waits for no next part."""
    there = {line.root for line in lines}
    return (*lines, *(line for line in now.lines if is_lived(line.question) and line.root not in there))


def _typed_under(lines: tuple[Line, ...], typed: tuple[Typed, ...]) -> tuple[Line, ...]:
    found: dict[AnswerId, tuple[Typed, ...]] = {}
    for words in typed:
        found[words.line] = (*found.get(words.line, ()), words)
    return tuple(
        line.model_copy(update={"typed": found[line.root]}) if line.root in found else line for line in lines
    )


async def _since(
    work: UnitOfWork, frozen: FrozenDraft, read: DraftPlan, decisions: tuple[Decision, ...]
) -> Since | None:
    """What came since the draft that was decided on last, or the one before."""
    decided = [one.draft for one in decisions if one.draft < frozen.number]
    number = decided[-1] if decided else frozen.number - 1
    return since(number, thaw(await work.reviews.get(frozen.plan, number)), read) if number else None
