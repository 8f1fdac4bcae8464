"""The rules of practice.md §9 that a dialog file alone can keep or break.

H1, whose actions: nobody is asked to explain or to change what another adult does. H2 and H3:
what happened, whom somebody fears and a worry about another adult are asked where nobody listens in,
and what happened where no enquiry runs. H4: a kind start and end, and the worst time is for a talk.
Where no field of a file says what a question asks, its English words do. `load` calls `faults`.
"""

import re
from collections.abc import Iterator

from dialogs.definition import Category, Dialog, Does, Kind, Over, Part, Question, Section
from dialogs.rules import Fact, Rule
from dialogs.shape import Found

_MINE = Rule(fact=Fact.MINE)
_TO_CHANGE = frozenset({Part.WHY_NOT_LOWER, Part.BEST_EVER, Part.ONE_UP})
_OF_THE_PAST = frozenset({Category.HARM, Category.SAFETY})
_TAKES_A_WORRY_AS_TRUE = frozenset({Category.VIEW, Category.DANGER})
_TO_ANSWER_FOR = re.compile(
    r"\b(explain|what happened|why (do|did)|will you|you will|instead)\b", re.IGNORECASE
)
_FEAR = re.compile(r"\b(afraid|frighten\w*|scared of)\b", re.IGNORECASE)
_WORST = re.compile(r"[^.?!\n]*\bworst\b[^.?!\n]*([.?!\n]|$)", re.IGNORECASE)
_AFTER_PAST_HURT = frozenset({Category.HARM, Category.PROCESS, Category.UNSORTED})


def faults(dialog: Dialog) -> Iterator[Found]:
    """Every place where the dialog breaks one of them."""
    for section in dialog.section:
        yield from _kind_end(section)
        for question in section.question:
            for why in (
                *_whose_actions(section, question),
                *_during_an_enquiry(section, question),
                *_in_company(dialog, section, question),
                *_worst_time(question),
            ):
                yield question.id, why
    yield from _past_hurt_last(dialog)
    yield from _short_rows(dialog)


def _whose_actions(section: Section, question: Question) -> Iterator[str]:
    if not _may_be_theirs(section, question):
        return
    if question.goes.category is Category.GOAL or question.goes.part in _TO_CHANGE:
        yield "this is for the person whose actions the worry is about: a rule with the fact `mine` (H1)"
    for words in _TO_ANSWER_FOR.finditer(_asks(question)):
        yield f"{words[0]!r} asks somebody to answer for what another adult does (H1)"


def _during_an_enquiry(section: Section, question: Question) -> Iterator[str]:
    if question.what_happened or question.kind is Kind.READ:
        return
    category = question.goes.category
    if category in _OF_THE_PAST:
        yield f"it goes to {category}, so `what_happened` closes it while an enquiry runs (H3)"
    elif _about_a_worry(section) and (
        category in _TAKES_A_WORRY_AS_TRUE or question.goes.part is Part.BEST_EVER
    ):
        yield "it asks what there is to a worry, so `what_happened` closes it while an enquiry runs (H3)"


def _in_company(dialog: Dialog, section: Section, question: Question) -> Iterator[str]:
    """What nobody beside the person may overhear (H2)."""
    if question.private:
        return
    if question.goes.category is Category.HARM:
        yield "it goes to harm, so it is `private`: asked when nobody is beside the person (H2)"
    if _may_be_theirs(section, question):
        yield "the worry may be about whoever is beside the person, so it is `private` (H2)"
    if _FEAR.search(_asks(question)):
        yield "it asks whom somebody fears, so it is `private` (H2)"
    for rule in (*section.when, *question.when):
        _, asked = dialog.questions.get(rule.question, (None, None)) if rule.question else (None, None)
        if asked is not None and asked.private:
            yield f"it follows `{rule.question}`, which is `private`, and shows what was said there (H2)"


def _worst_time(question: Question) -> Iterator[str]:
    """The worst time is told beside the worker; here somebody may ask for that talk, and no more (H4)."""
    for words in _WORST.finditer(_asks(question)):
        offers_a_talk = any(choice.does is Does.WITH_WORKER for choice in question.choices)
        if words[1] == "?" or not offers_a_talk:
            yield f"{words[0].strip()!r} asks for the worst time, which is for a talk beside the worker (H4)"


def _may_be_theirs(section: Section, question: Question) -> bool:
    """Whether this is asked about a worry that another adult's actions are behind."""
    over = section.repeats is not None and section.repeats.over is Over.WORRY
    return over and _MINE not in (*section.when, *question.when)


def _about_a_worry(section: Section) -> bool:
    over = section.repeats is not None and section.repeats.over is Over.WORRY
    return over or any(rule.fact is Fact.WORRIES for rule in section.when)


def _asks(question: Question) -> str:
    return f"{question.ask}\n{question.other}"


def _kind_end(section: Section) -> Iterator[Found]:
    """Every heavy section ends with one thing that helped (H4)."""
    harm = any(question.goes.category is Category.HARM for question in section.question)
    if harm and not section.heavy:
        yield section.id, "past hurt is heavy: `heavy` is missing (H4)"
    for question in section.question[:-1]:
        if question.helped:
            yield question.id, "what helped ends its section, and this is not the last question (H4)"
    last = section.question[-1]
    if not section.heavy:
        if last.helped:
            yield last.id, "what helped ends a heavy section, and this one is not (H4)"
    elif not last.helped:
        yield section.id, "a heavy section ends with what helped: its last question is `helped` (H4)"
    else:
        yield from _always_there(section, last)


def _always_there(section: Section, last: Question) -> Iterator[Found]:
    others = [question for question in section.question[:-1] if question.kind is not Kind.READ]
    put_off = {question.id for question in section.question if question.each_sitting}
    if any(rule.question not in put_off for rule in last.when):
        yield last.id, "what helped is asked whenever the section was: it has no rules of its own (H4)"
    if last.private and not all(question.private for question in others):
        yield last.id, "what helped is `private`, and the section is not (H4)"
    if last.what_happened and not all(question.what_happened for question in others):
        yield last.id, "what helped closes while an enquiry runs, and the section does not (H4)"
    if not last.short and any(question.short for question in others):
        yield last.id, "the short path asks something heavy and leaves out what helped (H4)"


def _past_hurt_last(dialog: Dialog) -> Iterator[Found]:
    """Past hurt comes last (H4); the way of working may be asked about after it."""
    hurt = [any(q.goes.category is Category.HARM for q in section.question) for section in dialog.section]
    if True not in hurt:
        return
    for section in dialog.section[hurt.index(True) + 1 :]:
        for question in section.question:
            if question.goes.category not in _AFTER_PAST_HURT and not question.helped:
                yield question.id, f"it goes to {question.goes.category}, and past hurt comes last (H4)"


def _short_rows(dialog: Dialog) -> Iterator[Found]:
    """The hub of the short path shows a section exactly where it has something to ask."""
    for section in dialog.section:
        asks = any(question.short for question in section.question)
        if not section.door and section.short != asks:
            yield section.id, (
                "its questions are on the short path and it is not" if asks else
                "it is on the short path and none of its questions is"
            )  # fmt: skip
