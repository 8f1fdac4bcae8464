"""Putting an action to the person who is to do it: written, looked at as they will read it, and sent."""

from typing import Any

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.reviewing import NamesApart, NothingSuch, NotToThem
from bot.reviewing.tasking import action_of, apart_names
from dialogs.actions import Action
from dialogs.ids import AnswerId, ParticipantId
from dialogs.lines import words_of
from dialogs.people import Participant


def _(text: str) -> str:
    return text


NOBODY_CHOSEN = _("Please choose who is asked.")
_SEEN = ("to", "words", "backup")
APART = _("Please look at the note below. Nothing has been sent yet.")


async def ask(visit: Visit) -> web.StreamResponse:
    """GET .../tasks/<root>: an action, and to whom it can be put."""
    action = await _action(visit)
    people = await visit.desk.reviewing.may_be_asked(visit.who.id, visit.held.id)
    to = next((one for one in people if _named(action, one)), None)
    near = to is not None and not apart_names(visit.held.family, action, to.id, "")
    values = {"to": to.id if to else "", "words": _as_said(action) if near else ""}
    return visit.page("task.html", values=values, faults={}, **_shown(visit, action, people))


async def put(visit: Visit) -> web.StreamResponse:
    """POST .../tasks/<root>: shown as they will read it, and then sent."""
    posted, action = visit.posted, await _action(visit)
    people = await visit.desk.reviewing.may_be_asked(visit.who.id, visit.held.id)
    to = next((one for one in people if one.id == posted.text("to")), None)
    words = posted.wanted("words")
    if to is None:
        posted.faults["to"] = NOBODY_CHOSEN
    if posted.faults or to is None:
        return visit.again("task.html", **_shown(visit, action, people))
    names = apart_names(visit.held.family, action, to.id, words)
    seen = posted.text("what") == "send" and posted.as_seen(*_SEEN)
    if not seen or (names and not posted.ticked("sure")):
        if names:
            posted.faults["words"] = APART
        shown = _shown(visit, action, people) | {"reader": to, "apart": names, "seen": posted.mark(*_SEEN)}
        return visit.page("task.html", values=posted.values, faults=posted.faults, **shown)
    await _sent(visit, to.id, words)
    return moved(f"{visit.home}/draft#actions")


async def _sent(visit: Visit, to: ParticipantId, words: str) -> None:
    root = AnswerId(visit.within("action"))
    backup, sure = visit.posted.ticked("backup"), visit.posted.ticked("sure")
    try:
        await visit.desk.reviewing.put(
            visit.who.id, visit.held.id, root, to, words, backup=backup, sure=sure, once=visit.once
        )
    except (NotToThem, NamesApart):
        raise NothingSuch from None


async def _action(visit: Visit) -> Action:
    root = AnswerId(visit.within("action"))
    reading = await visit.desk.reviewing.look(visit.who.id, visit.held.id, "looked at an action", root)
    return action_of(reading, root)


def _named(action: Action, who: Participant) -> bool:
    return any(name.casefold() == who.name.casefold() for name in action.holders)


def _as_said(action: Action) -> str:
    """The action's own words, one part a line, to begin with."""
    said = (
        words_of(line.value) or line.typed_words for line in (*action.what, *action.when, *action.how_long)
    )
    return "\n".join(words for words in said if words)


def _shown(visit: Visit, action: Action, people: tuple[Participant, ...]) -> dict[str, Any]:
    words = {"words": visit.posted.text("words")}
    return {
        "action": action,
        "people": people,
        "options": [(one.id, one.name) for one in people],
        "reader": None,
        "apart": (),
        "hints": visit.desk.hints.in_all(words),
        "told_at": visit.desk.reviewing.told_at,
    }
