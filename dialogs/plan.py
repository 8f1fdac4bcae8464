"""From everybody's answers to a draft plan, by fixed rules; nothing is rewritten.

**Theory.** A draft is a flat list of lines, each traced to its answer and filed where its question
`goes` (`filing`). The map, the network, the actions and the rest are *readings* of that one list,
made when they are looked at: leave a line out and it is in none of them, which is what makes
`sharing` simple. The practitioner's own lines (worry statements, goals, scales' ends, bottom lines,
next steps) stand apart, in `worker`. A draft is a value: storage freezes it under a number.

`bot.reviewing` calls `draft`; `strength`, `sharing`, the desk, `bot.exporting` and `bot.documents`
read what it returns.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from dialogs.actions import Action
from dialogs.closing import AfterClosure, ChildTold, StepBack
from dialogs.commitments import Commitment, Said, gathered
from dialogs.conversation import Conversation
from dialogs.definition import Category, Dialog, Part
from dialogs.facts import Letter
from dialogs.family import Apart, AskedIn, BottomLine, Family, NextStep, PlanType, Worry
from dialogs.filing import filed
from dialogs.ids import AnswerId, ParticipantId
from dialogs.lines import Group, Line, Reply, Typed
from dialogs.network import Friend, network
from dialogs.people import Child, Participant, Person
from dialogs.release import Release
from dialogs.scales import Reading, readings
from dialogs.signs import Signs
from dialogs.trials import Trial
from dialogs.values import Frozen
from dialogs.views import View
from dialogs.what_ifs import WhatIf

SentPart: TypeAlias = tuple[Participant, Dialog, Conversation]
"""What one person sent: with every prompt of the conversation, since prompts hold the wording."""


class WorkerLines(Frozen):
    """What the practitioner wrote; only practitioners edit it."""

    name: str
    cover: str = ""
    reads: str = ""
    plan_type: PlanType = PlanType.CHILD_IN_NEED
    worries: tuple[Worry, ...] = ()
    bottom_lines: tuple[BottomLine, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    review_on: date | None = None
    if_nothing_changes: str = ""
    step_back: str = ""
    asked_in: tuple[AskedIn, ...] = ()
    apart: tuple[Apart, ...] = ()
    restraining_order: bool = False
    police_enquiry: bool = False
    trials: tuple[Trial, ...] = ()
    """The test log, oldest first."""
    steps_back: tuple[StepBack, ...] = ()
    """What professionals do less of, step by step."""
    children_told: tuple[ChildTold, ...] = ()
    after_closure: AfterClosure = AfterClosure()


class Written(Frozen):
    """A letter of the practitioner's, and to whom."""

    to: ParticipantId
    letter: Letter


class PlanMap(NamedTuple):
    """The assessment map: the seven categories of practice.md §1."""

    harm: tuple[Line, ...]
    danger: tuple[Line, ...]
    complicating: tuple[Line, ...]
    strengths: tuple[Line, ...]
    safety: tuple[Line, ...]
    goals: tuple[Line, ...]
    next_steps: tuple[Line, ...]


class DraftPlan(Frozen):
    """A whole draft, as the practitioner sees it. What others may see of it: `sharing`."""

    worker: WorkerLines
    children: tuple[Child, ...] = ()
    people: tuple[Person, ...] = ()
    """Names for the ids that worry statements use."""
    participants: tuple[Participant, ...] = ()
    """Who sent their part, or said yes to an action."""
    only_asked: tuple[Participant, ...] = ()
    """Who was asked to do something and did not say yes, and sent nothing: here for the desk alone."""
    lines: tuple[Line, ...] = ()
    """Everything that counts, in the order in which each person said it."""
    left: tuple[Line, ...] = ()
    """Questions left: skipped, not sure, rather not say. "Skipping is allowed and tells you nothing." """
    off_route: tuple[Line, ...] = ()
    """Answers to questions that no longer apply: kept, unused."""
    no_longer_asked: tuple[Line, ...] = ()
    """Answers to questions that the dialog no longer has, under their old wording."""
    taken_back: tuple[Line, ...] = ()
    """Without words."""
    replies: tuple[Reply, ...] = ()
    letters: tuple[Written, ...] = ()
    releases: tuple[Release, ...] = ()
    """Those made so far, as they stand when the draft is looked at: none is frozen with it."""
    pretend: bool = False

    @property
    def said(self) -> tuple[Line, ...]:
        """The lines that add something; a bare no stands under `nothing_to_add` instead."""
        return tuple(line for line in self.lines if not _left_out(line))

    def of(self, category: Category) -> tuple[Line, ...]:
        """What was said under one heading."""
        return tuple(line for line in self.said if line.category is category)

    @property
    def map(self) -> PlanMap:
        """Worries, what is working well, what needs to happen."""
        return PlanMap(
            harm=self.of(Category.HARM),
            danger=self.of(Category.DANGER),
            complicating=self.of(Category.COMPLICATING),
            strengths=self.of(Category.STRENGTH),
            safety=self.of(Category.SAFETY),
            goals=self.of(Category.GOAL),
            next_steps=tuple(line for action in self.actions for line in action.what),
        )

    @property
    def safety(self) -> tuple[Group, ...]:
        """Times when somebody acted while the worry was there; each with its who, what and when."""
        return Group.gather(self.said, Category.SAFETY)

    @property
    def times(self) -> tuple[Line, ...]:
        """Said about a time it went right, without who, when or the worry it met."""
        return self.of(Category.TIME)

    @property
    def asked_of_workers(self) -> tuple[Line, ...]:
        """What people need from workers."""
        return self.of(Category.ASKED)

    @property
    def nothing_to_add(self) -> tuple[Line, ...]:
        """A bare no to a question for words, under the question that it answers."""
        return tuple(filter(_left_out, self.lines))

    @property
    def network(self) -> tuple[Friend, ...]:
        """Who can help."""
        return network(self.lines)

    @property
    def actions(self) -> tuple[Action, ...]:
        """Who does what, and when."""
        return tuple(action for action in self._all_actions if not action.asked_of)

    @property
    def demands(self) -> tuple[Action, ...]:
        """What people ask of each other: it meets no worry until whoever is asked takes it on."""
        return tuple(action for action in self._all_actions if action.asked_of)

    @property
    def _all_actions(self) -> tuple[Action, ...]:
        return Action.gather(self.said, Category.ACTION)

    @property
    def what_ifs(self) -> tuple[WhatIf, ...]:
        """What people would do if the plan were put to the test."""
        return WhatIf.gather(self.lines, Category.WHAT_IF)

    @property
    def signs(self) -> tuple[Signs, ...]:
        """Triggers, early warnings and red flags."""
        return Signs.gather(self.said, Category.SIGN)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Each person's number for each worry."""
        return readings(self.lines)

    @property
    def views(self) -> tuple[View, ...]:
        """How each person sees each worry."""
        return View.gather(self.lines, Category.VIEW)

    @property
    def unsorted(self) -> tuple[Line, ...]:
        """Said freely; nobody has said yet where it belongs."""
        return self.of(Category.UNSORTED)

    @property
    def asides(self) -> tuple[Line, ...]:
        """Said where nothing was asked, or where only a button was."""
        return self.of(Category.ASIDE)

    @property
    def process(self) -> tuple[Line, ...]:
        """About the way of working."""
        return self.of(Category.PROCESS)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """Actions that were put to people, and their own answers."""
        return gathered(((written.to, written.letter) for written in self.letters), self.replies)

    @property
    def agreed(self) -> tuple[Commitment, ...]:
        """Those of them with a yes to what stands in the plan now."""
        terms = {line.root: action.terms for action in self.actions for line in action.lines}
        yes = (one for one in self.commitments if one.said is Said.YES)
        return tuple(one for one in yes if one.action and not one.is_overtaken(terms.get(one.action, ())))

    @property
    def everybody(self) -> tuple[Participant, ...]:
        """Everybody whose words or answers are here, or are waited for."""
        return (*self.participants, *self.only_asked)

    def replies_to(self, root: AnswerId) -> tuple[Reply, ...]:
        """What was answered to questions on this line."""
        return tuple(reply for reply in self.replies if reply.to == root)

    def line(self, root: AnswerId) -> Line | None:
        """The line with this root, wherever it stands; replies too."""
        everywhere = (self.lines, self.left, self.off_route, self.no_longer_asked, self.taken_back)
        found = (line for lines in everywhere for line in lines if line.root == root)
        return next(found, None) or next((r.line for r in self.replies if r.line.root == root), None)


def draft(family: Family, parts: Iterable[SentPart], typed: Iterable[Typed] = ()) -> DraftPlan:
    """The draft plan from what everybody sent. Only sent parts count; the newest revision of each.

    Each conversation carries *all* its prompts, not only the newest few that a turn needs: a
    prompt is where the wording of a question is kept.
    """
    parts = tuple(parts)
    typed_up = _by_line(typed)
    found = [filed(*part, typed_up) for part in parts]
    replies = tuple(reply for one in found for reply in one.replies)
    letters = tuple(
        Written(to=participant.id, letter=letter)
        for participant, _, conversation in parts
        for letter in conversation.facts.letters
    )
    tasks = gathered(((written.to, written.letter) for written in letters), replies)
    agreed = {one.to for one in tasks if one.said is Said.YES}
    return DraftPlan.made(
        worker=worker_lines(family),
        children=family.children,
        people=family.people,
        participants=tuple(who for who, _, sent in parts if sent.sent or who.id in agreed),
        only_asked=tuple(who for who, _, sent in parts if not sent.sent and who.id not in agreed),
        lines=tuple(line for one in found for line in one.lines),
        left=tuple(line for one in found for line in one.left),
        off_route=tuple(line for one in found for line in one.off_route),
        no_longer_asked=tuple(line for one in found for line in one.no_longer_asked),
        taken_back=tuple(line for one in found for line in one.taken_back),
        replies=replies,
        letters=letters,
        pretend=family.pretend,
    )


def worker_lines(family: Family) -> WorkerLines:
    """The practitioner's own lines of a plan."""
    return WorkerLines(
        name=family.worker,
        cover=family.cover,
        reads=family.reads,
        plan_type=family.plan_type,
        worries=family.worries,
        bottom_lines=family.bottom_lines,
        next_steps=family.next_steps,
        review_on=family.review_on,
        if_nothing_changes=family.if_nothing_changes,
        step_back=family.step_back,
        asked_in=family.asked_in,
        apart=family.apart,
        restraining_order=family.restraining_order,
        police_enquiry=family.police_enquiry,
        trials=family.trials,
        steps_back=family.steps_back,
        children_told=family.children_told,
        after_closure=family.after_closure,
    )


_LISTED = frozenset(
    {
        Category.HARM,
        Category.DANGER,
        Category.COMPLICATING,
        Category.STRENGTH,
        Category.SAFETY,
        Category.TIME,
        Category.GOAL,
        Category.ASKED,
        Category.UNSORTED,
    }
)
"""Headings where a bare no would read as something said. Elsewhere it stands beside its question."""


_READS_AS_SAID = {
    Category.ACTION: (Part.WHAT, None, Part.WHEN, Part.HOW_WE_KNOW, Part.HOW_LONG),
    Category.SIGN: (Part.TRIGGER, Part.EARLY_WARNING, Part.RED_FLAG),
}
"""Where a bare no would make an action or a sign, or a time: "How long: nothing". Elsewhere a no to
what is asked about one stands in its card: nothing can get in the way.
"""


def _left_out(line: Line) -> bool:
    return line.nothing and (line.category in _LISTED or line.part in _READS_AS_SAID.get(line.category, ()))


def _by_line(typed: Iterable[Typed]) -> Mapping[AnswerId, tuple[Typed, ...]]:
    found: dict[AnswerId, tuple[Typed, ...]] = {}
    for words in sorted(typed, key=lambda typed: typed.at):
        found[words.line] = (*found.get(words.line, ()), words)
    return found
