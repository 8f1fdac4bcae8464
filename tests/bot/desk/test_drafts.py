"""A draft is read as the map, asked about, returned, approved; two parents are kept apart throughout."""

import json
import re

import pytest

from bot.copies import Copies
from bot.documents import BRITISH
from bot.pretending import PretendFamily, pretend
from bot.reviewing import NamesApart, NotRead
from dialogs.conversation import Leaving, Left
from dialogs.events import ChangeAsked
from dialogs.facts import LetterKind
from dialogs.ids import PractitionerId
from dialogs.review import State
from tests.bot.desk.paper_browser import PaperBrowser
from tests.bot.desk.place import GOOD_THINGS, Place, Talker
from tests.papers import printed


@pytest.fixture
async def family(place: Place) -> PretendFamily:
    return await pretend(place.product.store, place.product.settings, place.clock())


async def asha_of(place: Place, family: PretendFamily) -> PractitionerId:
    async with place.product.store.reading() as work:
        return (await work.plans.get(family.plan)).practitioner


async def desk_of(place: Place, family: PretendFamily) -> PaperBrowser:
    desk = await place.at_the_desk(await asha_of(place, family))
    return await desk.opens(f"/desk/plans/{family.plan}")


async def kelly_sends(place: Place, family: PretendFamily, *more: str) -> Talker:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does(*GOOD_THINGS, *more)
    await kelly.sends()
    return kelly


async def letters(place: Place, talker: Talker) -> list[LetterKind]:
    return [letter.kind for letter in (await talker.now()).facts.letters]


async def test_a_sent_part_waits_and_is_read_with_its_sources(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    assert "Sent, waits to be read" in desk.text
    await desk.follows("Read draft 1")
    assert "We read in bed every night. Mia picks the book." in desk.text
    asked = next(prompt.text for prompt in (await kelly.now()).prompts if prompt.question == "good.well")
    assert asked in desk.text
    assert "is for you alone" in desk.text
    assert await letters(place, kelly) == [LetterKind.READ]


async def test_h8_beside_a_skip_stands_that_it_tells_nothing(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family, "[All parts]", "[What I want to see]", "[Skip]")
    left = (await kelly.now()).answers[-1]
    assert left.value == Leaving(left=Left.SKIPPED)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert "Left open Skipping is allowed and tells you nothing. Skipped (1)" in " ".join(desk.text.split())


async def test_reading_it_again_says_so_once(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    for _ in range(3):
        await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert await letters(place, kelly) == [LetterKind.READ]


async def test_looking_at_counts_is_not_reading(place: Place, family: PretendFamily) -> None:
    kelly, asha = await kelly_sends(place, family), await asha_of(place, family)
    reviewing = place.product.reviewing()
    summary = await reviewing.summary(asha, family.plan)
    assert summary.reading is not None
    assert [item.kind.value for item in summary.items] == ["part_sent"]
    assert await letters(place, kelly) == []
    async with place.product.store.reading() as work:
        assert [item.seen_at for item in await work.items.of(family.plan)] == [None]
    everybody = (kelly.participant,)
    with pytest.raises(NotRead):
        await reviewing.approve(asha, family.plan, 1, "Asha", edition=summary.reading.edition)
    with pytest.raises(NotRead):
        await reviewing.give_back(asha, family.plan, 1, "Who is there on Sundays?", everybody)


async def test_nobody_decides_while_an_alarm_is_unread(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    await kelly.does("[All parts]", "[What will happen]", "He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    held_up = "Words that may mean danger, or are for today, are not read yet."
    assert held_up in desk.text, "it stands there before anything is typed"
    await desk.presses("Approve draft 1", signed="Asha Malik")
    assert desk.status == 422
    assert held_up in desk.text
    await desk.presses("Return draft 1", f"to-{kelly.participant}", reason="Who is there on Sundays?")
    assert held_up in desk.text
    await desk.follows(held_up)
    await desk.presses("I have read this")
    await desk.follows("Draft")
    assert held_up not in desk.text
    await desk.presses("Approve draft 1", signed="Asha Malik")
    assert "Approved, being tried" in desk.text


async def test_the_desk_says_what_was_shown_with_words_of_danger(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    await kelly.does("[All parts]", "[What will happen]", "He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    await desk.follows("What waits here")
    assert (
        "The person was shown 999 and told when a worker reads this: Monday to Friday, 9 to 5." in desk.text
    )
    assert "short page" not in desk.text


async def test_h2_the_desk_says_that_a_phone_that_others_see_was_told_no_hours(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.presses("Go on")
    while "OK, go on" in [button.label for button in (await kelly.screen()).buttons]:
        await kelly.presses("OK, go on")
    await kelly.does("[By myself]", "[Yes, or maybe]", "[No, I will go on here]", "[No one]", "[Short]")
    await kelly.presses("What is going well")
    await kelly.says("He is here now and he has a knife. Please help.")
    shown = (await kelly.screen()).text
    assert shown.startswith("999. If you can't speak")
    desk = await desk_of(place, family)
    await desk.follows("What waits here")
    text = " ".join(desk.text.split())
    assert "Others see this phone, so the person was shown this short page alone:" in text
    assert "999. If you can't speak" in text
    assert "They were not told when a worker reads it." in text
    assert "told when a worker reads this:" not in text


async def test_the_plan_says_read_once_words_of_danger_are_and_nothing_once_they_are_dealt_with(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    await kelly.does("[All parts]", "[What will happen]", "He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    assert "Words that may mean danger now: please read them." in desk.text
    await desk.follows("What waits here")
    await desk.presses("I have read this")
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "please read them" not in desk.text
    assert "Words that may mean danger: read, not dealt with yet." in desk.text
    await desk.follows("What waits here")
    await desk.presses("I have dealt with this")
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "Words that may mean danger" not in desk.text


async def test_the_plan_says_it_no_longer_once_somebody_has_decided(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    await kelly.does("[All parts]", "[What will happen]", "He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    await desk.follows("What waits here")
    await desk.presses("I have read this")
    await desk.follows("Draft")
    await desk.presses("Approve draft 1", signed="Asha Malik")
    await desk.opens(f"/desk/plans/{family.plan}")
    assert "Words that may mean danger" not in desk.text
    assert "1 thing waits here." in desk.text


async def test_what_waits_shows_the_question_that_the_words_answered(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    await kelly.does("[All parts]", "[What will happen]")
    asked = (await kelly.screen()).text
    await kelly.says("He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    await desk.follows("What waits here")
    assert " ".join(f"Their answer to {asked}".split()) in " ".join(desk.text.split())


async def test_the_short_way_is_said_where_questions_were_left(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    text = " ".join(desk.text.split())
    assert "Kelly took the short way. What it leaves out was not asked." in text
    assert "No question was left." not in text


async def test_h6_people_are_told_who_read_it_when_and_who_signed_it(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    async with place.product.store.reading() as work:
        ben = (await work.plans.get(family.plan)).cover
    assert ben is not None
    desk = await place.at_the_desk(ben)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    await desk.presses("Approve draft 1", signed="Ben Rowe")
    told = {letter.kind: letter for letter in (await kelly.now()).facts.letters}
    await kelly.opens(told[LetterKind.READ].id)
    assert (await kelly.screen()).text == "Ben read what you sent, on Tuesday 24 November."
    await kelly.opens(told[LetterKind.APPROVED].id)
    assert (await kelly.screen()).text.startswith("Ben Rowe has read this and agrees to try it.")


async def test_a_question_reaches_the_person_and_its_answer_comes_back_to_the_line(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask about this line")
    line = str(desk.url)
    await desk.presses("Send the question", words="Which book did Mia pick last?")
    asked = next(letter for letter in (await kelly.now()).facts.letters if letter.kind is LetterKind.QUESTION)
    await kelly.opens(asked.id)
    await kelly.does("[Answer]", "The one about the bear.")
    assert "replied" in await place.items(family.plan)
    await desk.opens(line)
    assert "The one about the bear." in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "The one about the bear." in desk.text


async def test_house_wording_is_hinted_at_and_never_blocks(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask about this line")
    await desk.presses("Send the question", words="Why was it alleged that you refused contact?")
    assert desk.status == 422
    assert "said, told" in desk.text
    assert LetterKind.QUESTION not in await letters(place, kelly)
    await desk.presses("Send the question", "sure-words")
    assert LetterKind.QUESTION in await letters(place, kelly)


async def test_a_name_from_the_other_side_is_pointed_out_before_it_is_sent(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Ask about this line")
    await desk.presses("Send the question", words="Did Ryan read to them too?")
    assert "is kept apart from: Ryan" in desk.text
    assert LetterKind.QUESTION not in await letters(place, kelly)
    await desk.presses("Send the question", "sure-words")
    assert LetterKind.QUESTION in await letters(place, kelly)


async def test_a_return_and_a_line_back_are_looked_over_for_names_too(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.presses("Send this line", **{f"noticed__{kelly.participant}": "You let Ryan have his say."})
    assert desk.status == 422
    await desk.presses("Return draft 1", f"to-{kelly.participant}", reason="Ryan said more than you.")
    assert "Some of them are kept apart from: Ryan." in desk.text
    assert await letters(place, kelly) == [LetterKind.READ]
    await desk.presses("Return draft 1", f"to-{kelly.participant}", "sure-reason")
    assert LetterKind.RETURNED in await letters(place, kelly)


async def test_words_that_name_somebody_kept_apart_go_nowhere_by_any_way_in(
    place: Place, family: PretendFamily
) -> None:
    kelly, asha = await kelly_sends(place, family), await asha_of(place, family)
    reviewing = place.product.reviewing()
    reading = await reviewing.open(asha, family.plan)
    assert reading is not None
    plan, root, to, words = family.plan, reading.draft.lines[0].root, kelly.participant, "Does ryan know?"
    for sending in (
        reviewing.ask(asha, plan, root, words),
        reviewing.notice(asha, plan, to, words),
        reviewing.give_back(asha, plan, 1, words, (to,)),
    ):
        with pytest.raises(NamesApart) as refused:
            await sending
        assert refused.value.names == ("Ryan",)
    assert await letters(place, kelly) == [LetterKind.READ]
    async with place.product.store.reading() as work:
        assert (await work.plans.get(plan)).state is State.IN_REVIEW


async def test_h5_approving_says_that_the_worry_is_not_over(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.presses("Approve draft 1", signed="Asha Malik", review_on="2026-12-08")
    assert "Approved, being tried" in desk.text
    async with place.product.store.reading() as work:
        held = await work.plans.get(family.plan)
        decision = (await work.reviews.decisions(family.plan))[-1]
    assert held.state is State.APPROVED
    assert (decision.signed, str(decision.review_on), decision.draft) == (
        "Asha Malik",
        "2026-12-08",
        held.newest_draft,
    )
    assert LetterKind.APPROVED in await letters(place, kelly)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "agrees to try it. It does not mean that the worry is over." in desk.text
    assert await place.items(family.plan) == []


async def test_an_older_draft_is_not_approved(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    async with place.product.store.work() as work:
        newest = await work.reviews.newest(family.plan)
        assert newest is not None
        await work.reviews.freeze(family.plan, newest.content, place.clock())
        await work.commit()
    await desk.presses("Approve draft 1", signed="Asha Malik")
    assert desk.status == 422
    assert "A newer draft has come in" in desk.text
    async with place.product.store.reading() as work:
        assert await work.reviews.decisions(family.plan) == ()


async def test_what_changed_since_it_was_read_is_not_approved_unread(
    place: Place, family: PretendFamily
) -> None:
    await kelly_sends(place, family)
    desk, other = await desk_of(place, family), await desk_of(place, family)
    await desk.follows("Read draft 1")
    await other.follows("Change what needs to happen")
    await other.presses("Save", bottom__0__words="A sober adult sleeps in the flat.")
    await desk.presses("Approve draft 1", signed="Asha Malik")
    assert "Please read it again" in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "A sober adult sleeps in the flat." in desk.text
    await desk.presses("Approve draft 1", signed="Asha Malik")
    async with place.product.store.reading() as work:
        newest = await work.reviews.newest(family.plan)
        decision = (await work.reviews.decisions(family.plan))[-1]
    assert newest is not None
    assert decision.draft == newest.number == 2
    assert b"A sober adult sleeps in the flat." in newest.content


async def test_returning_needs_a_reason_and_somebody_who_reads_it(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.presses("Return draft 1")
    assert "Please write something here." in desk.text
    assert "Please choose who reads these words." in desk.text
    await desk.presses("Return draft 1", f"to-{kelly.participant}", reason="Who is there on Sundays?")
    assert LetterKind.RETURNED in await letters(place, kelly)
    assert "Returned" in desk.text


async def test_the_answer_to_a_return_is_read_on_the_draft_and_where_it_waits(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.presses("Return draft 1", f"to-{kelly.participant}", reason="Who is there on Sundays?")
    returned = next(one for one in (await kelly.now()).facts.letters if one.kind is LetterKind.RETURNED)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "No answer yet." in desk.text
    await kelly.opens(returned.id)
    await kelly.does("[Answer]", "No one. I could ask Dave to come round.")
    for page in ("draft", "waiting"):
        await desk.opens(f"/desk/plans/{family.plan}/{page}")
        assert "Who is there on Sundays?" in desk.text
        assert "No one. I could ask Dave to come round." in desk.text


async def test_what_is_new_since_the_draft_that_was_returned_is_listed_and_marked(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert "New or changed since" not in desk.text
    await desk.presses("Return draft 1", f"to-{kelly.participant}", reason="What else goes well?")
    await kelly.does("[All parts]", "[What I want to see]", "We have tea at the table.")
    await kelly.sends()
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "New or changed since draft 1 (1)" in desk.text
    assert desk.page.html.count('class="fresh"') == 1


async def test_the_question_stands_above_a_short_answer(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert (
        '<p class="asked"><bdi dir="auto">Think of your time with Leo, Mia and Nadia. What goes well?'
        in desk.page.html
    )


async def test_what_is_asked_of_somebody_else_stands_by_itself(place: Place, family: PretendFamily) -> None:
    await kelly_sends(
        place, family, "[All parts]", "[A worry to look at]", "[Yes]", "We went to Nan Jean's", "Knock first"
    )
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert "Asked of Ryan" in desk.text
    assert "What people will do" not in desk.text
    assert "No action is tied to this worry yet" in desk.text


async def test_a_small_child_is_too_young_to_tell_us(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert "Mia (born 2023) is too young to tell us." in desk.text
    assert "What follows is what adults see" not in desk.text
    assert desk.text.count("too young") == 1


async def test_what_adults_see_of_a_small_child_follows_where_they_said_it(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    await kelly.does("[All parts]", "[All the questions]", "[Each child]")
    while (await kelly.screen()).question != "child.shows":
        await kelly.presses("Skip")
    await kelly.does("She reaches up when I come in")
    await kelly.sends()
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "too young to tell us. What follows is what adults see." in desk.text


async def test_h6_what_i_noticed_you_are_doing_well_goes_back_as_one_line(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.presses("Send this line", **{f"noticed__{kelly.participant}": "You read to them each night."})
    (noticed,) = [one for one in (await kelly.now()).facts.letters if one.kind is LetterKind.NOTICED]
    await kelly.opens(noticed.id)
    assert "You read to them each night." in repr(await kelly.screen())
    assert "You read to them each night." in desk.text


async def test_two_parents_kept_apart_never_meet_in_what_they_are_told(
    place: Place, family: PretendFamily
) -> None:
    kelly, ryan = await kelly_sends(place, family), await place.comes_in(family.people[1].code)
    await ryan.enters()
    await ryan.does("[What is going well]", "MARKER-RYAN", "[No, that is all]")
    await ryan.sends()
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "MARKER-RYAN" in desk.text
    await desk.follows("Ask about this line")
    await desk.presses("Send the question", words="Which book was it?")
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    await desk.presses("Approve draft 2", signed="Asha")
    for talker, other in ((kelly, "MARKER-RYAN"), (ryan, "Mia picks the book")):
        told = json.dumps((await talker.now()).facts.model_dump(mode="json"))
        assert other not in told


async def test_a_voice_note_is_a_same_day_item_until_it_is_typed_up(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does("[What is going well]")
    await kelly.speaks()
    await kelly.presses("No, that is all")
    await kelly.sends()
    assert "file_unopened" in await place.items(family.plan)
    desk = await desk_of(place, family)
    await desk.opens("/desk/")
    assert "A voice note, photo or drawing to open" in desk.text
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    source = re.search(r'<audio[^>]*src="([^"]+)"', desk.page.html)
    assert source is not None
    draft = str(desk.url)
    held_up = "A voice note, photo or drawing is not opened yet."
    assert held_up in desk.text
    await desk.presses("Approve draft 1", signed="Asha Malik")
    assert desk.status == 422
    assert held_up in desk.text
    await desk.opens(source[1])
    assert (desk.status, desk.headers["Content-Type"], desk.body[:4]) == (200, "audio/ogg", b"OggS")
    await desk.opens(draft)
    assert held_up not in desk.text
    await desk.follows("Type it up")
    await desk.presses("Keep these words", typed="We bake on Sundays.")
    assert "We bake on Sundays." in desk.text
    assert "file_unopened" not in await place.items(family.plan)
    asked = next(letter for letter in (await kelly.now()).facts.letters if letter.kind is LetterKind.TYPED)
    assert "We bake on Sundays." in asked.words
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    assert "Typed up by Asha Malik (pretend)" in desk.text


async def test_the_pdf_is_a_draft_and_names_nobody(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Save as PDF")
    assert desk.body.startswith(b"%PDF")
    assert desk.headers["Content-Disposition"] == 'attachment; filename="plan-1.pdf"'


async def test_an_older_drafts_pdf_is_that_draft(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    await kelly.does("[All parts]", "[What will happen]", "MARKER-NEWER", "[No, that is all]")
    await kelly.sends()
    desk = await desk_of(place, family)
    for number, newer in ((1, False), (2, True)):
        await desk.opens(f"/desk/plans/{family.plan}/drafts/{number}")
        await desk.follows("Save as PDF")
        assert desk.headers["Content-Disposition"] == f'attachment; filename="plan-{number}.pdf"'
        assert ("MARKER-NEWER" in printed(desk.body)) is newer


async def test_each_section_of_a_draft_can_be_copied_as_text(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    copied = re.findall(r"<textarea readonly[^>]*data-copy[^>]*>(.*?)</textarea>", desk.page.html, re.S)
    assert any("We read in bed every night. Mia picks the book." in text for text in copied)


async def test_nobody_has_a_copy_before_approval_also_not_after_a_return(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    copies = Copies(
        place.product.store, place.product.offered, place.product.settings.zone, lambda language: BRITISH
    )
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert not await copies.ready(kelly.id)
    await desk.presses("Return draft 1", f"to-{kelly.participant}", reason="Who is there on Sundays?")
    assert not await copies.ready(kelly.id)
    assert await copies.pdf(kelly.id, place.clock().date()) is None
    await kelly.sends()
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    await desk.presses("Approve draft 2", signed="Asha Malik")
    assert await copies.ready(kelly.id)


async def test_looking_at_what_waits_marks_nothing_as_read(place: Place, family: PretendFamily) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does("[What is going well]", "He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    for path in ("/waiting", "/draft", "/history", "", "/waiting"):
        await desk.opens(f"/desk/plans/{family.plan}{path}")
    assert "Nobody has said yet that they read this." in desk.text
    async with place.product.store.reading() as work:
        assert [item.seen_at for item in await work.items.of(family.plan)] == [None]
    await desk.opens("/desk/")
    assert 'class="flag red"' in desk.page.html


async def test_words_of_danger_are_red_until_somebody_says_that_they_read_them(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does("[What is going well]", "He is here now and he has a knife. Please help.")
    desk = await desk_of(place, family)
    await desk.opens("/desk/")
    assert 'class="flag red"' in desk.page.html
    assert "knife" not in desk.text
    await desk.follows("Kelly")
    assert "He is here now and he has a knife. Please help." in desk.text
    await desk.presses("I have read this")
    assert 'class="flag red"' not in desk.page.html
    await desk.presses("I have dealt with this")
    await desk.opens("/desk/")
    assert "danger now" not in desk.text


async def test_what_is_invisible_stands_as_a_mark_and_markup_is_words(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    nasty = "<script>alert(1)</script> \u202egnp.exe"
    await kelly.enters()
    await kelly.does("[What is going well]", nasty, "[No, that is all]")
    await kelly.sends()
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert "<script>alert" not in desk.page.html
    assert "⟨RLO⟩gnp.exe" in desk.text


async def test_h8_times_and_skips_are_added_to_a_copy_only_with_a_reason_that_each_person_reads(
    place: Place, family: PretendFamily
) -> None:
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does("[What is going well]", "We read in bed.", "[No, that is all]", "[Skip]")
    await kelly.sends()
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("Save as PDF")
    assert "12:0" not in printed(desk.body)
    await desk.opens(f"/desk/plans/{family.plan}/draft")
    await desk.presses("Tell them, and save the copy")
    assert desk.status == 422
    assert not [one for one in (await kelly.now()).facts.letters if one.kind is LetterKind.COPIED]
    await desk.presses("Tell them, and save the copy", added="The court asked for the times.")
    paper = printed(desk.body)
    assert "Why: The court asked for the times." in paper
    assert "Kelly, 24 November 2026, 12:0" in paper
    assert "Skipped." in paper
    assert "look at this phone" not in paper, "about the way of working: in no document"
    assert desk.headers["Content-Disposition"] == 'attachment; filename="plan-1-with-times.pdf"'
    (told,) = [one for one in (await kelly.now()).facts.letters if one.kind is LetterKind.COPIED]
    await kelly.opens(told.id)
    screen = await kelly.screen()
    assert screen.text.startswith("Asha made a copy of the plan on Tuesday 24 November.")
    assert screen.quote == "The court asked for the times."


async def test_a_service_says_from_where_on_something_is_talked_about(
    place: Place, family: PretendFamily
) -> None:
    await kelly_sends(place, family)
    async with place.product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    found = {}
    for wanted in (2, 5):
        place.product.settings = place.product.settings.model_copy(update={"what_ifs": wanted})
        reading = await place.product.reviewing().open(asha, family.plan)
        assert reading is not None
        found[wanted] = next(one.words for one in reading.findings if one.rule == "what_ifs")
    assert found == {
        2: "Fewer than 2 what-ifs have an answer yet.",
        5: "Fewer than 5 what-ifs have an answer yet.",
    }


async def test_mending_a_finding_changes_it(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Change this worry")
    await desk.presses("Save", family_view="Kelly agrees with some of it.")
    await desk.follows("Draft")
    assert "The worry has all its parts: nights after drinking." in desk.text


async def test_the_history_shows_drafts_decisions_versions_and_looks(
    place: Place, family: PretendFamily
) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    await desk.follows("History")
    assert "Draft 1" in desk.text
    assert "opened a draft" in desk.text
    assert "Version 1" in desk.text


async def test_what_was_taken_back_after_sending_is_named_by_its_question(
    place: Place, family: PretendFamily
) -> None:
    kelly = await kelly_sends(place, family)
    said = next(answer for answer in (await kelly.now()).answers if answer.question == "good.well")
    asked = next(prompt.text for prompt in (await kelly.now()).prompts if prompt.question == "good.well")
    await kelly.takes(ChangeAsked(answer=said.root, take_back=True, **kelly.event()))
    desk = await desk_of(place, family)
    await desk.opens(f"/desk/plans/{family.plan}/waiting")
    assert "Took something back after sending it" in desk.text
    assert f"Their answer to {asked}" in desk.text


async def test_a_change_at_the_door_is_nothing_that_waits(place: Place, family: PretendFamily) -> None:
    kelly = await kelly_sends(place, family)
    before = await place.items(family.plan)
    place.clock.waits(hours=8)
    await kelly.comes()
    await kelly.says("yes")
    assert await place.items(family.plan) == before


async def test_the_language_of_a_line_has_a_name(place: Place, family: PretendFamily) -> None:
    await kelly_sends(place, family)
    desk = await desk_of(place, family)
    await desk.follows("Read draft 1")
    assert "Language English" in desk.text
