"""What the Telegram adapter itself says: the few sentences that belong to no dialog.

Plain words, reading age 9 or less, as everywhere; one object for each language, made once by
whoever wires the program. The rest of the package takes `Phrases` and knows no wording.
"""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations

from dialogs.conversation import Screen


class Phrases:
    """The sentences, in one language. Without a catalogue they are English."""

    def __init__(self, catalogue: NullTranslations | None = None) -> None:
        pgettext = (catalogue or NullTranslations()).pgettext
        self.pretend = pgettext("telegram", "Pretend family")
        self.rest = pgettext("telegram", "The rest does not fit here. It is kept.")
        self.type_others = pgettext("telegram", "There are more. You can type the one you mean.")
        self.stranger = pgettext(
            "telegram", "This is a private notes service. Type the code from your letter."
        )
        self.wrong_code = pgettext(
            "telegram", "That code does not work here. Check each letter, wait a little, and try again."
        )
        """One and the same for a code that is wrong, used, expired, withdrawn or one guess too many."""
        self.browser_only = pgettext(
            "telegram",
            "Your code works, but not in Telegram. Open the web link from your letter. You can type it there too.",
        )
        """For somebody under Telegram's age."""
        self.message = pgettext("telegram", "You have a message.")
        self.open = pgettext("telegram", "Open")
        self.waiting = pgettext(
            "telegram desk", "Something is waiting for you on the desk. Send /plans to see it."
        )
        self.flagged = pgettext(
            "telegram desk",
            "Please look now: words that may mean danger are waiting for you on the desk. "
            "Send /plans to see them.",
        )
        """What a practitioner's own chat says: no names, for the lock screen."""
        self.set_aside = pgettext(
            "telegram", "That message could not be read here. It is kept, and a person will look at it."
        )
        self.held_up = pgettext(
            "telegram", "We can't keep your words right now. You need not send them again. We keep trying."
        )
        self.not_shown = pgettext(
            "telegram", "The next question can't be shown here. Send /start to try again."
        )
        self.kept_go_on = pgettext("telegram", "Your words are kept. Please go on in your browser.")
        self.go_on = pgettext("telegram", "Please go on in your browser.")
        self.ended = {
            Screen.STOPPED: pgettext(
                "telegram", "You have stopped for now. What you said is kept. You can come back any time."
            ),
            Screen.CLOSED: pgettext(
                "telegram", "That is fine. You need not say why. You can come back any time."
            ),
        }
        """Where this chat carries no words, what is said to somebody who stopped or said no in it."""
        self.in_browser = pgettext("telegram", "Open in my browser")
        self.link = pgettext(
            "telegram", "This opens your page in the browser. The link works once, for half an hour."
        )
        self.no_link = pgettext(
            "telegram", "There is no page in the browser here. You can go on in this chat."
        )
        self.messages = pgettext("telegram", "Messages")
        self.messages_new = pgettext("telegram", "Messages ({number} new)")
        self.your_messages = pgettext("telegram", "Your messages, the newest first.")
        self.no_messages = pgettext("telegram", "There are no messages yet.")
        self.one_message = pgettext("telegram", "Message, {day}")
        self.one_message_new = pgettext("telegram", "New message, {day}")
        self.my_copy = pgettext("telegram", "My copy")
        self.copy_warns = pgettext("telegram", "Anyone with this phone can open it. Telegram keeps a copy.")
        self.copy_here = pgettext("telegram", "Send it here")
        self.shared = pgettext("telegram", "Shared with you")
        self.shared_here = pgettext("telegram", "Show it here")
        self.shared_keep = pgettext("telegram", "Other people said this. Please keep it to yourself.")
        self.nothing_shared = pgettext("telegram", "Nothing is shared with you now.")
        self.no_copy = pgettext("telegram", "There is no copy yet. You get a message when there is one.")
        self.more_help = pgettext("telegram", "More")
        self.too_large = pgettext("telegram", "That file is too big to keep. A shorter one may work.")
        self.wrong_file = pgettext(
            "telegram", "That kind of file can't be kept here. A photo or voice note can."
        )
        self.cannot_open = pgettext(
            "telegram", "That kind can't be opened here. Please send it as a photo or voice note."
        )
        self.lost_file = pgettext("telegram", "That file did not reach us. Please send it once more.")
        self.start = pgettext("telegram", "Show me where I was")
        self.menu = pgettext("telegram", "All parts")
        self.back = pgettext("telegram", "Back")
        self.who = pgettext("telegram", "Who reads this?")
        self.stop = pgettext("telegram", "Stop for now")
        self.list_messages = pgettext("telegram", "My messages")
        self.help = pgettext("telegram", "Help now")
        self.description = pgettext(
            "telegram", "A private notes service. You need a code from your letter to begin."
        )
        self.short_description = pgettext("telegram", "A private notes service.")


PhrasesIn = Callable[[str], Phrases]
"""A language's code -> the sentences in it, made once for each: every message asks."""


@cache
def in_english(language: str) -> Phrases:
    """English, whatever the language."""
    return Phrases()
