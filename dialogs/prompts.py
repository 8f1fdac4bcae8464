"""Screens: how each prompt is put together, from the dialog's words and the house's.

`Prompts` makes them; `engine` decides which. Every screen offers a way on, a way back, help now
and a way to leave. Every prompt keeps the exact words and choices shown.
"""

from collections.abc import Iterable
from typing import Any

from dialogs.conversation import (
    Answer,
    Button,
    Change,
    Conversation,
    Do,
    Enter,
    Leaving,
    Line,
    Move,
    NoMore,
    Pick,
    Prompt,
    Read,
    Screen,
    Seen,
    house_button,
)
from dialogs.definition import Dialog, Does, Kind, Question, Section
from dialogs.events import Arrived, Channel
from dialogs.facts import Letter, LetterKind
from dialogs.ids import AnswerId, PromptId, QuestionId, derived
from dialogs.offering import offered
from dialogs.route import Route, Step, taken_back
from dialogs.wording import Wording, day, filled

SECONDS = {
    Kind.READ: 10,
    Kind.TEXT: 50,
    Kind.TEXTS: 70,
    Kind.CHOICE: 15,
    Kind.CHOICES: 20,
    Kind.AGREE: 20,
    Kind.SCALE: 20,
    Kind.PERSON: 20,
    Kind.PEOPLE: 50,
    Kind.DATE: 20,
}
"""How long a slow reader takes for each kind, for "about this long left"."""
LINES_A_PAGE = 6
LETTERS_A_PAGE = 2500
"""A check page stays under Telegram's 4,096 characters, whatever stands in it."""
LONGEST_LINE = 600
"""Characters of one answer on a check page; the rest is a tap away in the browser."""

_ANSWERED = frozenset({LetterKind.QUESTION, LetterKind.RETURNED, LetterKind.TYPED})
"""Letters that have a box under them."""
_READING = (Move.BACK, Move.HELP, Move.MORE)
_ASKING = (Move.BACK, Move.SKIP, Move.HELP, Move.MORE)
_RARER = (Move.NOT_SURE, Move.RATHER_NOT)
_LAST = (Move.HUB, Move.WHO_READS, Move.STOP)
_WAYS_OUT = (Move.BACK, Move.HELP, Move.STOP)
_WORKERS_WORDS = ("{worry_words}", "{goal}", "{bottom_lines}", "{if_nothing_changes}", "{step_back}")
"""What the practitioner wrote: beside it stands "I don't understand this" (H6)."""
FOLDED = frozenset({*_RARER, *_LAST, Move.WHY, Move.OTHER_WAY, Move.NOT_FOR_ME})
"""The moves that a small screen shows only after "More"."""


class Prompts:
    """Makes the prompts of one turn; ids and numbers follow from the event and the conversation."""

    def __init__(self, dialog: Dialog, conversation: Conversation, event: Arrived, route: Route) -> None:
        self.dialog = dialog
        self.conversation = conversation
        self.event = event
        self.route = route
        self.words = Wording(dialog, conversation.facts, event.channel, conversation.sitting)

    # Questions ----------------------------------------------------------------------------------

    def question(
        self,
        step: Step,
        said: tuple[str, ...] = (),
        revises: Answer | None = None,
        back_to: PromptId | None = None,
        due: tuple[tuple[QuestionId, str], ...] = (),
    ) -> Prompt:
        """A question of the dialog, put to the person; `revises` shows what is kept and asks again."""
        question = step.question
        names = self.words.about(step, self.route)
        answers = self.route.answered.all(question, step.about)
        return self._prompt(
            Screen.QUESTION,
            filled(question.ask, names),
            section=step.section.id,
            question=question.id,
            about=step.about,
            kind=question.kind,
            said=said,
            revises=revises.root if revises else None,
            quote=self._shown(revises) if revises else "",
            back_to=back_to,
            due=due,
            low=filled(question.low, names),
            high=filled(question.high, names),
            buttons=(*self._answers(step, names, answers, revises), *self._tools(step, revises)),
        )

    def again(self, prompt: Prompt, *said: str) -> Prompt:
        """The same screen once more, newest, with something said before it."""
        return prompt.model_copy(update=self._fresh() | {"said": said, "ticked": (), "unfolded": False})

    def play_back(self, answer: Answer, asked: Prompt) -> Prompt:
        """What was kept, before moving on from it."""
        return self._prompt(
            Screen.PLAY_BACK,
            self.words.say("play_back"),
            section=answer.section,
            question=answer.question,
            about=answer.about,
            revises=answer.root,
            quote=self.words.value(answer.value),
            back_to=asked.back_to,
            due=asked.due,
            buttons=self._moves(Move.RIGHT, Move.NOT_WHAT_I_MEANT, *_WAYS_OUT),
        )

    def fill(self, step: Step, text: str) -> str:
        """Names into a text of this step."""
        return filled(text, self.words.about(step, self.route))

    def _answers(
        self, step: Step, names: dict[str, str], answers: list[Answer], revises: Answer | None
    ) -> Iterable[Button]:
        question = step.question
        if revises is not None:
            yield self._move(Move.GO_ON, "button.keep")
            yield Button(
                label=self.words.say("button.take_back"), act=Change(root=revises.root, take_back=True)
            )
        match question.kind:
            case Kind.READ:
                if revises is None:
                    yield self._move(Move.GO_ON, "button.read")
            case Kind.SCALE:
                yield from _SCALE
            case Kind.PERSON | Kind.PEOPLE:
                yield from self._people(question, step.about, answers, revises)
            case Kind.TEXTS:
                if answers and revises is None:
                    yield self._move(Move.NO_MORE, "button.no_more")
        if question.choices_from == "languages":
            for language in self.conversation.facts.languages:
                yield Button(label=self.words.house[f"language.{language}"], act=Pick(choice=language))
        for choice in question.choices:
            yield Button(label=filled(choice.label, names), act=Pick(choice=choice.id))
        if question.kind is Kind.CHOICES:
            yield self._move(Move.DONE_PICKING, "button.done_picking")

    def _people(
        self, question: Question, about: str, answers: list[Answer], revises: Answer | None
    ) -> Iterable[Button]:
        several = question.kind is Kind.PEOPLE
        for person, name in offered(self.route, question, about, answers, revises).items():
            yield Button(label=name, act=Pick(choice=person))
        yield self._move(Move.SOMEBODY_NEW, "button.somebody_new")
        if not several:
            yield self._move(Move.NO_MORE, "button.nobody_yet")
        if several and revises is None:
            yield self._move(Move.NO_MORE, "button.nobody_else" if answers else "button.nobody")

    def _tools(self, step: Step, revises: Answer | None) -> Iterable[Button]:
        question = step.question
        reading = question.kind is Kind.READ
        yield from self._moves(*(_READING if reading or revises else _ASKING))
        if not reading and revises is None:
            yield from self._moves(*_RARER)
        if question.why:
            yield self._move(Move.WHY)
        if question.other or question.example:
            yield self._move(Move.OTHER_WAY)
        if any(words in question.ask for words in _WORKERS_WORDS):
            yield self._move(Move.UNCLEAR)
        yield from self._moves(*_LAST)
        if step.section.door and not any(choice.does is Does.NOT_FOR_ME for choice in question.choices):
            yield self._move(Move.NOT_FOR_ME)

    # Screens between the questions ----------------------------------------------------------------

    def hub(self, *said: str) -> Prompt:
        """The sections with a plain status each, in any order, and about how long is left."""
        rows, seconds = [], 0
        for section in self.dialog.section:
            steps = [] if section.door else list(self.route.of(section))
            if not steps:
                continue
            waiting = [step for step in steps if not self.route.done(step)]
            seconds += sum(SECONDS[step.question.kind] for step in waiting)
            status = "done" if not waiting else "started" if len(waiting) < len(steps) else "not_started"
            label = filled(self.words.house["hub.row"], {
                "section": section.title, "status": self.words.house[f"status.{status}"]})  # fmt: skip
            rows.append(house_button(label, Enter(section=section.id)))
        minutes = str(max(1, round(seconds / 60)))
        left = self.words.say("hub.left", number=minutes) if seconds else self.words.say("hub.nothing_left")
        longer = (Move.LONGER,) if self.route.short else (Move.SHORTER,) if self._has_short else ()
        return self._prompt(
            Screen.HUB,
            self.words.say("hub.ask"),
            said=(*said, left),
            buttons=(*rows, *self._moves(Move.CHECK, *longer, Move.HELP, Move.WHO_READS, Move.STOP)),
        )

    @property
    def _has_short(self) -> bool:
        return Does.SHORT_PATH in self.dialog.doing

    def check(self, place: int, *said: str) -> Prompt:
        """One page of everything kept, in the person's own words, unanswered shown plainly."""
        pages = self.pages()
        place = min(place, len(pages) - 1)
        section, lines = pages[place]
        changes = [
            Button(
                label=self.words.say("button.change", number=str(number)),
                act=Change(root=line.root) if line.root else Enter(section=section.id),
            )
            for number, line in enumerate(lines, 1)
        ]
        last = place + 1 == len(pages)
        if place == 0 and self.event.channel is Channel.TELEGRAM:
            said = (*said, self.words.say("check.deleted"))
        fresh = [s.title for s in self.dialog.section if not s.door and self._untouched(s)]
        if fresh and last:
            said = (*said, self.words.say("check.not_started", sections=self.words.together(fresh)))
        return self._prompt(
            Screen.CHECK,
            self.words.say("check.page", section=section.title, number=str(place + 1), of=str(len(pages))),
            section=section.id,
            page=place,
            said=said,
            lines=lines,
            buttons=(
                *changes,
                *(() if last else self._moves(Move.NEXT_PAGE)),
                *self._moves(Move.SEND, Move.HUB, Move.HELP, Move.STOP),
            ),
        )

    def pages(self) -> list[tuple[Section, tuple[Line, ...]]]:
        """What is kept, section by section, in pages that fit a message."""
        pages: list[tuple[Section, tuple[Line, ...]]] = []
        for section in sorted(self.dialog.section, key=lambda section: section.door):
            lines: list[Line] = []
            size = 0
            for line in () if self._untouched(section) else self._lines(section):
                length = len(line.question) + len(line.words)
                if lines and (len(lines) == LINES_A_PAGE or size + length > LETTERS_A_PAGE):
                    pages.append((section, tuple(lines)))
                    lines, size = [], 0
                lines.append(line)
                size += length
            if lines:
                pages.append((section, tuple(lines)))
        return pages or [(self.dialog.section[0], ())]

    def _untouched(self, section: Section) -> bool:
        steps = list(self.route.of(section))
        return bool(steps) and not any(self.route.answered.all(s.question, s.about) for s in steps)

    def _lines(self, section: Section) -> Iterable[Line]:
        for step in self.route.of(section):
            if step.question.kind is Kind.READ:
                continue
            ask = filled(step.question.ask, self.words.about(step, self.route))
            shown = [
                a
                for a in self.route.answered.all(step.question, step.about)
                if not taken_back(a) and not isinstance(a.value, NoMore | Seen)
            ]
            for answer in shown:
                yield Line(root=answer.root, question=ask, words=_shortened(self._shown(answer)))
            if not shown and not self.route.done(step) and not section.door:
                yield Line(root=AnswerId(""), question=ask, words=self.words.say("check.unanswered"))

    def _shown(self, answer: Answer) -> str:
        if self.words.hidden(answer) and not isinstance(answer.value, Leaving):
            return self.words.say("check.earlier", day=day(answer.at))
        return self.words.value(answer.value)

    def good_time(self, last: Section | None, back_to: PromptId | None) -> Prompt:
        """Coming back: is now a good time? Section names only, nobody's words (H2)."""
        said = (self.words.say("good_time.where", section=last.title),) if last else ()
        return self._prompt(
            Screen.GOOD_TIME,
            self.words.say("good_time.ask"),
            said=said,
            back_to=back_to,
            buttons=self._moves(Move.GO_ON, Move.LATER, Move.HELP),
        )

    def help(self, back_to: PromptId | None) -> Prompt:
        """Whom to call, first; then the way on. Where somebody sees this phone, the quiet way (H2)."""
        return self._quiet_help(back_to) if self.route.phone_seen else self.all_help(back_to)

    def all_help(self, back_to: PromptId | None) -> Prompt:
        """Every number: somebody who sees this phone is known of, and this was asked for."""
        lines = self.dialog.help
        return self._help((*lines.danger, *lines.others, self.words.say("help.not_watched")), back_to)

    def danger(self, back_to: PromptId | None) -> Prompt:
        """Words of danger were heard: help first. A phone that somebody sees says nothing of it (H2)."""
        if self.route.phone_seen:
            return self._quiet_help(back_to)
        shown = (*self.dialog.help.danger, self.words.say("help.not_watched"))
        return self._help(shown, back_to, Move.ALL_HELP, said=(self.words.say("danger.heard"),))

    def _quiet_help(self, back_to: PromptId | None) -> Prompt:
        lines = self.dialog.help
        return self._help(lines.quiet or lines.danger, back_to, Move.QUIET_HELP)

    def _help(
        self, shown: Iterable[str], back_to: PromptId | None, *more: Move, said: tuple[str, ...] = ()
    ) -> Prompt:
        return self._prompt(
            Screen.HELP,
            "\n".join(shown),
            said=said,
            back_to=back_to,
            buttons=self._moves(Move.GO_ON, *more, Move.STOP),
        )

    def letter(self, letter: Letter, back_to: PromptId | None) -> Prompt:
        """What the practitioner wrote, with "I don't understand this" beside it (H6)."""
        buttons = []
        if letter.kind in _ANSWERED:
            label = "button.correct" if letter.kind is LetterKind.TYPED else "button.reply"
            buttons.append(Button(label=self.words.say(label), act=Read(letter=letter.id, reply=True)))
        who = letter.name or self.conversation.facts.worker
        said = [self.words.say(f"letter.{letter.kind}", writer=who, day=day(letter.at))]
        return self._prompt(
            Screen.LETTER,
            said[0],
            letter=letter.id,
            quote=letter.words,
            back_to=back_to,
            buttons=(*buttons, *self._moves(Move.UNCLEAR, Move.GO_ON, *_WAYS_OUT)),
        )

    def reply(self, letter: Letter, back_to: PromptId | None) -> Prompt:
        """An open box under the practitioner's question."""
        return self._prompt(
            Screen.REPLY,
            letter.words,
            letter=letter.id,
            kind=Kind.TEXT,
            back_to=back_to,
            said=(self.words.say("letter.reply"),),
            buttons=self._moves(Move.GO_ON, Move.UNCLEAR, *_WAYS_OUT),
        )

    def sent(self, *said: str) -> Prompt:
        """The part has gone: who reads it when, and what may still be done."""
        return self._prompt(
            Screen.SENT,
            self.words.say("sent.next"),
            said=said,
            buttons=self._moves(Move.HUB, Move.CHECK, Move.HELP, Move.STOP),
        )

    def stopped(self, *, tonight: bool) -> Prompt:
        """A kind end; after a heavy section it asks who there is to talk to tonight (H4)."""
        return self._prompt(
            Screen.STOPPED,
            self.words.say("stop.tonight" if tonight else "stop.kept"),
            said=(self.words.say("stop.kept"),) if tonight else (),
            kind=Kind.TEXT if tonight else None,
            buttons=self._moves(Move.COME_BACK_IN, Move.HELP),
        )

    def closed(self) -> Prompt:
        """ "Not for me": what happens without it, and the door stays open."""
        return self._prompt(
            Screen.CLOSED, self.words.say("closed"), buttons=self._moves(Move.COME_BACK_IN, Move.HELP)
        )

    # Pieces ----------------------------------------------------------------------------------------

    def _fresh(self) -> dict[str, Any]:
        number = self.conversation.put + 1
        return {
            "id": PromptId(derived(self.event.id, f"p{number}")),
            "number": number,
            "at": self.event.at,
            "sitting": self.conversation.sitting,
            "message": None,
        }

    def _prompt(self, screen: Screen, text: str, **fields: Any) -> Prompt:
        made = {**self._fresh(), "screen": screen, "text": text, "language": self.dialog.language, **fields}
        return Prompt.made(**made)

    def _move(self, move: Move, label: str = "") -> Button:
        name = label or f"button.{move.value}"
        label = self.words.house[name]
        return house_button(self.words.say(name) if "{" in label else label, _DO[move])

    def _moves(self, *moves: Move) -> tuple[Button, ...]:
        return tuple(self._move(move) for move in moves)


_DO = {move: Do(move=move) for move in Move}
_SCALE: tuple[Button, ...] = tuple(Button(label=str(n), act=Pick(choice=str(n))) for n in range(11))


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_LINE else words[:LONGEST_LINE] + "…"
