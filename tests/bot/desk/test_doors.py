"""No plan is shown to a practitioner who does not hold it, cover it, or was asked to sign it; each look is logged."""

import re

import pytest

from bot.desk import ROUTES
from bot.desk.guard import Door
from bot.desk.routes import PLAN
from bot.pretending import PretendFamily, pretend
from bot.rights import OnlyTheHolder
from dialogs.conversation import Kept
from dialogs.events import Command, CommandGiven
from dialogs.ids import AnswerId, FileId, PlanId, PractitionerId
from dialogs.people import Role
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
    cover = await place.enrols("Robin (pretend)")
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
    manager = await place.enrols("Mo (pretend)")
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
    robin = await place.enrols("Robin (pretend)")
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


async def test_a_cover_neither_stays_on_nor_takes_the_plan(place: Place) -> None:
    plan, asha = await a_pretend_plan(place)
    async with place.product.store.reading() as work:
        ben = (await work.plans.get(plan)).cover
    assert ben is not None
    planning, today = place.product.planning(), place.clock().date()
    mo = await place.enrols("Mo (pretend)")
    for taking in (
        planning.set_cover(ben, plan, ben, today, None),
        planning.ask_to_sign(ben, plan, mo),
        planning.hand_over(ben, plan, ben),
    ):
        with pytest.raises(OnlyTheHolder):
            await taking
    desk = await place.at_the_desk(ben)
    await desk.opens(f"/desk/plans/{plan}/cover")
    assert "Only whoever holds the plan names its cover" in desk.text
    csrf = desk.page.forms[0].fields["csrf"]
    fields = {"csrf": csrf, "what": ["hand_over"], "sure": ["on"], "to": [ben]}
    await desk.posts(f"/desk/plans/{plan}/cover", fields)
    assert desk.status == 403
    async with place.product.store.reading() as work:
        assert (await work.plans.get(plan)).practitioner == asha


async def test_a_cover_to_whom_the_plan_is_handed_covers_it_no_longer(place: Place) -> None:
    plan, asha = await a_pretend_plan(place)
    async with place.product.store.reading() as work:
        ben = (await work.plans.get(plan)).cover
    assert ben is not None
    await place.product.planning().hand_over(asha, plan, ben)
    async with place.product.store.reading() as work:
        held = await work.plans.get(plan)
        still = [grant.right for grant in await work.plans.rights(plan) if grant.ended_at is None]
    assert (held.practitioner, held.cover, held.family.cover) == (ben, None, "")
    assert still == [Right.HOLDER]


async def test_everybody_reads_who_was_asked_to_sign(place: Place) -> None:
    family = await pretend(place.product.store, place.product.settings, place.clock())
    kelly = await place.comes_in(family.people[0].code)
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    await place.product.planning().ask_to_sign(asha, family.plan, await place.enrols("Mo Farouk (pretend)"))
    assert (await kelly.now()).facts.signers == ("Mo Farouk (pretend)",)
    await kelly.takes(CommandGiven(command=Command.WHO_READS, **kelly.event()))
    assert "Asked to sign the plan, and may read it too: Mo Farouk (pretend)." in (await kelly.screen()).said


# Each look leaves a trace ---------------------------------------------------------------------------


async def a_plan_to_look_at(place: Place) -> tuple[PretendFamily, PractitionerId, dict[str, str]]:
    """Everything that an address of a plan can name."""
    family = await pretend(place.product.store, place.product.settings, place.clock())
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.presses("What is going well")
    await kelly.speaks()
    await kelly.presses("No, that is all")
    await kelly.presses("All parts")
    await kelly.presses("What will happen")
    await kelly.does("I walk Leo to school", "[No, that is all]")
    await kelly.sends()
    async with place.product.store.reading() as work:
        held = await work.plans.get(family.plan)
        items = await work.items.of(family.plan)
    reading = await place.product.reviewing().open(held.practitioner, family.plan)
    assert reading is not None
    line = next(line for line in reading.draft.lines if isinstance(line.value, Kept))
    assert isinstance(line.value, Kept)
    names = {
        "worry": held.family.worries[0].id,
        "root": line.root,
        "action": reading.draft.actions[0].what[0].root,
        "file": line.value.file,
        "item": items[-1].id,
        "number": "1",
        "participant": next(one.id for one in held.family.participants if one.role is Role.NETWORK),
    }
    return family, held.practitioner, {name: str(id) for name, id in names.items()}


async def test_each_page_of_a_plan_leaves_one_line_that_says_who_looked(place: Place) -> None:
    family, asha, names = await a_plan_to_look_at(place)
    await place.product.reviewing().type_up(asha, family.plan, AnswerId(names["root"]), "We sing.", ask=False)
    desk = await place.at_the_desk(asha)
    for route in ROUTES:
        if route.method == "GET" and route.door is Door.PLAN:
            before = await looks(place, family.plan)
            path = re.sub(r"\{(\w+):[^}]*\}(?:\})?", lambda one: names[one[1]], route.path.replace(PLAN, ""))
            await desk.opens(f"/desk/plans/{family.plan}{path}")
            assert desk.status == 200, path
            new = (await looks(place, family.plan))[len(before) :]
            assert [who for who, _, _ in new] == [asha], (path, new)


async def test_each_change_leaves_one_line_and_a_refused_form_is_a_look(place: Place) -> None:
    family, asha, names = await a_plan_to_look_at(place)
    desk, plan = await place.at_the_desk(asha), family.plan
    kelly = await first_person(place, plan)
    for path, button, fields, what, subject in (
        ("/about", "Save", {"reads": "Mondays"}, "changed the plan", ""),
        ("/about", "Save", {"title": ""}, "looked at the plan", ""),
        ("/needs", "Save", {"step__0__words": ""}, "changed what needs to happen", ""),
        ("/lived", "Save", {"owner": "Nan Jean"}, "wrote down how the plan is lived with", ""),
        (
            f"/lines/{names['root']}",
            "Send the question",
            {"words": "Which?"},
            "asked a question",
            names["root"],
        ),
        (f"/lines/{names['root']}", "Send the question", {"words": ""}, "looked at a line", names["root"]),
        (
            f"/lines/{names['root']}",
            "Keep these words",
            {"typed": "We bake."},
            "typed up a file",
            names["root"],
        ),
        ("/draft", "Send this line", {f"noticed__{kelly}": "You bake."}, "wrote one line back", kelly),
        ("/waiting", "I have dealt with this", {}, "dealt with an item", names["item"]),
        ("/draft", "Approve draft 1", {}, "approved", "2"),
    ):
        await desk.opens(f"/desk/plans/{plan}{path}")
        before = await looks(place, plan)
        await desk.presses(button, **fields)
        new = (await looks(place, plan))[len(before) :]
        assert new[0] == (asha, what, subject), (path, button, new)
        assert [did for _, did, _ in new].count(what) == 1 or desk.status == 422
        if desk.status == 422:
            assert len(new) == 1


async def test_a_file_and_an_item_are_named_in_the_audit(place: Place) -> None:
    family, asha, names = await a_plan_to_look_at(place)
    reviewing = place.product.reviewing()
    await reviewing.file(asha, family.plan, FileId(names["file"]))
    await reviewing.see(asha, family.plan, names["item"])
    await reviewing.done(asha, family.plan, names["item"])
    assert (await looks(place, family.plan))[-3:] == [
        (asha, "opened a file", names["file"]),
        (asha, "read an item", names["item"]),
        (asha, "dealt with an item", names["item"]),
    ]


async def looks(place: Place, plan: PlanId) -> list[tuple[str, str, str]]:
    """The audit: who, what, and its subject."""
    async with place.product.store.reading() as work:
        return [(noted.who, noted.what, noted.subject) for noted in await work.audit.of(plan)]


async def first_person(place: Place, plan: PlanId) -> str:
    async with place.product.store.reading() as work:
        return (await work.plans.get(plan)).family.participants[0].id
