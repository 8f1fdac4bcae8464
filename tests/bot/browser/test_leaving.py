""" "Leave this page" and "Help now": in reach on every page, whatever else is broken (H2)."""

import pytest

from dialogs.effects import Raise
from dialogs.help_lines import HelpLines
from tests.bot.browser.conftest import Place, at, through_the_door
from tests.bot.browser.phone import Phone

ANYBODYS = ("/i", "/i/ABCD2345", "/help", "/c/nobody/", "/c/nobody/help")
MINE = ("/c/c0ffee/", "/c/c0ffee/words", "/c/c0ffee/pin", "/c/c0ffee/help", "/c/c0ffee/help/more")


async def test_both_are_at_the_top_of_every_page(place: Place) -> None:
    phone = await place.enters()
    for path in (*ANYBODYS, *MINE):
        await phone.opens(path)
        assert list(phone.page.links)[:2] == ["Help now", "Leave this page"], path


async def test_leaving_goes_to_the_weather_and_shuts_the_page(place: Place) -> None:
    phone = await place.enters()
    link = phone.page.links["Leave this page"]
    async with phone.session.get(place.server.make_url(link), allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, "https://www.bbc.co.uk/weather")
    assert not [cookie for cookie in phone.session.cookie_jar if cookie.key.startswith("o-")]
    assert [cookie for cookie in phone.session.cookie_jar if cookie.key.startswith("d-")]


async def test_both_work_with_the_database_away(place: Place) -> None:
    phone = await place.enters()
    place.turns.away = True
    async with phone.session.get(place.server.make_url("/c/c0ffee/leave"), allow_redirects=False) as response:
        assert response.status == 303
    for path in ("/help", "/c/c0ffee/help"):
        await phone.opens(path)
        assert phone.status == 200
        assert phone.page.links["Ring 999"] == "tel:999"


async def test_help_needs_nobody_to_be_signed_in(place: Place) -> None:
    stranger = place.phone()
    await stranger.opens("/help")
    assert stranger.page.links["Ring 0800 1111"] == "tel:08001111"
    assert stranger.page.links["Ring 0808 2000 247"] == "tel:08082000247"
    assert stranger.page.links["Text 85258"] == "sms:85258"


async def test_help_leads_back_to_the_question(place: Place) -> None:
    phone = await through_the_door(await place.enters())
    await at(phone, "good.proud")
    await phone.taps("Help now")
    assert "Ring 0800 1111" in phone.page.labels
    await phone.taps("Go on")
    assert "What is going well with Leo?" in phone.text


QUIET = (
    "Numbers to ring 999. If you can't speak on a mobile, press 55 when asked. Ring 999 "
    "There is more under More. Go on More Stop for now My words, and who reads them"
)
"""All that stands on the page between the two ways out and what they do."""


class TestH2SomebodySeesThisPhone:
    @pytest.fixture
    async def phone(self, place: Place) -> Phone:
        """Sam's phone is looked at by somebody else."""
        phone = await place.enters()
        await phone.presses("Go on")
        await phone.presses("OK, go on")
        return await self.tells(phone)

    async def tells(self, phone: Phone) -> Phone:
        await phone.presses("Yes, they do")
        return phone

    async def test_help_is_999_and_one_dull_line(self, phone: Phone) -> None:
        await phone.taps("Help now")
        assert "Ring 999" in phone.page.labels
        assert "press 55" in phone.text
        assert "Abuse" not in phone.html
        assert "Childline" not in phone.html

    async def test_the_other_numbers_are_one_tap_further_on_a_page_that_leaves_at_once(
        self, phone: Phone
    ) -> None:
        await phone.taps("Help now")
        await phone.taps("More")
        assert "Ring 0808 2000 247" in phone.page.labels
        assert phone.page.links["Leave this page"] == "/c/c0ffee/leave"

    async def test_h2_words_of_danger_bring_no_more_than_that(self, place: Place, phone: Phone) -> None:
        await at(phone, "good.proud")
        await phone.says("he has a knife")
        raised = [effect for effect in place.turns.effects if isinstance(effect, Raise)]
        assert [flag.words for flag in raised] == ["he has a knife"]
        page = " ".join(phone.text.split())
        assert page.startswith(f"Notes Help now Leave this page {QUIET} What “Leave this page” does"), page
        assert "knife" not in phone.html
        assert "Abuse" not in phone.html
        await phone.taps("More")
        assert "Ring 0808 2000 247" in phone.page.labels

    async def test_where_it_cannot_be_known_help_is_as_quiet(self, place: Place, phone: Phone) -> None:
        place.turns.away = True
        await phone.opens("/c/c0ffee/help")
        assert "Abuse" not in phone.html
        assert "Ring 999" in phone.page.labels


async def test_tab_icon_address_and_preview_say_nothing_about_families(place: Place) -> None:
    phone = await place.enters()
    for path in (*ANYBODYS, *MINE):
        await phone.opens(path)
        head = phone.html[: phone.html.index("</head>")].casefold()
        assert "<title>notes</title>" in head
        assert 'name="robots" content="noindex, nofollow"' in head
        for word in ("famil", "child", "plan", "safe", "og:", "description", "twitter"):
            assert word not in head + path.replace("plain", ""), path


def test_a_number_can_be_tapped_however_it_is_written() -> None:
    from bot.browser.shown import calls, with_calls

    assert [c.figures for c in calls("Ring 116 123, or 0300 123 5012, or 0808 80 10 327.")] == [
        "116123",
        "03001235012",
        "08088010327",
    ]
    assert [
        c.figures for c in calls("If you can't speak, press 55 when asked. 24 hours, page 1 of 9. 4/5/2026.")
    ] == []
    assert [c.figures for c in calls("NHS 111, then press 2: 111.")] == ["111"], "one button a number"
    assert str(with_calls("<b> 999")) == '&lt;b&gt; <a class="call" href="tel:999">999</a>'
    assert HelpLines().danger == ()
