"""Who has agreed to an action, and to be its backup; and the checks of practice.md §4 about that.

Somebody's own yes has a day. Whoever offers to do it themselves needs no asking; what somebody else says
of them is no yes yet; a part of it opens the gap again, until somebody who is asked after that says yes.
`strength` holds these rules in its table; the desk and the documents ask `standing`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.actions import ME, YES, Action
from dialogs.checks import Case, Outcome, choices, written
from dialogs.commitments import Commitment, Said
from dialogs.lines import Line, says_something, words_of
from dialogs.plan import DraftPlan


class Standing(NamedTuple):
    """How one place of an action stands: whoever does it, or its backup."""

    put: tuple[Commitment, ...]
    """To whom it was put, and what they answered."""
    own: Line | None
    """The speaker's own word that they do it; None where it was put to them since: then that counts."""
    named: tuple[str, ...]
    """Who is named for it."""
    unasked: tuple[str, ...]
    """Who of them was not asked, and no one else has said yes in their place."""

    @property
    def open(self) -> tuple[Commitment, ...]:
        """What was put to somebody and is no gap that somebody else has closed since."""
        return tuple(one for one in self.put if not any(_closes(later, one) for later in self.put))


def standing(draft: DraftPlan, action: Action, *, backup: bool = False) -> Standing:
    """How this place of an action stands."""
    roots = {line.root for line in action.lines}
    names = {participant.id: _folded(participant.name) for participant in draft.everybody}
    put = tuple(
        one
        for one in draft.commitments
        if one.action in roots and one.letter.backup is backup and one.to in names
    )
    named = _backups(action) if backup else action.holders
    own = None if backup or any(one.to == action.speaker for one in put) else _own_word(action)
    asked = {names[one.to] for one in put} | ({_folded(action.speaker_name)} if own is not None else set())
    somebody_else = {names[one.to] for one in put if one.said is Said.YES} - {_folded(one) for one in named}
    unasked = () if somebody_else else tuple(one for one in named if _folded(one) not in asked)
    return Standing(put, own, named, unasked)


def said_yes_themselves(case: Case) -> Iterator[Outcome]:
    """People are asked, and agree. Their own yes has a day; what somebody else says of it is no yes yet."""
    for action in (*case.actions, *case.draft.demands):
        now = standing(case.draft, action)
        if now.own is not None:
            names = {"who": action.speaker_name, "day": written(now.own.at.date())}
            words = "" if ME in choices(now.own) and now.own in action.said_yes else "offered"
            yield Outcome(action.key, case.label(action.what), True, names, words)
        yield from _answers(case, action, now)
        if now.unasked:
            names = {"who": ", ".join(now.unasked), "by": action.speaker_name}
            told = any(YES in choices(line) for line in action.said_yes)
            yield Outcome(action.key, case.label(action.what), False, names, "told" if told else "")


def backup_said_yes(case: Case) -> Iterator[Outcome]:
    """A backup who was never asked is a name. Where none is named, `action_has_backup` says so."""
    for action in case.actions:
        now = standing(case.draft, action, backup=True)
        yield from _answers(case, action, now)
        if now.unasked and not action.only_theirs:
            yield Outcome(action.key, case.label(action.what), False, {"who": ", ".join(now.unasked)})


def _answers(case: Case, action: Action, now: Standing) -> Iterator[Outcome]:
    for one in now.open:
        names = {"who": case.asked[one.to], "day": written((one.at or one.letter.at).date())}
        changed = one.said is Said.YES and one.is_overtaken(action.terms)
        holds = one.said is Said.YES and not changed
        words = "" if holds else "changed" if changed else _how_open(one)
        yield Outcome(f"{action.key}/{one.to}", case.label(action.what), holds, names, words)


def _how_open(one: Commitment) -> str:
    return one.said.value if one.said else "wrote" if one.words else "asked"


def _closes(later: Commitment, gap: Commitment) -> bool:
    """Whether somebody who was asked after this gap opened has said yes."""
    opened = gap.at if gap.said in (Said.PART, Said.NO, Said.STEPPED_BACK) else None
    return later.said is Said.YES and opened is not None and later.letter.at > opened


def _own_word(action: Action) -> Line | None:
    """Where the speaker says that they do it themselves: "it is me", or their own name as who does it."""
    said = next((line for line in action.said_yes if ME in choices(line)), None)
    if said is not None or any(choices(line) for line in action.said_yes):
        return said
    mine = action.speaker_name in action.holders
    return next(iter(action.who or action.lines)) if mine else None


def _backups(action: Action) -> tuple[str, ...]:
    named = (line for line in action.backup if says_something(line))
    return tuple(words for line in named if (words := words_of(line.value) or line.typed_words))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
