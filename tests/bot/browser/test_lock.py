"""The PIN (H2): whoever picks up the phone later does not read earlier words."""

import pytest

from bot.pins import figures
from dialogs.conversation import Words
from dialogs.ids import ConversationId
from tests.bot.browser.conftest import Place, at, through_the_door
from tests.bot.browser.phone import Phone


@pytest.fixture
async def phone(place: Place) -> Phone:
    """Sam, who said something."""
    phone = await through_the_door(await place.enters(pin="2468"))
    await at(phone, "good.proud")
    return await says(phone, "he laughs at everything")


async def says(phone: Phone, words: str) -> Phone:
    await phone.says(words)
    return phone


async def leaves(place: Place, phone: Phone) -> str:
    async with phone.session.get(place.server.make_url("/c/c0ffee/leave"), allow_redirects=False) as response:
        return response.headers["Location"]


class TestH2TheWordsAreBehindThePin:
    async def test_it_is_chosen_before_the_first_question(self, place: Place) -> None:
        place.invites("c0ffee", "ABCD2345")
        phone = place.phone()
        await phone.opens("/i/ABCD2345")
        await phone.presses("Open")
        await phone.opens("/c/c0ffee/")
        assert "First, pick a PIN" in phone.text
        assert "Hello" not in phone.text

    async def test_after_ten_minutes_without_a_page(self, place: Place, phone: Phone) -> None:
        place.clock.waits(minutes=9)
        await phone.opens("/c/c0ffee/")
        assert "he laughs" in phone.text
        place.clock.waits(minutes=11)
        await phone.opens("/c/c0ffee/")
        assert "Your PIN, please" in phone.text
        assert "he laughs" not in phone.html

    async def test_each_page_begins_the_ten_minutes_anew(self, place: Place, phone: Phone) -> None:
        for _ in range(4):
            place.clock.waits(minutes=9)
            await phone.opens("/c/c0ffee/")
            assert "he laughs" in phone.text

    async def test_after_leaving(self, place: Place, phone: Phone) -> None:
        assert await leaves(place, phone) == "https://www.bbc.co.uk/weather"
        for path in ("/c/c0ffee/", "/c/c0ffee/words"):
            await phone.opens(path)
            assert "Your PIN, please" in phone.text
            assert "he laughs" not in phone.html

    async def test_a_wrong_one_shows_nothing_and_says_so_beside_the_field(
        self, place: Place, phone: Phone
    ) -> None:
        await leaves(place, phone)
        await phone.opens("/c/c0ffee/")
        await phone.presses("Go on", pin="1111")
        assert phone.status == 422
        assert "That is not the PIN. After 5 wrong ones this page waits for 15 minutes." in phone.text
        assert 'aria-invalid="true" aria-describedby="wrong"' in phone.html
        await phone.opens("/c/c0ffee/")
        assert "he laughs" not in phone.html

    async def test_wrong_ones_are_held_and_the_right_one_with_them(self, place: Place, phone: Phone) -> None:
        await leaves(place, phone)
        await phone.opens("/c/c0ffee/")
        for _ in range(5):
            await phone.presses("Go on", pin="1111")
        await phone.presses("Go on", pin="2468")
        assert phone.status == 422

    async def test_it_cannot_be_chosen_again_by_whoever_holds_the_phone(
        self, place: Place, phone: Phone
    ) -> None:
        await leaves(place, phone)
        await phone.opens("/c/c0ffee/")
        await phone.presses("Go on", pin="9999")
        assert place.invitations.pins[ConversationId("c0ffee")] == "2468"

    async def test_buttons_of_a_page_left_open_ask_for_it_first(self, place: Place, phone: Phone) -> None:
        before = place.turns.held[ConversationId("c0ffee")]
        place.clock.waits(minutes=11)
        await phone.presses("Skip")
        assert "Your PIN, please" in phone.text
        assert place.turns.held[ConversationId("c0ffee")] == before

    async def test_words_of_a_page_left_open_are_kept_first(self, place: Place, phone: Phone) -> None:
        place.clock.waits(minutes=11)
        await phone.says("it took long to write this")
        assert "Your words are kept." in phone.text
        assert "it took long" not in phone.html
        values = [answer.value for answer in place.turns.held[ConversationId("c0ffee")].answers]
        assert Words(text="it took long to write this") in values

    async def test_a_page_in_use_stays_open(self, place: Place, phone: Phone) -> None:
        form = dict(phone.page.forms["say"].fields)
        for _ in range(3):
            place.clock.waits(minutes=8)
            await phone.posts("/c/c0ffee/stay", [("form", form["form"]), ("frame", form["frame"])])
            assert phone.status == 204
        place.clock.waits(minutes=11)
        await phone.posts("/c/c0ffee/stay", [("form", form["form"]), ("frame", form["frame"])])
        assert phone.status == 403


class TestPickingOne:
    @pytest.mark.parametrize("typed", ["0000", "1234", "4321", "1212", "2580", "1998", "123456", "112233"])
    async def test_what_anybody_would_try_first_is_refused_kindly(self, place: Place, typed: str) -> None:
        phone = await place.enters(pin=typed)
        assert phone.status == 422
        assert "Many people pick that one, so it is tried first. Please pick another." in phone.text
        assert not place.invitations.pins
        await phone.presses("Go on", pin="4826")
        assert "Hello Sam" in phone.text

    async def test_who_asked_and_that_no_is_an_answer_stand_above_it(self, place: Place) -> None:
        place.invites("c0ffee", "ABCD2345")
        phone = place.phone()
        await phone.opens("/i/ABCD2345")
        assert "Asha" not in phone.html
        await phone.presses("Open")
        assert "Asha asked you here, to hear how you see things. You can say no" in phone.text

    async def test_who_has_been_in_is_not_told_that_the_next_page_is_a_choice(
        self, place: Place, phone: Phone
    ) -> None:
        place.invitations.codes["WXYZ6789"] = ConversationId("c0ffee")
        place.invitations.pins.clear()
        other = place.phone()
        await other.opens("/i/WXYZ6789")
        assert "On the phone that opened it first, the same link opens your page again." in other.text
        await other.presses("Open")
        assert "First, pick a PIN" in other.text
        assert "You can say no" not in other.text

    async def test_coming_back_the_name_stays_behind_it(self, place: Place, phone: Phone) -> None:
        await leaves(place, phone)
        await phone.opens("/c/c0ffee/")
        assert "Asha" not in phone.html


class TestHonestWords:
    async def test_what_leaving_leaves_behind_is_said_before(self, place: Place) -> None:
        place.invites("c0ffee", "ABCD2345")
        phone = place.phone()
        await phone.opens("/i/ABCD2345")
        assert "Your phone may still list this page" in phone.text

    async def test_who_forgot_it_is_told_the_way(self, place: Place, phone: Phone) -> None:
        await leaves(place, phone)
        await phone.opens("/c/c0ffee/")
        assert "Ask for a new link from the person who sent you this one." in phone.text


@pytest.mark.parametrize(
    ("typed", "pin"),
    [
        ("2468", "2468"),
        (" 24 68 ", "2468"),
        ("٢٤٦٨", "2468"),
        ("246810", "246810"),
        ("123", ""),
        ("1234567", ""),
        ("12a4", ""),
        ("", ""),
        ("½½½½", ""),
    ],
)
def test_figures_in_any_script(typed: str, pin: str) -> None:
    assert figures(typed) == pin
