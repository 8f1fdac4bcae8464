"""What every screen is made of, and the screens beside the questions: help, and who may see it.

`Screens` makes them; `prompts` builds the questions and the screens between them on it.
"""

from collections.abc import Iterable
from typing import Any

from dialogs.buttons import Button, Change, Do, Move, Pick, house_button
from dialogs.conversation import Answer, Conversation, Prompt, Screen
from dialogs.definition import Dialog, Kind, Section
from dialogs.events import Arrived
from dialogs.ids import PromptId, QuestionId, derived
from dialogs.lived import is_closed
from dialogs.route import Route
from dialogs.wishes import EVERYTHING, WISH, Wish
from dialogs.wording import Wording

WAYS_OUT = (Move.BACK, Move.HELP, Move.STOP)
_DO = {move: Do(move=move) for move in Move}


class Screens:
    """Makes screens; ids and numbers follow from the event and the conversation."""

    def __init__(self, dialog: Dialog, conversation: Conversation, event: Arrived, route: Route) -> None:
        self.dialog = dialog
        self.conversation = conversation
        self.event = event
        self.route = route
        self.words = Wording(dialog, conversation, event.channel, event.at)

    # Help -----------------------------------------------------------------------------------------

    def help(self, back_to: PromptId | None) -> Prompt:
        """Whom to call, first; then the way on. Where somebody sees this phone, the quiet way (H2).

        The worker who sits beside a young person is the first to tell, and 999 stands there too (H10).
        """
        if self._beside_a_worker:
            return self._help(self._tell(), back_to, Move.ALL_HELP)
        return self._quiet_help(back_to) if self._quietly else self.all_help(back_to)

    def all_help(self, back_to: PromptId | None) -> Prompt:
        """Every number: somebody who sees this phone is known of, and this was asked for."""
        lines = self.dialog.help
        return self._help((*lines.danger, *lines.others, self.words.say("help.not_watched")), back_to)

    def danger(self, back_to: PromptId | None) -> Prompt:
        """Words of danger were heard: help first. A phone that somebody sees says nothing of it (H2).

        Of a young person's words of harm the same: thanks, who reads it and when, and nothing more (H10).
        On from there is the list of parts, whatever was asked: they choose.
        """
        back_to = None if self.dialog.for_the_young else back_to
        if self._beside_a_worker:
            return self._help(
                self._tell(), back_to, Move.ALL_HELP, said=(self.words.say("sitting.danger.heard"),)
            )
        if self._quietly:
            return self._quiet_help(back_to)
        lines = self.dialog.help
        shown = (*lines.danger, *lines.talk, self.words.say("help.not_watched"))
        heard = "over.danger" if is_closed(self.conversation.facts) else "danger.heard"
        return self._help(shown, back_to, Move.ALL_HELP, said=(self.words.say(heard),))

    @property
    def _beside_a_worker(self) -> bool:
        return bool(self.conversation.sitter) and self.dialog.for_the_young

    @property
    def _quietly(self) -> bool:
        """Somebody at home sees this person's phone; in a sitting it is the worker's phone."""
        return self.route.phone_seen and not self.conversation.sitter

    def _tell(self) -> tuple[str, ...]:
        lines = self.dialog.help
        return (self.words.say("sitting.tell"), *lines.danger, *lines.talk)

    def _quiet_help(self, back_to: PromptId | None) -> Prompt:
        lines = self.dialog.help
        return self._help(lines.quiet or lines.danger, back_to, Move.QUIET_HELP)

    def _help(
        self, shown: Iterable[str], back_to: PromptId | None, *more: Move, said: tuple[str, ...] = ()
    ) -> Prompt:
        return self._prompt(
            Screen.HELP,
            "\n".join(shown),
            said=said,
            back_to=back_to,
            buttons=self._moves(Move.GO_ON, *more, Move.STOP),
        )

    # Wishes ---------------------------------------------------------------------------------------

    def wish(self, section: Section, *said: str) -> Prompt:
        """Who may see what was said in a part; what a wish can do, and what it cannot (H7)."""
        return self._wish(
            self.words.say("wish.part", section=section.title), *said, section=section.id, back_to=None
        )

    def wish_of(self, answer: Answer, back_to: PromptId | None) -> Prompt:
        """Who may see one line."""
        return self._wish(
            self.words.say("wish.one"),
            self.words.readers_now(answer),
            section=answer.section,
            revises=answer.root,
            quote=self.words.shown(answer),
            back_to=back_to,
        )

    def wish_all(self, back_to: PromptId | None) -> Prompt:
        """Who may see everything that was said so far."""
        return self._wish(self.words.say("wish.all"), back_to=back_to)

    def _wish_all(self) -> tuple[Button, ...]:
        """An adult says it in one go, where they like: nobody asks them on the short way."""
        if not self.dialog.wishes or self.dialog.for_the_young:
            return ()
        return (Button(label=self.words.say("button.wish_all"), act=Change(root=EVERYTHING, wish=True)),)

    def _wish(self, text: str, *said: str, **fields: Any) -> Prompt:
        picks = (Button(label=self.words.say(f"button.wish_{wish}"), act=Pick(choice=wish)) for wish in Wish)
        said = (*said, self.words.say("wish.can"), self.words.say("wish.for_now"))
        buttons = (*picks, *self._moves(Move.BACK, Move.SKIP, Move.HELP, Move.STOP))
        return self._prompt(Screen.WISH, text, kind=Kind.CHOICE, said=said, buttons=buttons, **fields)

    def wish_who(self, asked: Prompt, wish: Wish) -> Prompt:
        """Whom a wish names: typed, since nobody else's names are shown."""
        return self._prompt(
            Screen.WISH,
            self.words.say(f"wish.{wish}"),
            section=asked.section,
            question=QuestionId(f"{WISH}.{wish}"),
            revises=asked.revises,
            back_to=asked.id,
            kind=Kind.TEXT,
            buttons=self._moves(*WAYS_OUT),
        )

    # Pieces ----------------------------------------------------------------------------------------

    def _fresh(self) -> dict[str, Any]:
        number = self.conversation.put + 1
        return {
            "id": PromptId(derived(self.event.id, f"p{number}")),
            "number": number,
            "at": self.event.at,
            "sitting": self.conversation.sitting,
            "message": None,
        }

    def _prompt(self, screen: Screen, text: str, **fields: Any) -> Prompt:
        made = {**self._fresh(), "screen": screen, "text": text, "language": self.dialog.language, **fields}
        return Prompt.made(**made)

    def fitting(self, name: str, screen: Prompt) -> str:
        """The name of a sentence that speaks of skipping, or of its wording for a screen without a skip."""
        other = f"{name}.no_skip"
        may_skip = any(button.act == _DO[Move.SKIP] for button in screen.buttons)
        return name if may_skip or other not in self.words.house.words else other

    def _move(self, move: Move, label: str = "") -> Button:
        return house_button(self.words.say(label or f"button.{move.value}"), _DO[move])

    def _moves(self, *moves: Move) -> tuple[Button, ...]:
        return tuple(self._move(move) for move in moves)
