"""How long it still takes: one sum, for the label at the door and for the figure in the hub.

A slow reader's pace: each question that waits, what naming somebody or something will add, and
reading it all over before it is sent. `prompts` calls `minutes_left`.
"""

from collections.abc import Iterator
from math import ceil

from dialogs.conversation import Conversation
from dialogs.definition import Dialog, Does, Kind, Over, Question, Section
from dialogs.route import Moment, Route

SECONDS = {
    Kind.READ: 20,
    Kind.TEXT: 60,
    Kind.TEXTS: 80,
    Kind.CHOICE: 15,
    Kind.CHOICES: 25,
    Kind.AGREE: 40,
    Kind.SCALE: 30,
    Kind.PERSON: 20,
    Kind.PEOPLE: 60,
    Kind.DATE: 20,
}
"""How long a slow reader takes for each kind, the reading with it."""
READ_OVER = 10
"""Seconds a question on the check pages."""
LEADS_ON = 1.2
"""Answers lead to questions that nobody can count yet."""
NOON = 12
"""A promise holds at any hour."""
SENDING = 60
"""Seconds for the list of parts, sending, and what is said after it."""
EXACT_UP_TO = 10
"""Minutes; what is longer is rounded up to the next five, since nobody knows it better."""


def minutes_in_all(dialog: Dialog, conversation: Conversation, year: int) -> int:
    """Minutes from the first screen to sending, the short way and alone: what the door promises."""
    nothing_said = conversation.model_copy(update={"answers": ()})
    short = Does.SHORT_PATH in dialog.doing
    return minutes_left(Route(dialog, nothing_said, Moment(NOON, year), short=short, alone=True))


def minutes_left(route: Route) -> int:
    """Minutes that the rest of this route takes, the check with it; 0 where no question waits."""
    waits = reading = 0
    for section in route.dialog.section:
        for step in route.of(section):
            if not route.done(step) and step.question is not route.dialog.free_box:
                waits += SECONDS[step.question.kind]
            reading += READ_OVER if step.question.kind is not Kind.READ and not section.door else 0
        for question in _to_come(route, section):
            waits += SECONDS[question.kind]
            reading += READ_OVER
    if not waits:
        return 0
    exact = ceil((waits * LEADS_ON + reading + SENDING) / 60)
    return exact if exact <= EXACT_UP_TO else -(-exact // 5) * 5


def _to_come(route: Route, section: Section) -> Iterator[Question]:
    """Questions about the one person or thing that is most likely named, where none is yet."""
    repeats = section.repeats
    if repeats is None or repeats.over not in (Over.PERSON, Over.ITEM) or route.repeats(section):
        return
    assert repeats.of is not None
    source, named = route.dialog.questions[repeats.of]
    if source.door or named is route.dialog.free_box or route.answered.complete(named, ""):
        return
    if not route.applies(source, named, ""):
        return
    for question in section.question:
        if route.applies(section, question, ""):
            yield question
