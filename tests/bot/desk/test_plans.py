"""What the practitioner writes is kept version by version, and told to everybody it concerns."""

import html
import json
import re
from datetime import timedelta

import pytest

from bot.planning import NobodySuch
from bot.pretending import PretendFamily, pretend
from dialogs.family import Family
from dialogs.ids import PlanId
from storage.outbox import Delivery, Message
from storage.retention import sweep
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
        "Save",
        f"whose-{kelly}",
        f"hurt-{leo}",
        f"hurt-adult-{kelly}",
        title="mornings",
        what_happened="Leo was late nine times.",
    )
    worry = (await held(place, family)).worries[-1]
    assert (worry.title, worry.whose, worry.hurt) == ("mornings", (kelly,), (leo,))
    assert worry.hurt_adults == (kelly,)
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
    await desk.presses("Save", person__0__name="Kel", person__5__name="Tess", person__5__role="parent")
    now = await held(place, family)
    asked = [one.name for one in now.participants]
    assert asked == ["Kel", "Ryan", "Rose", "Nan Jean", "Miss Holt", "Tess", "Leo", "Nadia"]
    assert len({one.id for one in now.participants}) == 8


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
    assert ".<span" not in desk.page.html, "a sentence and the next stand apart"
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
    assert (first.kind, first.prompt) == (Delivery.REMINDER, None)
    assert first.body in {letter.id for letter in (await kelly.now()).facts.letters}


async def test_a_reminder_that_perhaps_arrived_is_named_on_the_desk_and_cleared(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    async with place.product.store.work() as work:
        await work.chats.join(77, kelly.id, place.clock())
        await work.commit()
    desk = await desk_of(place, family)
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    await place.product.reviewing().notice(asha, family.plan, kelly.participant, "You read to them.")
    await is_claimed_by_somebody_who_dies(place)
    place.clock.waits(minutes=1)
    await is_claimed_by_somebody_who_dies(place)
    await desk.opens("/desk/aside")
    assert "Perhaps arrived, perhaps not" in desk.text
    assert "Kelly" in desk.text
    stranger = await place.at_the_desk(await place.enrols("Mo"))
    await stranger.opens("/desk/aside")
    assert "Kelly" not in stranger.text
    await desk.presses("I have looked at this")
    assert "Kelly" not in desk.text
    await is_claimed_by_somebody_who_dies(place)
    async with place.product.store.reading() as work:
        assert await work.outbox.doubtful() == ()


async def is_claimed_by_somebody_who_dies(place: Place) -> None:
    async with place.product.store.work() as work:
        await work.outbox.claim(place.clock(), timedelta(seconds=30))
        await work.commit()


async def test_looking_at_what_was_set_aside_leaves_a_trace(place: Place, family: PretendFamily) -> None:
    entered = await place.product.invitations.accept_telegram(
        family.people[0].code, 77, now=place.clock(), event_id="e1"
    )
    assert entered is not None
    theirs = json.dumps({"message": {"chat": {"id": 77}, "text": "MARKER-KELLY"}}).encode()
    async with place.product.store.work() as work:
        await work.set_aside.put("telegram", "12", theirs, "ValidationError", place.clock(), chat=77)
        await work.commit()
    desk = await desk_of(place, family)
    await desk.opens("/desk/aside")
    async with place.product.store.reading() as work:
        newest = (await work.audit.of(family.plan))[-1]
    assert (newest.what, newest.subject) == ("looked at an update that was set aside", "12")


async def test_a_practitioners_dead_chat_is_shown(place: Place, family: PretendFamily) -> None:
    async with place.product.store.work() as work:
        held = await work.plans.get(family.plan)
        await work.people.set_telegram(held.practitioner, 501)
        await work.commit()
    desk = await desk_of(place, family)
    assert "do not arrive" not in desk.text
    for number, fails in enumerate((True, False)):
        place.clock.waits(minutes=1)
        id = f"w{number}"
        message = Message(
            id=id, kind=Delivery.FLAG, chat=501, plan=family.plan, practitioner=held.practitioner,
            body="x", queued_at=place.clock(), due_at=place.clock(),
        )  # fmt: skip
        async with place.product.store.work() as work:
            await work.outbox.put(message)
            await (
                work.outbox.give_up(id, place.clock()) if fails else work.outbox.sent(id, 1, place.clock())
            )
            await work.commit()
        await desk.opens(f"/desk/plans/{family.plan}")
        assert ("Messages to the chat of Asha Malik (pretend) do not arrive." in desk.text) is fails
        await desk.opens("/desk/")
        assert ("Messages to your own Telegram chat do not arrive." in desk.text) is fails


async def test_a_dead_chat_is_forgotten_with_what_was_sent_to_it(place: Place, family: PretendFamily) -> None:
    async with place.product.store.work() as work:
        held = await work.plans.get(family.plan)
        await work.people.set_telegram(held.practitioner, 501)
        for id in ("w1", "w2"):
            message = Message(
                id=id, kind=Delivery.FLAG, chat=501, plan=family.plan, practitioner=held.practitioner,
                body="x", queued_at=place.clock(), due_at=place.clock(),
            )  # fmt: skip
            await work.outbox.put(message)
        await work.outbox.give_up("w1", place.clock())
        await work.outbox.sent("w2", 1, place.clock() + timedelta(minutes=1))
        await work.commit()
    await sweep(place.product.store, place.clock() + timedelta(days=31))
    async with place.product.store.reading() as work:
        assert await work.outbox.silent([await work.people.get(held.practitioner)]) == ()


async def test_a_real_plan_never_offers_pretend_people_nor_a_pretend_one_real_people(
    place: Place, family: PretendFamily
) -> None:
    priya, owen = await place.enrols("Priya Shah"), await place.enrols("Owen Cole")
    desk = await place.at_the_desk(priya)
    await desk.opens("/desk/plans/new")
    assert "Owen Cole" in desk.text
    assert "(pretend)" not in desk.text
    await desk.presses("Open the plan", title="Leo", adult="Nadia", cover=owen, reads="Mondays")
    real = PlanId(str(desk.url).rpartition("/")[2])
    await desk.opens(f"{desk.url}/cover")
    assert "(pretend)" not in desk.text
    theirs = await desk_of(place, family)
    await theirs.follows("Change the cover")
    assert "Ben Rowe (pretend)" in theirs.text
    assert "Owen Cole" not in theirs.text
    async with place.product.store.reading() as work:
        made_up = (await work.plans.get(family.plan)).practitioner
    planning, today = place.product.planning(), place.clock().date()
    for taking in (
        planning.set_cover(priya, real, made_up, today, None),
        planning.hand_over(priya, real, made_up),
        planning.ask_to_sign(made_up, family.plan, owen),
    ):
        with pytest.raises(NobodySuch):
            await taking


async def test_every_section_of_the_plan_can_be_copied_as_text(place: Place, family: PretendFamily) -> None:
    desk = await desk_of(place, family)
    texts = re.findall(r"<textarea readonly[^>]*data-copy[^>]*>\n?(.*?)</textarea>", desk.page.html, re.S)
    copied = [html.unescape(text) for text in texts]
    assert [text.split("\n")[0] for text in copied] == [
        "People", "What needs to happen", "About this plan", "Worries",
    ]  # fmt: skip
    everything = "\n".join(copied)
    for words in (
        "Asked: Kelly",
        "Asked: Nan Jean",
        "Child: Leo (2018)",
        "Kept apart: Kelly, Ryan. They live apart and are kept apart.",
        "Bottom line: A sober adult is with the children at night.",
        "Next: Asha visits to talk about your answers. (8 December 2026)",
        "Messages are read: Monday to Friday, 9 to 5",
        "What has happened: In May, after Kelly had been drinking, Leo was out alone at ten at night.",
        "Whose actions: Kelly",
        "Who is hurt: Leo, Mia",
        "10 on the scale: someone sober is there every night",
    ):
        assert words in everything


async def test_withdrawing_an_invitation_shuts_the_door(place: Place, family: PretendFamily) -> None:
    desk = await desk_of(place, family)
    await desk.presses("Withdraw the invitation")
    assert "The invitation was withdrawn." in desk.text
    assert await place.product.invitations.look(family.people[0].code) is None
    assert await place.product.invitations.look(family.people[1].code) is not None


async def test_an_invitation_can_be_withdrawn_where_nobody_can_be_invited(
    place: Place, family: PretendFamily
) -> None:
    desk = await desk_of(place, family)
    await desk.follows("Change hours and switches")
    await desk.presses("Save", reads="")
    assert "Nobody can be invited yet." in desk.text
    await desk.presses("Withdraw the invitation")
    assert await place.product.invitations.look(family.people[0].code) is None


async def test_in_quiet_hours_the_desk_says_when_people_are_told(place: Place, family: PretendFamily) -> None:
    kelly = await place.comes_in(family.people[0].code)
    async with place.product.store.work() as work:
        await work.chats.join(77, kelly.id, place.clock())
        await work.commit()
    desk = await desk_of(place, family)
    assert "go out at" not in desk.text
    place.clock.waits(hours=9)
    desk = await desk_of(place, family)
    assert "Those written now go out at 08:00 in the morning." in desk.text


async def test_what_was_not_understood_is_quoted_and_linked(place: Place, family: PretendFamily) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does("[What is going well]", "We read.", "[No, that is all]")
    await kelly.sends()
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask about this line")
    line = str(desk.url)
    await desk.presses("Send the question", words="Which of the provisions apply?")
    letter = next(one for one in (await kelly.now()).facts.letters if one.words)
    await kelly.opens(letter.id)
    await kelly.presses("I don't understand this")
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "Did not understand what you wrote" in desk.text
    assert "You wrote: Which of the provisions apply?" in desk.text
    await desk.follows("See where you wrote it")
    assert str(desk.url) == line


async def test_reading_what_waits_is_one_row_of_the_history(place: Place, family: PretendFamily) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does("[What is going well]", "He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    await desk.follows("What waits here")
    await desk.presses("I have read this")
    await desk.follows("History")
    assert desk.text.count("read an item") == 1
    assert desk.text.count("looked at what waits") == 1, "once before the press, and not again after it"


async def test_the_history_has_one_row_a_step(place: Place, family: PretendFamily) -> None:
    desk = await desk_of(place, family)
    for _ in range(3):
        await desk.opens(f"/desk/plans/{family.plan}/needs")
    await desk.follows("Plan")
    await desk.follows("Write a worry")
    await desk.presses("Save", title="mornings")
    await desk.follows("History")
    assert desk.text.count("looked at what needs to happen") == 1
    assert "looked at what needs to happen 3 times" in desk.text
    assert desk.text.count("wrote a worry") == 1
