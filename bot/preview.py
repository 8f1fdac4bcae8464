"""Every dialog as one page to read: for a practice lead, who judges wording and branches.

`preview` makes a self-contained page without a script, fit for a screen reader and for paper;
`preview_text` says the same as plain text. Names are made up and the same throughout (`samples`).
`cli` calls both.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined

from dialogs.definition import Category, Choice, Dialog, Does, Kind, Over, Question, Section
from dialogs.ids import QuestionId
from dialogs.limits import most_on_the_short_path
from dialogs.reach import Reach
from dialogs.rules import Fact, Rule
from dialogs.samples import SAMPLES, sampled

KINDS = {
    Kind.READ: "to read",
    Kind.TEXT: "answered in words",
    Kind.TEXTS: "answered in words, as often as they like",
    Kind.CHOICE: "one choice",
    Kind.CHOICES: "several choices",
    Kind.AGREE: "yes, some of it, or no",
    Kind.SCALE: "a number from 0 to 10",
    Kind.PERSON: "one person",
    Kind.PEOPLE: "people, as many as they like",
    Kind.DATE: "a day",
}
CATEGORIES = {
    Category.HARM: "harm",
    Category.DANGER: "worries about the future",
    Category.COMPLICATING: "what makes it harder",
    Category.STRENGTH: "existing strengths",
    Category.SAFETY: "existing safety",
    Category.TIME: "said about a time it went right",
    Category.GOAL: "safety goals",
    Category.ACTION: "what will happen",
    Category.ASKED: "what is asked of workers",
    Category.NETWORK: "the people around the family",
    Category.WHAT_IF: "what if",
    Category.SIGN: "signs to watch",
    Category.SCALE: "scales",
    Category.VIEW: "how this person sees the worry",
    Category.UNSORTED: "not sorted yet",
    Category.ASIDE: "said in between",
}
FACTS = {
    Fact.ALONE: ("nobody is there who could hear", "somebody is there who could hear"),
    Fact.LATE: ("it is after nine in the evening, or before six", "it is daytime"),
    Fact.WORRIES: ("a worry is written down", "no worry is written down yet"),
    Fact.MINE: ("the worry is about what this person does", "the worry is about what somebody else does"),
    Fact.SEVERAL_WORRIES: ("more than one worry is written down", "one worry at most is written down"),
    Fact.MANY_WORRIES: ("more than two worries are written down", "two worries at most are written down"),
    Fact.THEIRS: (
        "a worry is about what somebody else does",
        "no worry is about what somebody else does",
    ),
    Fact.SMALL: ("the child is under four", "the child may be four or older"),
    Fact.GOAL: ("a goal is written down for the worry", "no goal is written down for the worry"),
    Fact.POLICE_ENQUIRY: (
        "a police or court enquiry is under way",
        "no police or court enquiry is under way",
    ),
    Fact.PRE_PROCEEDINGS: ("the plan is in pre-proceedings", "the plan is not in pre-proceedings"),
    Fact.TELEGRAM: ("the person is on Telegram", "the person is not on Telegram"),
    Fact.SEVERAL_LANGUAGES: ("more than one language is offered", "one language is offered"),
    Fact.SHORT: ("the short path was chosen", "the short path was not chosen"),
    Fact.BOTTOM_LINES: ("bottom lines are written down", "no bottom lines are written down"),
    Fact.IF_NOTHING_CHANGES: (
        "it is written down what could happen if nothing changes",
        "it is not written down what could happen if nothing changes",
    ),
    Fact.STEP_BACK: (
        "it is written down what would make workers step back",
        "it is not written down what would make workers step back",
    ),
}
DOES = {
    Does.NOT_FOR_ME: "closes kindly, the door stays open",
    Does.SHORT_PATH: "short path",
    Does.FULL_PATH: "full path",
    Does.RING_ME: "asks the worker to ring",
    Does.WITH_WORKER: "tells the worker",
    Does.INTERPRETER: "asks for an interpreter",
    Does.ADVOCATE: "asks for an advocate",
    Does.PHONE_SEEN: "help is shown the quiet way from here on",
}
BESIDE = "Only in a sitting: beside a worker, on the worker's device. No link or code."
"""What is said of a dialog that has `beside`."""
OVER = {
    Over.CHILD: "Asked for each child",
    Over.WORRY: "Asked for each worry",
    Over.PERSON: "Asked for each person named in answer to",
    Over.ITEM: "Asked for each thing said in answer to",
}


class Reference(NamedTuple):
    """A question that another one speaks of."""

    id: QuestionId
    ask: str


class Condition(NamedTuple):
    """One rule in plain words: "when" + before + the question, if it is about one, + after."""

    before: str
    about: Reference | None = None
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}“{self.about.ask}” ({self.about.id}){self.after}" if self.about else self.before


class Option(NamedTuple):
    """A choice, what it sets in motion, and which questions it leads to."""

    label: str
    does: str
    leads_to: tuple[Reference, ...]


class Page(NamedTuple):
    """A question as the page shows it."""

    question: Question
    kind: str
    before: str
    ask: str
    """The line that asks; what stands before and after it is shown around the heading."""
    after: str
    why: str
    other: str
    example: str
    ends: tuple[str, ...]
    when: tuple[Condition, ...]
    options: tuple[Option, ...]
    marks: tuple[str, ...]


class Chapter(NamedTuple):
    """A section as the page shows it."""

    section: Section
    repeats: Condition | None
    when: tuple[Condition, ...]
    marks: tuple[str, ...]
    pages: tuple[Page, ...]


class Book(NamedTuple):
    """A whole dialog, ready to be laid out."""

    dialog: Dialog
    names: str
    questions: int
    short: int
    chapters: tuple[Chapter, ...]


def preview(dialog: Dialog) -> str:
    """The dialog as one HTML page."""
    pages = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = (files("bot") / "preview.html").read_text("utf-8")
    return pages.from_string(template).render(
        book=_Binder(dialog).book(), beside=BESIDE if dialog.beside else ""
    )


def preview_text(dialog: Dialog) -> str:
    """The same as plain text."""
    return "\n".join(_lines(_Binder(dialog).book())) + "\n"


class _Binder:
    """Puts the pages of one dialog together."""

    def __init__(self, dialog: Dialog) -> None:
        self.dialog = dialog
        self.leads: dict[tuple[QuestionId, str], list[Reference]] = {}
        for section, question in dialog.questions.values():
            for rule in (*section.when, *question.when):
                if rule.question is not None and rule.holds:
                    for choice in rule.chose:
                        self.leads.setdefault((rule.question, choice), []).append(self.reference(question.id))

    def book(self) -> Book:
        """Everything that the layout needs."""
        names = [SAMPLES[name] for name in ("name", "worker", "cover", "children", "whose", "person")]
        return Book(
            dialog=self.dialog,
            names=", ".join(names),
            questions=sum(q.kind is not Kind.READ for _, q in self.dialog.questions.values()),
            short=most_on_the_short_path(Reach(self.dialog))[0],
            chapters=tuple(self.chapter(section) for section in self.dialog.section),
        )

    def chapter(self, section: Section) -> Chapter:
        """One section."""
        marks = {
            "before the hub opens": section.door,
            "heavy: ends with what helped": section.heavy,
            "on the short path": section.short,
        }
        return Chapter(
            section=section,
            repeats=self.repeats(section),
            when=tuple(map(self.condition, section.when)),
            marks=tuple(mark for mark, holds in marks.items() if holds),
            pages=tuple(self.page(question, section) for question in section.question),
        )

    def page(self, question: Question, section: Section) -> Page:
        """One question."""
        before, ask, after = _parts(sampled(question.ask))
        return Page(
            question=question,
            kind=KINDS[question.kind],
            before=before,
            ask=ask,
            after=after,
            why=sampled(question.why),
            other=sampled(question.other),
            example=sampled(question.example),
            ends=tuple(sampled(end) for end in (question.low, question.high) if end),
            when=tuple(map(self.condition, question.when)),
            options=tuple(self.option(question, choice) for choice in question.choices),
            marks=tuple(_marks(question, section, map(self.condition, question.short_when))),
        )

    def option(self, question: Question, choice: Choice) -> Option:
        """One choice of a question."""
        said = [DOES[choice.does]] if choice.does else []
        said += [f"begins with: {choice.opens}"] if choice.opens else []
        said += [f"goes to: {CATEGORIES.get(choice.goes, choice.goes)}"] if choice.goes else []
        leads = dict.fromkeys(self.leads.get((question.id, choice.id), ()))
        return Option(sampled(choice.label), "; ".join(said), tuple(leads))

    def reference(self, id: QuestionId) -> Reference:
        """A question by the line that asks."""
        return Reference(id, _parts(sampled(self.dialog.questions[id][1].ask))[1])

    def repeats(self, section: Section) -> Condition | None:
        """What a section repeats for."""
        if section.repeats is None:
            return None
        of = section.repeats.of
        words = OVER[section.repeats.over]
        return Condition(f"{words} ", self.reference(of)) if of else Condition(words)

    def condition(self, rule: Rule) -> Condition:
        """A rule in plain words."""
        if rule.fact is not None:
            return Condition(FACTS[rule.fact][0 if rule.holds else 1])
        assert rule.question is not None
        about = self.reference(rule.question)
        if rule.said is not None:
            return Condition(
                "something was said to " if rule.said == rule.holds else "nothing was said to ", about
            )
        was = "was" if rule.holds else "was not"
        if rule.chose:
            labels = {
                choice.id: sampled(choice.label) for choice in self.dialog.questions[rule.question][1].choices
            }
            chosen = " or ".join(f"“{labels.get(choice, choice)}”" for choice in rule.chose)
            return Condition("", about, f" {was} answered {chosen}")
        least = f"{rule.at_least} or more" if rule.at_least is not None else ""
        most = f"{rule.at_most} or less" if rule.at_most is not None else ""
        return Condition("", about, f" {was} {' and '.join(end for end in (least, most) if end)}")


def _parts(text: str) -> tuple[str, str, str]:
    """A text in three: what stands before the line that asks, that line, and what stands after it."""
    lines = [line for line in text.splitlines() if line.strip()]
    place = next((place for place, line in enumerate(lines) if "?" in line), 0)
    return "\n".join(lines[:place]), lines[place], "\n".join(lines[place + 1 :])


def _marks(question: Question, section: Section, short_when: Iterable[Condition]) -> Iterator[str]:
    """What is special about a question, in plain words."""
    when = ", and ".join(map(str, short_when))
    marks = {
        f"on the short path{f', when {when}' if when else ''}": question.short and not section.door,
        "private: asked when nobody is there who could hear": question.private,
        "about what happened: closed while an enquiry is under way": question.what_happened,
        "what helped": question.helped,
        "asked again at each sitting": question.each_sitting,
        "read back before moving on": question.play_back,
        f"flagged for the same day: {question.flag_at_most} or less": question.flag_at_most is not None,
        f"flagged for the same day: {question.flag_at_least} or more": question.flag_at_least is not None,
        **{f"flagged for the same day: “{c.label}”": c.flag for c in question.choices},
    }
    yield from (mark for mark, holds in marks.items() if holds)
    if question.goes.category in CATEGORIES:
        part = f", {question.goes.part.replace('_', ' ')}" if question.goes.part else ""
        yield f"goes to: {CATEGORIES[question.goes.category]}{part}"


def _lines(book: Book) -> Iterator[str]:
    yield book.dialog.title
    yield f"{book.questions} questions, at most {book.short} on the short path after the door."
    if book.dialog.beside:
        yield BESIDE
    yield f"Made-up names: {book.names}."
    for chapter in book.chapters:
        yield f"\n\n{chapter.section.title.upper()}"
        yield from _bullets(chapter.repeats, chapter.when, chapter.marks)
        for page in chapter.pages:
            yield f"\n[{page.question.id}] {page.kind}"
            yield from _bullets(None, page.when, page.marks)
            text = f"{page.before}\n{page.ask}\n{page.after}".strip()
            yield from (f"    {line}" for line in text.splitlines())
            yield from (f"      ({option.label}){_to(option)}" for option in page.options)
            if page.ends:
                yield f"      0: {page.ends[0]}    10: {page.ends[-1]}"
            told = {"Why": page.why, "Another way": page.other, "Example": page.example}
            yield from (f"    {name}: {text}" for name, text in told.items() if text)


def _bullets(repeats: Condition | None, when: tuple[Condition, ...], marks: tuple[str, ...]) -> Iterator[str]:
    if repeats:
        yield f"  * {repeats}"
    if when:
        yield f"  * Asked when {', and '.join(map(str, when))}"
    yield from (f"  * {mark}" for mark in marks)


def _to(option: Option) -> str:
    leads = [f"then {reference.id}" for reference in option.leads_to]
    said = "; ".join(part for part in (option.does, *leads) if part)
    return f"  {said}" if said else ""
