"""Who may open which plan, and the trace that each look leaves. The one place that says so.

No plan is shown to a practitioner who does not hold it, cover it on that day, or was asked to sign
it; a plan that does not exist and a plan that is somebody else's are one and the same answer.
Whoever was asked to sign may read, return and approve; only holder and cover change the plan; the
holder alone says who else may open it, so that nobody makes their own right longer.

Every use case for practitioners begins with `allowed`; the desk's plan pages pass `let_in` or `enter`.
"""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from dialogs.ids import PlanId, PractitionerId
from storage import Store, UnitOfWork
from storage.errors import Unknown
from storage.plans import HeldPlan, Right


class NotYours(Exception):
    """This plan is not there for this practitioner, whether or not it exists."""


class OnlyToSign(Exception):
    """Somebody who was asked to sign a plan tried to change it."""


class OnlyTheHolder(Exception):
    """Somebody who does not hold the plan tried to say who else may open it."""


class Rights:
    """Answers who may open a plan now, where `zone` says which day it is."""

    def __init__(self, store: Store, clock: Callable[[], datetime], zone: tzinfo) -> None:
        self.store = store
        self.clock = clock
        self.zone = zone

    @property
    def today(self) -> date:
        """The practitioner's date."""
        return self.clock().astimezone(self.zone).date()

    async def allowed(
        self, work: UnitOfWork, practitioner: PractitionerId, plan: PlanId, *, to_change: bool = False
    ) -> HeldPlan:
        """The plan, for somebody who may open it. Raises `NotYours`, or `OnlyToSign` for a change."""
        day = self.today
        if not await work.plans.may_open(practitioner, plan, day):
            raise NotYours
        if to_change:
            own = [grant.right for grant in await work.plans.rights(plan)
                   if grant.practitioner == practitioner and grant.ended_at is None
                   and grant.from_day <= day and (grant.until_day is None or day <= grant.until_day)]  # fmt: skip
            if not {Right.HOLDER, Right.COVER} & set(own):
                raise OnlyToSign
        try:
            return await work.plans.get(plan)
        except Unknown:
            raise NotYours from None

    async def holding(self, work: UnitOfWork, practitioner: PractitionerId, plan: PlanId) -> HeldPlan:
        """The plan, for its holder. Raises `NotYours`, or `OnlyTheHolder` for anybody else who may open it."""
        held = await self.allowed(work, practitioner, plan)
        if held.practitioner != practitioner:
            raise OnlyTheHolder
        return held

    async def let_in(self, practitioner: PractitionerId, plan: PlanId) -> HeldPlan:
        """The plan, for a page whose use case says itself what was looked at. Raises `NotYours`."""
        async with self.store.reading() as work:
            return await self.allowed(work, practitioner, plan)

    async def enter(
        self, practitioner: PractitionerId, plan: PlanId, what: str, subject: str = ""
    ) -> HeldPlan:
        """The plan, looked at: the audit says who looked at what. Raises `NotYours`."""

        async def job(work: UnitOfWork) -> HeldPlan:
            held = await self.allowed(work, practitioner, plan)
            await work.audit.note(self.clock(), practitioner, plan, what, subject)
            return held

        return await self.store.together(job)
