"""One line: everything that traces it, questions about it and their answers, and typing up a file."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.releasing import can_be_released, lines_of
from bot.reviewing import NamesApart, NothingSuch, Reading
from dialogs.conversation import Kept
from dialogs.family import named_apart
from dialogs.ids import AnswerId, FileId
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
    root, words = AnswerId(visit.within("root")), visit.posted.wanted("words")

    async def send(sure: bool) -> None:
        await visit.desk.reviewing.ask(visit.who.id, visit.held.id, root, words, sure=sure, once=visit.once)

    if visit.posted.faults or not await sent(visit, "words", send):
        return _page(visit, *await _line(visit), status=422)
    return moved(f"{visit.home}/lines/{root}")


async def type_up(visit: Visit) -> web.StreamResponse:
    """POST .../typed/<root>: the words of a voice note, photo or drawing."""
    root, words = AnswerId(visit.within("root")), visit.posted.wanted("typed")
    if visit.posted.faults:
        return _page(visit, *await _line(visit), status=422)
    ask = visit.posted.ticked("check")
    await visit.desk.reviewing.type_up(visit.who.id, visit.held.id, root, words, ask=ask, once=visit.once)
    return moved(f"{visit.home}/lines/{root}")


async def file(visit: Visit) -> web.StreamResponse:
    """GET .../files/<file>: to listen to or look at; from now on it was opened."""
    kept = await visit.desk.reviewing.file(visit.who.id, visit.held.id, FileId(visit.within("file")))
    if kept.state is not FileState.KEPT:
        return visit.page("file_not_here.html", status=404, kept=kept)
    headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=kept.content, content_type=kept.media_type, headers=headers)


async def sent(visit: Visit, name: str, send: Callable[[bool], Awaitable[None]]) -> bool:
    """Whether these words went: nothing to look at again in them, or the practitioner is sure."""
    sure = visit.posted.ticked(f"sure-{name}")
    if sure or not visit.desk.hints.of(visit.posted.text(name)):
        try:
            await send(sure)
            return True
        except NamesApart:
            pass
    visit.posted.faults[name] = LOOK_AGAIN
    return False


async def _line(visit: Visit) -> tuple[Reading, Line]:
    root = AnswerId(visit.within("root"))
    reading = await visit.desk.reviewing.look(visit.who.id, visit.held.id, "looked at a line", root)
    line = reading.draft.line(root) if reading is not None else None
    if reading is None or line is None:
        raise NothingSuch
    return reading, line


def _page(visit: Visit, reading: Reading, line: Line, *, status: int = 200) -> web.Response:
    words = visit.posted.text("words")
    return visit.page(
        "line.html",
        status=status,
        told_at=visit.desk.reviewing.told_at,
        reading=reading,
        line=line,
        can_be_shared=reading.newest and line in lines_of(reading.draft) and can_be_released(line),
        kept=line.value if isinstance(line.value, Kept) else None,
        voices={participant.id: participant.name for participant in reading.draft.participants},
        values=visit.posted.values,
        faults=visit.posted.faults,
        hints={"words": visit.desk.hints.of(words)},
        apart=named_apart(visit.held.family, line.speaker, words),
    )
