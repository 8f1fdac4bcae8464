"""You said, we did: what one young person raised, by when it is answered, and the form that answers it."""

from datetime import date

from aiohttp import web

from bot.desk.guard import FORM_AGAIN, Visit, moved
from bot.desk.lines import LOOK_AGAIN, sent
from bot.reviewing import NothingSuch, Reading
from bot.you_said import Due
from dialogs.facts import Did
from dialogs.family import named_apart
from dialogs.ids import AnswerId, ParticipantId, SectionId


def _(text: str) -> str:
    return text


TALK = SectionId("talk")
"""The part that says how grown-ups should talk with a young person."""
NONE_TICKED = _("Please tick what this answers.")
NOTHING_CHOSEN = _("Please choose one of these.")
BY_WHEN = _("Please give the day by which it will be done: today or later.")


async def show(visit: Visit) -> web.StreamResponse:
    """GET .../you-said/<participant>."""
    reading, due = await _due(visit)
    return _page(visit, reading, due, ticked=visit.request.query.getall("line", []))


async def write_back(visit: Visit) -> web.StreamResponse:
    """POST .../you-said/<participant>: one answer to everything that was ticked."""
    posted, to = visit.posted, ParticipantId(visit.within("participant"))
    roots = tuple(AnswerId(root) for root in posted.all("line"))
    words, did, until = posted.wanted("words"), _did(visit), posted.day("until")
    if not roots:
        posted.faults["line"] = NONE_TICKED
    if did is Did.DOING and "until" not in posted.faults and not _to_come(until, visit.desk.today):
        posted.faults["until"] = BY_WHEN

    async def send(sure: bool) -> None:
        assert did is not None
        await visit.desk.reviewing.write_back(
            visit.who.id, visit.held.id, to, roots, did, words, until, sure=sure, once=visit.once
        )

    if posted.faults or not await sent(visit, "words", send):
        reading, due = await _due(visit)
        return _page(visit, reading, due, ticked=list(roots), status=FORM_AGAIN)
    return moved(f"{visit.home}/you-said/{to}")


def _did(visit: Visit) -> Did | None:
    try:
        return Did(visit.posted.text("did"))
    except ValueError:
        visit.posted.faults["did"] = NOTHING_CHOSEN
        return None


def _to_come(until: date | None, today: date) -> bool:
    return until is not None and until >= today


async def _due(visit: Visit) -> tuple[Reading | None, Due]:
    to = visit.within("participant")
    who = next((one for one in visit.held.family.participants if one.id == to), None)
    if who is None:
        raise NothingSuch
    reviewing = visit.desk.reviewing
    reading = await reviewing.look(visit.who.id, visit.held.id, "looked at what a child raised", to)
    found = reviewing.due(reading) if reading is not None else ()
    return reading, next((one for one in found if one.participant == to), Due(who.id, who.name, ()))


def _beside(visit: Visit, due: Due) -> bool:
    """Whether they are asked only in a sitting, and no message reaches them."""
    chosen = visit.held.family.participant(due.participant).dialog
    return any(dialog.beside for dialog in visit.desk.dialogs if dialog.id == chosen)


def _page(
    visit: Visit, reading: Reading | None, due: Due, *, ticked: list[str], status: int = 200
) -> web.Response:
    words = visit.posted.text("words")
    return visit.page(
        "you_said.html",
        status=status,
        told_at=visit.desk.reviewing.told_at,
        reading=reading,
        due=due,
        beside=_beside(visit, due),
        talk=[
            line for line in reading.draft.process if line.section == TALK and line.speaker == due.participant
        ]
        if reading is not None
        else [],
        ticked=ticked,
        look_again=visit.posted.faults.get("words") == LOOK_AGAIN,
        values=visit.posted.values,
        faults=visit.posted.faults,
        hints={"words": visit.desk.hints.of(words)},
        apart=named_apart(visit.held.family, due.participant, words),
    )
