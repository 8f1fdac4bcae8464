"""What the practitioner wrote to one person, with what they answered. `contents` builds on this."""

from collections.abc import Iterator
from datetime import date

from bot.documents.document import Block, Quote
from bot.documents.words import Tongue
from bot.documents.worries import Worries
from dialogs.commitments import Said
from dialogs.facts import Letter, LetterKind
from dialogs.plan import DraftPlan

_WRITTEN = (LetterKind.QUESTION, LetterKind.RETURNED, LetterKind.NOTICED, LetterKind.DID)
"""Letters with words of their own; tasks stand below them, with the yes to each."""


class Letters(Worries):
    """The letters of one draft."""

    def __init__(self, draft: DraftPlan, tongue: Tongue, made_on: date, *, own: bool) -> None:
        self.as_asked = draft
        tasks = {one.letter.id for one in draft.commitments}
        replies = tuple(reply for reply in draft.replies if reply.letter not in tasks)
        super().__init__(draft.model_copy(update={"replies": replies}), tongue, made_on, own=own)

    def letters(self) -> Iterator[Block]:
        """What the practitioner wrote to this person, and their replies."""
        replies = {reply.letter: reply for reply in self.draft.replies}
        for written in self.draft.letters:
            if written.letter.kind in _WRITTEN:
                reply = replies.get(written.letter.id)
                under = (self.quote(reply.line, asked=False),) if reply else ()
                yield self.letter(written.letter).model_copy(update={"under": under})
        for one in self.as_asked.commitments:
            yes = one.said is Said.YES and one.at is not None
            answer = (
                self.says("by.yes", day=self.day(one.at.date()))
                if yes and one.at
                else self.words["not_agreed"]
            )
            yield Quote(words=one.letter.words, by=answer)

    def letter(self, letter: Letter) -> Quote:
        """One letter. What was done about somebody's words stands below these words (`you_said`)."""
        by = self.says("by", name=self.draft.worker.name, day=self.day(letter.at.date()))
        if letter.kind is not LetterKind.DID:
            return Quote(words=letter.words, by=by)
        lines = (self.draft.line(root) for root in (letter.line, *letter.also) if root)
        said = "\n".join(line.words for line in lines if line is not None)
        words = letter.words
        if letter.by is not None:
            words = self.says("needs.by", words=words, day=self.day(letter.by))
        return Quote(words=words, by=by, asked=said)
