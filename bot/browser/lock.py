"""The PIN: chosen at the first entry, asked for after ten minutes without a page or after leaving.

Without it whoever picks up the phone would read earlier sittings' words (H2). `Invitations` counts
wrong tries and holds them.
"""

import unicodedata
from itertools import pairwise

from aiohttp import web

from bot.browser.forms import read
from bot.browser.visitor import Visitor, moved, visitor
from storage.devices import HELD_MINUTES, TRIES

SHORTEST, LONGEST = 4, 6
_COMMON = frozenset({"1122", "1004", "2580", "0852", "1379", "112233", "123321", "159753"})
"""Often picked though they follow no rule: the middle column of the keys, corners, pairs."""
_YEARS = frozenset(str(year) for year in range(1940, 2030))
"""A birthday's year is what somebody at home would try."""


async def ask(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/pin: the PIN, or choosing one where there is none."""
    me = await visitor(request)
    if me.open:
        return moved(me.home)
    return await _page(me, kept="kept" in request.query)


async def try_it(request: web.Request) -> web.StreamResponse:
    """POST /c/<id>/pin: right, wrong, or chosen."""
    me = await visitor(request)
    posted = await read(me.browser, request)
    me.forms.check(posted)
    pin = figures(posted.one("pin"))
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


async def stay(request: web.Request) -> web.StreamResponse:
    """POST /c/<id>/stay: the script says that somebody is writing."""
    me = await visitor(request)
    me.forms.check(await read(me.browser, request))
    response = web.Response(status=204 if me.open else 403)
    return me.stays(response) if me.open else response


def figures(typed: str) -> str:
    """Four to six figures, in whichever script they were typed; "" for anything else."""
    found = [unicodedata.decimal(character, None) for character in typed if not character.isspace()]
    if not SHORTEST <= len(found) <= LONGEST:
        return ""
    return "".join(str(figure) for figure in found if figure is not None) if None not in found else ""


def is_common(pin: str) -> bool:
    """Whether this PIN is among the first that anybody would try."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    same_step = len(steps) == 1 and steps <= {0, 1, 9}
    halves = len(pin) % 2 == 0 and pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    return same_step or halves or pin in _COMMON or (len(pin) == 4 and pin in _YEARS)


async def _page(me: Visitor, *, wrong: str = "", kept: bool = False) -> web.Response:
    now = await me.browser.turns.look(me.conversation)
    frame = me.frame(now, me.dialog(now))
    return me.browser.pages.response(
        "pin.html",
        frame,
        status=422 if wrong else 200,
        home=me.home,
        form=me.forms.new(frame.tag),
        chosen=await me.browser.invitations.has_pin(me.conversation),
        wrong=wrong,
        worker=now.facts.worker,
        been_in=bool(now.answers),
        kept=kept,
        tries=TRIES,
        minutes=HELD_MINUTES,
    )
