"""What a practitioner sees in their own chat: plans, a summary, lines, and what they are about to do.

Pure: values of `bot.reviewing` in, messages out. `practitioner` calls it. Every button carries the
draft and the edition it was drawn for, so that nobody asks about, returns or approves what they
have not read.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from aiogram.filters.callback_data import CallbackData

from bot.reviewing import Inbox, Summary, Waiting
from bot.reviewing import Reading as Review
from bot.telegram.desk_phrases import DeskPhrases
from bot.telegram.drawing import Drawn, Piece, Tag, composed, ends
from bot.telegram.fitting import cut, isolated, shown, units
from bot.telegram.keyboard import LABEL_UNITS, Key, Rows
from dialogs.conversation import Dated, Kept, Number
from dialogs.definition import Category
from dialogs.effects import Matter
from dialogs.ids import ParticipantId, PlanId
from dialogs.lines import Line
from dialogs.people import Participant
from dialogs.plan import DraftPlan
from dialogs.signposts import Alarm
from dialogs.strength import Finding
from dialogs.strength import State as Verdict
from dialogs.wording import day, filled
from storage.items import Item
from storage.plans import HeldPlan

MOST_PLANS = 12
LINES_A_PAGE = 6
TALKS_A_PAGE = 10
ALARM_UNITS = 2000


class Act(CallbackData, prefix="w"):
    """What a practitioner's button does, in which plan, and what was read."""

    do: str
    plan: str
    draft: int = 0
    edition: str = ""
    place: int = 0


class Shown(NamedTuple):
    """A plan as it is opened on a phone."""

    summary: Summary
    read: bool
    """Whether this practitioner has read the newest draft's lines."""

    @property
    def alarms(self) -> tuple[Item, ...]:
        """Words that raised an alarm and that nobody has marked as read: danger first, then oldest first."""
        unread = [i for i in self.summary.items if isinstance(i.kind, Alarm) and i.seen_at is None]
        return tuple(sorted(unread, key=lambda item: (item.kind is not Alarm.DANGER_NOW, item.at)))

    @property
    def first_alarms(self) -> tuple[Item, ...]:
        """As many of them as one message shows whole; one at least."""
        found: list[Item] = []
        room = ALARM_UNITS
        for item in self.alarms:
            room -= units(item.words)
            if found and room < 0:
                break
            found.append(item)
        return tuple(found)

    @property
    def mark(self) -> str:
        """Names the words on the screen: only what was shown can be marked as read."""
        return sha256("|".join(item.id for item in self.first_alarms).encode()).hexdigest()[:12]


class DeskScreens:
    """Draws them, in one language."""

    def __init__(self, phrases: DeskPhrases) -> None:
        self._say = phrases

    def plans(self, inbox: Inbox) -> Drawn:
        """What waits, most urgent first."""
        rows = inbox.plans[:MOST_PLANS]
        if not rows:
            return Drawn(composed([Piece(self._say.no_plans)]))
        keys = []
        for row in rows:
            names = {"title": row.title, "urgency": self._say.urgencies[row.urgency]}
            keys.append((_key(filled(self._say.row, names), Act(do="open", plan=row.plan)),))
        said = [Piece(self._say.plans)]
        for plan, waiting in _by_plan(inbox).items():
            said.append(Piece(isolated(waiting[0].title), Tag.ASKED))
            lines = [self._matter(kind, one.name, one.seen) for one in waiting for kind in one.kinds]
            said.append(Piece("\n".join(lines), gap="\n"))
            if plan not in {row.plan for row in rows}:
                keys.append((_key(waiting[0].title, Act(do="open", plan=plan)),))
        if len(inbox.plans) > MOST_PLANS or inbox.more is not None:
            said.append(Piece(self._say.more_on_desk))
        return Drawn(composed(said, self._say.more_on_desk), tuple(keys))

    def summary(self, shown: Shown) -> Drawn:
        """One plan: what must be seen first, then what waits, then what the draft holds."""
        held, review = shown.summary.held, shown.summary.reading
        pieces = [*self._mark(held), Piece(isolated(held.family.title), Tag.ASKED), *self._alarms(shown)]
        keys: list[tuple[Key, ...]] = []
        if shown.alarms:
            keys.append((_key(self._say.seen, Act(do="seen", plan=held.id, edition=shown.mark)),))
        pieces += self._waits(shown.summary)
        if review is None:
            pieces.append(Piece(self._say.no_draft))
        else:
            pieces += self._counts(review)
            this = _of(review)
            keys.append((_key(self._say.lines, this("lines")),))
            talk = len(_to_talk_about(review))
            if talk:
                keys.append((_key(filled(self._say.talk, {"number": str(talk)}), this("talk")),))
            if shown.read and not shown.alarms:
                keys.append(self._decisions(this))
        keys.append((self._all_plans(),))
        return Drawn(composed(pieces, self._say.more_on_desk), tuple(keys))

    def lines(self, review: Review, first: int, *, decide: bool) -> Drawn:
        """Some lines of the draft in the people's own words, each with a way to ask about it.

        `decide`: whether nothing stands against a decision once these are read.
        """
        every = self.readable(review)
        first = first if 0 <= first < len(every) else 0
        page = every[first : first + LINES_A_PAGE]
        this = _of(review)
        place = {"first": str(first + 1), "last": str(first + len(page)), "all": str(len(every))}
        pieces = [*self._mark(review.held), Piece(filled(self._say.page, place))]
        heading = ""
        for number, line in enumerate(page, first + 1):
            if self._say.headings[line.category] != heading:
                heading = self._say.headings[line.category]
                pieces.append(Piece(heading, Tag.ASKED))
            pieces += self._line(line, f"{number}. ")
        asks = [
            _key(filled(self._say.ask, {"number": str(number)}), this("ask", number - 1))
            for number in range(first + 1, first + len(page) + 1)
        ]
        last = first + LINES_A_PAGE >= len(every)
        ends = (self._decisions(this),) if decide and last else ()
        ways = self._ways(this, "lines", first, LINES_A_PAGE, len(every))
        return Drawn(composed(pieces, self._say.more_on_desk), (*_two_by_two(asks), *ends, ways))

    def talk(self, review: Review, first: int) -> Drawn:
        """What the checks say to talk about."""
        every = _to_talk_about(review)
        first = first if 0 <= first < len(every) else 0
        pieces = [*self._mark(review.held), Piece(self._say.talk_about, Tag.ASKED)]
        for number, finding in enumerate(every[first : first + TALKS_A_PAGE], first + 1):
            pieces.append(Piece(shown(f"{number}. {finding.words}")))
        ways = self._ways(_of(review), "talk", first, TALKS_A_PAGE, len(every))
        return Drawn(composed(pieces, self._say.more_on_desk), (ways,))

    def _ways(self, this: "_Acts", do: str, first: int, most: int, all: int) -> tuple[Key, ...]:
        """To the summary, one page back, one page on."""
        ways = [_key(self._say.back, Act(do="open", plan=this.plan))]
        if first:
            ways.append(_key(self._say.before, this(do, max(first - most, 0))))
        if first + most < all:
            ways.append(_key(self._say.next, this(do, first + most)))
        return tuple(ways)

    def _decisions(self, this: "_Acts") -> tuple[Key, ...]:
        return (_key(self._say.approve, this("sure")), _key(self._say.give_back, this("whom")))

    def readable(self, review: Review) -> tuple[Line, ...]:
        """What people said about the family, heading by heading; not how they went through the questions."""
        return tuple(line for category in self._say.headings for line in review.draft.of(category))

    def question(self, review: Review, line: Line) -> Drawn:
        """Asks for a question about this line."""
        asks = Piece(shown(filled(self._say.question, {"name": line.speaker_name})))
        pieces = [*self._mark(review.held), *self._line(line), asks]
        return Drawn(composed(pieces, self._say.more_on_desk))

    def to_whom(self, review: Review) -> Drawn:
        """Asks who may read the reason: one person, so that nobody reads what is meant for another."""
        this = _of(review)
        keys = [
            (_key(one.name, this("return", place)),) for place, one in enumerate(review.draft.participants)
        ]
        no = _key(self._say.back, Act(do="open", plan=review.held.id))
        return Drawn(composed([Piece(self._say.to_whom)]), (*keys, (no,)))

    def reason(self, reader: Participant) -> Drawn:
        """Asks for the reason of a return."""
        return Drawn(composed([Piece(shown(filled(self._say.reason, {"name": reader.name})))]))

    def sure(self, opened: Summary, signed: str) -> Drawn:
        """Asks once more before approving: what people will be told (H5), and what is still open."""
        review = opened.reading
        assert review is not None
        words = filled(self._say.sure, {"number": str(review.number), "signed": signed})
        pieces = [*self._mark(review.held), Piece(shown(words))]
        names = _names(review.held)
        still = [self._matter(item.kind, names.get(item.participant, ""), False) for item in _others(opened)]
        talk = len(_to_talk_about(review))
        if talk:
            still.append(filled(self._say.talk, {"number": str(talk)}))
        if still:
            pieces.append(Piece(self._say.still_open))
            pieces.append(Piece("\n".join(dict.fromkeys(still)), gap="\n"))
        yes = _key(self._say.yes, _of(review)("approve"))
        no = _key(self._say.no, Act(do="open", plan=review.held.id))
        return Drawn(composed(pieces), ((yes,), (no,)))

    def to_send(self, plan: PlanId, name: str, words: str, place: int, apart: tuple[str, ...] = ()) -> Drawn:
        """What is about to be sent, once more; `apart`: whom it names that its reader is kept apart from."""
        names = {"name": name, "names": ", ".join(apart)}
        asks = Piece(shown(filled(self._say.names_apart if apart else self._say.to_send, names)))
        send = _key(self._say.send, Act(do="send", plan=plan, place=place, draft=int(bool(apart))))
        dont = _key(self._say.dont, Act(do="dont", plan=plan, place=place))
        pieces = [Piece(isolated(words), Tag.QUOTED), asks]
        return Drawn(composed(pieces, self._say.more_on_desk), ((send, dont),))

    def sign_in(self, link: str) -> Drawn:
        """The way to the desk."""
        return Drawn(composed([Piece(self._say.on_the_desk)]), ((Key(self._say.open_desk, url=link),),))

    def says(self, words: str, plan: PlanId | None = None) -> Drawn:
        """A sentence, and the way on."""
        opens = (_key(self._say.back, Act(do="open", plan=plan)),) if plan else (self._all_plans(),)
        return Drawn(composed([Piece(shown(words))]), (opens,))

    def _mark(self, held: HeldPlan) -> Iterable[Piece]:
        if held.family.pretend:
            yield Piece(self._say.pretend, Tag.MARK)

    def _alarms(self, opened: Shown) -> Iterable[Piece]:
        names = _names(opened.summary.held)
        for item in opened.first_alarms:
            says = self._say.flagged if item.kind is Alarm.DANGER_NOW else self._say.same_day
            yield Piece(shown(filled(says, {"name": names.get(item.participant, "")})))
            yield Piece(isolated(item.words or ""), Tag.QUOTED, gap="\n")

    def _waits(self, opened: Summary) -> Iterable[Piece]:
        """What waits, in words, with what was answered to the practitioner's letters."""
        names = _names(opened.held)
        others = _others(opened)
        if others:
            yield Piece(self._say.waits)
            lines = [
                self._matter(item.kind, names.get(item.participant, ""), item.seen_at is not None)
                for item in others
            ]
            yield Piece("\n".join(dict.fromkeys(lines)), gap="\n")
        for item in others:
            if item.kind is Matter.REPLIED and opened.reading is not None:
                yield from self._answer(opened.reading, item)

    def _answer(self, review: Review, item: Item) -> Iterable[Piece]:
        letter = next((one.letter for one in review.letters if one.letter.id == item.letter), None)
        replies = [reply.line for reply in review.draft.replies if reply.letter == item.letter]
        if letter is None or not replies:
            return
        names = {"name": replies[-1].speaker_name, "day": day(replies[-1].at)}
        yield Piece(shown(filled(self._say.you_wrote, names)))
        yield Piece(isolated(letter.words), Tag.QUOTED, gap="\n")
        yield Piece(shown(filled(self._say.they_answered, names)))
        yield from said(replies[-1], self._say)

    def _matter(self, kind: Alarm | Matter, name: str, seen: bool) -> str:
        says = self._say.matter_read if seen else self._say.matter
        return shown(filled(says, {"matter": self._say.matters[kind], "name": name}))

    def _counts(self, review: Review) -> Iterable[Piece]:
        state = self._say.states[review.held.state]
        draft = {"number": str(review.number), "day": day(review.frozen_at), "state": state}
        yield Piece(filled(self._say.draft, draft))
        counts = [
            filled(self._say.count, {"heading": heading, "number": str(number)})
            for category, heading in self._say.headings.items()
            if (number := _number_of(review.draft, category))
        ]
        yield Piece("\n".join(counts))

    def _line(self, line: Line, number: str = "") -> Iterable[Piece]:
        by = filled(self._say.by, {"name": line.speaker_name, "day": day(line.at)})
        yield Piece(shown(f"{number}{line.asked} ({by})" if line.asked else f"{number}{by}"))
        yield from said(line, self._say)
        if line.wish is not None and not line.wish.quiet:
            yield Piece(self._say.wishes[line.wish.wish], Tag.MARK, gap="\n")
            yield Piece(isolated(line.wish.names), Tag.QUOTED, gap="\n")

    def _all_plans(self) -> Key:
        return _key(self._say.all_plans, Act(do="plans", plan=""))


def said(line: Line, say: DeskPhrases) -> Iterable[Piece]:
    """What was said, with what it cannot be read without: a number's ends, the day, where a file opens, whose hand."""
    if isinstance(line.value, Kept):
        yield Piece(say.files[line.value.file_kind], gap="\n")
    tapped = isinstance(line.value, Dated) and not line.value.typed
    yield Piece("" if tapped else isolated(line.words), Tag.QUOTED, gap="\n")
    for typed in line.typed[-1:]:
        yield Piece(shown(filled(say.typed_up, {"name": typed.by})), gap="\n")
        yield Piece(isolated(typed.words), Tag.QUOTED, gap="\n")
    if isinstance(line.value, Number):
        yield Piece(ends(line.value), gap="\n")
    if isinstance(line.value, Dated):
        yield Piece(day(line.value.day), gap="\n")
    if line.hand:
        hands = {"name": line.speaker_name, "hand": line.typed_by, "worker": line.hand.sat_with}
        yield Piece(shown(filled(say.sat_with, hands)), gap="\n")


class _Acts(NamedTuple):
    """Makes the buttons of one reading."""

    plan: PlanId
    draft: int
    edition: str

    def __call__(self, do: str, place: int = 0) -> Act:
        return Act(do=do, plan=self.plan, draft=self.draft, edition=self.edition, place=place)


def _of(review: Review) -> _Acts:
    return _Acts(review.held.id, review.number, review.edition)


def _key(label: str, act: Act) -> Key:
    return Key(cut(" ".join(shown(label).split()) or "…", LABEL_UNITS), data=act.pack())


def _two_by_two(keys: Sequence[Key]) -> Rows:
    return tuple(tuple(keys[place : place + 2]) for place in range(0, len(keys), 2))


def _number_of(draft: DraftPlan, category: Category) -> int:
    """People, actions, times, what-ifs and numbers are counted as the plan shows them, not line by line."""
    match category:
        case Category.NETWORK:
            return len(draft.network)
        case Category.ACTION:
            return len(draft.actions)
        case Category.WHAT_IF:
            return len(draft.what_ifs)
        case Category.SCALE:
            return len(draft.readings)
        case Category.SAFETY:
            return len(draft.safety)
        case _:
            return len(draft.of(category))


def _to_talk_about(review: Review) -> tuple[Finding, ...]:
    return tuple(finding for finding in review.findings if finding.state is Verdict.TALK_ABOUT_THIS)


def _others(opened: Summary) -> tuple[Item, ...]:
    """What waits beside words that raised an alarm and are still to be read."""
    return tuple(i for i in opened.items if not isinstance(i.kind, Alarm) or i.seen_at is not None)


def _names(held: HeldPlan) -> dict[ParticipantId, str]:
    return {one.id: one.name for one in held.family.participants}


def _by_plan(inbox: Inbox) -> dict[PlanId, list[Waiting]]:
    """What waits, plan by plan: danger first, then what is for today."""
    found: dict[PlanId, list[Waiting]] = {}
    for one in (*inbox.flags, *inbox.today, *inbox.later):
        found.setdefault(one.plan, []).append(one)
    return dict(list(found.items())[:MOST_PLANS])
