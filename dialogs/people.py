"""Who is in a plan: children, people, and the participants who are asked.

Called by `family`, `facts` and `plan`; calls nothing.
"""

from enum import StrEnum

from dialogs.ids import ChildId, DialogId, ParticipantId, PersonId
from dialogs.values import Frozen


class Role(StrEnum):
    """What a participant is in the plan; it decides which dialogs may be offered."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    NETWORK = "network"


class Circle(StrEnum):
    """How much somebody knows of the worry (Essex's family safety circles)."""

    INNER = "inner"
    MIDDLE = "middle"
    OUTER = "outer"


class Child(Frozen):
    """A child the plan is for. `born` is a year; a birthday is never needed."""

    id: ChildId
    name: str
    born: int


ASKED_FROM = 6
"""Years, by the year of birth, from which a child is asked anything: under it adults say what they saw."""

TOO_YOUNG_UNDER = 4
"""Years, by the year of birth: so small a child is not asked, and what follows is what adults see."""


def too_young(child: Child, year: int) -> bool:
    """Whether this child is too young to tell us, in this year."""
    return year - child.born < TOO_YOUNG_UNDER


class Person(Frozen):
    """Somebody named in the plan, whether or not they are asked anything."""

    id: PersonId
    name: str


class Hand(Frozen):
    """Whose hand typed or tapped something in a sitting, where a worker passed their own device on."""

    sat_with: str
    """The name of the worker, who sat beside the person."""
    by_worker: bool = False
    """It was the worker's hand. The words are the person's all the same."""


class Participant(Frozen):
    """A person who is asked: one conversation, one space of their own."""

    id: ParticipantId
    person: PersonId
    """Who they are in the plan; a young person is one of its children, and this is the child's id."""
    name: str
    """The name they chose to be called by; never "Mum" from a worker."""
    role: Role
    dialog: DialogId = DialogId("")
    """Which of their role's dialogs the practitioner chose; "" where the role had one alone."""
    parental_responsibility: bool = False
