"""The screens of a plan that is lived with: a red flag, with whom to ring first; and good news.

The button tells nobody by itself and never lies (practice.md §9, H11). Reading hours are a sentence of the
practitioner's, so that nobody here can know whether anyone reads now: each time it says first that no worker
will see this now. Then whom this person said that they would ring, and the numbers. Where somebody else sees
this phone, 999 and 55 and one dull line stand there alone (H2). `living` does what the buttons mean.
"""

from collections.abc import Iterator
from typing import Any

from dialogs.buttons import Button, Move
from dialogs.card import whom_to_ring
from dialogs.conversation import Line, Prompt, Screen
from dialogs.definition import Kind, Part
from dialogs.ids import PromptId
from dialogs.lived import GOOD_NEWS, RED_FLAG, is_closed, is_lived_with, somebody_reads
from dialogs.written_back import WrittenBack

_FIRST_AND_NEXT = {Part.WHO: "red_flag.first", Part.BACKUP: "red_flag.next"}


class LivedWith(WrittenBack):
    """Makes the screens of living with a plan."""

    def lived_moves(self) -> tuple[Button, ...]:
        """What stands on every resting screen once the plan is lived with. A young person has Help (H9)."""
        if not is_lived_with(self.conversation.facts):
            return ()
        flag = () if self.dialog.for_the_young else (Move.RED_FLAG,)
        news = () if is_closed(self.conversation.facts) else (Move.GOOD_NEWS,)
        return self._moves(*flag, *news)

    def over(self, *said: str) -> Prompt:
        """After closure: no worker reads here, said before anything can be typed; whom to ring stays (H11)."""
        return self._prompt(
            Screen.OVER,
            self.words.say("over.no_one"),
            said=said,
            buttons=(*self.lived_moves(), *self._moves(Move.HELP)),
        )

    def red_flag(self, back_to: PromptId | None) -> Prompt:
        """Whom to ring first; only then, that it can stand on the worker's list."""
        lines = self.dialog.help
        quietly = self._quietly
        numbers = (lines.quiet or lines.danger) if quietly else lines.danger
        tell = (Move.FLAG_IT,) if somebody_reads(self.conversation.facts) else ()
        more = Move.QUIET_HELP if quietly else Move.ALL_HELP
        return self._prompt(
            Screen.RED_FLAG,
            "\n".join(numbers),
            question=RED_FLAG,
            kind=Kind.TEXT,
            said=(self.words.say("red_flag.no_worker"),),
            lines=() if quietly else tuple(self._whom_to_ring()),
            back_to=back_to,
            buttons=self._moves(*tell, more, Move.GO_ON, Move.STOP),
        )

    def flagged(self, back_to: PromptId | None) -> Prompt:
        """It stands on the list: what that means and what it does not; and room for words."""
        said = (self.words.say("red_flag.on_list"), self.words.say("red_flag.brings_no_one"))
        text = self.words.say("red_flag.what")
        return self._aside(Screen.FLAGGED, text, question=RED_FLAG, said=said, back_to=back_to)

    def good_news(self, back_to: PromptId | None) -> Prompt:
        """An open box for what went well."""
        text = self.words.say("good_news.what")
        return self._aside(Screen.GOOD_NEWS, text, question=GOOD_NEWS, back_to=back_to)

    def _aside(
        self, screen: Screen, text: str, *buttons: Button, kind: Kind = Kind.TEXT, **fields: Any
    ) -> Prompt:
        """One thing asked beside the dialog: what answers it, the way on, help, and a way to stop."""
        ways = self._moves(Move.GO_ON, Move.HELP, Move.STOP)
        return self._prompt(screen, text, kind=kind, buttons=(*buttons, *ways), **fields)

    def _whom_to_ring(self) -> Iterator[Line]:
        """Whom this person said they would ring, first and next."""
        for part, answer in whom_to_ring(self.dialog, self.route):
            label = self.words.say(_FIRST_AND_NEXT[part])
            yield Line(root=answer.root, question=label, words=self.words.said(answer))
