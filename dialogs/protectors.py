"""Adults stand by a child, and no child is made the protector (practice.md §4, checks 10, 11 and 21).

A child may say that a brother or sister helps, and it stays as it was said. In the plan it is something
to talk about. `strength` holds these rules in its table.
"""

from collections.abc import Iterable, Iterator

from dialogs.agreed import standing
from dialogs.checks import Case, Outcome, given, names_in, plain
from dialogs.definition import Part
from dialogs.ids import ParticipantId
from dialogs.lines import Group, Line, words_of
from dialogs.people import Child, Role


def adults_hold_actions(case: Case) -> Iterator[Outcome]:
    """No child is made the protector: adults keep watch over children, not the other way round."""
    found = False
    for action in case.actions:
        # Words that were no name count here: "Gran and Leo" names Leo.
        for child in _children_in(case, (*action.holders, *_words(action.part(Part.WHO, Part.BACKUP)))):
            found = True
            about = case.label(action.what)
            yield Outcome(f"{action.key}/{child.id}", about, False, {"child": child.name})
    if case.actions and not found:
        yield Outcome("all", "", True)


def adults_answer_calls(case: Case) -> Iterator[Outcome]:
    """When a sign shows or help is needed, it is an adult who comes: no child is made the protector."""
    for signs in case.draft.signs:
        for child in _children_in(case, _words((*signs.first_call, *signs.next_call))):
            about = case.label(_sign(signs))
            yield Outcome(f"{signs.key}/{child.id}", about, False, {"child": child.name})
    for friend in case.draft.network:
        for child in _children_in(case, (friend.name,)):
            names = {"child": child.name, "by": friend.speaker_name}
            yield Outcome(f"{friend.key}/{child.id}", child.name, False, names, "helper")


def chosen_adult_agreed(case: Case) -> Iterator[Outcome]:
    """An adult whom a child chose to go to has said yes, and no worry is about what they do. No choice is no gap."""
    young = _young(case)
    whose = {person for worry in case.worries for person in worry.whose}
    yes = {plain(name) for name in _who_said_yes(case)}
    for friend in case.draft.network:
        if friend.speaker not in young or not friend.name or tuple(_children_in(case, (friend.name,))):
            continue
        named = {friend.person} | {id for id, name in case.names.items() if plain(name) == plain(friend.name)}
        names = {"by": friend.speaker_name, "who": friend.name}
        about = "whose" if named & whose else ""
        yield Outcome(friend.key, friend.name, not about and plain(friend.name) in yes, names, about)


def signal_has_an_answer(case: Case) -> Iterator[Outcome]:
    """A child's signal needs an adult who answers it. That a child wants no signal is an answer, not a gap."""
    young = _young(case)
    for signs in case.draft.signs:
        if signs.speaker in young and given(_sign(signs)):
            who = [line for line in signs.first_call if not tuple(_children_in(case, _words((line,))))]
            names = {"by": signs.speaker_name}
            yield Outcome(signs.key, case.label(_sign(signs)), given(who), names)


def _young(case: Case) -> set[ParticipantId]:
    return {one.id for one in case.draft.participants if one.role is Role.YOUNG_PERSON}


def _who_said_yes(case: Case) -> Iterator[str]:
    """Who said yes to something in the plan themselves, or offered it."""
    yield from (case.asked[one.to] for one in case.draft.agreed if one.to in case.asked)
    yield from (action.speaker_name for action in case.actions if standing(case.draft, action).own)


def _sign(signs: Group) -> tuple[Line, ...]:
    return signs.part(None, Part.TRIGGER, Part.EARLY_WARNING, Part.RED_FLAG)


def _words(lines: Iterable[Line]) -> Iterator[str]:
    return (words_of(line.value) for line in lines)


def _children_in(case: Case, said: Iterable[str]) -> Iterator[Child]:
    """The children of the plan who are named in what was said."""
    held = names_in(said)
    return (child for child in case.draft.children if plain(child.name) in held)
