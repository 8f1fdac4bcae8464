"""What comes of a finished part: who may see it (H7), what matters most (H14), and the part chosen first.

And of a young person's words of harm: the list of parts, and nothing asked (H10).

`answering` builds on it.
"""

from dialogs import replies
from dialogs.buttons import Button, Pick
from dialogs.conversation import Answer, Chosen, Kept, Named, Number, Prompt, Screen, Value, Words
from dialogs.definition import Category, Over, Section
from dialogs.effects import Matter, Tell
from dialogs.ids import AnswerId, PromptId, SectionId
from dialogs.people import Role
from dialogs.route import Step
from dialogs.stars import AFTER_SENDING, STAR, Star, was_asked
from dialogs.turning import Turning
from dialogs.wishes import NAMES_SOMEBODY, WISH, Wish, Wishes, can_be_wished


class Finishing(Turning):
    """What comes of finished parts."""

    def go_on(self, section: Section, *said: str) -> None:
        """The next step that waits in this section; where none does, what comes of it first."""
        if self.route.waiting(section) is None:
            if self._wish_waits(section):
                return self.ask(self.make.wish(section, *said))
            first = self._chosen_first() if section.door and self.door() is None else None
            if first is not None:
                return self.ask_step(first, *said)
        super().go_on(section, *said)

    # After telling --------------------------------------------------------------------------------

    def go_back_to(self, id: PromptId | None, *said: str) -> None:
        """Back from a detour; from what came after words of harm, to the list of parts."""
        before = self.now.prompt(id)
        if before is not None and self.was_told(before) and not self.now.closed:
            return self.after_telling()
        super().go_back_to(id, *said)

    def was_told(self, prompt: Prompt) -> bool:
        """Whether this screen came after a young person's words of harm: it leads back to no question."""
        return self.dialog.for_the_young and prompt.screen is Screen.HELP and prompt.back_to is None

    def after_telling(self) -> None:
        """The list of parts, and no question until they choose one (H10); the door comes first all the same."""
        if self.door() is not None:
            return self.home()
        self.leads_on = False
        self.ask(self.make.hub(self.say("kept.free"), leads_on=False))

    # A part is finished ----------------------------------------------------------------------------

    @property
    def _asks_wishes(self) -> bool:
        """Not on the short way, nor of the network, which has no other: those get no longer by it."""
        return self.dialog.wishes and not self.route.short and self.dialog.role is not Role.NETWORK

    def _wish_waits(self, section: Section) -> bool:
        """Whether a part is finished in which something was said, and nothing yet about who may see it.

        What is asked about single lines goes with them, and the way of working is no secret to share.
        """
        over = section.repeats.over if section.repeats else None
        if not self._asks_wishes or section.door or over in (Over.ITEM, Over.PERSON) or self.danger:
            return False
        wishes = Wishes(self.now.answers)
        return any(
            isinstance(answer.value, Words | Kept | Number | Named) and wishes.chosen(answer) is None
            for step in self.route.of(section)
            if step.question.goes.category is not Category.PROCESS
            for answer in self.route.answered.all(step.question, step.about)
        )

    def _chosen_first(self) -> Step | None:
        """The first question of the part that the person chose, at the end of the door, to begin with."""
        for answer in self.answers:
            found = self.dialog.questions.get(answer.question)
            if found is not None and isinstance(answer.value, Chosen):
                wanted = {choice.opens for choice in found[1].choices if choice.id in answer.value.choices}
                parts = (self.route.waiting(part) for part in self.dialog.section if part.id in wanted)
                return next(parts, None)
        return None

    # Wishes ----------------------------------------------------------------------------------------

    def wish(self, asked: Prompt, button: Button) -> None:
        """Who may see it; where that names somebody, who it is comes next."""
        wish = Wish(button.act.choice) if isinstance(button.act, Pick) else Wish.WORKER
        if wish in NAMES_SOMEBODY:
            return self.ask(self.make.wish_who(asked, wish))
        self.wished(asked, wish, button.label)

    def wished(
        self, asked: Prompt, wish: Wish, label: str, names: str = "", message: int | None = None
    ) -> None:
        """Kept beside the words, and on. A line that was sent already carries the new wish at once."""
        value, about = Chosen(choices=(wish,), labels=(label,)), asked.revises or ""
        everything = not about and asked.section is None
        for part in self._said_in() if everything else (asked.section,):
            self.typed = names
            self.keep(value, asked, as_question=WISH, about=about, section=part, message=message)
        if self.now.sent and (everything or self._was_sent(about)):
            self.effects.append(Tell(matter=Matter.WISH, answer=AnswerId(about) if about else None))
        if about or everything:
            return self.go_back_to(asked.back_to, self.say("wish.kept"))
        section = next((s for s in self.dialog.section if s.id == asked.section), None)
        if section is None:
            return self.home(self.say("wish.kept"))
        self.go_on(section, self.say("wish.kept"))

    def no_wish(self, asked: Prompt) -> None:
        """Nothing is chosen, and it stays as it is; on as if it had not been asked."""
        section = next((s for s in self.dialog.section if s.id == asked.section), None)
        if asked.back_to is not None or section is None:
            return self.go_back_to(asked.back_to)
        super().go_on(section)

    def _said_in(self) -> tuple[SectionId, ...]:
        """The parts in which something was said that can be wished about."""
        said = self.route.answered.newest.values()
        return tuple(dict.fromkeys(a.section for a in said if can_be_wished(a) and a.question != WISH))

    def _was_sent(self, root: str) -> bool:
        sent = set(self.now.sent[-1].answers)
        return any(answer.root == root and answer.id in sent for answer in self.now.answers)

    def wish_said(self, value: Value, asked: Prompt, message: int | None) -> bool:
        """Whom a wish names; "not my mum" says it all at once. False where the words are no wish."""
        if not isinstance(value, Words):
            return False
        named = next((wish for wish in NAMES_SOMEBODY if asked.question == f"{WISH}.{wish}"), None)
        if named is None and replies.wishes_not(value.text, self.dialog.house):
            named = Wish.NOT
        if named is None:
            return False
        asks = self.now.prompt(asked.back_to) if asked.question else asked
        asked = asked.model_copy(update={"back_to": asks.back_to if asks else None})
        self.wished(asked, named, self.say(f"button.wish_{named}"), value.text, message)
        return True

    # What matters most ------------------------------------------------------------------------------

    def star_waits(self) -> bool:
        """Whether a young person has sent more than one thing to be answered, and never said which comes first."""
        return len(self.make.raised_here()) > 1 and not was_asked(self.now.answers)

    def star(self, asked: Prompt, button: Button) -> None:
        """This line matters most now, and no other."""
        root = button.act.choice if isinstance(button.act, Pick) else ""
        self.starred(asked, Star.THIS, root)

    def star_said(self, line: Answer, asked: Prompt) -> None:
        """Something else, in their own words: kept like any words of theirs, and that matters most."""
        self.starred(asked, Star.THIS, line.root)

    def no_star(self, asked: Prompt) -> None:
        """None of them, or left as it is. Asked once by itself, all the same."""
        if asked.question == AFTER_SENDING:
            return self.starred(asked, Star.NONE, "")
        self.go_back_to(asked.back_to)

    def starred(self, asked: Prompt, star: Star, root: str) -> None:
        """Kept, and on; the desk hears of it where the part with the line was sent already."""
        label = self.say("star.this" if root else "star.none")
        self.keep(Chosen(choices=(star,), labels=(label,)), asked, as_question=STAR, about=root)
        if root and self.now.sent and self._was_sent(root):
            self.effects.append(Tell(matter=Matter.STAR, answer=AnswerId(root)))
        kept = (self.say("star.kept"),) if root else ()
        if asked.question == AFTER_SENDING:
            return self.ask(self.make.sent(*kept))
        self.go_back_to(asked.back_to, *kept)
