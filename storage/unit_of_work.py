"""One piece of work: every repository over one transaction, and rolled back unless committed.

    async with store.work() as work:
        await work.plans.save(plan, family, by, at)
        await work.audit.note(at, by, plan, "saved")
        await work.commit()

`store` hands them out; nothing else makes one.
"""

from functools import cached_property

from sqlalchemy import Executable

from storage.audit import Audit
from storage.chats import Chats
from storage.check_ins import CheckIns
from storage.conversations import Conversations
from storage.desks import Desks
from storage.devices import Devices
from storage.files import Files
from storage.guesses import Guesses
from storage.invitations import Invitations
from storage.items import Items
from storage.letters import Letters
from storage.openings import Openings
from storage.outbox import Outbox
from storage.people import People
from storage.plans import Plans
from storage.releases import Releases
from storage.reviews import Reviews
from storage.sealed import KeyRing
from storage.set_aside import SetAside
from storage.sight import Recent, Sight
from storage.signins import SignIns
from storage.sittings import Sittings
from storage.transaction import Transaction
from storage.typed import TypedUp
from storage.updates import Updates


class UnitOfWork:
    """The repositories. What a job of `Store.together` gets; it commits nothing itself."""

    def __init__(self, transaction: Transaction, keys: KeyRing, recent: Recent, sight: Sight) -> None:
        self.keys = keys
        self._transaction = transaction
        self._recent = recent
        self._sight = sight

    @cached_property
    def conversations(self) -> Conversations:
        """Conversations and their turns."""
        return Conversations(self._transaction, self.keys, self._recent, self._sight)

    @cached_property
    def updates(self) -> Updates:
        """What has reached us before."""
        return Updates(self._transaction, self._sight)

    @cached_property
    def plans(self) -> Plans:
        """Plans, and who may open them."""
        return Plans(self._transaction, self.keys)

    @cached_property
    def people(self) -> People:
        """Practitioners."""
        return People(self._transaction, self.keys)

    @cached_property
    def signins(self) -> SignIns:
        """One-time links to the desk."""
        return SignIns(self._transaction, self.keys)

    @cached_property
    def desks(self) -> Desks:
        """Desks where a practitioner is signed in."""
        return Desks(self._transaction, self.keys)

    @cached_property
    def sittings(self) -> Sittings:
        """Desks' devices that were passed to somebody."""
        return Sittings(self._transaction, self.keys)

    @cached_property
    def invitations(self) -> Invitations:
        """Invitations to take part in a plan."""
        return Invitations(self._transaction, self.keys)

    @cached_property
    def openings(self) -> Openings:
        """One-time links from Telegram to a person's page."""
        return Openings(self._transaction, self.keys)

    @cached_property
    def guesses(self) -> Guesses:
        """Wrong codes."""
        return Guesses(self._transaction, self.keys)

    @cached_property
    def devices(self) -> Devices:
        """Browsers of people in plans."""
        return Devices(self._transaction, self.keys)

    @cached_property
    def chats(self) -> Chats:
        """Telegram chats of people in plans."""
        return Chats(self._transaction)

    @cached_property
    def reviews(self) -> Reviews:
        """Drafts and decisions."""
        return Reviews(self._transaction, self.keys)

    @cached_property
    def letters(self) -> Letters:
        """What practitioners wrote to people."""
        return Letters(self._transaction, self.keys)

    @cached_property
    def items(self) -> Items:
        """What waits on the desk."""
        return Items(self._transaction, self.keys)

    @cached_property
    def outbox(self) -> Outbox:
        """What is still to be sent."""
        return Outbox(self._transaction, self.keys)

    @cached_property
    def files(self) -> Files:
        """Voice notes, photos and drawings."""
        return Files(self._transaction, self.keys)

    @cached_property
    def typed(self) -> TypedUp:
        """Voice notes, photos and drawings, typed up."""
        return TypedUp(self._transaction, self.keys)

    @cached_property
    def releases(self) -> Releases:
        """Lines that named people may see."""
        return Releases(self._transaction, self.keys)

    @cached_property
    def check_ins(self) -> CheckIns:
        """When people are asked how it goes."""
        return CheckIns(self._transaction)

    @cached_property
    def audit(self) -> Audit:
        """Who looked at and changed what."""
        return Audit(self._transaction)

    @cached_property
    def set_aside(self) -> SetAside:
        """Updates that could not be taken."""
        return SetAside(self._transaction, self.keys)


class OwnWork(UnitOfWork):
    """A piece of work in a transaction of its own."""

    committed = False

    async def run(self, change: Executable) -> int:
        """For `retention`, whose changes belong to no one repository: how many rows were changed."""
        return await self._transaction.write(change)

    async def commit(self) -> None:
        """Commits, once; nothing more can be done in this piece of work."""
        await self._transaction.commit()
        self._transaction.end()
        self.committed = True
