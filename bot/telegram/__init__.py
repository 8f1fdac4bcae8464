"""Telegram: updates in, messages out. `bot.app` makes a `Telegram`; nothing else is needed from here."""

# First of all, so that aiogram is loaded its way.
from bot.telegram.models import Update  # isort: skip

from bot.telegram.phrases import Phrases
from bot.telegram.polling import PollingEnded
from bot.telegram.profile import name_of
from bot.telegram.running import Telegram

__all__ = ["Phrases", "PollingEnded", "Telegram", "Update", "name_of"]
