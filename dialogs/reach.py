"""Whether a question can ever be asked, and how many are asked at most.

**Theory.** A question is asked where all its rules hold, those of its section, and those of every
question that it wants an answer from: an answer can only be there where the question was asked.
All of these are conditions on single answers and single facts, joined by "and". So the question
can be asked exactly where, for each answer and each fact taken by itself, some state satisfies
every condition on it. The states are few (left, said in words, each choice or number) and are
tried one by one, with the meaning that `route` gives the rules.

How many questions the short path asks at most: every question that repeats over worries is there
once for each worry. What is true of the whole plan (does an enquiry run) is tried both ways; after
that, questions fall into groups that share no answer, and each group is tried by itself. What
repeats otherwise counts once.

`load` calls `never_asked`, `limits` the others.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from typing import NamedTuple

from dialogs.definition import Dialog, Does, Kind, Over, Question, Section
from dialogs.ids import ChoiceId, QuestionId
from dialogs.route import ALONE, BESIDE, NOBODY
from dialogs.rules import Fact, Rule

Rules = tuple[Rule, ...]

_OF_THE_PLAN = frozenset({Fact.THEIRS, Fact.POLICE_ENQUIRY, Fact.PRE_PROCEEDINGS, Fact.LATE, Fact.SMALL})
"""What is so or not for all questions of one person alike."""


class State(NamedTuple):
    """How an answer may stand."""

    said: bool = False
    chosen: frozenset[ChoiceId] = frozenset()
    number: int | None = None


class Reach:
    """The rules of one dialog, whose names all lead somewhere (`links` has no fault)."""

    def __init__(self, dialog: Dialog) -> None:
        self.dialog = dialog
        short = dialog.doing.get(Does.SHORT_PATH, [])
        self._short = Rule(question=short[0][0].id, chose=(short[0][1],)) if len(short) == 1 else None
        self._alone = _alone(dialog)
        self._needs: dict[tuple[QuestionId, bool], Rules] = {}

    def never_asked(self) -> Iterator[tuple[QuestionId, str]]:
        """Each question that no person can ever be asked, with what its rules disagree about."""
        for question in self.dialog.questions:
            if clash := self._clash(self.needs(question)):
                yield question, clash

    def most_asked_when_short(self, worries: int = 1) -> int:
        """How many questions the short path asks one person at most, who is told so many worries.

        The door is gone through before a path is chosen, and what is there to be read asks nothing.
        """
        path = self._as_answers((Rule(fact=Fact.SHORT), *_told(worries)))
        once: list[frozenset[Rule]] = []
        each: list[frozenset[Rule]] = []
        for section, question in self.dialog.questions.values():
            needs = self.needs(question.id, short=True)
            if question.kind is not Kind.READ and not section.door and not self._clash((*path, *needs)):
                (each if _over_worries(section) else once).append(frozenset(needs) - frozenset(path))
        facts = sorted({rule.fact for rules in (*once, *each) for rule in rules if rule.fact in _OF_THE_PLAN})
        return max(
            self._together(_left_over(once, so)) + worries * self._together(_left_over(each, so))
            for so in _either_way(facts)
        )

    def never_short(self) -> Iterator[tuple[QuestionId, str]]:
        """Each question on the short path that the short path can never ask."""
        path = self._as_answers((Rule(fact=Fact.SHORT),))
        for id, (section, question) in self.dialog.questions.items():
            clash = self._clash((*path, *self.needs(id, short=True)))
            if question.short and not section.door and clash:
                yield id, clash

    def asked(self, id: QuestionId) -> bool:
        """Whether anybody can be asked this question."""
        return not self._clash(self.needs(id))

    # What a question needs ------------------------------------------------------------------------

    def needs(self, id: QuestionId, *, short: bool = False) -> Rules:
        """Every rule that must hold for this question to be asked, at all or on the short path."""
        key = (id, short)
        if key not in self._needs:
            section, question = self.dialog.questions[id]
            own = (*question.when, *(question.short_when if short else ()))
            rules = self._as_answers((*_of_section(section), *own, *_of_flags(section, question)))
            wanted = {r.question for r in rules if r.question is not None and _wants_an_answer(r)} - {id}
            self._needs[key] = rules  # while it is worked out, so that a circle ends
            others = (rule for other in sorted(wanted) for rule in self.needs(other, short=short))
            self._needs[key] = (*rules, *others)
        return self._needs[key]

    def _as_answers(self, rules: Iterable[Rule]) -> Rules:
        """Facts that are somebody's answer, as rules about that answer."""
        known = {Fact.SHORT: self._short, Fact.ALONE: self._alone}
        return tuple(_turned(known.get(r.fact), r) if r.fact is not None else r for r in rules)

    # Whether it can be had ------------------------------------------------------------------------

    def _clash(self, rules: Iterable[Rule]) -> str:
        """The id of an answer or fact about which these rules cannot all hold, or ""."""
        about: dict[str, list[Rule]] = {}
        for rule in dict.fromkeys(rules):
            about.setdefault(_about(rule), []).append(rule)
        return next((name for name, group in about.items() if not self._possible(group)), "")

    def _possible(self, rules: list[Rule]) -> bool:
        if rules[0].question is None:
            return len({rule.holds for rule in rules}) == 1
        states = _states(self.dialog.questions[rules[0].question][1], rules)
        return any(all(_holds(rule, state) for rule in rules) for state in states)

    def _together(self, wanted: list[set[Rule]]) -> int:
        return sum(self._most(group) for group in _tied_together(wanted))

    def _most(self, wanted: list[set[Rule]]) -> int:
        """The size of the largest set of questions that one person can be asked: tried, best first."""
        best = 0
        waiting: list[tuple[int, int, set[Rule]]] = [(0, 0, set())]
        while waiting:
            place, count, so_far = waiting.pop()
            best = max(best, count)
            if count + len(wanted) - place <= best:
                continue
            waiting.append((place + 1, count, so_far))
            together = so_far | wanted[place]
            if not self._clash(together):
                waiting.append((place + 1, count + 1, together))
        return best


def _tied_together(wanted: list[set[Rule]]) -> list[list[set[Rule]]]:
    """The questions in groups that share no answer and no fact, each to be tried by itself."""
    groups: list[tuple[set[str], list[set[Rule]]]] = []
    for rules in wanted:
        about, tied = {_about(rule) for rule in rules}, [rules]
        for group in [group for group in groups if group[0] & about]:
            groups.remove(group)
            about, tied = about | group[0], group[1] + tied
        groups.append((about, tied))
    return [tied for _, tied in groups]


def _told(worries: int) -> Rules:
    none = (Rule(fact=Fact.THEIRS, holds=False),) if not worries else ()
    return (
        Rule(fact=Fact.WORRIES, holds=worries > 0),
        Rule(fact=Fact.SEVERAL_WORRIES, holds=worries > 1),
        Rule(fact=Fact.MANY_WORRIES, holds=worries > 2),
        *none,
    )


def _over_worries(section: Section) -> bool:
    return section.repeats is not None and section.repeats.over is Over.WORRY


def _either_way(facts: Iterable[Fact]) -> Iterator[Rules]:
    """Every way in which these facts can stand."""
    facts = tuple(facts)
    for holds in product((True, False), repeat=len(facts)):
        yield tuple(Rule(fact=fact, holds=so) for fact, so in zip(facts, holds, strict=True))


def _left_over(wanted: Iterable[frozenset[Rule]], facts: Rules) -> list[set[Rule]]:
    """What the questions that can be asked still need, where these facts are so."""
    other_way = {rule.model_copy(update={"holds": not rule.holds}) for rule in facts}
    return [set(rules - set(facts)) for rules in wanted if not rules & other_way]


def _alone(dialog: Dialog) -> Rule | None:
    """That nobody is there who could hear, as an answer to the question that asks."""
    _, beside = dialog.questions.get(BESIDE, (None, None))
    if beside is None:
        return None
    return Rule(question=BESIDE, chose=tuple(c.id for c in beside.choices if c.id in ALONE) or (NOBODY,))


def _about(rule: Rule) -> str:
    """What a rule asks after: an answer or a fact."""
    return rule.question or str(rule.fact)


def _of_section(section: Section) -> Iterator[Rule]:
    yield from section.when
    if section.repeats is None:
        return
    if section.repeats.over is Over.WORRY:
        yield Rule(fact=Fact.WORRIES)
    if section.repeats.of is not None:
        yield Rule(question=section.repeats.of, said=True)


def _of_flags(section: Section, question: Question) -> Iterator[Rule]:
    """What `route` asks for before it looks at the rules."""
    if question.private:
        yield Rule(fact=Fact.ALONE)
    if question.what_happened:
        yield Rule(fact=Fact.POLICE_ENQUIRY, holds=False)
    if not question.short and not section.door:
        yield Rule(fact=Fact.SHORT, holds=False)


def _turned(answer: Rule | None, rule: Rule) -> Rule:
    return rule if answer is None else answer.model_copy(update={"holds": rule.holds})


def _wants_an_answer(rule: Rule) -> bool:
    """Whether the rule holds only where its question was answered."""
    return rule.holds if rule.said is None else rule.said == rule.holds


def _states(question: Question, rules: list[Rule]) -> Iterator[State]:
    yield State()
    if question.kind is Kind.READ:
        return
    yield State(said=True)
    named = sorted({choice for rule in rules for choice in rule.chose})
    others = [choice.id for choice in question.choices if choice.id not in named][:1]
    match question.kind:
        case Kind.SCALE:
            yield from (State(True, number=number) for number in range(11))
        case Kind.CHOICES:
            for size in range(1, len(named) + 1):
                yield from (State(True, frozenset(some)) for some in combinations(named, size))
        case _:
            yield from (State(True, frozenset({choice})) for choice in [*named, *others])


def _holds(rule: Rule, state: State) -> bool:
    return _satisfied(rule, state) == rule.holds


def _satisfied(rule: Rule, state: State) -> bool:
    if rule.chose:
        return not state.chosen.isdisjoint(rule.chose)
    if rule.said is not None:
        return state.said == rule.said
    number = state.number
    if number is None:
        return False
    return (rule.at_most is None or number <= rule.at_most) and (
        rule.at_least is None or number >= rule.at_least
    )
