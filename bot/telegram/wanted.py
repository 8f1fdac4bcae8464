"""Gives people what they want beside the dialog: their page in a browser, their letters, their copy.

`reception` calls it; what it shows goes through the chat's own lane, like everything else.
"""

from collections.abc import Callable
from datetime import date, datetime

from bot.carriers import File, Parcel, Urgency
from bot.courier import Courier
from bot.telegram.beside import Want, key
from bot.telegram.carrying import TelegramCarrier
from bot.telegram.drawing import Drawn, Look, plain, quoted
from bot.telegram.keyboard import Key, Open
from bot.telegram.needs import Copies, Turns
from bot.telegram.phrases import PhrasesIn
from dialogs.conversation import Conversation
from dialogs.ids import ConversationId
from dialogs.wording import day, filled

MOST_LETTERS = 20


class Wants:
    """Gives them."""

    def __init__(
        self,
        *,
        turns: Turns,
        copies: Copies,
        courier: Courier,
        carrier: TelegramCarrier,
        phrases: PhrasesIn,
        today: Callable[[], date],
        now: Callable[[], datetime],
    ) -> None:
        self._turns = turns
        self._copies = copies
        self._courier = courier
        self._carrier = carrier
        self._phrases = phrases
        self._today = today
        self._now = now

    async def give(self, chat: int, conversation: ConversationId, want: Want) -> None:
        """Answer in the chat. Raises `StorageError`."""
        now = await self._turns.look(conversation)
        look = Look(self._phrases(now.language), now.facts.pretend)
        if want is Want.BROWSER or not self._carrier.carries_words:
            return self._show(chat, await self._page(chat, look.phrases.link, look))
        if want is Want.MESSAGES:
            return self._show(chat, _letters(now, look))
        if want in (Want.SHARED, Want.SHARED_HERE):
            return await self._shared(chat, conversation, look, here=want is Want.SHARED_HERE)
        if not await self._copies.ready(conversation):
            return self._show(chat, plain(look.phrases.no_copy, look))
        if want is Want.COPY:
            here = (key(look.phrases.copy_here, Want.COPY_HERE),)
            warned = await self._page(chat, look.phrases.copy_warns, look)
            return self._show(chat, warned._replace(rows=(here, *warned.rows)))
        paper = await self._copies.pdf(conversation, self._today())
        if paper is not None:
            file = File(paper.content, paper.file_name)
            self._courier.promise(chat, Parcel(Urgency.REPLY, file=file))

    async def _shared(self, chat: int, conversation: ConversationId, look: Look, *, here: bool) -> None:
        """What was released to them: each line in a message of its own, after the word about that."""
        lines = await self._copies.shared(conversation, self._now())
        if not lines:
            return self._show(chat, plain(look.phrases.nothing_shared, look))
        if not here:
            asked = (key(look.phrases.shared_here, Want.SHARED_HERE),)
            warned = await self._page(chat, look.phrases.copy_warns, look)
            return self._show(chat, warned._replace(rows=(asked, *warned.rows)))
        self._show(chat, plain(look.phrases.shared_keep, look))
        for line in lines:
            self._show(chat, quoted(f"{line.name}, {line.on}", line.question, line.words, look))

    async def _page(self, chat: int, words: str, look: Look) -> Drawn:
        """A sentence with a link to the person's page, where there can be one."""
        link = await self._carrier.link(chat)
        if link is not None:
            return plain(words, look)._replace(rows=((Key(look.phrases.in_browser, url=link),),))
        return plain(look.phrases.no_link if words == look.phrases.link else words, look)

    def _show(self, chat: int, drawn: Drawn) -> None:
        self._courier.promise(chat, Parcel(Urgency.REPLY, shown=drawn))


def _letters(now: Conversation, look: Look) -> Drawn:
    """Every letter, the newest first, each with its button."""
    letters = tuple(reversed(now.facts.letters))[:MOST_LETTERS]
    if not letters:
        return plain(look.phrases.no_messages, look)
    rows = []
    for letter in letters:
        label = look.phrases.one_message if letter.opened else look.phrases.one_message_new
        named = filled(label, {"day": day(letter.at)})
        rows.append((Key(named, data=Open(letter=letter.id).pack()),))
    return plain(look.phrases.your_messages, look)._replace(rows=tuple(rows))
