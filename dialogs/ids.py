"""The names of things: one `NewType` per kind of id, so that mypy keeps them apart.

Ids are opaque lower-case text. None is made here: they arrive with an event, or are derived from
the event's id and a counter (`derived`), so that the same event twice makes the same ids.
"""

from typing import NewType

DialogId = NewType("DialogId", str)
SectionId = NewType("SectionId", str)
QuestionId = NewType("QuestionId", str)
ChoiceId = NewType("ChoiceId", str)

PlanId = NewType("PlanId", str)
PractitionerId = NewType("PractitionerId", str)
ParticipantId = NewType("ParticipantId", str)
PersonId = NewType("PersonId", str)
ChildId = NewType("ChildId", str)
WorryId = NewType("WorryId", str)
LetterId = NewType("LetterId", str)
FileId = NewType("FileId", str)
ReleaseId = NewType("ReleaseId", str)

ConversationId = NewType("ConversationId", str)
EventId = NewType("EventId", str)
PromptId = NewType("PromptId", str)
AnswerId = NewType("AnswerId", str)


def derived(event: EventId, counter: int | str) -> str:
    """An id that follows from the event alone: replaying the event makes the same one."""
    return f"{event}-{counter}"
