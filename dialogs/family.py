"""What the practitioner wrote down about one family's plan, before anybody is asked.

The desk makes and changes a `Family`; `facts` shows each participant their part of it; `plan`
sets it beside the family's own words. Bottom lines and worry statements are the practitioner's
alone to edit (practice.md §4). A worry statement has four parts, says whose actions it is about
and who is hurt (H1), and is paired with one goal and one scale.
"""

import re
from datetime import date
from enum import StrEnum

from dialogs.closing import AfterClosure, ChildTold, StepBack
from dialogs.ids import ChildId, ParticipantId, PersonId, WorryId
from dialogs.people import Child, Participant, Person, Role
from dialogs.trials import Trial
from dialogs.values import Frozen


class PlanType(StrEnum):
    """The English plans of practice.md §5. Their timings are data, kept by the desk's settings."""

    EARLY_HELP = "early_help"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    PRE_PROCEEDINGS = "pre_proceedings"
    CARE = "care"
    PATHWAY = "pathway"


class SafetyGoal(Frozen):
    """The good thing that replaces the worry, and how long it must last."""

    words: str = ""
    how_long: str = ""


class Scale(Frozen):
    """The two ends of one worry's scale, in this family's words; kept with every number."""

    low: str = ""
    high: str = ""


class Worry(Frozen):
    """A worry statement in four parts, with whose actions it is about (H1), a goal and a scale."""

    id: WorryId
    title: str
    """A few words the family uses for it, for buttons and headings: "the drinking"."""
    who_worries: str = ""
    what_happened: str = ""
    could_happen_soon: str = ""
    could_happen_later: str = ""
    family_view: str = ""
    whose: tuple[PersonId, ...] = ()
    hurt: tuple[ChildId, ...] = ()
    hurt_adults: tuple[PersonId, ...] = ()
    """Grown-ups who are hurt too: they are asked what they have done to keep themselves safe (H1)."""
    also_told: tuple[PersonId, ...] = ()
    """People kept apart from somebody it is about, whom the practitioner explains it to all the same."""
    goal: SafetyGoal = SafetyGoal()
    scale: Scale = Scale()
    written_on: date | None = None
    """The practitioner's date; None for what was written before dates were kept."""
    changed_on: date | None = None
    """The day on which what everybody reads was last changed."""


class BottomLine(Frozen):
    """What the service cannot give way on; the family owns how it is met."""

    words: str
    met_by: str = ""
    written_on: date | None = None


class NextStep(Frozen):
    """What happens next, and by when."""

    words: str
    by: date | None = None


class AskedIn(Frozen):
    """How one member of the network was asked in: who in the family said yes to it and when, and exactly
    what this person is told (practice.md §3). Nothing else of the plan reaches them.
    """

    participant: ParticipantId
    why: str = ""
    """Why they are asked, as they read it."""
    may_know: str = ""
    """What the family allowed them to know, as they read it."""
    children: tuple[ChildId, ...] = ()
    """The children who are named to them."""
    agreed_by: tuple[PersonId, ...] = ()
    """Who in the family said yes to asking them; for the desk alone."""
    agreed_on: date | None = None
    written_on: date | None = None
    """The day on which the practitioner wrote it, which is their own yes."""

    @property
    def agreed(self) -> bool:
        """Whether the family and the practitioner said yes, and what the person reads is written."""
        return bool(self.agreed_by and self.agreed_on and self.why.strip() and self.may_know.strip())


class Apart(Frozen):
    """Two people of whom neither may learn that the other is asked, answered or when."""

    one: PersonId
    other: PersonId
    why: str = ""


class Family(Frozen):
    """One plan as the practitioner holds it."""

    title: str
    """For the desk only; families never see it."""
    plan_type: PlanType = PlanType.CHILD_IN_NEED
    worker: str
    cover: str = ""
    signers: tuple[str, ...] = ()
    """Who else may read the plan, since they were asked to sign it."""
    reads: str = ""
    """When answers are read, in words for the family: "Monday to Friday, 9 to 5"."""
    children: tuple[Child, ...] = ()
    people: tuple[Person, ...] = ()
    participants: tuple[Participant, ...] = ()
    asked_in: tuple[AskedIn, ...] = ()
    """Of members of the network: nobody of it is invited before."""
    apart: tuple[Apart, ...] = ()
    restraining_order: bool = False
    police_enquiry: bool = False
    """Police or court enquiry under way: every question about what happened is closed (H3)."""
    worries: tuple[Worry, ...] = ()
    bottom_lines: tuple[BottomLine, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    review_on: date | None = None
    step_back: str = ""
    """What would make the professionals step back, in plain words (H6)."""
    if_nothing_changes: str = ""
    trials: tuple[Trial, ...] = ()
    """The test log, oldest first."""
    steps_back: tuple[StepBack, ...] = ()
    """What professionals do less of, step by step."""
    children_told: tuple[ChildTold, ...] = ()
    after_closure: AfterClosure = AfterClosure()
    pretend: bool = False

    def participant(self, id: ParticipantId) -> Participant:
        """The participant with this id. Raises `KeyError`."""
        for participant in self.participants:
            if participant.id == id:
                return participant
        raise KeyError(id)

    @property
    def beside_the_network(self) -> tuple[Person, ...]:
        """Everybody in the plan who is not asked as a member of the network."""
        network = {one.person for one in self.participants if one.role is Role.NETWORK}
        return tuple(person for person in self.people if person.id not in network)

    def child_who_is(self, participant: Participant) -> Child | None:
        """Which of the children a young person is; None for everybody else."""
        if participant.role is not Role.YOUNG_PERSON:
            return None
        return next((child for child in self.children if PersonId(child.id) == participant.person), None)

    def asked_in_of(self, id: ParticipantId) -> AskedIn:
        """How this member of the network was asked in; an empty one where nobody wrote it yet."""
        return next((one for one in self.asked_in if one.participant == id), AskedIn(participant=id))

    def kept_apart_from(self, person: PersonId) -> frozenset[PersonId]:
        """Everybody whom this person must not hear of."""
        return hidden_from(person, self.apart)


_READ_BY_ALL = ("title", "what_happened", "could_happen_soon", "could_happen_later")


def dated(before: Family, now: Family, today: date) -> Family:
    """`now`, where each worry and bottom line carries the day on which it was written.

    A worry whose words changed says so too. How others see it, and who else worries, does not count:
    a date must not tell one person that somebody else was heard.
    """
    worries = {worry.id: worry for worry in before.worries}
    lines = {line.words: line for line in before.bottom_lines}
    return now.model_copy(
        update={
            "worries": tuple(_worry_dated(worries.get(worry.id), worry, today) for worry in now.worries),
            "bottom_lines": tuple(
                line.model_copy(update={"written_on": _kept(lines.get(line.words), today)})
                for line in now.bottom_lines
            ),
        }
    )


def _worry_dated(was: Worry | None, worry: Worry, today: date) -> Worry:
    changed = was is not None and any(getattr(was, part) != getattr(worry, part) for part in _READ_BY_ALL)
    changed_on = today if changed else was.changed_on if was else None
    return worry.model_copy(update={"written_on": _kept(was, today), "changed_on": changed_on})


def _kept(was: Worry | BottomLine | None, today: date) -> date | None:
    return was.written_on if was else today


def named_apart(family: Family, reader: ParticipantId, text: str) -> tuple[str, ...]:
    """Names in a text of people whom its reader is kept apart from."""
    hidden = family.kept_apart_from(family.participant(reader).person)
    names = (person.name for person in family.people if person.id in hidden and person.name)
    return tuple(name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


def hidden_from(person: PersonId, apart: tuple[Apart, ...]) -> frozenset[PersonId]:
    """Everybody whom this person is kept apart from."""
    pairs = ((a.one, a.other) for a in apart)
    return frozenset(b if a == person else a for a, b in pairs if person in (a, b))


def hears(who: Participant, worry: Worry, apart: tuple[Apart, ...]) -> bool:
    """Whether this person is told a worry. One about what somebody does whom they are kept apart from
    is not told to them, unless the practitioner says so; young people are told none but those that the
    practitioner says, and the network none at all: what they may know is written for them (`AskedIn`).
    """
    if who.role is Role.NETWORK:
        return False
    if who.person in worry.also_told:
        return True
    if not reads_the_plan(who):
        return False
    return who.person in worry.whose or hidden_from(who.person, apart).isdisjoint(worry.whose)


def names_child(family: Family, who: Participant, child: Child) -> bool:
    """Whether this child is named to this person: to the network only those whom the practitioner chose."""
    return who.role is not Role.NETWORK or child.id in family.asked_in_of(who.id).children


def reads_the_plan(who: Participant) -> bool:
    """Whether what the practitioner wrote about the whole plan (bottom lines, next steps, who is in it)
    is told to this person: it was written to parents and carers.
    """
    return who.role is Role.PARENT


def who_worries(person: PersonId, worry: Worry, people: tuple[Person, ...], apart: tuple[Apart, ...]) -> str:
    """Who worries, as this person reads it: as it was written, or "" where it names somebody whom
    they are kept apart from. A worry without a holder would read as a fact.
    """
    hidden = hidden_from(person, apart)
    names = [re.escape(p.name) for p in people if p.id in hidden and p.name.strip()]
    named = names and re.search(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", worry.who_worries, re.IGNORECASE)
    return "" if named else worry.who_worries
