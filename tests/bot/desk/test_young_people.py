"""A young person is one of the plan's children: asked by the practitioner, with the questions they choose."""

import re
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.app import pages
from bot.inviting import Inviting, OnlyBeside
from bot.product import opened
from bot.settings import Settings
from dialogs.family import Family
from dialogs.ids import PlanId, PractitionerId
from dialogs.people import Participant, Role
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import Clock, Place

SMALL = """
id = "{id}"
title = "My side"
role = "young_person"
ages = [{ages}]

[[section]]
id = "hello"
title = "Hello"
door = true

[[section.question]]
id = "hello.name"
kind = "text"
ask = "{ask}"
why = "It helps."
other = "Say it any way."
example = "The sea."
"""


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    """A desk with the parents' dialog and three small ones for the young."""
    monkeypatch.chdir(tmp_path)
    folder, clock = tmp_path / "dialogs", Clock()
    folder.mkdir()
    parent = files("dialogs") / "definitions" / "parent.toml"
    (folder / "parent.toml").write_text(parent.read_text("utf-8"), "utf-8")
    for id, ages, ask in (
        ("older", "16, 17", "What do you like most?"),
        ("younger", "13, 15", "What is good?"),
        ("small", "6, 9", "What makes you smile?"),
    ):
        text = SMALL.format(id=id, ages=ages, ask=ask)
        if id == "small":
            text = text.replace("[[section]]", "beside = true\n\n[[section]]", 1)
            text = text.replace('example = "The sea."\n', "")
        (folder / f"{id}.toml").write_text(text, "utf-8")
    async with (
        opened(Settings(data=tmp_path / "data"), dialogs=folder, clock=clock) as product,
        TestServer(pages(product)) as server,
    ):
        here = Place(product, clock, server.make_url("/"), tmp_path)
        yield here
        for browser in here.browsers:
            await browser.session.close()


async def a_plan(place: Place) -> PaperBrowser:
    """Nadia's plan, with children of 14, of 16 and of 8 by their birth years."""
    asha, ben = await place.enrols("Asha"), await place.enrols("Ben")
    desk = await place.at_the_desk(asha)
    await desk.opens("/desk/plans/new")
    await desk.presses(
        "Open the plan",
        title="Mia",
        adult="Nadia",
        cover=ben,
        reads="Mondays",
        child__0__name="Mia",
        child__0__born="2012",
        child__1__name="Ben",
        child__1__born="2010",
        child__2__name="Leo",
        child__2__born="2018",
    )
    return desk


async def held(place: Place, desk: PaperBrowser) -> Family:
    async with place.product.store.reading() as work:
        return (await work.plans.get(plan_of(desk))).family


async def young(place: Place, desk: PaperBrowser) -> dict[str, Participant]:
    asked = (await held(place, desk)).participants
    return {one.name: one for one in asked if one.role is Role.YOUNG_PERSON}


def plan_of(desk: PaperBrowser) -> PlanId:
    return PlanId(desk.url.path.split("/")[3])


async def holder(place: Place, desk: PaperBrowser) -> PractitionerId:
    async with place.product.store.reading() as work:
        return (await work.plans.get(plan_of(desk))).practitioner


def inviting(place: Place) -> Inviting:
    """Invitations as they are made where Telegram is on."""
    product, links = place.product, "https://example.org"
    zone = product.settings.zone
    return Inviting(
        product.store,
        product.rights(),
        product.offered,
        place.clock,
        links,
        zone=zone,
        bot_name=lambda: "a_bot",
    )


async def test_the_birth_year_proposes_the_questions_and_the_practitioner_chooses(place: Place) -> None:
    desk = await a_plan(place)
    await desk.follows("Change people")
    assert "By the birth year: Young person, 13 to 15" in desk.text
    assert "By the birth year: Young person, 16 to 17" in desk.text
    await desk.presses("Save", child__0__asked="by-age", child__1__asked="younger")
    asked = await young(place, desk)
    assert {name: one.dialog for name, one in asked.items()} == {"Mia": "younger", "Ben": "younger"}
    family = await held(place, desk)
    assert [one and one.name for one in map(family.child_who_is, family.participants)] == [None, "Mia", "Ben"]
    assert [person.name for person in family.people] == ["Nadia"]
    assert "Young person, 13 to 15" in desk.text


async def test_an_age_without_questions_is_said_and_simpler_ones_can_be_chosen(place: Place) -> None:
    desk = await a_plan(place)
    await desk.follows("Change people")
    await desk.presses("Save", child__2__born="2014", child__2__asked="by-age")
    assert desk.status == 422
    assert "There are no questions for that age yet." in desk.text
    await desk.presses("Save", child__2__asked="younger")
    assert set(await young(place, desk)) == {"Leo"}


async def test_under_6_there_is_no_conversation_and_the_desk_says_so_plainly(place: Place) -> None:
    desk = await a_plan(place)
    await desk.follows("Change people")
    await desk.presses("Save", child__2__born="2022")
    assert "Leo turns 4 this year. Under 6 there is no conversation" in desk.text
    await desk.follows("Change people")
    assert "Leo turns 4 this year. Under 6 there is no conversation" in desk.text
    for chosen in ("by-age", "small"):
        await desk.presses("Save", child__2__asked=chosen)
        assert desk.status == 422
        assert "Under 6 there is no conversation: adults say what they saw." in desk.text
        assert await young(place, desk) == {}
    await desk.presses("Save", child__2__born="2020", child__2__asked="by-age")
    assert set(await young(place, desk)) == {"Leo"}


async def test_a_child_who_is_asked_beside_a_worker_gets_no_link_and_no_code(place: Place) -> None:
    desk = await a_plan(place)
    await desk.follows("Change people")
    assert "By the birth year: Young person, 6 to 9, only beside you" in desk.text
    await desk.presses("Save", child__2__asked="by-age")
    leo = (await young(place, desk))["Leo"]
    assert leo.dialog == "small"
    assert "Leo answers beside you only, on your device. There is no link or code." in desk.text
    assert "Invite Leo" not in desk.page.html
    with pytest.raises(OnlyBeside):
        await inviting(place).make(await holder(place, desk), plan_of(desk), leo.id)
    async with place.product.store.reading() as work:
        assert [
            one for one in await work.invitations.of_plan(plan_of(desk)) if one.participant == leo.id
        ] == []


async def test_a_link_made_before_opens_nothing_once_the_child_is_asked_beside_a_worker(place: Place) -> None:
    desk = await a_plan(place)
    await desk.follows("Change people")
    await desk.presses("Save", child__2__asked="younger")
    home = str(desk.url)
    await desk.presses("Invite Leo")
    code = re.search(r"/i/(\w{8})", desk.page.html)
    assert code
    await desk.opens(home)
    await desk.follows("Change people")
    await desk.presses("Save", child__2__asked="small")
    assert "Leo answers beside you only" in desk.text
    let_in = place.product.invitations
    assert await let_in.accept_browser(code[1], now=place.clock(), press="p") is None
    assert await let_in.accept_telegram(code[1], 7, now=place.clock(), event_id="t1") is None
    await desk.presses("Withdraw the invitation Leo")
    assert "Withdraw" not in desk.text


async def test_a_child_who_is_asked_stays_in_the_plan_with_their_questions(place: Place) -> None:
    desk = await a_plan(place)
    await desk.follows("Change people")
    await desk.presses("Save", child__0__asked="by-age")
    home = str(desk.url)
    await desk.presses("Invite Mia")
    code = re.search(r"/i/(\w{8})", desk.page.html)
    assert code
    await desk.opens(home)
    await desk.follows("Change people")
    await desk.presses("Save", child__0__asked="")
    assert "This person has been invited" in desk.text
    await desk.presses("Save", child__0__asked="younger", child__0__name="")
    assert "This person has been invited" in desk.text
    await desk.presses("Save", child__0__asked="older", child__0__name="Mia B")
    assert {one.dialog for one in (await young(place, desk)).values()} == {"older"}

    mia = await place.comes_in(code[1])
    assert (await mia.screen()).text == "What do you like most?"
    await desk.follows("Change people")
    await desk.presses("Save", child__0__asked="younger")
    assert "This person has begun, so the questions stay as they are." in desk.text
    assert (await mia.screen()).text == "What do you like most?"


async def test_only_the_browser_link_is_offered_under_telegrams_age(place: Place) -> None:
    desk = await a_plan(place)
    await desk.follows("Change people")
    await desk.presses("Save", child__0__asked="by-age", child__1__asked="by-age")
    plan, asha, ways = plan_of(desk), await holder(place, desk), inviting(place)
    family, asked = await held(place, desk), await young(place, desk)
    made = {one.name: await ways.make(asha, plan, one.id) for one in family.participants}
    assert made["Nadia"].telegram
    assert made["Mia"].telegram is None
    assert made["Ben"].telegram is None, "born 2010: the sixteenth birthday may be ahead"
    place.clock.waits(days=60)
    again = await ways.make(asha, plan, asked["Ben"].id)
    assert again.telegram
    assert (await ways.make(asha, plan, asked["Mia"].id)).telegram is None


async def test_a_young_person_reads_nothing_that_was_written_to_parents(place: Place) -> None:
    desk = await a_plan(place)
    home = str(desk.url)
    await desk.follows("Write a worry")
    await desk.presses("Save", title="MARKER-TITLE", what_happened="MARKER-HAPPENED")
    await desk.opens(home)
    await desk.follows("Change what needs to happen")
    await desk.presses("Save", bottom__0__words="MARKER-LINE", step__0__words="MARKER-STEP")
    await desk.follows("Change hours and switches")
    await desk.presses("Save", if_nothing_changes="MARKER-NOTHING", step_back="MARKER-BACK")
    await desk.follows("Change people")
    await desk.presses("Save", child__0__asked="by-age")
    await desk.presses("Invite Mia")
    code = re.search(r"/i/(\w{8})", desk.page.html)
    assert code
    mia = await place.comes_in(code[1])
    facts = (await mia.now()).facts.model_dump_json()
    assert "MARKER" not in facts
    assert "Nadia" not in facts
