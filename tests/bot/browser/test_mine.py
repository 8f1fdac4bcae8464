"""The page of everything I said: in my own words, to change or take back, and who can read it."""

import pytest

from dialogs.conversation import TakenBack, Words
from dialogs.ids import ConversationId
from tests.bot.browser.conftest import Place, at, through_the_door
from tests.bot.browser.phone import Phone
from tests.bot.browser.stand_ins import a_letter


@pytest.fixture
async def phone(place: Place) -> Phone:
    """Sam, who said two things and sent one of them."""
    phone = await through_the_door(await place.enters(cover="Robin"))
    await at(phone, "good.proud")
    await phone.says("he laughs at everything")
    await phone.presses("All parts")
    await phone.presses("Check")
    await phone.presses("Send")
    await phone.presses("All parts")
    await at(phone, "good.talk")
    await phone.says("and he sleeps")
    return phone


def kept(place: Place, question: str) -> list[object]:
    newest = {a.root: a for a in place.turns.held[ConversationId("c0ffee")].answers if a.question == question}
    return [answer.value for answer in newest.values()]


async def test_everything_stands_there_with_the_day_and_whether_it_was_sent(phone: Phone) -> None:
    await phone.taps("My words")
    assert "What is going well with Leo?\nhe laughs at everything\nSent Monday 4 May" in phone.text
    assert "What else should Asha know?\nand he sleeps\nSaid Monday 4 May, not sent yet" in phone.text
    assert "12:" not in phone.text


async def test_words_of_an_earlier_sitting_too_since_it_is_behind_the_pin(place: Place, phone: Phone) -> None:
    place.clock.waits(hours=50)
    await phone.opens("/c/c0ffee/words")
    assert "he laughs" not in phone.html
    await phone.presses("Go on", pin="2468")
    await phone.presses("Go on")
    await phone.taps("My words")
    assert "he laughs at everything" in phone.text


async def test_who_can_read_it_is_said_name_by_name(phone: Phone) -> None:
    await phone.taps("My words")
    for line in (
        "Asha reads what you send.",
        "Robin reads it when Asha is away.",
        "Monday to Friday, 9 to 5",
    ):
        assert line in phone.text


async def test_change_opens_the_question_with_what_is_kept(place: Place, phone: Phone) -> None:
    await phone.taps("My words")
    await presses_at(phone, "he laughs at everything", "change")
    assert "What is going well with Leo?" in phone.text
    assert ("words", "he laughs at everything") in phone.page.forms["say"].fields
    await phone.says("he laughs at most things")
    assert kept(place, "good.proud") == [Words(text="he laughs at most things")]


async def test_take_back_says_who_may_have_read_it(place: Place, phone: Phone) -> None:
    await phone.taps("My words")
    assert "Asha may have read it already. The old copy stays on file." in phone.text
    await presses_at(phone, "he laughs at everything", "take_back")
    assert "Taken back from now on. Asha may have read it already." in phone.text
    assert kept(place, "good.proud") == [TakenBack()]
    await phone.taps("My words")
    assert "he laughs" not in phone.html


async def test_pressing_it_twice_is_pressing_it_once(place: Place, phone: Phone) -> None:
    page = await phone.taps("My words")
    await presses_at(phone, "he laughs at everything", "take_back")
    answers = place.turns.held[ConversationId("c0ffee")].answers
    phone.page = page
    await presses_at(phone, "he laughs at everything", "take_back")
    assert place.turns.held[ConversationId("c0ffee")].answers == answers


async def test_an_answer_of_nobody_changes_nothing(place: Place, phone: Phone) -> None:
    page = await phone.taps("My words")
    fields = next(
        form.fields for form in page.forms.values() if any(name == "root" for name, _ in form.fields)
    )
    fields = [pair for pair in fields if pair[0] != "root"]
    answers = place.turns.held[ConversationId("c0ffee")].answers
    await phone.posts("/c/c0ffee/words", [*fields, ("root", "x'); drop"), ("what", "take_back")])
    assert place.turns.held[ConversationId("c0ffee")].answers == answers


async def test_messages_are_listed_by_their_day_alone_until_tapped(place: Place) -> None:
    letter = a_letter("I noticed how you kept calm", place.clock.at)
    phone = await place.enters(letters=(letter,))
    await phone.taps("My words")
    assert "New message, Monday 4 May" in phone.page.labels
    assert "kept calm" not in phone.html
    await phone.presses("New message")
    assert "I noticed how you kept calm" in phone.text
    await phone.taps("My words")
    assert "A question, Monday 4 May" in phone.page.labels


async def test_a_removed_question_is_still_readable_and_only_taken_back(place: Place, phone: Phone) -> None:
    dialog = place.turns.dialogs.dialog
    sections = tuple(
        s.model_copy(update={"question": tuple(q for q in s.question if q.id != "good.proud")})
        for s in dialog.section
    )
    place.turns.dialogs.dialog = dialog.model_copy(update={"section": sections})
    place.turns.dialogs.dialog.__dict__.pop("questions", None)
    await phone.taps("My words")
    assert "Kept, and not used now" in phone.text
    assert "he laughs at everything" in phone.text


async def test_words_that_cannot_be_seen_stand_as_marks_and_turn_nothing_round(
    place: Place, phone: Phone
) -> None:
    await phone.says("abc \u202egnik\u200b <b>x</b>")
    await phone.taps("My words")
    assert '<bdi dir="auto">abc ⟨RLO⟩gnik⟨ZWSP⟩ &lt;b&gt;x&lt;/b&gt;</bdi>' in phone.html


async def presses_at(phone: Phone, words: str, what: str) -> None:
    """Press the button that belongs to these words."""
    before = phone.html[: phone.html.index(words)]
    number = before.count('class="line"') + before.count('action="/c/c0ffee/letter"')
    form = list(phone.page.forms)[number]
    await phone.submits(next(b for b in phone.page.buttons if b.form == form and b.value == what), {})
