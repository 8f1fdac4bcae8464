"""The family's chat in a phone's browser: pages that are proper forms, and quicker with a little script.

`add_browser(app, browser)` puts the pages into an aiohttp application; `Browser` is everything they
need. Like `bot.telegram` this is an adapter: it turns forms into events and prompts into pages.
"""

from bot.browser.needs import Browser, Entered, Invitations, Turns
from bot.browser.passing import Passing
from bot.browser.routes import add_browser
from bot.uploads import Upload

__all__ = ["Browser", "Entered", "Invitations", "Passing", "Turns", "Upload", "add_browser"]
