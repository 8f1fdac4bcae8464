"""What the practitioner wrote in a plan, section by section, as text to be pasted into a record.

Days only, no time of day. `opening` shows each beside its section ("Copy as text"); the draft's own
sections come from `bot.documents`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from dialogs.family import Family, Worry
from dialogs.ids import ChildId, PersonId
from dialogs.marks import visible

Say = Callable[[str], str]
Day = Callable[[date], str]


def _(text: str) -> str:
    """Marks a string for translation; `plan_texts` translates it."""
    return text


LABELS = (
    _("Who worries"),
    _("What has happened"),
    _("What could happen soon"),
    _("What could happen later"),
    _("How the family sees it"),
    _("Whose actions"),
    _("Who is hurt"),
    _("Goal"),
    _("For how long"),
    _("0 on the scale"),
    _("10 on the scale"),
)


def plan_texts(family: Family, say: Say, day: Day) -> Mapping[str, str]:
    """Each section by its name; those in which nothing is written are left out."""
    people = {person.id: person.name for person in family.people}
    children = {child.id: child.name for child in family.children}
    sections = {
        "people": (say(_("People")), _people(family, people, say)),
        "needs": (say(_("What needs to happen")), _needs(family, say, day)),
        "about": (say(_("About this plan")), _about(family, say, day)),
        "worries": (say(_("Worries")), _worries(family, people, children, say)),
    }
    found = {name: (title, tuple(filter(None, lines))) for name, (title, lines) in sections.items()}
    return {name: visible("\n".join((title, *lines))) for name, (title, lines) in found.items() if lines}


def _people(family: Family, people: Mapping[PersonId, str], say: Say) -> Iterable[str]:
    for one in family.participants:
        yield say(_("Asked: {}")).format(one.name)
    asked = {one.person for one in family.participants}
    for person in family.people:
        if person.id not in asked:
            yield say(_("Named: {}")).format(person.name)
    for child in family.children:
        yield say(_("Child: {} ({})")).format(child.name, child.born)
    for pair in family.apart:
        names = f"{people.get(pair.one, '')}, {people.get(pair.other, '')}"
        yield say(_("Kept apart: {}")).format(names) + (f". {pair.why}" if pair.why else "")


def _needs(family: Family, say: Say, day: Day) -> Iterable[str]:
    for line in family.bottom_lines:
        yield _labelled(say(_("Bottom line")), line.words)
        yield _labelled(say(_("Met by")), line.met_by)
    for step in family.next_steps:
        yield _labelled(say(_("Next")), f"{step.words} ({day(step.by)})" if step.by else step.words)


def _about(family: Family, say: Say, day: Day) -> Iterable[str]:
    yield _labelled(say(_("Messages are read")), family.reads)
    yield _labelled(say(_("If nothing changes")), family.if_nothing_changes)
    yield _labelled(say(_("When we step back")), family.step_back)
    yield _labelled(say(_("Looked at again on")), day(family.review_on) if family.review_on else "")


def _worries(
    family: Family, people: Mapping[PersonId, str], children: Mapping[ChildId, str], say: Say
) -> Iterable[str]:
    for worry in family.worries:
        yield f"\n{worry.title}"
        for label, words in zip(LABELS, _parts(worry, people, children), strict=True):
            yield _labelled(say(label), words)


def _parts(worry: Worry, people: Mapping[PersonId, str], children: Mapping[ChildId, str]) -> tuple[str, ...]:
    return (
        worry.who_worries,
        worry.what_happened,
        worry.could_happen_soon,
        worry.could_happen_later,
        worry.family_view,
        ", ".join(people[id] for id in worry.whose if id in people),
        ", ".join(children[id] for id in worry.hurt if id in children),
        worry.goal.words,
        worry.goal.how_long,
        worry.scale.low,
        worry.scale.high,
    )


def _labelled(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""
