"""`advance`: one event moves one conversation on by one turn.

**Theory.** A conversation is answers, and one pointer (`asked`) to the prompt that a free text
answers. An event is a reply to that prompt, a move away from it, or news. A reply is kept first
and judged afterwards: nothing that a person says is dropped because it came at a bad moment. Then
the next prompt follows from the route: the first step of the section that waits, else the next
section of the door, else the hub. A detour (help, a change, a letter) remembers the prompt that it
came from and goes back there.

- Words at a prompt that takes words answer it; elsewhere they go into the free box.
- Words sent before the asked prompt was seen belong to the answer before it.
- Words where a button was asked are kept on that question, and it is asked again.
- Words that mean danger stop the script: help first, and no next question until the person says.
- A press counts only for the prompt that is asked; an older one gets a kind word and changes nothing.
- After some hours of silence the next prompt is "Is now a good time?" (H2).

`advance` is pure and total: every event in every state gives a turn, and the same event gives the
same turn. **The table** of moves is at the end of the module. `bot.conversation` calls it.
"""

from collections.abc import Callable
from datetime import timedelta

from dialogs import replies
from dialogs.conversation import (
    RECENT,
    Answer,
    Change,
    Chosen,
    Conversation,
    Do,
    Enter,
    Kept,
    Leaving,
    Left,
    Move,
    NoMore,
    Pick,
    Prompt,
    Read,
    Screen,
    Seen,
    Sent,
    TakenBack,
    Value,
    Words,
)
from dialogs.definition import Dialog, Does, Kind, Question, Section
from dialogs.effects import Ask, Effect, Fetch, Freeze, Matter, Notice, Raise, Redraw, Speak, Tell, Turn
from dialogs.events import (
    ChangeAsked,
    Command,
    CommandGiven,
    Edited,
    Event,
    FactsChanged,
    FileReceived,
    LetterOpened,
    OddReceived,
    Opened,
    Pressed,
    Shown,
    TextReceived,
    Ticked,
)
from dialogs.facts import Letter
from dialogs.ids import AnswerId, LetterId, PersonId, PromptId, QuestionId, SectionId, derived
from dialogs.prompts import Prompts, act_of
from dialogs.route import BESIDE, BESIDE_WHO, Moment, Route, Step
from dialogs.signposts import Alarm

PARKED_AFTER = timedelta(hours=4)
"""Silence after which coming back is a new sitting."""
LONG = 400
"""Characters from which an answer is played back before moving on, whatever the question."""
LETTERS = SectionId("letters")
TONIGHT = QuestionId("house.tonight")

_OPEN_ENDED = frozenset({Kind.TEXTS, Kind.PEOPLE})
_NOT_OF_THE_ROUTE = frozenset({"prompts", "put", "asked", "last_at", "sent", "closed", "language"})
"""What of a conversation the route does not depend on."""
_TOLD = {
    Does.RING_ME: Matter.RING_ME,
    Does.INTERPRETER: Matter.INTERPRETER,
    Does.WITH_WORKER: Matter.WITH_WORKER,
}


def advance(dialog: Dialog, conversation: Conversation, event: Event) -> Turn:
    """The turn that this event makes. Changes nothing that it is given; never raises."""
    turning = _Turning(dialog, conversation, event)
    turning.run()
    return turning.turn()


class _Turning:
    """One turn in the making."""

    def __init__(self, dialog: Dialog, conversation: Conversation, event: Event) -> None:
        self.dialog = dialog
        self.now = conversation
        self.event = event
        self.answers: list[Answer] = []
        self.prompts: list[Prompt] = []
        self.effects: list[Effect] = []
        self.danger = False
        self.came_back = False
        self._route: Route | None = None
        self._make: Prompts | None = None

    def turn(self) -> Turn:
        """What came of it."""
        return Turn.model_construct(
            conversation=self.now,
            answers=tuple(self.answers),
            prompts=tuple(self.prompts),
            effects=tuple(self.effects),
        )

    def run(self) -> None:
        """Read the event."""
        event = self.event
        match event:
            case Shown():
                return self.shown(event)
            case FactsChanged():
                return self.facts_changed(event)
        self.sit_down()
        self.read(event)
        if self.came_back and not any(isinstance(effect, Ask) for effect in self.effects):
            self.resume()

    def read(self, event: Event) -> None:
        """What each kind of event means."""
        match event:
            case Opened():
                self.resume()
            case TextReceived():
                self.words(Words(text=event.text), event.text, event.message, event.prompt)
            case FileReceived():
                kept = Kept(file=event.file, file_kind=event.file_kind, caption=event.caption)
                self.words(kept, event.caption, event.message, event.prompt)
            case Pressed():
                self.pressed(event.prompt, event.button)
            case Ticked():
                self.ticked(event.prompt, event.buttons)
            case Edited():
                self.edited(event)
            case OddReceived():
                self.once_more(f"odd.{event.what}")
            case CommandGiven():
                self.command(event.command)
            case LetterOpened():
                self.open_letter(event.letter)
            case ChangeAsked():
                self.change(event.answer, take_back=event.take_back)

    # What is known ----------------------------------------------------------------------------------

    @property
    def route(self) -> Route:
        """The route as the answers stand now."""
        if self._route is None:
            self._route = Route(self.dialog, self.now, Moment(self.event.local_hour))
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

    def update(self, **fields: object) -> None:
        """The next conversation value."""
        self.now = self.now.model_copy(update=fields)
        self._make = None
        if not fields.keys() <= _NOT_OF_THE_ROUTE:
            self._route = None

    # Keeping ----------------------------------------------------------------------------------------

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
    ) -> Answer:
        """Keep a value as an answer to `prompt`, or as the next revision of `root`."""
        id = AnswerId(derived(self.event.id, len(self.answers) + 1))
        before = self.route.answered.newest.get(root) if root else None
        answer = Answer.model_construct(
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
            channel=self.event.channel,
            language=self.now.language,
            message=message if message is not None else before.message if before else None,
        )
        self._tell_added()
        self.answers.append(answer)
        self.update(answers=(*self.now.answers, answer))
        self._listen(answer)
        return answer

    def beside(self) -> str:
        """Who is beside the person, as they said it in this sitting; "" where nobody is (H2)."""
        answered, questions = self.route.answered, self.dialog.questions
        if BESIDE not in questions or self.route.alone:
            return ""
        words: list[str] = []
        for id in (BESIDE, BESIDE_WHO):
            if id in questions:
                words = [self.make.words.value(a.value) for a in answered.said(questions[id][1], "")] or words
        return ", ".join(words)

    def _tell_added(self) -> None:
        """After sending, the first new word is told; the desk need not hear of each."""
        if self.now.sent and not self.answers and self.now.answers[-1].id in self.now.sent[-1].answers:
            self.effects.append(Tell(matter=Matter.ADDED))

    def _listen(self, answer: Answer) -> None:
        value = answer.value
        if isinstance(value, Kept):
            self.effects.append(Fetch(file=value.file, answer=answer.id))
            self.effects.append(Tell(matter=Matter.FILE_UNOPENED, answer=answer.id))
        text = value.text if isinstance(value, Words) else value.caption if isinstance(value, Kept) else ""
        heard = self.dialog.signposts.listen(text) if text and self.dialog.signposts else None
        if heard is not None:
            self.effects.append(Raise(kind=heard, answer=answer.id, words=text))
            self.danger = self.danger or heard is Alarm.DANGER_NOW

    # Asking -----------------------------------------------------------------------------------------

    def ask(self, prompt: Prompt) -> None:
        """Put this prompt, unless danger was heard or the person has just come back."""
        if self.danger and prompt.screen is not Screen.HELP:
            prompt = self.make.help(self.say("danger.heard"), back_to=self.now.asked, danger=True)
        elif self.came_back and prompt.screen in (Screen.QUESTION, Screen.HUB, Screen.PLAY_BACK):
            prompt = self.make.good_time(self.last_section(), self.now.asked)
        self.prompts.append(prompt)
        self.update(
            prompts=(*self.now.prompts, prompt)[-RECENT:],
            put=prompt.number,
            asked=prompt.id,
            last_at=self.event.at,
        )
        self.effects.append(Ask.model_construct(prompt=prompt))

    def ask_step(self, step: Step, *said: str, **how: object) -> None:
        """Put a question of the dialog."""
        self.ask(self.make.question(step, said=said, **how))  # type: ignore[arg-type]

    def once_more(self, *names: str) -> None:
        """The screen that is asked, again, with sentences of the house before it."""
        asked = self.asked
        if asked is None:
            return self.resume()
        self.ask(self.make.again(asked, *(self.say(name) for name in names)))

    def go_on(self, section: Section, *said: str) -> None:
        """The next step that waits in this section; then the door's next section, or the hub."""
        waiting = self.route.waiting(section)
        if waiting is not None:
            return self.ask_step(waiting, *said)
        if section.door or self.door() is not None:
            return self.home(*said)
        self.ask(self.make.hub(*said, self.say("section.done", section=section.title)))

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
        if before is None or self.door() is not None:
            return self.home(*said)
        if before.screen is Screen.CHECK:
            return self.ask(self.make.check(before.page, *said))
        if before.screen is Screen.HUB:
            return self.ask(self.make.hub(*said))
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

    # Coming and going ---------------------------------------------------------------------------------

    def sit_down(self) -> None:
        """After some hours of silence this is a new sitting."""
        last = self.now.last_at
        if last is not None and self.event.at - last > PARKED_AFTER and self.now.answers:
            self.update(sitting=self.now.sitting + 1, last_at=self.event.at)
            self.came_back = True

    def resume(self) -> None:
        """Show where the person is."""
        asked = self.asked
        if self.came_back:
            self.came_back = False
            return self.ask(self.make.good_time(self.last_section(), self.now.asked))
        if asked is None:
            return self.home()
        if asked.screen in (Screen.STOPPED, Screen.GOOD_TIME):
            return self.go_back_to(asked.back_to)
        self.ask(self.make.again(asked))

    def shown(self, event: Shown) -> None:
        """A prompt reached the chat."""
        prompt = self.now.numbered(event.prompt)
        if prompt is None or prompt.message is not None:
            return
        seen = prompt.model_copy(update={"message": event.message})
        self.prompts.append(seen)
        self.update(prompts=tuple(seen if p.id == seen.id else p for p in self.now.prompts))

    def facts_changed(self, event: FactsChanged) -> None:
        """News of the plan. Nothing is sent; a question that no longer applies is no longer asked."""
        self.update(facts=event.facts)
        asked = self.asked
        step = self.step_of(asked) if asked else None
        if step is not None and not self._applies(step):
            self.update(asked=None)

    def command(self, command: Command) -> None:
        """A command in the middle of anything."""
        match command:
            case Command.START:
                self.resume()
            case Command.HELP:
                self.move(Move.HELP)
            case Command.STOP:
                self.move(Move.STOP)
            case Command.HUB:
                self.move(Move.HUB)
            case Command.BACK:
                self.move(Move.BACK)
            case Command.WHO_READS:
                self.move(Move.WHO_READS)

    # Words and files ------------------------------------------------------------------------------------

    def words(self, value: Value, text: str, message: int | None, number: int | None) -> None:
        """Words, or a file that stands for words."""
        asked = self.asked
        if number is not None and (asked is None or asked.number != number):
            return self.late(self.now.numbered(number), value)
        if asked is None:
            return self.free(value, message)
        if number is None and message is not None and (asked.message is None or message < asked.message):
            return self.unseen(value, message, asked)
        if isinstance(value, Words) and not replies.has_letters(text):
            return self.once_more("unclear.empty")
        self.reply(value, text, message, asked)

    def reply(self, value: Value, text: str, message: int | None, asked: Prompt) -> None:
        """Words at the prompt that is asked."""
        if asked.screen is Screen.REPLY and asked.letter is not None:
            return self.reply_to_letter(asked, value, message)
        if asked.screen is Screen.STOPPED and asked.kind is not None:
            self.keep(value, asked, as_question=TONIGHT, message=message)
            return self.ask(self.make.stopped(tonight=False))
        step = self.step_of(asked)
        if step is None or asked.screen not in (Screen.QUESTION, Screen.PLAY_BACK):
            return self.free(value, message)
        if asked.screen is Screen.PLAY_BACK:
            self.keep(value, asked, message=message)
            return self.after(asked, step, None)
        if isinstance(value, Kept):
            if step.question.kind in (Kind.TEXT, Kind.TEXTS):
                return self.accept(asked, step, value, message, "file.kept")
            return self.remark(asked, value, message, "file.kept", "unclear.choice")
        outcome = replies.read(text, asked, self.event.at.date(), self.new_person)
        if isinstance(outcome, replies.Unclear):
            return self.remark(asked, value, message, outcome.why)
        self.accept(asked, step, outcome.value, message)

    def accept(self, asked: Prompt, step: Step, value: Value, message: int | None = None, *said: str) -> None:
        """A reply that answers: kept, then the next step."""
        root = asked.revises or self.same(step)
        answer = self.keep(value, asked, root=root, message=message)
        sentences = tuple(self.say(name) for name in said)
        if isinstance(value, Chosen) and self.sets_in_motion(asked, step.question, value):
            return
        if step.question.kind in _OPEN_ENDED and asked.revises is None:
            more = self.say("more.people" if step.question.kind is Kind.PEOPLE else "more.texts")
            return self.ask_step(step, *sentences, more)
        if isinstance(value, Words) and (step.question.play_back or len(value.text) > LONG):
            return self.ask(self.make.play_back(answer, asked))
        self.after(asked, step, answer, *sentences)

    def after(self, asked: Prompt, step: Step, answer: Answer | None, *said: str) -> None:
        """Where an answered prompt leads: what a change made needed, back where it came from, or on."""
        due = asked.due
        if asked.revises and asked.back_to and not due:
            due = self.newly_needed(step)
        while due:
            section, question = self.dialog.questions[due[0][0]]
            first = Step(section, question, due[0][1])
            due = due[1:]
            if self._applies(first) and not self.route.done(first):
                return self.ask_step(first, *said, back_to=asked.back_to, due=due)
        if asked.back_to:
            return self.go_back_to(asked.back_to, *said)
        self.go_on(step.section, *said)

    def newly_needed(self, changed: Step) -> tuple[tuple[QuestionId, str], ...]:
        """Steps that came onto the route with this turn's answers, and wait."""
        ids = {answer.id for answer in self.answers}
        earlier = self.now.model_copy(
            update={"answers": tuple(a for a in self.now.answers if a.id not in ids)}
        )
        before = {
            (s.question.id, s.about)
            for s in Route(self.dialog, earlier, Moment(self.event.local_hour)).of(changed.section)
        }
        return tuple(
            (s.question.id, s.about)
            for s in self.route.of(changed.section)
            if (s.question.id, s.about) not in before and not self.route.done(s)
        )

    def remark(self, asked: Prompt, value: Value, message: int | None, *why: str) -> None:
        """Words where something else was asked: kept on the question, which is asked again."""
        self.keep(value, asked, message=message)
        self.once_more(*why)

    def unseen(self, value: Value, message: int, asked: Prompt) -> None:
        """Words sent before the asked prompt had been seen: they belong to the answer before it."""
        seen = [
            p for p in self.now.prompts if p.message is not None and p.message < message and p.id != asked.id
        ]
        before = seen[-1] if seen else self.now.numbered(asked.number - 1)
        if before is None or self.step_of(before) is None:
            return self.free(value, message, quietly=True)
        self.keep(value, before, message=message)
        if self.danger:
            self.ask(asked)

    def late(self, prompt: Prompt | None, value: Value) -> None:
        """A form for an earlier screen (a second tab, a double press): kept there, once."""
        if prompt is None or self.step_of(prompt) is None:
            return self.free(value, None)
        if any(a.prompt == prompt.id and a.value == value for a in self.now.answers):
            self.effects.append(Notice(text=self.say("notice.kept")))
            return
        self.keep(value, prompt)
        self.effects.append(Notice(text=self.say("notice.added")))
        if self.danger and self.asked:
            self.ask(self.asked)

    def free(self, value: Value, message: int | None, *, quietly: bool = False) -> None:
        """Words that answer no question go into the free box, and the screen stays."""
        box, asked = self.dialog.free_box, self.asked
        if box is None or asked is None:
            if asked is None:
                self.resume()
                asked = self.asked
            box = box or next(iter(self.dialog.questions.values()))[1]
        if asked is None:
            return
        self.keep(
            value,
            asked,
            as_question=box.id,
            section=self.dialog.questions[box.id][0].id,
            about="",
            message=message,
        )
        if not quietly or self.danger:
            self.ask(self.make.again(asked, self.say("kept.free")))

    def edited(self, event: Edited) -> None:
        """An edited message is a revision of the words it held."""
        found = [a for a in self.route.answered.newest.values() if a.message == event.message]
        if not found or not replies.has_letters(event.text):
            self.effects.append(Notice(text=self.say("notice.edit_unknown")))
            return
        before = found[-1]
        if isinstance(before.value, Words) and before.value.text == event.text:
            return
        prompt = self.now.prompt(before.prompt) or self.asked
        value: Value = Words(text=event.text)
        if isinstance(before.value, Kept):
            value = before.value.model_copy(update={"caption": event.text})
        if prompt is not None:
            self.keep(
                value,
                prompt.model_copy(update={"id": before.prompt}),
                root=before.root,
                message=event.message,
            )
        if self.danger and self.asked:
            return self.ask(self.asked)
        self.effects.append(Notice(text=self.say("notice.edited")))

    def new_person(self) -> PersonId:
        """An id for somebody named for the first time."""
        return PersonId(derived(self.event.id, "who"))

    def same(self, step: Step) -> AnswerId | None:
        """The answer that a new one replaces, where a question holds one answer."""
        if step.question.kind in _OPEN_ENDED or step.question.kind is Kind.TEXT:
            return None
        found = [
            a
            for a in self.route.answered.all(step.question, step.about)
            if not isinstance(a.value, Words | Kept)
        ]
        return found[-1].root if found else None

    # Buttons ------------------------------------------------------------------------------------------

    def pressed(self, number: int, button: int) -> None:
        """A button; one of an earlier prompt changes nothing and gets a kind word."""
        asked = self.asked
        act = act_of(asked, button) if asked is not None and asked.number == number else None
        if asked is None or act is None:
            self.effects.append(Notice(text=self.say("notice.stale")))
            if asked is None:
                self.resume()
            return
        match act:
            case Pick():
                self.pick(asked, button)
            case Do(move=move):
                self.move(move)
            case Enter(section=section, check=check):
                self.enter(section, check=check)
            case Change(root=root, take_back=take_back):
                self.change(root, take_back=take_back)
            case Read(letter=letter, reply=reply):
                self.open_letter(letter, reply=reply)

    def pick(self, asked: Prompt, button: int) -> None:
        """A choice. Where several may be chosen it is ticked, and kept when done."""
        step = self.step_of(asked)
        if step is None:
            return self.home()
        if asked.kind is Kind.CHOICES:
            ticked = tuple(sorted(set(asked.ticked) ^ {button}))
            return self.redraw(asked.model_copy(update={"ticked": ticked}))
        self.accept(asked, step, replies.picked(asked.buttons[button], asked))

    def ticked(self, number: int, buttons: tuple[int, ...]) -> None:
        """Choices from a browser's form."""
        asked = self.asked
        if asked is None or asked.number != number:
            self.effects.append(Notice(text=self.say("notice.stale")))
            return
        picks = tuple(b for b in buttons if isinstance(act_of(asked, b), Pick))
        step = self.step_of(asked)
        if step is None or not picks:
            return self.once_more("unclear.choice")
        if asked.kind is not Kind.CHOICES:
            return self.pick(asked, picks[0])
        self.accept(asked, step, replies.chosen(tuple(asked.buttons[b] for b in picks)))

    def redraw(self, prompt: Prompt) -> None:
        """The newest prompt with other buttons."""
        self.prompts.append(prompt)
        self.update(prompts=tuple(prompt if p.id == prompt.id else p for p in self.now.prompts))
        self.effects.append(Redraw(prompt=prompt))

    def sets_in_motion(self, asked: Prompt, question: Question, value: Chosen) -> bool:
        """What choices do beside being kept. True where the turn is over."""
        for choice in question.choices:
            if choice.id in value.choices and choice.does is not None:
                if choice.does is Does.NOT_FOR_ME:
                    self.move(Move.NOT_FOR_ME)
                    return True
                if choice.does in _TOLD:
                    self.effects.append(Tell(matter=_TOLD[choice.does]))
        if question.choices_from == "languages" and value.choices[0] != self.now.language:
            self.update(language=value.choices[0])
            self.effects.append(Speak(language=value.choices[0]))
        return False

    def enter(self, id: SectionId, *, check: bool = False) -> None:
        """Into a section: the first question that waits, or a look at what is kept there."""
        section = next((s for s in self.dialog.section if s.id == id), None)
        if section is None:
            return self.home()
        step = self.route.waiting(section)
        if step is not None and not check:
            return self.ask_step(step)
        pages = [n for n, page in enumerate(self.make.pages()) if page[0].id == id]
        self.ask(self.make.check(pages[0] if pages else 0))

    def change(self, root: AnswerId, *, take_back: bool = False) -> None:
        """Open one answer to change it, or take it back."""
        before, asked = self.route.answered.newest.get(root), self.asked
        if before is None or asked is None:
            return self.resume()
        back_to = asked.back_to if asked.revises else asked.id
        if take_back:
            return self.take_back(before, asked, back_to)
        found = self.dialog.questions.get(before.question)
        if found is None:
            return self.once_more("change.gone")
        self.ask_step(Step(*found, before.about), revises=before, back_to=back_to)

    def take_back(self, before: Answer, asked: Prompt, back_to: PromptId | None) -> None:
        """The line goes; an honest word on who may have read it. A sent line makes a new part."""
        self.keep(TakenBack(), asked.model_copy(update={"id": before.prompt}), root=before.root)
        if self.now.sent and before.id in self.now.sent[-1].answers:
            self.freeze(without=before.id)
            return self.go_back_to(back_to, self.say("taken_back.sent"))
        self.go_back_to(back_to, self.say("taken_back.unsent"))

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

    # Letters --------------------------------------------------------------------------------------------

    def open_letter(self, id: LetterId, *, reply: bool = False) -> None:
        """What the practitioner wrote, shown when the person taps."""
        letter = self.letter_of(id)
        if letter is None:
            return self.once_more("letter.gone")
        asked = self.asked
        if not letter.opened:
            read = tuple(
                one.model_copy(update={"opened": True}) if one.id == id else one
                for one in self.now.facts.letters
            )
            self.update(facts=self.now.facts.model_copy(update={"letters": read}))
        back_to = asked.back_to if asked and asked.letter else self.now.asked
        self.ask(self.make.reply(letter, back_to) if reply else self.make.letter(letter, back_to))

    def letter_of(self, id: LetterId | None) -> Letter | None:
        """A letter among the facts."""
        return next((letter for letter in self.now.facts.letters if letter.id == id), None)

    def reply_to_letter(self, asked: Prompt, value: Value, message: int | None) -> None:
        """The answer to a question on a line goes back to that line."""
        letter = self.letter_of(asked.letter)
        about = letter.line or "" if letter else ""
        answer = self.keep(
            value,
            asked,
            as_question=QuestionId(f"letter:{asked.letter}"),
            section=LETTERS,
            about=about,
            message=message,
        )
        self.effects.append(Tell(matter=Matter.REPLIED, answer=answer.id, letter=asked.letter))
        self.go_back_to(asked.back_to, self.say("letter.replied"))

    # Moves ----------------------------------------------------------------------------------------------

    def move(self, move: Move) -> None:
        """Make a move from the prompt that is asked."""
        asked = self.asked
        if asked is None:
            return self.resume()
        _MOVES[move](self, asked)

    def leave_question(self, asked: Prompt, left: Left) -> None:
        """Skip, not sure, rather not say: three different answers, each kept."""
        step = self.step_of(asked)
        if step is None:
            return self.home()
        self.keep(Leaving(left=left), asked, root=self.same(step))
        self.after(asked, step, None)

    def no_more(self, asked: Prompt) -> None:
        """ "Anything else?" no."""
        step = self.step_of(asked)
        if step is None:
            return self.home()
        self.keep(NoMore(), asked)
        self.after(asked, step, None)

    def done_picking(self, asked: Prompt) -> None:
        """Keep what is ticked."""
        step = self.step_of(asked)
        if step is None or not asked.ticked:
            return self.once_more("unclear.choice")
        self.accept(asked, step, replies.chosen(tuple(asked.buttons[b] for b in asked.ticked)))

    def go(self, asked: Prompt) -> None:
        """On: acknowledge, keep what stands, or back from a detour."""
        step = self.step_of(asked)
        if asked.screen is Screen.QUESTION and step is not None:
            if asked.revises is None and asked.kind is Kind.READ:
                self.keep(Seen(), asked, root=self.same(step))
            return self.after(asked.model_copy(update={"revises": None}), step, None)
        if asked.screen is Screen.GOOD_TIME:
            if self.door() is not None or self.last_section() is not None:
                return self.home()
            return self.go_back_to(asked.back_to)
        if asked.screen in (Screen.HELP, Screen.LETTER, Screen.REPLY):
            return self.go_back_to(asked.back_to)
        self.home()

    def back(self, asked: Prompt) -> None:
        """The question before this one in the section, with what is kept; from the first, the hub."""
        step = self.step_of(asked)
        if asked.back_to is not None:
            return self.go_back_to(asked.back_to)
        if step is None:
            return self.home()
        for earlier in self._before(step):
            kept = self.route.answered.all(earlier.question, earlier.about)
            if earlier.question.kind in _OPEN_ENDED:
                return self.ask_step(earlier)
            if earlier.question.kind is Kind.READ:
                return self.ask_step(earlier)
            return self.ask_step(earlier, revises=kept[-1] if kept else None)
        if step.section.door:
            return self.once_more("back.first")
        self.ask(self.make.hub())

    def _before(self, step: Step) -> list[Step]:
        sections = [s for s in self.dialog.section if s.door] if step.section.door else [step.section]
        path = [s for section in sections for s in self.route.of(section)]
        place = next((n for n, s in enumerate(path) if s == step), len(path))
        return path[place - 1 : place] if place else []

    def help(self, asked: Prompt) -> None:
        """Whom to call."""
        back_to = asked.back_to if asked.screen is Screen.HELP else asked.id
        self.ask(self.make.help(back_to=back_to))

    def hub(self, asked: Prompt) -> None:
        """The sections; the door comes first."""
        if self.door() is not None:
            return self.home(self.say("hub.after_door"))
        self.ask(self.make.hub())

    def check(self, asked: Prompt) -> None:
        """Everything kept, from the first page."""
        self.ask(self.make.check(0))

    def next_page(self, asked: Prompt) -> None:
        """The next page of it."""
        self.ask(self.make.check(asked.page + 1))

    def send(self, asked: Prompt) -> None:
        """The part goes to the practitioner."""
        self.freeze()
        self.effects.append(Tell(matter=Matter.PART_SENT))
        self.ask(self.make.sent(self.say("sent.gone")))

    def stop(self, asked: Prompt) -> None:
        """A kind end. After something heavy: who is there tonight? (H4)"""
        heavy = {section.id for section in self.dialog.section if section.heavy}
        tonight = any(a.sitting == self.now.sitting and a.section in heavy for a in self.now.answers)
        stopped = self.make.stopped(tonight=tonight)
        back_to = asked.id if asked.screen is not Screen.STOPPED else asked.back_to
        self.ask(stopped.model_copy(update={"back_to": back_to}))

    def later(self, asked: Prompt) -> None:
        """Not a good time: closed kindly, nothing shown."""
        self.ask(self.make.stopped(tonight=False).model_copy(update={"back_to": asked.back_to}))

    def not_for_me(self, asked: Prompt) -> None:
        """One tap, without a reason; the practitioner is told that and nothing else."""
        self.update(closed=True)
        self.effects.append(Tell(matter=Matter.NOT_FOR_ME))
        self.ask(self.make.closed())

    def come_back_in(self, asked: Prompt) -> None:
        """The door stayed open."""
        if not self.now.closed:
            return self.go_back_to(asked.back_to)
        self.update(closed=False)
        self.effects.append(Tell(matter=Matter.CAME_BACK))
        for question, choice in self.dialog.doing.get(Does.NOT_FOR_ME, ()):
            if choice in self.route.answered.chosen(question, ""):
                kept = self.route.answered.all(question, "")[-1]
                self.keep(TakenBack(), asked.model_copy(update={"id": kept.prompt}), root=kept.root)
                section = self.dialog.questions[question.id][0]
                return self.ask_step(Step(section, question, ""), revises=None)
        self.home()

    def right(self, asked: Prompt) -> None:
        """What was played back is what I meant."""
        step = self.step_of(asked)
        if step is None:
            return self.home()
        self.after(asked, step, None)

    def not_what_i_meant(self, asked: Prompt) -> None:
        """Say it again; both are kept."""
        step = self.step_of(asked)
        before = self.route.answered.newest.get(asked.revises) if asked.revises else None
        if step is None:
            return self.home()
        self.ask_step(step, self.say("say_again"), revises=before, back_to=asked.back_to, due=asked.due)

    def why(self, asked: Prompt) -> None:
        """Why we ask."""
        step = self.step_of(asked)
        self.ask(self.make.again(asked, *([self.fill(step, step.question.why)] if step else [])))

    def other_way(self, asked: Prompt) -> None:
        """Another way of asking it, and an example."""
        step = self.step_of(asked)
        said = []
        if step is not None:
            said = [self.fill(step, step.question.other)] if step.question.other else []
            if step.question.example:
                said.append(self.say("example", words=self.fill(step, step.question.example)))
        self.ask(self.make.again(asked, *said))

    def fill(self, step: Step, text: str) -> str:
        """Names into a text of this step."""
        return self.make.fill(step, text)

    def more(self, asked: Prompt) -> None:
        """Show the rarer buttons."""
        self.redraw(asked.model_copy(update={"unfolded": not asked.unfolded}))

    def all_help(self, asked: Prompt) -> None:
        """Every number."""
        self.ask(self.make.help(back_to=asked.back_to))

    def longer(self, asked: Prompt) -> None:
        """From the short path to the full one; the choice at the door is revised."""
        for question, choice in self.dialog.doing.get(Does.FULL_PATH, ()):
            kept = self.route.answered.all(question, "")
            label = next(c.label for c in question.choices if c.id == choice)
            value = Chosen(choices=(choice,), labels=(label,))
            prompt = asked.model_copy(
                update={"question": question.id, "section": self.dialog.questions[question.id][0].id}
            )
            self.keep(value, prompt, root=kept[-1].root if kept else None)
        self.ask(self.make.hub())

    def unclear(self, asked: Prompt) -> None:
        """I don't understand this: the practitioner is told, and the person is told so (H6)."""
        self.effects.append(Tell(matter=Matter.UNCLEAR, letter=asked.letter))
        if asked.letter is None:
            return self.once_more("letter.unclear_told")
        self.go_back_to(asked.back_to, self.say("letter.unclear_told"))

    def who_reads(self, asked: Prompt) -> None:
        """Who reads this and when."""
        self.once_more("who_reads")

    def somebody_new(self, asked: Prompt) -> None:
        """A new name is typed."""
        self.once_more("person.type")


_MOVES: dict[Move, Callable[[_Turning, Prompt], None]] = {
    Move.BACK: _Turning.back,
    Move.SKIP: lambda turning, asked: turning.leave_question(asked, Left.SKIPPED),
    Move.NOT_SURE: lambda turning, asked: turning.leave_question(asked, Left.NOT_SURE),
    Move.RATHER_NOT: lambda turning, asked: turning.leave_question(asked, Left.RATHER_NOT),
    Move.NO_MORE: _Turning.no_more,
    Move.DONE_PICKING: _Turning.done_picking,
    Move.WHY: _Turning.why,
    Move.OTHER_WAY: _Turning.other_way,
    Move.MORE: _Turning.more,
    Move.HELP: _Turning.help,
    Move.QUIET_HELP: _Turning.all_help,
    Move.ALL_HELP: _Turning.all_help,
    Move.HUB: _Turning.hub,
    Move.CHECK: _Turning.check,
    Move.SEND: _Turning.send,
    Move.STOP: _Turning.stop,
    Move.GO_ON: _Turning.go,
    Move.LATER: _Turning.later,
    Move.RIGHT: _Turning.right,
    Move.NOT_WHAT_I_MEANT: _Turning.not_what_i_meant,
    Move.SOMEBODY_NEW: _Turning.somebody_new,
    Move.WHO_READS: _Turning.who_reads,
    Move.UNCLEAR: _Turning.unclear,
    Move.NEXT_PAGE: _Turning.next_page,
    Move.NOT_FOR_ME: _Turning.not_for_me,
    Move.COME_BACK_IN: _Turning.come_back_in,
    Move.LONGER: _Turning.longer,
}
