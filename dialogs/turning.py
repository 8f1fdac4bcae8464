"""One turn in the making: what is known, what is kept, what is asked next.

`answering` and `moving` build on it, and `engine` reads events into it. The theory is in `engine`.
"""

from dialogs.buttons import Button, Do, Move, Read, house_button
from dialogs.conversation import (
    RECENT,
    Answer,
    Chosen,
    Conversation,
    Kept,
    Number,
    Prompt,
    Screen,
    Sent,
    TakenBack,
    Value,
    Words,
)
from dialogs.definition import Dialog, Does, Section
from dialogs.effects import Ask, Effect, Fetch, Freeze, Matter, Raise, Tell, Turn
from dialogs.events import (
    Event,
)
from dialogs.facts import Letter
from dialogs.flags import flagged
from dialogs.ids import AnswerId, LetterId, PromptId, QuestionId, SectionId, derived
from dialogs.lived import is_closed
from dialogs.prompts import Prompts
from dialogs.route import BESIDE, BESIDE_WHO, Moment, Route, Step
from dialogs.signposts import Alarm
from dialogs.unsent import LETTERS, not_sent_yet, unanswered
from dialogs.wishes import WISH

TONIGHT = QuestionId("house.tonight")
_SEND = Do(move=Move.SEND)
_OFFERS_TO_SEND = frozenset({Screen.HUB, Screen.SENT, Screen.STOPPED})
_STAYS_CLOSED = frozenset({Screen.CLOSED, Screen.HELP, Screen.STOPPED, Screen.LETTER, Screen.REPLY})
"""What may be looked at after "not for me" without coming back in."""
_AFTER_CLOSURE = frozenset({Screen.HELP, Screen.LETTER, Screen.RED_FLAG, Screen.OVER})
"""What is shown once the plan is closed."""
_OF_THE_ROUTE = frozenset({"answers", "facts", "sitting"})
"""What of a conversation the route depends on."""


class Turning:
    """One turn in the making."""

    def __init__(self, dialog: Dialog, conversation: Conversation, event: Event) -> None:
        self.dialog = dialog
        self.leads_on = True
        """Whether a list of parts may lead on: not right after a young person told of harm (H10)."""
        self.now = conversation
        self.event = event
        self.answers: list[Answer] = []
        self.prompts: list[Prompt] = []
        self.effects: list[Effect] = []
        self.danger = False
        self.came_back = False
        self._alarms: dict[str, Alarm | None] = {}
        self.typed = ""
        """What was typed where a button was meant, until it is kept beside an answer."""
        self._route: Route | None = None
        self._earlier: Route | None = None
        """The route as it stood before the last answer of this turn."""
        self._make: Prompts | None = None

    def turn(self) -> Turn:
        """What came of it."""
        return Turn.made(
            conversation=self.now,
            answers=tuple(self.answers),
            prompts=tuple(self.prompts),
            effects=tuple(self.effects),
        )

    # What is known -------------------------------------------------------------------------------

    @property
    def moment(self) -> Moment:
        """The hour of the person's day, and the year."""
        return Moment(self.event.local_hour, self.event.at.year)

    @property
    def route(self) -> Route:
        """The route as the answers stand now."""
        if self._route is None:
            self._route = Route(self.dialog, self.now, self.moment, before=self._earlier)
        return self._route

    @property
    def make(self) -> Prompts:
        """The maker of prompts, as the conversation stands now."""
        if self._make is None:
            self._make = Prompts(self.dialog, self.now, self.event, self.route)
        return self._make

    @property
    def asked(self) -> Prompt | None:
        """The prompt that a free text answers."""
        return self.now.prompt(self.now.asked)

    def say(self, name: str, **more: str) -> str:
        """A sentence of the house."""
        return self.make.words.say(name, **more)

    def step_of(self, prompt: Prompt) -> Step | None:
        """The step a prompt asked, where the dialog still has it."""
        if prompt.question is None or prompt.question not in self.dialog.questions:
            return None
        section, question = self.dialog.questions[prompt.question]
        return Step(section, question, prompt.about)

    def last_section(self) -> Section | None:
        """The section of the hub that was open last."""
        sections = {section.id: section for section in self.dialog.section if not section.door}
        for prompt in reversed(self.now.prompts):
            if prompt.screen in (Screen.QUESTION, Screen.PLAY_BACK) and prompt.section in sections:
                return sections[prompt.section]
            if prompt.screen is Screen.HUB:
                return None
        return None

    def letter_of(self, id: LetterId | None) -> Letter | None:
        """A letter among the facts."""
        return self.now.facts.letter(id)

    def update(self, **fields: object) -> None:
        """The next conversation value."""
        self.now = self.now.model_copy(update=fields)
        self._make = None
        if fields.keys() & _OF_THE_ROUTE:
            self._earlier, self._route = self._route or self._earlier, None

    # Keeping -------------------------------------------------------------------------------------

    def keep(
        self,
        value: Value,
        prompt: Prompt,
        *,
        root: AnswerId | None = None,
        message: int | None = None,
        as_question: QuestionId | None = None,
        section: SectionId | None = None,
        about: str | None = None,
        came_at: tuple[QuestionId, str] | None = None,
    ) -> Answer:
        """Keep a value as an answer to `prompt`, or as the next revision of `root`."""
        id = AnswerId(derived(self.event.id, len(self.answers) + 1))
        before = self.route.answered.newest.get(root) if root else None
        answer = Answer.made(
            id=id,
            root=before.root if before else id,
            revision=before.revision + 1 if before else 1,
            prompt=prompt.id,
            section=before.section if before else section or prompt.section or LETTERS,
            question=before.question if before else as_question or prompt.question or TONIGHT,
            about=before.about if before else prompt.about if about is None else about,
            value=value,
            at=self.event.at,
            sitting=self.now.sitting,
            beside=self.beside(),
            hand=self.event.hand,
            channel=self.event.channel,
            language=self.now.language,
            message=message if message is not None else before.message if before else None,
            words=self.typed,
            came_at=before.came_at if before else came_at,
            alarm=self.alarm(Words(text=self.typed) if as_question == WISH else value)
            or (flagged(step.question, value) if (step := self.step_of(prompt)) else None),
        )
        self.typed = ""
        self.answers.append(answer)
        self.update(answers=(*self.now.answers, answer))
        self._listen(answer)
        return answer

    def alarm(self, value: Value) -> Alarm | None:
        """What these words raise, if they raise anything."""
        text = value.text if isinstance(value, Words) else value.caption if isinstance(value, Kept) else ""
        if not text or self.dialog.signposts is None:
            return None
        if text not in self._alarms:
            self._alarms[text] = self.dialog.signposts.listen(text)
        return self._alarms[text]

    def beside(self) -> str:
        """Who is beside the person, as they said it in this sitting; "" where nobody is (H2)."""
        answered, questions = self.route.answered, self.dialog.questions
        if BESIDE not in questions or self.route.alone:
            return ""
        named = answered.said(questions[BESIDE_WHO][1], "") if BESIDE_WHO in questions else []
        if named:
            return ", ".join(self.make.words.value(answer.value) for answer in named)
        words = self.dialog.house.words
        chosen = answered.chosen(questions[BESIDE][1], "")
        return ", ".join(words.get(f"beside.{choice}", choice) for choice in chosen)

    def words_in(self, value: Value) -> str:
        """What a worker reads of this at once; of a file what was written under it."""
        return value.caption if isinstance(value, Kept) else self.make.words.value(value)

    def _listen(self, answer: Answer) -> None:
        value = answer.value
        if isinstance(value, Kept):
            self.effects.append(Fetch(file=value.file, answer=answer.id))
            self.effects.append(Tell(matter=Matter.FILE_UNOPENED, answer=answer.id))
        if answer.alarm is not None:
            words = answer.words if answer.question == WISH else self.words_in(value)
            self.effects.append(Raise(kind=answer.alarm, answer=answer.id, words=words))
            # A young person who tells of harm is asked nothing more until they choose it (H10).
            tapped = isinstance(value, Number | Chosen) and answer.question != WISH
            told = self.dialog.for_the_young and not tapped
            self.danger = self.danger or told or answer.alarm is Alarm.DANGER_NOW

    def freeze(self, *, without: AnswerId | None = None) -> None:
        """Freeze what is kept as the next part; or the last part `without` a line, and nothing new."""
        number = len(self.now.sent) + 1
        if without is None:
            answers = tuple(answer.id for answer in self.route.answered.newest.values())
        else:
            taken_back = self.now.answers[-1].id
            answers = tuple(taken_back if id == without else id for id in self.now.sent[-1].answers)
        part = Sent(number=number, at=self.event.at, answers=answers)
        self.update(sent=(*self.now.sent, part))
        self.effects.append(Freeze(number=number))

    # Asking --------------------------------------------------------------------------------------

    def ask(self, prompt: Prompt) -> None:
        """Put this prompt, unless danger was heard or the person has just come back."""
        if self.now.closed and not self.danger and prompt.screen not in _STAYS_CLOSED:
            return self.come_in()
        if self.danger and prompt.screen is not Screen.HELP:
            prompt = self.make.danger(back_to=self.now.asked)
        elif self.came_back and prompt.screen in (Screen.QUESTION, Screen.HUB, Screen.PLAY_BACK):
            kept = (self.say("notice.kept"),) if self.answers else ()
            prompt = self.make.good_time(self.last_section(), self.now.asked)
            prompt = prompt.model_copy(update={"said": (*kept, *prompt.said)})
        elif prompt.screen in (Screen.QUESTION, Screen.CHECK) and self._may_ask_for_earlier_words():
            prompt = self.make.earlier(prompt)
            self.update(words_asked=self.now.sitting)
        if is_closed(self.now.facts) and prompt.screen not in _AFTER_CLOSURE:
            prompt = self.make.over()
        if prompt.screen in _OFFERS_TO_SEND:
            prompt = self._with_what_waits(prompt)
        self.prompts.append(prompt)
        self.update(
            prompts=(*self.now.prompts, prompt)[-RECENT:],
            put=prompt.number,
            asked=prompt.id,
            last_at=self.event.at,
        )
        self.effects.append(Ask.made(prompt=prompt))

    def _with_what_waits(self, prompt: Prompt) -> Prompt:
        """What was added after sending is not sent yet, a question of the worker waits, a plan is lived with."""
        lived = self.make.lived_moves() if self.leads_on else ()
        ours = [
            b for b in prompt.buttons if b.act != _SEND and not isinstance(b.act, Read) and b not in lived
        ]
        waits = [Button(label=self.say("hub.letter"), act=Read(letter=id)) for id in unanswered(self.now)]
        not_yet = self.say("sent.not_yet")
        said = tuple(sentence for sentence in prompt.said if sentence != not_yet)
        text = prompt.text
        unsent = not_sent_yet(self.dialog, self.now, self.route)
        if unsent:
            waits.insert(0, house_button(self.say("button.send"), _SEND))
            said = (*said, *((not_yet,) if prompt.screen is not Screen.SENT else ()))
        elif self.now.sent:
            through, sent = self.say("hub.nothing_left"), self.say("hub.all_sent")
            said = tuple(sent if sentence == through else sentence for sentence in said)
        if prompt.screen is Screen.SENT:
            text = not_yet if unsent else self.say("sent.gone")
        return prompt.model_copy(update={"buttons": (*waits, *lived, *ours), "said": said, "text": text})

    def come_in(self) -> None:
        """The door stayed open: the worker is told, and the first question stands again."""
        self.update(closed=False)
        self.effects.append(Tell(matter=Matter.CAME_BACK))
        for question, choice in self.dialog.doing.get(Does.NOT_FOR_ME, ()):
            if choice in self.route.answered.chosen(question, ""):
                kept = self.route.answered.all(question, "")[-1]
                section = self.dialog.questions[question.id][0]
                at_the_door = self.now.prompt(kept.prompt) or self.make.question(Step(section, question, ""))
                self.keep(TakenBack(), at_the_door.model_copy(update={"id": kept.prompt}), root=kept.root)
                return self.ask_step(Step(section, question, ""))
        self.home()

    def _may_ask_for_earlier_words(self) -> bool:
        """Once a sitting, where a messenger left something out; never before somebody else's eyes (H2)."""
        watched = self.route.phone_seen and not self.route.alone
        return self.make.words.left_out and self.now.words_asked != self.now.sitting and not watched

    def ask_step(self, step: Step, *said: str, **how: object) -> None:
        """Put a question of the dialog."""
        self.ask(self.make.question(step, said=said, **how))  # type: ignore[arg-type]

    def once_more(self, *names: str) -> None:
        """The screen that is asked, again, with sentences of the house before it."""
        asked = self.asked
        if asked is None:
            return self.resume()
        self.ask(self.make.again(asked, *(self.say(self.make.fitting(name, asked)) for name in names)))

    def go_on(self, section: Section, *said: str) -> None:
        """The next step that waits in this section; then the door's next section, or the hub.

        On the short path the next part begins at once; the list of parts is a tap away.
        """
        waiting = self.route.waiting(section)
        if waiting is not None:
            return self.ask_step(waiting, *said)
        if section.door or self.door() is not None:
            return self.home(*said)
        done = self.say("section.done", section=section.title)
        part = self.make.next_part(section) if self.route.short else None
        step = self.route.waiting(part) if part is not None else None
        if part is None or step is None:
            return self.ask(self.make.hub(*said, done, after=section))
        self.ask_step(step, *said, done, self.say("section.next", section=part.title))

    def door(self) -> Step | None:
        """The first step of the door that waits."""
        for section in self.dialog.section:
            if section.door and (step := self.route.waiting(section)):
                return step
        return None

    def home(self, *said: str) -> None:
        """Where the answers say the person is: at the door, in the section left last, or in the hub."""
        step = self.door()
        if step is not None:
            return self.ask_step(step, *said)
        section = self.last_section()
        waiting = self.route.waiting(section) if section else None
        if waiting is not None:
            return self.ask_step(waiting, *said)
        self.ask(self.make.hub(*said))

    def go_back_to(self, id: PromptId | None, *said: str) -> None:
        """Back from a detour: the same screen again, as the answers stand now."""
        before = self.now.prompt(id)
        if self.now.closed and before is not None and before.screen in _STAYS_CLOSED:
            return self.ask(self.make.closed())
        if before is None or self.door() is not None:
            return self.home(*said)
        if before.screen is Screen.CHECK:
            return self.ask(self.make.check(before.page, *said))
        if before.screen is Screen.HUB:
            return self.ask(self.make.hub(*said))
        if before.screen is Screen.YOU_SAID:
            return self.ask(self.make.you_said(before.page, before.back_to, *said))
        step = self.step_of(before)
        if before.screen is Screen.QUESTION and step is not None:
            if before.revises is None and (self.route.done(step) or not self._applies(step)):
                return self.go_on(step.section, *said)
            revises = self.route.answered.newest.get(before.revises) if before.revises else None
            return self.ask_step(step, *said, revises=revises, back_to=before.back_to, due=before.due)
        if before.screen in (Screen.HELP, Screen.GOOD_TIME):
            return self.go_back_to(before.back_to, *said) if before.back_to != id else self.home(*said)
        self.ask(self.make.again(before, *said))

    def _applies(self, step: Step) -> bool:
        return self.route.applies(step.section, step.question, step.about)

    def resume(self) -> None:
        """Show where the person is."""
        asked = self.asked
        if self.now.closed:
            return self.ask(self.make.closed())
        if self.came_back:
            self.came_back = False
            return self.ask(self.make.good_time(self.last_section(), self.now.asked))
        if asked is None:
            return self.home()
        if asked.screen in (Screen.STOPPED, Screen.GOOD_TIME):
            return self.go_back_to(asked.back_to)
        self.ask(self.make.again(asked))
