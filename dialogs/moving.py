"""Moves: every button that is no answer, and the table of them at the end.

Each takes the prompt that is asked, and leads somewhere. `engine` calls `move`.
"""

from collections.abc import Callable

from dialogs.answering import Answering
from dialogs.conversation import (
    Chosen,
    Leaving,
    Left,
    Move,
    NoMore,
    Prompt,
    Screen,
    Seen,
    TakenBack,
)
from dialogs.definition import Does, Kind
from dialogs.effects import Matter, Tell
from dialogs.route import Step
from dialogs.turning import OPEN_ENDED


class Moving(Answering):
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
        self.ask(self.make.all_help(asked.back_to))

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
        facts = self.now.facts
        cover = ("who_reads.cover",) if facts.cover and facts.cover != facts.worker else ()
        signers = ("who_reads.signers",) if facts.signers else ()
        self.once_more("who_reads", *cover, *signers, "who_reads.when")

    def somebody_new(self, asked: Prompt) -> None:
        """A new name is typed."""
        self.once_more("person.type")


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
    Move.NOT_FOR_ME: Moving.not_for_me,
    Move.COME_BACK_IN: Moving.come_back_in,
    Move.LONGER: Moving.longer,
}
