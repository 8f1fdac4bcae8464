"""Moves: every button that is no answer, and the table of them at the end.

Each takes the prompt that is asked, and leads somewhere. `engine` calls `move`.
"""

from collections.abc import Callable

from dialogs.buttons import Move, Pick
from dialogs.conversation import (
    RECENT,
    Chosen,
    Kept,
    Leaving,
    Left,
    Named,
    NoMore,
    Prompt,
    Screen,
    Seen,
    Words,
)
from dialogs.definition import OPEN_ENDED, Does, Kind
from dialogs.effects import Matter, Tell
from dialogs.facts import NAMES_ALONE, all_readers
from dialogs.going import Going
from dialogs.lived import is_closed
from dialogs.route import Step
from dialogs.signposts import Alarm
from dialogs.wording import WORKERS_WORDS

_ABOUT = (*WORKERS_WORDS, "{item}")
"""What a question is about, which is shown with another way of asking it too."""


class Moving(Going):
    """What comes of moves."""

    def move(self, move: Move) -> None:
        """Make a move from the prompt that is asked."""
        asked = self.asked
        if asked is None:
            return self.resume()
        _MOVES[move](self, asked)

    def leave_question(self, asked: Prompt, left: Left) -> None:
        """Skip, not sure, rather not say: three different answers, each kept."""
        step = self.step_of(asked)
        if asked.screen is Screen.STAR:
            return self.no_star(asked)
        if asked.screen is Screen.WISH:
            return self.no_wish(asked)
        if step is None:
            return self.home()
        if left is Left.SKIPPED and step.question.kind in OPEN_ENDED and self._said_something(step):
            return self.no_more(asked)
        self.keep(Leaving(left=left), asked, root=self.same(step))
        self.after(asked, step, None)

    def _said_something(self, step: Step) -> bool:
        of_a_list = Named if step.question.kind is Kind.PEOPLE else Words | Kept
        return any(isinstance(a.value, of_a_list) for a in self.route.answered.all(step.question, step.about))

    def no_more(self, asked: Prompt) -> None:
        """ "Anything else?" no. "Who will do this?" no one yet."""
        step = self.step_of(asked)
        if step is None:
            return self.home()
        self.keep(NoMore(), asked, root=self.replaced(asked, step, NoMore()))
        self.after(asked, step, None)

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
        if self.was_told(asked):
            return self.after_telling()
        if asked.screen is Screen.CHECK_IN:
            return self.go_on_checking_in(asked)
        if asked.screen in _DETOURS:
            return self.go_back_to(asked.back_to, *self.kept_meanwhile(asked))
        self.home()

    def kept_meanwhile(self, asked: Prompt) -> tuple[str, ...]:
        """After help in danger: that the words are kept, where the screen that they came at stands again."""
        before = self.now.prompt(asked.back_to) if asked.screen is Screen.HELP else None
        if before is None or not any(
            answer.prompt == before.id and answer.alarm is Alarm.DANGER_NOW for answer in self.now.answers
        ):
            return ()
        if before.screen in (Screen.HUB, Screen.CHECK, Screen.SENT):
            return (self.say("kept.free"),)
        step = self.step_of(before) if before.screen is Screen.QUESTION else None
        if step is None or self.route.done(step):
            return ()
        return (self.say("more.texts" if step.question is self.dialog.free_box else "kept.answer_too"),)

    def back(self, asked: Prompt) -> None:
        """The question before this one in the section, with what is kept; from the first, the hub."""
        step = self.step_of(asked)
        letter = self.letter_of(asked.letter)
        if asked.screen is Screen.PLAY_BACK and step is not None:
            played = self.route.answered.newest.get(asked.revises) if asked.revises else None
            return self.ask_step(step, revises=played, back_to=asked.back_to, due=asked.due)
        if asked.screen is Screen.REPLY and letter is not None:
            return self.ask(self.make.letter(letter, asked.back_to))
        if asked.back_to is not None:
            return self.go_back_to(asked.back_to)
        if step is None:
            return self.home()
        for earlier in self._before(step):
            kept = self.route.answered.all(earlier.question, earlier.about)
            if earlier.question.kind in OPEN_ENDED:
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
        self.ask(self.make.help(back_to))

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
        self.turn_page(self.page_of(asked, asked.page + 1), asked)

    def page_before(self, asked: Prompt) -> None:
        """The page before it."""
        self.turn_page(self.page_of(asked, max(0, asked.page - 1)), asked)

    def page_of(self, asked: Prompt, place: int) -> Prompt:
        """A page of the screen that is asked."""
        if asked.screen is Screen.YOU_SAID:
            return self.make.you_said(place, asked.back_to)
        if asked.easy:
            return self.make.again(asked).model_copy(update={"page": place})
        return self.make.check(place)

    def read_easy(self, asked: Prompt) -> None:
        """One sentence at a time from here on, or all at once again."""
        self.update(easy=not self.now.easy)
        step = self.step_of(asked)
        said = (self.say("easy.on"),) if self.now.easy else ()
        if asked.screen is Screen.QUESTION and step is not None:
            return self.ask_step(step, *said)
        self.ask(self.make.hub(*said))

    def you_said(self, asked: Prompt) -> None:
        """What was said, and what was done about it."""
        self.ask(self.make.you_said(0, asked.back_to if asked.letter else asked.id))

    def turn_page(self, page: Prompt, asked: Prompt) -> None:
        """Another page in the place of this one. It has a number of its own, for a second tap on the same button."""
        if asked.message is None:
            return self.ask(page)
        page = page.model_copy(update={"message": asked.message})
        self.update(prompts=(*self.now.prompts, page)[-RECENT:], put=page.number, asked=page.id)
        self.redraw(page)

    def show_words(self, asked: Prompt) -> None:
        """Words of another day may be shown in this chat, for this sitting."""
        self.update(words_shown=self.now.sitting)
        self.hide_words(asked)

    def hide_words(self, asked: Prompt) -> None:
        """The screen that was wanted before, with words of another day or without."""
        step = self.step_of(asked)
        if step is None:
            return self.ask(self.make.check(asked.page))
        revises = self.route.answered.newest.get(asked.revises) if asked.revises else None
        self.ask_step(step, revises=revises, back_to=asked.back_to, due=asked.due)

    def send(self, asked: Prompt) -> None:
        """The part goes to the practitioner; nowhere, once the plan is closed."""
        if is_closed(self.now.facts):
            return self.ask(self.make.over())
        self.freeze()
        self.effects.append(Tell(matter=Matter.PART_SENT))
        if self.star_waits():
            return self.ask(self.make.star(None, self.say("sent.gone")))
        self.ask(self.make.sent())

    def star_a_line(self, asked: Prompt) -> None:
        """Which of the lines matters most; it can be another one any time."""
        self.ask(self.make.star(asked.id))

    def stop(self, asked: Prompt) -> None:
        """A kind end. After something heavy: who is there tonight? (H4)"""
        heavy = {section.id for section in self.dialog.section if section.heavy}
        sitting = (a for a in self.now.answers if a.sitting == self.now.sitting)
        told = self.dialog.for_the_young
        tonight = any(a.section in heavy or (told and a.alarm is not None) for a in sitting)
        stopped = self.make.stopped(tonight=tonight)
        back_to = asked.id if asked.screen is not Screen.STOPPED else asked.back_to
        self.ask(stopped.model_copy(update={"back_to": back_to}))

    def later(self, asked: Prompt) -> None:
        """Not a good time: closed kindly, nothing shown."""
        self.ask(self.make.stopped(tonight=False).model_copy(update={"back_to": asked.back_to}))

    def come_back_in(self, asked: Prompt) -> None:
        """The door stayed open."""
        if not self.now.closed:
            return self.go_back_to(asked.back_to)
        self.come_in()

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
        if step is None:
            return self.ask(self.make.again(asked))
        question = step.question
        example = self.say("example", words=self.fill(step, question.example)) if question.example else ""
        prompt = self.make.again(asked, *((example,) if example else ()))
        if question.other:
            about = [place for place in _ABOUT if place in question.ask and place not in question.other]
            text = "\n\n".join((question.other, *about))
            prompt = prompt.model_copy(update={"text": self.fill(step, text), "page": 0})
        self.ask(prompt)

    def fill(self, step: Step, text: str) -> str:
        """Names into a text of this step."""
        return self.make.fill(step, text)

    def more(self, asked: Prompt) -> None:
        """Show the rarer buttons."""
        self.redraw(asked.model_copy(update={"unfolded": not asked.unfolded}))

    def all_help(self, asked: Prompt) -> None:
        """Every number."""
        self.ask(self.make.all_help(asked.back_to))

    def choose_path(self, asked: Prompt, does: Does) -> None:
        """From the short path to the full one, or back; the choice at the door is revised."""
        for question, choice in self.dialog.doing.get(does, ()):
            kept = self.route.answered.all(question, "")
            section = self.dialog.questions[question.id][0]
            worded = self.make.question(Step(section, question, ""))
            label = next(b.label for b in worded.buttons if b.act == Pick(choice=choice))
            value = Chosen(choices=(choice,), labels=(label,))
            # It answers the question as it was put at the door, whose wording is on file.
            update = {"id": kept[-1].prompt if kept else asked.id, "question": question.id}
            prompt = asked.model_copy(update={**update, "section": section.id})
            self.keep(value, prompt, root=kept[-1].root if kept else None)
        self.ask(self.make.hub())

    def unclear(self, asked: Prompt) -> None:
        """I don't understand this: the practitioner is told, and the person is told so (H6)."""
        letter = self.letter_of(asked.letter)
        names_alone = letter is None or letter.kind in NAMES_ALONE
        words = asked.text if letter is None or names_alone else letter.words
        self.effects.append(Tell(matter=Matter.UNCLEAR, letter=asked.letter, words=words))
        if asked.letter is None:
            return self.once_more("letter.unclear_told")
        self.go_back_to(asked.back_to, self.say("letter.unclear_told"))

    def who_reads(self, asked: Prompt) -> None:
        """Who reads this and when."""
        if is_closed(self.now.facts):
            return self.ask(self.make.over())
        facts = self.now.facts
        cover = ("who_reads.cover",) if facts.cover and facts.cover != facts.worker else ()
        signers = ("who_reads.signers",) if facts.signers else ()
        readers = ("who_reads.shown",) if all_readers(facts) else ()
        self.once_more("who_reads", *cover, *signers, *readers, "who_reads.when")

    def somebody_new(self, asked: Prompt) -> None:
        """A new name is typed."""
        self.once_more("person.type")


_DETOURS = frozenset(
    {Screen.HELP, Screen.LETTER, Screen.REPLY, Screen.RED_FLAG, Screen.FLAGGED, Screen.GOOD_NEWS, Screen.WHEN}
)
_MOVES: dict[Move, Callable[[Moving, Prompt], None]] = {
    Move.BACK: Moving.back,
    Move.SKIP: lambda turning, asked: turning.leave_question(asked, Left.SKIPPED),
    Move.NOT_SURE: lambda turning, asked: turning.leave_question(asked, Left.NOT_SURE),
    Move.RATHER_NOT: lambda turning, asked: turning.leave_question(asked, Left.RATHER_NOT),
    Move.NO_MORE: Moving.no_more,
    Move.DONE_PICKING: Moving.done_picking,
    Move.WHY: Moving.why,
    Move.OTHER_WAY: Moving.other_way,
    Move.MORE: Moving.more,
    Move.HELP: Moving.help,
    Move.QUIET_HELP: Moving.all_help,
    Move.ALL_HELP: Moving.all_help,
    Move.HUB: Moving.hub,
    Move.CHECK: Moving.check,
    Move.YOU_SAID: Moving.you_said,
    Move.STAR: Moving.star_a_line,
    Move.SEND: Moving.send,
    Move.STOP: Moving.stop,
    Move.GO_ON: Moving.go,
    Move.LATER: Moving.later,
    Move.RIGHT: Moving.right,
    Move.NOT_WHAT_I_MEANT: Moving.not_what_i_meant,
    Move.SOMEBODY_NEW: Moving.somebody_new,
    Move.WHO_READS: Moving.who_reads,
    Move.UNCLEAR: Moving.unclear,
    Move.NEXT_PAGE: Moving.next_page,
    Move.PAGE_BEFORE: Moving.page_before,
    Move.SHOW_WORDS: Moving.show_words,
    Move.HIDE_WORDS: Moving.hide_words,
    Move.DONE_FOR_NOW: Moving.stop,
    Move.NOT_FOR_ME: Moving.not_for_me,
    Move.RED_FLAG: Moving.red_flag,
    Move.FLAG_IT: Moving.flag_it,
    Move.GOOD_NEWS: Moving.good_news,
    Move.WHEN: Moving.when,
    Move.EASY: Moving.read_easy,
    Move.WHOLE: Moving.read_easy,
    Move.COME_BACK_IN: Moving.come_back_in,
    Move.LONGER: lambda turning, asked: turning.choose_path(asked, Does.FULL_PATH),
    Move.SHORTER: lambda turning, asked: turning.choose_path(asked, Does.SHORT_PATH),
}
