"""What is known without asking the database.

`Sight` is what one piece of work has read or been told, on top of what its batch knows. `Recent` is
what the whole process remembers of conversations, so that a turn unseals nothing: an entry counts
only with the version that the database names in this very transaction, and enters after its commit.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from dialogs.conversation import Conversation
from dialogs.ids import ConversationId, ParticipantId, PlanId

RECENT_CONVERSATIONS = 300
"""Some 70 to 100 kB each."""


class Known(NamedTuple):
    """A conversation's place and version, as the database names them."""

    plan: PlanId
    participant: ParticipantId
    version: int
    chat: int | None = None
    """The Telegram chat that carries it; None where it is in the browser only."""


class Held(NamedTuple):
    """A conversation with its version and place."""

    known: Known
    conversation: Conversation


Update = tuple[str, str]
"""Where an update came from, and its id there: ("telegram", "7312")."""


class Sight:
    """What this piece of work knows; `beyond` is what its batch knew before it."""

    def __init__(self, beyond: "Sight | None" = None) -> None:
        self.held: dict[ConversationId, Held] = {}
        self.known: dict[ConversationId, Known | None] = {}
        self.updates: dict[Update, bool] = {}
        self._beyond = beyond

    def conversation(self, id: ConversationId) -> Held | None:
        """The conversation as this work left it."""
        return self.held.get(id) or (self._beyond.held.get(id) if self._beyond else None)

    def place(self, id: ConversationId) -> Known | None:
        """Where it belongs, where that was read ahead."""
        return self.known.get(id) or (self._beyond.known.get(id) if self._beyond else None)

    def update(self, update: Update) -> bool | None:
        """Whether the update was seen before; None where nobody has looked."""
        mine = self.updates.get(update)
        return mine if mine is not None or self._beyond is None else self._beyond.updates.get(update)

    def absorb(self, other: "Sight") -> None:
        """Takes over what a job of this batch did."""
        self.held.update(other.held)
        self.updates.update(other.updates)


class Recent:
    """The conversations used last, at most `limit` of them."""

    def __init__(self, limit: int = RECENT_CONVERSATIONS) -> None:
        self._limit = limit
        self._held: OrderedDict[ConversationId, Held] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, id: ConversationId, version: int) -> Held | None:
        """The conversation in exactly this version."""
        held = self._held.get(id)
        if held is None or held.known.version != version:
            return None
        self._held.move_to_end(id)
        return held

    def forget(self) -> None:
        """Remembers nothing any more."""
        self._held.clear()

    def offer(self, committed: Iterable[tuple[ConversationId, Held]]) -> None:
        """Remembers what was committed, unless a newer version is remembered already."""
        for conversation, held in committed:
            mine = self._held.get(conversation)
            if mine is None or mine.known.version <= held.known.version:
                self._held[conversation] = held
                self._held.move_to_end(conversation)
        while len(self._held) > self._limit:
            self._held.popitem(last=False)
