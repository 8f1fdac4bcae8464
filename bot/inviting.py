"""Making invitations: eight typed characters, a browser link, a Telegram link and a QR code.

Only the code's keyed digest is kept, so all four are shown once, when they are made; later the desk
shows the state, and "make a new one", which ends the old. `bot.invitations` lets people in by them.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

import segno

from bot.asking_in import refusals
from bot.conversation import Dialogs
from bot.invitations import fresh_code, may_use_telegram, only_beside
from bot.planning import Missing, NotReady, missing_before_inviting
from bot.rights import Rights
from dialogs.check_ins import wants_no_messages
from dialogs.family import Family
from dialogs.ids import ParticipantId, PlanId, PractitionerId
from dialogs.network import Friend
from dialogs.people import Participant, Role
from storage import Store, UnitOfWork
from storage.invitations import Invitation, Standing
from storage.outbox import Message
from storage.plans import HeldPlan


class Made(NamedTuple):
    """A new invitation, with what is shown this once."""

    invitation: Invitation
    participant: Participant
    code: str
    """As somebody types it: ABCD-EFGH."""
    browser: str
    telegram: str | None
    """None where there is no bot, or the person is under Telegram's age."""
    qr: str
    """The browser link as inline SVG."""


class SaidNo(Exception):
    """Somebody in the family said that this person is not to be asked. It binds; `by` says who."""

    def __init__(self, by: tuple[Friend, ...]) -> None:
        super().__init__("somebody in the family said that this person is not to be asked")
        self.by = by


class OnlyBeside(Exception):
    """This person is asked only beside a worker: no link and no code is made for them."""


class Reached(NamedTuple):
    """How far one person in a plan has come, and whether a message reaches them."""

    participant: Participant
    invitation: Invitation | None
    """The newest one."""
    standing: Standing | None
    begun: bool
    on_telegram: bool
    in_browser: bool
    lost: int
    """Messages that did not reach them."""
    refused: tuple[Friend, ...] = ()
    """Where somebody in the family said that they are not to be asked."""
    to_be_asked_in: bool = False
    """A member of the network of whom it is not written yet who said yes, and what they may know."""
    quiet: bool = False
    """They said that nothing is to be written to them there: ring instead."""
    beside: bool = False
    """Asked only beside a worker: no link and no code is made."""


class Inviting:
    """Makes and withdraws invitations."""

    def __init__(
        self,
        store: Store,
        rights: Rights,
        dialogs: Dialogs,
        clock: Callable[[], datetime],
        links: str,
        *,
        zone: tzinfo,
        days: int = 14,
        telegram_age: int = 16,
        bot_name: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`links` is the start of every browser link; `bot_name` the Telegram bot's name, once it is known."""
        self.store = store
        self.rights = rights
        self.dialogs = dialogs
        self.clock = clock
        self.links = links
        self.zone = zone
        self.days = days
        self.telegram_age = telegram_age
        self.bot_name = bot_name

    async def make(self, by: PractitionerId, plan: PlanId, participant: ParticipantId) -> Made:
        """A new invitation; the person's old one, devices and chats are good no longer.

        Raises `NotReady` where the plan has no cover or no reading hours, or where nobody wrote down yet
        that the family said yes to somebody of the network; `SaidNo`; `OnlyBeside`; `KeyError` for
        nobody of this plan, `NotYours`, `OnlyToSign`.
        """
        at, code = self.clock(), new_code()
        async with self.store.work() as work:
            held = await self.rights.allowed(work, by, plan, to_change=True)
            who = held.family.participant(participant)
            if only_beside(self.dialogs, who):
                raise OnlyBeside
            await may_be_asked(work, self.dialogs, held, who, self.rights.today)
            until = at + timedelta(days=self.days)
            made = await work.invitations.make(plan, who.id, plain_code(code), by, at, until)
            await work.audit.note(at, by, plan, "invited", made.id)
            await work.commit()
        return self._made(made, who, code, held.family, at.astimezone(self.zone).date())

    async def withdraw(self, by: PractitionerId, plan: PlanId, invitation: str) -> None:
        """Nobody can use it from now on. Raises `NotYours`, `OnlyToSign`, `KeyError`."""
        at = self.clock()
        async with self.store.work() as work:
            await self.rights.allowed(work, by, plan, to_change=True)
            if invitation not in {one.id for one in await work.invitations.of_plan(plan)}:
                raise KeyError(invitation)
            await work.invitations.withdraw(invitation, at)
            await work.audit.note(at, by, plan, "withdrew an invitation", invitation)
            await work.commit()

    async def reached(self, by: PractitionerId, plan: PlanId) -> tuple[Reached, ...]:
        """How far each person has come, and whether messages reach them. Raises `NotYours`."""
        now = self.clock()
        async with self.store.reading() as work:
            held = await self.rights.allowed(work, by, plan)
            newest: dict[ParticipantId, Invitation] = {}
            for one in await work.invitations.of_plan(plan):
                newest.setdefault(one.participant, one)
            lost = await work.outbox.failed(plan)
            refused = await refusals(work, self.dialogs, held, {who.id for who in held.family.participants})
            return tuple(
                [
                    (await _reached(work, who, newest.get(who.id), lost, now))._replace(
                        refused=refused.get(who.id, ()),
                        to_be_asked_in=_to_be_asked_in(held.family, who),
                        beside=only_beside(self.dialogs, who),
                    )
                    for who in held.family.participants
                ]
            )

    def _made(self, made: Invitation, who: Participant, code: str, family: Family, today: date) -> Made:
        plain, bot = plain_code(code), self.bot_name()
        browser = f"{self.links}/i/{plain}"
        grown = may_use_telegram(family, who, today.year, self.telegram_age)
        telegram = f"https://t.me/{bot}?start={plain}" if bot and grown else None
        return Made(made, who, code, browser, telegram, qr_code(browser))


async def may_be_asked(
    work: UnitOfWork, dialogs: Dialogs, held: HeldPlan, who: Participant, today: date
) -> None:
    """Nothing, where this person may be asked now, by an invitation or in a sitting.

    Raises `NotReady` or `SaidNo`.
    """
    missing = missing_before_inviting(held, today)
    if _to_be_asked_in(held.family, who):
        missing = (*missing, Missing.ASKED_IN)
    if missing:
        raise NotReady(missing)
    if said_no := (await refusals(work, dialogs, held, {who.id})).get(who.id):
        raise SaidNo(said_no)


def _to_be_asked_in(family: Family, who: Participant) -> bool:
    return who.role is Role.NETWORK and not family.asked_in_of(who.id).agreed


def new_code() -> str:
    """Eight characters that cannot be taken for one another, as a person types them: ABCD-EFGH."""
    letters = fresh_code(8)
    return f"{letters[:4]}-{letters[4:]}"


def plain_code(code: str) -> str:
    """The code as it is kept."""
    return code.replace("-", "")


def qr_code(link: str) -> str:
    """A link as inline SVG; what it is is said beside it, so it is hidden from a screen reader."""
    drawn: str = segno.make(link, error="m", micro=False).svg_inline(
        scale=5, border=4, light="#fff", dark="#000", omitsize=True
    )
    return drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


async def _reached(
    work: UnitOfWork,
    who: Participant,
    invitation: Invitation | None,
    lost: tuple[Message, ...],
    now: datetime,
) -> Reached:
    conversation = await work.conversations.of_participant(who.id)
    chat = await work.chats.chat_of(conversation) if conversation is not None else None
    devices = await work.devices.of(who.id)
    begun = await work.conversations.load(conversation) if conversation is not None else None
    return Reached(
        participant=who,
        invitation=invitation,
        standing=invitation.standing(now) if invitation else None,
        begun=conversation is not None,
        on_telegram=chat is not None,
        in_browser=bool(devices),
        quiet=begun is not None and wants_no_messages(begun.answers),
        lost=sum(1 for message in lost if conversation is not None and message.conversation == conversation),
    )
