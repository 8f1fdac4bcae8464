"""What each kind of question needs, and what it has no use for. `load` calls `faults`."""

from collections.abc import Iterator

from dialogs.definition import IN_WORDS, Category, Dialog, Kind, Offers, Over, Part, Question, Section
from dialogs.shape import Found, ids_twice

_WITH_CHOICES = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.AGREE})
_OF_PEOPLE = frozenset({Kind.PERSON, Kind.PEOPLE})
_AGREE = ("yes", "some", "no")
_PARTS_OF = {
    Category.SCALE: {Part.NUMBER, Part.WHY_NOT_LOWER, Part.BEST_EVER, Part.ONE_UP},
    Category.SIGN: {Part.TRIGGER, Part.EARLY_WARNING, Part.RED_FLAG},
    Category.WHAT_IF: {Part.GAP},
    Category.SAFETY: {Part.WORRY_MET, Part.BETTER},
    Category.NETWORK: {Part.CIRCLE, Part.MAY_KNOW},
}
"""Parts that mean something under one category alone."""


def faults(dialog: Dialog) -> Iterator[Found]:
    """Every question that has too little or too much for its kind."""
    for section in dialog.section:
        for question in section.question:
            for why in (*_of(section, question), *_example(dialog, question)):
                yield question.id, why


def _of(section: Section, question: Question) -> Iterator[str]:
    yield from _choices(question)
    yield from _scale(question)
    yield from _sorting(section, question)
    yield from _place(section, question)
    if question.kind is Kind.READ:
        yield from _nothing_to_answer(question)
    else:
        yield from _told_well(question)
    if question.offers != Offers() and question.kind not in _OF_PEOPLE:
        yield "`offers` is for a question about people"
    if question.offers.me is False and question.kind is Kind.PEOPLE:
        yield "`me` is never offered where several people are named"
    if question.short_when and not question.short:
        yield "`short_when` is for a question on the short path"
    if question.play_back and question.kind not in IN_WORDS:
        yield "`play_back` is for text"


def _choices(question: Question) -> Iterator[str]:
    ids = [choice.id for choice in question.choices]
    if question.choices_from is not None:
        if question.kind is not Kind.CHOICE or ids:
            yield "`choices_from` goes with kind choice and no choices of its own"
    elif question.kind is Kind.AGREE:
        if tuple(ids) != _AGREE:
            yield "agree has exactly the choices yes, some and no, in this order"
    elif question.kind in _WITH_CHOICES:
        if len(ids) < 2:
            yield f"{question.kind} needs two choices or more"
    elif ids:
        yield f"{question.kind} takes no choices"
    for again in ids_twice(iter(ids)):
        yield f"the choice id `{again}` comes twice"
    for label in ids_twice(choice.label.casefold() for choice in question.choices):
        yield f"two choices read the same: {label!r}"


def _scale(question: Question) -> Iterator[str]:
    ends = bool(question.low) + bool(question.high)
    if question.kind is Kind.SCALE and ends < 2:
        yield "a scale needs both ends in words, `low` and `high`"
    if question.kind is not Kind.SCALE and ends:
        yield "`low` and `high` are for a scale"
    flags = (question.flag_at_most, question.flag_at_least)
    if question.kind is not Kind.SCALE and flags != (None, None):
        yield "`flag_at_most` and `flag_at_least` are for a scale"


def _sorting(section: Section, question: Question) -> Iterator[str]:
    headings = [choice for choice in question.choices if choice.goes is not None]
    if question.sorts is None:
        if headings:
            yield "a choice has `goes`, and the question sorts nothing"
        return
    over = section.repeats
    if over is None or over.over is not Over.ITEM or over.of != question.sorts:
        yield f"`sorts` names `{question.sorts}`, which its section does not repeat over the items of"
    if question.kind not in (Kind.CHOICE, Kind.CHOICES) or not headings:
        yield "a question that sorts is of kind choice or choices, and they say where the piece goes"


def _place(section: Section, question: Question) -> Iterator[str]:
    goes = question.goes
    over = section.repeats.over if section.repeats else None
    if goes.category is Category.TIME:
        yield "no question goes to time: what lacks a who, when or worry of safety stands there by itself"
    if goes.category is Category.ASIDE:
        yield "no question goes to aside: words that answer no question stand there by themselves"
    if goes.who is not None and goes.category is not Category.ACTION:
        yield "`who` says who does an action"
    if goes.who == "whose" and over is not Over.WORRY:
        yield "`who` says whose, and its section does not repeat over worries"
    for category, parts in _PARTS_OF.items():
        if goes.part in parts and goes.category is not category:
            yield f"the part {goes.part} belongs to the category {category}"
    if goes.category is Category.SCALE and (goes.part is Part.NUMBER) != (question.kind is Kind.SCALE):
        yield "a scale of the plan is the part number, and the part number is a scale"


def _nothing_to_answer(question: Question) -> Iterator[str]:
    goes = question.goes
    if goes.category is not Category.PROCESS or goes.part is not None:
        yield "a read has nothing to answer, so it goes nowhere"
    if question.helped or question.sorts:
        yield "a read has nothing to answer, so it cannot be what helped, or sort"


def _told_well(question: Question) -> Iterator[str]:
    if not question.why:
        yield "`why` is missing: every question says why we ask"
    if not question.other:
        yield "`other` is missing: every question has another way of asking it"


def _example(dialog: Dialog, question: Question) -> Iterator[str]:
    """Somebody else's answer helps an adult to begin; into a child's mouth it would put words."""
    if dialog.beside:
        if question.example:
            yield "a child is shown no `example`: it would put words into their mouth"
    elif question.kind in IN_WORDS and not question.example:
        yield "`example` is missing: a question answered in words shows one"
