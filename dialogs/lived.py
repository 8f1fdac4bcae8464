"""What is said while an approved plan is lived with, at any time: a red flag, and good news.

Both are answers of the house's own, sent as they are said, since nobody waits for a next part then: an
alarm, and a line that joins what is working well with its day. `lived_with` makes their screens, `living`
keeps them, and `filing` says where they stand in the plan.
"""

from dialogs.definition import Category, Goes, Part
from dialogs.facts import Facts, LetterKind
from dialogs.ids import QuestionId

_LIVED = "house.lived."
RED_FLAG = QuestionId(f"{_LIVED}red_flag")
"""Under this stand a red flag that was seen, and the words about it (practice.md §9, H11)."""
GOOD_NEWS = QuestionId(f"{_LIVED}good_news")
"""Under this stands what went well, in words or as a photo."""
NUMBER = QuestionId(f"{_LIVED}number")
"""Under this stands somebody's number now, at a check-in; the answer is about the worry."""
MOVED = QuestionId(f"{_LIVED}moved")
"""What made it move; about the worry."""
ASKED_ON, ASKED_AT = QuestionId(f"{_LIVED}asked_on"), QuestionId(f"{_LIVED}asked_at")
"""On which day, and at which hour, somebody wants to be asked how it goes."""
SEEN = "seen"
"""The choice that says: I see a red flag."""
GOES = {
    RED_FLAG: Goes(category=Category.UNSORTED),
    GOOD_NEWS: Goes(category=Category.STRENGTH),
    NUMBER: Goes(category=Category.SCALE, part=Part.NUMBER),
    MOVED: Goes(category=Category.SCALE, part=Part.ONE_UP),
}
"""Where they stand in the plan."""


def is_lived(question: QuestionId) -> bool:
    """Whether an answer to this was sent as it was said."""
    return question.startswith(_LIVED)


def is_lived_with(facts: Facts) -> bool:
    """Whether this person was told that the plan was approved, so that they live with it; or closed since."""
    return any(letter.kind in (LetterKind.APPROVED, LetterKind.CLOSED) for letter in facts.letters)


def is_closed(facts: Facts) -> bool:
    """Whether this person was told that the plan is closed, and no worker reads here any more."""
    return any(letter.kind is LetterKind.CLOSED for letter in facts.letters)


def somebody_reads(facts: Facts) -> bool:
    """Whether there is a worker on whose list anything can be put."""
    return bool(facts.worker) and not is_closed(facts)
