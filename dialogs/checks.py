"""The rules behind the checks of practice.md §4: each looks at one thing in a draft.

A rule yields an `Outcome` for each thing that it looks at: it holds, or it is something to talk
about. No rule reads tone or truth out of people's words; where it looks at words at all (a goal
that says "stop", an action that is a course) it is the service's list in `Thresholds`, and a hint.

`strength` holds the table of the rules with their numbers and sources, and calls them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from dialogs.actions import Action
from dialogs.conversation import Chosen
from dialogs.definition import Over
from dialogs.family import Worry
from dialogs.ids import ParticipantId, PersonId
from dialogs.lines import Line, people_named, says_something, words_of
from dialogs.people import Circle
from dialogs.plan import DraftPlan
from dialogs.values import Frozen


class Thresholds(Frozen):
    """What a service may set for itself."""

    most_worries: int = 3
    what_ifs: int = 3
    helpers: int = 2
    """People named who may be asked. Whether they agree, and where they live, comes with their own part."""
    gap_between_people: int = 3
    """Points of a scale of 0 to 10."""
    share_of_one: float = 0.5
    """No one holds more than this share of the actions."""
    share_from: int = 3
    """Actions from which a share says anything."""
    immediate: bool = False
    """Whether this is an immediate plan, which is looked at again within `immediate_days`."""
    immediate_days: int = 7
    stopping_words: tuple[str, ...] = (
        "stop",
        "stops",
        "not",
        "no",
        "never",
        "don't",
        "doesn't",
        "won't",
        "without",
    )
    service_words: tuple[str, ...] = (
        "course",
        "class",
        "classes",
        "programme",
        "program",
        "counselling",
        "therapy",
        "social worker",
        "health visitor",
        "family support worker",
        "probation",
        "clinic",
    )


class Outcome(NamedTuple):
    """What a rule says of one thing: it holds, or it is something to talk about."""

    id: str
    about: str
    holds: bool
    names: Mapping[str, str] = {}
    words: str = ""
    """Which words, where a rule has several."""


class Case:
    """What the rules look at."""

    def __init__(
        self, draft: DraftPlan, today: date, thresholds: Thresholds, words: Mapping[str, str]
    ) -> None:
        self.draft = draft
        self.today = today
        self.thresholds = thresholds
        self.words = words
        self.worries = draft.worker.worries

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Every action of the draft."""
        return self.draft.actions

    @cached_property
    def names(self) -> dict[PersonId, str]:
        """Everybody the plan knows by an id."""
        return {person.id: person.name for person in self.draft.people} | people_named(self.draft.lines)

    @cached_property
    def asked(self) -> dict[ParticipantId, str]:
        """Everybody who is asked, by name."""
        return {participant.id: participant.name for participant in self.draft.everybody}

    def label(self, lines: Iterable[Line]) -> str:
        """A few words that tell one action or sign from another."""
        said = next((words for line in lines if (words := words_of(line.value) or line.typed_words)), "")
        return said if len(said) <= _LABEL else said[:_LABEL].rstrip() + "…"

    def meeting(self, worry: Worry) -> tuple[Action, ...]:
        """The actions that meet this worry. Where there is one worry, an untied action meets it."""
        return tuple(action for action in self.actions if self.meets(action, worry))

    def meets(self, action: Action, worry: Worry) -> bool:
        """Whether this action is about this worry, says that it meets it, or has no other to meet."""
        about = action.about
        if about is not None and about.over is Over.WORRY:
            return about.id == worry.id
        if action.worry_met:
            return any(_names_worry(line, worry) for line in action.worry_met)
        return len(self.worries) == 1

    def listed(self, names: Iterable[str]) -> str:
        """Names of missing things, as the words call them."""
        return ", ".join(self.words[f"part.{name}"] for name in names)


_LABEL = 60
"""Characters of a line that tell it from another."""


def has_action(case: Case) -> Iterator[Outcome]:
    """An unmet worry is a gap."""
    for worry in case.worries:
        yield Outcome(worry.id, worry.title, bool(case.meeting(worry)))


def has_goal_and_scale(case: Case) -> Iterator[Outcome]:
    """Each statement is paired with one goal and one scale, whose ends are in words."""
    for worry in case.worries:
        missing = [] if worry.goal.words.strip() else ["goal"]
        if not (worry.scale.low.strip() and worry.scale.high.strip()):
            missing.append("scale")
        yield Outcome(worry.id, worry.title, not missing, {"missing": case.listed(missing)})


def few_worries(case: Case) -> Iterator[Outcome]:
    """Three at most, so that each can be met; a warning, and the service sets the number."""
    most, count = case.thresholds.most_worries, len(case.worries)
    yield Outcome("all", "", 0 < count <= most, {"most": str(most)}, "" if count else "none")


def statement_in_four_parts(case: Case) -> Iterator[Outcome]:
    """Who worries, what happened, the effect on the child, the family's view; and whose actions."""
    views = {view.about.id for view in case.draft.views if view.about and view.about.over is Over.WORRY}
    for worry in case.worries:
        parts = {
            "who_worries": worry.who_worries,
            "what_happened": worry.what_happened,
            "could_happen": worry.could_happen_soon or worry.could_happen_later,
            "family_view": worry.family_view or worry.id in views,
            "whose": worry.whose,
            "hurt": worry.hurt or worry.hurt_adults,
        }
        missing = [name for name, given in parts.items() if not given]
        yield Outcome(worry.id, worry.title, not missing, {"missing": case.listed(missing)})


def goal_is_something_there(case: Case) -> Iterator[Outcome]:
    """A goal says what will be there instead, not what stops, and for how long."""
    for worry in case.worries:
        if not worry.goal.words.strip():
            continue
        if _holds_any(worry.goal.words, case.thresholds.stopping_words):
            yield Outcome(worry.id, worry.title, False, words="stops")
        else:
            yield Outcome(worry.id, worry.title, bool(worry.goal.how_long.strip()))


def action_is_whole(case: Case) -> Iterator[Outcome]:
    """An action says who, what, when and how we know. Where no one does it yet, `somebody_does_it` says so."""
    for action in case.actions:
        parts = {
            "who": bool(action.holders) or action.nobody_yet,
            "what": given(action.what),
            "when": given(action.when),
            "how_we_know": given(action.how_we_know),
        }
        missing = [name for name, given in parts.items() if not given]
        if missing or not action.nobody_yet:
            about, names = case.label(action.what), {"missing": case.listed(missing)}
            yield Outcome(action.key, about, not missing, names)


def somebody_does_it(case: Case) -> Iterator[Outcome]:
    """A hole that was said is the first thing to talk about: who could it be?"""
    for action in case.actions:
        if action.nobody_yet:
            yield Outcome(action.key, case.label(action.what), False)


def helpers_named(case: Case) -> Iterator[Outcome]:
    """A plan rests on several people. How many agree, and live elsewhere, their own parts will say."""
    workers = {plain(name) for name in (case.draft.worker.name, case.draft.worker.cover) if name}
    named = {plain(friend.name) for friend in case.draft.network if friend.name}
    kept = {plain(friend.name) for friend in case.draft.network if friend.not_to_be_asked}
    may = {plain(friend.name) for friend in case.draft.network if friend.may_be_asked}
    left_out = kept | workers | {plain(child.name) for child in case.draft.children}
    wanted = case.thresholds.helpers
    enough, unasked = len(may - left_out) >= wanted, len(named - left_out) >= wanted
    words = "unasked" if unasked and not enough else ""
    yield Outcome("all", "", enough, {"wanted": str(wanted)}, words)


def helpers_have_heard(case: Case) -> Iterator[Outcome]:
    """Somebody can only watch over what they have heard of."""
    for friend in case.draft.network:
        if friend.circle is None or friend.not_to_be_asked:
            continue
        names = {"who": friend.name, "by": friend.speaker_name}
        yield Outcome(friend.key, friend.name, friend.circle is Circle.INNER, names)


def action_has_backup(case: Case) -> Iterator[Outcome]:
    """People fall ill. That the backup has agreed comes later, with their own yes.

    What one adult will do differently nobody else can do for them: it needs no backup. Where
    nobody does it yet, that is the gap.
    """
    for action in case.actions:
        if action.holders and not action.only_theirs:
            yield Outcome(action.key, case.label(action.what), given(action.backup))


def held_by_several(case: Case) -> Iterator[Outcome]:
    """No one holds over half the actions: a single point of failure."""
    held = [set(map(plain, action.holders)) for action in case.actions if action.holders]
    if len(held) < case.thresholds.share_from:
        return
    shown = {plain(name): name for action in case.actions for name in action.holders}
    name, count = Counter(name for names in held for name in names).most_common(1)[0]
    share = count / len(held)
    yield Outcome("all", "", share <= case.thresholds.share_of_one, {"who": shown[name]})


def not_services_alone(case: Case) -> Iterator[Outcome]:
    """Services and courses end; a plan for daily life goes on."""
    workers = {plain(name) for name in (case.draft.worker.name, case.draft.worker.cover) if name}
    for worry in case.worries:
        actions = case.meeting(worry)
        if actions:
            alone = all(_is_service(action, workers, case.thresholds) for action in actions)
            yield Outcome(worry.id, worry.title, not alone)


def red_flag_has_call(case: Case) -> Iterator[Outcome]:
    """A red flag says whom to call first, and what happens then."""
    found = False
    for signs in case.draft.signs:
        for flag in signs.red_flags:
            found = True
            missing = [] if given(signs.first_call) else ["first_call"]
            missing += [] if given(signs.what_then) else ["what_then"]
            yield Outcome(flag.root, case.label((flag,)), not missing, {"missing": case.listed(missing)})
    if not found:
        yield Outcome("all", "", False, words="none")


def what_ifs_answered(case: Case) -> Iterator[Outcome]:
    """A helper away, the worry back, an unwanted visitor: three answered, at least."""
    answered = {(w.question, w.about) for w in case.draft.what_ifs if w.answered}
    wanted = case.thresholds.what_ifs
    yield Outcome("all", "", len(answered) >= wanted, {"wanted": str(wanted)})


def no_hole_is_left(case: Case) -> Iterator[Outcome]:
    """A day or time when nobody can help yet is a hole, in the words of whoever said it."""
    for what_if in case.draft.what_ifs:
        for line in what_if.hole:
            if says_something(line):
                about = case.label((line,))
                yield Outcome(line.root, about, False, {"by": line.speaker_name})


def review_date_set(case: Case) -> Iterator[Outcome]:
    """A day on which the plan is looked at again; an immediate plan within seven days."""
    day, limit = case.draft.worker.review_on, case.thresholds.immediate_days
    names = {"day": written(day) if day else "", "days": str(limit)}
    if day is None:
        yield Outcome("all", "", False, names)
    elif day < case.today:
        yield Outcome("all", "", False, names, "past")
    else:
        late = case.thresholds.immediate and day > case.today + timedelta(days=limit)
        yield Outcome("all", "", not late, names, "late" if late else "")


def bottom_line_is_met(case: Case) -> Iterator[Outcome]:
    """The service says what it cannot give way on; the family owns how, so each names its action."""
    for place, line in enumerate(case.draft.worker.bottom_lines, 1):
        yield Outcome(str(place), line.words, bool(line.met_by.strip()))


def numbers_lie_apart(case: Case) -> Iterator[Outcome]:
    """Difference is information: people whose numbers lie far apart see different things."""
    numbers: dict[str, dict[ParticipantId, int]] = {}
    for reading in case.draft.readings:
        if reading.number is not None and reading.about is not None and reading.about.over is Over.WORRY:
            numbers.setdefault(reading.about.id, {})[reading.speaker] = reading.number.number
    for worry in case.worries:
        own = numbers.get(worry.id, {}).values()
        if len(own) > 1:
            apart = max(own) - min(own)
            yield Outcome(worry.id, worry.title, apart < case.thresholds.gap_between_people)


def nobody_manages_the_other(case: Case) -> Iterator[Outcome]:
    """Where two people are kept apart, no action leaves it to one of them to manage the other."""
    for action in case.actions:
        held = people_named(action.who)
        holders = set(held) | {person for person, name in case.names.items() if name in action.holders}
        holders |= {p.person for p in case.draft.participants if p.name in action.holders}
        words = " / ".join(words_of(line.value) for line in (*action.what, *action.when, *action.how_we_know))
        for pair in case.draft.worker.apart:
            for holder, other in ((pair.one, pair.other), (pair.other, pair.one)):
                met = any(other in worry.whose for worry in case.worries if case.meets(action, worry))
                if holder in holders and (met or _holds_any(words, (case.names.get(other, ""),))):
                    names = {"who": case.names.get(holder, ""), "other": case.names.get(other, "")}
                    yield Outcome(f"{action.key}/{other}", case.label(action.what), False, names)


# Small questions about words ---------------------------------------------------------------------


def choices(line: Line) -> tuple[str, ...]:
    """The ids that were chosen."""
    return line.value.choices if isinstance(line.value, Chosen) else ()


def given(lines: Iterable[Line]) -> bool:
    """Whether anything was said in these lines."""
    return any(says_something(line) for line in lines)


_BETWEEN_NAMES = re.compile(r",|;|/|&|\+|\n|\band\b|\bor\b")


def plain(text: str) -> str:
    """As names and words are compared."""
    return " ".join(text.casefold().split())


def _holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of these stands in the text as a word of its own."""
    held = plain(text).replace("’", "'")
    return any(word and re.search(rf"(?<!\w){re.escape(plain(word))}(?!\w)", held) for word in words)


def names_in(said: Iterable[str]) -> set[str]:
    """The names in "Gran and Leo", each by itself; "Leo's dad" is not Leo."""
    return {plain(name) for words in said for name in _BETWEEN_NAMES.split(words)}


def _names_worry(line: Line, worry: Worry) -> bool:
    if isinstance(line.value, Chosen) and worry.id in line.value.choices:
        return True
    return _holds_any(words_of(line.value), (worry.title,))


def _is_service(action: Action, workers: set[str], thresholds: Thresholds) -> bool:
    held_by_workers = bool(action.holders) and all(plain(name) in workers for name in action.holders)
    words = " / ".join((*action.holders, *(words_of(line.value) for line in action.what)))
    return held_by_workers or _holds_any(words, thresholds.service_words)


def written(day: date) -> str:
    """A day as findings write it."""
    return f"{day.day}/{day.month}/{day.year}"
