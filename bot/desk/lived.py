"""Living with a plan: the test log, stepping back, what each child was told, and the check after closure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from aiohttp import web

from bot.checking_in import NotToAsk
from bot.desk.guard import FORM_AGAIN, Visit, moved
from bot.desk.wording import BLANK_ROWS, saved
from bot.reviewing import NothingSuch, UnreadAlarm
from dialogs.closing import AfterClosure, ChildTold, StepBack
from dialogs.family import Family
from dialogs.ids import ParticipantId
from dialogs.review import NotNow, State
from dialogs.trials import Trial, Tried


def _(text: str) -> str:
    return text


NEEDS_A_DAY = _("Please give the day.")
NOT_LIVED_WITH = _("A new draft is begun from a plan that was approved last.")

SAY_SO = _("Please tick that you mean it.")
_NOT_CLOSED: dict[type[Exception], str] = {
    UnreadAlarm: _("Words that may mean danger, or a file, are not read yet. Please read them first."),
    NotNow: _("Please write down above who looks again after closure, and when. A plan is closed once."),
}


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../lived."""
    return _page(visit)


async def change(visit: Visit) -> web.StreamResponse:
    """POST .../lived. An emptied row is taken out."""
    posted = visit.posted
    trials = tuple(
        Trial(
            tried=Tried(posted.text(f"trial-{row}-tried") or Tried.USED),
            on=_wanted_day(visit, f"trial-{row}-on"),
            what=posted.text(f"trial-{row}-what"),
            happened=posted.text(f"trial-{row}-happened"),
            changed=posted.text(f"trial-{row}-changed"),
        )
        for row in posted.rows("trial")
        if posted.text(f"trial-{row}-what")
    )
    steps = tuple(
        StepBack(
            less=posted.text(f"less-{row}-less"),
            seen=posted.text(f"less-{row}-seen"),
            from_day=posted.day(f"less-{row}-from"),
        )
        for row in posted.rows("less")
        if posted.text(f"less-{row}-less")
    )
    told = tuple(
        ChildTold(
            child=child.id,
            words=posted.text(f"told-{child.id}-words"),
            by=posted.text(f"told-{child.id}-by"),
            on=posted.day(f"told-{child.id}-on"),
        )
        for child in visit.held.family.children
        if posted.text(f"told-{child.id}-words")
    )
    after = AfterClosure(
        meets=posted.text("meets"),
        calls=posted.text("calls"),
        owner=posted.text("owner"),
        on=posted.day("on"),
    )
    update = {"trials": trials, "steps_back": steps, "children_told": told, "after_closure": after}
    if not posted.faults and await saved(
        visit, lambda family: family.model_copy(update=update), "wrote down how the plan is lived with"
    ):
        return moved(f"{visit.home}/lived")
    return visit.again("lived.html", **_shown(visit, posted.values))


async def begin_again(visit: Visit) -> web.StreamResponse:
    """POST .../begin-again: a rule broke, and a new draft is begun."""
    try:
        await visit.desk.reviewing.begin_again(visit.who.id, visit.held.id, once=visit.once)
    except NotNow:
        visit.posted.faults["again"] = NOT_LIVED_WITH
        return _page(visit, FORM_AGAIN)
    return moved(f"{visit.home}/draft")


async def ask_how_it_goes(visit: Visit) -> web.StreamResponse:
    """POST .../how-it-goes/<participant>: somebody is asked now how it goes."""
    to = ParticipantId(visit.within("participant"))
    try:
        await visit.desk.checking_in.by_hand(visit.who.id, visit.held.id, to, once=visit.once)
    except (NotToAsk, KeyError):
        raise NothingSuch from None
    return moved(f"{visit.home}#people")


async def close(visit: Visit) -> web.StreamResponse:
    """POST .../close: with a tick that says it is meant."""
    posted = visit.posted
    if not posted.ticked("sure"):
        posted.faults["close"] = SAY_SO
    else:
        try:
            await visit.desk.reviewing.close(
                visit.who.id, visit.held.id, posted.text("goodbye"), once=visit.once
            )
            return moved(visit.home)
        except tuple(_NOT_CLOSED) as why:
            posted.faults["close"] = _NOT_CLOSED[type(why)]
    return _page(visit, FORM_AGAIN)


def _page(visit: Visit, status: int = 200) -> web.Response:
    """What is written down, with what was typed beside it and what is wrong with that."""
    version = {"version": str(visit.held.version)}
    values = dict(_values(visit.held.family)) | visit.posted.values | version
    faults = visit.posted.faults
    return visit.page("lived.html", status=status, values=values, faults=faults, **_shown(visit, values))


def _wanted_day(visit: Visit, name: str) -> date:
    day = visit.posted.day(name)
    if day is None:
        visit.posted.faults.setdefault(name, NEEDS_A_DAY)
    return day or visit.desk.today


def _values(family: Family) -> Iterator[tuple[str, str]]:
    for row, trial in enumerate(family.trials):
        for name in ("tried", "what", "happened", "changed"):
            yield f"trial-{row}-{name}", str(getattr(trial, name))
        yield f"trial-{row}-on", trial.on.isoformat()
    for row, step in enumerate(family.steps_back):
        yield f"less-{row}-less", step.less
        yield f"less-{row}-seen", step.seen
        yield f"less-{row}-from", step.from_day.isoformat() if step.from_day else ""
    for told in family.children_told:
        yield f"told-{told.child}-words", told.words
        yield f"told-{told.child}-by", told.by
        yield f"told-{told.child}-on", told.on.isoformat() if told.on else ""
    after = family.after_closure
    yield from (("meets", after.meets), ("calls", after.calls), ("owner", after.owner))
    yield "on", after.on.isoformat() if after.on else ""


def _shown(visit: Visit, values: dict[str, str]) -> dict[str, Any]:
    family = visit.held.family
    return {
        "trial_rows": range(len(family.trials) + BLANK_ROWS),
        "less_rows": range(len(family.steps_back) + BLANK_ROWS),
        "family": family,
        "can_begin_again": visit.held.state in (State.APPROVED, State.LIVED_WITH),
        "can_close": visit.held.state is not State.CLOSED,
        "broke": any(trial.tried is Tried.BROKE for trial in family.trials),
        "hints": visit.desk.hints.in_all(values),
    }
