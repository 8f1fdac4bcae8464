"""Answers: accepted and kept, choices picked, minds changed, letters answered.

`moving` builds on it, and `hearing`, which judges words, on that.
"""

from dialogs import replies
from dialogs.buttons import Pick
from dialogs.commitments import Said, task_of
from dialogs.conversation import Answer, Chosen, Dated, Kept, NoMore, Prompt, Screen, TakenBack, Value, Words
from dialogs.definition import OPEN_ENDED, Does, Kind, Question, Section
from dialogs.effects import Matter, Notice, Redraw, Speak, Tell
from dialogs.facts import LetterKind
from dialogs.finishing import Finishing
from dialogs.ids import AnswerId, LetterId, PersonId, PromptId, QuestionId, derived
from dialogs.route import Route, Step
from dialogs.stars import Star
from dialogs.unsent import LETTERS
from dialogs.wishes import EVERYTHING

LONG = 400
"""Characters from which an answer is played back before moving on, whatever the question."""
LONG_WORDS = 25
"""Words from which it is, where the question wants that."""
_TOLD = {
    Does.RING_ME: Matter.RING_ME,
    Does.INTERPRETER: Matter.INTERPRETER,
    Does.ADVOCATE: Matter.ADVOCATE,
    Does.WITH_WORKER: Matter.WITH_WORKER,
}


class Answering(Finishing):
    """What comes of replies."""

    # Answers ---------------------------------------------------------------------------------------

    def accept(
        self, asked: Prompt, step: Step, value: Value, message: int | None = None, *sentences: str
    ) -> None:
        """A reply that answers: kept, then the next step, with sentences before it."""
        before = self.route.answered.newest.get(asked.revises) if asked.revises else None
        answer = self.keep(value, asked, root=self.replaced(asked, step, value), message=message)
        if isinstance(value, Chosen) and self.sets_in_motion(asked, step.question, value):
            return
        if isinstance(value, NoMore):
            return self.after(asked, step, answer, *sentences)
        asked = self.with_due(asked, step)
        # In place of "nobody" a list begins, like one that was empty.
        if step.question.kind in OPEN_ENDED and (before is None or isinstance(before.value, NoMore)):
            more = self.say("more.people" if step.question.kind is Kind.PEOPLE else "more.texts")
            return self.ask_step(step, *sentences, more, back_to=asked.back_to, due=asked.due)
        if self.is_long(value, step.question):
            return self.ask(self.make.play_back(answer, asked, *sentences))
        self.after(asked, step, answer, *sentences)

    def is_long(self, value: Value, question: Question) -> bool:
        """Whether it is worth showing again. Four words played back sound like a doubt."""
        if not isinstance(value, Words):
            return question.play_back and isinstance(value, Kept)
        words = len(value.text.split())
        return (question.play_back and words >= LONG_WORDS) or len(value.text) > LONG

    def after(self, asked: Prompt, step: Step, answer: Answer | None, *said: str) -> None:
        """Where an answered prompt leads: what a change made needed, back where it came from, or on."""
        due = self.with_due(asked, step).due
        while due:
            section, question = self.dialog.questions[due[0][0]]
            first = Step(section, question, due[0][1])
            due = due[1:]
            if self._applies(first) and not self.route.done(first):
                return self.ask_step(first, *said, back_to=asked.back_to, due=due)
        if asked.back_to and self.now.prompt(asked.back_to) is None and self.door() is None:
            return self.ask(self.make.check(self.make.checked.page_of(step.section), *said))
        if asked.back_to:
            return self.go_back_to(asked.back_to, *said)
        self.go_on(step.section, *said)

    def with_due(self, asked: Prompt, changed: Step) -> Prompt:
        """Away from the way through: with the questions that this turn's answers brought, in their order."""
        if not asked.back_to:
            return asked
        parts = self._led_to_by(changed)
        wanted = {*asked.due, *self.newly_needed(parts)}
        now = [(s.question.id, s.about) for part in parts for s in self.route.of(part)]
        elsewhere = [due for due in asked.due if due not in now]
        return asked.model_copy(update={"due": (*(due for due in now if due in wanted), *elsewhere)})

    def newly_needed(self, parts: tuple[Section, ...]) -> set[tuple[QuestionId, str]]:
        """Steps of these parts that came onto the route with this turn's answers, and wait."""
        ids = {answer.id for answer in self.answers}
        earlier = self.now.model_copy(
            update={"answers": tuple(a for a in self.now.answers if a.id not in ids)}
        )
        route = Route(self.dialog, earlier, self.moment)
        before = {(s.question.id, s.about) for part in parts for s in route.of(part)}
        return {
            (s.question.id, s.about)
            for part in parts
            for s in self.route.of(part)
            if (s.question.id, s.about) not in before and not self.route.done(s)
        }

    def _led_to_by(self, step: Step) -> tuple[Section, ...]:
        """The part of this question, and those that are there once for each of its answers.

        What was said freely waits to be sorted for as long as the person likes.
        """
        again = None if step.question is self.dialog.free_box else step.question.id
        return tuple(
            part
            for part in self.dialog.section
            if part.id == step.section.id or (again and part.repeats and part.repeats.of == again)
        )

    def new_person(self) -> PersonId:
        """An id for somebody named for the first time."""
        return PersonId(derived(self.event.id, "who"))

    def replaced(self, asked: Prompt, step: Step, value: Value) -> AnswerId | None:
        """What `value` stands in place of: the answer there is, before words that were kept beside it."""
        before = self.route.answered.newest.get(asked.revises) if asked.revises else None
        if before is not None and isinstance(before.value, Words | Kept) and not isinstance(value, Words):
            return self.same(step) or asked.revises
        return asked.revises or self.same(step)

    def same(self, step: Step) -> AnswerId | None:
        """The answer that a new one replaces, where a question holds one answer."""
        if step.question.kind in OPEN_ENDED or step.question.kind is Kind.TEXT:
            return None
        found = [
            a
            for a in self.route.answered.all(step.question, step.about)
            if not isinstance(a.value, Words | Kept)
        ]
        return found[-1].root if found else None

    # Buttons that answer -------------------------------------------------------------------------

    def pick(self, asked: Prompt, button: int) -> None:
        """A choice. Where several may be chosen it is ticked, and kept when done."""
        if asked.screen is Screen.WISH:
            return self.wish(asked, asked.buttons[button])
        if asked.screen is Screen.STAR:
            return self.star(asked, asked.buttons[button])
        if asked.letter is not None:
            return self.answer_task(asked, button)
        step = self.step_of(asked)
        if step is None:
            return self.home()
        if asked.kind is Kind.CHOICES:
            ticked = tuple(sorted(set(asked.ticked) ^ {button}))
            return self.redraw(asked.model_copy(update={"ticked": ticked}))
        value = replies.picked(asked.buttons[button], asked)
        if isinstance(value, Dated) and value.day < self.event.today:
            return self.once_more()  # the screen is some days old: what can be tapped now
        self.accept(asked, step, value)

    def ticked(self, number: int, buttons: tuple[int, ...]) -> None:
        """Choices from a browser's form."""
        asked = self.asked
        if asked is None or asked.number != number:
            self.effects.append(Notice(text=self.say("notice.stale")))
            return
        picks = tuple(b for b in buttons if isinstance(asked.act(b), Pick))
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
                    self.not_for_me(asked)
                    return True
                if choice.does in _TOLD:
                    self.effects.append(Tell(matter=_TOLD[choice.does]))
        if question.choices_from == "languages" and value.choices[0] != self.now.language:
            self.update(language=value.choices[0])
            self.effects.append(Speak(language=value.choices[0]))
        return False

    def not_for_me(self, asked: Prompt) -> None:
        """One tap, without a reason; the practitioner is told that and nothing else."""
        self.update(closed=True)
        self.effects.append(Tell(matter=Matter.NOT_FOR_ME))
        self.ask(self.make.closed())

    def done_picking(self, asked: Prompt) -> None:
        """Keep what is ticked."""
        step = self.step_of(asked)
        if step is None or not asked.ticked:
            return self.once_more("unclear.choice")
        self.accept(asked, step, replies.chosen(tuple(asked.buttons[b] for b in asked.ticked)))

    # Changing one's mind -------------------------------------------------------------------------

    def change(
        self, root: AnswerId, *, take_back: bool = False, wish: bool = False, star: bool = False
    ) -> None:
        """Open one answer to change it, take it back, say who may see it, or that it matters most."""
        before, asked = self.route.answered.newest.get(root), self.asked
        if wish and root == EVERYTHING and asked is not None:
            return self.ask(self.make.wish_all(asked.id))
        if before is None or asked is None:
            return self.resume()
        back_to = asked.back_to if asked.revises else asked.id
        task = task_of(before)
        if task is not None:  # a mind is changed where it was asked, and the worker hears of it
            return self.open_letter(task)
        if take_back:
            return self.take_back(before, asked, back_to)
        if wish:
            return self.ask(self.make.wish_of(before, back_to))
        if star:
            return self.starred(asked.model_copy(update={"back_to": back_to}), Star.THIS, root)
        found = self.dialog.questions.get(before.question)
        if found is None:
            return self.once_more("change.gone")
        self.ask_step(Step(*found, before.about), revises=before, back_to=back_to)

    def take_back(self, before: Answer, asked: Prompt, back_to: PromptId | None) -> None:
        """The line goes; an honest word on who may have read it. A sent line makes a new part."""
        self.keep(TakenBack(), asked.model_copy(update={"id": before.prompt}), root=before.root)
        if self.now.sent and before.id in self.now.sent[-1].answers:
            self.freeze(without=before.id)
            self.effects.append(Tell(matter=Matter.ADDED, answer=self.now.answers[-1].id))
            return self.go_back_to(back_to, self.say("taken_back.sent"))
        self.go_back_to(back_to, self.say("taken_back.unsent"))

    # Letters -------------------------------------------------------------------------------------

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
        if letter is not None and letter.kind is LetterKind.TASK and asked.screen is Screen.LETTER:
            task = self.make.letter(letter, asked.back_to)
            return self.ask(task.model_copy(update={"said": (self.say("task.wrote"), *task.said)}))
        again = letter is not None and letter.kind is LetterKind.RETURNED and bool(self.now.sent)
        replied = self.say("file.kept" if isinstance(value, Kept) else "letter.replied")
        self.go_back_to(asked.back_to, replied, *((self.say("letter.send_again"),) if again else ()))

    def answer_task(self, asked: Prompt, button: int) -> None:
        """What one was asked to do: yes, a part, no, or no longer. One tap, kept with its day, told at once."""
        letter, pick = self.letter_of(asked.letter), asked.buttons[button].act
        if letter is None or not isinstance(pick, Pick):
            return self.once_more("letter.gone")
        answer = self.keep(
            replies.picked(asked.buttons[button], asked),
            asked,
            as_question=QuestionId(f"letter:{letter.id}"),
            section=LETTERS,
            about=letter.line or "",
        )
        stepped_back = pick.choice == Said.STEPPED_BACK
        matter = Matter.STEPPED_BACK if stepped_back else Matter.REPLIED
        self.effects.append(Tell(matter=matter, answer=answer.id, letter=letter.id))
        if pick.choice != Said.PART:
            return self.go_back_to(asked.back_to, self.say("task.kept"))
        box = self.make.reply(letter, asked.back_to)
        self.ask(box.model_copy(update={"said": (self.say("task.part"),)}))
