"""The PIN: chosen at the first entry, asked for after ten minutes without a page or after leaving.

Without it whoever picks up the phone would read earlier sittings' words (H2). `Invitations` counts
wrong tries and holds them.
"""

from aiohttp import web

from bot.browser.forms import read
from bot.browser.visitor import Visitor, moved, visitor
from bot.pins import figures, is_common
from bot.sittings import Sittings, Tried
from storage.devices import HELD_MINUTES, TRIES
from storage.sittings import Sitting


async def ask(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/pin: the PIN, or choosing one where there is none."""
    me = await visitor(request)
    if me.open:
        return moved(me.home)
    kept = "kept" in request.query
    return await _over(me) if me.over else await _page(me, kept=kept)


async def try_it(request: web.Request) -> web.StreamResponse:
    """POST /c/<id>/pin: right, wrong, or chosen."""
    me = await visitor(request)
    posted = await read(me.browser, request)
    me.forms.check(posted)
    pin = figures(posted.one("pin"))
    if me.sitting and me.browser.sittings:
        return await _in_a_sitting(me, me.browser.sittings, me.sitting, pin)
    has_pin = await me.browser.invitations.has_pin(me.conversation)
    if not pin:
        return await _page(me, wrong="figures")
    if has_pin and not await me.browser.invitations.check_pin(me.conversation, pin):
        return await _page(me, wrong="other")
    if not has_pin and is_common(pin):
        return await _page(me, wrong="common")
    if not has_pin:
        await me.browser.invitations.set_pin(me.conversation, pin)
    return me.stays(moved(me.home))


async def _in_a_sitting(me: Visitor, sittings: Sittings, sitting: Sitting, pin: str) -> web.StreamResponse:
    """The practitioner opens the person's page again, on their own device; the desk stays locked."""
    if me.over:
        return await _over(me)
    if not pin:
        return await _page(me, wrong="figures")
    tried = await sittings.try_pin(sitting, pin)
    if tried is Tried.RIGHT:
        return me.stays(moved(me.home))
    return await _over(me) if tried is Tried.OUT else await _page(me, wrong=tried.value)


async def stay(request: web.Request) -> web.StreamResponse:
    """POST /c/<id>/stay: the script says that somebody is writing."""
    me = await visitor(request)
    me.forms.check(await read(me.browser, request))
    response = web.Response(status=204 if me.open else 403)
    return me.stays(response) if me.open else response


async def _over(me: Visitor) -> web.Response:
    """A sitting that has ended: what was said is kept."""
    now = await me.browser.turns.look(me.conversation)
    frame = me.frame(now, me.dialog(now))
    return me.browser.pages.response("over.html", frame, name=now.facts.name)


async def _page(me: Visitor, *, wrong: str = "", kept: bool = False) -> web.Response:
    now = await me.browser.turns.look(me.conversation)
    frame = me.frame(now, me.dialog(now))
    return me.browser.pages.response(
        "pin.html",
        frame,
        status=422 if wrong else 200,
        home=me.home,
        form=me.forms.new(frame.tag),
        chosen=me.sitting is not None or await me.browser.invitations.has_pin(me.conversation),
        wrong=wrong,
        worker=now.facts.worker,
        been_in=bool(now.answers),
        kept=kept,
        tries=TRIES,
        minutes=HELD_MINUTES,
        name=now.facts.name,
    )
