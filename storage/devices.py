"""Devices: a phone or tablet that came in with an invitation, known by a cookie and a PIN.

Only the cookie's keyed digest is kept; the stretched PIN (`pins`) is sealed on top. A try is
counted before the PIN is looked at, so that guesses made at the same moment are counted too:

    kept = await work.devices.try_pin(device, at)      # commit, then
    if kept and await fits(keys, pin, kept): await work.devices.came_in(device, at)
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, insert, literal, null, or_, select, update

from dialogs.ids import ParticipantId, PlanId
from dialogs.values import Frozen
from storage.database import UtcTime
from storage.fresh import fresh_id
from storage.sealed import KeyRing
from storage.tables import devices
from storage.transaction import Transaction

TRIES = 5
"""Wrong PINs before a device is held."""
HELD_MINUTES = 15
MOST_DEVICES = 8
"""Of one person. A link from Telegram adds one each time that it is used."""


class Device(Frozen):
    """One browser of one person."""

    id: str
    plan: PlanId
    participant: ParticipantId
    made_at: datetime
    seen_at: datetime
    has_pin: bool
    held_until: datetime | None
    """Too many wrong PINs: none is looked at until then."""


class Devices:
    """Knows devices by their cookies, and holds those whose PIN is being guessed."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, plan: PlanId, participant: ParticipantId, cookie: str, at: datetime) -> str:
        """A new device; returns its id. It takes the person's PIN over, and how often it was tried:
        whoever adds a device has to know it. Of very many devices the oldest is signed out.
        """
        mine = (devices.c.participant == participant, devices.c.ended_at.is_(None))
        wanted = select(devices).where(*mine).order_by(devices.c.made_at.desc(), devices.c.id)
        earlier = await self._transaction.rows(wanted)
        device = fresh_id()
        row = {"id": device, "plan": plan, "participant": participant, "made_at": at, "seen_at": at}
        row |= {"digest": self._keys.digest("device", cookie)} | self._pin_of(earlier, device)
        await self._transaction.write(insert(devices), row)
        for old in earlier[MOST_DEVICES - 1 :]:
            await self.end(old.id, at)
        return device

    def _pin_of(self, earlier: Sequence[Row[Any]], device: str) -> dict[str, Any]:
        chosen = next((row for row in earlier if row.pin is not None), None)
        if chosen is None:
            return {"tries": 0}
        stretched = self._keys.open(chosen.pin, "devices", "pin", chosen.id)
        pin = self._keys.seal(stretched, "devices", "pin", device)
        return {"pin": pin, "tries": chosen.tries, "held_until": chosen.held_until}

    async def by_cookie(self, cookie: str) -> Device | None:
        """The device with this cookie, unless it was signed out."""
        mine = devices.c.digest.in_(self._keys.digests("device", cookie))
        row = await self._transaction.row(select(devices).where(mine, devices.c.ended_at.is_(None)))
        return _device(row) if row else None

    async def of(self, participant: ParticipantId) -> tuple[Device, ...]:
        """A person's devices that are not signed out, newest first."""
        mine = (devices.c.participant == participant, devices.c.ended_at.is_(None))
        wanted = select(devices).where(*mine).order_by(devices.c.made_at.desc())
        return tuple(_device(row) for row in await self._transaction.rows(wanted))

    async def seen(self, id: str, at: datetime) -> None:
        """The device was used just now."""
        await self._transaction.write(update(devices).where(devices.c.id == id).values(seen_at=at))

    async def keep_pin(self, id: str, stretched: bytes) -> None:
        """Keeps a PIN that `pins.stretch` has made unreadable."""
        sealed = self._keys.seal(stretched, "devices", "pin", id)
        changed = update(devices).where(devices.c.id == id)
        await self._transaction.write(changed.values(pin=sealed, tries=0, held_until=None))

    async def try_pin(self, id: str, at: datetime) -> bytes | None:
        """Counts a try, and gives what `pins.fits` compares with; None while the device is held."""
        c = devices.c
        held = literal(at + timedelta(minutes=HELD_MINUTES), UtcTime)
        last = c.tries >= TRIES - 1
        tried = (
            update(devices)
            .where(c.id == id, c.ended_at.is_(None), c.pin.is_not(None))
            .where(or_(c.held_until.is_(None), c.held_until <= at))
            .values(tries=case((last, 0), else_=c.tries + 1), held_until=case((last, held), else_=null()))
        )
        row = await self._transaction.row(tried.returning(c.pin))
        return self._keys.open(row.pin, "devices", "pin", id) if row else None

    async def came_in(self, id: str, at: datetime) -> None:
        """The PIN was right: earlier tries no longer count."""
        changed = update(devices).where(devices.c.id == id)
        await self._transaction.write(changed.values(tries=0, held_until=None, seen_at=at))

    async def end(self, id: str, at: datetime) -> None:
        """Signs this device out."""
        await self._transaction.write(update(devices).where(devices.c.id == id).values(ended_at=at))


def _device(row: Row[Any]) -> Device:
    return Device(
        id=row.id,
        plan=row.plan,
        participant=row.participant,
        made_at=row.made_at,
        seen_at=row.seen_at,
        has_pin=row.pin is not None,
        held_until=row.held_until,
    )
