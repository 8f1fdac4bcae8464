"""What the person said, read again by that person: this sitting's turns, and the page of everything.

The page stands behind the PIN, so that earlier sittings' words may be shown on it (H2). `chat` and
`words` call this; nothing here changes anything.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from dialogs.commitments import task_of
from dialogs.conversation import Answer, Conversation, Kept, NoMore, Number, Screen, Seen, TakenBack
from dialogs.definition import Dialog
from dialogs.events import Channel
from dialogs.facts import readers_of
from dialogs.ids import AnswerId, PromptId
from dialogs.lived import RED_FLAG
from dialogs.route import Route, Step
from dialogs.sent import LETTER
from dialogs.signposts import Alarm
from dialogs.stars import STAR
from dialogs.unsent import LETTERS
from dialogs.wishes import WISH, Wishes, can_be_wished
from dialogs.wording import Wording

LATEST = 6
"""Turns of this sitting that stand above the question; the page of my words has them all."""
_SAYS_NOTHING = (Seen, TakenBack)


class Said(NamedTuple):
    """One answer, as it stands now."""

    root: AnswerId
    question: str
    """As it was worded; "" where the wording is no longer at hand."""
    words: str
    on: str
    """The day it was said: no time of day (H8)."""
    sent: str
    """The day it was sent, or ""."""
    asked_still: bool
    """Whether it can be changed: its question is still in the dialog."""
    file: Kept | None = None
    """A voice note, photo or drawing, to hear or see again."""
    wish: str = ""
    """Who may see it, where the dialog asks that."""
    may_go: bool = True
    """Whether it can be taken back. A yes to a task is changed where it was asked."""
    readers: tuple[str, ...] = ()
    """Who can read it now beside the workers, by a release."""


class Above(NamedTuple):
    """This sitting's turns, above a screen."""

    earlier: tuple[Said, ...] = ()
    """Folded away."""
    just: Said | None = None
    """What was said just now."""


class Part(NamedTuple):
    """What was said in one section."""

    title: str
    """ "" for what belongs to no section that is on the path now."""
    said: tuple[Said, ...]
    letters: bool = False
    """Answers to what was sent to this person: they went at once."""


class Sayings:
    """One conversation's answers, each in its newest revision."""

    def __init__(self, dialog: Dialog, conversation: Conversation) -> None:
        self._dialog = dialog
        self._now = conversation
        self._route = Route(dialog, conversation, None)
        self._wording = Wording(dialog, conversation, Channel.BROWSER, conversation.last_at)
        self._prompts: dict[PromptId, str] = {
            prompt.id: "" if prompt.screen is Screen.RED_FLAG else prompt.text
            for prompt in conversation.prompts
        }
        self._wishes = Wishes(conversation.answers)
        self._letters = {f"letter:{letter.id}": letter.words for letter in conversation.facts.letters}
        self._sent = {
            answer: self._wording.day(part.at) for part in conversation.sent for answer in part.answers
        }

    def day(self, at: datetime) -> str:
        """A day in words."""
        return self._wording.day(at)

    def this_sitting(self, without: AnswerId | None = None) -> tuple[Said, ...]:
        """The latest turns, oldest first; `without` the answer that the page shows itself.

        On a phone that somebody sees, words of danger are not put on the screen again (H2).
        """
        kept = [
            answer
            for answer in self._standing()
            if answer.sitting == self._now.sitting
            and answer.prompt in self._prompts
            and answer.root != without
            and not (self._route.phone_seen and _of_danger(answer))
        ]
        kept.sort(key=lambda answer: answer.at)
        return tuple(self._turn(answer) for answer in kept[-LATEST:])

    def above(self, without: AnswerId | None = None) -> Above:
        """These turns, above a screen: once something was read since, nothing was said just now."""
        turns, answers = self.this_sitting(without), self._now.answers
        if not turns or isinstance(answers[-1].value, Seen):
            return Above(turns, None)
        return Above(turns[:-1], turns[-1])

    def _turn(self, answer: Answer) -> Said:
        """As it was just said: a number without the ends of its scale."""
        said = self._said(answer, self._asked_here(answer))
        return said._replace(words=str(answer.value.number)) if isinstance(answer.value, Number) else said

    def everything(self) -> tuple[Part, ...]:
        """Section by section, in the dialog's order; then what is kept and stands on no path now."""
        shown: set[AnswerId] = set()
        parts = []
        for section in self._dialog.section:
            said = []
            for step in self._route.of(section):
                for answer in self._route.answered.all(step.question, step.about):
                    if answer.root not in shown and self._says_something(answer):
                        shown.add(answer.root)
                        said.append(self._said(answer, self._asked(answer, step)))
            if said:
                parts.append(Part(section.title, tuple(said)))
        rest = [answer for answer in self._standing() if answer.root not in shown]
        for letters in (True, False):
            said = [
                self._said(a, self._once_asked(a)) for a in rest if a.question.startswith(LETTER) is letters
            ]
            if said:
                parts.append(Part("", tuple(said), letters))
        return tuple(parts)

    def _standing(self) -> Iterator[Answer]:
        return (answer for answer in self._route.answered.newest.values() if self._says_something(answer))

    def _says_something(self, answer: Answer) -> bool:
        if isinstance(answer.value, NoMore):
            found = self._dialog.questions.get(self._dialog.renamed.get(answer.question, answer.question))
            return found is not None and self._route.answered.is_all(found[1], answer)
        return not isinstance(answer.value, _SAYS_NOTHING) and answer.question not in (WISH, STAR)

    def _said(self, answer: Answer, question: str) -> Said:
        letter, task = answer.question.startswith(LETTER), task_of(answer) is not None
        return Said(
            root=answer.root,
            question=question,
            words=self._wording.said(answer),
            on=self._wording.day(answer.at),
            sent=self._wording.day(answer.at) if letter else self._sent.get(answer.id, ""),
            asked_still=task or answer.question in self._dialog.questions,
            may_go=not task,
            file=answer.value if isinstance(answer.value, Kept) else None,
            wish=self._wish(answer),
            readers=readers_of(self._now.facts, answer.id),
        )

    def _wish(self, answer: Answer) -> str:
        at_the_door = any(part.door and part.id == answer.section for part in self._dialog.section)
        if (
            not self._dialog.wishes
            or answer.section == LETTERS
            or not can_be_wished(answer, at_the_door=at_the_door)
        ):
            return ""
        return self._wording.wish(self._wishes.of(answer, self._route.answered.newest))

    def _asked_here(self, answer: Answer) -> str:
        """What the screen asked; words that came where nothing was asked answer the free box."""
        prompt = self._now.prompt(answer.prompt)
        nothing_asked = prompt is not None and prompt.question is None and prompt.letter is None
        return _asking(self._once_asked(answer) if nothing_asked else self._prompts[answer.prompt])

    def _asked(self, answer: Answer, step: Step) -> str:
        return self._wording.asked(answer, step, self._route)

    def _once_asked(self, answer: Answer) -> str:
        found = self._dialog.questions.get(answer.question)
        if found is not None:
            return self._asked(answer, Step(*found, answer.about))
        return self._letters.get(answer.question) or self._prompts.get(answer.prompt, "")


def _asking(text: str) -> str:
    """The paragraph of a question that asks: enough to know it again by."""
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    asking = [paragraph for paragraph in paragraphs if "?" in paragraph]
    ends = next((paragraph for paragraph in asking if paragraph.rstrip().endswith("?")), "")
    if ends or not asking:
        return ends or next(iter(paragraphs), "")
    # "Where does this belong? ... You said:" is followed by the answer, and not by what was said.
    return asking[0][: asking[0].rindex("?") + 1]


def _of_danger(answer: Answer) -> bool:
    return answer.alarm is Alarm.DANGER_NOW or answer.question == RED_FLAG
