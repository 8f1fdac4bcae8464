"""Nobody of the network is invited before the family and the practitioner said yes; "don't ask" binds."""

import re

import pytest

from bot.pretending import PretendFamily, pretend
from dialogs.conversation import Screen
from dialogs.family import AskedIn, Family
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import GOOD_THINGS, Place, Talker
from tests.bot.desk.test_plans import desk_of, held

DAY = "2026-11-20"


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


async def with_jo(place: Place, family: PretendFamily) -> PaperBrowser:
    """Jo from next door is written down as somebody of the network."""
    desk = await desk_of(place, family)
    await desk.follows("Change people")
    row = len((await held(place, family)).people)
    await desk.presses("Save", **{f"person__{row}__name": "Jo", f"person__{row}__role": "network"})
    return desk


def buttons(desk: PaperBrowser) -> list[str]:
    return [label for form in desk.page.forms for label in form.buttons]


def code_on(desk: PaperBrowser) -> str:
    """The code of the invitation on the page, as it is kept."""
    found = re.search(r"\b([A-Z2-9]{4})-([A-Z2-9]{4})\b", desk.text)
    assert found
    return found[1] + found[2]


def jos(family: Family) -> AskedIn | None:
    """What is written down of Jo."""
    jo = next(one for one in family.participants if one.name == "Jo")
    return next((one for one in family.asked_in if one.participant == jo.id), None)


async def writes_down(desk: PaperBrowser, family: Family, **changes: str) -> None:
    """Kelly said yes, and this is what Jo may know."""
    kelly = next(person for person in family.people if person.name == "Kelly")
    leo = next(child for child in family.children if child.name == "Leo")
    await desk.follows("What Jo may know")
    fields = {
        "why": "Kelly says that you see Leo every day.",
        "may_know": "Some nights Leo needs a sober adult with him.",
        "agreed_on": DAY,
    }
    await desk.presses(
        "Look at it as Jo will read it", f"child-{leo.id}", f"agreed-{kelly.id}", **(fields | changes)
    )


async def test_jo_is_not_invited_before_it_is_written_who_said_yes_and_what_she_may_know(
    place: Place, family: PretendFamily
) -> None:
    desk = await with_jo(place, family)
    assert "Not invited before it is written down who in the family said yes" in desk.text
    assert "Invite Jo" not in buttons(desk)
    await desk.follows("What Jo may know")
    await desk.presses("Look at it as Jo will read it", why="", may_know="", agreed_on="")
    assert "Please tick who in the family said yes" in desk.text
    assert "Please give the day on which they said yes." in desk.text
    assert not jos(await held(place, family))


async def test_the_practitioner_reads_it_as_jo_will_and_then_jo_is_invited(
    place: Place, family: PretendFamily
) -> None:
    desk = await with_jo(place, family)
    await writes_down(desk, await held(place, family))
    assert "Hello Jo. Asha asked you here." in desk.text
    assert "The family said that you may know this:" in desk.text
    assert not jos(await held(place, family)), "looking keeps nothing"
    await desk.presses("The family and I say yes: keep this")
    assert "Said yes to asking Jo on 20 November 2026: Kelly" in desk.text
    await desk.presses("Invite Jo")
    code = code_on(desk)
    jo = await place.comes_in(code)
    facts = (await jo.now()).facts
    assert facts.may_know == "Some nights Leo needs a sober adult with him."
    assert [child.name for child in facts.children] == ["Leo"]
    assert (facts.worries, facts.people) == ((), ())


async def test_a_child_who_is_not_ticked_is_not_named(place: Place, family: PretendFamily) -> None:
    desk = await with_jo(place, family)
    await writes_down(desk, await held(place, family), may_know="Mia hides at night.")
    assert "A child is named here who is not ticked below." in desk.text


async def test_a_change_of_what_jo_may_know_reaches_her_as_a_message(
    place: Place, family: PretendFamily
) -> None:
    desk = await with_jo(place, family)
    await writes_down(desk, await held(place, family))
    await desk.presses("The family and I say yes: keep this")
    await desk.presses("Invite Jo")
    jo = await place.comes_in(code_on(desk))
    await desk.opens(f"/desk/plans/{family.plan}")
    await writes_down(desk, await held(place, family), may_know="Leo needs someone on Fridays.")
    await desk.presses("The family and I say yes: keep this")
    (letter,) = (await jo.now()).facts.letters
    await jo.opens(letter.id)
    screen = await jo.screen()
    assert screen.screen is Screen.LETTER
    assert "Leo needs someone on Fridays." in screen.quote
    assert "The family said yes to it." in screen.text


async def test_what_was_changed_after_it_was_looked_at_is_looked_at_before_it_is_kept(
    place: Place, family: PretendFamily
) -> None:
    desk = await with_jo(place, family)
    await writes_down(desk, await held(place, family))
    await desk.presses("The family and I say yes: keep this", may_know="Leo needs you on Fridays.")
    assert jos(await held(place, family)) is None
    assert "As Jo will read it" in desk.text
    await desk.presses("The family and I say yes: keep this")
    kept = jos(await held(place, family))
    assert kept is not None
    assert kept.may_know == "Leo needs you on Fridays."


async def test_a_young_person_says_yes_too_and_under_16_not_alone(
    place: Place, family: PretendFamily
) -> None:
    desk = await with_jo(place, family)
    plan = await held(place, family)
    nadia = next(child for child in plan.children if child.name == "Nadia")
    leo, mia = (child for child in plan.children if child.name != "Nadia")
    kelly = next(person for person in plan.people if person.name == "Kelly")
    await desk.follows("What Jo may know")
    assert f'id="agreed-{nadia.id}"' in desk.page.html
    assert not any(f'id="agreed-{child.id}"' in desk.page.html for child in (leo, mia))
    words = {"why": "Nadia says that you see Leo.", "may_know": "Leo needs you.", "agreed_on": DAY}
    look = "Look at it as Jo will read it"
    await desk.presses(look, f"agreed-{nadia.id}", f"child-{leo.id}", f"child-{nadia.id}", **words)
    assert "Please tick a grown-up too, or somebody of 16 or over." in desk.text
    await desk.presses(look, f"agreed-{kelly.id}", f"agreed-{nadia.id}")
    await desk.presses("The family and I say yes: keep this")
    asked_in = jos(await held(place, family))
    assert asked_in is not None
    assert set(asked_in.agreed_by) == {kelly.id, nadia.id}
    assert "Kelly, Nadia" in desk.text


async def test_who_is_of_the_network_is_told_no_worry_and_cannot_be_ticked_for_it(
    place: Place, family: PretendFamily
) -> None:
    desk = await desk_of(place, family)
    plan = await held(place, family)
    people = {person.name: person.id for person in plan.people}
    await desk.opens(f"/desk/plans/{family.plan}/worries/{plan.worries[0].id}")
    assert f'id="also-{people["Ryan"]}"' in desk.page.html
    assert f'id="also-{people["Nan Jean"]}"' not in desk.page.html


async def test_dont_ask_her_binds_and_the_desk_says_who_said_it(place: Place, family: PretendFamily) -> None:
    desk = await with_jo(place, family)
    await writes_down(desk, await held(place, family))
    await desk.presses("The family and I say yes: keep this")
    await desk.presses("Invite Jo")
    code = code_on(desk)
    kelly = await place.comes_in(next(one.code for one in family.people if one.name == "Kelly"))
    await kelly.enters()
    await kelly.does(*GOOD_THINGS)
    await says_dont_ask(kelly, "Jo")
    await kelly.sends()
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "Kelly said on 24 November 2026: don't ask Jo. That binds, so no invitation is made." in desk.text
    assert "Make a new one Jo" not in buttons(desk)
    assert await place.product.invitations.look(code) is None, "the code she has opens nothing"
    jo = next(one for one in (await held(place, family)).participants if one.name == "Jo")
    ryan = await place.comes_in(next(one.code for one in family.people if one.name == "Ryan"))
    for who in (kelly, ryan):
        assert jo.id not in (await who.now()).facts.model_dump_json()


async def test_who_has_one_way_alone_is_never_said_to_have_taken_the_short_one(
    place: Place, family: PretendFamily
) -> None:
    desk = await with_jo(place, family)
    await writes_down(desk, await held(place, family))
    await desk.presses("The family and I say yes: keep this")
    await desk.presses("Invite Jo")
    jo = await place.comes_in(code_on(desk))
    await jo.presses("Go on")
    while (await jo.screen()).screen is not Screen.HUB:
        labels = [button.label for button in (await jo.screen()).buttons]
        await jo.presses(next(label for label in ("OK, go on", "No", "No one") if label in labels))
    await jo.does("[What is going well]", "Leo sings in the yard.")
    await jo.sends()
    await desk.opens(f"/desk/plans/{family.plan}")
    await desk.follows("Read draft 1")
    assert "Leo sings in the yard." in desk.text
    assert "took the short way" not in desk.text
    kelly = await place.comes_in(next(one.code for one in family.people if one.name == "Kelly"))
    await kelly.enters()
    await kelly.does(*GOOD_THINGS)
    await kelly.sends()
    await desk.opens(f"/desk/plans/{family.plan}")
    await desk.follows("Read draft 2")
    assert "Kelly took the short way." in desk.text
    assert "Jo took" not in desk.text


async def says_dont_ask(kelly: Talker, name: str, *, listed: bool = False) -> None:
    """Names somebody among the people, and says no to their being asked."""
    await kelly.presses("All parts")
    await kelly.presses("All the questions")
    await kelly.presses("People")
    await (kelly.presses(name) if listed else kelly.says(name))
    await kelly.presses("Nobody else")
    while (await kelly.screen()).screen is not Screen.HUB:
        await kelly.presses("Skip")
    await kelly.presses("What each person can do")
    while (await kelly.screen()).question != "person.ask":
        await kelly.presses("Skip")
    await kelly.presses("No, don't ask")
