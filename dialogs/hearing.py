"""Words that reached us: whose they are, what they answer, and where they are kept.

Words are kept first and judged afterwards. Four things are asked of them, in this order: are they
the person's own; do they stand for a button on the screen; is somebody crying for help; do they
answer what is asked. `engine` builds on it.
"""

from typing import NamedTuple

from dialogs import replies
from dialogs.buttons import Button, Do, Move, Pick, Read
from dialogs.conversation import PASSED_ON, Answer, Dated, Kept, Named, Prompt, Screen, Seen, Value, Words
from dialogs.definition import IN_WORDS, WHOM, Category, Kind, Over, Part, Question
from dialogs.effects import Notice
from dialogs.events import FileReceived, TextReceived
from dialogs.facts import LetterKind, all_readers
from dialogs.ids import QuestionId
from dialogs.moving import Moving
from dialogs.route import Step
from dialogs.signposts import Alarm
from dialogs.turning import TONIGHT


class Said(NamedTuple):
    """What came: the value to keep, its words, and Telegram's message id."""

    value: Value
    text: str
    message: int | None


class Hearing(Moving):
    """What comes of words, and of files that stand for words."""

    def hear(self, event: TextReceived | FileReceived) -> None:
        """Words, or a voice note, photo or drawing with the words under it."""
        if isinstance(event, TextReceived):
            said = Said(Words(text=event.text), event.text, event.message)
        else:
            kept = Kept(file=event.file, file_kind=event.file_kind, caption=event.caption)
            said = Said(kept, event.caption, event.message)
        if event.passed_on:
            return self.passed_on(said)
        if self.called_for(said) or self.asks_who_sees(said):
            return
        asked, number = self.asked, event.prompt
        if number is not None and (asked is None or asked.number != number):
            return self.late(self.now.numbered(number), said)
        if asked is None:
            return self.free(said)
        if (
            number is None
            and said.message is not None
            and (asked.message is None or said.message < asked.message)
        ):
            return self.unseen(said, asked)
        if isinstance(said.value, Words) and not replies.has_letters(said.text):
            return self.once_more("unclear.empty")
        self.reply(said, asked)

    def reply(self, said: Said, asked: Prompt) -> None:
        """Words at the prompt that is asked."""
        button = self.button_meant(said, asked)
        if button is not None:
            return self.typed_button(asked, button, said)
        if self.greets(said, asked):
            return self.greeted(said, asked)
        if self.lived_said(said.value, asked, said.message):
            return
        if asked.letter is not None and self.takes_an_answer(asked):
            return self.reply_to_letter(asked, said.value, said.message)
        if asked.screen is Screen.STOPPED and asked.kind is not None:
            self.keep(said.value, asked, as_question=TONIGHT, message=said.message)
            return self.ask(self.make.stopped(tonight=False))
        if asked.screen is Screen.WISH and self.wish_said(said.value, asked, said.message):
            return
        if asked.screen is Screen.STAR:
            if isinstance(said.value, Words) and replies.is_small(said.text, self.dialog.house):
                self.note(said, asked)
                return self.no_star(asked)
            return self.star_said(self.keep_apart(said, asked, unasked=True), asked)
        step = self.step_of(asked)
        if step is None or asked.screen not in (Screen.QUESTION, Screen.PLAY_BACK):
            return self.free(said)
        if self.is_kept_apart(said.value, step.question):
            self.keep_apart(said, asked)
            return self.once_more("kept.apart")
        if asked.screen is Screen.PLAY_BACK:
            self.keep(said.value, asked, message=said.message)
            return self.after(asked, step, None)
        self.answer(said, asked, step)

    def answer(self, said: Said, asked: Prompt, step: Step) -> None:
        """Words at a question: they answer it, or are kept beside it and it is asked again."""
        if isinstance(said.value, Kept):
            if step.question.kind in IN_WORDS:
                return self.accept(asked, step, said.value, said.message, self.say("file.kept"))
            return self.remark(asked, said, "file.kept", "unclear.tap")
        people = replies.People(self.now.facts.me, self.route.known_people, self.new_person)
        outcome = replies.read(said.text, asked, self.event.today, people, self.dialog.house)
        if isinstance(outcome, replies.Unclear):
            if self.changes_words(asked):
                return self.after(asked, step, self.keep(said.value, asked, root=asked.revises))
            return self.remark(asked, said, self.unless_said_before(outcome.why, asked))
        if self.may_be_on_a_button(outcome.value, asked):
            self.note(said, asked)
            return self.once_more("unclear.on_a_button")
        value = self.same_person(outcome.value, asked)
        if not isinstance(value, Words | Dated) and not (
            isinstance(value, Named) and value.name == said.text
        ):
            self.typed = said.text
        self.accept(asked, step, value, said.message, *self.understood(value, said.text))

    def changes_words(self, asked: Prompt) -> bool:
        """Whether what is changed here is words that never answered the question."""
        before = self.route.answered.newest.get(asked.revises) if asked.revises else None
        return before is not None and isinstance(before.value, Words)

    # Buttons said in words -------------------------------------------------------------------------

    def button_meant(self, said: Said, asked: Prompt) -> int | None:
        """The button that these words stand for, as a whole."""
        if not isinstance(said.value, Words):
            return None
        if asked.screen is Screen.LETTER and replies.agrees(said.text, self.dialog.house):
            letter = self.letter_of(asked.letter)
            if letter is not None and letter.kind is LetterKind.TYPED:
                return next((n for n, b in enumerate(asked.buttons) if b.act == Do(move=Move.GO_ON)), None)
        return replies.button_meant(said.text, asked, self.dialog.house)

    def typed_button(self, asked: Prompt, number: int, said: Said) -> None:
        """As if it were pressed. What was typed is kept beside the answer, or by itself."""
        self.typed = said.text
        button = asked.buttons[number]
        step = self.step_of(asked)
        if asked.screen is Screen.WISH and isinstance(button.act, Pick):
            return self.wish(asked, button)
        if asked.screen is Screen.STAR and isinstance(button.act, Pick):
            return self.star(asked, button)
        if isinstance(button.act, Do):
            if button.act.move in _KEEPS_NOTHING or (
                button.act.move is Move.GO_ON and asked.kind is not Kind.READ
            ):
                self.note(said, asked)
            return self.move(button.act.move)
        if step is not None:
            self.accept(asked, step, self.value_of(button, asked), said.message)
        elif asked.letter is not None:
            self.pick(asked, number)

    def value_of(self, button: Button, asked: Prompt) -> Value:
        """What pressing this choice keeps; a label typed where several may be ticked is that one."""
        return replies.chosen((button,)) if asked.kind is Kind.CHOICES else replies.picked(button, asked)

    def note(self, said: Said, asked: Prompt) -> Answer:
        """A small word that answers nothing: on file to the letter, and no line of any plan."""
        self.typed = said.text
        return self.keep(
            Seen(), asked, as_question=QuestionId(f"house.{asked.screen}"), about="", message=said.message
        )

    # Words that answer nothing ---------------------------------------------------------------------

    def called_for(self, said: Said) -> bool:
        """Help, a stop, "start again" and their like, typed anywhere: noted, and done. True where it was one."""
        if not isinstance(said.value, Words):
            return False
        move = replies.called_for(said.text, self.dialog.house)
        if move is None or (self.asked is not None and self.button_meant(said, self.asked) is not None):
            return False
        if move is Move.CHECK and self.door() is not None:
            move = Move.BACK
        if self.asked is None:
            self.resume()
        if self.asked is not None:
            # What raises an alarm is words for the worker, too.
            keep = self.note if self.alarm(said.value) is None else self.keep_apart
            keep(said, self.asked)
            if move is Move.NOT_FOR_ME and self.now.closed:
                self.once_more()
            else:
                self.move(move)
        return True

    def asks_who_sees(self, said: Said) -> bool:
        """ "Will my mum see this?", typed anywhere: the true, short answer. It is no answer itself (H7)."""
        if not self.dialog.wishes or not isinstance(said.value, Words) or self.alarm(said.value) is not None:
            return False
        if not replies.asks_who_sees(said.text, self.dialog.house):
            return False
        if self.asked is None:
            self.resume()
        if self.asked is not None:
            self.note(said, self.asked)
            released = bool(all_readers(self.now.facts))
            self.once_more(*(("sees.readers", "wish.can") if released else ("sees.answer",)))
        return True

    def greets(self, said: Said, asked: Prompt) -> bool:
        """Whether these words greet or thank, where something is asked; elsewhere `free` hears them."""
        if not isinstance(said.value, Words) or asked.screen not in _ASKS:
            return False
        return replies.greets(said.text, self.dialog.house, back=self.came_back)

    def greeted(self, said: Said, asked: Prompt) -> None:
        """Noted; what was asked comes again, unless somebody says goodbye where they stopped."""
        self.note(said, asked)
        if asked.screen is Screen.STOPPED:
            return self.ask(self.make.stopped(tonight=False))
        self.once_more("unclear.read" if asked.kind is Kind.READ else "kept.small")

    # Where words go --------------------------------------------------------------------------------

    def is_kept_apart(self, value: Value, question: Question | None) -> bool:
        """Whether these words raise an alarm where they would become a person or something to act on.

        Danger now is never an answer at all. What was said freely stays where it was said; so does a
        young person's worry, which nothing further is asked about (H10).
        """
        alarm = self.alarm(value)
        if alarm is None or question is None or question.goes.category is Category.UNSORTED:
            return False
        who = question.kind in WHOM or question.goes.part in _WHO
        repeated = question.id in self.repeated and not self.dialog.for_the_young
        return alarm is Alarm.DANGER_NOW or who or repeated

    @property
    def repeated(self) -> frozenset[QuestionId | None]:
        """The questions whose answers are asked about one by one."""
        repeats = (section.repeats for section in self.dialog.section)
        return frozenset(repeat.of for repeat in repeats if repeat is not None and repeat.over is Over.ITEM)

    def keep_apart(self, said: Said, prompt: Prompt, *, unasked: bool = False) -> Answer:
        """Into the free box, under the question that the words came at, if they came at one."""
        box = self.dialog.free_box or next(iter(self.dialog.questions.values()))[1]
        return self.keep(
            said.value,
            prompt,
            as_question=box.id,
            section=self.dialog.questions[box.id][0].id,
            about="",
            message=said.message,
            came_at=None if unasked or prompt.question is None else (prompt.question, prompt.about),
        )

    def keep_at(self, said: Said, prompt: Prompt) -> None:
        """Beside an earlier question, unless they are words to be kept apart."""
        step = self.step_of(prompt)
        if self.greets(said, prompt):
            self.note(said, prompt)
        elif self.is_kept_apart(said.value, step.question if step else None):
            self.keep_apart(said, prompt)
        else:
            self.keep(said.value, prompt, message=said.message)

    def remark(self, asked: Prompt, said: Said, *why: str) -> None:
        """Words where something else was asked: kept on the question, which is asked again."""
        self.keep(said.value, asked, message=said.message)
        self.once_more(*why)

    def unless_said_before(self, why: str, asked: Prompt) -> str:
        """Not the same sentence twice in a row."""
        return "unclear.again" if self.say(self.make.fitting(why, asked)) in asked.said else why

    def unseen(self, said: Said, asked: Prompt) -> None:
        """Words sent before the asked prompt had been seen: they belong to the answer before it."""
        seen = [
            p
            for p in self.now.prompts
            if p.message is not None
            and said.message is not None
            and p.message < said.message
            and p.id != asked.id
        ]
        before = seen[-1] if seen else self.now.numbered(asked.number - 1)
        if before is None or self.step_of(before) is None:
            return self.free(said, quietly=True)
        self.keep_at(said, before)
        if self.danger:
            self.help_first()

    def late(self, prompt: Prompt | None, said: Said) -> None:
        """A form for an earlier screen (a second tab, a double press): kept there, once."""
        if prompt is None or self.step_of(prompt) is None:
            return self.free(said)
        if any(
            a.prompt == prompt.id and (a.value == said.value or (said.text and a.words == said.text))
            for a in self.now.answers
        ):
            self.effects.append(Notice(text=self.say("notice.kept")))
            return
        self.keep_at(said, prompt)
        self.effects.append(Notice(text=self.say("notice.added")))
        if self.danger:
            self.help_first()

    def help_first(self) -> None:
        """Danger was heard. A new screen, also where help stands there already: none is put twice."""
        asked = self.asked
        if asked is not None:
            on_help = asked.screen is Screen.HELP
            self.ask(self.make.danger(back_to=asked.back_to if on_help else asked.id))

    def free(self, said: Said, *, quietly: bool = False) -> None:
        """Words that answer no question go into the free box, and the screen stays."""
        if self.asked is None:
            self.resume()
        asked = self.asked
        if asked is None:
            return
        if isinstance(said.value, Words) and replies.is_small(said.text, self.dialog.house):
            self.note(said, asked)
        else:
            self.keep_apart(said, asked, unasked=True)
        if not quietly or self.danger:
            self.ask(self.with_it(asked, *self.kept_here(said, asked)))

    def with_it(self, asked: Prompt, *said: str) -> Prompt:
        """The same screen; where it lists what was said, with these words among it."""
        if asked.screen is Screen.HUB:
            return self.make.hub(*said)
        if asked.screen is Screen.CHECK:
            return self.make.check(asked.page, *said)
        return self.make.again(asked, *said)

    def kept_here(self, said: Said, asked: Prompt) -> tuple[str, ...]:
        """That they are kept, and of a file that nobody opened it; after "not for me", the way back in too.

        Beside the numbers the first of them comes first, but for a phone that somebody sees (H2).
        """
        kept = self.say("file.kept" if isinstance(said.value, Kept) else "kept.free")
        if asked.screen is Screen.HELP and not self.route.phone_seen:
            return (self.say("help.ring"), kept)
        if asked.screen is not Screen.CLOSED:
            return (kept,)
        way_in = self.say("closed.how", words=self.say("button.come_back_in"))
        return (kept, way_in) if isinstance(said.value, Kept) else (way_in,)

    def passed_on(self, said: Said) -> None:
        """A forwarded message is somebody else's words: kept apart under a mark, and heard."""
        if self.asked is None:
            self.resume()
        asked = self.asked
        if asked is None:
            return
        self.keep(said.value, asked, as_question=PASSED_ON, about="", message=said.message)
        self.once_more("kept.passed_on")

    def takes_an_answer(self, asked: Prompt) -> bool:
        """Whether words here go to the worker: the open box, or the letter with "Answer" under it."""
        return asked.screen is Screen.REPLY or any(
            isinstance(button.act, Pick) or (isinstance(button.act, Read) and button.act.reply)
            for button in (asked.buttons if asked.letter is not None else ())
        )

    # Names and days --------------------------------------------------------------------------------

    def may_be_on_a_button(self, value: Value, asked: Prompt) -> bool:
        """ "Mum" where [Nan Jean] is shown: asked once, since the children's name for her may be another."""
        if not isinstance(value, Named) or value.person != self.new_person() or self.dialog.for_the_young:
            return False
        names = tuple(button.label for button in asked.buttons if isinstance(button.act, Pick))
        asked_already = self.say("unclear.on_a_button") in asked.said
        return not asked_already and replies.may_be_one_of(value.name, names, self.dialog.house)

    def same_person(self, value: Value, asked: Prompt) -> Value:
        """A name put right is still the same person, where they are named nowhere else."""
        before = self.route.answered.newest.get(asked.revises) if asked.revises else None
        if not isinstance(value, Named) or before is None or not isinstance(before.value, Named):
            return value
        person = before.value.person
        facts, newest = self.now.facts, self.route.answered.newest.values()
        is_new = value.person == self.new_person()
        elsewhere = (
            person == facts.me
            or any(known.id == person for known in facts.people)
            or any(
                isinstance(a.value, Named) and a.value.person == person and a.root != before.root
                for a in newest
            )
        )
        return value if elsewhere or not is_new else value.model_copy(update={"person": person})

    def understood(self, value: Value, text: str) -> tuple[str, ...]:
        """What was understood, said back where it reads otherwise than what was typed."""
        match value:
            case Dated(day=day):
                return (self.say("understood.day", day=self.make.words.written(day)),)
            case Named(name=name) if replies.folded(name) != replies.folded(text):
                return (self.say("understood.person", words=name),)
        return ()


_WHO = frozenset({Part.WHO, Part.BACKUP})
"""Parts that say who: what raises an alarm is nobody's name, however the question is answered."""
_ASKS = frozenset({Screen.QUESTION, Screen.PLAY_BACK, Screen.LETTER, Screen.REPLY, Screen.STOPPED})
"""The screens where words may be an answer."""
_KEEPS_NOTHING = frozenset(
    {Move.RIGHT, Move.NOT_WHAT_I_MEANT, Move.LATER, Move.HELP, Move.STOP, Move.COME_BACK_IN}
)
"""Moves that keep no answer beside which the typed words could stand."""
