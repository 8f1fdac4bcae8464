"""Pass the phone, in a real browser of 360 x 740: what Leo can reach with taps and the Back key, and what he cannot."""

from playwright.async_api import Browser, Page
from yarl import URL

from bot.pretending import pretend
from tests.bot.browser.test_the_real_dialog import on
from tests.bot.desk.place import Place
from tests.bot.desk.test_chromium import chromium, is_fine, pytestmark  # noqa: F401
from tests.chromium import PHONE

PIN = "7294"


async def press(page: Page, label: str) -> None:
    await page.get_by_role("button", name=label).first.click()


async def shows(page: Page, words: str) -> None:
    await page.locator("main", has_text=words).wait_for()


async def test_the_device_shows_leos_page_and_nothing_of_the_desk_until_the_pin(
    place: Place,
    chromium: Browser,  # noqa: F811
) -> None:
    family = await pretend(place.product.store, place.product.settings, place.clock())
    device = await chromium.new_context(viewport=PHONE)
    page = await device.new_page()
    await page.goto(str(place.base.join(URL(family.desk).relative())))
    await press(page, "Sign in")
    await shows(page, "Pretend family")
    plan = f"{str(place.base).rstrip('/')}/desk/plans/{family.plan}"
    await page.goto(f"{plan}/people")
    await page.locator("[name=child-0-asked]").select_option("by-age")
    await press(page, "Save")
    await shows(page, "Sit with Leo")
    tab = await device.new_page()
    await tab.goto(f"{plan}/history")
    await page.bring_to_front()
    await page.get_by_role("link", name="Sit with Leo").click()
    await is_fine(page)
    await page.get_by_label("A PIN for this sitting").fill(PIN)
    await page.get_by_label("The same numbers again").fill(PIN)
    await press(page, "Begin, and pass this device")

    await shows(page, "This is for you. Asha sits with you.")
    await is_fine(page)
    await tab.wait_for_url("**/desk/")
    await shows(tab, "This part is for Asha")
    await is_fine(tab)
    for _ in range(2):
        await page.go_back()
        await shows(page, "This part is for Asha")
        assert "Kelly" not in await page.content()

    await page.get_by_role("link", name="Back to your page").click()
    await shows(page, "Hello Leo")
    home = page.url
    for label in (
        "Go on",
        "OK, go on",
        "OK, go on",
        "OK, go on",
        "Not now",
        "No one else",
        "A train",
        "Good things",
    ):
        await on(page, label)
    picture = await page.get_by_role("img", name="A train. The sun shines.").bounding_box()
    asked = await page.locator("#question").bounding_box()
    box = await page.get_by_role("textbox").first.bounding_box()
    assert picture is not None
    assert asked is not None
    assert box is not None
    assert picture["x"] + picture["width"] <= asked["x"], "beside the question, on a line that was there"
    assert box["y"] + box["height"] < PHONE["height"], "question and box stand on the first screen"
    await page.get_by_role("textbox").first.fill("we have a")
    await page.get_by_role("group", name="Who is typing?").get_by_role("button", name="Asha").click()
    await page.locator("[aria-pressed=true]", has_text="Asha").wait_for()
    assert await page.get_by_role("textbox").first.input_value() == "we have a", "no word is lost"
    await is_fine(page)
    await page.get_by_role("textbox").first.fill("we have a dog")
    await on(page, "Save")
    await shows(page, "we have a dog")

    await page.locator("#leave").evaluate("link => { link.dataset.away = 'about:blank'; }")
    await page.locator("#leave").click()
    await page.wait_for_url("about:blank")
    await page.goto(home)
    await shows(page, "Asha opens this page again")
    assert "dog" not in await page.content()
    await page.get_by_role("textbox").fill(PIN)
    await press(page, "Go on")
    await shows(page, "Who is typing?")
    await page.get_by_role("textbox").first.fill("half of it")
    await page.get_by_role("link", name="Pass the phone back to Asha").click()
    await page.get_by_role("link", name="Back to your page").click()
    await shows(page, "Who is typing?")
    assert await page.get_by_role("textbox").first.input_value() == "half of it"
    await page.get_by_role("link", name="Pass the phone back to Asha").click()
    await page.get_by_role("textbox").fill(PIN)
    await press(page, "Open the desk")
    await page.wait_for_url(f"{plan}#people")
    assert await page.evaluate("sessionStorage.length") == 0, "nor does half a sentence of Leo's wait there"
    await page.goto(home)
    await shows(page, "This page cannot be opened here")
