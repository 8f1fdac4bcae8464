"""A young person's words on the desk: who may see each line stands beside it, there and in exports (H7)."""

import json

import pytest

from bot.drafting import drawn_up
from bot.exporting import exported
from bot.papers import Papers
from bot.pretending import PretendFamily, pretend
from dialogs.ids import PlanId
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import GOOD_THINGS, Place, Talker
from tests.bot.desk.test_plans import desk_of

DOOR = ("[Go on]", *("[OK, go on]",) * 6, "[Not now]", "[No]", "[No one]")
GOOD = ("[Good things]", "my nan comes on fridays", "[No, that is all]", "[Skip]", "[Skip]", "[Skip]")
WORRIES = ("[Worries]", "that we move again", "[No, that is all]", "[Skip]")


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


async def nadia(place: Place, family: PretendFamily) -> Talker:
    code = next(one.code for one in family.people if one.name == "Nadia")
    talker = await place.comes_in(code)
    await talker.does(*DOOR)
    return talker


async def draft_of(place: Place, family: PretendFamily) -> PaperBrowser:
    desk = await desk_of(place, family)
    return await desk.follows("Read draft 1")


async def test_h7_the_wish_stands_beside_each_line(place: Place, family: PretendFamily) -> None:
    talker = await nadia(place, family)
    await talker.does(*GOOD, "[Everyone in the plan]", *WORRIES, "not mum")
    await talker.sends()
    desk = await draft_of(place, family)
    assert "my nan comes on fridays Wish: everyone in the plan may see this." in desk.text
    wish = desk.text.partition("that we move again Wish: ")[2]
    assert wish.startswith("this person must not see this.")
    assert "not mum" in wish[:60]


async def test_h7_a_wish_changed_after_sending_stands_there_at_once_and_is_told(
    place: Place, family: PretendFamily
) -> None:
    talker = await nadia(place, family)
    await talker.does(*GOOD, "[Everyone in the plan]")
    await talker.sends()
    await talker.does("[Check what I said]", "[Change 1]", "[Who may see this?]", "[Asha and no one else]")
    assert "wish" in await place.items(PlanId(family.plan))
    desk = await draft_of(place, family)
    assert "my nan comes on fridays Wish: you alone see this." in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "Changed who may see their words" in desk.text


async def test_h7_the_wish_is_in_the_json_and_in_the_drafts_pdf(place: Place, family: PretendFamily) -> None:
    talker = await nadia(place, family)
    await talker.does(*GOOD, "not mum")
    await talker.sends()
    async with place.product.store.reading() as work:
        plan = await drawn_up(work, place.product.offered, family.plan)
    lines = json.loads(exported(family.plan, plan, place.clock()).as_json())["lines"]
    wish = next(line["wish"] for line in lines if line["said"]["words"] == "my nan comes on fridays")
    assert (wish["wish"], wish["names"]) == ("not", "not mum")
    assert wish["at"]
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    reading = await place.product.reviewing().open(asha, family.plan)
    assert reading is not None
    text = "\n".join(Papers(place.product.settings.zone).texts(reading, place.clock().date()).values())
    assert "Nadia wishes: this person must not see this: not mum" in text


async def test_a_low_step_waits_on_the_desk_and_nobody_at_home_hears_of_it(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    before = (await kelly.now()).model_dump_json()
    talker = await nadia(place, family)
    await talker.does("[Good things]", "[All parts]", "[Feeling OK at home]", "1")
    assert await place.items(PlanId(family.plan)) == ["same_day"]
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "1 (0 is: home does not feel OK at all." in desk.text
    assert (await kelly.now()).model_dump_json() == before


async def test_h10_asking_for_an_advocate_waits_on_the_desk(place: Place, family: PretendFamily) -> None:
    code = next(one.code for one in family.people if one.name == "Nadia")
    talker = await place.comes_in(code)
    await talker.does(*DOOR[:7], "[Yes, please]")
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "Asks for an advocate" in desk.text


async def test_h7_an_adults_wish_stands_beside_the_line_and_none_is_the_worker_alone(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does(*GOOD_THINGS[:2], "I make them laugh.", "[No, that is all]", "[All parts]")
    await kelly.does(
        "[Check what I said]", "[Change 1]", "[Who may see this?]", "[Someone must not see it]", "Ryan"
    )
    await kelly.presses("Send to Asha")
    desk = await draft_of(place, family)
    assert "Ryan" in desk.text.partition("Mia picks the book. Wish: this person must not see this.")[2][:12]
    assert "I make them laugh. Wish" not in desk.text
    assert "An adult’s line with no wish beside it: nothing was chosen, so you alone see it." in desk.text
    async with place.product.store.reading() as work:
        plan = await drawn_up(work, place.product.offered, family.plan)
    lines = json.loads(exported(family.plan, plan, place.clock()).as_json())["lines"]
    wishes = {line["said"]["words"]: line["wish"] for line in lines if line["said"]["words"]}
    assert wishes["I make them laugh."] == {"wish": "worker", "names": "", "at": None}
    assert wishes[GOOD_THINGS[1]]["names"] == "Ryan"
