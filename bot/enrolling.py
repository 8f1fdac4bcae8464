"""Practitioners: enrolled by the operator, signed in by one-time links.

The command line calls `enrol` and `link`; the desk uses a link up and keeps its cookie by it. Of
codes and cookies only keyed digests are kept.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import NamedTuple

from dialogs.ids import PractitionerId
from storage import Store
from storage.people import Practitioner

PRETEND = "(pretend)"
"""Ends the name of every practitioner who was made up with a pretend family."""


def is_made_up(practitioner: Practitioner) -> bool:
    """Whether this practitioner belongs to pretend families, and to no real one."""
    return practitioner.name.endswith(PRETEND)


class SignedIn(NamedTuple):
    """Somebody signed in at a browser."""

    practitioner: PractitionerId
    cookie: str
    """The secret that this browser is known by from now on."""


class Enrolling:
    """Enrols practitioners and signs them in."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        links: str,
        *,
        link_minutes: int = 30,
        desk_hours: int = 10,
    ) -> None:
        """`links` is the start of every browser link, without a slash at the end."""
        self.store = store
        self.clock = clock
        self.links = links
        self.link_minutes = link_minutes
        self.desk_hours = desk_hours

    async def enrol(self, name: str) -> Practitioner:
        """A new practitioner."""
        async with self.store.work() as work:
            enrolled = await work.people.enrol(name, self.clock())
            await work.commit()
        return enrolled

    async def everybody(self) -> tuple[Practitioner, ...]:
        """All practitioners, in the order they were enrolled."""
        async with self.store.reading() as work:
            return await work.people.all()

    async def link(self, practitioner: PractitionerId) -> str:
        """A link that signs this practitioner in, once and soon. Raises `storage.errors.Unknown`."""
        code, at = token_urlsafe(24), self.clock()
        async with self.store.work() as work:
            await work.people.get(practitioner)
            await work.signins.make(practitioner, code, at, at + timedelta(minutes=self.link_minutes))
            await work.commit()
        return f"{self.links}/desk/in/{code}"

    async def sign_in(self, code: str, press: str) -> SignedIn | None:
        """Uses a link's code up. None for any code that opens nothing, whatever the reason.

        `press` is the id of the page that the button stood on. The cookie follows from it, so that the
        same press made again, because its answer was lost, finds the browser signed in.
        """
        at, cookie = self.clock(), self.store.keys.secret("desk door", f"{code}/{press}")
        async with self.store.work() as work:
            practitioner = await work.signins.use(code, at)
            if practitioner is None:
                before = await work.desks.who(cookie, at)
                return SignedIn(before, cookie) if before is not None else None
            await work.desks.begin(practitioner, cookie, at, at + timedelta(hours=self.desk_hours))
            await work.commit()
        return SignedIn(practitioner, cookie)

    async def who(self, cookie: str) -> Practitioner | None:
        """Whose browser this is; None where nobody is signed in with this cookie any more."""
        async with self.store.reading() as work:
            practitioner = await work.desks.who(cookie, self.clock())
            return await work.people.get(practitioner) if practitioner is not None else None

    async def sign_out(self, cookie: str) -> None:
        """This browser is signed out."""
        async with self.store.work() as work:
            await work.desks.end(cookie)
            await work.commit()
