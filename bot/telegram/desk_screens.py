"""What a practitioner sees in their own chat: plans, a summary, lines, and what they are about to do.

Pure: values of `bot.reviewing` in, messages out. `practitioner` calls it. Every button carries the
draft and the edition it was drawn for, so that nobody asks about, returns or approves what they
have not read.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aiogram.filters.callback_data import CallbackData

from bot.reviewing import Inbox
from bot.reviewing import Reading as Review
from bot.telegram.desk_phrases import DeskPhrases
from bot.telegram.drawing import Drawn, Piece, Tag, composed
from bot.telegram.fitting import cut, isolated, shown
from bot.telegram.keyboard import LABEL_UNITS, Key, Rows
from dialogs.ids import PlanId
from dialogs.lines import Line
from dialogs.people import Participant
from dialogs.signposts import Alarm
from dialogs.strength import State as Verdict
from dialogs.wording import day, filled
from storage.items import Item
from storage.plans import HeldPlan

MOST_PLANS = 12
LINES_A_PAGE = 4


class Act(CallbackData, prefix="w"):
    """What a practitioner's button does, in which plan, and what was read."""

    do: str
    plan: str
    draft: int = 0
    edition: str = ""
    place: int = 0


class Open(NamedTuple):
    """A plan as it is opened on a phone."""

    held: HeldPlan
    review: Review | None
    """None before anybody sent a part."""
    alarms: tuple[Item, ...]
    """Words that ever raised an alarm, oldest first; those that nobody has marked as read are shown."""
    waiting: int


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
        if len(inbox.plans) > MOST_PLANS or inbox.more is not None:
            said.append(Piece(self._say.more_on_desk))
        return Drawn(composed(said), tuple(keys))

    def summary(self, opened: Open) -> Drawn:
        """One plan: what must be seen first, then what the draft holds."""
        held, review = opened.held, opened.review
        pieces = [*self._mark(held), Piece(isolated(held.family.title), Tag.ASKED), *self._alarms(opened)]
        keys: list[tuple[Key, ...]] = []
        if any(item.seen_at is None for item in opened.alarms):
            keys.append((_key(self._say.seen, Act(do="seen", plan=held.id, place=len(opened.alarms))),))
        if review is None:
            pieces.append(Piece(self._say.no_draft))
        else:
            pieces += self._counts(review)
            this = _of(review)
            keys.append((_key(self._say.lines, this("lines")),))
            keys.append((_key(self._say.approve, this("sure")), _key(self._say.give_back, this("whom"))))
        if opened.waiting:
            pieces.append(Piece(filled(self._say.waiting, {"number": str(opened.waiting)})))
        keys.append((self._all_plans(),))
        return Drawn(composed(pieces, self._say.more_on_desk), tuple(keys))

    def lines(self, review: Review, first: int) -> Drawn:
        """Some lines of the draft in the people's own words, each with a way to ask about it."""
        every = self.readable(review)
        first = first if 0 <= first < len(every) else 0
        page = every[first : first + LINES_A_PAGE]
        this = _of(review)
        place = {"first": str(first + 1), "last": str(first + len(page)), "all": str(len(every))}
        pieces = [*self._mark(review.held), Piece(filled(self._say.page, place))]
        for number, line in enumerate(page, first + 1):
            pieces += self._line(line, f"{number}. ")
        asks = [
            _key(filled(self._say.ask, {"number": str(number)}), this("ask", number - 1))
            for number in range(first + 1, first + len(page) + 1)
        ]
        ways = [_key(self._say.back, Act(do="open", plan=review.held.id))]
        if first + LINES_A_PAGE < len(every):
            ways.append(_key(self._say.next, this("lines", first + LINES_A_PAGE)))
        return Drawn(composed(pieces, self._say.more_on_desk), (*_two_by_two(asks), tuple(ways)))

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

    def sure(self, review: Review, signed: str) -> Drawn:
        """Asks once more before approving, with what people will be told (H5)."""
        words = filled(self._say.sure, {"number": str(review.number), "signed": signed})
        yes = _key(self._say.yes, _of(review)("approve"))
        no = _key(self._say.no, Act(do="open", plan=review.held.id))
        return Drawn(composed([*self._mark(review.held), Piece(shown(words))]), ((yes,), (no,)))

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

    def _alarms(self, opened: Open) -> Iterable[Piece]:
        names = {one.id: one.name for one in opened.held.family.participants}
        for item in opened.alarms:
            if item.seen_at is not None:
                continue
            says = self._say.flagged if item.kind is Alarm.DANGER_NOW else self._say.same_day
            yield Piece(shown(filled(says, {"name": names.get(item.participant, "")})))
            yield Piece(isolated(item.words or ""), Tag.QUOTED, gap="\n")

    def _counts(self, review: Review) -> Iterable[Piece]:
        state = self._say.states[review.held.state]
        draft = {"number": str(review.number), "day": day(review.frozen_at), "state": state}
        yield Piece(filled(self._say.draft, draft))
        counts = [
            filled(self._say.count, {"heading": heading, "number": str(number)})
            for category, heading in self._say.headings.items()
            if (number := len(review.draft.of(category)))
        ]
        talk = sum(finding.state is Verdict.TALK_ABOUT_THIS for finding in review.findings)
        counts.append(filled(self._say.talk, {"number": str(talk)}))
        yield Piece("\n".join(counts))

    def _line(self, line: Line, number: str = "") -> Iterable[Piece]:
        by = filled(self._say.by, {"name": line.speaker_name, "day": day(line.at)})
        yield Piece(shown(f"{number}{line.asked} ({by})" if line.asked else f"{number}{by}"))
        yield Piece(isolated(line.words or line.typed_words), Tag.QUOTED, gap="\n")

    def _all_plans(self) -> Key:
        return _key(self._say.all_plans, Act(do="plans", plan=""))


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
