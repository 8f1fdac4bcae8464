"""Opening a plan: a title, one adult, a cover and reading hours, so that the invitation can follow at once.

And the plan's own page, from which everything else is one click away.
"""

from datetime import date
from typing import Any

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.desk.plan_text import plan_texts
from bot.planning import NewPlan, NobodySuch, missing_before_inviting
from bot.reviewing import Summary
from dialogs.family import PlanType, Worry
from dialogs.ids import PractitionerId
from dialogs.review import State
from dialogs.signposts import Alarm
from storage.items import Item
from storage.plans import Grant, Right

CHILD_ROWS = 3


def _(text: str) -> str:
    return text


NOT_ENROLLED = _("Please choose somebody else from the list.")
NO_TYPE = _("Please choose the kind of plan.")


async def ask(visit: Visit) -> web.StreamResponse:
    """GET /desk/plans/new."""
    return visit.page("new_plan.html", values={}, faults={}, **await _choices(visit))


async def begin(visit: Visit) -> web.StreamResponse:
    """POST /desk/plans/new: opens it. What was typed stays where something is missing."""
    posted, today = visit.posted, visit.desk.today
    children = tuple(
        (posted.text(f"child-{row}-name"), posted.year(f"child-{row}-born", today))
        for row in posted.rows("child")
        if posted.text(f"child-{row}-name")
    )
    title, adult = posted.wanted("title"), posted.wanted("adult")
    plan_type = plan_type_of(visit)
    if posted.faults:
        return visit.again("new_plan.html", **await _choices(visit))
    new = NewPlan(
        title=title,
        plan_type=plan_type or PlanType.CHILD_IN_NEED,
        children=children,
        adult=adult,
        parental_responsibility=posted.ticked("pr"),
        cover=PractitionerId(posted.text("cover")) if posted.text("cover") else None,
        reads=posted.text("reads"),
        pretend=posted.ticked("pretend"),
    )
    try:
        plan = await visit.desk.planning.begin(visit.who.id, new, once=visit.once)
    except NobodySuch:
        posted.faults["cover"] = NOT_ENROLLED
        return visit.again("new_plan.html", **await _choices(visit))
    return moved(f"/desk/plans/{plan}")


async def show(visit: Visit) -> web.StreamResponse:
    """GET /desk/plans/<plan>: the plan."""
    desk, held = visit.desk, visit.held
    names = {one.id: one.name for one in await desk.planning.practitioners()}
    summary = await desk.reviewing.summary(visit.who.id, held.id)
    grants = await desk.planning.grants(visit.who.id, held.id)
    return visit.page(
        "plan.html",
        sittings=await desk.sittings.of_plan(held.id),
        reached=await desk.inviting.reached(visit.who.id, held.id),
        missing=missing_before_inviting(held, desk.today),
        asked_at=await desk.checking_in.times(visit.who.id, held.id),
        lived_with=held.state in (State.APPROVED, State.LIVED_WITH),
        cover_over=_cover_that_is_over(grants, desk.today),
        items=summary.items,
        you_said={due.participant: due for due in desk.reviewing.due(summary.reading)}
        if summary.reading
        else {},
        flags=_flags(summary),
        silent=summary.silent,
        told_at=desk.reviewing.told_at,
        texts=plan_texts(held.family, desk.translations.gettext, desk.pages.day),
        hints={worry.id: desk.hints.of("\n".join(statements_of(worry))) for worry in held.family.worries},
        covers=[grant for grant in grants if grant.right is not Right.HOLDER and grant.ended_at is None],
        names=names,
        dialogs={dialog.id: dialog for dialog in desk.dialogs},
        unchecked=desk.unchecked_languages,
        named={person.id: person.name for person in held.family.people},
        children={child.id: child.name for child in held.family.children},
    )


def _flags(summary: Summary) -> list[Item]:
    """Flags that are not dealt with. One that was read before the newest draft was decided about is only an item."""
    decision = summary.reading.decision if summary.reading else None
    return [
        item
        for item in summary.items
        if item.kind is Alarm.DANGER_NOW
        and not (decision and item.seen_at is not None and item.seen_at <= decision.at)
    ]


def _cover_that_is_over(grants: tuple[Grant, ...], today: date) -> Grant | None:
    """The cover named last, where their last day has gone by."""
    named = [grant for grant in grants if grant.right is Right.COVER][-1:]
    return next((one for one in named if one.until_day is not None and one.until_day < today), None)


def plan_type_of(visit: Visit) -> PlanType | None:
    """The kind of plan that was chosen; a fault where it is none."""
    try:
        return PlanType(visit.posted.text("plan_type"))
    except ValueError:
        visit.posted.faults["plan_type"] = NO_TYPE
        return None


def statements_of(worry: Worry) -> list[str]:
    """Every text of a worry statement that the practitioner typed."""
    return [
        worry.title,
        worry.who_worries,
        worry.what_happened,
        worry.could_happen_soon,
        worry.could_happen_later,
        worry.family_view,
        worry.goal.words,
        worry.scale.low,
        worry.scale.high,
    ]


async def _choices(visit: Visit) -> dict[str, Any]:
    pretend = visit.posted.ticked("pretend")
    others = await visit.desk.planning.others(visit.who.id, pretend=pretend)
    return {"others": others, "rows": range(CHILD_ROWS)}
