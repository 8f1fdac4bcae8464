"""What comes of a check-in: each step is kept and the next one asked; and when somebody is asked at all.

`asking` makes the screens, `check_ins` says which there are.
"""

from dialogs import replies
from dialogs.buttons import Button, Pick
from dialogs.check_ins import NEVER, STOP, UNSAFE, Asks, Went, last_number
from dialogs.conversation import Chosen, Kept, Number, Prompt, Screen, Value
from dialogs.effects import Matter, Schedule, Tell
from dialogs.ids import QuestionId
from dialogs.lived import ASKED_AT, ASKED_ON
from dialogs.living import Living
from dialogs.route import worry_about
from dialogs.unsent import LETTERS


class Going(Living):
    """Check-ins, answered."""

    def when(self, asked: Prompt) -> None:
        """On which day, and at which time, somebody wants to be asked how it goes."""
        self.ask(self.make.when_day(asked.id))

    def pick(self, asked: Prompt, button: int) -> None:
        """A tap on a check-in, or a time; any other is the question's."""
        if asked.screen is Screen.WHEN:
            return self._time_picked(asked, asked.buttons[button])
        if asked.screen is Screen.CHECK_IN:
            return self._checked_in(asked, asked.buttons[button])
        super().pick(asked, button)

    def go_on_checking_in(self, asked: Prompt, *said: str) -> None:
        """The next step of a check-in; after the last one, back, with thanks."""
        letter = self.letter_of(asked.letter)
        if letter is None:
            return self.go_back_to(asked.back_to)
        if asked.page + 1 < len(self.make.steps(letter)):
            step = self.make.check_in(letter, asked.page + 1, asked.back_to)
            return self.ask(step.model_copy(update={"said": said}))
        self.go_back_to(asked.back_to, *said, self.say("check_in.thanks"))

    def lived_said(self, value: Value, asked: Prompt, message: int | None) -> bool:
        """Words, a voice note or a photo at a check-in stand with it."""
        if asked.screen is not Screen.CHECK_IN:
            return super().lived_said(value, asked, message)
        numbered = asked.question
        answer = self.keep(
            value, asked, as_question=numbered or QuestionId(f"letter:{asked.letter}"), section=LETTERS,
            message=message,
        )  # fmt: skip
        if numbered is None:
            self.effects.append(Tell(matter=Matter.HOW_IT_GOES, answer=answer.id, letter=asked.letter))
        said = (self.say("file.kept"),) if isinstance(value, Kept) else ()
        self.go_on_checking_in(asked, *said)
        return True

    def _checked_in(self, asked: Prompt, button: Button) -> None:
        letter = self.letter_of(asked.letter)
        if letter is None or not isinstance(button.act, Pick):
            return self.once_more("letter.gone")
        step = self.make.steps(letter)[asked.page]
        if step.asks is Asks.NUMBER:
            return self._number(asked, button)
        choice = button.act.choice
        answer = self.keep(
            Chosen(choices=(choice,), labels=(button.label,)), asked,
            as_question=QuestionId(f"letter:{letter.id}"), section=LETTERS,
        )  # fmt: skip
        if choice in (STOP, UNSAFE):
            matter = Matter.ASKED_NO_MORE if choice == STOP else Matter.NOT_SAFE
            self.effects += [Schedule(), Tell(matter=matter, answer=answer.id, letter=letter.id)]
            stopped = self.say("check_in.stopped" if choice == STOP else "check_in.unsafe")
            return self.go_back_to(asked.back_to, stopped)
        if step.asks is Asks.WENT:
            matter = Matter.NOT_HELD if choice == Went.NO else Matter.HOW_IT_GOES
            self.effects.append(Tell(matter=matter, answer=answer.id, letter=letter.id))
        self.go_on_checking_in(asked)

    def _number(self, asked: Prompt, button: Button) -> None:
        before = last_number(asked.about, self.dialog, self.route)
        value = replies.picked(button, asked)
        self.keep(value, asked, section=LETTERS)
        worry = worry_about(self.now.facts, asked.about)
        # Nobody is asked to move a number that is about what somebody else does (H1).
        mine = worry is not None and worry.mine
        if mine and isinstance(value, Number) and before is not None and value.number != before.number:
            return self.ask(self.make.moved(asked, before, value))
        self.go_on_checking_in(asked)

    def _time_picked(self, asked: Prompt, button: Button) -> None:
        if not isinstance(button.act, Pick):
            return self.once_more()
        choice, question = button.act.choice, asked.question or ASKED_ON
        value = Chosen(choices=(choice,), labels=(button.label,))
        self.keep(value, asked, as_question=question, section=LETTERS)
        if choice == NEVER:
            self.effects.append(Schedule())
            return self.go_back_to(asked.back_to, self.say("when.not_asked"))
        day = self._day_picked() if question == ASKED_AT else None
        if day is None:
            return self.ask(self.make.when_hour(asked.back_to))
        self.effects.append(Schedule(weekday=int(day.choices[0]), hour=int(choice)))
        self.go_back_to(asked.back_to, self.say("when.kept", day=day.labels[0]))

    def _day_picked(self) -> Chosen | None:
        """The day that was picked last; None where that was no day."""
        days = (a.value for a in reversed(self.now.answers) if a.question == ASKED_ON)
        picked = next((day for day in days if isinstance(day, Chosen)), None)
        return picked if picked is not None and picked.choices[0] != NEVER else None
