"""The desk: a practitioner's pages in a browser, which work as plain forms and with a keyboard alone.

`desk_app(desk)` is an aiohttp application to be mounted at /desk/; `Desk` is everything it needs.
Like `bot.browser` this is an adapter: the use cases directly under `bot` decide.
"""

from bot.desk.needs import Desk, Papers
from bot.desk.routes import ROUTES, desk_app

__all__ = ["ROUTES", "Desk", "Papers", "desk_app"]
