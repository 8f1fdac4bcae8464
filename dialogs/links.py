"""What one question says of another: every name leads somewhere, and only backwards. `load` calls `faults`.

A rule may name an earlier question that is asked once for all, or one that repeats over the same
things; there would be no telling which child's or worry's answer is meant otherwise.
"""

import re
from collections.abc import Iterable, Iterator

from dialogs.definition import IN_WORDS, Dialog, Kind, Over, Question, Section
from dialogs.ids import QuestionId
from dialogs.pictures import NONE, WORLD, World
from dialogs.route import BESIDE, NOBODY
from dialogs.rules import Fact, Rule
from dialogs.shape import Found, ids_twice

_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_OF_A_WORRY = frozenset({Fact.MINE, Fact.GOAL})
_SOURCES = {
    Over.PERSON: frozenset({Kind.PERSON, Kind.PEOPLE}),
    Over.ITEM: IN_WORDS,
}


def faults(dialog: Dialog, unreadable: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Every name that leads nowhere, forwards, or to the wrong kind. `unreadable` ones are let be."""
    yield from _ids(dialog)
    yield from _former_ids(dialog)
    yield from _doors(dialog)
    yield from _beside(dialog)
    yield from _world(dialog)
    links = _Links(dialog, unreadable)
    for section in dialog.section:
        yield from links.of_section(section)


def _ids(dialog: Dialog) -> Iterator[Found]:
    questions = [question.id for section in dialog.section for question in section.question]
    for again in ids_twice(section.id for section in dialog.section):
        yield again, "the section id comes twice"
    for again in ids_twice(iter(questions)):
        yield again, "the question id comes twice"
    for any_id in [dialog.id, *(section.id for section in dialog.section), *questions]:
        if not _ID.fullmatch(any_id):
            yield any_id, "an id is of small letters, digits, dots and underscores"


def _former_ids(dialog: Dialog) -> Iterator[Found]:
    former = [(old, question.id) for _, question in dialog.questions.values() for old in question.was]
    for old, now in former:
        if old in dialog.questions:
            yield now, f"`was` names `{old}`, and a question has that id now"
    for again in ids_twice(old for old, _ in former):
        yield again, "two questions say that this was their id"


def _doors(dialog: Dialog) -> Iterator[Found]:
    inside = False
    for section in dialog.section:
        if section.door and inside:
            yield section.id, "a door stands before the sections of the hub"
        inside = inside or not section.door


def _beside(dialog: Dialog) -> Iterator[Found]:
    """Private questions rest on the question `beside` (H2), which `route` knows by its id."""
    private = next((question for _, question in dialog.questions.values() if question.private), None)
    section, beside = dialog.questions.get(BESIDE, (None, None))
    if section is None or beside is None:
        if private is not None:
            yield private.id, f"it is private, and no question `{BESIDE}` asks who is beside the person"
        return
    if not (section.door and beside.each_sitting and beside.kind is Kind.CHOICE):
        yield BESIDE, "it is a choice at the door, asked at each sitting"
    if all(choice.id != NOBODY for choice in beside.choices):
        yield BESIDE, f"it has the choice `{NOBODY}`"


def _world(dialog: Dialog) -> Iterator[Found]:
    """Pictures rest on the question `world`, whose choices the program draws and knows by their ids."""
    section, world = dialog.questions.get(WORLD, (None, None))
    if section is None or world is None:
        for pictured in dialog.section:
            if pictured.picture is not None:
                yield pictured.id, f"it has a picture, and no question `{WORLD}` asks which pictures"
        return
    if not section.door or world.kind is not Kind.CHOICE:
        yield WORLD, "it is a choice at the door"
    for choice in world.choices:
        if choice.id not in {NONE, *World}:
            yield WORLD, f"no pictures are drawn for the choice `{choice.id}`"


class _Links:
    """The rules of one dialog, followed."""

    def __init__(self, dialog: Dialog, unreadable: frozenset[str]) -> None:
        self.questions = dialog.questions
        self.unreadable = unreadable
        self.parts = {section.id for section in dialog.section if not section.door}
        self.order = {question: place for place, question in enumerate(dialog.questions)}

    def of_section(self, section: Section) -> Iterator[Found]:
        """What is wrong with what this section and its questions name."""
        start = min(self.order[question.id] for question in section.question)
        for why in self._source(section, start):
            yield section.id, why
        for why in self._rules(section.when, section, start):
            yield section.id, why
        for question in section.question:
            rules = (*question.when, *question.short_when)
            for why in (
                *self._rules(rules, section, self.order[question.id]),
                *self._offers(question, section),
                *self._opens(question, section),
            ):
                yield question.id, why

    def _source(self, section: Section, start: int) -> Iterator[str]:
        if section.repeats is None or section.repeats.of is None:
            return
        source, kinds = section.repeats.of, _SOURCES[section.repeats.over]
        if source not in self.questions:
            yield from self._nobody(source, "`of` names")
            return
        other, question = self.questions[source]
        if self.order[source] >= start:
            yield f"`of` names `{source}`, which comes later"
        if other.repeats is not None:
            yield f"`of` names `{source}`, whose own section repeats"
        if question.kind not in kinds:
            yield f"`of` names `{source}`, which is not of kind {' or '.join(sorted(kinds))}"

    def _rules(self, rules: Iterable[Rule], section: Section, before: int) -> Iterator[str]:
        over_worries = section.repeats is not None and section.repeats.over is Over.WORRY
        for rule in rules:
            if rule.question is not None:
                yield from self._about_question(rule, rule.question, section, before)
            elif rule.fact in _OF_A_WORRY and not over_worries:
                yield f"the fact `{rule.fact}` is about a worry, and its section does not repeat over worries"

    def _about_question(self, rule: Rule, id: QuestionId, section: Section, before: int) -> Iterator[str]:
        if id not in self.questions:
            yield from self._nobody(id, "a rule names")
            return
        other, question = self.questions[id]
        if self.order[id] >= before:
            yield f"a rule names `{id}`, which comes later"
        if other.repeats is not None and other.repeats != section.repeats:
            yield f"a rule names `{id}`, whose section repeats over something else"
        yield from _can_be_asked_that(rule, question)

    def _opens(self, question: Question, section: Section) -> Iterator[str]:
        for choice in question.choices:
            if choice.opens is not None and not section.door:
                yield f"the choice `{choice.id}` opens a part, which is for the end of the door"
            elif choice.opens is not None and choice.opens not in self.parts:
                yield f"the choice `{choice.id}` opens `{choice.opens}`, which is no part of the list"

    def _offers(self, question: Question, section: Section) -> Iterator[str]:
        for named in question.offers.never:
            if named not in self.questions:
                yield from self._nobody(named, "`offers` names")
                continue
            other, asked = self.questions[named]
            if self.order[named] >= self.order[question.id]:
                yield f"`offers` names `{named}`, which comes later"
            if other.repeats is not None and other.repeats != section.repeats:
                yield f"`offers` names `{named}`, whose section repeats over something else"
            if asked.kind not in _SOURCES[Over.PERSON]:
                yield f"`offers` names `{named}`, which is not of kind people or person"

    def _nobody(self, id: QuestionId, who: str) -> Iterator[str]:
        if id not in self.unreadable:
            yield f"{who} `{id}`, which no question is called"


def _can_be_asked_that(rule: Rule, question: Question) -> Iterator[str]:
    """A rule asks of a question only what its kind can say."""
    choices = {choice.id for choice in question.choices} | (
        {NOBODY} if question.kind is Kind.PERSON else set()
    )
    if rule.chose and question.choices_from is None:
        for choice in rule.chose:
            if choice not in choices:
                yield f"a rule names the choice `{choice}`, which `{question.id}` does not have"
    if rule.said is not None and question.kind is Kind.READ:
        yield f"a rule asks what was said to `{question.id}`, which is there to be read"
    if (rule.at_most is not None or rule.at_least is not None) and question.kind is not Kind.SCALE:
        yield f"a rule asks for a number, and `{question.id}` is not a scale"
