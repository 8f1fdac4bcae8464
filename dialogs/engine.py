"""`advance`: one event moves one conversation on by one turn.

**Theory.** A conversation is answers, and one pointer (`asked`) to the prompt that a free text
answers. An event is a reply to that prompt, a move away from it, or news. A reply is kept first
and judged afterwards: nothing that a person says is dropped because it came at a bad moment. Then
the next prompt follows from the route: the first step of the section that waits, else the next
section of the door, else the hub. A detour (help, a change, a letter) remembers the prompt that it
came from and goes back there.

- Words at a prompt that takes words answer it; elsewhere they go into the free box. A small word
  ("no", "me", "ok") as a whole reply is the button of that meaning, where there is one.
- Words sent before the asked prompt was seen belong to the answer before it.
- Words where a button was asked are kept on that question, and it is asked again.
- Words that mean danger stop the script: help first, and no next question until the person says.
  They answer nothing: they are kept apart, and what was asked is asked again.
- A press counts only for the prompt that is asked; an older one gets a kind word and changes nothing.
- A forwarded message is somebody else's words, and answers nothing.
- After "not for me", whatever leads on comes back in by the door first, and the worker is told.
- After some hours of silence the next prompt is "Is now a good time?" (H2), and so it is where a
  worker sits down beside the person with the worker's own device, or gets up again.

`advance` is pure and total: every event in every state gives a turn, and the same event gives the
same turn. **The table** of moves stands in `moving`. `bot.conversation` calls it.
"""

from datetime import timedelta

from dialogs.buttons import Change, Do, Enter, Move, Pick, Put, Read
from dialogs.conversation import Conversation
from dialogs.definition import Dialog
from dialogs.editing import Editing
from dialogs.effects import Ask, Notice, Turn
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
from dialogs.ids import QuestionId, SectionId
from dialogs.route import Step

PARKED_AFTER = timedelta(hours=4)
"""Silence after which coming back is a new sitting."""


def advance(dialog: Dialog, conversation: Conversation, event: Event) -> Turn:
    """The turn that this event makes. Changes nothing that it is given; never raises."""
    reading = _Reading(dialog, conversation, event)
    reading.run()
    return reading.turn()


class _Reading(Editing):
    """One event, read."""

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
            case TextReceived() | FileReceived():
                self.hear(event)
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
                self.change(event.answer, take_back=event.take_back, wish=event.wish)

    def sit_down(self) -> None:
        """After some hours of silence this is a new sitting; and where a worker sits down, or gets up."""
        last, hand = self.now.last_at, self.event.hand
        sitter = hand.sat_with if hand else ""
        changed = sitter != self.now.sitter
        if changed:
            self.update(sitter=sitter)
        parked = last is not None and self.event.at - last > PARKED_AFTER
        if (parked or changed) and self.now.answers:
            self.update(sitting=self.now.sitting + 1, last_at=self.event.at)
            self.came_back = True

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

    def pressed(self, number: int, button: int) -> None:
        """A button; one of an earlier prompt changes nothing and gets a kind word."""
        asked = self.asked
        act = asked.act(button) if asked is not None and asked.number == number else None
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
            case Change(root=root, take_back=take_back, wish=wish, star=star):
                self.change(root, take_back=take_back, wish=wish, star=star)
            case Put(question=question, about=about):
                self.put(question, about)
            case Read(letter=letter, reply=reply):
                self.open_letter(letter, reply=reply)

    def enter(self, id: SectionId, *, check: bool = False) -> None:
        """Into a section: the first question that waits, or a look at what is kept there."""
        section = next((s for s in self.dialog.section if s.id == id), None)
        if section is None:
            return self.home()
        step = self.route.waiting(section)
        if step is not None and not check:
            return self.ask_step(step)
        self.ask(self.make.check(self.make.checked.page_of(section)))

    def put(self, question: QuestionId, about: str) -> None:
        """A question of a check page, and back to the page from it."""
        found, asked = self.dialog.questions.get(question), self.asked
        if found is None or asked is None:
            return self.once_more("change.gone")
        self.ask_step(Step(*found, about), back_to=asked.id)
