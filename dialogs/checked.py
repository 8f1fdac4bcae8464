"""What stands on the check pages: everything that was kept, part by part, in the person's own words.

The short path asks less, and sends what was said beside it too: that stands here as well. Each
answer with what its buttons do; below the last of a list, a way to add one more; what has no
answer yet, plainly. Of the door only what was written. `prompts` makes the pages into screens.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from dialogs.buttons import Change, Put
from dialogs.conversation import Answer, Kept, Line, NoMore, Seen, Words
from dialogs.definition import IN_WORDS, OPEN_ENDED, Dialog, Kind, Question, Section
from dialogs.events import Channel
from dialogs.facts import Letter
from dialogs.ids import AnswerId, SectionId
from dialogs.route import Route, Step, taken_back
from dialogs.stars import starred
from dialogs.wishes import Wishes, can_be_wished
from dialogs.wording import Wording, filled


class Room(NamedTuple):
    """What one check page holds."""

    lines: int
    letters: int


ON_TELEGRAM = Room(10, 2500)
"""A message stays under 4,096 characters, whatever stands in it."""
ON_A_PAGE = Room(30, 12_000)
LONGEST_LINE = 600
"""Characters of one answer on a check page; a tap on its button shows all of it."""


class Entry(NamedTuple):
    """A line of a check page, with what its buttons do."""

    section: SectionId
    line: Line
    act: Change | Put
    more: Put | None = None
    """Adds one more to a list, below its last line."""


class Checked:
    """What one person said, to be looked through before it is sent."""

    def __init__(self, dialog: Dialog, route: Route, words: Wording) -> None:
        self.dialog = dialog
        self.route = route
        self.words = words
        self.wishes = Wishes(words.conversation.answers)
        self.star = starred(words.conversation.answers)

    @cached_property
    def longer(self) -> Route:
        """The path with nothing left out for being short."""
        if not self.route.short:
            return self.route
        return Route(self.dialog, self.words.conversation, self.route.moment, short=False)

    def pages(self) -> list[tuple[Entry, ...]]:
        """What is kept, in pages that are filled one after the other.

        A paragraph of a question that stood in the one just above, an action's words say, is not said again.
        """
        room = ON_TELEGRAM if self.words.channel is Channel.TELEGRAM else ON_A_PAGE
        pages: list[tuple[Entry, ...]] = []
        page: list[Entry] = []
        size, part, read = 0, "", frozenset[str]()
        for entry in self._entries():
            if page and (len(page) == room.lines or size + _letters(entry, part, read) > room.letters):
                pages.append(tuple(page))
                page, size, part, read = [], 0, "", frozenset()
            size += _letters(entry, part, read)
            paragraphs = entry.line.question.split("\n\n")
            line = entry.line.model_copy(
                update={
                    "part": "" if entry.line.part == part else entry.line.part,
                    "question": "\n\n".join(text for text in paragraphs if text not in read),
                }
            )
            page.append(entry._replace(line=line))
            part, read = entry.line.part, frozenset(paragraphs)
        return [*pages, tuple(page)]

    def page_of(self, section: Section) -> int:
        """The page on which a part begins."""
        pages = self.pages()
        return next((n for n, page in enumerate(pages) if any(e.section == section.id for e in page)), 0)

    def anything(self) -> bool:
        """Whether there is anything to check."""
        return next(iter(self._entries()), None) is not None

    def lines_of(self, letter: Letter) -> tuple[Line, ...]:
        """The lines a letter is about; of an earlier day, on a messenger, only what was asked (H2)."""
        roots = (letter.line, *letter.also) if letter.line else ()
        return tuple(line for root in roots for line in self._line_at(root))

    def _line_at(self, root: AnswerId) -> tuple[Line, ...]:
        answer = self.route.answered.newest.get(root)
        found = self.dialog.questions.get(answer.question) if answer else None
        if answer is None or found is None or taken_back(answer):
            return ()
        ask = self.words.asked(answer, Step(*found, answer.about), self.route)
        hidden = self.words.hidden(answer)
        return (Line(root=answer.root, question=ask, words="" if hidden else self.words.value(answer.value)),)

    def untouched(self, section: Section) -> bool:
        """Whether nothing was said to any question of this part that may be asked."""
        steps = list(self.route.of(section))
        return bool(steps) and not any(self.route.answered.all(s.question, s.about) for s in steps)

    def _entries(self) -> Iterator[Entry]:
        """Part by part: each answer, then what can be added to it; of the door only what was written."""
        for section in sorted(self.dialog.section, key=lambda section: section.door):
            steps = self._steps(section)
            if not any(self.route.answered.all(step.question, step.about) for step in steps):
                continue
            for step in steps:
                if not _asks_nothing_to_check(section, step.question):
                    yield from self._entries_of(step)
            yield from self._in_between(section)

    def _in_between(self, section: Section) -> Iterator[Entry]:
        """What was typed at its pages to read and at "Who is with you", on whichever day."""
        for answer in self.route.answered.newest.values():
            asks = self.dialog.renamed.get(answer.question, answer.question)
            of, question = self.dialog.questions.get(asks, (None, None))
            if of is None or question is None or of.id != section.id or question.kind in IN_WORDS:
                continue
            if _asks_nothing_to_check(section, question) and isinstance(answer.value, Words | Kept):
                step = Step(section, question, answer.about)
                ask = self.words.say("check.at_a_page") if question.kind is Kind.READ else question.ask
                words = _shortened(self.words.shown(answer))
                line = Line(
                    root=answer.root,
                    question=self._filled(ask, step),
                    words=words,
                    part=section.title,
                    wish=self._wish(answer),
                )
                yield Entry(section.id, line, Change(root=answer.root))

    def _filled(self, text: str, step: Step) -> str:
        return filled(text, self.words.about(step, self.route))

    def _steps(self, section: Section) -> list[Step]:
        """What is asked here, and what something was said to that the short path does not ask."""
        asked = self.route.of(section)
        return [
            step
            for step in self.longer.of(section)
            if step in asked
            or any(
                self._is_checked(answer, section, step.question)
                for answer in self.route.answered.all(step.question, step.about)
            )
        ]

    def _entries_of(self, step: Step) -> Iterator[Entry]:
        section, question, about = step
        ask = self._filled(question.ask, step)
        kept = [a for a in self.route.answered.all(question, about) if self._is_checked(a, section, question)]
        for answer in kept:
            line = Line(
                root=answer.root,
                question=self.words.asked(answer, step, self.route, briefly=True),
                words=_shortened(self.words.shown(answer)),
                part=section.title,
                wish=self._wish(answer),
            )
            more = (
                question.kind in OPEN_ENDED
                and answer is kept[-1]
                and not isinstance(answer.value, NoMore)
                and self.route.done(step)
            )
            put = Put(question=question.id, about=about, more=True) if more else None
            yield Entry(section.id, line, Change(root=answer.root), put)
        if kept or section.door:
            return
        root, words = AnswerId(""), self.words.say("check.unanswered")
        for answer in self.route.answered.all(question, about):
            if isinstance(answer.value, NoMore):
                root, words = answer.root, self.words.said(answer)
        if root or not self.route.done(step):
            line = Line(root=root, question=ask, words=words, part=section.title)
            yield Entry(section.id, line, Put(question=question.id, about=about))

    def _wish(self, answer: Answer) -> str:
        """Who may see this line, where the dialog asks that (H7); and who can read it now by a release."""
        readers = self.words.readers(answer)
        if not self.dialog.wishes or not can_be_wished(answer):
            return readers
        wished = self.wishes.of(answer, self.route.answered.newest)
        if wished.at is None and not self.dialog.for_the_young:
            return readers
        star = self.words.say("star.line") if answer.root == self.star else ""
        wish = " ".join(filter(None, (star, self.words.wish(wished))))
        return "\n".join(filter(None, (wish, readers)))

    def _is_checked(self, answer: Answer, section: Section, question: Question) -> bool:
        if section.door:
            return isinstance(answer.value, Words | Kept)
        if isinstance(answer.value, NoMore):
            return self.route.answered.is_all(question, answer)
        return not taken_back(answer) and not isinstance(answer.value, Seen) and not self.is_held_back(answer)

    def is_held_back(self, answer: Answer) -> bool:
        """What answers a private question, or came at one, waits like it until nobody can hear (H2)."""
        asks = answer.came_at[0] if answer.came_at else answer.question
        found = self.dialog.questions.get(asks)
        return found is not None and found[1].private and not self.route.alone


def _letters(entry: Entry, part: str, read: frozenset[str]) -> int:
    """How much room an entry takes below one of that part whose question had these paragraphs."""
    heading = 0 if entry.line.part == part else len(entry.line.part)
    question = sum(len(text) for text in entry.line.question.split("\n\n") if text not in read)
    return heading + question + len(entry.line.words)


def _asks_nothing_to_check(section: Section, question: Question) -> bool:
    """A page to read, and who is there just now."""
    return question.kind is Kind.READ or (section.door and question.each_sitting)


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_LINE else words[:LONGEST_LINE] + "…"
