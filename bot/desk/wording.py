"""What the practitioner wrote about a plan: its title and hours, switches, bottom lines, next steps."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.desk.opening import plan_type_of
from dialogs.family import BottomLine, Family, NextStep
from storage.errors import Conflict

BLANK_ROWS = 2


def _(text: str) -> str:
    return text


CHANGED_MEANWHILE = _("Somebody else changed this plan while you wrote. Please look, and save again.")
_FIELDS = ("title", "reads", "if_nothing_changes", "step_back")


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../about."""
    family = visit.held.family
    values = {name: getattr(family, name) for name in _FIELDS} | {
        "plan_type": family.plan_type.value,
        "review_on": family.review_on.isoformat() if family.review_on else "",
        "version": str(visit.held.version),
    }
    values |= {name: "on" for name in ("restraining_order", "police_enquiry") if getattr(family, name)}
    return visit.page("about.html", values=values, faults={}, hints=visit.desk.hints.in_all(values))


async def change(visit: Visit) -> web.StreamResponse:
    """POST .../about."""
    posted = visit.posted
    posted.wanted("title")
    plan_type, review_on = plan_type_of(visit), posted.day("review_on")
    fields = {name: posted.text(name) for name in _FIELDS} | {
        "plan_type": plan_type,
        "review_on": review_on,
        "restraining_order": posted.ticked("restraining_order"),
        "police_enquiry": posted.ticked("police_enquiry"),
    }
    if not posted.faults and await saved(
        visit, lambda family: family.model_copy(update=fields), "changed the plan"
    ):
        return moved(visit.home)
    return visit.again("about.html", hints=visit.desk.hints.in_all(posted.values))


async def ask_needs(visit: Visit) -> web.StreamResponse:
    """GET .../needs: bottom lines and next steps."""
    family = visit.held.family
    values = {"version": str(visit.held.version)}
    for row, line in enumerate(family.bottom_lines):
        values |= {f"bottom-{row}-words": line.words, f"bottom-{row}-met": line.met_by}
    for row, step in enumerate(family.next_steps):
        values |= {f"step-{row}-words": step.words, f"step-{row}-by": step.by.isoformat() if step.by else ""}
    return visit.page(
        "needs.html", values=values, faults={}, hints=visit.desk.hints.in_all(values), **_rows(family)
    )


async def change_needs(visit: Visit) -> web.StreamResponse:
    """POST .../needs. An emptied row is taken out."""
    posted = visit.posted
    lines = tuple(
        BottomLine(words=posted.text(f"bottom-{row}-words"), met_by=posted.text(f"bottom-{row}-met"))
        for row in posted.rows("bottom")
        if posted.text(f"bottom-{row}-words")
    )
    steps = tuple(
        NextStep(words=posted.text(f"step-{row}-words"), by=posted.day(f"step-{row}-by"))
        for row in posted.rows("step")
        if posted.text(f"step-{row}-words")
    )
    update = {"bottom_lines": lines, "next_steps": steps}
    if not posted.faults and await saved(
        visit, lambda family: family.model_copy(update=update), "changed what needs to happen"
    ):
        return moved(f"{visit.home}#needs")
    return visit.again("needs.html", hints=visit.desk.hints.in_all(posted.values), **_rows(visit.held.family))


async def saved(visit: Visit, changed: Callable[[Family], Family], what: str) -> bool:
    """Keeps the change; where somebody else was quicker it says so and keeps nothing."""
    version = visit.posted.text("version")
    try:
        await visit.desk.planning.change(
            visit.who.id, visit.held.id, changed, what, over=int(version) if version.isdigit() else None
        )
    except Conflict:
        visit.posted.fields["version"] = [str(visit.held.version)]
        visit.posted.faults["version"] = CHANGED_MEANWHILE
        return False
    return True


def _rows(family: Family) -> dict[str, Any]:
    return {
        "bottom_rows": range(len(family.bottom_lines) + BLANK_ROWS),
        "step_rows": range(len(family.next_steps) + BLANK_ROWS),
    }
