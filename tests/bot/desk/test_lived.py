"""A plan is lived with: what was tried is written down, a rule breaks, and a new draft is begun."""

import pytest

from bot.pretending import PretendFamily
from dialogs.facts import LetterKind
from dialogs.review import NotNow, State
from dialogs.trials import Tried
from storage.plans import HeldPlan
from tests.bot.desk.place import Place
from tests.bot.desk.test_drafts import asha_of, desk_of, family, kelly_sends

__all__ = ["family"]


async def held(place: Place, plan: PretendFamily) -> HeldPlan:
    async with place.product.store.reading() as work:
        return await work.plans.get(plan.plan)


async def approved(place: Place, plan: PretendFamily) -> None:
    desk = await desk_of(place, plan)
    await desk.follows("Read draft 1")
    await desk.presses("Approve draft 1", signed="Asha Malik", review_on="2026-12-08")


async def test_what_was_tried_is_kept_and_stands_on_the_plan(place: Place, family: PretendFamily) -> None:
    desk = await desk_of(place, family)
    await desk.follows("What was tried, and the way out")
    await desk.presses(
        "Save",
        trial__0__tried="practised",
        trial__0__on="2026-11-20",
        trial__0__what="Nan Jean comes at six",
        trial__0__happened="She was there at ten to.",
        owner="Nan Jean",
        on="2027-03-01",
    )
    kept = (await held(place, family)).family
    assert [(one.tried, one.what) for one in kept.trials] == [(Tried.PRACTISED, "Nan Jean comes at six")]
    assert kept.after_closure.owned
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "Nan Jean comes at six" in desk.text
    assert "Nan Jean looks again on" in desk.text


async def test_a_row_without_its_day_is_asked_for_again_and_nothing_typed_is_lost(
    place: Place, family: PretendFamily
) -> None:
    desk = await desk_of(place, family)
    await desk.follows("What was tried, and the way out")
    await desk.presses("Save", trial__0__what="Nan Jean comes at six")
    assert desk.status == 422
    assert "Please give the day." in desk.text
    assert b"Nan Jean comes at six" in desk.body
    assert (await held(place, family)).family.trials == ()


async def test_a_rule_breaks_and_a_new_draft_is_begun_beside_the_one_that_was_approved(
    place: Place, family: PretendFamily
) -> None:
    await kelly_sends(place, family)
    await approved(place, family)
    before = (await held(place, family)).newest_draft
    desk = await desk_of(place, family)
    await desk.follows("What was tried, and the way out")
    assert "Begin a new draft" not in desk.text
    await desk.presses(
        "Save",
        trial__0__tried="broke",
        trial__0__on="2026-11-20",
        trial__0__what="Nan Jean comes at six",
        trial__0__happened="She was ill, and nobody came.",
    )
    await desk.presses("Begin a new draft")
    now = await held(place, family)
    assert (now.newest_draft, now.state) == (before + 1, State.IN_REVIEW)
    assert "What is changed because of it?" in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/drafts/{before}")
    assert "agrees to try it" in desk.text
    reviewing = place.product.reviewing()
    with pytest.raises(NotNow):
        await reviewing.begin_again(await asha_of(place, family), family.plan)


async def test_a_plan_is_closed_once_somebody_owns_the_check_and_everybody_is_told(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    await approved(place, family)
    desk = await desk_of(place, family)
    await desk.follows("What was tried, and the way out")
    await desk.presses("Close the plan")
    assert "Please tick that you mean it." in desk.text
    await desk.presses("Close the plan", "sure")
    assert "who looks again after closure" in desk.text
    await desk.presses("Save", owner="Nan Jean", on="2027-03-01")
    await desk.presses("Close the plan", "sure", goodbye="Nan Jean meets you on Sundays.")
    assert "Closed" in desk.text
    assert (await held(place, family)).state is State.CLOSED
    letters = (await kelly.now()).facts.letters
    told = [letter.words for letter in letters if letter.kind is LetterKind.CLOSED]
    assert told == ["Nan Jean meets you on Sundays."]
    await desk.follows("What was tried, and the way out")
    assert "Close the plan" not in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "The check after closure" in desk.text
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "This plan is closed: nobody is invited any more." in desk.text


async def test_good_news_that_came_since_it_was_read_is_read_before_it_is_approved(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    await approved(place, family)
    await place.product.reviewing().begin_again(await asha_of(place, family), family.plan)
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    await kelly.does("[All parts]", "[Something went well]", "Leo slept through")
    number = (await held(place, family)).newest_draft
    await desk.presses(f"Approve draft {number}", signed="Asha Malik")
    assert desk.status == 422
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Leo slept through" in desk.text
    await desk.presses(f"Approve draft {number}", signed="Asha Malik")
    assert (await held(place, family)).state is State.APPROVED
