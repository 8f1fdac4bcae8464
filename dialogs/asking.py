"""The screens of a check-in, and of when somebody wants to be asked. `check_ins` says what is asked."""

from dialogs.buttons import SCALE, Button, Move, Pick
from dialogs.check_ins import HOURS, NEVER, SAFE, STOP, UNSAFE, Asks, Step, Went, last_number, steps
from dialogs.conversation import Number, Prompt, Screen
from dialogs.definition import Kind
from dialogs.facts import Letter, LetterKind
from dialogs.ids import PromptId, QuestionId
from dialogs.lived import ASKED_AT, ASKED_ON, MOVED, NUMBER, is_closed, is_lived_with
from dialogs.lived_with import LivedWith
from dialogs.route import worry_about


class AskingHowItGoes(LivedWith):
    """Makes the screens of check-ins."""

    def lived_moves(self) -> tuple[Button, ...]:
        """A grown-up chooses when to be asked; no young person is asked about adults (H9)."""
        facts = self.conversation.facts
        asked = is_lived_with(facts) and not is_closed(facts) and not self.dialog.for_the_young
        return (*super().lived_moves(), *(self._moves(Move.WHEN) if asked else ()))

    def letter(self, letter: Letter, back_to: PromptId | None) -> Prompt:
        """A check-in is asked step by step; any other letter is read."""
        if letter.kind is LetterKind.CHECK_IN and not is_closed(self.conversation.facts):
            return self.check_in(letter, 0, back_to)
        return super().letter(letter, back_to)

    def steps(self, letter: Letter) -> tuple[Step, ...]:
        """What this check-in asks."""
        return steps(letter, self.dialog, self.conversation.facts, self.route)

    def check_in(self, letter: Letter, place: int, back_to: PromptId | None) -> Prompt:
        """One step of it."""
        step = self.steps(letter)[place]
        match step.asks:
            case Asks.SAFE:
                text = self.words.say("check_in.safe")
                picks = {SAFE: "check_in.is_safe", UNSAFE: "check_in.is_not"}
            case Asks.WENT:
                name = "check_in.went" if letter.words else "check_in.went_at_all"
                text = self.words.say(name, words=letter.words)
                picks = {**{went: f"check_in.{went}" for went in Went}, STOP: "check_in.stop"}
            case Asks.SEEN:
                text, picks = self.words.say("check_in.seen"), {}
            case Asks.NUMBER:
                return self._number(letter, place, step, back_to)
        unclear = (Move.UNCLEAR,) if step.asks is Asks.WENT and letter.words else ()
        return self._aside(
            Screen.CHECK_IN,
            text,
            *(Button(label=self.words.say(name), act=Pick(choice=id)) for id, name in picks.items()),
            *self._moves(*unclear),
            kind=Kind.CHOICE if picks else Kind.TEXT,
            letter=letter.id,
            page=place,
            back_to=back_to,
        )

    def _number(self, letter: Letter, place: int, step: Step, back_to: PromptId | None) -> Prompt:
        facts = self.conversation.facts
        worry, last = worry_about(facts, step.about), last_number(step.about, self.dialog, self.route)
        return self._aside(
            Screen.CHECK_IN,
            self.words.say("check_in.number", words=worry.title if worry else ""),
            *SCALE,
            kind=Kind.SCALE,
            letter=letter.id,
            question=NUMBER,
            about=step.about,
            page=place,
            low=last.low if last else "",
            high=last.high if last else "",
            back_to=back_to,
        )

    def moved(self, asked: Prompt, before: Number, now: Number) -> Prompt:
        """One thing more, where a number moved."""
        name = "check_in.up" if now.number > before.number else "check_in.down"
        return self._aside(
            Screen.CHECK_IN,
            self.words.say(name, first=str(before.number), last=str(now.number)),
            letter=asked.letter,
            question=MOVED,
            about=asked.about,
            page=asked.page,
            back_to=asked.back_to,
        )

    def when_day(self, back_to: PromptId | None) -> Prompt:
        """On which day somebody wants to be asked."""
        days = enumerate(self.words.house.listed.get("weekdays", ()))
        labels = {**{str(number): day for number, day in days}, NEVER: self.words.say("when.never")}
        return self._when("when.day", ASKED_ON, labels, back_to)

    def when_hour(self, back_to: PromptId | None) -> Prompt:
        """At which time of that day."""
        labels = {str(hour): self.words.say(f"when.at_{hour}") for hour in HOURS}
        return self._when("when.hour", ASKED_AT, labels, back_to)

    def _when(
        self, name: str, question: QuestionId, labels: dict[str, str], back_to: PromptId | None
    ) -> Prompt:
        buttons = (Button(label=label, act=Pick(choice=id)) for id, label in labels.items())
        text = self.words.say(name)
        return self._aside(Screen.WHEN, text, *buttons, kind=Kind.CHOICE, question=question, back_to=back_to)
