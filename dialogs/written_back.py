"""What the practitioner wrote, as its reader sees it: a letter, its open box, and "You said, we did".

A letter that says what was done about somebody's words stands below those words, as they read when it
was written. `prompts` builds the other screens on it; what waits for an answer says `you_said`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dialogs import tasks
from dialogs.buttons import Button, Change, Move, Pick, Read
from dialogs.checked import LONGEST_LINE, Checked
from dialogs.conversation import Answer, Conversation, Line, Prompt, Screen, TakenBack
from dialogs.definition import Dialog, Kind
from dialogs.events import Arrived, Channel
from dialogs.facts import NAMES_ALONE, Did, Letter, LetterKind
from dialogs.ids import AnswerId, PromptId
from dialogs.lived import is_closed
from dialogs.route import Route, Step, taken_back
from dialogs.screens import WAYS_OUT, Screens
from dialogs.sent import sent_at
from dialogs.stars import AFTER_SENDING, starred
from dialogs.you_said import answers_to, raises

ANSWERED = frozenset(
    {LetterKind.QUESTION, LetterKind.RETURNED, LetterKind.TYPED, LetterKind.DID, LetterKind.RELEASED}
)
"""Letters that have a box under them."""
_ON_A_BUTTON = 90
"""Characters of a line on its button; the child knows the rest."""
_ON_TELEGRAM, _ON_A_PAGE = 4, 20
"""What is written back about, on one page."""


class Entry(NamedTuple):
    """What was said, with what was written back about it, and what its button does."""

    line: Line
    label: str
    act: Read | Change


class WrittenBack(Screens):
    """Makes the screens of letters."""

    def __init__(self, dialog: Dialog, conversation: Conversation, event: Arrived, route: Route) -> None:
        super().__init__(dialog, conversation, event, route)
        self.checked = Checked(dialog, route, self.words)

    # One letter ----------------------------------------------------------------------------------

    def letter(self, letter: Letter, back_to: PromptId | None) -> Prompt:
        """What the practitioner wrote, with "I don't understand this" beside it (H6)."""
        closed = is_closed(self.conversation.facts)
        buttons = [] if closed else [*tasks.buttons(self.words, letter)]
        if letter.kind in ANSWERED and not closed:
            label = "button.correct" if letter.kind is LetterKind.TYPED else "button.reply"
            buttons.append(Button(label=self.words.say(label), act=Read(letter=letter.id, reply=True)))
        lines = self._about(letter)
        if letter.kind is LetterKind.DID and len(lines) == 1:
            label = self.words.say("button.change_said")
            buttons.append(Button(label=label, act=Change(root=lines[0].root)))
        # That a part was read is news and nobody's words: there is nothing in it to explain.
        unclear = () if closed or letter.kind is LetterKind.READ else (Move.UNCLEAR,)
        every = (Move.YOU_SAID,) if letter.kind is LetterKind.DID else ()
        return self._prompt(
            Screen.LETTER,
            self._says(letter),
            letter=letter.id,
            kind=Kind.CHOICE if letter.kind is LetterKind.TASK else None,
            said=tasks.said_before(self.words, letter),
            lines=lines,
            quote="" if letter.kind in NAMES_ALONE else letter.words,
            back_to=back_to,
            buttons=(*buttons, *self._moves(*unclear, *every, Move.GO_ON, *WAYS_OUT)),
        )

    def reply(self, letter: Letter, back_to: PromptId | None) -> Prompt:
        """An open box under what the practitioner wrote."""
        return self._prompt(
            Screen.REPLY,
            self._says(letter) if letter.kind in NAMES_ALONE else letter.words,
            letter=letter.id,
            kind=Kind.TEXT,
            lines=self._about(letter),
            back_to=back_to,
            said=(self.words.say("letter.reply"),),
            buttons=self._moves(Move.GO_ON, Move.UNCLEAR, *WAYS_OUT),
        )

    def _says(self, letter: Letter) -> str:
        """Who wrote it, when, and what kind of letter it is."""
        by = letter.name or self.conversation.facts.worker
        if letter.kind is not LetterKind.DID:
            kind = LetterKind.UNSHARED if self._is_over(letter) else letter.kind
            name = f"letter.{kind}{'_backup' if letter.backup else ''}"
            return self.words.say(name, writer=by, day=self.words.day(letter.at), words=letter.words)
        day = self.words.written(letter.by, year=False) if letter.by else self.words.day(letter.at)
        return self.words.say(f"letter.did_{letter.did or Did.DONE}", writer=by, day=day)

    def _is_over(self, letter: Letter) -> bool:
        """Whether what it released was withdrawn since."""
        shown = self.conversation.facts.shown
        return letter.kind is LetterKind.RELEASED and all(one.letter != letter.id for one in shown)

    def _about(self, letter: Letter) -> tuple[Line, ...]:
        """What the letter is about; of an earlier day, on a messenger, only what was asked (H2)."""
        if letter.kind is not LetterKind.DID:
            return self.checked.lines_of(letter)
        found = (self._as_it_read(root, letter) for root in (letter.line, *letter.also) if root)
        return tuple(self._line(answer) for answer in found if answer is not None)

    def _line(self, answer: Answer) -> Line:
        step = Step(*self.dialog.questions[answer.question], answer.about)
        ask = self.words.asked(answer, step, self.route)
        hidden = self.words.hidden(answer)
        return Line(root=answer.root, question=ask, words="" if hidden else self.words.said(answer))

    def _as_it_read(self, root: AnswerId, letter: Letter) -> Answer | None:
        """A line as it read when the letter was written; None once it was taken back."""
        newest = self.route.answered.newest.get(root)
        if newest is None or taken_back(newest) or newest.question not in self.dialog.questions:
            return None
        revisions = {a.id: a for a in self.conversation.answers if a.root == root}
        for part in reversed(self.conversation.sent):
            held = next((revisions[id] for id in part.answers if id in revisions), None)
            if part.at <= letter.at and held is not None and not isinstance(held.value, TakenBack):
                return held
        return newest

    # What matters most ----------------------------------------------------------------------------

    def raised_here(self) -> list[Answer]:
        """What a young person raised and did not take back; with somebody there, nothing private (H2)."""
        if not self.dialog.for_the_young:
            return []
        found = ((a, self.dialog.questions.get(a.question)) for a in self.route.answered.newest.values())
        return [
            answer
            for answer, asked in found
            if asked is not None
            and raises(answer.value, asked[1].goes.category, asked[1].goes.part)
            and not self.checked.is_held_back(answer)
        ]

    def star(self, back_to: PromptId | None, *said: str) -> Prompt:
        """Which line matters most (H14); without a way back, it comes by itself after sending."""
        now = starred(self.conversation.answers)
        picks = (
            Button(
                label=self.words.say(
                    "star.now" if answer.root == now else "star.row", words=self._in_short(answer)
                ),
                act=Pick(choice=answer.root),
            )
            for answer in self.raised_here()
        )
        return self._prompt(
            Screen.STAR,
            self.words.say("star.ask"),
            question=None if back_to else AFTER_SENDING,
            kind=Kind.CHOICE,
            said=(*said, self.words.say("star.why")),
            back_to=back_to,
            buttons=(*picks, *self._moves(Move.SKIP, Move.HUB, Move.HELP, Move.STOP)),
        )

    def _in_short(self, answer: Answer) -> str:
        words = " ".join(self.words.shown(answer).split())
        return words if len(words) <= _ON_A_BUTTON else words[:_ON_A_BUTTON] + "…"

    # You said, we did -----------------------------------------------------------------------------

    def has_you_said(self) -> bool:
        """Whether a young person sent something, or was written back to."""
        return self.dialog.for_the_young and bool(self.conversation.sent or self._written())

    def you_said(self, place: int, back_to: PromptId | None, *said: str) -> Prompt:
        """Everything that was written back, the newest first; then what nobody wrote back about yet."""
        entries = [*self._answered(), *self._waiting()]
        room = _ON_TELEGRAM if self.event.channel is Channel.TELEGRAM else _ON_A_PAGE
        pages = max(1, -(-len(entries) // room))
        place = max(0, min(place, pages - 1))
        page = entries[place * room : (place + 1) * room]
        star = (Move.STAR,) if self.raised_here() else ()
        ways = (*([Move.NEXT_PAGE] if place + 1 < pages else ()), *([Move.PAGE_BEFORE] if place else ()))
        return self._prompt(
            Screen.YOU_SAID,
            self.words.say("you_said.all" if entries else "you_said.nothing"),
            said=said,
            page=place,
            lines=tuple(entry.line for entry in page),
            back_to=back_to,
            buttons=(
                *(
                    Button(label=self.words.say(entry.label, number=str(number)), act=entry.act)
                    for number, entry in enumerate(page, 1)
                ),
                *self._moves(*ways, *star, Move.HUB, Move.HELP, Move.STOP),
            ),
        )

    def _written(self) -> list[Letter]:
        return [one for one in self.conversation.facts.letters if one.kind is LetterKind.DID]

    def _answered(self) -> Iterator[Entry]:
        # Another day's words stay out of a chat that has no lock, and so does what answers them (H2).
        locked = self.event.channel is not Channel.TELEGRAM or self.words.words_shown
        newest = self.route.answered.newest
        for letter in reversed(self._written()):
            about = self._about(letter)
            shown = locked and not any(self.checked.is_held_back(newest[line.root]) for line in about)
            words = "\n\n".join(line.words for line in about if line.words and shown)
            line = Line(
                root=AnswerId(""),
                question=self.words.say("you_said.you" if words else "you_said.gone"),
                words=_shortened(words),
                back_says=self._says(letter),
                back=_shortened(letter.words) if shown else "",
            )
            yield Entry(line, "button.open", Read(letter=letter.id))

    def _waiting(self) -> Iterator[Entry]:
        """What was sent, and nobody wrote back about as it reads now."""
        when, written = sent_at(self.conversation), self._written()
        last = set(self.conversation.sent[-1].answers) if self.conversation.sent else set()
        for answer in self.raised_here():
            if answer.id not in last:
                continue
            if any(letter.at >= when[answer.id] for letter in answers_to(answer.root, written)):
                continue
            line = Line(
                root=answer.root,
                question=self.words.say("you_said.you"),
                words=_shortened(self.words.shown(answer)),
                back_says=self.words.say("you_said.waits"),
            )
            yield Entry(line, "button.change", Change(root=answer.root))


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_LINE else words[:LONGEST_LINE] + "…"
