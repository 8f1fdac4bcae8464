"""You said, we did: each thing that a young person raised is due on the desk until it is answered."""

import json
from datetime import timedelta

import pytest

from bot.drafting import drawn_up
from bot.exporting import exported
from bot.pretending import PretendFamily, pretend
from dialogs.conversation import Prompt, Words
from dialogs.events import ChangeAsked
from dialogs.facts import LetterKind
from dialogs.family import Family
from dialogs.ids import PractitionerId
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import Place, Talker
from tests.bot.desk.test_plans import desk_of
from tests.bot.desk.test_wishes import GOOD, nadia

WORRIES = (
    "[Worries]",
    "that we move again",
    "the shouting at night",
    "[No, that is all]",
    "[Skip]",
    "[Skip]",
)


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


async def nadia_sent_her_worries(place: Place, family: PretendFamily) -> Talker:
    talker = await nadia(place, family)
    await talker.does(*GOOD, "[Skip]", *WORRIES)
    await talker.sends()
    return talker


async def asha_of(place: Place, family: PretendFamily) -> PractitionerId:
    async with place.product.store.reading() as work:
        return (await work.plans.get(family.plan)).practitioner


async def you_said(place: Place, family: PretendFamily) -> PaperBrowser:
    desk = await desk_of(place, family)
    return await desk.follows("You said, we did")


def ticks_for(desk: PaperBrowser, *words: str) -> list[str]:
    """The boxes beside these lines: they stand in the order in which they were said."""
    boxes = [id for form in desk.page.forms for id in form.ticks if id.startswith("tick-")]
    places = sorted((desk.text.index(said), n) for n, said in enumerate(words))
    assert len(boxes) >= len(words)
    return [boxes[n] for _, n in places]


async def letter_on_screen(talker: Talker) -> Prompt:
    letters = [one for one in (await talker.now()).facts.letters if one.kind is LetterKind.DID]
    await talker.opens(letters[-1].id)
    return await talker.screen()


async def test_what_a_child_raised_is_due_on_the_desk_until_it_is_answered(
    place: Place, family: PretendFamily
) -> None:
    await nadia_sent_her_worries(place, family)
    desk = await desk_of(place, family)
    assert "2 things that Nadia said are to be answered, the first by 1 December 2026." in desk.text
    await desk.opens("/desk/")
    assert "Waits to hear what was done" in desk.text
    assert "due by 1 December 2026" in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "due by 1 December 2026" in desk.text
    assert desk.text.count("I have dealt with this") == 1, "only an answer takes it off the desk"
    await desk.follows("Write what was done")
    assert "my nan comes on fridays" not in desk.text, "what is good asks for nothing"
    box = ticks_for(desk, "that we move again", "the shouting at night")[0]
    await desk.presses("Send it to Nadia", box, did="done", words="I asked the landlord. You stay until May.")
    assert desk.status == 200
    assert "You wrote back: it is done, 24 November 2026, Asha" in desk.text
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "1 thing that Nadia said is to be answered by 1 December 2026." in desk.text
    place.clock.waits(days=8)
    asha = await place.at_the_desk(await asha_of(place, family))
    await asha.opens("/desk/")
    assert "was due on 1 December 2026" in asha.text.partition("For today")[2].partition("My plans")[0]
    await asha.opens(f"/desk/plans/{family.plan}/history")
    assert "wrote back: done" in asha.text


async def test_the_child_reads_it_below_their_own_words_answers_and_finds_it_again(
    place: Place, family: PretendFamily
) -> None:
    talker = await nadia_sent_her_worries(place, family)
    desk = await you_said(place, family)
    boxes = ticks_for(desk, "that we move again", "the shouting at night")
    await desk.presses(
        "Send it to Nadia", boxes[0], did="could_not", words="The flat is sold. I could not stop that."
    )
    screen = await letter_on_screen(talker)
    assert screen.text == "Asha wrote on Tuesday 24 November why this could not be done."
    assert [line.words for line in screen.lines] == ["that we move again"]
    assert screen.quote == "The flat is sold. I could not stop that."
    await talker.does("[Answer]", "then can i keep my school")
    assert "replied" in await place.items(family.plan)
    await talker.does("[All parts]", "[You said, we did]")
    listed = (await talker.screen()).lines
    assert [(line.words, line.back) for line in listed] == [
        ("that we move again", "The flat is sold. I could not stop that."),
        ("the shouting at night", ""),
    ]
    assert listed[1].back_says == "Asha has not written back about this yet."
    await desk.opens(f"/desk/plans/{family.plan}/you-said/{talker.participant}")
    assert "then can i keep my school" in desk.text


async def test_a_day_that_was_promised_is_due_until_it_is_done(place: Place, family: PretendFamily) -> None:
    talker = await nadia_sent_her_worries(place, family)
    desk = await you_said(place, family)
    boxes = ticks_for(desk, "that we move again", "the shouting at night")
    words = "Kelly and I look for a flat near your school."
    await desk.presses("Send it to Nadia", *boxes, did="doing", words=words)
    assert "Please give the day by which it will be done" in desk.text
    assert any(words in form.fields.get("words", []) for form in desk.page.forms), "nothing typed is lost"
    await desk.presses("Send it to Nadia", did="doing", words=words, until="2026-12-20")
    assert "promised for 20 December 2026" in desk.text
    screen = await letter_on_screen(talker)
    assert screen.text == "Asha is on to this. It should be done by Sunday 20 December."
    assert [line.words for line in screen.lines] == ["that we move again", "the shouting at night"]
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "2 things that Nadia said are to be answered, the first by 20 December 2026." in desk.text
    await desk.follows("You said, we did")
    boxes = ticks_for(desk, "that we move again", "the shouting at night")
    await desk.presses("Send it to Nadia", *boxes, did="done", words="You have a new flat by the park.")
    assert "Everything that Nadia raised has an answer." in desk.text
    assert "raised" not in await place.items(family.plan)


async def test_a_line_that_was_changed_waits_again_and_one_taken_back_does_not(
    place: Place, family: PretendFamily
) -> None:
    talker = await nadia_sent_her_worries(place, family)
    desk = await you_said(place, family)
    boxes = ticks_for(desk, "that we move again", "the shouting at night")
    await desk.presses("Send it to Nadia", *boxes, did="done", words="It is sorted.")
    assert "raised" not in await place.items(family.plan)
    said = {one.value.text: one.root for one in (await talker.now()).answers if isinstance(one.value, Words)}
    place.clock.waits(days=2)
    await talker.comes()
    await talker.does("[Go on]", "[No one]")
    await talker.takes(ChangeAsked(answer=said["that we move again"], **talker.event()))
    await talker.says("that we move far away")
    await talker.sends()
    assert "raised" in await place.items(family.plan)
    desk = await place.at_the_desk(await asha_of(place, family))
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "1 thing that Nadia said is to be answered by 3 December 2026." in desk.text
    await talker.takes(ChangeAsked(answer=said["that we move again"], take_back=True, **talker.event()))
    assert "raised" not in await place.items(family.plan)
    quoted = [line.words for line in (await letter_on_screen(talker)).lines]
    assert quoted == ["the shouting at night"], "what was taken back is quoted nowhere"


async def test_nobody_else_reads_it_and_no_line_of_an_adult_is_due(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await nadia_sent_her_worries(place, family)
    before = (await kelly.now()).facts.model_dump_json()
    desk = await you_said(place, family)
    box = ticks_for(desk, "that we move again", "the shouting at night")[0]
    await desk.presses("Send it to Nadia", box, did="done", words="It is sorted, Nadia.")
    assert (await kelly.now()).facts.model_dump_json() == before
    await desk.opens(f"/desk/plans/{family.plan}/you-said/{kelly.participant}")
    assert "Nothing that Kelly sent asks for an answer." in desk.text


async def test_the_export_says_what_was_done_by_when_and_about_which_lines(
    place: Place, family: PretendFamily
) -> None:
    talker = await nadia_sent_her_worries(place, family)
    desk = await you_said(place, family)
    boxes = ticks_for(desk, "that we move again", "the shouting at night")
    until = (place.clock().date() + timedelta(days=9)).isoformat()
    await desk.presses("Send it to Nadia", *boxes, did="doing", words="I ask the landlord.", until=until)
    async with place.product.store.reading() as work:
        plan = await drawn_up(work, place.product.offered, family.plan)
    made = json.loads(exported(family.plan, plan, place.clock()).as_json())
    written = next(one for one in made["worker"]["letters"] if one["letter"]["kind"] == "did")
    letter = written["letter"]
    roots = {line["root"]: line for line in made["lines"]}
    assert written["to"] == talker.participant
    assert (letter["did"], letter["by"], letter["words"]) == ("doing", until, "I ask the landlord.")
    about = [roots[root]["said"]["words"] for root in (letter["line"], *letter["also"])]
    assert about == ["that we move again", "the shouting at night"]
    assert roots[letter["line"]]["sent"]


async def test_h14_what_matters_most_has_the_due_date_and_the_rest_are_answered_together(
    place: Place, family: PretendFamily
) -> None:
    talker = await nadia_sent_her_worries(place, family)
    await talker.does("[the shouting at night]")
    assert "star" in await place.items(family.plan)
    desk = await you_said(place, family)
    first, rest = desk.text.split("The rest: one answer can go to all of them")
    assert "Matters most to Nadia" in first
    assert "the shouting at night" in first
    assert "answer by 1 December 2026" in first
    assert "that we move again" in rest
    assert "answer by 8 December 2026" in rest
    await talker.does("[All parts]", "[You said, we did]", "[Say what matters most]", "[that we move again]")
    desk = await you_said(place, family)
    first, rest = desk.text.split("The rest: one answer can go to all of them")
    assert "that we move again" in first
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "that we move again Matters most to Nadia" in desk.text.replace(
        "Wish: you alone see this. Nothing else was chosen. ", ""
    )
    boxes = [id for form in (await you_said(place, family)).page.forms for id in form.ticks]
    desk = await you_said(place, family)
    await desk.presses("Send it to Nadia", boxes[0], did="done", words="You stay where you are.")
    async with place.product.store.reading() as work:
        due = [item.due_on for item in await work.items.of(family.plan) if item.kind.value == "raised"]
    assert [day.isoformat() for day in due if day] == ["2026-12-08"]


async def test_h14_how_grown_ups_should_talk_with_a_child_stands_beside_the_answer(
    place: Place, family: PretendFamily
) -> None:
    talker = await nadia(place, family)
    await talker.does(*GOOD, "[Skip]", "[Talking with me]", "[While we walk]", "[Done]", "[Skip]")
    await talker.does(*WORRIES)
    await talker.sends()
    assert (
        "How should grown-ups talk with you? Pick as many as you like. While we walk"
        in (await you_said(place, family)).text
    )


async def test_a_child_who_answers_beside_a_worker_only_hears_it_in_the_next_sitting(
    place: Place, family: PretendFamily
) -> None:
    talker = await nadia_sent_her_worries(place, family)

    def beside_only(plan: Family) -> Family:
        young = plan.participant(talker.participant).model_copy(update={"dialog": "young_person_10_12"})
        others = tuple(one for one in plan.participants if one.id != young.id)
        return plan.model_copy(update={"participants": (*others, young)})

    asha = await asha_of(place, family)
    await place.product.planning().change(asha, family.plan, beside_only, "changed the people")
    desk = await you_said(place, family)
    assert "Nadia answers beside you only: open it with them in the next sitting." in desk.text
    assert "They see “You have a message”" not in desk.text
