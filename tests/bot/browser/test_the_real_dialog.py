"""The parent's own dialog on a phone's screen of 360 x 740: axe and a hard look at each kind of page.

The real product serves it. The short way is walked from the PIN to sending, and then what comes back:
a letter with the line that it is about, and the page of my words with a voice note in it.
"""

import re
from pathlib import Path

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from bot.app import pages
from bot.pretending import pretend
from bot.product import Product, opened
from bot.settings import Settings
from dialogs.conversation import Words
from dialogs.ids import ConversationId, PlanId
from tests.bot.browser.conftest import Clock
from tests.bot.browser.test_chromium import Looks, a_page, chromium, press, pytestmark  # noqa: F401
from tests.bot.browser.test_uploads import OGG

DOOR = re.compile(r"^(Go on|OK, go on|By myself|No|No one|Short: .*)$")
ON = ("No, that is all", "Nobody else", "OK, go on", "Some of it", "5", "No one yet", "Nobody", "Skip")
GOOD = "We read in bed every night."


async def heading(page: Page) -> str:
    return await page.locator("#question").inner_text()


async def on(page: Page, label: str | re.Pattern[str]) -> None:
    """Press, and wait for another page: the same question again has the sentence of thanks above it."""
    before = await page.locator("#page").get_attribute("data-place"), await page.locator("#page").inner_text()
    await page.get_by_role("button", name=label, exact=isinstance(label, str)).first.click()
    await expect(page.locator("#status")).to_have_text("")
    await page.wait_for_function("old => document.getElementById('page').innerText !== old", arg=before[1])


async def test_every_page_of_the_short_way_and_what_comes_back(
    chromium: Chromium,  # noqa: F811
    tmp_path: Path,
) -> None:
    async with opened(Settings(data=tmp_path, _env_file=None), clock=Clock()) as product:  # type: ignore[call-arg]
        family = await pretend(product.store, product.settings, product.clock())
        async with TestServer(pages(product)) as server:
            page = await a_page(chromium)
            look = Looks(page)
            await page.goto(str(server.make_url(f"/i/{family.people[0].code}")))
            await press(page, "Open")
            await look.at("First, pick a PIN")
            await page.get_by_label("Four to six numbers").fill("2468")
            await press(page, "Go on")
            await look.at("Hello")
            promised = await page.get_by_text(re.compile(r"about \d+ (minutes|hour)")).inner_text()
            await _through_the_door(page, look)
            await look.at("Which part would you like to do?")
            await on(page, re.compile("^Next: "))
            await _says_and_sends_a_voice_note(page, look)
            await _to_the_end(page, look)
            await on(page, "Check what I said")
            await look.at("What you said")
            await on(page, re.compile("^Send to "))
            await look.at("Sent to")
            await _asked_about_what_was_said(product, PlanId(family.plan), page)
            await page.reload()
            await on(page, "You have a message")
            await look.at("asked you this on")
            await expect(page.locator(".mine", has_text=GOOD)).to_be_visible()
            await on(page, "Answer")
            await look.at("Who helps on the other nights?")
            await page.get_by_role("link", name="My words").click()
            await look.at("My words")
            await expect(page.locator("audio.own")).to_have_count(1)
            await expect(page.get_by_text(promised)).to_have_count(1)
            await page.get_by_role("link", name="Help now").click()
            await look.at("Numbers to ring")


async def _through_the_door(page: Page, look: Looks) -> None:
    for _ in range(20):
        if "Which part" in await heading(page):
            return
        await look.at("")
        await on(page, DOOR)
    raise AssertionError("the door does not end")


async def _says_and_sends_a_voice_note(page: Page, look: Looks) -> None:
    await look.at("")
    await page.locator("textarea").fill(GOOD)
    await on(page, "Save")
    await page.get_by_text("Add a voice note").click()
    await page.locator("input[name=voice]").set_input_files(
        {"name": "note.ogg", "mimeType": "audio/ogg", "buffer": OGG}
    )
    await on(page, "Save")


async def _to_the_end(page: Page, look: Looks) -> None:
    """On by the first way there is, looking at each kind of field once."""
    kinds: set[str] = set()
    for _ in range(60):
        if "Which part" in await heading(page):
            return
        kind = " ".join(
            await page.evaluate("[...document.querySelectorAll('form, fieldset')].map((f) => f.className)")
        )
        kind += str(await page.locator("textarea").count())
        if kind not in kinds:
            kinds.add(kind)
            await look.at("")
        labels = [await button.inner_text() for button in await page.get_by_role("button").all()]
        await on(page, next(label for label in ON if label in labels))
    raise AssertionError("the short way does not end")


async def _asked_about_what_was_said(product: Product, plan: PlanId, page: Page) -> None:
    conversation = ConversationId(re.search(r"/c/([^/]+)/", page.url)[1])  # type: ignore[index]
    now = await product.turns.look(conversation)
    line = next(a for a in now.answers if isinstance(a.value, Words) and a.value.text == GOOD)
    async with product.store.reading() as work:
        practitioner = (await work.plans.get(plan)).practitioner
    await product.reviewing().ask(practitioner, plan, line.root, "Who helps on the other nights?")
