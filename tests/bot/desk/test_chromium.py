"""The desk in a real browser: axe finds nothing, nothing is wider than the screen, the keyboard is enough."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from bot.demo import KELLY
from bot.pretending import PretendFamily, pretend
from dialogs.ids import PractitionerId
from tests.bot.desk.place import GOOD_THINGS, Place
from tests.chromium import a_chromium

pytestmark = pytest.mark.chromium
SAID = KELLY[KELLY.index("[What is going well]") : KELLY.index("[Check what I said]")]
"""A whole short path, as the demo plays it."""
DESKTOP, PHONE = (1280, 800), (360, 740)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with a_chromium() as browser:
        yield browser


async def a_read_plan(place: Place) -> PretendFamily:
    """Two people have sent their parts; one of them skipped a question and said words of danger."""
    family = await pretend(place.product.store, place.product.settings, place.clock())
    kelly = await place.comes_in(family.people[0].code)
    await kelly.enters()
    await kelly.does(*SAID)
    await kelly.sends()
    ryan = await place.comes_in(family.people[1].code)
    await ryan.enters()
    await ryan.does(GOOD_THINGS[0], "I take them to the park on Sundays. " * 8)
    await ryan.speaks()
    await ryan.does(GOOD_THINGS[2], "[All parts]", "[What I want to see]", "[Skip]")
    await ryan.sends()
    await ryan.does("[All parts]", "[Signs to watch]", "He is here now and he has a knife. Please help.")
    return family


async def signed_in(
    place: Place, chromium: Browser, family: PretendFamily, size: tuple[int, int], **more: object
) -> Page:
    page = await chromium.new_page(viewport={"width": size[0], "height": size[1]}, **more)  # type: ignore[arg-type]
    await page.goto(str(place.base.join(place.base.__class__(family.desk).relative())))
    await page.get_by_role("button", name="Sign in").click()
    return page


async def is_fine(page: Page) -> None:
    """Axe finds nothing, and nothing makes the page scroll sideways."""
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_axe_finds_nothing_on_any_page(place: Place, chromium: Browser, size: tuple[int, int]) -> None:
    family = await a_read_plan(place)
    page = await signed_in(place, chromium, family, size)
    plan = f"{str(place.base).rstrip('/')}/desk/plans/{family.plan}"
    async with place.product.store.reading() as work:
        worry = (await work.plans.get(family.plan)).family.worries[0].id
    await is_fine(page)
    paths = [
        "",
        "/about",
        "/people",
        "/needs",
        "/lived",
        "/cover",
        "/worries/new",
        f"/worries/{worry}",
        "/waiting",
        "/draft",
        "/history",
    ]
    for path in paths:
        await page.goto(plan + path)
        for details in await page.locator("details > summary").all():
            await details.evaluate("summary => summary.parentElement.open = true")
        await is_fine(page)
    await page.goto(f"{plan}/draft")
    await page.locator(".trace summary").first.click()
    await page.get_by_role("link", name="Ask about this line").first.click()
    await is_fine(page)
    await page.goto(plan)
    await page.locator("summary", has_text="Make a new invitation").first.click()
    await page.get_by_role("button", name="Make a new one").first.click()
    await is_fine(page)
    for path in ("/desk/plans/new", "/desk/aside", "/desk/nowhere"):
        await page.goto(str(place.base).rstrip("/") + path)
        await is_fine(page)


async def test_a_new_plan_by_keyboard_alone(place: Place, chromium: Browser) -> None:
    family = await pretend(place.product.store, place.product.settings, place.clock())
    page = await signed_in(place, chromium, family, DESKTOP, java_script_enabled=False)
    await page.get_by_role("link", name="New plan").first.press("Enter")
    await page.get_by_label("A title for you").focus()
    await page.keyboard.type("Sam")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Nadia")
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Sam", level=1).wait_for()


async def test_after_a_mistake_the_focus_is_on_what_is_wrong(place: Place, chromium: Browser) -> None:
    family = await pretend(place.product.store, place.product.settings, place.clock())
    page = await signed_in(place, chromium, family, DESKTOP)
    await page.goto(str(place.base).rstrip("/") + "/desk/plans/new")
    await page.get_by_role("button", name="Open the plan").click()
    assert await page.evaluate("document.activeElement.id") == "faults"
    title = page.get_by_label("A title for you")
    assert await title.get_attribute("aria-invalid") == "true"
    assert "fault-title" in str(await title.get_attribute("aria-describedby"))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_axe_finds_nothing_on_pages_that_are_met_later(
    place: Place, chromium: Browser, size: tuple[int, int]
) -> None:
    family = await a_read_plan(place)
    home = str(place.base).rstrip("/")
    plan = f"{home}/desk/plans/{family.plan}"
    page = await chromium.new_page(viewport={"width": size[0], "height": size[1]})
    for path in ("/desk/in", "/desk/in/some-code"):
        await page.goto(home + path)
        await is_fine(page)
    await page.get_by_role("button", name="Sign in").click()
    await is_fine(page)
    page = await signed_in(place, chromium, family, size)
    await page.goto(f"{plan}/draft")
    await page.get_by_role("button", name="Approve draft").click()
    assert "are not read yet" in await page.inner_text("main")
    await is_fine(page)
    await page.goto(f"{plan}/waiting")
    while await page.get_by_role("button", name="I have read this").count():
        await page.get_by_role("button", name="I have read this").first.click()
    await page.goto(f"{plan}/draft")
    await page.get_by_role("button", name="Approve draft").click()
    for path in ("", "/draft", "/drafts/1"):
        await page.goto(plan + path)
        await is_fine(page)
    async with place.product.store.reading() as work:
        cover = (await work.plans.get(family.plan)).cover
    assert cover is not None
    await is_now(place, page, cover)
    await page.goto(f"{plan}/cover")
    assert "Only whoever holds the plan" in await page.inner_text("main")
    await is_fine(page)
    mo = await place.enrols("Mo (pretend)")
    async with place.product.store.work() as work:
        await work.plans.ask_to_sign(family.plan, mo, cover, place.clock())
        await work.commit()
    await is_now(place, page, mo)
    await page.goto(f"{plan}/about")
    await page.get_by_role("button", name="Save").click()
    assert "You were asked to sign this plan" in await page.inner_text("main")
    await is_fine(page)


async def is_now(place: Place, page: Page, practitioner: PractitionerId) -> None:
    """From now on somebody else sits at this browser."""
    desk = await place.at_the_desk(practitioner)
    cookie = next(iter(desk.session.cookie_jar))
    home = str(place.base).rstrip("/")
    await page.context.clear_cookies()
    await page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"{home}/desk"}])
