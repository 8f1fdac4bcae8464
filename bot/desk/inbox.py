"""What waits: over all plans, without a word of anybody's, and in one plan, with the exact words."""

from datetime import datetime

from aiohttp import web

from bot.desk.guard import Visit, moved
from bot.reviewing import urgent
from dialogs.effects import Matter
from dialogs.ids import AnswerId, PlanId
from dialogs.lines import Line, Reply
from storage.items import Item
from storage.plans import Place, Urgency, urgency_of


async def show(visit: Visit) -> web.StreamResponse:
    """GET /desk/: flags first, then what is for today, then my plans."""
    found = await visit.desk.reviewing.inbox(visit.who.id, _place(visit.request.query.get("after", "")))
    more = found.more
    after = f"{more.urgency.value}~{more.waiting_since.isoformat()}~{more.plan}" if more else ""
    return visit.page("inbox.html", inbox=found, after=after)


async def waiting(visit: Visit) -> web.StreamResponse:
    """GET .../waiting: every item of a plan; flags are red until somebody has read them."""
    items = await visit.desk.reviewing.waiting(visit.who.id, visit.held.id)
    letters = await visit.desk.reviewing.letters(visit.who.id, visit.held.id)
    still_open = [item for item in items if item.done_at is None]
    replies, taken_back = await _said(visit, still_open)
    names = {participant.id: participant.name for participant in visit.held.family.participants}
    flags = [item for item in still_open if urgency_of(item.kind.value) is Urgency.FLAG]
    return visit.page(
        "waiting.html",
        flags=flags,
        around=await visit.desk.reviewing.around(visit.who.id, visit.held.id, still_open),
        for_today=[item for item in still_open if urgent(item, visit.desk.today) is Urgency.SAME_DAY],
        later=[item for item in still_open if urgent(item, visit.desk.today) is Urgency.WAITING],
        done=[item for item in items if item.done_at is not None],
        names=names,
        replies=replies,
        taken_back=taken_back,
        lines={posted.letter.id: posted.letter.line for posted in letters if posted.letter.line},
    )


async def _said(visit: Visit, items: list[Item]) -> tuple[dict[AnswerId, Reply], dict[AnswerId, Line]]:
    """What was answered to the practitioner's questions, and what was taken back, by what waits."""
    if not any(item.kind in (Matter.REPLIED, Matter.ADDED) for item in items):
        return {}, {}
    reading = await visit.desk.reviewing.answers(visit.who.id, visit.held.id)
    if reading is None:
        return {}, {}
    draft = reading.draft
    return {one.line.id: one for one in draft.replies}, {line.id: line for line in draft.taken_back}


async def settle(visit: Visit) -> web.StreamResponse:
    """POST .../waiting/<item>: I have read it, or I have dealt with it."""
    by, plan, item = visit.who.id, visit.held.id, visit.within("item")
    if visit.posted.text("what") == "done":
        await visit.desk.reviewing.done(by, plan, item)
    else:
        await visit.desk.reviewing.see(by, plan, item)
    return moved(f"{visit.home}/waiting")


def _place(text: str) -> Place | None:
    """Where the page before ended; anything unreadable begins at the top."""
    try:
        urgency, since, plan = text.split("~")
        at = datetime.fromisoformat(since)
        return (
            Place(urgency=Urgency(int(urgency)), waiting_since=at, plan=PlanId(plan)) if at.tzinfo else None
        )
    except ValueError:
        return None
