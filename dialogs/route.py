"""From the answers to the path: which questions apply, in which order, and which still wait.

**Theory.** A dialog is a list of questions with typed conditions and no jumps. The route is that
list with the questions left out whose conditions do not hold, each repeating section written out
once for every child, worry, person or thing said. Where a person *is* needs no storing: it is the
first question of a section on the route that has no answer yet. Changing an answer therefore
reroutes by itself; answers that fall off the route stay where they are, unused, and count again
when the route comes back.

Two routes are read from the same rules. *Now* is what may be asked at this moment: private
questions only when nobody is beside the person (H2), nothing about what happened while a police
enquiry runs (H3), the questions of this sitting. *Belongs* leaves the moment out: what was said
alone last week still belongs to the plan while somebody sits beside the person today.

Called by `engine`, `prompts`, `plan` and `load`; calls nothing that keeps state.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dialogs.conversation import (
    Answer,
    Chosen,
    Conversation,
    Dated,
    Kept,
    Leaving,
    Named,
    NoMore,
    Number,
    TakenBack,
    Words,
)
from dialogs.definition import IN_WORDS, OPEN_ENDED, WHOM, Dialog, Does, Kind, Over, Question, Section
from dialogs.facts import Facts, WorryFact
from dialogs.ids import AnswerId, PersonId, QuestionId, SectionId
from dialogs.rules import Fact, Rule
from dialogs.signposts import Alarm

NOBODY = "nobody"
BABY = "baby"
ALONE = frozenset({NOBODY, BABY})
"""The choices of the question `beside` that say nobody is there who could hear."""
BESIDE = QuestionId("beside")
BESIDE_WHO = QuestionId("beside.who")
LATE_FROM, LATE_UNTIL = 21, 6
"""Hours of the person's day between which past hurt is offered for another time (H4)."""

SMALL_UNDER = 4
"""Years: a child who is younger is not asked after in words ("what would Leo say?")."""

_MOMENT = frozenset({Fact.ALONE, Fact.LATE, Fact.POLICE_ENQUIRY, Fact.TELEGRAM, Fact.SHORT, Fact.SMALL})


class Step(NamedTuple):
    """A question, for the child, worry, person or item `about` where its section repeats."""

    section: Section
    question: Question
    about: str


class Moment(NamedTuple):
    """What depends on now: the hour of the person's day, and the year. `None` means "belongs"."""

    hour: int
    year: int

    @property
    def late(self) -> bool:
        """After nine in the evening, or before six."""
        return self.hour >= LATE_FROM or self.hour < LATE_UNTIL


class Answered:
    """The newest revision of every answer, found by question and what it is about."""

    def __init__(self, dialog: Dialog, conversation: Conversation, before: "Answered | None" = None) -> None:
        """`before`: the same of an earlier state of this conversation; what it found is not sought again."""
        self.sitting = conversation.sitting
        self.answers = conversation.answers
        self._renamed = dialog.renamed
        if before is None or not self._goes_on_from(before):
            self._find()

    def _find(self) -> None:
        self.newest: dict[AnswerId, Answer] = {}
        for answer in self.answers:
            self.newest[answer.root] = answer
        renamed = self._renamed
        self.by_question: dict[tuple[QuestionId, str], list[Answer]] = {}
        for answer in self.newest.values():
            question = renamed.get(answer.question, answer.question) if renamed else answer.question
            self.by_question.setdefault((question, answer.about), []).append(answer)

    def _goes_on_from(self, before: "Answered") -> bool:
        """Whether all that is new since then are a few first answers, which stand last then."""
        known = len(before.answers)
        new = self.answers[known:]
        if known and (known > len(self.answers) or self.answers[known - 1] is not before.answers[-1]):
            return False
        self.newest, self.by_question = before.newest.copy(), before.by_question.copy()
        for answer in new:
            if answer.root in self.newest:
                return False
            key = (self._renamed.get(answer.question, answer.question), answer.about)
            self.newest[answer.root] = answer
            self.by_question[key] = [*self.by_question.get(key, ()), answer]
        return True

    def all(self, question: Question, about: str) -> list[Answer]:
        """What counts as answering this, oldest first; an earlier sitting's only where it may."""
        found = self.by_question.get((question.id, about), [])
        if question.each_sitting:
            return [answer for answer in found if answer.sitting == self.sitting]
        return found

    def said(self, question: Question, about: str) -> list[Answer]:
        """Those of them that hold words, a file, a person or a choice."""
        return [a for a in self.all(question, about) if isinstance(a.value, _HOLDS_SOMETHING)]

    def complete(self, question: Question, about: str) -> bool:
        """Whether the question no longer waits. Words typed at a choice are kept, and it waits on."""
        answers = self.all(question, about)
        if question.kind in OPEN_ENDED:
            return any(isinstance(a.value, NoMore | Leaving) for a in answers)
        if question.kind in IN_WORDS:
            return bool(answers)
        return any(not isinstance(a.value, Words | Kept) for a in answers)

    def is_all(self, question: Question, answer: Answer) -> bool:
        """Whether "nobody" or "nothing" is all that was said; below a name or words it only ends a list."""
        if not isinstance(answer.value, NoMore) or (question.kind is Kind.TEXTS and not answer.words):
            return False
        counts = Named if question.kind in WHOM else _HOLDS_SOMETHING
        return not any(isinstance(a.value, counts) for a in self.all(question, answer.about))

    def chosen(self, question: Question, about: str) -> tuple[str, ...]:
        """The ids chosen last; "no one yet" is one, until somebody is named in their place."""
        for answer in reversed(self.all(question, about)):
            match answer.value:
                case Chosen(choices=choices):
                    return choices
                case NoMore() if question.kind is Kind.PERSON:
                    return (NOBODY,)
                case Named():
                    return ()
        return ()

    def number(self, question: Question, about: str) -> int | None:
        """The number given last on a scale."""
        for answer in reversed(self.all(question, about)):
            if isinstance(answer.value, Number):
                return answer.value.number
        return None


_HOLDS_SOMETHING = (Words, Kept, Chosen, Number, Named, Dated)


class Route:
    """The path through one dialog for one person, at one moment or (moment `None`) for the plan."""

    def __init__(
        self,
        dialog: Dialog,
        conversation: Conversation,
        moment: Moment | None,
        *,
        short: bool | None = None,
        alone: bool | None = None,
        before: "Route | None" = None,
    ) -> None:
        """`short` and `alone`: as if this had been said, whatever was. `before`: an earlier state's route."""
        self.dialog = dialog
        self.facts = conversation.facts
        self.moment = moment
        self.answered: Answered = Answered(dialog, conversation, before.answered if before else None)
        self._short = short
        self._alone = alone
        self._counting: dict[tuple[QuestionId, str], bool] = {}
        self._steps: dict[SectionId, tuple[Step, ...]] = {}
        """Found once for each section: a hub asks for all of them several times."""

    # The path -----------------------------------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        """Every step on the route, in order."""
        for section in self.dialog.section:
            yield from self.of(section)

    def of(self, section: Section) -> tuple[Step, ...]:
        """The steps of one section: all questions for the first child, then for the next."""
        found = self._steps.get(section.id)
        if found is None:
            found = self._steps[section.id] = tuple(self._found(section))
        return found

    def _found(self, section: Section) -> Iterator[Step]:
        for about in self.repeats(section):
            if self._hold(section.when, about, section):
                for question in section.question:
                    if self.applies(section, question, about):
                        yield Step(section, question, about)

    def repeats(self, section: Section) -> tuple[str, ...]:
        """The ids a section repeats for: ("",) where it does not repeat."""
        if section.repeats is None:
            return ("",)
        match section.repeats.over:
            case Over.CHILD:
                return tuple(child.id for child in self.facts.children)
            case Over.WORRY:
                return tuple(worry.id for worry in self.facts.worries)
            case Over.PERSON:
                return tuple(dict.fromkeys(self._people(section.repeats.of)))
            case Over.ITEM:
                return tuple(
                    a.root
                    for a in self._source(section.repeats.of)
                    if isinstance(a.value, Words | Kept) and not self._closed_by(a.alarm)
                )

    def _closed_by(self, alarm: Alarm | None) -> bool:
        """Whether nothing more is asked about these words; of a young person, about any of harm (H10)."""
        return alarm is Alarm.DANGER_NOW or (alarm is not None and self.dialog.for_the_young)

    def waiting(self, section: Section) -> Step | None:
        """The first step of the section that has no answer yet."""
        return next((step for step in self.of(section) if not self.done(step)), None)

    def done(self, step: Step) -> bool:
        """Whether this step has its answer."""
        return self.answered.complete(step.question, step.about)

    def applies(self, section: Section, question: Question, about: str) -> bool:
        """Whether this question is on the route."""
        if self.moment is not None:
            if question.private and not self.alone:
                return False
            if question.what_happened and self.facts.police_enquiry:
                return False
            if self.short and not section.door and not self._short_asks(section, question, about):
                return False
        return self._hold(question.when, about, section)

    def _short_asks(self, section: Section, question: Question, about: str) -> bool:
        return question.short and self._hold(question.short_when, about, section)

    # What rules ask -----------------------------------------------------------------------------

    @property
    def alone(self) -> bool:
        """Nobody is there who could hear, in this sitting; not said yet counts as not alone."""
        if self._alone is not None:
            return self._alone
        _, beside = self.dialog.questions.get(BESIDE, (None, None))
        return beside is None or not ALONE.isdisjoint(self.answered.chosen(beside, ""))

    @property
    def short(self) -> bool:
        """The short path: where there is one, unless the full one was chosen."""
        if self._short is None:
            self._short = Does.SHORT_PATH in self.dialog.doing and not self._did(Does.FULL_PATH)
        return self._short

    @property
    def phone_seen(self) -> bool:
        """Somebody else sees this phone (H2)."""
        return self._did(Does.PHONE_SEEN)

    def _did(self, does: Does) -> bool:
        return any(
            choice in self.answered.chosen(question, "")
            for question, choice in self.dialog.doing.get(does, ())
        )

    def _hold(self, rules: Iterable[Rule], about: str, section: Section) -> bool:
        return all(self._holds(rule, about, section) for rule in rules)

    def _holds(self, rule: Rule, about: str, section: Section) -> bool:
        if rule.fact is not None:
            if self.moment is None and rule.fact in _MOMENT:
                return True
            return self._is(rule.fact, about) == rule.holds
        assert rule.question is not None
        other, question = self.dialog.questions[rule.question]
        if self.moment is None and question.each_sitting:
            return True
        same = about if other.repeats is not None and other.repeats == section.repeats else ""
        return self._answers(rule, other, question, same) == rule.holds

    def _counts(self, section: Section, question: Question, about: str) -> bool:
        """Whether a question's answers count: those to a question that is off the route do not."""
        key = (question.id, about)
        if key not in self._counting:
            rules = (*section.when, *question.when)
            self._counting[key] = not rules or self._hold(rules, about, section)
        return self._counting[key]

    def _answers(self, rule: Rule, section: Section, question: Question, about: str) -> bool:
        if not self._counts(section, question, about):
            return rule.said is False
        if rule.chose:
            return not set(rule.chose).isdisjoint(self.answered.chosen(question, about))
        if rule.said is not None:
            return bool(self.answered.said(question, about)) == rule.said
        number = self.answered.number(question, about)
        if number is None:
            return False
        return (rule.at_most is None or number <= rule.at_most) and (
            rule.at_least is None or number >= rule.at_least
        )

    def _is(self, fact: Fact, about: str) -> bool:
        facts = self.facts
        match fact:
            case Fact.ALONE:
                return self.alone
            case Fact.LATE:
                return self.moment is not None and self.moment.late
            case Fact.WORRIES:
                return bool(facts.worries)
            case Fact.SEVERAL_WORRIES:
                return len(facts.worries) > 1
            case Fact.MANY_WORRIES:
                return len(facts.worries) > 2
            case Fact.THEIRS:
                return any(not worry.mine for worry in facts.worries)
            case Fact.SMALL:
                return self._small(about)
            case Fact.MINE:
                worry = worry_about(facts, about)
                return worry is not None and worry.mine
            case Fact.GOAL:
                worry = worry_about(facts, about)
                return worry is not None and bool(worry.goal)
            case Fact.POLICE_ENQUIRY:
                return facts.police_enquiry
            case Fact.PRE_PROCEEDINGS:
                return facts.pre_proceedings
            case Fact.TELEGRAM:
                return facts.on_telegram
            case Fact.SEVERAL_LANGUAGES:
                return len(facts.languages) > 1
            case Fact.SHORT:
                return self.short
            case Fact.BOTTOM_LINES:
                return bool(facts.bottom_lines)
            case Fact.IF_NOTHING_CHANGES:
                return bool(facts.if_nothing_changes)
            case Fact.STEP_BACK:
                return bool(facts.step_back)

    def _small(self, about: str) -> bool:
        """By the year of birth alone: never true of a child who may be four already."""
        meant = [child for child in self.facts.children if child.id == about] or self.facts.children
        year = self.moment.year if self.moment else 0
        return bool(meant) and all(year - child.born < SMALL_UNDER for child in meant)

    def _source(self, question: QuestionId | None) -> list[Answer]:
        assert question is not None
        return self.answered.all(self.dialog.questions[question][1], "")

    def known_people(self) -> dict[PersonId, str]:
        """Everybody of the plan and everybody named, but the person themselves; the last name counts."""
        known = {person.id: person.name for person in self.facts.people}
        for answer in self.answered.newest.values():
            if isinstance(answer.value, Named):
                known[answer.value.person] = answer.value.name
        known.pop(self.facts.me, None)
        return known

    def _people(self, question: QuestionId | None) -> Iterator[str]:
        for answer in self._source(question):
            if isinstance(answer.value, Named):
                yield answer.value.person


def worry_about(facts: Facts, about: str) -> WorryFact | None:
    """The worry a section repeats for, if it repeats for one."""
    return next((worry for worry in facts.worries if worry.id == about), None)


def taken_back(answer: Answer) -> bool:
    """Whether the person took this line back."""
    return isinstance(answer.value, TakenBack)
