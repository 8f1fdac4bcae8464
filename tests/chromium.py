"""A Chromium for the tests and the screenshots: where it is, and how it starts without calling home."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from shutil import which

from playwright.async_api import Browser, async_playwright

PROGRAM = which("chromium") or which("chromium-browser") or which("google-chrome")
"""None where there is none: tests that need it are skipped."""

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@asynccontextmanager
async def a_chromium(*more: str) -> AsyncIterator[Browser]:
    """A browser, for as long as this lasts; `more` are further arguments for it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=PROGRAM, args=[*ARGUMENTS, *more])
        try:
            yield browser
        finally:
            await browser.close()
