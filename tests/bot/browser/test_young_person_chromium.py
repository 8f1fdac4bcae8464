"""A young person of 14 on a phone of 360 x 740: axe and a hard look at each kind of page that is theirs alone."""

import re
from pathlib import Path

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser as Chromium

from bot.app import pages
from bot.pretending import PretendFamily, pretend
from bot.product import Product, opened
from bot.settings import Settings
from dialogs.facts import Did
from tests.bot.browser.conftest import Clock
from tests.bot.browser.test_chromium import Looks, a_page, chromium, press, pytestmark  # noqa: F401
from tests.bot.browser.test_the_real_dialog import on


async def writes_back(product: Product, family: PretendFamily) -> None:
    """Asha answers the first thing that Nadia raised."""
    reviewing = product.reviewing()
    async with product.store.reading() as work:
        asha = (await work.plans.get(family.plan)).practitioner
    reading = await reviewing.look(asha, family.plan)
    assert reading is not None
    (due,) = reviewing.due(reading)
    roots = (due.lines[0].line.root,)
    await reviewing.write_back(asha, family.plan, due.participant, roots, Did.COULD_NOT, "I tried.")


async def test_h7_h10_from_the_door_to_a_wish_to_telling_and_what_is_sent(
    chromium: Chromium,  # noqa: F811
    tmp_path: Path,
) -> None:
    async with opened(Settings(data=tmp_path, _env_file=None), clock=Clock()) as product:  # type: ignore[call-arg]
        family = await pretend(product.store, product.settings, product.clock())
        code = next(one.code for one in family.people if one.name == "Nadia")
        async with TestServer(pages(product)) as server:
            page = await a_page(chromium)
            look = Looks(page)
            await page.goto(str(server.make_url(f"/i/{code}")))
            await press(page, "Open")
            await page.get_by_label("Four to six numbers").fill("2468")
            await press(page, "Go on")
            await look.at("Hello Nadia")
            await on(page, "Go on")
            for _ in range(6):
                await on(page, "OK, go on")
            await look.at("Would you like an advocate?")
            for label in ("Not now", "No", "No one"):
                await on(page, label)
            await look.at("Where would you like to start?")
            await on(page, "Good things")
            await page.get_by_role("textbox").first.fill("my nan comes on fridays")
            await on(page, "Save")
            for label in ("No, that is all", "Skip", "Skip", "Skip"):
                await on(page, label)
            await look.at("Who may see what you said in this part")
            await on(page, "Someone must not see it")
            await look.at("Who must not see it?")
            await page.get_by_role("textbox").first.fill("mum")
            await on(page, "Save")
            await on(page, re.compile("^Worries"))
            await page.get_by_role("textbox").first.fill("he hits me when he has been drinking")
            await on(page, "Save")
            await look.at("Numbers to ring")
            await on(page, "Go on")
            await look.at("Which part would you like to do?")
            await on(page, "Check what I said")
            await look.at("What you said")
            await on(page, "Send to Asha")
            await on(page, "All parts")
            await on(page, "You said, we did")
            await look.at("You said, we did")
            await on(page, "Say what matters most")
            await look.at("What matters most to you?")
            await writes_back(product, family)
            await page.get_by_role("link", name="My words").click()
            await look.at("My words")
            await page.get_by_role("button", name=re.compile("^New message")).first.click()
            await look.at("why this could not be done")
