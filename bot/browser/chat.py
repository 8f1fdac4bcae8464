"""The chat itself: the newest prompt as a page, and each form as one turn.

A form that was taken is answered with "see there" (303), so that reloading posts nothing again; the
script asks for the page at once by `X-Page` and saves that way. Words that come while the page is
no longer open are kept first, and the PIN is asked for before anything is shown.
"""

import secrets
from dataclasses import replace
from typing import NamedTuple

from aiohttp import web

from bot.browser.arriving import SAVE, TICKS, arrived
from bot.browser.cookies import home
from bot.browser.drawn import Field, draw
from bot.browser.forms import BrokenForm, Forms, Posted, read
from bot.browser.needs import BROWSER, Browser
from bot.browser.pictures import pictured
from bot.browser.saying import Above, Sayings
from bot.browser.shown import paragraphs
from bot.browser.visitor import Visitor, bare_frame, conversation_of, moved, visitor
from dialogs.conversation import Conversation, Dated, Named, Prompt, Screen, Words
from dialogs.definition import Dialog, Kind
from dialogs.easy import seen
from dialogs.effects import Notice, Turn
from dialogs.engine import PARKED_AFTER
from dialogs.events import Channel, Opened
from dialogs.facts import Letter, LetterKind
from dialogs.ids import ConversationId, EventId
from dialogs.written_back import ANSWERED
from storage.errors import StorageError

_HOUSE = {"empty": "unclear.empty"} | {
    odd: f"odd.{odd}" for odd in ("too_large", "wrong_file", "cannot_open")
}
"""What is wrong with a form, where the house has a sentence for it; the template words the others."""

_HANDS = _OWN, _WORKER = "hand-own", "hand-worker"
"""Buttons of a sitting: who types from now on."""


async def here(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>: the cookies belong to the address with a slash at its end."""
    return moved(home(conversation_of(request)))


async def show(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/: where the person is."""
    me = await visitor(request)
    if not me.open:
        return moved(f"{me.home}pin")
    now = await me.browser.turns.look(me.conversation)
    if _waits_to_be_shown(me, now):
        now = (await me.browser.turns.take(me.conversation, _opened(me))).conversation
    response = page(me, now, notice=me.cookies.notice(request))
    me.cookies.drop_notice(response)
    return me.stays(response)


async def reply(request: web.Request) -> web.StreamResponse:
    """POST /c/<id>/: a reply, or a button."""
    try:
        me = await visitor(request)
    except StorageError:
        return await _kept_in_the_box(request)
    posted = await read(me.browser, request)
    try:
        update = me.forms.check(posted)
    except BrokenForm:
        return await _once_more(me, posted, "unsigned")
    me = me.as_posted(posted)
    if not me.open and not _says_something(posted):
        return moved(f"{me.home}pin")
    try:
        if me.sitting and posted.one("press") in _HANDS:
            return await _passed_within(me, posted)
        return await _replied(me, request, posted, update)
    except StorageError:
        return not_gone_through(me.browser, me.conversation, posted)


async def _kept_in_the_box(request: web.Request) -> web.StreamResponse:
    """Who is asking cannot be looked up now; a form that we signed is given back as it came."""
    browser, conversation = request.app[BROWSER], conversation_of(request)
    posted = await read(browser, request)
    Forms(browser, conversation).check(posted)
    return not_gone_through(browser, conversation, posted)


async def _passed_within(me: Visitor, posted: Posted) -> web.StreamResponse:
    """Somebody else types from now on; what stood in the box stands there still."""
    me = replace(me, by_worker=posted.one("press") == _WORKER)
    response = page(me, await me.browser.turns.look(me.conversation), typed=posted.words)
    me.cookies.typed_by_worker(response, me.by_worker)
    return me.stays(response)


async def _replied(me: Visitor, request: web.Request, posted: Posted, update: str) -> web.StreamResponse:
    if len(posted.words) > me.browser.limits.characters and _says_something(posted):
        return await _once_more(me, posted, "too_long")
    turn = None
    for event, seen_as, file in arrived(posted, update, me.browser.clock(), me.browser.hour(), me.hand):
        turn = await me.browser.turns.take(me.conversation, event, ("browser", seen_as), file=file)
    if posted.refused:
        return await _once_more(me, posted, posted.refused.value, kept=turn is not None)
    if turn is None:
        return await _once_more(me, posted, "ticks" if posted.one("press") == TICKS else "empty")
    return _onward(me, request, posted, turn)


def _onward(me: Visitor, request: web.Request, posted: Posted, turn: Turn) -> web.StreamResponse:
    """After a turn: the PIN where the page is no longer open, else where the person is now."""
    if not me.open:
        return moved(f"{me.home}pin?kept=1")
    notice = " ".join(effect.text for effect in turn.effects if isinstance(effect, Notice))
    typed = _unsent(posted, turn.conversation)
    if typed or "X-Page" in request.headers:
        return me.stays(page(me, turn.conversation, notice=notice, typed=typed))
    response = moved(me.home)
    if notice:
        me.cookies.carry(response, notice)
    return me.stays(response)


async def _once_more(me: Visitor, posted: Posted, wrong: str, *, kept: bool = False) -> web.StreamResponse:
    """The question again, with what is wrong beside its field and the words still in the box."""
    if not me.open:
        return moved(f"{me.home}pin")
    now = await me.browser.turns.look(me.conversation)
    typed = None if kept else posted.words
    return me.stays(page(me, now, wrong=wrong, typed=typed, status=422))


def page(
    me: Visitor,
    now: Conversation,
    *,
    notice: str = "",
    wrong: str = "",
    typed: str | None = None,
    status: int = 200,
) -> web.Response:
    """The newest prompt. `wrong` names what is said beside the field; `typed` goes back into the box."""
    dialog = me.dialog(now)
    frame = me.frame(now, dialog)
    prompt = now.prompt(now.asked)
    assert prompt is not None, "after a turn something is always asked"
    drawn = draw(prompt, to_a_child=dialog.beside)
    typed = typed or _to_correct(now, prompt, drawn.field)
    return me.browser.pages.response(
        "chat.html",
        frame,
        status=status,
        prompt=prompt,
        drawn=drawn,
        pictured=pictured(dialog, now, prompt),
        home=me.home,
        form=me.forms.new(frame.tag),
        asks=_asks(prompt),
        copy=me.browser.copies is not None
        and not me.sitting
        and now.facts.says(prompt.letter, LetterKind.APPROVED),
        shared=now.facts.says(prompt.letter, LetterKind.SHARED),
        name=now.facts.name,
        above=_above(prompt, dialog, now),
        letters=unread(now),
        before=_before(prompt, notice),
        wrong=wrong,
        wrong_words=_of_the_house(dialog, wrong),
        typed=typed,
        limits=me.browser.limits,
        place=_place(prompt),
    )


def not_gone_through(browser: Browser, conversation: ConversationId, posted: Posted) -> web.Response:
    """Nothing was kept. The words stand in the box; the same form id makes sending them again safe."""
    frame = bare_frame(browser, conversation).tagged(posted.one("frame"))
    action = home(conversation)
    return browser.pages.response("again.html", frame, status=503, posted=posted, action=action)


def unread(now: Conversation) -> tuple[Letter, ...]:
    """Letters that were not opened yet: what asks something first, the newest first."""
    new = [letter for letter in reversed(now.facts.letters) if not letter.opened]
    return tuple(sorted(new, key=lambda letter: letter.kind not in ANSWERED))


def _opened(me: Visitor) -> Opened:
    event_id = EventId(f"b{secrets.token_hex(12)}")
    at, hour = me.browser.clock(), me.browser.hour()
    return Opened(id=event_id, at=at, local_hour=hour, channel=Channel.BROWSER, hand=me.hand)


def _waits_to_be_shown(me: Visitor, now: Conversation) -> bool:
    """Whether nothing is asked yet, or it is time to ask for a good time (H2): the silence was long, or
    a practitioner sat down or got up.
    """
    asked = now.prompt(now.asked)
    if asked is None or now.last_at is None or now.sitter != (me.hand.sat_with if me.hand else ""):
        return True
    return asked.screen is not Screen.GOOD_TIME and me.browser.clock() - now.last_at > PARKED_AFTER


def _before(prompt: Prompt, notice: str) -> list[str]:
    """What is said before the question, line by line."""
    sentences = [notice, *(sentence for sentence in prompt.said if sentence != prompt.text)]
    return [line for sentence in sentences for line in paragraphs(sentence)]


class Asks(NamedTuple):
    """A screen's text, with the line that stands out."""

    lead: tuple[str, ...]
    heading: str
    rest: tuple[str, ...]


def _asks(prompt: Prompt) -> Asks:
    """A question that comes after what it is about is the heading itself."""
    lines = tuple(paragraphs(seen(prompt).text))
    last = prompt.kind not in (None, Kind.READ, Kind.AGREE) and lines[-1].rstrip().endswith("?")
    if last and not lines[0].rstrip().endswith("?"):
        return Asks(lines[:-1], lines[-1], ())
    return Asks((), lines[0], lines[1:])


def _above(prompt: Prompt, dialog: Dialog, now: Conversation) -> Above:
    """What stands above this; beside the numbers to ring nobody's words stand (H2)."""
    return (
        Above()
        if prompt.screen in (Screen.HELP, Screen.RED_FLAG)
        else Sayings(dialog, now).above(without=prompt.revises)
    )


def _to_correct(now: Conversation, prompt: Prompt, field: Field) -> str:
    """What is kept and may be said anew, to be mended in its box: nobody types a hundred words twice."""
    kept = next((a.value for a in reversed(now.answers) if prompt.revises and a.root == prompt.revises), None)
    match kept:
        case Words(text=text) if field is Field.WORDS:
            return text
        case Named(name=name) if field is Field.NAME:
            return name
        case Dated(words=words) if field is Field.DAY:
            return words
        case _:
            return ""


def _says_something(posted: Posted) -> bool:
    return posted.one("press") in ("", SAVE)


def _place(prompt: Prompt) -> str:
    """What a page asks, by which it is known again when the same is asked once more."""
    return "/".join(
        (prompt.screen, prompt.question or "", prompt.about, prompt.revises or "", prompt.letter or "")
    )


def _unsent(posted: Posted, now: Conversation) -> str:
    """Words that stood in the box while another button was pressed, where the same is asked again."""
    asked = now.prompt(now.asked)
    if _says_something(posted) or asked is None or _place(asked) != posted.one("place"):
        return ""
    return posted.words


def _of_the_house(dialog: Dialog, wrong: str) -> str:
    name = _HOUSE.get(wrong)
    return dialog.house[name] if name else ""
