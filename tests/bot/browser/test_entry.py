"""Coming in: by link or eight characters, once, on one device; and nothing given away to anybody else."""

import pytest

from dialogs.ids import ConversationId
from tests.bot.browser.conftest import Place
from tests.bot.browser.phone import Phone

KIND_ANSWER = "That did not open a page"


async def tries(phone: Phone, code: str) -> int:
    await phone.opens("/i")
    await phone.presses("Open", code=code)
    return phone.status


class TestTheLink:
    async def test_opening_it_changes_nothing_and_looks_nothing_up(self, place: Place) -> None:
        """Mail scanners and chat previews open links too."""
        place.invites("c0ffee", "ABCD2345")
        scanner = place.phone()
        for _ in range(3):
            await scanner.opens("/i/ABCD2345")
        assert place.invitations.asked == 0
        assert (await place.enters(code="ABCD2345")).url.path == "/c/c0ffee/"

    async def test_it_says_nothing_about_families_or_about_the_code(self, place: Place) -> None:
        place.invites("c0ffee", "ABCD2345", name="Samantha", pretend=True)
        good, wrong = place.phone(), place.phone()
        await good.opens("/i/ABCD2345")
        await wrong.opens("/i/ZZZZ9999")
        assert good.text == wrong.text
        for word in ("famil", "child", "parent", "plan", "Samantha", "Asha", "worr", "pretend"):
            assert word not in good.html.casefold()
        assert "og:" not in good.html

    async def test_the_code_leaves_the_address(self, place: Place) -> None:
        phone = await place.enters(code="ABCD2345")
        assert "ABCD2345" not in str(phone.url)
        assert "ABCD2345" not in phone.html
        assert all("ABCD2345" not in cookie.value for cookie in phone.session.cookie_jar)

    async def test_the_same_link_on_the_same_phone_leads_back(self, place: Place) -> None:
        phone = await place.enters(code="ABCD2345")
        place.clock.waits(hours=2)
        await phone.opens("/i/ABCD2345")
        await phone.presses("Open")
        assert "Your PIN, please" in phone.text
        await phone.presses("Go on", pin="2468")
        assert "Hello Sam" in phone.text

    async def test_the_same_link_on_another_phone_does_not(self, place: Place) -> None:
        await place.enters(code="ABCD2345")
        other = place.phone()
        await other.opens("/i/ABCD2345")
        await other.presses("Open")
        assert KIND_ANSWER in other.text
        assert not list(other.session.cookie_jar)

    async def test_a_new_link_shuts_the_old_phone_out(self, place: Place) -> None:
        old = await place.enters(code="ABCD2345")
        place.invitations.codes["EFGH6789"] = ConversationId("c0ffee")
        new = place.phone()
        await new.opens("/i/EFGH6789")
        await new.presses("Open")
        await new.presses("Go on", pin="1357")
        assert "Hello Sam" in new.text
        await old.opens("/c/c0ffee/")
        assert old.status == 404


class TestTypedCharacters:
    @pytest.mark.parametrize("typed", ["ABCD2345", "abcd-2345", " AbCd2345 "])
    async def test_hyphen_and_case_are_forgiven(self, place: Place, typed: str) -> None:
        place.invites("c0ffee", "ABCD2345")
        assert await tries(phone := place.phone(), typed) == 200
        assert "First, pick a PIN" in phone.text

    async def test_wrong_used_and_guessed_get_one_and_the_same_answer(self, place: Place) -> None:
        await place.enters(code="ABCD2345")
        answers = set()
        for code in ("ABCD2345", "ZZZZ9999", "'; drop table", "\u202e\u0000", "x" * 64):
            phone = place.phone()
            answers.add((await tries(phone, code), phone.text))
            place.browser.guesses.right("127.0.0.1")
        assert len(answers) == 1


class TestGuessing:
    async def test_it_has_to_wait_longer_each_time(self, place: Place) -> None:
        phone = place.phone()
        assert [await tries(phone, f"GUESS{n}") for n in range(6)] == [404] * 5 + [429]
        assert "Please try again in 1 minute." in phone.text
        asked = place.invitations.asked
        place.clock.waits(seconds=16)
        assert await tries(phone, "GUESS7") == 404
        place.clock.waits(seconds=16)
        assert await tries(phone, "GUESS8") == 429
        assert place.invitations.asked == asked + 1

    async def test_a_family_that_mistypes_gets_in_after_the_wait(self, place: Place) -> None:
        place.invites("c0ffee", "ABCD2345")
        phone = place.phone()
        for n in range(5):
            await tries(phone, f"ABCD234{n}{n}")
        assert await tries(phone, "ABCD2345") == 429
        place.clock.waits(seconds=15)
        assert await tries(phone, "ABCD2345") == 200

    async def test_another_site_cannot_make_somebody_come_in(self, place: Place) -> None:
        place.invites("c0ffee", "ABCD2345")
        phone = place.phone()
        await phone.opens("/i")
        fields = [pair for pair in phone.page.forms["form 0"].fields if pair[0] != "code"]
        await phone.posts("/i", [*fields, ("code", "ABCD2345")], **{"Sec-Fetch-Site": "cross-site"})
        assert phone.status == 404
        await phone.posts("/i", [("code", "ABCD2345")])
        assert phone.status == 404
        assert place.invitations.asked == 0


class TestTwoPeopleOnOneTablet:
    async def test_they_do_not_sign_each_other_out(self, place: Place) -> None:
        tablet = await place.enters("c0ffee", "ABCD2345", pin="2468", name="Sam")
        place.invites("decade", "WXYZ6789", name="Ryan")
        await tablet.opens("/i/WXYZ6789")
        await tablet.presses("Open")
        await tablet.presses("Go on", pin="1357")
        assert "Hello Ryan" in tablet.text
        await tablet.opens("/c/c0ffee/")
        assert "Hello Sam" in tablet.text
        await tablet.opens("/c/decade/")
        assert "Hello Ryan" in tablet.text

    async def test_leaving_one_page_leaves_the_other_open(self, place: Place) -> None:
        tablet = await place.enters("c0ffee", "ABCD2345", name="Sam")
        place.invites("decade", "WXYZ6789", name="Ryan")
        await tablet.opens("/i/WXYZ6789")
        await tablet.presses("Open")
        await tablet.presses("Go on", pin="1357")
        async with tablet.session.get(place.server.make_url("/c/decade/leave"), allow_redirects=False):
            pass
        await tablet.opens("/c/decade/")
        assert "Your PIN, please" in tablet.text
        await tablet.opens("/c/c0ffee/")
        assert "Hello Sam" in tablet.text

    async def test_a_cookie_reaches_only_its_own_page(self, place: Place) -> None:
        phone = await place.enters(code="ABCD2345")
        assert {cookie["path"] for cookie in phone.session.cookie_jar} == {"/c/c0ffee/", "/i"}
        for cookie in phone.session.cookie_jar:
            assert cookie["httponly"]
            assert cookie["samesite"] == "Strict"


class TestStrangers:
    async def test_a_page_that_is_somebodys_looks_like_one_that_is_nobodys(self, place: Place) -> None:
        await place.enters()
        stranger = place.phone()
        pages = set()
        for path in (
            "/c/c0ffee/",
            "/c/nobody/",
            "/c/c0ffee/words",
            "/c/nobody/pin",
            "/c/nobody/anything/at/all",
        ):
            await stranger.opens(path)
            pages.add((stranger.status, stranger.html.replace(path, "")))
        assert len(pages) == 1
        assert pages.pop()[0] == 404

    async def test_an_address_without_its_last_slash_leads_to_the_page(self, place: Place) -> None:
        phone = await place.enters()
        await phone.opens("/c/c0ffee")
        assert "Hello Sam" in phone.text

    async def test_a_made_up_cookie_opens_nothing(self, place: Place) -> None:
        await place.enters()
        stranger = place.phone()
        stranger.session.cookie_jar.update_cookies({"d-c0ffee": "guess", "o-c0ffee": "9999999999.0"})
        await stranger.opens("/c/c0ffee/")
        assert stranger.status == 404

    async def test_somebody_elses_device_opens_nothing(self, place: Place) -> None:
        await place.enters("c0ffee", "ABCD2345")
        await place.enters("decade", "WXYZ6789")
        stranger = place.phone()
        secret = next(cookie for cookie, of in place.invitations.devices.items() if of == "decade")
        stranger.session.cookie_jar.update_cookies({"d-c0ffee": secret})
        await stranger.opens("/c/c0ffee/")
        assert stranger.status == 404

    async def test_the_way_back_for_somebody_whose_browser_held_the_cookie_back(self, place: Place) -> None:
        """A strict cookie does not come along when another app opens the link; our own link brings it."""
        phone = place.phone()
        await phone.opens("/c/c0ffee/")
        assert phone.page.links["Try once more"] == "/c/c0ffee/"
