"""Edits: a message changed after it was sent is a revision of the words that it held.

`engine` builds on it.
"""

from dialogs import replies
from dialogs.buttons import Do, Move, Pick
from dialogs.conversation import Answer, Dated, Kept, NoMore, Prompt, Seen, Value, Words
from dialogs.definition import Kind
from dialogs.effects import Notice
from dialogs.events import Edited
from dialogs.hearing import Hearing, Said


class Editing(Hearing):
    """What comes of edits."""

    def edited(self, event: Edited) -> None:
        """An edited message is a revision of the words it held."""
        found = [a for a in self.route.answered.newest.values() if a.message == event.message]
        if not found or not replies.has_letters(event.text):
            self.effects.append(Notice(text=self.say("notice.edit_unknown")))
            return
        before = found[-1]
        if event.text in (before.words, before.value.text if isinstance(before.value, Words) else ""):
            return
        prompt = self.now.prompt(before.prompt) or self.asked
        if prompt is not None:
            self.revise(before, prompt, event.text)
        if self.danger and self.asked:
            return self.help_first()
        self.effects.append(Notice(text=self.say("notice.edited")))

    def revise(self, before: Answer, prompt: Prompt, text: str) -> None:
        """The next revision of an answer's words; a cry for help is kept apart, and the answer stays."""
        value: Value = Words(text=text)
        if isinstance(before.value, Kept):
            value = before.value.model_copy(update={"caption": text})
        question = self.dialog.questions.get(before.question)
        if self.is_kept_apart(value, question[1] if question else None):
            self.keep_apart(Said(value, text, None), prompt)
        elif question and question[1].kind is Kind.TEXTS and replies.says_nothing(text, self.dialog.house):
            self.typed = text
            prompt = prompt.model_copy(update={"id": before.prompt})
            self.keep(NoMore(), prompt, root=before.root, message=before.message)
        elif isinstance(before.value, Seen):
            self.keep_apart(Said(value, text, before.message), prompt)
        else:
            if not isinstance(before.value, Words | Kept) and prompt.id == before.prompt:
                value = self.read_again(text, prompt.model_copy(update={"revises": before.root}))
                self.typed = "" if isinstance(value, Words | Dated) else text
            prompt = prompt.model_copy(update={"id": before.prompt})
            self.keep(value, prompt, root=before.root, message=before.message)

    def read_again(self, text: str, prompt: Prompt) -> Value:
        """What changed words answer to the question that they were typed at; else the words alone."""
        number = replies.button_meant(text, prompt, self.dialog.house)
        if number is not None and isinstance(prompt.buttons[number].act, Pick):
            return self.value_of(prompt.buttons[number], prompt)
        if number is not None and prompt.buttons[number].act == Do(move=Move.NO_MORE):
            return NoMore()
        people = replies.People(self.now.facts.me, self.route.known_people, self.new_person)
        outcome = replies.read(text, prompt, self.event.today, people, self.dialog.house)
        if isinstance(outcome, replies.Unclear):
            return Words(text=text)
        return self.same_person(outcome.value, prompt)
