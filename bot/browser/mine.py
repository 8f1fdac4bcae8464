"""Everything I said, in my own words, with "change" and "take it back"; who can read it; my letters;
and what others said that was released to me.

Behind the PIN. Both buttons are events like any other, so that the chat goes on from there.
"""

from aiohttp import web

from bot.browser.chat import not_gone_through, unread
from bot.browser.forms import Posted, read
from bot.browser.guard import Stranger
from bot.browser.saying import Sayings
from bot.browser.visitor import Visitor, moved, visitor
from dialogs.events import ChangeAsked, Channel, Event, LetterOpened
from dialogs.facts import Facts, LetterKind, all_readers
from dialogs.ids import AnswerId, EventId, FileId, LetterId
from dialogs.lived import is_lived_with
from storage.errors import StorageError

_SEEN_HERE_ALONE = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
"""Of what somebody sent: whatever the bytes are, no browser runs or keeps them."""


async def show(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/words."""
    me = await visitor(request)
    if not me.open:
        return moved(f"{me.home}pin")
    now = await me.browser.turns.look(me.conversation)
    dialog = me.dialog(now)
    frame = me.frame(now, dialog)
    waiting = {letter.id for letter in unread(now)}
    sayings, copies = Sayings(dialog, now), me.browser.copies
    response = me.browser.pages.response(
        "mine.html",
        frame,
        home=me.home,
        form=me.forms.new(frame.tag),
        parts=sayings.everything(),
        shared=await copies.shared(me.conversation, me.browser.clock()) if copies else (),
        readers=all_readers(now.facts),
        letters=[
            (letter, sayings.day(letter.at), letter.id in waiting) for letter in reversed(now.facts.letters)
        ],
        facts=now.facts,
        signed=_signed(now.facts),
        card=is_lived_with(now.facts) and not me.sitting,
        copy=await copies.ready(me.conversation) if copies and not me.sitting else False,
    )
    return me.stays(response)


async def copy(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/copy: my own copy of the approved plan, as a PDF; none stays on a practitioner's device."""
    me = await visitor(request)
    if not me.open:
        return moved(f"{me.home}pin")
    browser = me.browser
    today = browser.clock().astimezone(browser.zone).date()
    mine = browser.copies if me.sitting is None else None
    paper = await mine.pdf(me.conversation, today) if mine else None
    if paper is None:
        return moved(f"{me.home}words")
    headers = {
        "Content-Disposition": f'inline; filename="{paper.file_name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'",
    }
    return me.stays(web.Response(body=paper.content, content_type="application/pdf", headers=headers))


async def file(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/file/<file>: my own voice note, photo or drawing. Never a page of its own, never kept by a cache."""
    me = await visitor(request)
    if not me.open:
        return moved(f"{me.home}pin")
    files = me.browser.files
    kept = await files.of(me.conversation, FileId(request.match_info["file"])) if files else None
    if kept is None:
        raise Stranger
    headers = {"Content-Disposition": "inline", **_SEEN_HERE_ALONE}
    return me.stays(web.Response(body=kept.content, content_type=kept.media_type, headers=headers))


async def change(request: web.Request) -> web.StreamResponse:
    """POST /c/<id>/words: change one answer, take it back, or say who may see it."""
    me, posted, update = await _posted(request)
    root, what = AnswerId(posted.one("root")), posted.one("what")
    return await _then_home(
        me,
        posted,
        ChangeAsked(
            id=EventId(f"b{update}"),
            at=me.browser.clock(),
            local_hour=me.browser.hour(),
            channel=Channel.BROWSER,
            hand=me.hand,
            answer=root,
            take_back=what == "take_back",
            wish=what == "wish",
        ),
        update,
    )


async def open_letter(request: web.Request) -> web.StreamResponse:
    """POST /c/<id>/letter: "You have a message" was tapped."""
    me, posted, update = await _posted(request)
    letter = LetterId(posted.one("letter"))
    event = LetterOpened(
        id=EventId(f"b{update}"),
        at=me.browser.clock(),
        local_hour=me.browser.hour(),
        channel=Channel.BROWSER,
        hand=me.hand,
        letter=letter,
    )
    return await _then_home(me, posted, event, update)


def _signed(facts: Facts) -> str:
    """Who signed the plan: the name in the newest letter that says so."""
    names = [letter.name for letter in facts.letters if letter.kind is LetterKind.APPROVED]
    return (names[-1] if names else "") or facts.worker


async def _posted(request: web.Request) -> tuple[Visitor, Posted, str]:
    me = await visitor(request)
    posted = await read(me.browser, request)
    update = me.forms.check(posted)
    return me.as_posted(posted), posted, update


async def _then_home(me: Visitor, posted: Posted, event: Event, update: str) -> web.StreamResponse:
    if not me.open:
        return moved(f"{me.home}pin")
    try:
        await me.browser.turns.take(me.conversation, event, ("browser", update))
    except StorageError:
        return not_gone_through(me.browser, me.conversation, posted)
    return me.stays(moved(me.home))
