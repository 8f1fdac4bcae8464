"""Releases: whose lines the practitioner let whom see, sealed. What became of one stands beside it.

Only times stand in clear: when the owner of the words was told (they opened the letter that tells
them, or the practitioner wrote down how), when it was withdrawn, when its readers heard of it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, or_, select, update

from dialogs.ids import PlanId, PractitionerId, ReleaseId
from dialogs.release import Release
from storage.errors import Unknown
from storage.sealed import KeyRing
from storage.tables import letters, releases
from storage.transaction import Transaction

_c = releases.c
_WITH_LETTER = select(releases, letters.c.opened_at).select_from(
    releases.outerjoin(letters, letters.c.id == releases.c.letter)
)
_ORDER = (_c.at, _c.id)


class Releases:
    """Keeps releases."""

    def __init__(self, transaction: Transaction, keys: KeyRing) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, plan: PlanId, release: Release) -> None:
        """A new release. Nobody reads anything by it yet."""
        sealed = self._keys.seal(release.model_dump_json().encode(), "releases", "release", release.id)
        row = {"id": release.id, "plan": plan, "letter": release.letter, "at": release.at, "release": sealed}
        await self._transaction.write(insert(releases), row)

    async def get(self, plan: PlanId, id: ReleaseId) -> Release:
        """One release of this plan. Raises `Unknown`."""
        found = await self._found(_WITH_LETTER.where(_c.plan == plan, _c.id == id))
        if not found:
            raise Unknown("there is no such release")
        return found[0]

    async def of(self, plan: PlanId) -> tuple[Release, ...]:
        """Every release of a plan, oldest first; those withdrawn too."""
        return await self._found(_WITH_LETTER.where(_c.plan == plan))

    async def told(self, id: ReleaseId, how: str, at: datetime) -> None:
        """The practitioner wrote down how the owner was told; the first time counts."""
        sealed = self._keys.seal(how.encode(), "releases", "told_how", id)
        mine = update(releases).where(_c.id == id, _c.told_at.is_(None))
        await self._transaction.write(mine.values(told_at=at, told_how=sealed))

    async def withdraw(self, id: ReleaseId, by: PractitionerId, at: datetime) -> None:
        """From now on nobody reads anything by it."""
        mine = update(releases).where(_c.id == id, _c.withdrawn_at.is_(None))
        await self._transaction.write(mine.values(withdrawn_at=at, withdrawn_by=by))

    async def unannounced(self) -> tuple[tuple[PlanId, ReleaseId], ...]:
        """Those in effect whose readers have not heard of it yet."""
        now = (_c.announced_at.is_(None), _c.withdrawn_at.is_(None))
        told = or_(_c.told_at.is_not(None), letters.c.opened_at.is_not(None))
        wanted = _WITH_LETTER.where(*now, told).order_by(*_ORDER)
        return tuple((PlanId(row.plan), ReleaseId(row.id)) for row in await self._transaction.rows(wanted))

    async def announced(self, id: ReleaseId, at: datetime) -> None:
        """Its readers heard of it."""
        await self._transaction.write(update(releases).where(_c.id == id).values(announced_at=at))

    async def _found(self, wanted: Select[Any]) -> tuple[Release, ...]:
        return tuple(self._release(row) for row in await self._transaction.rows(wanted.order_by(*_ORDER)))

    def _release(self, row: Row[Any]) -> Release:
        plain = self._keys.open(row.release, "releases", "release", row.id)
        how = self._keys.open(row.told_how, "releases", "told_how", row.id) if row.told_how else b""
        return Release.model_validate_json(plain).model_copy(
            update={
                "told_at": min(filter(None, (row.told_at, row.opened_at)), default=None),
                "told_how": how.decode(),
                "withdrawn_at": row.withdrawn_at,
                "withdrawn_by": row.withdrawn_by,
            }
        )
