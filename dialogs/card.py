"""The pocket card: what one person needs when there is no signal, in their own words and the practitioner's.

Whom they said they would ring, what they said yes to, and the number for danger; nobody else's words.
`lived_with` shows the same people to ring; `bot.documents.card` draws the card.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.conversation import Answer, Conversation, Leaving, NoMore, TakenBack
from dialogs.definition import Category, Dialog, Part
from dialogs.events import Channel
from dialogs.route import Route
from dialogs.tasks import agreed
from dialogs.wording import Wording


class Card(NamedTuple):
    """What stands on a card."""

    name: str
    calls: tuple[str, ...]
    """Whom to ring, first and next."""
    tasks: tuple[str, ...]
    danger: tuple[str, ...]
    """999, as the help lines say it."""


def card_of(dialog: Dialog, conversation: Conversation) -> Card:
    """The card of this person, as things stand now."""
    route = Route(dialog, conversation, None)
    words = Wording(dialog, conversation, Channel.BROWSER)
    calls = tuple(words.said(answer) for _, answer in whom_to_ring(dialog, route))
    tasks = tuple(letter.words for letter in agreed(conversation))
    return Card(conversation.facts.name, calls, tasks, dialog.help.danger)


def whom_to_ring(dialog: Dialog, route: Route) -> Iterator[tuple[Part, Answer]]:
    """Whom this person said they would ring when they see a red flag: first, and then who is next."""
    for part in (Part.WHO, Part.BACKUP):
        for answer in route.answered.newest.values():
            found = dialog.questions.get(answer.question)
            goes = found[1].goes if found is not None else None
            said = not isinstance(answer.value, Leaving | NoMore | TakenBack)
            if said and goes is not None and (goes.category, goes.part) == (Category.SIGN, part):
                yield part, answer
