"""The checks of practice.md §4 about a plan that goes on: tried at least once, a signal that was practised,
the child's own version, and who looks again after closure (checks 11, 19, 23 and 24).

They look at what the practitioner wrote down on the page of living with the plan. `strength` holds the rules.
"""

from collections.abc import Iterator

from dialogs.checks import Case, Outcome, given, written
from dialogs.definition import Part
from dialogs.people import Role
from dialogs.trials import Trial, Tried

_HELD = frozenset({Tried.USED, Tried.PRACTISED})


def tried_once(case: Case) -> Iterator[Outcome]:
    """A plan on paper proves nothing: it is used or practised at least once. What broke is mended and tried again."""
    trials = case.draft.worker.trials
    for trial in trials:
        if trial.tried is Tried.BROKE:
            names = {"day": written(trial.on)}
            mended = bool(trial.changed) and any(one.on >= trial.on and one.tried in _HELD for one in trials)
            words = "" if mended else "broke" if not trial.changed else "again"
            yield Outcome(_key(trial), trial.what, mended, names, words)
    held = [trial for trial in trials if trial.tried in _HELD]
    if held:
        yield Outcome("held", held[-1].what, True, {"day": written(held[-1].on)}, "held")
    elif not trials:
        yield Outcome("none", "", False, {}, "none")


def signal_was_practised(case: Case) -> Iterator[Outcome]:
    """A signal that nobody ever tried is a word on paper. It is practised with the adult who answers it."""
    young = {one.id for one in case.draft.participants if one.role is Role.YOUNG_PERSON}
    practised = [trial for trial in case.draft.worker.trials if trial.tried is Tried.SIGNAL]
    for signs in case.draft.signs:
        signal = signs.part(None, Part.TRIGGER, Part.EARLY_WARNING, Part.RED_FLAG)
        if signs.speaker in young and given(signal):
            names = {"by": signs.speaker_name, "day": written(practised[-1].on) if practised else ""}
            yield Outcome(signs.key, case.label(signal), bool(practised), names)


def child_was_told(case: Case) -> Iterator[Outcome]:
    """Each child has the plan in words for that child, which the practitioner agreed to, and was told it."""
    told = {one.child: one for one in case.draft.worker.children_told}
    for child in case.draft.children:
        one = told.get(child.id)
        holds = one is not None and bool(one.words and one.on)
        names = {"by": one.by if one else "", "day": written(one.on) if one and one.on else ""}
        yield Outcome(child.id, child.name, holds, names, "day" if one and one.words and not one.on else "")


def somebody_looks_after_closure(case: Case) -> Iterator[Outcome]:
    """Once services have left, somebody looks again: the check after closure has an owner and a date."""
    after = case.draft.worker.after_closure
    names = {"who": after.owner, "day": written(after.on) if after.on else ""}
    yield Outcome("after_closure", after.owner, after.owned, names)


def _key(trial: Trial) -> str:
    return f"{trial.on.isoformat()}/{trial.what}"
