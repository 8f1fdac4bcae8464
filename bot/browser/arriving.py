"""From a posted form to the events that it is.

A form says which prompt it answers, and `press` says which of its buttons was used: the number of a
button of that prompt, `save` for what was written or attached, `ticks` for what was ticked. `chat`
calls `arrived`, and gives each event to the engine by way of `bot.conversation`.
"""

from datetime import datetime
from typing import NamedTuple

from bot.browser.forms import Posted
from bot.browser.uploads import Upload
from dialogs.events import Channel, Event, FileReceived, Odd, OddReceived, Pressed, TextReceived, Ticked
from dialogs.ids import EventId, FileId, derived

SAVE = "save"
TICKS = "ticks"


class Arrived(NamedTuple):
    """One event, the update id it is remembered by, and the bytes that come with it."""

    event: Event
    update: str
    file: Upload | None = None


def arrived(posted: Posted, id: str, at: datetime, hour: int) -> list[Arrived]:
    """The events of one form, in order: several files are several. None where nothing was said."""
    press = posted.one("press") or SAVE
    prompt = posted.number("prompt") or 0
    event_id = EventId(f"b{id}")
    if press == TICKS:
        ticks = tuple(
            int(tick) for tick in posted.fields.get("tick", ()) if tick.isascii() and tick.isdigit()
        )
        if not ticks:
            return []
        ticked = Ticked(
            id=event_id, at=at, local_hour=hour, channel=Channel.BROWSER, prompt=prompt, buttons=ticks
        )
        return [Arrived(ticked, id)]
    if press != SAVE:
        button = posted.number("press")
        if button is None:
            return [Arrived(OddReceived(id=event_id, at=at, local_hour=hour, what=Odd.OTHER), id)]
        pressed = Pressed(
            id=event_id, at=at, local_hour=hour, channel=Channel.BROWSER, prompt=prompt, button=button
        )
        return [Arrived(pressed, id)]
    if posted.files:
        return [_file(posted, upload, place, id, at, hour) for place, upload in enumerate(posted.files)]
    words = posted.words or _day(posted)
    if not words:
        return []
    text = TextReceived(
        id=event_id, at=at, local_hour=hour, channel=Channel.BROWSER, text=words, prompt=prompt
    )
    return [Arrived(text, id)]


def _file(posted: Posted, upload: Upload, place: int, id: str, at: datetime, hour: int) -> Arrived:
    update = derived(EventId(id), place) if place else id
    event = FileReceived(
        id=EventId(f"b{update}"),
        at=at,
        local_hour=hour,
        channel=Channel.BROWSER,
        file=FileId(f"f{update}"),
        file_kind=upload.kind,
        caption="" if place else posted.words,
        prompt=posted.number("prompt"),
    )
    return Arrived(event, update, upload)


def _day(posted: Posted) -> str:
    """A day picked in the browser's own calendar, the way people here write it."""
    year, _, rest = posted.one("day").partition("-")
    month, _, day = rest.partition("-")
    if not all(part.isascii() and part.isdigit() for part in (year, month, day)):
        return ""
    return f"{int(day)}/{int(month)}/{int(year)}"
