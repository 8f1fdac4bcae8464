"""The pocket card: first whether it is all right to keep it on this phone, then the picture.

Behind the PIN, like everything that holds words; none is made on a practitioner's device. `mine` links to it.
"""

from aiohttp import web

from bot.browser.visitor import Visitor, moved, visitor
from dialogs.card import card_of
from dialogs.conversation import Conversation
from dialogs.events import Channel
from dialogs.lived import is_lived_with
from dialogs.route import Route
from dialogs.wording import Wording


async def ask(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/card: is it all right to keep this on this phone?"""
    me = await visitor(request)
    if not me.open:
        return moved(f"{me.home}pin")
    now = await me.browser.turns.look(me.conversation)
    if not _has_a_card(me, now):
        return moved(f"{me.home}words")
    dialog = me.dialog(now)
    seen = Route(dialog, now, None).phone_seen
    return me.stays(
        me.browser.pages.response("card.html", me.frame(now, dialog), home=me.home, phone_seen=seen)
    )


async def picture(request: web.Request) -> web.StreamResponse:
    """GET /c/<id>/card.png: the picture, under a name that says nothing."""
    me = await visitor(request)
    if not me.open:
        return moved(f"{me.home}pin")
    now = await me.browser.turns.look(me.conversation)
    copies = me.browser.copies
    if copies is None or not _has_a_card(me, now):
        return moved(f"{me.home}words")
    dialog = me.dialog(now)
    words = {name: dialog.house[f"card.{name}"] for name in ("calls", "danger", "tasks", "nobody_sees")}
    today = me.browser.clock().astimezone(me.browser.zone).date()
    day = Wording(dialog, now, Channel.BROWSER).written(today)
    content = await copies.card(card_of(dialog, now), day, words)
    headers = {
        "Content-Disposition": 'attachment; filename="card.png"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'",
    }
    return me.stays(web.Response(body=content, content_type="image/png", headers=headers))


def _has_a_card(me: Visitor, now: Conversation) -> bool:
    return is_lived_with(now.facts) and me.sitting is None
