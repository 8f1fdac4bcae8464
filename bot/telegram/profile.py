"""How the bot looks in Telegram: its commands and a neutral description, set at start.

Nothing here may say what the service is for: a profile is seen by whoever holds the phone (H2).
Best effort, beside everything else: `running` starts it and does not wait.
"""

import logging
from typing import Any

from bot.carriers import Undelivered
from bot.telegram.phrases import Phrases
from bot.telegram.sending import Api

NAME_SECONDS = 5.0
log = logging.getLogger(__name__)


async def show_profile(api: Api, phrases: Phrases, *, browser: bool) -> None:
    """Tell Telegram our commands and description; a refusal is only logged.

    `browser`: whether a link to a page in the browser can be given.
    """
    for method, parameters in _calls(phrases, browser=browser).items():
        try:
            await api.call(method, parameters)
        except Undelivered as undelivered:
            log.warning("%s: %s", method, undelivered)


async def name_of(api: Api) -> str | None:
    """The bot's name, for its links; None where Telegram does not tell it now."""
    try:
        me = await api.call("getMe", {}, NAME_SECONDS)
    except Undelivered as undelivered:
        log.warning("getMe: %s", undelivered)
        return None
    name = me.get("username") if isinstance(me, dict) else None
    return name if isinstance(name, str) else None


def _calls(phrases: Phrases, *, browser: bool) -> dict[str, dict[str, Any]]:
    commands = {
        "start": phrases.start,
        "help": phrases.help,
        "menu": phrases.menu,
        "back": phrases.back,
        "who": phrases.who,
        "messages": phrases.list_messages,
        "copy": phrases.my_copy,
        "shared": phrases.shared,
        **({"browser": phrases.in_browser} if browser else {}),
        "stop": phrases.stop,
    }
    listed = [{"command": name, "description": text} for name, text in commands.items()]
    return {
        "setMyCommands": {"commands": listed},
        "setMyDescription": {"description": phrases.description},
        "setMyShortDescription": {"short_description": phrases.short_description},
    }
