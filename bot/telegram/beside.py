"""What stands beside a conversation in its chat: the page in a browser, the letters, the own copy.

None of it is a step of the dialog, so the engine knows nothing of it. `carrying` puts the buttons
under the engine's screens (`beside`), `reading` knows presses and commands again, and `reception`
hands them to `Wants` (in `wanted`).
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.carriers import Parcel
from bot.telegram.keyboard import Key, Rows
from bot.telegram.phrases import Phrases
from dialogs.conversation import Screen
from dialogs.ids import QuestionId
from dialogs.wording import filled

OFFERED_AT = frozenset({QuestionId("know.telegram")})
"""Questions that tell what Telegram keeps: the browser is offered beside them."""


class Want(StrEnum):
    """What somebody wants to have."""

    BROWSER = "browser"
    MESSAGES = "messages"
    COPY = "copy"
    SHARED = "shared"
    SHARED_HERE = "sharedhere"
    """What was released to them, shown in the chat after the same word."""
    COPY_HERE = "here"
    """The copy, sent into the chat, after the honest word about that."""


COMMANDS = {
    "browser": Want.BROWSER,
    "messages": Want.MESSAGES,
    "copy": Want.COPY,
    "shared": Want.SHARED,
}


class Beside(CallbackData, prefix="b"):
    """A button beside the dialog's own."""

    want: Want


def key(label: str, want: Want) -> Key:
    """Its button."""
    return Key(label, data=Beside(want=want).pack())


def beside(parcel: Parcel, rows: Rows, phrases: Phrases, *, link: bool) -> Rows:
    """The keyboard of a screen with what stands beside it; `link`: whether the browser can be offered."""
    prompt = parcel.prompt
    if parcel.shared:
        return ((key(phrases.shared, Want.SHARED),), *rows)
    if parcel.copy:
        return ((key(phrases.my_copy, Want.COPY),), *rows)
    if prompt is None or (prompt.screen is Screen.HUB and not parcel.letters):
        return rows
    if prompt.screen is Screen.HUB:
        label = filled(phrases.messages_new, {"number": str(parcel.unopened)})
        return (*rows, (key(label if parcel.unopened else phrases.messages, Want.MESSAGES),))
    if link and prompt.question in OFFERED_AT:
        return (*rows, (key(phrases.in_browser, Want.BROWSER),))
    return rows
