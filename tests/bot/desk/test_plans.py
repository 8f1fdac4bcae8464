"""What the practitioner writes is kept version by version, and told to everybody it concerns."""

import json

import pytest

from bot.pretending import PretendFamily, pretend
from dialogs.family import Family
from storage.outbox import Delivery, Message
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import Place


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


async def held(place: Place, family: PretendFamily) -> Family:
    async with place.product.store.reading() as work:
        return (await work.plans.get(family.plan)).family


async def desk_of(place: Place, family: PretendFamily) -> PaperBrowser:
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    desk = await place.at_the_desk(asha)
    return await desk.opens(f"/desk/plans/{family.plan}")


async def test_a_change_reaches_each_conversation(place: Place, family: PretendFamily) -> None:
    kelly = await place.comes_in(family.people[0].code)
    desk = await desk_of(place, family)
    await desk.follows("Change hours and switches")
    await desk.presses("Save", "police_enquiry", reads="Every weekday, 10 to 4")
    facts = (await kelly.now()).facts
    assert (facts.reads, facts.police_enquiry) == ("Every weekday, 10 to 4", True)


async def test_every_version_stays(place: Place, family: PretendFamily) -> None:
    desk = await desk_of(place, family)
    await desk.follows("Change what needs to happen")
    await desk.presses("Save", bottom__0__words="A sober adult sleeps there.", step__0__words="")
    assert (await held(place, family)).next_steps == ()
    async with place.product.store.reading() as work:
        versions = await work.plans.history(family.plan)
    assert [len(version.next_steps) for version, _, _ in versions] == [1, 0]


async def test_two_people_at_once_lose_nothing(place: Place, family: PretendFamily) -> None:
    one, other = await desk_of(place, family), await desk_of(place, family)
    await one.follows("Change hours and switches")
    await other.follows("Change hours and switches")
    await one.presses("Save", reads="Mondays")
    await other.presses("Save", step_back="Twelve calm weeks")
    assert other.status == 422
    assert "Somebody else changed this plan while you wrote." in other.text
    assert other.page.forms[-1].fields["step_back"] == ["Twelve calm weeks"]
    assert (await held(place, family)).reads == "Mondays"


async def test_a_worry_names_whose_actions_it_is_about_and_who_is_hurt_h1(
    place: Place, family: PretendFamily
) -> None:
    desk = await desk_of(place, family)
    before = await held(place, family)
    kelly, leo = before.people[0].id, before.children[0].id
    await desk.follows("Write a worry")
    await desk.presses(
        "Save", f"whose-{kelly}", f"hurt-{leo}", title="mornings", what_happened="Leo was late nine times."
    )
    worry = (await held(place, family)).worries[-1]
    assert (worry.title, worry.whose, worry.hurt) == ("mornings", (kelly,), (leo,))
    assert "not written yet" in desk.text


async def test_wording_is_hinted_at_where_a_worry_is_written(place: Place, family: PretendFamily) -> None:
    desk = await desk_of(place, family)
    await desk.follows("Write a worry")
    await desk.presses("Save", title="mornings", what_happened="Kelly failed to engage.")
    assert (await held(place, family)).worries[-1].what_happened == "Kelly failed to engage."
    assert "Words to look at again: failed to" in desk.text


async def test_somebody_who_was_invited_stays_in_the_plan(place: Place, family: PretendFamily) -> None:
    desk = await desk_of(place, family)
    await desk.follows("Change people")
    await desk.presses("Save", person__0__name="")
    assert desk.status == 422
    assert "they stay in the plan" in desk.text
    await desk.presses("Save", person__0__name="Kel", person__4__name="Tess", person__4__role="parent")
    now = await held(place, family)
    assert [one.name for one in now.participants] == ["Kel", "Ryan", "Rose", "Tess"]
    assert len({one.id for one in now.participants}) == 4


async def test_what_was_set_aside_is_shown_with_its_words_to_those_who_may_open_the_plan(
    place: Place, family: PretendFamily
) -> None:
    entered = await place.product.invitations.accept_telegram(
        family.people[0].code, 77, now=place.clock(), event_id="e1"
    )
    assert entered is not None
    theirs = json.dumps({"message": {"chat": {"id": 77}, "text": "MARKER-KELLY"}}).encode()
    nobody = json.dumps({"message": {"chat": {"id": 5}, "text": "MARKER-NOBODY"}}).encode()
    async with place.product.store.work() as work:
        await work.set_aside.put("telegram", "1", theirs, "ValidationError", place.clock(), chat=77)
        await work.set_aside.put("telegram", "2", nobody, "ValidationError", place.clock(), chat=5)
        await work.commit()
    desk, stranger = await desk_of(place, family), await place.at_the_desk(await place.enrols("Mo"))
    await desk.opens("/desk/aside")
    await stranger.opens("/desk/aside")
    assert "MARKER-KELLY" in desk.text
    assert "MARKER-KELLY" not in stranger.text
    assert "MARKER-NOBODY" not in desk.text + stranger.text
    assert "telegram 2" in stranger.text
    assert "telegram 1" not in stranger.text
    await desk.presses("I have dealt with this 1")
    assert "MARKER-KELLY" not in desk.text


async def test_a_message_that_never_arrived_stands_beside_the_person(
    place: Place, family: PretendFamily
) -> None:
    entered = await place.product.invitations.accept_telegram(
        family.people[0].code, 77, now=place.clock(), event_id="e1"
    )
    assert entered is not None
    message = Message(
        id="m1", kind=Delivery.UNASKED, chat=77, plan=family.plan, conversation=entered.conversation,
        body="x", queued_at=place.clock(), due_at=place.clock(),
    )  # fmt: skip
    async with place.product.store.work() as work:
        await work.outbox.put(message)
        await work.outbox.give_up("m1", place.clock())
        await work.commit()
    desk = await desk_of(place, family)
    assert "On Telegram: messages go out." in desk.text
    assert "1 message did not reach them." in desk.text


async def test_a_question_to_somebody_on_telegram_is_only_a_message_until_they_tap(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does("[What is going well]", "We read.", "[No, that is all]")
    await kelly.sends()
    async with place.product.store.work() as work:
        await work.chats.join(77, kelly.id, place.clock())
        await work.commit()
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask about this line")
    await desk.presses("Send the question", words="Which book?")
    async with place.product.store.reading() as work:
        first = (await work.outbox.due(place.clock()))[0]
    assert (first.kind, first.prompt) == (Delivery.UNASKED, None)
    assert first.body in {letter.id for letter in (await kelly.now()).facts.letters}
