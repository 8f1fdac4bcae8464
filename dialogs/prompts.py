"""Screens: how each prompt is put together, from the dialog's words and the house's.

`Prompts` makes them; `engine` decides which. Every screen offers a way on, a way back, help now
and a way to leave. Every prompt keeps the exact words and choices shown.
"""

from collections.abc import Iterable

from dialogs.asking import AskingHowItGoes
from dialogs.buttons import SCALE, Button, Change, Enter, Move, Pick, house_button
from dialogs.conversation import Answer, Prompt, Screen
from dialogs.dates import coming
from dialogs.definition import Choice, Does, Kind, Question, Section
from dialogs.events import Channel
from dialogs.ids import PromptId, QuestionId
from dialogs.minutes import minutes_left
from dialogs.offering import offered
from dialogs.route import Route, Step
from dialogs.screens import WAYS_OUT
from dialogs.wishes import can_be_wished
from dialogs.wording import WORKERS_WORDS, filled

_READING = (Move.BACK, Move.HELP, Move.MORE)
_ASKING = (Move.BACK, Move.SKIP, Move.HELP, Move.MORE)
_RARER = (Move.NOT_SURE, Move.RATHER_NOT)
_LAST = (Move.HUB, Move.WHO_READS, Move.STOP)
FOLDED = frozenset({*_RARER, *_LAST, Move.WHY, Move.OTHER_WAY, Move.NOT_FOR_ME})
"""The moves that a small screen shows only after "More"."""


class Prompts(AskingHowItGoes):
    """Makes the prompts of one turn."""

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
            said=(*said, *self._told_first(question)),
            revises=revises.root if revises else None,
            quote=self.words.shown(revises) if revises else "",
            back_to=back_to,
            due=due,
            low=filled(question.low, names),
            high=filled(question.high, names),
            buttons=(
                *self._if_easy(Move.NEXT_PAGE, "easy.next"),
                *self._answers(step, names, answers, revises),
                *self._tools(step, revises),
                *self._if_easy(Move.PAGE_BEFORE, "easy.before"),
            ),
            easy=self.conversation.easy,
        )

    def _if_easy(self, move: Move, label: str) -> tuple[Button, ...]:
        """A way between the sentences of a question."""
        return (self._move(move, label),) if self.conversation.easy else ()

    def _told_first(self, question: Question) -> tuple[str, ...]:
        """What a tap sets in motion is said before the first tap (H10); that a day can be typed, too."""
        if question.kind is Kind.DATE and self.event.channel is Channel.TELEGRAM and self._days(question):
            return (self.words.say("day.or_type"),)
        flagged = [choice.label for choice in question.choices if choice.flag]
        if flagged:
            return (self.words.say("flag.choice", words=self.words.together(flagged)),)
        if question.flag_at_most is not None:
            return (self.words.say("flag.low"),)
        return (self.words.say("flag.high"),) if question.flag_at_least is not None else ()

    def again(self, prompt: Prompt, *said: str) -> Prompt:
        """The same screen once more, newest, with something said before it; "tomorrow" is another day by now."""
        fresh = {**self._fresh(), "said": said, "ticked": (), "unfolded": False}
        if prompt.kind is Kind.DATE:
            days = iter(self._coming())
            fresh["buttons"] = tuple(
                next(days, button) if isinstance(button.act, Pick) else button for button in prompt.buttons
            )
        return prompt.model_copy(update=fresh)

    def play_back(self, answer: Answer, asked: Prompt, *said: str) -> Prompt:
        """What was kept, before moving on from it."""
        return self._prompt(
            Screen.PLAY_BACK,
            self.words.say("play_back"),
            said=said,
            section=answer.section,
            question=answer.question,
            about=answer.about,
            revises=answer.root,
            quote=self.words.value(answer.value),
            back_to=asked.back_to,
            due=asked.due,
            buttons=self._moves(Move.RIGHT, Move.NOT_WHAT_I_MEANT, *WAYS_OUT),
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
            if self.dialog.wishes and can_be_wished(revises, at_the_door=step.section.door):
                yield Button(label=self.words.say("button.wish"), act=Change(root=revises.root, wish=True))
            if revises in self.raised_here():
                yield Button(label=self.words.say("star.this"), act=Change(root=revises.root, star=True))
        match question.kind:
            case Kind.READ:
                if revises is None:
                    yield self._move(Move.GO_ON, "button.read")
            case Kind.SCALE:
                yield from SCALE
            case Kind.PERSON | Kind.PEOPLE:
                yield from self._people(question, step.about, answers, revises)
            case Kind.DATE:
                yield from self._days(question)
            case Kind.TEXTS:
                if answers and revises is None:
                    yield self._move(Move.NO_MORE, "button.no_more")
        if question.choices_from == "languages":
            for language in self.conversation.facts.languages:
                yield Button(label=self.words.house[f"language.{language}"], act=Pick(choice=language))
        for choice in question.choices:
            label = filled(choice.label, names | self._minutes(choice))
            yield Button(label=label, act=Pick(choice=choice.id))
        if question.kind is Kind.CHOICES:
            yield self._move(Move.DONE_PICKING, "button.done_picking")

    def _days(self, question: Question) -> tuple[Button, ...]:
        """Days to come; what happened once is no day of these."""
        return () if question.what_happened else self._coming()

    def _coming(self) -> tuple[Button, ...]:
        today = self.event.today
        buttons = []
        for name, day in coming(today):
            label = self.words.written(day, year=day.year != today.year)
            label = self.words.say(f"day.{name}", day=label) if name else label
            buttons.append(Button(label=label, act=Pick(choice=day.isoformat())))
        return tuple(buttons)

    def _minutes(self, choice: Choice) -> dict[str, str]:
        """How long a path takes: the same sum as in the hub."""
        if choice.does not in (Does.SHORT_PATH, Does.FULL_PATH):
            return {}
        short = choice.does is Does.SHORT_PATH
        route = Route(self.dialog, self.conversation, self.route.moment, short=short)
        return {"minutes": self.words.lasting(minutes_left(route))}

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
        moves: tuple[Move, ...] = (*_ASKING, *_RARER)
        if question.kind is Kind.READ or revises or _may_be_left_for_good(question):
            moves = _READING
        if revises is None and step == next(self.route.steps()):
            moves = tuple(move for move in moves if move is not Move.BACK)
        yield from self._moves(*moves)
        if question.why:
            yield self._move(Move.WHY)
        if question.other or question.example:
            yield self._move(Move.OTHER_WAY)
        if any(words in question.ask for words in WORKERS_WORDS):
            yield self._move(Move.UNCLEAR)
        yield from self._moves(*_LAST)
        if _may_be_left_for_good(question):
            yield self._reading()
        elif step.section.door:
            yield self._move(Move.NOT_FOR_ME)

    def _reading(self) -> Button:
        """At the door, and in the list of parts: one sentence at a time, or all at once."""
        return self._move(Move.WHOLE if self.conversation.easy else Move.EASY)

    # Screens between the questions ----------------------------------------------------------------

    def hub(self, *said: str, after: Section | None = None, leads_on: bool = True) -> Prompt:
        """The next part first; then all with a plain status each, in any order, and how long is left.

        After words of harm nothing leads on: no part comes first until one is chosen (H10).
        """
        rows = []
        for section in self.dialog.section:
            steps = [] if section.door else list(self.route.of(section))
            if steps:
                label = self.words.say("hub.row", section=section.title, status=self._status(steps))
                rows.append(house_button(label, Enter(section=section.id)))
        part = self.next_part(after) if leads_on else None
        if part is not None:
            label = self.words.say("hub.next", section=part.title)
            rows.insert(0, house_button(label, Enter(section=part.id)))
        moves = (Move.LONGER,) if self.route.short else (Move.SHORTER,) if self._has_short else ()
        if self.has_you_said():
            moves = (Move.YOU_SAID, *moves)
        if self.checked.anything():
            moves = (Move.CHECK, *moves)
        return self._prompt(
            Screen.HUB,
            self.words.say("hub.ask"),
            said=(*said, *((self._left(),) if leads_on else ())),
            buttons=(
                *rows,
                *self._moves(*moves),
                self._reading(),
                *self._moves(Move.HELP, Move.WHO_READS, Move.STOP),
            ),
        )

    @property
    def _has_short(self) -> bool:
        return Does.SHORT_PATH in self.dialog.doing

    def next_part(self, after: Section | None = None) -> Section | None:
        """The first part with a question that waits: behind this one, or from the beginning again."""
        parts = [section for section in self.dialog.section if not section.door]
        place = parts.index(after) + 1 if after in parts else 0
        waiting = [part for part in (*parts[place:], *parts[:place]) if self.route.waiting(part)]
        # The free box is offered everywhere, and never what comes next.
        return next((part for part in waiting if self.dialog.free_box not in part.question), None)

    def _status(self, steps: list[Step]) -> str:
        if all(self.route.done(step) for step in steps):
            return self.words.house["status.done"]
        # Words that came at another question and are kept here are no beginning of this part.
        said = (a for step in steps for a in self.route.answered.all(step.question, step.about))
        begun = any(answer.came_at is None for answer in said)
        return self.words.house["status.started" if begun else "status.not_started"]

    def _left(self) -> str:
        minutes = minutes_left(self.route)
        if not minutes:
            return self.words.say("hub.nothing_left")
        return self.words.say("hub.left", time=self.words.lasting(minutes))

    # Checking -------------------------------------------------------------------------------------

    def check(self, place: int, *said: str) -> Prompt:
        """One page of everything kept, in the person's own words, unanswered shown plainly."""
        pages = self.checked.pages()
        place = min(place, len(pages) - 1)
        entries = pages[place]
        buttons = []
        for number, entry in enumerate(entries, 1):
            label = "button.change" if entry.line.root else "button.answer"
            buttons.append(Button(label=self.words.say(label, number=str(number)), act=entry.act))
            if entry.more is not None:
                label = self.words.say("button.one_more", number=str(number))
                buttons.append(Button(label=label, act=entry.more))
        last = place + 1 == len(pages)
        if place == 0 and entries and self.dialog.wishes:
            said = (*said, self.words.say("wish.change" if self.dialog.for_the_young else "wish.default"))
        if place == 0 and self.event.channel is Channel.TELEGRAM:
            said = (*said, self.words.say("check.deleted"))
        fresh = [s.title for s in self.dialog.section if not s.door and self.checked.untouched(s)]
        if fresh and last:
            said = (*said, self.words.say("check.not_started", sections=self.words.together(fresh)))
        text = self.words.say("check.page", number=str(place + 1), of=str(len(pages)))
        if len(pages) == 1:
            text = self.words.say("check.one_page" if entries else "check.nothing")
        return self._prompt(
            Screen.CHECK,
            text,
            page=place,
            said=said,
            lines=tuple(entry.line for entry in entries),
            buttons=(
                *buttons,
                *(self._wish_all() if entries else ()),
                *self._moves(*((Move.SEND,) if last else (Move.NEXT_PAGE,))),
                *self._moves(*((Move.PAGE_BEFORE,) if place else ())),
                *self._moves(Move.HUB, Move.HELP, Move.STOP),
            ),
        )

    def earlier(self, wanted: Prompt) -> Prompt:
        """Before a screen that would leave earlier words out: may they be shown here, and who can read them?"""
        return wanted.model_copy(
            update={
                "screen": Screen.EARLIER,
                "text": self.words.say("earlier.ask"),
                "said": (),
                "kind": None,
                "quote": "",
                "lines": (),
                "low": "",
                "high": "",
                "ticked": (),
                "buttons": self._moves(Move.SHOW_WORDS, Move.HIDE_WORDS, Move.HELP),
            }
        )

    # Coming and going -----------------------------------------------------------------------------

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

    def sent(self, *said: str) -> Prompt:
        """The part has gone: who reads it when, and what may still be done."""
        return self._prompt(
            Screen.SENT,
            self.words.say("sent.gone"),
            said=(*said, self.words.say("sent.next")),
            buttons=self._moves(Move.DONE_FOR_NOW, Move.HUB, Move.CHECK, Move.HELP),
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


def _may_be_left_for_good(question: Question) -> bool:
    """The first screen: one of its answers is "Not for me", which is more than a skip."""
    return any(choice.does is Does.NOT_FOR_ME for choice in question.choices)
