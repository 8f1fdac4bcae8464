"""How long it still takes: one sum, for the label at the door and for the figure in the hub.

A slow reader's pace: each question that waits, what naming somebody or something will add, and
reading it all over before it is sent. `prompts` calls `minutes_left`.
"""

from collections.abc import Iterator

from dialogs.definition import Kind, Over, Question, Section
from dialogs.route import Route

SECONDS = {
    Kind.READ: 15,
    Kind.TEXT: 50,
    Kind.TEXTS: 70,
    Kind.CHOICE: 15,
    Kind.CHOICES: 25,
    Kind.AGREE: 30,
    Kind.SCALE: 25,
    Kind.PERSON: 20,
    Kind.PEOPLE: 50,
    Kind.DATE: 20,
}
"""How long a slow reader takes for each kind, the reading with it."""
READ_OVER = 8
"""Seconds a question on the check pages."""
EXACT_UP_TO = 10
"""Minutes; what is longer is rounded up to the next five, since nobody knows it better."""


def minutes_left(route: Route) -> int:
    """Minutes that the rest of this route takes, the check with it; 0 where no question waits."""
    waits = reading = 0
    for section in route.dialog.section:
        if section.door:
            continue
        for step in route.of(section):
            if not route.done(step) and step.question is not route.dialog.free_box:
                waits += SECONDS[step.question.kind]
            reading += READ_OVER if step.question.kind is not Kind.READ else 0
        for question in _to_come(route, section):
            waits += SECONDS[question.kind]
            reading += READ_OVER
    if not waits:
        return 0
    exact = max(1, -(-(waits + reading) // 60))
    return exact if exact <= EXACT_UP_TO else -(-exact // 5) * 5


def _to_come(route: Route, section: Section) -> Iterator[Question]:
    """Questions about the one person or thing that is most likely named, where none is yet."""
    repeats = section.repeats
    if repeats is None or repeats.over not in (Over.PERSON, Over.ITEM) or route.repeats(section):
        return
    assert repeats.of is not None
    source, named = route.dialog.questions[repeats.of]
    if source.door or route.answered.complete(named, "") or not route.applies(source, named, ""):
        return
    for question in section.question:
        if (
            not question.when
            and (question.short or not route.short)
            and (route.alone or not question.private)
        ):
            yield question
