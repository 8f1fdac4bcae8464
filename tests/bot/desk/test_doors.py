"""No plan is shown to a practitioner who does not hold it, cover it, or was asked to sign it; each look is logged."""

import re

import pytest

from bot.desk import ROUTES
from bot.desk.guard import Door
from bot.desk.routes import PLAN
from bot.pretending import pretend
from dialogs.ids import PlanId, PractitionerId
from storage.plans import Right
from tests.bot.desk.place import Place

PLAN_ROUTES = [(route.method, route.path) for route in ROUTES if route.door is Door.PLAN]


def address(path: str, plan: str) -> str:
    """An address of this route, with made-up ids in it."""
    of_plan = "/desk" + path.replace(PLAN, f"/plans/{plan}")
    return re.sub(
        r"\{number:[^}]*\}(?:\{[^}]*\})?", "1", re.sub(r"\{(?!number)\w+:[^}]*\}", "x1", of_plan)
    ).replace("}", "")


async def a_pretend_plan(place: Place) -> tuple[PlanId, PractitionerId]:
    family = await pretend(place.product.store, place.product.settings, place.clock())
    async with place.product.store.reading() as work:
        return family.plan, (await work.plans.get(family.plan)).practitioner


def test_every_route_of_a_plan_has_the_plan_door() -> None:
    assert PLAN_ROUTES
    for route in ROUTES:
        assert ("plan" in route.path and "new" not in route.path.split("/")[:3]) == (route.door is Door.PLAN)


async def test_nobody_gets_anywhere_without_signing_in(place: Place) -> None:
    plan, _ = await a_pretend_plan(place)
    browser = place.browser()
    for route in ROUTES:
        await browser.opens(address(route.path, plan), route.method)
        at_the_door = str(browser.url).endswith("/desk/in")
        assert at_the_door if route.method == "GET" else browser.status == 404, route.path
        assert "Kelly" not in browser.text


async def test_every_plan_route_is_the_same_empty_page_for_a_practitioner_without_the_right(
    place: Place,
) -> None:
    plan, _ = await a_pretend_plan(place)
    stranger = await place.at_the_desk(await place.enrols("Somebody else"))
    await stranger.opens("/desk/")
    csrf = stranger.page.forms[0].fields["csrf"]
    for method, path in PLAN_ROUTES:
        seen = []
        for id in (plan, "0000000000000000"):
            if method == "GET":
                await stranger.opens(address(path, id))
            else:
                await stranger.posts(address(path, id), {"csrf": csrf})
            assert stranger.status == 404, path
            seen.append(stranger.page.html)
        assert seen[0] == seen[1], f"{path} tells a plan that exists from one that does not"
    async with place.product.store.reading() as work:
        assert all(noted.what == "pretend family made" for noted in await work.audit.of(plan))


async def test_a_stranger_cannot_change_anything_by_an_address_within_another_plan(place: Place) -> None:
    theirs, _ = await a_pretend_plan(place)
    asha, ben = await place.enrols("Asha"), await place.enrols("Ben")
    desk = await place.at_the_desk(asha)
    await desk.opens("/desk/plans/new")
    await desk.presses("Open the plan", title="Mine", adult="Nadia", cover=ben, reads="Mondays")
    mine = str(desk.url)
    csrf = desk.page.forms[0].fields["csrf"]
    async with place.product.store.reading() as work:
        invitation = (await work.invitations.of_plan(theirs))[0]
    await desk.posts(f"{mine}/withdraw/{invitation.id}", {"csrf": csrf})
    assert desk.status == 404
    await desk.posts(f"{mine}/invite/{invitation.participant}", {"csrf": csrf})
    assert desk.status == 404


async def test_a_cover_may_open_the_plan_on_the_stated_days_alone(place: Place) -> None:
    plan, asha = await a_pretend_plan(place)
    cover = await place.enrols("Robin")
    today = place.clock().date()
    async with place.product.store.work() as work:
        await work.plans.set_cover(
            plan, cover, today.replace(day=26), today.replace(day=27), asha, place.clock()
        )
        await work.commit()
    for _day, status in ((24, 404), (26, 200), (27, 200), (28, 404)):
        place.clock.at = place.clock().replace(day=_day)
        desk = await place.at_the_desk(cover)
        await desk.opens(f"/desk/plans/{plan}")
        assert desk.status == status


async def test_who_was_asked_to_sign_reads_and_does_not_change(place: Place) -> None:
    plan, asha = await a_pretend_plan(place)
    manager = await place.enrols("Mo")
    holder = await place.at_the_desk(asha)
    await holder.opens(f"/desk/plans/{plan}/cover")
    await holder.presses("Ask them", signer=manager)
    desk = await place.at_the_desk(manager)
    await desk.opens(f"/desk/plans/{plan}/about")
    await desk.presses("Save", title="Changed")
    assert desk.status == 403
    async with place.product.store.reading() as work:
        assert (await work.plans.get(plan)).family.title != "Changed"
        assert Right.SIGNER in {grant.right for grant in await work.plans.rights(plan)}


async def test_handing_over_shuts_the_old_holder_out(place: Place) -> None:
    plan, asha = await a_pretend_plan(place)
    robin = await place.enrols("Robin")
    desk = await place.at_the_desk(asha)
    await desk.opens(f"/desk/plans/{plan}/cover")
    await desk.presses("Hand it over", to=robin)
    assert "Please tick the box" in desk.text
    await desk.presses("Hand it over", "sure", to=robin)
    await desk.opens(f"/desk/plans/{plan}")
    assert desk.status == 404
    new = await place.at_the_desk(robin)
    await new.opens(f"/desk/plans/{plan}")
    assert new.status == 200


@pytest.mark.parametrize(
    "path", ["", "/about", "/people", "/needs", "/cover", "/waiting", "/history", "/draft"]
)
async def test_each_look_is_logged(place: Place, path: str) -> None:
    plan, asha = await a_pretend_plan(place)
    desk = await place.at_the_desk(asha)
    await desk.opens(f"/desk/plans/{plan}{path}")
    assert desk.status == 200
    async with place.product.store.reading() as work:
        assert (await work.audit.of(plan))[-1].who == asha
