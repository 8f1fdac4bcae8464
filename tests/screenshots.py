"""The README's pictures, made by the program: `python -m tests.screenshots`.

The real product serves a pretend family from a folder of its own; Chromium goes through it as a
parent on a phone and as a practitioner at a desk, and leaves a PNG of each page in `tests/screenshots/`.
"""

import asyncio
import re
import socket
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, Page

from bot.app import serving
from bot.demo import play
from bot.pretending import PretendFamily, pretend
from bot.product import Product, opened, utc_now
from bot.settings import Settings
from tests.chromium import DESK, PHONE, a_chromium

LEFT_IN = Path(__file__).parent / "screenshots"
MORNING = datetime(2026, 11, 24, 10, tzinfo=UTC)

DOOR = re.compile(r"^(Go on|OK, go on|By myself|No|No one|Short: .*)$")
"""What is pressed on the first screens, until the parts to choose from are there."""
GOING_WELL = "We read in bed every night. Mia picks the book."


async def take() -> None:
    """All of them."""
    LEFT_IN.mkdir(exist_ok=True)
    begun = utc_now()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", port=_free_port())
        async with opened(settings, clock=lambda: MORNING + (utc_now() - begun)) as product:
            await play(product, Path(folder), say=lambda line: None)
            product.turns.courier = None
            await _of(product)


async def _of(product: Product) -> None:
    async with serving(product), a_chromium() as chromium:
        family = await pretend(product.store, product.settings, product.clock())
        await _family(chromium, family)
        await _desk(chromium, family)


async def _family(chromium: Browser, family: PretendFamily) -> None:
    # Without the script every press is a page of its own, so that nothing is half-way in a picture.
    phone = await chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = await phone.new_page()
    await page.goto(family.people[0].browser)
    await _press(page, "Open")
    await page.get_by_label("Four to six numbers").fill("2468")
    await _press(page, "Go on")
    await _keep(page, "chat-first")
    while await page.get_by_role("button", name=DOOR).count():
        await _press(page, DOOR)
    await _keep(page, "chat-hub")
    await _press(page, "What is going well")
    await _keep(page, "chat-question")
    await page.get_by_role("textbox").first.fill(GOING_WELL)
    await _press(page, "Save")
    await _press(page, "No, that is all")
    # On the short path the next part has begun: the list of parts is under "More".
    await page.locator("details.more summary").click()
    await _press(page, "All parts")
    await _press(page, "Check what I said")
    await _keep(page, "chat-check")


async def _desk(chromium: Browser, family: PretendFamily) -> None:
    page = await (await chromium.new_context(viewport=DESK)).new_page()  # type: ignore[arg-type]
    await page.goto(family.desk)
    await page.get_by_role("button").first.click()
    await page.wait_for_load_state()
    await _keep(page, "desk-plans")
    for plan in await page.get_by_role("link", name="Pretend family").all():
        address = await plan.get_attribute("href")
        if address and family.plan not in address:
            await page.goto(
                re.sub(r"(/plans/[^/?#]+).*", r"\1", str(await plan.evaluate("link => link.href")))
            )
            break
    await _keep(page, "desk-plan")
    await page.goto(f"{page.url}/draft")
    await _keep(page, "desk-draft")


async def _press(page: Page, label: str | re.Pattern[str]) -> None:
    name = re.compile(f"^{re.escape(label)}") if isinstance(label, str) else label
    async with page.expect_navigation():
        await page.get_by_role("button", name=name).first.click()


async def _keep(page: Page, name: str) -> None:
    await page.wait_for_load_state("networkidle")
    await page.screenshot(path=LEFT_IN / f"{name}.png")


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    asyncio.run(take())
