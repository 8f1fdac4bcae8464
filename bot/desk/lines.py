"""One line: everything that traces it, questions about it and their answers, and typing up a file."""

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.desk.hints import names_apart
from bot.reviewing import NothingSuch, Reading
from dialogs.conversation import Kept
from dialogs.ids import AnswerId, FileId, ParticipantId
from dialogs.lines import Line
from storage.files import FileState


def _(text: str) -> str:
    return text


LOOK_AGAIN = _("Please look at the note below. Nothing has been sent yet.")


async def show(visit: Visit) -> web.StreamResponse:
    """GET .../lines/<root>."""
    reading, line = await _line(visit)
    return _page(visit, reading, line)


async def ask(visit: Visit) -> web.StreamResponse:
    """POST .../lines/<root>: a question to the person who said it."""
    reading, line = await _line(visit)
    words = visit.posted.wanted("words")
    if visit.posted.faults or not looked_over(visit, "words", line.speaker):
        return _page(visit, reading, line, status=422)
    await visit.desk.reviewing.ask(visit.who.id, visit.held.id, line.root, words, once=visit.once)
    return moved(f"{visit.home}/lines/{line.root}")


async def type_up(visit: Visit) -> web.StreamResponse:
    """POST .../typed/<root>: the words of a voice note, photo or drawing."""
    reading, line = await _line(visit)
    words = visit.posted.wanted("typed")
    if visit.posted.faults:
        return _page(visit, reading, line, status=422)
    ask = visit.posted.ticked("check")
    await visit.desk.reviewing.type_up(
        visit.who.id, visit.held.id, line.root, words, ask=ask, once=visit.once
    )
    return moved(f"{visit.home}/lines/{line.root}")


async def file(visit: Visit) -> web.StreamResponse:
    """GET .../files/<file>: to listen to or look at; from now on it was opened."""
    kept = await visit.desk.reviewing.file(visit.who.id, visit.held.id, FileId(visit.within("file")))
    if kept.state is not FileState.KEPT:
        return visit.page("file_not_here.html", status=404, kept=kept)
    headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=kept.content, content_type=kept.media_type, headers=headers)


def looked_over(visit: Visit, name: str, to: ParticipantId) -> bool:
    """Whether these words may go: nothing to look at again in them, or the practitioner looked."""
    words = visit.posted.text(name)
    found = visit.desk.hints.of(words) or names_apart(visit.held.family, to, words)
    if not found or visit.posted.ticked(f"sure-{name}"):
        return True
    visit.posted.faults[name] = LOOK_AGAIN
    return False


async def _line(visit: Visit) -> tuple[Reading, Line]:
    reading = await visit.desk.reviewing.look(visit.who.id, visit.held.id)
    line = reading.draft.line(AnswerId(visit.within("root"))) if reading is not None else None
    if reading is None or line is None:
        raise NothingSuch
    return reading, line


def _page(visit: Visit, reading: Reading, line: Line, *, status: int = 200) -> web.Response:
    words = visit.posted.text("words")
    return visit.page(
        "line.html",
        status=status,
        reading=reading,
        line=line,
        kept=line.value if isinstance(line.value, Kept) else None,
        voices={participant.id: participant.name for participant in reading.draft.participants},
        values=visit.posted.values,
        faults=visit.posted.faults,
        hints={"words": visit.desk.hints.of(words)},
        apart=names_apart(visit.held.family, line.speaker, words),
    )
