"""The chat in a real browser, on a phone's screen of 360 x 740: what is seen, announced and left."""

import re
from collections.abc import AsyncIterator
from gettext import NullTranslations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, Route, expect

from dialogs.conversation import Kept, Words
from dialogs.events import FileKind
from dialogs.ids import ConversationId
from dialogs.translate import translated
from tests.bot.browser.conftest import Place
from tests.bot.browser.stand_ins import SHAPES, a_letter
from tests.chromium import PHONE, a_chromium
from tests.made_up_language import said

A_MICROPHONE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")

pytestmark = pytest.mark.chromium


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    """A browser of its own for each test."""
    async with a_chromium(*A_MICROPHONE) as browser:
        yield browser


async def a_page(chromium: Chromium, **context: object) -> Page:
    """A tab on a phone; every address outside is a made-up page of the weather."""
    page = await (await chromium.new_context(viewport=PHONE, **context)).new_page()  # type: ignore[arg-type]

    async def weather(route: Route) -> None:
        await route.fulfill(body="<title>Weather</title><h1>Rain later</h1>", content_type="text/html")

    await page.route("https://**/*", weather)
    page.set_default_timeout(5000)
    return page


async def comes_in(page: Page, place: Place, **facts: object) -> None:
    """By the link, choosing a PIN."""
    place.invites("c0ffee", "ABCD2345", **facts)
    await page.goto(str(place.server.make_url("/i/ABCD2345")))
    await press(page, "Open")
    await page.get_by_label("Four to six numbers").fill("2468")
    await press(page, "Go on")
    await expect(page.get_by_role("heading", name="Hello Sam.")).to_be_visible()


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label, exact=True).first.click()


async def to_the_hub(page: Page) -> None:
    for label in ("Go on", "OK, go on", "No"):
        await press(page, label)
    await expect(page.get_by_role("heading", name="Which part would you like to do?")).to_be_visible()


async def asks(page: Page, words: str) -> None:
    await expect(page.locator("#question")).to_contain_text(words)


def kept(place: Place, question: str) -> list[object]:
    answers = place.turns.held[ConversationId("c0ffee")].answers
    return [answer.value for answer in answers if answer.question == question]


class Looks:
    """Looks hard at each page: axe, focus, room for a finger, and nothing wider than the screen."""

    def __init__(self, page: Page, *, scripted: bool = True) -> None:
        self.page = page
        self.scripted = scripted

    async def at(self, words: str) -> None:
        """At the page that asks this."""
        page = self.page
        await asks(page, words)
        found = await Axe().run(page)
        assert found.violations_count == 0, f"{words}: {found.generate_report()}"
        assert await page.evaluate("document.documentElement.scrollWidth <= 360"), (
            f"{words}: wider than the screen"
        )
        small = await page.evaluate(
            """[...document.querySelectorAll("a, button, summary, input, textarea, .tick")]
            .filter((e) => !["checkbox", "hidden"].includes(e.type))
            .filter((e) => e.checkVisibility())
            .map((e) => [e.getBoundingClientRect(), e.textContent.trim() || e.name])
            .filter(([box]) => box.height < 48 || box.width < 32)
            .map(([box, name]) => `${name} ${box.width} x ${box.height}`)"""
        )
        assert small == [], f"{words}: too small for a finger"
        if self.scripted:
            focused = page.locator(":focus")
            assert await focused.get_attribute("id") in ("question", "pin"), f"{words}: focus is elsewhere"


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_every_screen_can_be_read_heard_and_touched(
    chromium: Chromium, place: Place, colours: str
) -> None:
    page = await a_page(chromium, color_scheme=colours)
    look = Looks(page)
    letter = a_letter("You said Gran helps on Fridays. Who helps on the other days?", place.clock.at)
    place.invites("c0ffee", "ABCD2345", pretend=True, cover="Robin", letters=(letter,))
    base = str(place.server.make_url("/")).rstrip("/")
    await page.goto(f"{base}/i")
    await look.at("Open your page")
    await page.get_by_label("The eight letters").fill("WRONG")
    await press(page, "Open")
    await look.at("That did not open a page")
    await page.goto(f"{base}/i/ABCD2345")
    await look.at("Open your page")
    await press(page, "Open")
    await look.at("First, pick a PIN")
    await page.get_by_label("Four to six numbers").fill("12")
    await press(page, "Go on")
    await expect(page.get_by_label("Four to six numbers")).to_have_accessible_description(
        "A PIN has four, five or six numbers."
    )
    await page.get_by_label("Four to six numbers").fill("2468")
    await press(page, "Go on")
    await look.at("Hello Sam.")
    await press(page, "You have a message")
    await look.at("Asha asked you this")
    await press(page, "Answer")
    await look.at("You said Gran helps on Fridays.")
    await page.locator("textarea").fill("My sister does Tuesdays")
    await press(page, "Save")
    await look.at("Hello Sam.")
    await press(page, "Go on")
    await look.at("Asha reads what you send.")
    await press(page, "OK, go on")
    await look.at("Does anyone else look at this phone?")
    await press(page, "No")
    await look.at("Which part would you like to do?")
    await press(page, "Good things · not started")
    await look.at("What is going well with Leo?")
    await page.get_by_text("Add a voice note").click()
    await page.get_by_text("More", exact=True).click()
    await press(page, "Ask me another way")
    await look.at("What would your best friend say you are good at?")
    await page.locator("textarea").fill("He laughs at everything.\nGran comes on Fridays \u202eevil")
    await press(page, "Save")
    await look.at("What else should Asha know?")
    await page.locator("textarea").fill("אמא helps a lot " + "long" * 40 + " and more" * 20)
    await press(page, "Save")
    await look.at("Is it what you meant?")
    await press(page, "Yes, that is it")
    await look.at("How safe do you feel")
    await press(page, "7")
    await look.at("Who helps you?")
    await page.get_by_label("Somebody else").fill("Auntie Jo")
    await page.keyboard.press("Enter")
    await look.at("Who helps you?")
    await press(page, "Nobody else")
    await look.at("Whom do you ring first?")
    await press(page, "Auntie Jo")
    await look.at("When will you see them next?")
    await page.get_by_label("Another day: type it").fill("Friday")
    await press(page, "Save")
    await look.at("How can people tell that you are tired?")
    await page.get_by_label("I go quiet").check()
    await press(page, "Done")
    await look.at("Which part would you like to do?")
    await press(page, "Check what I said")
    await look.at("What you said")
    await press(page, "Send to Asha")
    await look.at("Sent to Asha.")
    await page.get_by_role("link", name="My words").click()
    await look.at("My words")
    await page.get_by_role("link", name="Back to the questions").click()
    await press(page, "I am done for now")
    await look.at("You have stopped for now.")
    await press(page, "Carry on")
    await press(page, "All parts")
    await press(page, "Hard times · not started")
    await look.at("What has been the hardest?")
    await page.locator("textarea").fill("he has a knife")
    await press(page, "Save")
    await look.at("Numbers to ring")
    await page.get_by_role("link", name="Help now").click()
    await look.at("Numbers to ring")
    place.clock.waits(hours=30)
    await page.goto(f"{base}/c/c0ffee/")
    await look.at("Your PIN, please")
    await page.get_by_label("Four to six numbers").fill("2468")
    await press(page, "Go on")
    await look.at("Is now a good time?")
    await page.goto(f"{base}/c/nobody/")
    await look.at("This page cannot be opened here")
    assert await page.title() == "Notes"


class TestHeard:
    async def test_the_question_is_announced_with_what_is_said_before_it(
        self, chromium: Chromium, place: Place
    ) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "I want to say it my way · not started")
        await page.get_by_role("textbox", name="Say it in your own words.").fill("it is all a mess")
        await press(page, "Save")
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_be_focused()
        await expect(heading).to_have_accessible_description("Thank you. That is kept. Anything else?")

    async def test_the_tree_names_everything(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await asks(page, "What is going well with Leo?")
        tree = await page.locator("body").aria_snapshot()
        assert '- link "Help now"' in tree
        assert '- link "Leave this page"' in tree
        assert re.search(r'- heading "What is going well with Leo\?" \[level=1\]', tree)
        assert '- textbox "What is going well with Leo?"' in tree
        assert '- button "Save"' in tree
        assert "You said: No" in tree

    async def test_an_error_is_tied_to_its_field_and_has_the_focus(
        self, chromium: Chromium, place: Place
    ) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await press(page, "Save")
        box = page.get_by_role("textbox", name="What is going well with Leo?")
        await expect(box).to_be_focused()
        await expect(box).to_have_attribute("aria-invalid", "true")
        await expect(box).to_have_accessible_description(re.compile("Nothing came through"))
        await expect(page.locator("#status")).to_contain_text("Nothing came through")

    async def test_a_scale_says_what_its_ends_mean(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        for _ in range(2):
            await press(page, "Skip")
        await asks(page, "How safe do you feel")
        await expect(page.get_by_role("button", name="0", exact=True)).to_have_accessible_description(
            re.compile("Leo cannot live at home")
        )
        await expect(page.get_by_role("button", name="10", exact=True)).to_have_accessible_description(
            re.compile("good enough")
        )
        await expect(page.get_by_role("group", name="How safe do you feel")).to_be_visible()

    async def test_it_can_be_used_by_keyboard_alone(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Go on", exact=True)).to_be_focused()
        await page.keyboard.press("Enter")
        await asks(page, "Asha reads what you send.")


class TestQuickerWithAScript:
    async def test_a_reply_does_not_reload_the_page(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await page.evaluate("window.same = true")
        await to_the_hub(page)
        assert await page.evaluate("window.same")
        assert await page.evaluate("location.pathname") == "/c/c0ffee/"

    async def test_pressing_twice_quickly_is_pressing_once(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "I want to say it my way · not started")
        await page.locator("textarea").fill("once")
        await page.get_by_role("button", name="Save").dblclick()
        await expect(page.locator("#before")).to_contain_text("That is kept.")
        assert kept(place, "free.say") == [Words(text="once")]

    async def test_words_stay_in_the_box_when_the_network_is_gone(
        self, chromium: Chromium, place: Place
    ) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await page.locator("textarea").fill("a long story")
        await page.context.set_offline(True)
        await press(page, "Save")
        await expect(page.locator(".wrong")).to_contain_text("Your words are still in the box.")
        await expect(page.locator("textarea")).to_have_value("a long story")
        await page.context.set_offline(False)
        place.turns.away = True
        await press(page, "Save")
        await expect(page.locator("textarea")).to_have_value("a long story")
        place.turns.away = False
        await press(page, "Save")
        await asks(page, "What else should Asha know?")
        assert kept(place, "good.proud") == [Words(text="a long story")]

    async def test_help_does_not_lose_what_stands_in_the_box(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await page.locator("textarea").fill("half a sent")
        await page.get_by_role("link", name="Help now").click()
        await asks(page, "Numbers to ring")
        await page.get_by_role("link", name="Go on").click()
        await expect(page.locator("textarea")).to_have_value("half a sent")

    async def test_the_phones_own_back_key_does_not_lose_half_a_sentence(
        self, chromium: Chromium, place: Place
    ) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await page.locator("textarea").fill("half a sent")
        await page.go_back()
        await page.go_forward()
        await expect(page.locator("textarea")).to_have_value("half a sent")
        await press(page, "Save")
        await asks(page, "What else should Asha know?")
        await expect(page.locator("textarea")).to_have_value("")

    async def test_leaving_throws_half_a_sentence_away(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await page.locator("textarea").fill("half a sent")
        await page.get_by_role("link", name="Leave this page").click()
        await expect(page.get_by_role("heading", name="Rain later")).to_be_visible()
        await page.goto(str(place.server.make_url("/c/c0ffee/")))
        assert await page.evaluate("sessionStorage.length") == 0
        await page.get_by_label("Four to six numbers").fill("2468")
        await press(page, "Go on")
        await asks(page, "What is going well with Leo?")
        await expect(page.locator("textarea")).to_have_value("")

    async def test_a_voice_note_can_be_recorded_here(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await page.get_by_text("Add a voice note").click()
        await press(page, "Record your voice")
        await expect(page.locator(".recorded")).to_contain_text("Speak now.")
        await page.wait_for_timeout(600)
        await press(page, "I have said it")
        await expect(page.locator(".recorded")).to_contain_text("Your voice note is ready.")
        await press(page, "Save")
        await asks(page, "What else should Asha know?")
        [note] = kept(place, "good.proud")
        assert isinstance(note, Kept)
        assert note.file_kind is FileKind.VOICE
        assert place.turns.files[note.file].media_type == "audio/webm"

    async def test_a_file_that_is_too_big_is_not_even_sent(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await page.get_by_text("Add a voice note").click()
        await page.locator("input[name=photo]").evaluate("(input) => { input.dataset.most = 10; }")
        await page.locator("input[name=photo]").set_input_files(
            {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + bytes(100)}
        )
        events = len(place.turns.events)
        await press(page, "Save")
        await expect(page.locator("#large")).to_contain_text("That file is too big to keep.")
        assert len(place.turns.events) == events


class TestLeaving:
    async def test_it_goes_at_once_and_coming_back_needs_the_pin(
        self, chromium: Chromium, place: Place
    ) -> None:
        page = await a_page(chromium)
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await page.locator("textarea").fill("nobody may see this")
        async with page.expect_request("**/leave"):
            await page.get_by_role("link", name="Leave this page").click()
        await page.wait_for_url("https://www.bbc.co.uk/weather")
        await page.go_back()
        assert "nobody may see this" not in await page.content()
        await page.goto(str(place.server.make_url("/c/c0ffee/")))
        await asks(page, "Your PIN, please")

    async def test_the_page_itself_is_gone_from_the_way_back(self, chromium: Chromium, place: Place) -> None:
        """The script puts the weather in the page's place in the tab's history."""
        page = await a_page(chromium)
        await comes_in(page, place)
        length = await page.evaluate("history.length")
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await asks(page, "What is going well with Leo?")
        assert await page.evaluate("history.length") == length, "a question adds no page to go back to"
        await page.get_by_role("link", name="Leave this page").click()
        await page.wait_for_url("https://www.bbc.co.uk/weather")
        assert await page.evaluate("history.length") == length

    async def test_without_a_script_too(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium, java_script_enabled=False)
        await comes_in(page, place)
        await page.get_by_role("link", name="Leave this page").click()
        await page.wait_for_url("https://www.bbc.co.uk/weather")
        await page.goto(str(place.server.make_url("/c/c0ffee/")))
        await asks(page, "Your PIN, please")


class TestH2LeftAlone:
    async def test_after_ten_minutes_the_page_covers_itself_and_keeps_what_was_typed(
        self, chromium: Chromium, place: Place
    ) -> None:
        page = await a_page(chromium)
        await page.clock.install()
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await asks(page, "What is going well")
        await page.locator("textarea").fill("half a sent")
        place.clock.waits(minutes=11)
        await page.clock.fast_forward("11:00")
        await asks(page, "Your PIN, please")
        await expect(page.locator("textarea")).to_have_count(0)
        await page.get_by_label("Four to six numbers").fill("2468")
        await press(page, "Go on")
        await expect(page.locator("textarea")).to_have_value("half a sent")
        await press(page, "Save")
        await asks(page, "What else should Asha know?")

    async def test_somebody_who_is_writing_is_not_shut_out(self, chromium: Chromium, place: Place) -> None:
        page = await a_page(chromium)
        await page.clock.install()
        await comes_in(page, place)
        await to_the_hub(page)
        await press(page, "Good things · not started")
        await asks(page, "What is going well")
        for letter in "abc":
            place.clock.waits(minutes=8)
            await page.clock.fast_forward("08:00")
            async with page.expect_response("**/stay"):
                await page.locator("textarea").press_sequentially(letter)
        await press(page, "Save")
        await asks(page, "What else should Asha know?")
        assert kept(place, "good.proud") == [Words(text="abc")]


async def test_without_a_script_everything_is_a_form(chromium: Chromium, place: Place) -> None:
    page = await a_page(chromium, java_script_enabled=False)
    await comes_in(page, place)
    await to_the_hub(page)
    await press(page, "Good things · not started")
    await page.locator("textarea").fill("he laughs")
    await press(page, "Save")
    await asks(page, "What else should Asha know?")
    await press(page, "Skip")
    await press(page, "7")
    await page.get_by_label("Somebody else").fill("Auntie Jo")
    await page.keyboard.press("Enter")
    await asks(page, "Who helps you?")
    assert kept(place, "good.proud") == [Words(text="he laughs")]
    assert "Auntie Jo" in await page.content()


NAMES = {"Sam", "Asha", "Leo", "Gran", "Monday", "Friday", "When", "drinks", "nobody", "watches"}
"""What the practitioner wrote stays as it was written."""


class _MadeUp(NullTranslations):
    """Every template string in the made-up language."""

    def pgettext(self, context: str, message: str) -> str:
        return re.sub(r"(%\(\w+\)s)|([^%]+)", lambda m: m[1] or said(m[2]), message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.pgettext(context, msgid1 if n == 1 else msgid2)


async def test_right_to_left_and_long_nothing_falls_off_the_screen(chromium: Chromium, place: Place) -> None:
    place.turns.dialogs.dialog = translated(SHAPES, lambda _, text: said(text), "he", True)
    place.browser.__dict__["translations"] = lambda language: _MadeUp()
    page = await a_page(chromium)
    place.invites("c0ffee", "ABCD2345")
    place.turns.held[ConversationId("c0ffee")] = place.turns.held[ConversationId("c0ffee")].model_copy(
        update={"language": "he"}
    )
    await page.goto(str(place.server.make_url("/i/ABCD2345")))
    await page.locator("button.first").click()
    await page.locator("#pin").fill("2468")
    await page.locator("button.first").click()
    look = Looks(page)
    for _ in range(9):
        await look.at("")
        assert await page.evaluate("document.documentElement.dir") == "rtl"
        shown = await page.locator("main").inner_text()
        assert set(re.findall(r"[A-Za-z]{3,}", shown)) <= NAMES
        box = page.locator("textarea").first
        if await box.count() and await box.is_visible():
            await box.fill("שלום (אה)")
            await page.locator("button[value=save]").first.click()
        elif await page.locator(".sections").count():
            await page.locator(".sections button").nth(1).click()
        else:
            await page.locator("main button:not(.listen)").first.click()
        await page.wait_for_timeout(150)


A_VOICE = """
window.heard = []; window.hushed = 0;
Object.defineProperty(window, "speechSynthesis", { value: {
  speaking: false, speak: (said) => window.heard.push(said.text), cancel: () => { window.hushed += 1; },
} });
"""
"""The phone's voice, which a machine without a loudspeaker does not have: it notes what it is to say."""


async def test_listen_reads_the_question_and_what_can_be_tapped_and_nothing_that_was_written(
    place: Place, chromium: Chromium
) -> None:
    page = await a_page(chromium)
    await page.add_init_script(A_VOICE)
    await comes_in(page, place)
    await press(page, "Listen")
    heard = await page.evaluate("heard")
    assert heard[0].startswith("Hello Sam.")
    assert "Go on" in heard
    await to_the_hub(page)
    await page.evaluate("heard.length = 0; hushed = 0")
    await press(page, "Listen")
    assert "Which part would you like to do?" in await page.evaluate("heard")
    assert await page.evaluate("hushed") >= 1, "what was read before ends first"
