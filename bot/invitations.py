"""Coming in: a code is looked at, used once, and binds a device or a chat to one conversation.

Looking changes nothing: mail scanners and chat previews open links too. Wrong, used, expired and
withdrawn codes all get one and the same answer. `bot.browser` and `bot.telegram` call this;
`bot.inviting` makes the codes.
"""

from collections.abc import Callable
from datetime import datetime
from secrets import choice
from typing import NamedTuple

from bot.asking_in import refusals
from bot.conversation import Dialogs, Turns
from bot.outgoing import Outgoing
from bot.telling import facts_of
from dialogs.conversation import Conversation
from dialogs.events import Channel, Opened
from dialogs.family import Family
from dialogs.ids import ConversationId, EventId, ParticipantId
from dialogs.people import Participant, Role
from storage import UnitOfWork
from storage.fresh import fresh_id
from storage.invitations import Invitation, Standing
from storage.pins import fits, stretch
from storage.plans import HeldPlan
from storage.store import Store

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Of codes: without letters and numbers that look alike."""


class Entered(NamedTuple):
    """Somebody came in."""

    conversation: ConversationId
    participant: ParticipantId
    cookie: str
    """The secret that a browser is known by; "" for a chat."""


def fresh_code(length: int) -> str:
    """So many letters and numbers, by chance."""
    return "".join(choice(LETTERS) for _ in range(length))


def as_typed(code: str) -> str:
    """A code as it is kept, however it was typed: small letters, spaces and dashes forgiven."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:64]


def may_use_telegram(family: Family, who: Participant, year: int, age: int) -> bool:
    """Whether Telegram's terms let them in. Of a child a year is known, so the birthday may be ahead."""
    if who.role is not Role.YOUNG_PERSON:
        return True
    child = family.child_who_is(who)
    return child is not None and year - child.born - 1 >= age


def only_beside(dialogs: Dialogs, who: Participant) -> bool:
    """Whether this person is asked only in a sitting: nothing that opens their page is ever sent to them."""
    if who.role is not Role.YOUNG_PERSON:
        return False
    try:
        return dialogs.of(dialogs.for_participant(who), "en").beside
    except KeyError:
        return False


class BrowserOnly(Exception):
    """This code is good, and whom it is for is too young for a messenger; it was not used up."""


class Invitations:
    """Lets people in."""

    def __init__(
        self,
        store: Store,
        turns: Turns,
        clock: Callable[[], datetime],
        languages: tuple[str, ...],
        telegram_age: int = 16,
    ) -> None:
        self.store = store
        self.turns = turns
        self.clock = clock
        self.languages = languages
        self.telegram_age = telegram_age

    async def look(self, code: str) -> Invitation | None:
        """An open invitation; None for anything else, whatever the reason. Changes nothing."""
        async with self.store.reading() as work:
            return await self._open(work, code, self.clock())

    async def accept_browser(self, code: str, *, now: datetime, press: str) -> Entered | None:
        """Use the code up for a browser: an invitation's, or that of a link from Telegram.

        `press` is the posted form's own id. The browser's secret follows from it, so that the same press
        made again, because its answer was lost, finds the device that it made. None for any code that
        opens nothing.
        """
        cookie = self.store.keys.secret("door", f"{as_typed(code)}/{press}")

        async def job(work: UnitOfWork) -> Entered | None:
            found = await self._open(work, code, now)
            if found is None:
                return await self._again(work, cookie) or await self._by_link(work, code, cookie, now)
            if not await work.invitations.use(found.id, Channel.BROWSER, now):
                return None
            conversation = await self._conversation(work, found, now, on_telegram=False)
            await work.devices.add(found.plan, found.participant, cookie, now)
            await work.audit.note(now, found.participant, found.plan, "came in", found.id)
            return Entered(conversation, found.participant, cookie)

        return await self.store.together(job)

    async def accept_telegram(
        self, code: str, chat: int, *, now: datetime, event_id: str, local_hour: int = 12
    ) -> Entered | None:
        """Use the code up for a Telegram chat, and put the first screen there. Raises `BrowserOnly`."""
        said: list[Outgoing] = []

        async def job(work: UnitOfWork) -> Entered | None:
            found = await self._open(work, code, now)
            if found is not None:
                await self._old_enough(work, found, now)
            if found is None or not await work.invitations.use(found.id, Channel.TELEGRAM, now):
                return None
            conversation = await self._conversation(work, found, now, on_telegram=True)
            await work.chats.join(chat, conversation, now)
            await work.audit.note(now, found.participant, found.plan, "came in", found.id)
            event = Opened(id=EventId(event_id), at=now, local_hour=local_hour, channel=Channel.TELEGRAM)
            said.clear()
            await self.turns.turn(work, conversation, event, chat=chat, said=said)
            return Entered(conversation, found.participant, "")

        entered = await self.store.together(job)
        if entered is not None and self.turns.courier is not None:
            self.turns.courier.post(said)
        return entered

    async def device(self, cookie: str) -> ConversationId | None:
        """The conversation that this device may open; None once it was signed out."""
        async with self.store.reading() as work:
            device = await work.devices.by_cookie(cookie)
            return await work.conversations.of_participant(device.participant) if device else None

    async def has_pin(self, conversation: ConversationId) -> bool:
        """Whether a PIN was chosen on the device that is let in now."""
        async with self.store.reading() as work:
            _, participant = await work.conversations.plan_of(conversation)
            devices = await work.devices.of(participant)
            return bool(devices) and devices[0].has_pin

    async def set_pin(self, conversation: ConversationId, pin: str) -> None:
        """Choose the PIN, where there is none."""
        stretched = await stretch(self.store.keys, pin)
        async with self.store.work() as work:
            _, participant = await work.conversations.plan_of(conversation)
            devices = await work.devices.of(participant)
            if devices and not devices[0].has_pin:
                await work.devices.keep_pin(devices[0].id, stretched)
                await work.commit()

    async def check_pin(self, conversation: ConversationId, pin: str) -> bool:
        """Whether this is the PIN. False for a while after five wrong ones, whatever is typed."""
        now = self.clock()
        async with self.store.work() as work:
            _, participant = await work.conversations.plan_of(conversation)
            devices = await work.devices.of(participant)
            kept = await work.devices.try_pin(devices[0].id, now) if devices else None
            await work.commit()
        if kept is None or not await fits(self.store.keys, pin, kept):
            return False
        async with self.store.work() as work:
            await work.devices.came_in(devices[0].id, now)
            await work.commit()
        return True

    async def _old_enough(self, work: UnitOfWork, found: Invitation, now: datetime) -> None:
        family = (await work.plans.get(found.plan)).family
        who, year = family.participant(found.participant), now.astimezone(self.turns.zone).year
        if not may_use_telegram(family, who, year, self.telegram_age):
            raise BrowserOnly

    async def _open(self, work: UnitOfWork, code: str, now: datetime) -> Invitation | None:
        """Open; nobody in the family said since that this person is not to be asked, and they may have a link."""
        found = await work.invitations.find(as_typed(code))
        if found is None or found.standing(now) is not Standing.OPEN:
            return None
        held = await work.plans.get(found.plan)
        if only_beside(self.turns.dialogs, held.family.participant(found.participant)):
            return None
        refused = await refusals(work, self.turns.dialogs, held, {found.participant})
        return None if found.participant in refused else found

    async def _again(self, work: UnitOfWork, cookie: str) -> Entered | None:
        device = await work.devices.by_cookie(cookie)
        conversation = await work.conversations.of_participant(device.participant) if device else None
        return Entered(conversation, device.participant, cookie) if device and conversation else None

    async def _by_link(self, work: UnitOfWork, code: str, cookie: str, now: datetime) -> Entered | None:
        """Somebody who is in by Telegram opens their page here too: one more device, and the chat stays."""
        conversation = await work.openings.use(as_typed(code), now)
        if conversation is None:
            return None
        plan, participant = await work.conversations.plan_of(conversation)
        device = await work.devices.add(plan, participant, cookie, now)
        await work.audit.note(now, participant, plan, "opened the page from Telegram", device)
        return Entered(conversation, participant, cookie)

    async def _conversation(
        self, work: UnitOfWork, found: Invitation, now: datetime, *, on_telegram: bool
    ) -> ConversationId:
        """This person's conversation: begun now, or found again on the new device."""
        held = await work.plans.get(found.plan)
        existing = await work.conversations.of_participant(found.participant)
        if existing is None:
            return await conversation_for(
                work, self.turns, held, found.participant, self.languages, now, on_telegram=on_telegram
            )
        facts = await facts_of(
            work,
            held.id,
            held.family,
            found.participant,
            on_telegram=on_telegram,
            languages=self.languages,
        )
        await self.turns.news(work, existing, facts, now)
        return existing


async def conversation_for(
    work: UnitOfWork,
    turns: Turns,
    held: HeldPlan,
    participant: ParticipantId,
    languages: tuple[str, ...],
    now: datetime,
    *,
    on_telegram: bool = False,
) -> ConversationId:
    """Begins this person's conversation."""
    id = ConversationId(fresh_id())
    dialog = turns.dialogs.for_participant(held.family.participant(participant))
    facts = await facts_of(
        work, held.id, held.family, participant, on_telegram=on_telegram, languages=languages
    )
    begun = Conversation(id=id, dialog=dialog, facts=facts, language=languages[0])
    await work.conversations.add(begun, held.id, participant, now)
    return id
