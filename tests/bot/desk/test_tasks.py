"""An action is put to whoever is named in it; they answer in one tap, and the desk alone reads what."""

import pytest

from bot.copies import Copies
from bot.documents import BRITISH
from bot.papers import Papers
from bot.pretending import PretendFamily, pretend
from bot.reviewing import Reading
from dialogs.conversation import Screen
from dialogs.events import ChangeAsked
from dialogs.facts import LetterKind
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import Place, Talker
from tests.bot.desk.test_network import says_dont_ask
from tests.bot.desk.test_plans import desk_of
from tests.papers import printed

ACT = "Nan Jean gives Leo his tea on Fridays"


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


async def comes_in(place: Place, family: PretendFamily, name: str) -> Talker:
    return await place.comes_in(next(one.code for one in family.people if one.name == name))


async def kelly_says_it(place: Place, family: PretendFamily) -> Talker:
    """Kelly says that Nan Jean does it, and sends her part."""
    kelly = await comes_in(place, family, "Kelly")
    await kelly.enters()
    await kelly.presses("What will happen")
    await kelly.does(ACT, "[No, that is all]")
    if (await kelly.screen()).screen is Screen.HUB:
        await kelly.presses("Who does it, and when")
    await kelly.does("[Nan Jean]", "Fridays at five")
    await kelly.sends()
    return kelly


async def asks(desk: PaperBrowser, **fields: str) -> PaperBrowser:
    """Asha looks at it as Nan Jean will read it, and sends it."""
    await desk.follows("Read draft 1")
    await desk.follows("Ask somebody to do this")
    await desk.presses("Look at it as they will read it", **fields)
    assert "As Nan Jean will read it" in desk.text
    return await desk.presses("Send it to Nan Jean")


async def test_nan_jean_is_asked_says_yes_and_steps_back(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_says_it(place, family)
    nan = await comes_in(place, family, "Nan Jean")
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert "Not asked yet" in desk.text
    await desk.follows("Ask somebody to do this")
    assert desk.page.forms[-1].fields["words"] == [f"{ACT}\nFridays at five"]
    await desk.opens(f"/desk/plans/{family.plan}")
    await asks(desk, words="Give Leo his tea on Fridays at five")
    assert "Asked on 24 November 2026, no answer yet." in desk.text

    (letter,) = (await nan.now()).facts.letters
    await nan.opens(letter.id)
    assert (await nan.screen()).quote == "Give Leo his tea on Fridays at five"
    await nan.presses("Yes, I will do this")
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Said yes on 24 November 2026." in desk.text
    assert "Nan Jean has said yes to this, on 24/11/2026" in desk.text

    await nan.opens(letter.id)
    await nan.presses("I can't do this any more")
    assert "stepped_back" in await place.items(family.plan)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Stepped back on 24 November 2026." in desk.text
    assert "Nan Jean stepped back on 24/11/2026" in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "Stepped back from something they had said yes to" in desk.text
    written = (await kelly.now()).model_dump_json()
    assert "Give Leo his tea" not in written
    assert not any(one.kind is LetterKind.TASK for one in (await kelly.now()).facts.letters)


async def test_a_part_in_her_own_words_stands_on_the_desk_and_reopens_the_gap(
    place: Place, family: PretendFamily
) -> None:
    await kelly_says_it(place, family)
    nan = await comes_in(place, family, "Nan Jean")
    desk = await asks(await desk_of(place, family))
    (letter,) = (await nan.now()).facts.letters
    await nan.opens(letter.id)
    await nan.presses("A part, or another way")
    await nan.says("Every other Friday, my bus is late")
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Said yes to a part, or another way, on 24 November 2026." in desk.text
    assert "Every other Friday, my bus is late" in desk.text
    assert "Who does the rest?" in desk.text


async def test_what_somebody_was_asked_stays_in_sight_when_the_action_is_taken_back(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_says_it(place, family)
    nan = await comes_in(place, family, "Nan Jean")
    desk = await asks(await desk_of(place, family), words="Please give Leo his tea")
    (letter,) = (await nan.now()).facts.letters
    await nan.opens(letter.id)
    await nan.presses("Yes, I will do this")
    (said,) = [one for one in (await kelly.now()).answers if getattr(one.value, "text", "") == ACT]
    await kelly.takes(ChangeAsked(answer=said.root, take_back=True, **kelly.event()))
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Ask somebody to do this" not in desk.text
    assert "Please give Leo his tea" in desk.text
    assert "Yes, I will do this" in desk.text


async def test_what_was_changed_after_it_was_looked_at_is_looked_at_again(
    place: Place, family: PretendFamily
) -> None:
    await kelly_says_it(place, family)
    nan, rose = await comes_in(place, family, "Nan Jean"), await comes_in(place, family, "Rose")
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask somebody to do this")
    await desk.presses("Look at it as they will read it")
    await desk.presses("Send it to Nan Jean", to=rose.participant)
    assert "As Rose will read it" in desk.text
    await desk.presses("Send it to Rose", words="Give Leo his tea on Fridays")
    assert "As Rose will read it" in desk.text
    for nobody in (nan, rose):
        assert (await nobody.now()).facts.letters == ()
    await desk.presses("Send it to Rose")
    (letter,) = (await rose.now()).facts.letters
    assert letter.words == "Give Leo his tea on Fridays"


async def test_who_was_only_asked_is_not_in_the_draft_and_is_told_of_no_decision(
    place: Place, family: PretendFamily
) -> None:
    await kelly_says_it(place, family)
    nan = await comes_in(place, family, "Nan Jean")
    desk = await asks(await desk_of(place, family))
    (letter,) = (await nan.now()).facts.letters
    await nan.opens(letter.id)
    await nan.presses("No")
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Who reads this Kelly Return draft 1" in " ".join(desk.text.split())
    assert "To Nan Jean" not in desk.text


async def test_h12_a_saved_draft_says_not_agreed_yet_after_a_no(place: Place, family: PretendFamily) -> None:
    await kelly_says_it(place, family)
    nan = await comes_in(place, family, "Nan Jean")
    desk = await desk_of(place, family)
    await asks(desk)

    async def as_text() -> str:
        async with place.product.store.reading() as work:
            asha = (await work.plans.get(family.plan)).practitioner
        reading = await place.product.reviewing().look(asha, family.plan)
        assert reading is not None
        return "\n".join(desk_texts(place, reading).values())

    silent = await as_text()
    assert "not agreed yet" in silent
    (letter,) = (await nan.now()).facts.letters
    await nan.opens(letter.id)
    await nan.presses("No")
    assert await as_text() == silent
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Said no on 24 November 2026." in desk.text, "the desk alone says it"
    await nan.opens(letter.id)
    await nan.presses("Yes, I will do this")
    agreed = await as_text()
    assert "Nan Jean, 24 November 2026" in agreed
    assert f"Not agreed yet: {ACT}" not in agreed


def desk_texts(place: Place, reading: Reading) -> dict[str, str]:
    """Each section of the draft as a document has it."""
    return dict(Papers(place.product.settings.zone).texts(reading, place.clock().date()))


async def test_who_is_not_to_be_asked_has_not_come_in_or_is_no_grown_up_is_not_offered(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_says_it(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask somebody to do this")
    assert "Nan Jean" not in offered(desk)
    await comes_in(place, family, "Nan Jean")
    await desk.opens(str(desk.url.path))
    assert "Nan Jean" in offered(desk)
    rose = await comes_in(place, family, "Rose")
    await desk.opens(str(desk.url.path))
    assert "Rose" in offered(desk)
    await rose.says("not for me")
    await desk.opens(str(desk.url.path))
    assert "Rose" not in offered(desk)
    await says_dont_ask(kelly, "Nan Jean", listed=True)
    await kelly.sends()
    await desk.opens(str(desk.url.path))
    assert "Nan Jean" not in offered(desk)


def offered(desk: PaperBrowser) -> str:
    """What stands in the list of people."""
    return desk.page.html.split('<select id="to"')[1].split("</select>")[0]


async def test_an_own_copy_says_that_its_owner_agreed_also_after_the_approval(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_says_it(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask somebody to do this")
    await desk.presses("Look at it as they will read it", to=kelly.participant, words="Ring Nan Jean first")
    await desk.presses("Send it to Kelly")
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    await desk.presses("Approve draft 1", signed="Asha Malik")
    copies = Copies(
        place.product.store, place.product.offered, place.product.settings.zone, lambda language: BRITISH
    )

    async def copy() -> str:
        paper = await copies.pdf(kelly.id, place.clock().date())
        assert paper is not None
        return printed(paper.content)

    assert "not agreed yet" in await copy()
    task = next(one for one in (await kelly.now()).facts.letters if one.kind is LetterKind.TASK)
    await kelly.opens(task.id)
    await kelly.presses("Yes, I will do this")
    assert "You said yes on" in await copy()
