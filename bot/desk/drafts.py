"""A draft as the map: three columns, every line with its source one click away, and what is around it."""

from aiohttp import web

from bot.desk.courses import drawn
from bot.desk.guard import Visit
from bot.reviewing import Reading
from dialogs.agreed import standing
from dialogs.conversation import Chosen, Left
from dialogs.effects import Matter
from dialogs.facts import LetterKind
from dialogs.ids import AnswerId, QuestionId
from dialogs.lines import Line
from dialogs.people import Circle, too_young
from dialogs.plan import DraftPlan
from dialogs.scales import courses
from dialogs.signposts import Alarm
from dialogs.strength import CHECKS, Mend, State
from dialogs.you_said import Raised
from storage.letters import PostedLetter

MENDS = {
    Mend.STATEMENTS: "#worries",
    Mend.GOALS: "#worries",
    Mend.BOTTOM_LINES: "/needs",
    Mend.REVIEW_DATE: "/about",
    Mend.LIVED: "/lived",
}
"""Where a finding is mended at the desk. The rest is mended in somebody's own words: a question."""
REASONS = {check.name: check.reason for check in CHECKS}

PATH, LONG = QuestionId("path"), "full"
"""The question which way somebody goes, and its choice that asks everything."""
SAVED = "saved a draft as a PDF"


async def newest(visit: Visit) -> web.StreamResponse:
    """GET .../draft: the newest draft, opened: it counts as read."""
    reading = await visit.desk.reviewing.open(visit.who.id, visit.held.id)
    if reading is None:
        return visit.page("no_draft.html")
    visit.plan = reading.held
    return shown(visit, reading)


async def older(visit: Visit) -> web.StreamResponse:
    """GET .../drafts/<number>: exactly as it was frozen."""
    number = int(visit.within("number"))
    return shown(visit, await visit.desk.reviewing.older(visit.who.id, visit.held.id, number))


async def newest_pdf(visit: Visit) -> web.StreamResponse:
    """GET .../draft.pdf."""
    reading = await visit.desk.reviewing.look(visit.who.id, visit.held.id, SAVED)
    if reading is None:
        return visit.page("no_draft.html", status=404)
    return await as_pdf(visit, reading)


async def older_pdf(visit: Visit) -> web.StreamResponse:
    """GET .../drafts/<number>.pdf."""
    number = int(visit.within("number"))
    return await as_pdf(visit, await visit.desk.reviewing.older(visit.who.id, visit.held.id, number, SAVED))


def shown(
    visit: Visit,
    reading: Reading,
    *,
    status: int = 200,
    values: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    hints: dict[str, object] | None = None,
    sure: tuple[str, ...] = (),
) -> web.Response:
    """The page of a draft; the rest is what was typed into its forms and what is wrong with it."""
    draft = reading.draft
    return visit.page(
        "draft.html",
        status=status,
        told_at=visit.desk.reviewing.told_at,
        reading=reading,
        short=_on_the_short_way(draft),
        unread_alarms=any(isinstance(item.kind, Alarm) for item in reading.unread),
        unopened_files=any(item.kind is Matter.FILE_UNOPENED for item in reading.unread),
        draft=draft,
        texts=visit.desk.papers.texts(reading, visit.desk.today),
        does={action.key: standing(draft, action) for action in draft.actions},
        backs_up={action.key: standing(draft, action, backup=True) for action in draft.actions},
        voices={participant.id: participant.name for participant in draft.participants},
        everybody={participant.id: participant.name for participant in draft.everybody},
        named={person.id: person.name for person in draft.people},
        children={child.id: child.name for child in draft.children},
        circles=(*Circle, None),
        left={left: [line for line in draft.left if _left(line) is left] for left in Left},
        talk=[finding for finding in reading.findings if finding.state is State.TALK_ABOUT_THIS],
        written=[finding for finding in reading.findings if finding.state is State.WRITTEN_DOWN],
        reasons=REASONS,
        mends=MENDS,
        courses={
            worry.id: [
                drawn(one, visit.desk.zone) for one in courses(draft.lines, worry.id) if len(one.points) > 1
            ]
            for worry in draft.worker.worries
        },
        apart=_apart(reading),
        raised=_raised(visit, reading),
        young={child.id for child in draft.children if too_young(child, visit.desk.today.year)},
        values=values or {},
        faults=faults or {},
        hints=hints or {},
        sure=sure,
    )


def _on_the_short_way(draft: DraftPlan) -> list[str]:
    """Names of those who chose the short way: on it many questions are never put. Not every dialog has two."""
    chose = [line for line in draft.process if line.question == PATH and isinstance(line.value, Chosen)]
    asked = {line.speaker for line in chose}
    long = {line.speaker for line in chose if isinstance(line.value, Chosen) and LONG in line.value.choices}
    return [one.name for one in draft.participants if one.id in asked - long]


def _raised(visit: Visit, reading: Reading) -> dict[AnswerId, Raised]:
    """What young people raised, line by line; an older draft says nothing of what is due now."""
    found = visit.desk.reviewing.due(reading) if reading.newest else ()
    return {one.line.root: one for due in found for one in due.lines}


def _apart(reading: Reading) -> list[PostedLetter]:
    """What was asked and answered that stands under no line on the page."""
    draft = reading.draft
    beneath = {line.root for line in (*draft.lines, *draft.off_route, *draft.no_longer_asked)}
    beneath -= {line.root for friend in draft.network if friend.person for line in friend.lines}
    answered = {reply.letter for reply in draft.replies}
    return [
        posted
        for posted in reading.letters
        if posted.letter.line not in beneath
        and (posted.letter.id in answered or posted.letter.kind in (LetterKind.RETURNED, LetterKind.QUESTION))
    ]


def _left(line: Line) -> Left:
    return Left(getattr(line.value, "left", Left.SKIPPED))


async def as_pdf(visit: Visit, reading: Reading, *, added: str = "") -> web.Response:
    """The draft on paper; `added`: why times, skips and changed words stand in it."""
    paper = await visit.desk.papers.pdf(reading, visit.desk.today, added=added)
    return web.Response(
        body=paper.content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{paper.file_name}"'},
    )
