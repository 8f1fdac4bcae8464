"""Whom a question about people offers as buttons.

Everybody in the plan that the person may know of, and whoever they named themselves, without those
that the question's `offers` rules out. `prompts` calls `offered`.
"""

from collections.abc import Iterable

from dialogs.conversation import Answer, Named
from dialogs.definition import Kind, Question
from dialogs.facts import WORKER
from dialogs.ids import PersonId
from dialogs.route import Route


def offered(
    route: Route, question: Question, about: str, answers: list[Answer], revises: Answer | None
) -> dict[PersonId, str]:
    """Names by id. `answers` are those to this question; the one that is changed rules nobody out."""
    left_out = _named(a for a in answers if a is not revises) if question.kind is Kind.PEOPLE else set()
    for earlier in question.offers.never:
        section, asked = route.dialog.questions[earlier]
        left_out |= _named(route.answered.all(asked, about if section.repeats else ""))
    return {person: name for person, name in _known(route, question).items() if person not in left_out}


def _known(route: Route, question: Question) -> dict[PersonId, str]:
    facts, offers = route.facts, question.offers
    known = {facts.me: facts.name} | {person.id: person.name for person in facts.people}
    for answer in route.answered.newest.values():
        if isinstance(answer.value, Named):
            known[answer.value.person] = answer.value.name
    known.pop(WORKER, None)
    if offers.worker:
        known[WORKER] = facts.worker
    if question.kind is Kind.PEOPLE or not offers.me:
        known.pop(facts.me)
    return known


def _named(answers: Iterable[Answer]) -> set[PersonId]:
    return {answer.value.person for answer in answers if isinstance(answer.value, Named)}
