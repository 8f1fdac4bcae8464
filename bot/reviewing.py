"""Reviewing: what waits, a draft with its sources, questions on lines, return and approval.

The desk and Telegram's short actions call it. Each look and each change is in the audit, and every
method begins by asking `rights` whether this practitioner may open this plan.

**What is on the page.** A draft is frozen when a part is sent. Beside it the page shows what came
since and belongs to it: replies to questions on its lines, words typed up, and the practitioner's
own lines as they are now. `edition` names exactly that; approving names the number *and* the
edition that were read, and is refused where either has moved on. Approving freezes what was read,
if it holds more than the numbered draft did, so that a decision is always about a frozen draft.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from hashlib import sha256
from typing import NamedTuple

from bot.drafting import Dialogs, drawn_up, thaw
from bot.planning import ONCE
from bot.rights import Rights
from bot.telling import Telling
from dialogs.conversation import Kept
from dialogs.effects import Matter
from dialogs.facts import Letter, LetterKind
from dialogs.ids import AnswerId, ConversationId, FileId, LetterId, ParticipantId, PlanId, PractitionerId
from dialogs.lines import Line, Typed
from dialogs.plan import DraftPlan, worker_lines
from dialogs.review import Decision, Happening, NotNow, State, Verdict, after, decide
from dialogs.signposts import Alarm
from dialogs.strength import Finding, findings
from storage import Store, UnitOfWork
from storage.audit import Noted
from storage.errors import Unknown
from storage.files import KeptFile
from storage.fresh import fresh_id
from storage.items import Item
from storage.letters import PostedLetter
from storage.plans import HeldPlan, InboxRow, Place, Urgency, urgency_of
from storage.reviews import FrozenDraft

MOST_PLANS = 30
"""Plans on a page of the inbox."""
MATTERS_OF_A_DRAFT = frozenset({Matter.PART_SENT, Matter.ADDED})


class ReadItAgain(Exception):
    """Something came in, or was changed, since the draft was read."""


class NothingSuch(Exception):
    """No such line, item, file, draft or person in this plan."""


class Waiting(NamedTuple):
    """Everything of one kind of urgency that waits about one person: one row of the inbox."""

    plan: PlanId
    title: str
    pretend: bool
    name: str
    urgency: Urgency
    kinds: tuple[Alarm | Matter, ...]
    since: datetime
    seen: bool
    """Whether all of it was seen; an unseen flag stays red."""


class Inbox(NamedTuple):
    """What waits for one practitioner: flags first, then what is for today, each oldest first."""

    flags: tuple[Waiting, ...]
    today: tuple[Waiting, ...]
    later: tuple[Waiting, ...]
    plans: tuple[InboxRow, ...]
    more: Place | None
    """To ask for the next page of plans."""


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

    def questions(self, root: AnswerId) -> tuple[PostedLetter, ...]:
        """What was asked on this line."""
        return tuple(posted for posted in self.letters if posted.letter.line == root)


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


class Reviewing:
    """Reads drafts and decides about them."""

    def __init__(
        self,
        store: Store,
        telling: Telling,
        rights: Rights,
        dialogs: Dialogs,
        clock: Callable[[], datetime],
        zone: tzinfo,
    ) -> None:
        self.store = store
        self.telling = telling
        self.rights = rights
        self.dialogs = dialogs
        self.clock = clock
        self.zone = zone

    @property
    def today(self) -> date:
        """The practitioner's date."""
        return self.clock().astimezone(self.zone).date()

    # The inbox ------------------------------------------------------------------------------------

    async def inbox(self, by: PractitionerId, after: Place | None = None) -> Inbox:
        """What waits for this practitioner. It holds names and kinds, and nobody's words."""
        async with self.store.reading() as work:
            plans = await work.plans.mine(by, self.today, after, MOST_PLANS)
            items = await work.items.open_items(by, self.today)
            held = {plan: await work.plans.get(plan) for plan in dict.fromkeys(item.plan for item in items)}
        rows = _rows(items, held)
        return Inbox(
            flags=tuple(row for row in rows if row.urgency is Urgency.FLAG),
            today=tuple(row for row in rows if row.urgency is Urgency.SAME_DAY),
            later=tuple(row for row in rows if row.urgency is Urgency.WAITING),
            plans=plans,
            more=plans[-1].place if len(plans) == MOST_PLANS else None,
        )

    async def waiting(self, by: PractitionerId, plan: PlanId) -> tuple[Item, ...]:
        """Everything that ever waited in one plan, with its exact words, oldest first."""
        async with self.store.reading() as work:
            await self.rights.allowed(work, by, plan)
            return await work.items.of(plan)

    async def see(self, by: PractitionerId, plan: PlanId, item: str) -> None:
        """This practitioner has read it: a flag is red no longer. Raises `NothingSuch`."""
        await self._settle(by, plan, item, done=False)

    async def done(self, by: PractitionerId, plan: PlanId, item: str) -> None:
        """This practitioner has dealt with it. Raises `NothingSuch`."""
        await self._settle(by, plan, item, done=True)

    # Drafts ---------------------------------------------------------------------------------------

    async def open(self, by: PractitionerId, plan: PlanId) -> Reading | None:
        """The newest draft, read now; None before anybody sent a part.

        The plan comes into review, and each person whose part was opened for the first time sees
        that it was read (H6).
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            newest = await work.reviews.newest(plan)
            if newest is None:
                return None
            state = after(held.state, Happening.OPENED)
            if state is not held.state:
                await work.plans.set_state(plan, state)
            await self._say_that_it_was_read(work, held, at)
            for item in await work.items.of(plan):
                if item.kind in MATTERS_OF_A_DRAFT and item.seen_at is None:
                    await work.items.see(item.id, by, at)
            await work.audit.note(at, by, plan, "opened a draft", str(newest.number))
            reading = await self._reading(work, held.model_copy(update={"state": state}), newest)
            await work.commit()
        self.telling.turns.wake()
        return reading

    async def older(self, by: PractitionerId, plan: PlanId, number: int) -> Reading:
        """An older draft, exactly as it was frozen. Raises `NothingSuch`."""
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            try:
                frozen = await work.reviews.get(plan, number)
            except Unknown:
                raise NothingSuch from None
            await work.audit.note(self.clock(), by, plan, "opened a draft", str(number))
            reading = await self._reading(work, held, frozen, as_frozen=True)
            await work.commit()
        return reading

    async def look(self, by: PractitionerId, plan: PlanId) -> Reading | None:
        """The newest draft without opening it: for findings and single lines. Tells nobody anything."""
        async with self.store.reading() as work:
            held = await self.rights.allowed(work, by, plan)
            newest = await work.reviews.newest(plan)
            return await self._reading(work, held, newest) if newest is not None else None

    async def past(self, by: PractitionerId, plan: PlanId) -> Past:
        """Drafts, decisions and the audit of a plan."""
        async with self.store.reading() as work:
            held = await self.rights.allowed(work, by, plan)
            numbers = range(1, held.newest_draft + 1)
            drafts = [await work.reviews.get(plan, number) for number in numbers]
            names = {one.id: one.name for one in await work.people.all()}
            people = {participant.id: participant.name for participant in held.family.participants}
            return Past(
                held=held,
                drafts=tuple(Numbered(frozen.number, frozen.at) for frozen in drafts),
                decisions=await work.reviews.decisions(plan),
                audit=await work.audit.of(plan),
                names={
                    **{str(id): name for id, name in names.items()},
                    **{str(i): n for i, n in people.items()},
                },
            )

    # Letters --------------------------------------------------------------------------------------

    async def ask(
        self, by: PractitionerId, plan: PlanId, root: AnswerId, words: str, *, once: str = ""
    ) -> None:
        """A question on a line, to the person who said it; their answer comes back to the line.

        Raises `NothingSuch` where the newest draft has no such line.
        """
        reading = await self.look(by, plan)
        line = reading.draft.line(root) if reading is not None else None
        if line is None:
            raise NothingSuch
        await self._write(
            by, plan, (line.speaker,), LetterKind.QUESTION, words, "asked a question", once, root
        )

    async def notice(
        self, by: PractitionerId, plan: PlanId, participant: ParticipantId, words: str, *, once: str = ""
    ) -> None:
        """One line back: what the practitioner noticed that this person is doing well (H6)."""
        await self._write(by, plan, (participant,), LetterKind.NOTICED, words, "wrote one line back", once)

    # Deciding -------------------------------------------------------------------------------------

    async def give_back(
        self,
        by: PractitionerId,
        plan: PlanId,
        number: int,
        reason: str,
        to: Iterable[ParticipantId],
        *,
        once: str = "",
    ) -> None:
        """Returns a draft with a reason, which the people in `to` can read.

        Raises `NotNow` where another draft is the newest, nothing is in review, or there is no reason.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            if await _happened(work, once, at):
                return
            signed = (await work.people.get(by)).name
            decision = Decision(
                verdict=Verdict.RETURNED, draft=number, by=by, signed=signed, at=at, reason=reason
            )
            await self._decide(work, held, decision)
            for participant in _known(held, to):
                await self._post(work, held, participant, LetterKind.RETURNED, reason, at)
            await work.commit()
        self.telling.turns.wake()

    async def approve(
        self,
        by: PractitionerId,
        plan: PlanId,
        number: int,
        signed: str,
        *,
        edition: str = "",
        review_on: date | None = None,
        once: str = "",
    ) -> None:
        """Approves a draft: "Asha has read this and agrees to try it. It does not mean that the worry
        is over." (H5). Everybody who is in the draft is told, and can open their own copy.

        Raises `NotNow` for an older draft's number, `ReadItAgain` where what was read has changed.
        """
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            if await _happened(work, once, at):
                return
            newest = await work.reviews.newest(plan)
            if newest is None or newest.number != number:
                raise NotNow(f"draft {number} is not the newest")
            if review_on is not None and review_on != held.family.review_on:
                held = await self._look_again_on(work, held, review_on, by, at)
                before = held.model_copy(update={"version": held.version - 1})
            else:
                before = held
            read = await self._composed(work, held, newest)
            if edition and edition != _edition(before, newest, read):
                raise ReadItAgain
            frozen = await _frozen_as_read(work, plan, newest, read, at)
            held = held.model_copy(update={"newest_draft": frozen.number})
            decision = Decision(
                verdict=Verdict.APPROVED,
                draft=frozen.number,
                by=by,
                signed=signed,
                at=at,
                review_on=review_on,
            )
            await self._decide(work, held, decision)
            for participant in _known(held, (one.id for one in read.participants)):
                await self._post(work, held, participant, LetterKind.APPROVED, signed, at)
            await work.commit()
        self.telling.turns.wake()

    # Voice notes, photos and drawings -------------------------------------------------------------

    async def file(self, by: PractitionerId, plan: PlanId, file: FileId) -> KeptFile:
        """A file to listen to or look at; from now on it is an unopened one no longer. Raises `NothingSuch`."""
        at = self.clock()
        async with self.store.work() as work:
            await self.rights.allowed(work, by, plan)
            try:
                kept = await work.files.get(file)
                of, _ = await work.conversations.plan_of(kept.conversation)
            except Unknown:
                raise NothingSuch from None
            if of != plan:
                raise NothingSuch
            await self._opened(work, by, plan, kept, at)
            await work.audit.note(at, by, plan, "opened a file", file)
            await work.commit()
        return kept

    async def type_up(
        self,
        by: PractitionerId,
        plan: PlanId,
        root: AnswerId,
        words: str,
        *,
        ask: bool = True,
        once: str = "",
    ) -> None:
        """Words typed up stand under the file; with `ask` the speaker sees them, and can correct them.

        Raises `NothingSuch` where the line holds no file.
        """
        reading, at = await self.look(by, plan), self.clock()
        line = reading.draft.line(root) if reading is not None else None
        if line is None or not isinstance(line.value, Kept):
            raise NothingSuch
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan)
            if await _happened(work, once, at):
                return
            name = (await work.people.get(by)).name
            await work.typed.add(plan, Typed(line=root, words=words, by=name, at=at))
            for item in await work.items.of(plan):
                if item.kind is Matter.FILE_UNOPENED and item.answer in _ids(line) and item.done_at is None:
                    await work.items.done(item.id, by, at)
            if ask:
                await self._post(work, held, line.speaker, LetterKind.TYPED, words, at, root)
            await work.audit.note(at, by, plan, "typed up a file", root)
            await work.commit()
        self.telling.turns.wake()

    # Within ---------------------------------------------------------------------------------------

    async def _reading(
        self, work: UnitOfWork, held: HeldPlan, frozen: FrozenDraft, *, as_frozen: bool = False
    ) -> Reading:
        read = thaw(frozen) if as_frozen else await self._composed(work, held, frozen)
        decisions = await work.reviews.decisions(held.id)
        letters = await work.letters.of_plan(held.id)
        return Reading(
            held=held,
            number=frozen.number,
            newest=frozen.number == held.newest_draft,
            frozen_at=frozen.at,
            draft=read,
            edition=_edition(held, frozen, read),
            decision=next((one for one in reversed(decisions) if one.draft == frozen.number), None),
            letters=letters,
            items=tuple(item for item in await work.items.of(held.id) if item.done_at is None),
            findings=findings(read, self.today),
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
                "lines": _typed_under(was.lines, typed),
                "off_route": _typed_under(was.off_route, typed),
                "no_longer_asked": _typed_under(was.no_longer_asked, typed),
                "replies": now.replies,
                "letters": now.letters,
            }
        )

    async def _say_that_it_was_read(self, work: UnitOfWork, held: HeldPlan, at: datetime) -> None:
        """ "Asha read this on Tuesday", once for each part that was opened (H6)."""
        known = {posted.letter.id for posted in await work.letters.of_plan(held.id)}
        for id in await work.conversations.of_plan(held.id):
            conversation = await work.conversations.load(id)
            if conversation is None or not conversation.sent:
                continue
            _, participant = await work.conversations.plan_of(id)
            letter = LetterId(f"{participant}-read-{conversation.sent[-1].number}")
            if letter not in known:
                read = Letter(id=letter, kind=LetterKind.READ, words="", at=at)
                await self.telling.post(work, held.id, held.family, participant, read)

    async def _write(
        self,
        by: PractitionerId,
        plan: PlanId,
        to: Iterable[ParticipantId],
        kind: LetterKind,
        words: str,
        what: str,
        once: str,
        line: AnswerId | None = None,
    ) -> None:
        at = self.clock()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            if await _happened(work, once, at):
                return
            for participant in _known(held, to):
                await self._post(work, held, participant, kind, words, at, line)
            await work.audit.note(at, by, plan, what, line or "")
            await work.commit()
        self.telling.turns.wake()

    async def _post(
        self,
        work: UnitOfWork,
        held: HeldPlan,
        to: ParticipantId,
        kind: LetterKind,
        words: str,
        at: datetime,
        line: AnswerId | None = None,
    ) -> None:
        letter = Letter(id=LetterId(fresh_id()), kind=kind, words=words, at=at, line=line)
        await self.telling.post(work, held.id, held.family, to, letter)

    async def _decide(self, work: UnitOfWork, held: HeldPlan, decision: Decision) -> None:
        state: State = decide(held.state, held.newest_draft, decision)
        await work.reviews.decide(held.id, decision)
        await work.plans.set_state(held.id, state)
        for item in await work.items.of(held.id):
            if item.kind in MATTERS_OF_A_DRAFT and item.done_at is None:
                await work.items.done(item.id, decision.by, decision.at)
        await work.audit.note(decision.at, decision.by, held.id, decision.verdict.value, str(decision.draft))

    async def _look_again_on(
        self, work: UnitOfWork, held: HeldPlan, day: date, by: PractitionerId, at: datetime
    ) -> HeldPlan:
        family = held.family.model_copy(update={"review_on": day})
        version = await work.plans.save(held.id, family, by, at)
        await self.telling.everybody(work, held.id, family, at)
        return held.model_copy(update={"family": family, "version": version})

    async def _settle(self, by: PractitionerId, plan: PlanId, id: str, *, done: bool) -> None:
        at = self.clock()
        async with self.store.work() as work:
            await self.rights.allowed(work, by, plan)
            try:
                item = await work.items.get(id)
            except Unknown:
                raise NothingSuch from None
            if item.plan != plan:
                raise NothingSuch
            await (work.items.done(id, by, at) if done else work.items.see(id, by, at))
            await work.audit.note(at, by, plan, "dealt with an item" if done else "read an item", id)
            await work.commit()

    async def _opened(
        self, work: UnitOfWork, by: PractitionerId, plan: PlanId, kept: KeptFile, at: datetime
    ) -> None:
        """The same-day item of an unopened file is seen, wherever the file stands."""
        conversation = await work.conversations.load(ConversationId(kept.conversation))
        holding = {
            answer.id
            for answer in (conversation.answers if conversation else ())
            if isinstance(answer.value, Kept) and answer.value.file == kept.id
        }
        for item in await work.items.of(plan):
            if item.kind is Matter.FILE_UNOPENED and item.answer in holding:
                await work.items.see(item.id, by, at)


async def _happened(work: UnitOfWork, once: str, at: datetime) -> bool:
    """Whether this form was taken before; remembered from now on."""
    if not once:
        return False
    if await work.updates.seen(ONCE, once):
        return True
    await work.updates.remember(ONCE, once, at)
    return False


async def _frozen_as_read(
    work: UnitOfWork, plan: PlanId, newest: FrozenDraft, read: DraftPlan, at: datetime
) -> FrozenDraft:
    """The draft that holds exactly what was read: the newest one, or a new one with what came since."""
    was = thaw(newest)
    if read.model_copy(update={"letters": was.letters}) == was:
        return newest
    return await work.reviews.freeze(plan, read.model_dump_json().encode(), at)


def _known(held: HeldPlan, to: Iterable[ParticipantId]) -> tuple[ParticipantId, ...]:
    """These people, as far as they are in the plan. Raises `NothingSuch` for anybody else."""
    inside, wanted = {participant.id for participant in held.family.participants}, tuple(to)
    if not inside.issuperset(wanted):
        raise NothingSuch
    return wanted


def _edition(held: HeldPlan, frozen: FrozenDraft, read: DraftPlan) -> str:
    """Names what is on the page: the draft, the practitioner's lines, replies and typed-up words."""
    typed = [f"{words.line}@{words.at.isoformat()}" for line in read.lines for words in line.typed]
    parts = [str(frozen.number), str(held.version), *(reply.line.id for reply in read.replies), *typed]
    return sha256("|".join(parts).encode()).hexdigest()[:12]


def _typed_under(lines: tuple[Line, ...], typed: tuple[Typed, ...]) -> tuple[Line, ...]:
    found: dict[AnswerId, tuple[Typed, ...]] = {}
    for words in typed:
        found[words.line] = (*found.get(words.line, ()), words)
    return tuple(
        line.model_copy(update={"typed": found[line.root]}) if line.root in found else line for line in lines
    )


def _ids(line: Line) -> set[AnswerId]:
    return {line.id, line.root, *(earlier.id for earlier in line.earlier)}


def _rows(items: Iterable[Item], held: dict[PlanId, HeldPlan]) -> list[Waiting]:
    """One row for each person and urgency; items come oldest first, and so do the rows."""
    found: dict[tuple[PlanId, ParticipantId, Urgency], list[Item]] = {}
    for item in items:
        found.setdefault((item.plan, item.participant, urgency_of(item.kind.value)), []).append(item)
    return [
        Waiting(
            plan=plan,
            title=held[plan].family.title,
            pretend=held[plan].family.pretend,
            name=next((p.name for p in held[plan].family.participants if p.id == participant), ""),
            urgency=urgency,
            kinds=tuple(dict.fromkeys(item.kind for item in those)),
            since=those[0].at,
            seen=all(item.seen_at is not None for item in those),
        )
        for (plan, participant, urgency), those in found.items()
    ]
