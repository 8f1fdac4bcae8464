"""A whole pretend family through the real stack, without a network: `python -m bot demo`.

Updates go through aiogram's dispatcher, the engine, SQLite, the courier and the review; only Telegram
itself is played, in this process. `play` shows the conversations as they go and leaves the mended plan
as a PDF beside the transcript. `commands.demo` calls it.

    playing      who does what, one after the other
    scripts      what each of them says and taps
    telegram     people in a chat
    pages        people on a page, in a phone's browser or beside the worker
    transcript   what is shown, line by line
"""

from bot.demo.playing import play
from bot.demo.scripts import KELLY

__all__ = ["KELLY", "play"]
