"""People on a page of their own, in a phone's browser or on the worker's device: the same turns, with no page
drawn and nothing sent over a network.
"""

from typing import Any

from bot.demo.somebody import Somebody, is_called
from bot.demo.transcript import Transcript
from bot.product import Product
from dialogs.conversation import Prompt
from dialogs.events import Channel, Event, LetterOpened, Opened, Pressed, TextReceived
from dialogs.ids import ConversationId, EventId, LetterId
from dialogs.people import Hand
from storage.fresh import fresh_id


class OnAPage(Somebody):
    """One person. `hand` says whose hand types, where a worker sits beside them."""

    def __init__(
        self,
        name: str,
        conversation: ConversationId,
        product: Product,
        transcript: Transcript,
        hand: Hand | None = None,
    ) -> None:
        self.name = name
        self.conversation = conversation
        self.product = product
        self.transcript = transcript
        self.hand = hand
        self._labels: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """What can be tapped on the newest screen."""
        return self._labels

    async def comes(self) -> None:
        """They open the page."""
        await self._takes(Opened(**self._event()))

    async def says(self, words: str) -> None:
        """They type this."""
        self.transcript.tell(self.name, words)
        await self._takes(TextReceived(text=words, prompt=(await self._screen()).number, **self._event()))

    async def presses(self, label: str) -> None:
        """They tap this. Raises `LookupError` where nothing is called so."""
        self.transcript.tell(self.name, f"[{label}]")
        screen = await self._screen()
        for number, button in enumerate(screen.buttons):
            if is_called(button.label, label):
                await self._takes(Pressed(prompt=screen.number, button=number, **self._event()))
                return
        raise LookupError(f"no button {label}")

    async def opens_newest_letter(self) -> None:
        """They open the newest message of their worker."""
        letters = (await self.product.turns.look(self.conversation)).facts.letters
        await self._takes(LetterOpened(letter=LetterId(letters[-1].id), **self._event()))

    async def _takes(self, event: Event) -> None:
        await self.product.turns.take(self.conversation, event)
        screen = await self._screen()
        self._labels = tuple(one.label for one in screen.buttons)
        text = "\n".join(filter(None, (*screen.said, screen.quote, screen.text)))
        self.transcript.tell("page", f"{text}\n{' '.join(f'[{one}]' for one in self._unfolded())}")

    def _unfolded(self) -> tuple[str, ...]:
        """What stands there without a tap on "More"."""
        return self.labels[: self.labels.index("More") + 1] if "More" in self.labels else self.labels

    async def _screen(self) -> Prompt:
        conversation = await self.product.turns.look(self.conversation)
        screen = conversation.prompt(conversation.asked)
        if screen is None:
            raise LookupError("nothing is asked")
        return screen

    def _event(self) -> dict[str, Any]:
        now = self.product.clock()
        return {
            "id": EventId(fresh_id()),
            "at": now,
            "local_hour": now.hour,
            "channel": Channel.BROWSER,
            "hand": self.hand,
        }
