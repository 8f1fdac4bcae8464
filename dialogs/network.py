"""The network: the people somebody named, how much each knows, and who may be asked.

Each speaker's network stands apart, also where two speakers name the same person: a name is never
matched with another. "Don't ask her" binds. `plan.DraftPlan.network` gathers it.
"""

from collections.abc import Iterable

from dialogs.conversation import Chosen, Named
from dialogs.definition import Category, Part
from dialogs.ids import PersonId
from dialogs.lines import Group, Line, people_named
from dialogs.people import Circle

YES = "yes"
"""The choice that says that somebody may be asked."""
NO = "no"
"""The choice that says that somebody is not to be asked."""


class Friend(Group):
    """One person in somebody's network, with what was said about them."""

    @property
    def person(self) -> PersonId | None:
        """Who it is; None for words that name nobody ("I have no one")."""
        return next(iter(people_named(self.lines)), None)

    @property
    def name(self) -> str:
        """The name given; "" where nobody is named."""
        return next(iter(people_named(self.lines).values()), "")

    @property
    def circle(self) -> Circle | None:
        """The ring they stand in: its choices carry the circles' own ids."""
        chosen = _chosen(self.part(Part.CIRCLE))
        return next((circle for circle in Circle if circle in chosen), None)

    @property
    def may_know(self) -> tuple[Line, ...]:
        """What they may know."""
        return self.part(Part.MAY_KNOW)

    @property
    def ask_them(self) -> tuple[Line, ...]:
        """Whether they may be asked, and by whom."""
        return self.part(Part.ASK_THEM)

    @property
    def hear_first(self) -> tuple[Line, ...]:
        """What they need to hear first, and who should say it."""
        return self.part(Part.HEAR_FIRST)

    @property
    def not_to_be_asked(self) -> bool:
        """Whether the speaker said that they are not to be asked. It binds; "not yet" is not a no."""
        return NO in _chosen(self.ask_them)

    @property
    def may_be_asked(self) -> bool:
        """Whether the speaker said that they may be."""
        return YES in _chosen(self.ask_them) and not self.not_to_be_asked

    @property
    def said(self) -> tuple[Line, ...]:
        """Everything else said about them."""
        apart = (Part.CIRCLE, Part.MAY_KNOW, Part.ASK_THEM, Part.HEAR_FIRST)
        others = (line for line in self.lines if line.part not in apart)
        return tuple(line for line in others if not isinstance(line.value, Named))


def said_no_to(friends: Iterable[Friend], person: PersonId, name: str) -> tuple[Friend, ...]:
    """Where somebody said that this person is not to be asked.

    A name is never matched with another, but for a no: in doubt it binds, and the desk says why.
    """
    plain = _plain(name)
    return tuple(
        friend
        for friend in friends
        if friend.not_to_be_asked and (friend.person == person or _plain(friend.name) == plain)
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _chosen(lines: tuple[Line, ...]) -> set[str]:
    return {choice for line in lines if isinstance(line.value, Chosen) for choice in line.value.choices}


def network(lines: tuple[Line, ...]) -> tuple[Friend, ...]:
    """Everybody named, and words about having nobody; in the order in which they were said."""
    found: list[Friend] = []
    for friend in Friend.gather(lines, Category.NETWORK):
        named = people_named(friend.lines)
        if len(named) < 2:
            found.append(friend)
            continue
        # A list of people that no section asks about further: each is an entry of its own.
        found += (Friend(f"{friend.key}/{line.root}", (line,)) for line in friend.lines)
    return tuple(found)
