"""What one conversation knows of the plan around it: a frozen value, changed only by an event.

`facts_for` shows a participant their part of a `Family`, and nothing of anybody they are kept
apart from. `route` and `wording` read facts; they never see the `Family` itself.
"""

from datetime import date, datetime
from enum import StrEnum

from dialogs.family import Family, PlanType, Worry, hears, names_child, reads_the_plan, who_worries
from dialogs.ids import AnswerId, ChildId, LetterId, ParticipantId, PersonId, WorryId
from dialogs.people import Child, Person, Role
from dialogs.values import Frozen

WORKER = PersonId("worker")
"""The practitioner, where a question offers them as somebody who does a thing."""


class WorryFact(Frozen):
    """A worry as this participant hears it."""

    id: WorryId
    title: str
    words: str
    """The statement as the practitioner explained it."""
    goal: str
    low: str
    high: str
    mine: bool
    """True where the worry is about what this participant does (H1)."""
    whose: str
    """Names of those whose actions it is about, for "what must Ryan do?"; "" where it is mine."""
    hurt_me: bool = False
    """True where the practitioner wrote down that this participant is hurt too."""


class LetterKind(StrEnum):
    """What the practitioner wrote to one person."""

    QUESTION = "question"
    RETURNED = "returned"
    APPROVED = "approved"
    NOTICED = "noticed"
    """One line back: what I noticed you are doing well (H6)."""
    TYPED = "typed"
    """The words of their voice note, photo or drawing, typed up; the reply corrects them."""
    TASK = "task"
    """An action, put to the person who is to do it or to be its backup (`commitments`)."""
    TOLD = "told"
    """What a member of the network may know, where it was changed after they came in."""
    DID = "did"
    """What was done about what a young person said (`you_said`)."""
    READ = "read"
    """The part was opened: "Asha read this on Tuesday"."""
    RELEASED = "released"
    """Who will read some of their lines from now on; the words are the names."""
    UNSHARED = "unshared"
    """Who reads them no longer; the words are the names."""
    COPIED = "copied"
    """A copy was made that holds times and skips, too; the words say why (H8)."""
    CHECK_IN = "check_in"
    """How does it go? (`check_ins`) Its words are what this person said yes to; `backup`: asks first whether
    it is still safe to write here."""
    CLOSED = "closed"
    """The plan was closed: no worker reads here any more."""
    SHARED = "shared"
    """Somebody's line was released to them. It stands apart, and not in the letter."""


NAMES_ALONE = frozenset({LetterKind.APPROVED, LetterKind.RELEASED, LetterKind.UNSHARED})
"""Letters whose words are names alone: the house's sentence says what they do."""


class Shown(Frozen):
    """Lines of this person that others can read by a release, once they were told (`release`)."""

    lines: tuple[AnswerId, ...]
    """Each as it stood: the revision that is shown. A later one is not."""
    names: tuple[str, ...]
    letter: LetterId
    """What tells them."""
    told: bool = False
    """Whether the practitioner told them otherwise."""


class Did(StrEnum):
    """What became of something that a young person said."""

    DONE = "done"
    DOING = "doing"
    """It is being done, by a day."""
    COULD_NOT = "could_not"
    """It could not be done; the words say why."""


class Letter(Frozen):
    """Words from the practitioner to one person; announced as "You have a message"."""

    id: LetterId
    kind: LetterKind
    words: str
    at: datetime
    """UTC."""
    line: AnswerId | None = None
    """The line it is about, for a question on a line, or for what was done about one; of a task the action's."""
    also: tuple[AnswerId, ...] = ()
    """Further lines that were answered together with it, or that it is about."""
    did: Did | None = None
    """What became of what was said, where the letter says that."""
    by: date | None = None
    """The day by which it will be done."""
    backup: bool = False
    """Of a task: for when the first person is away."""
    opened: bool = False
    """Whether the person has opened it."""
    name: str = ""
    """Who wrote, read or signed it; "" where that was not kept yet, and it was the worker."""


class Facts(Frozen):
    """Everything about the plan that a dialog may ask about or name."""

    me: PersonId
    name: str
    worker: str
    cover: str = ""
    signers: tuple[str, ...] = ()
    reads: str = ""
    children: tuple[Child, ...] = ()
    people: tuple[Person, ...] = ()
    worries: tuple[WorryFact, ...] = ()
    police_enquiry: bool = False
    pre_proceedings: bool = False
    on_telegram: bool = False
    languages: tuple[str, ...] = ("en",)
    letters: tuple[Letter, ...] = ()
    bottom_lines: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    if_nothing_changes: str = ""
    step_back: str = ""
    why_asked: str = ""
    """Of a member of the network: why they are asked, as the practitioner wrote it for them."""
    may_know: str = ""
    """What the family allowed them to know, as the practitioner wrote it for them."""
    shown: tuple[Shown, ...] = ()
    pretend: bool = False

    def letter(self, id: LetterId | None) -> Letter | None:
        """One letter, by its id."""
        return next((letter for letter in self.letters if letter.id == id), None)

    def says(self, id: LetterId | None, kind: LetterKind) -> bool:
        """Whether this letter is of this kind: approved, and there is a copy; shared, and there is something to see."""
        letter = self.letter(id)
        return letter is not None and letter.kind is kind


def facts_for(
    family: Family,
    participant: ParticipantId,
    *,
    on_telegram: bool = False,
    languages: tuple[str, ...] = ("en",),
    letters: tuple[Letter, ...] = (),
    shown: tuple[Shown, ...] = (),
) -> Facts:
    """One participant's facts. Nobody they are kept apart from is named in them."""
    me = family.participant(participant)
    whole, asked_in = reads_the_plan(me), family.asked_in_of(me.id)
    hidden = family.kept_apart_from(me.person) | _asked_without(family, me.person) | {me.person}
    names = {person.id: person.name for person in family.people}
    return Facts(
        me=me.person,
        name=me.name,
        worker=family.worker,
        cover=family.cover,
        signers=tuple(name for name in family.signers if name != family.worker),
        reads=family.reads,
        children=tuple(child for child in family.children if names_child(family, me, child)),
        people=tuple(p for p in family.people if p.id not in hidden) if whole else (),
        worries=tuple(
            _as_heard(worry, me.person, names, who_worries(me.person, worry, family.people, family.apart))
            for worry in family.worries
            if hears(me, worry, family.apart)
        ),
        police_enquiry=family.police_enquiry,
        pre_proceedings=family.plan_type is PlanType.PRE_PROCEEDINGS and me.role is not Role.NETWORK,
        on_telegram=on_telegram,
        languages=languages,
        letters=letters,
        bottom_lines=tuple(line.words for line in family.bottom_lines) if whole else (),
        next_steps=tuple(
            f"{step.words} ({step.by:%-d %B %Y})" if step.by else step.words
            for step in (family.next_steps if whole else ())
        ),
        if_nothing_changes=family.if_nothing_changes if whole else "",
        step_back=family.step_back if whole else "",
        why_asked=asked_in.why,
        may_know=asked_in.may_know,
        shown=shown,
        pretend=family.pretend,
    )


def _asked_without(family: Family, reader: PersonId) -> frozenset[PersonId]:
    """Members of the network whom this reader did not say yes to: a name that appears would say who did."""
    return frozenset(
        one.person
        for one in family.participants
        if one.role is Role.NETWORK and reader not in family.asked_in_of(one.id).agreed_by
    )


def _as_heard(worry: Worry, me: PersonId, names: dict[PersonId, str], who: str) -> WorryFact:
    """Whole, and who worries first: without them a suspicion reads as a fact."""
    parts = (who, worry.what_happened, worry.could_happen_soon, worry.could_happen_later)
    others = [names[p] for p in worry.whose if p != me and p in names]
    return WorryFact(
        id=worry.id,
        title=worry.title,
        words="\n".join(part for part in parts if part) or worry.title,
        goal=worry.goal.words,
        low=worry.scale.low,
        high=worry.scale.high,
        mine=me in worry.whose,
        hurt_me=me in worry.hurt_adults,
        whose=", ".join(others),
    )


def readers_of(facts: Facts, line: AnswerId) -> tuple[str, ...]:
    """Who can read this revision of a line by a release, by name; nobody before its speaker was told."""
    now = (one for one in _shown_now(facts) if line in one.lines)
    return tuple(dict.fromkeys(name for one in now for name in one.names))


def all_readers(facts: Facts) -> tuple[str, ...]:
    """Who can read some line of this person by a release, by name."""
    return tuple(dict.fromkeys(name for one in _shown_now(facts) for name in one.names))


def _shown_now(facts: Facts) -> list[Shown]:
    opened = {letter.id for letter in facts.letters if letter.opened}
    return [one for one in facts.shown if one.told or one.letter in opened]


def child_named(facts: Facts, id: str) -> str:
    """The name of the child with this id, or ""."""
    return next((child.name for child in facts.children if child.id == ChildId(id)), "")
