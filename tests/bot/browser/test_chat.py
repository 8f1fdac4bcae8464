"""One question at a time, without a script: every kind of question, and whatever can go wrong with a form."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.conversation import (
    Chosen,
    Conversation,
    Dated,
    Leaving,
    Left,
    Named,
    Number,
    Screen,
    TakenBack,
    Words,
)
from dialogs.effects import Raise
from dialogs.facts import LetterKind
from dialogs.ids import ConversationId
from tests.bot.browser.conftest import Place, at, through_the_door
from tests.bot.browser.phone import Phone

NAUGHTY = Path(__file__).with_name("naughty.json")
"""The Big List of Naughty Strings, github.com/minimaxir/big-list-of-naughty-strings, commit db33ec7:
MIT, Copyright (c) 2015-2020 Max Woolf. Unchanged."""


@pytest.fixture
async def phone(place: Place) -> Phone:
    """Sam, in and through the door, at the hub."""
    return await through_the_door(await place.enters())


def now(place: Place) -> Conversation:
    return place.turns.held[ConversationId("c0ffee")]


def kept(place: Place, question: str) -> list[object]:
    newest = {a.root: a for a in now(place).answers if a.question == question}
    return [answer.value for answer in newest.values()]


async def test_correcting_shows_the_words_in_their_box_with_and_without_a_script(place: Place) -> None:
    phone = await at(await through_the_door(await place.enters()), "good.talk")
    long = "he sleeps through the night now and he eats his tea with us at the table " * 2
    await phone.says(long)
    again = next(b for b in phone.page.buttons if b.label == "That's not what I meant")
    fields = [*phone.page.forms[again.form].fields, ("press", again.value)]
    await phone.posts(phone.page.forms[again.form].action, fields, **{"X-Page": "1"})
    assert ("words", long) in phone.page.forms["say"].fields
    assert phone.text.count(long.strip()) == 0, "it stands in the box, and not above it too"


class TestQuestions:
    async def test_a_reply_leads_to_see_there_and_the_next_question(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        await phone.says("he laughs at everything")
        assert [r.status for r in phone.response.history] == [303]  # type: ignore[union-attr]
        assert "What else should Asha know?" in phone.text
        assert kept(place, "good.proud") == [Words(text="he laughs at everything")]

    async def test_my_words_stand_above_the_next_question(self, phone: Phone) -> None:
        await at(phone, "good.proud")
        await phone.says("he laughs at everything")
        assert phone.text.index("he laughs") < phone.text.index("What else should Asha know?")

    async def test_a_long_answer_is_played_back(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.talk")
        long = " ".join(["she", "is", "at", "nursery", "now"] * 5)
        await phone.says(long)
        assert "Is it what you meant?" in phone.text
        assert phone.text.count(long) == 1
        await phone.presses("That's not what I meant")
        await phone.says("she starts nursery in May")
        assert kept(place, "good.talk") == [Words(text="she starts nursery in May")]

    async def test_a_scale_has_eleven_numbers_and_both_ends_in_words(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.scale")
        assert [b.label for b in phone.page.buttons if b.label.isdigit()] == [str(n) for n in range(11)]
        assert "0Leo cannot live at home" in phone.text
        assert "10we all agree that things are good enough" in phone.text
        await phone.presses("7")
        [number] = kept(place, "good.scale")
        assert isinstance(number, Number)
        assert number.number == 7

    async def test_people_are_picked_or_named(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.who")
        await phone.presses("Gran")
        await phone.says("Auntie Jo")
        assert "Anybody else?" in phone.text
        await phone.presses("Nobody else")
        assert [v.name for v in kept(place, "good.who") if isinstance(v, Named)] == ["Gran", "Auntie Jo"]

    async def test_a_day_is_typed(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.when")
        await phone.says("Friday")
        [dated] = kept(place, "good.when")
        assert isinstance(dated, Dated)
        assert (dated.words, dated.day.isoformat()) == ("Friday", "2026-05-08")

    async def test_a_day_is_picked(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.when")
        await phone.presses("Save", day="2026-05-23")
        [dated] = kept(place, "good.when")
        assert isinstance(dated, Dated)
        assert dated.day.isoformat() == "2026-05-23"

    async def test_a_day_is_pressed(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.when")
        await phone.presses("In two weeks: Monday 18 May")
        [dated] = kept(place, "good.when")
        assert isinstance(dated, Dated)
        assert (dated.words, dated.day.isoformat()) == ("", "2026-05-18")
        await phone.taps("My words")
        assert "Monday 18 May 2026" in phone.text

    async def test_a_day_that_is_none_is_kept_and_asked_again_beside_its_field(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.when")
        await phone.says("sometime")
        assert "Your words are kept. Which day is that?" in phone.text
        assert (
            'name="words" type="text" autocomplete="off" dir="auto" value="" aria-describedby="before"'
            in phone.html
        )
        assert kept(place, "good.when") == [Words(text="sometime")]

    async def test_several_are_ticked_and_sent_together(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.signs")
        await phone.ticks("I go quiet", "I can't sleep")
        assert kept(place, "good.signs") == [
            Chosen(choices=("quiet", "sleep"), labels=("I go quiet", "I can't sleep"))
        ]

    async def test_nothing_ticked_says_so_beside_the_ticks(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.signs")
        before = now(place)
        await phone.presses("Done")
        assert phone.status == 422
        assert "Nothing is ticked yet." in phone.text
        assert 'aria-invalid="true" aria-describedby="wrong"' in phone.html
        assert now(place) == before

    async def test_words_are_welcome_where_a_button_is_asked(self, place: Place, phone: Phone) -> None:
        await at(phone, "worry.agree")
        await phone.says("it was not like that at all")
        assert "Your words are kept. Please tap one of these too, or skip." in phone.text
        await phone.presses("Some of it")
        assert Words(text="it was not like that at all") in kept(place, "worry.agree")

    @pytest.mark.parametrize(
        ("label", "left"),
        [("Skip", Left.SKIPPED), ("Not sure", Left.NOT_SURE), ("Rather not say", Left.RATHER_NOT)],
    )
    async def test_three_ways_of_not_answering(
        self, place: Place, phone: Phone, label: str, left: Left
    ) -> None:
        await at(phone, "good.proud")
        await phone.presses(label)
        assert kept(place, "good.proud") == [Leaving(left=left)]

    async def test_words_typed_but_not_saved_stay_where_the_same_is_asked_again(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.proud")
        await phone.presses("Why ask this?", words="well, he")
        assert "A plan works best" in phone.text
        assert ("words", "well, he") in phone.page.forms["say"].fields
        assert kept(place, "good.proud") == []

    async def test_words_typed_but_not_saved_are_not_kept_by_skipping(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.proud")
        await phone.presses("Skip", words="I would rather not have said this")
        assert "rather not have said" not in now(place).model_dump_json()

    async def test_changing_an_answer_begins_from_what_is_kept(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        await phone.says("two lines\nof it")
        await phone.presses("Back")
        assert ("words", "two lines\nof it") in phone.page.forms["say"].fields
        await phone.says("three")
        assert kept(place, "good.proud") == [Words(text="three")]

    async def test_check_send_and_add_to_it(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        await phone.says("he laughs")
        await phone.presses("All parts")
        await phone.presses("Check what I said")
        assert "he laughs" in phone.text
        assert "No answer yet" in phone.text
        await phone.presses("Send to Asha")
        assert "Sent to Asha." in phone.text
        assert len(now(place).sent) == 1

    async def test_stopping_after_something_hard_asks_who_is_there_tonight(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "hard.what")
        await phone.says("last winter")
        await phone.presses("Stop for now")
        assert "Who can you talk to tonight?" in phone.text
        await phone.says("my sister")
        assert "You have stopped for now." in phone.text
        await phone.presses("Carry on")
        assert "What helped you get through it?" in phone.text

    async def test_words_of_danger_bring_the_numbers_first(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        await phone.says("he has a knife")
        assert "Please get help first." in phone.text
        assert phone.page.links["Ring 999"] == "tel:999"
        assert [e.words for e in place.turns.effects if isinstance(e, Raise)] == ["he has a knife"]

    async def test_coming_back_after_hours_asks_for_a_good_time_without_my_words(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.proud")
        await phone.says("he laughs at everything")
        place.clock.waits(hours=30)
        await phone.opens("/c/c0ffee/")
        await phone.presses("Go on", pin="2468")
        assert "Is now a good time?" in phone.text
        assert "he laughs" not in phone.html
        await phone.presses("Go on")
        assert "What else should Asha know?" in phone.text

    async def test_looking_again_asks_nothing_anew(self, place: Place, phone: Phone) -> None:
        before = now(place)
        await phone.opens("/c/c0ffee/")
        await phone.opens("/c/c0ffee/")
        assert now(place) == before


class TestFormsThatComeTwiceOrLate:
    async def test_a_double_submit_changes_nothing(self, place: Place, phone: Phone) -> None:
        await at(phone, "free.say")
        form = phone.page
        await phone.says("once")
        phone.page = form
        await phone.says("once")
        assert [v for v in kept(place, "free.say") if isinstance(v, Words)] == [Words(text="once")]

    async def test_other_words_from_the_page_before_are_added_and_it_says_so(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.proud")
        form = phone.page
        await phone.says("once")
        phone.page = form
        await phone.says("and another thing")
        assert "That is added to your answer before." in phone.text
        assert kept(place, "good.proud") == [Words(text="once"), Words(text="and another thing")]

    async def test_what_was_said_once_is_not_said_again_by_reloading(self, phone: Phone) -> None:
        await at(phone, "good.proud")
        form = phone.page
        await phone.says("once")
        phone.page = form
        await phone.says("more")
        await phone.opens("/c/c0ffee/")
        assert "That is added" not in phone.text

    async def test_a_stale_button_gets_a_kind_word(self, place: Place, phone: Phone) -> None:
        hub = phone.page
        await at(phone, "good.proud")
        before = now(place).answers
        phone.page = hub
        await phone.presses("The worry")
        assert "That was an earlier question. The newest one is at the end." in phone.text
        assert now(place).answers == before

    @pytest.mark.parametrize("press", ["999", "-1", "x", "1e3", "٣", ""])
    async def test_buttons_made_by_hand_change_nothing(self, place: Place, phone: Phone, press: str) -> None:
        await at(phone, "good.proud")
        before = now(place).answers
        fields = [pair for pair in phone.page.forms["say"].fields if pair[0] != "words"]
        await phone.posts("/c/c0ffee/", [*fields, ("press", press)])
        assert phone.status in (200, 422)
        assert now(place).answers == before


class TestFormsThatAreNotOurs:
    async def test_without_the_signed_id_nothing_is_kept_and_the_words_stay(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.proud")
        before = now(place)
        await phone.posts(
            "/c/c0ffee/", [("words", "mine"), ("press", "save"), ("prompt", "9"), ("form", "0-0")]
        )
        assert phone.status == 422
        assert "This page was open for a long time. Please press again." in phone.text
        assert now(place) == before
        await phone.presses("Save")
        assert kept(place, "good.proud") == [Words(text="mine")]

    async def test_the_form_of_somebody_else_does_not_fit(self, place: Place, phone: Phone) -> None:
        other = await place.enters("decade", "WXYZ6789")
        await other.presses("Go on")
        before = now(place)
        await phone.posts("/c/c0ffee/", [*other.page.forms["say"].fields, ("press", "0")])
        assert phone.status == 422
        assert now(place) == before

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://elsewhere.example"},
        ],
    )
    async def test_another_site_cannot_post(
        self, place: Place, phone: Phone, headers: dict[str, str]
    ) -> None:
        await at(phone, "good.proud")
        before = now(place)
        fields = [pair for pair in phone.page.forms["say"].fields if pair[0] != "words"]
        await phone.posts("/c/c0ffee/", [*fields, ("words", "x"), ("press", "save")], **headers)
        assert phone.status == 404
        assert now(place) == before

    @pytest.mark.parametrize(
        "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "null"}]
    )
    async def test_our_own_page_can(self, place: Place, phone: Phone, headers: dict[str, str]) -> None:
        await at(phone, "good.proud")
        fields = [pair for pair in phone.page.forms["say"].fields if pair[0] != "words"]
        await phone.posts("/c/c0ffee/", [*fields, ("words", "x"), ("press", "save")], **headers)
        assert kept(place, "good.proud") == [Words(text="x")]


class TestTooMuchAndTooLittle:
    async def test_an_empty_box_says_so_beside_it(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        before = now(place)
        await phone.says("")
        assert phone.status == 422
        assert "Nothing came through that we can read." in phone.text
        assert 'aria-labelledby="question" aria-invalid="true" aria-describedby="wrong"' in phone.html
        assert now(place) == before

    async def test_more_than_a_message_holds_is_fine(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        await phone.says("a" * 20_000)
        assert kept(place, "good.proud") == [Words(text="a" * 20_000)]

    async def test_more_than_that_is_refused_kindly_and_stays_in_the_box(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "good.proud")
        long = "word " * 4_001
        await phone.says(long)
        assert phone.status == 422
        assert "Please send it in two parts." in phone.text
        assert ("words", long) in phone.page.forms["say"].fields
        assert kept(place, "good.proud") == []

    async def test_more_than_anybody_types_is_refused(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        half = ("words", "a" * 600_000)
        await phone.posts("/c/c0ffee/", [*phone.page.forms["say"].fields, half, half], multipart=True)
        assert phone.status == 404
        assert kept(place, "good.proud") == []

    async def test_naughty_strings_are_kept_to_the_letter(self, place: Place, phone: Phone) -> None:
        await at(phone, "free.say")
        strings = [text for text in json.loads(NAUGHTY.read_text("utf-8")) if text.strip()]
        for text in strings:
            await phone.says(text)
            if not any("words" in form.takes for form in phone.page.forms.values()):
                await phone.presses("Go on")  # "--help" asks for help
        answers = [a for a in now(place).answers if a.question == "free.say" or a.words]
        said = [a.value.text if isinstance(a.value, Words) else a.words for a in answers]
        unseen = set(strings) - set(said)
        assert said == [text for text in strings if text not in unseen]
        assert all(text.isprintable() is False for text in unseen), (
            "only what shows nothing at all is asked again"
        )


class TestWhenTheDatabaseIsAway:
    async def test_the_words_stay_in_the_box_and_go_through_once(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        place.turns.away = True
        await phone.says("the whole\nlong story")
        assert phone.status == 503
        assert "That did not go through" in phone.text
        assert "Your words are still in the box. Please press again." in phone.text
        place.turns.away = False
        await phone.presses("Press again")
        await phone.opens("/c/c0ffee/")
        assert kept(place, "good.proud") == [Words(text="the whole\nlong story")]

    async def test_it_is_not_kept_twice_where_only_the_answer_was_lost(
        self, place: Place, phone: Phone
    ) -> None:
        await at(phone, "free.say")
        form = phone.page
        place.turns.away = True
        await phone.says("said once")
        again = phone.page
        place.turns.away = False
        phone.page = form
        await phone.says("said once")
        phone.page = again
        await phone.presses("Press again")
        assert [v for v in kept(place, "free.say") if isinstance(v, Words)] == [Words(text="said once")]

    async def test_a_button_can_be_pressed_again(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        place.turns.away = True
        await phone.presses("Skip")
        assert "It was not kept. Please press again." in phone.text
        place.turns.away = False
        await phone.presses("Press again")
        assert kept(place, "good.proud") == [Leaving(left=Left.SKIPPED)]

    async def test_a_page_that_cannot_be_shown_says_so(self, place: Place, phone: Phone) -> None:
        place.turns.away = True
        await phone.opens("/c/c0ffee/")
        assert phone.status == 503
        assert "What was kept before is still kept." in phone.text
        assert phone.page.links["Help now"]


async def test_taking_back_says_who_may_have_read_it(place: Place, phone: Phone) -> None:
    await at(phone, "good.proud")
    await phone.says("he laughs")
    await phone.presses("Back")
    await phone.presses("Take it back")
    assert "Taken back. Asha will not see it in your part." in phone.text
    assert kept(place, "good.proud") == [TakenBack()]


async def test_every_screen_offers_help_leaving_and_a_way_on(place: Place, phone: Phone) -> None:
    """No dead ends (design.md, promise 7)."""
    seen = set()
    for label in (
        "Good things",
        "Skip",
        "Skip",
        "Skip",
        "Nobody",
        "Skip",
        "Skip",
        "Skip",
        "Check",
        "Send",
        "I am done for now",
    ):
        screen = now(place).prompt(now(place).asked)
        assert screen is not None
        seen.add(screen.screen)
        assert {"Help now", "Leave this page"} <= phone.page.links.keys()
        assert phone.page.buttons
        await phone.presses(label)
    assert seen >= {Screen.HUB, Screen.QUESTION, Screen.CHECK, Screen.SENT}


async def test_a_letter_is_not_shown_before_it_is_tapped(place: Place) -> None:
    from tests.bot.browser.stand_ins import a_letter

    phone = await place.enters(letters=(a_letter("Who helps on the other days?", place.clock.at),))
    assert "You have a message" in phone.page.labels
    assert "other days" not in phone.html
    await phone.presses("You have a message")
    assert "Who helps on the other days?" in phone.text
    await phone.presses("Answer")
    await phone.says("My sister does Tuesdays")
    assert "Your answer is sent to Asha." in phone.text
    assert "You have a message" not in phone.page.labels


async def test_what_asks_something_comes_first_and_a_signed_letter_says_what_the_name_is(
    place: Place,
) -> None:
    from tests.bot.browser.stand_ins import a_letter

    at_noon = place.clock.at
    letters = (
        a_letter("", at_noon, LetterKind.READ),
        a_letter("Who helps at night?", at_noon),
        a_letter("Asha Malik", at_noon, LetterKind.APPROVED),
        a_letter("Who helps on the other days?", at_noon),
    )
    phone = await through_the_door(await place.enters(letters=letters))
    for words in ("Who helps on the other days?", "Who helps at night?", "Signed: Asha Malik"):
        await phone.presses("You have a message")
        assert words in phone.text
    await phone.presses("You have a message")
    assert "Asha read what you sent" in phone.text


async def test_on_a_scale_the_question_is_the_heading(place: Place) -> None:
    phone = await at(await through_the_door(await place.enters()), "good.scale")
    heading = phone.html.split("<h1")[1].split("</h1>")[0]
    assert "How safe do you feel things are" in heading
    assert phone.text.index("This is about home.") < phone.text.index("How safe do you feel")


async def test_when_nothing_is_left_the_check_stands_above_the_parts(place: Place) -> None:
    phone = await through_the_door(await place.enters())
    for _ in range(60):
        labels = [button.label for button in phone.page.buttons]
        if "Which part would you like to do?" in phone.text and not labels[0].startswith("Next: "):
            break
        on = ("Skip", "OK, go on", "No", "Go on")
        first = labels[0] if labels[0].startswith("Next: ") else next(one for one in on if one in labels)
        await phone.presses(first)
    assert labels[0] == "Check what I said"
    assert labels.count("Check what I said") == 1


async def test_silence_of_ten_minutes_between_two_questions_loses_no_words(
    place: Place, phone: Phone
) -> None:
    await at(phone, "good.proud")
    place.clock.at += timedelta(minutes=40)
    await phone.says("it took me a while to write this")
    assert kept(place, "good.proud") == [Words(text="it took me a while to write this")]
    assert "Your words are kept." in phone.text
    assert "it took me a while" not in phone.html
    await phone.presses("Go on", pin="2468")
    assert "What else should Asha know?" in phone.text
