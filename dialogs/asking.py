"""The screens of a check-in, and of when somebody wants to be asked. `check_ins` says what is asked."""

from dialogs.buttons import Button, Move, Pick
from dialogs.check_ins import HOURS, NEVER, SAFE, STOP, UNSAFE, Asks, Step, Went, last_number, steps
from dialogs.conversation import Number, Prompt, Screen
from dialogs.definition import Kind
from dialogs.facts import Letter, LetterKind
from dialogs.ids import PromptId
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
        return self._prompt(
            Screen.CHECK_IN,
            text,
            letter=letter.id,
            page=place,
            kind=Kind.CHOICE if picks else Kind.TEXT,
            back_to=back_to,
            buttons=(
                *(Button(label=self.words.say(name), act=Pick(choice=id)) for id, name in picks.items()),
                *self._moves(*((Move.UNCLEAR,) if step.asks is Asks.WENT and letter.words else ())),
                *self._moves(Move.GO_ON, Move.HELP, Move.STOP),
            ),
        )

    def _number(self, letter: Letter, place: int, step: Step, back_to: PromptId | None) -> Prompt:
        facts = self.conversation.facts
        worry, last = worry_about(facts, step.about), last_number(step.about, self.dialog, self.route)
        return self._prompt(
            Screen.CHECK_IN,
            self.words.say("check_in.number", words=worry.title if worry else ""),
            letter=letter.id,
            question=NUMBER,
            about=step.about,
            page=place,
            kind=Kind.SCALE,
            low=last.low if last else "",
            high=last.high if last else "",
            back_to=back_to,
            buttons=(
                *(Button(label=str(n), act=Pick(choice=str(n))) for n in range(11)),
                *self._moves(Move.GO_ON, Move.HELP, Move.STOP),
            ),
        )

    def moved(self, asked: Prompt, before: Number, now: Number) -> Prompt:
        """One thing more, where a number moved."""
        name = "check_in.up" if now.number > before.number else "check_in.down"
        return self._prompt(
            Screen.CHECK_IN,
            self.words.say(name, first=str(before.number), last=str(now.number)),
            letter=asked.letter,
            question=MOVED,
            about=asked.about,
            page=asked.page,
            kind=Kind.TEXT,
            back_to=asked.back_to,
            buttons=self._moves(Move.GO_ON, Move.HELP, Move.STOP),
        )

    def when_day(self, back_to: PromptId | None) -> Prompt:
        """On which day somebody wants to be asked."""
        days = enumerate(self.words.house.listed.get("weekdays", ()))
        never = Button(label=self.words.say("when.never"), act=Pick(choice=NEVER))
        return self._prompt(
            Screen.WHEN,
            self.words.say("when.day"),
            question=ASKED_ON,
            kind=Kind.CHOICE,
            back_to=back_to,
            buttons=(
                *(Button(label=day, act=Pick(choice=str(number))) for number, day in days),
                never,
                *self._moves(Move.GO_ON, Move.HELP, Move.STOP),
            ),
        )

    def when_hour(self, back_to: PromptId | None) -> Prompt:
        """At which time of that day."""
        return self._prompt(
            Screen.WHEN,
            self.words.say("when.hour"),
            question=ASKED_AT,
            kind=Kind.CHOICE,
            back_to=back_to,
            buttons=(
                *(
                    Button(label=self.words.say(f"when.at_{hour}"), act=Pick(choice=str(hour)))
                    for hour in HOURS
                ),
                *self._moves(Move.GO_ON, Move.HELP, Move.STOP),
            ),
        )
