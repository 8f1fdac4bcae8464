"""From a posted form to the events that it is.

A form says which prompt it answers, and `press` says which of its buttons was used: the number of a
button of that prompt, `save` for what was written or attached, `ticks` for what was ticked. `chat`
calls `arrived`, and gives each event to the engine by way of `bot.conversation`.
"""

from datetime import datetime
from typing import NamedTuple

from bot.browser.forms import Posted, small_number
from bot.uploads import Upload
from dialogs.events import Channel, Event, FileReceived, Pressed, TextReceived, Ticked
from dialogs.ids import EventId, FileId, derived
from dialogs.people import Hand

SAVE = "save"
TICKS = "ticks"
NO_SUCH_BUTTON = -1
"""For a press made by hand: the engine answers it kindly and changes nothing."""


class Arrived(NamedTuple):
    """One event, the update id it is remembered by, and the bytes that come with it."""

    event: Event
    update: str
    file: Upload | None = None


def arrived(posted: Posted, update: str, at: datetime, hour: int, hand: Hand | None = None) -> list[Arrived]:
    """The events of one form, in order: several files are several. None where nothing was said."""
    press = posted.one("press") or SAVE
    prompt = posted.number("prompt") or 0
    made = _Made(update, at, hour, hand)
    if press == TICKS:
        ticks = posted.numbers("tick")
        return [made.arrived(Ticked, prompt=prompt, buttons=ticks)] if ticks else []
    if press != SAVE:
        button = posted.number("press")
        return [made.arrived(Pressed, prompt=prompt, button=NO_SUCH_BUTTON if button is None else button)]
    if posted.files:
        return [_file(made, posted, upload, place) for place, upload in enumerate(posted.files)]
    words = posted.words or _day(posted)
    return [made.arrived(TextReceived, prompt=prompt, text=words)] if words else []


class _Made(NamedTuple):
    """What the events of one form have in common."""

    update: str
    at: datetime
    hour: int
    hand: Hand | None

    def arrived(self, kind: type[Event], **fields: object) -> Arrived:
        """An event of this kind."""
        common = {
            "id": EventId(f"b{self.update}"),
            "at": self.at,
            "local_hour": self.hour,
            "channel": Channel.BROWSER,
            "hand": self.hand,
        }
        return Arrived(kind(**common, **fields), self.update)


def _file(made: _Made, posted: Posted, upload: Upload, place: int) -> Arrived:
    """The words go with the first file."""
    update = derived(EventId(made.update), place) if place else made.update
    arrived = made._replace(update=update).arrived(
        FileReceived,
        file=FileId(f"f{update}"),
        file_kind=upload.kind,
        caption="" if place else posted.words,
        prompt=posted.number("prompt"),
    )
    return arrived._replace(file=upload)


def _day(posted: Posted) -> str:
    """A day picked in the browser's own calendar, the way people here write it."""
    year, _, rest = posted.one("day").partition("-")
    month, _, day = rest.partition("-")
    figures = [small_number(part) for part in (day, month, year)]
    return "" if None in figures else "/".join(map(str, figures))
