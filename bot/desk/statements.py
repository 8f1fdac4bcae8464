"""Worry statements: four parts, whose actions it is about and who is hurt (H1), a goal and a scale.

A statement may be saved unfinished; `strength` says what is not written yet.
"""

from typing import Any

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.desk.wording import saved
from bot.reviewing import NothingSuch
from dialogs.family import Family, SafetyGoal, Scale, Worry
from dialogs.ids import ChildId, PersonId, WorryId

_FIELDS = ("title", "who_worries", "what_happened", "could_happen_soon", "could_happen_later", "family_view")
_TICKED = ("whose", "also_told", "hurt", "hurt_adults")
"""Who a worry names."""


async def ask_new(visit: Visit) -> web.StreamResponse:
    """GET .../worries/new."""
    values = {"version": str(visit.held.version)}
    nobody: dict[str, Any] = dict.fromkeys(_TICKED, ())
    return visit.page("worry.html", values=values, faults={}, new=True, hints={}, **nobody)


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../worries/<worry>."""
    worry = _worry(visit)
    values = {name: getattr(worry, name) for name in _FIELDS} | {
        "goal": worry.goal.words,
        "how_long": worry.goal.how_long,
        "low": worry.scale.low,
        "high": worry.scale.high,
        "version": str(visit.held.version),
    }
    hints = visit.desk.hints.in_all(values)
    return visit.page("worry.html", values=values, faults={}, new=False, hints=hints, **_people_of(worry))


async def add(visit: Visit) -> web.StreamResponse:
    """POST .../worries/new."""
    worry = _posted(visit, WorryId(visit.once))
    if visit.posted.faults or not await saved(
        visit,
        lambda family: family.model_copy(update={"worries": (*_without(family, worry.id), worry)}),
        "wrote a worry",
    ):
        return _again(visit, worry, new=True)
    return moved(f"{visit.home}#worries")


async def change(visit: Visit) -> web.StreamResponse:
    """POST .../worries/<worry>: saves it, or takes it out."""
    was = _worry(visit)
    if visit.posted.text("what") == "remove":
        await saved(
            visit,
            lambda family: family.model_copy(update={"worries": _without(family, was.id)}),
            "took a worry out",
        )
        return moved(f"{visit.home}#worries")
    worry = _posted(visit, was.id)
    if visit.posted.faults or not await saved(
        visit,
        lambda family: family.model_copy(
            update={"worries": tuple(worry if one.id == worry.id else one for one in family.worries)}
        ),
        "changed a worry",
    ):
        return _again(visit, worry, new=False)
    return moved(f"{visit.home}#worries")


def _worry(visit: Visit) -> Worry:
    id = visit.within("worry")
    for worry in visit.held.family.worries:
        if worry.id == id:
            return worry
    raise NothingSuch


def _posted(visit: Visit, id: WorryId) -> Worry:
    posted, family = visit.posted, visit.held.family
    posted.wanted("title")
    people, children = {person.id for person in family.people}, {child.id for child in family.children}
    return Worry(
        id=id,
        **{name: posted.text(name) for name in _FIELDS},
        whose=tuple(PersonId(one) for one in posted.all("whose") if one in people),
        also_told=tuple(one.id for one in family.beside_the_network if one.id in posted.all("also_told")),
        hurt=tuple(ChildId(one) for one in posted.all("hurt") if one in children),
        hurt_adults=tuple(PersonId(one) for one in posted.all("hurt_adults") if one in people),
        goal=SafetyGoal(words=posted.text("goal"), how_long=posted.text("how_long")),
        scale=Scale(low=posted.text("low"), high=posted.text("high")),
    )


def _again(visit: Visit, worry: Worry, *, new: bool) -> web.Response:
    hints = visit.desk.hints.in_all(visit.posted.values)
    return visit.again("worry.html", new=new, hints=hints, **_people_of(worry))


def _people_of(worry: Worry) -> dict[str, Any]:
    return {name: getattr(worry, name) for name in _TICKED}


def _without(family: Family, id: WorryId) -> tuple[Worry, ...]:
    return tuple(worry for worry in family.worries if worry.id != id)
