"""What is said while an approved plan is lived with, at any time: a red flag, and good news.

Both are answers of the house's own, sent as they are said, since nobody waits for a next part then: an
alarm, and a line that joins what is working well with its day. `lived_with` makes their screens, `living`
keeps them, and `filing` says where they stand in the plan.
"""

from dialogs.definition import Category
from dialogs.facts import Facts, LetterKind
from dialogs.ids import QuestionId

_LIVED = "house.lived."
RED_FLAG = QuestionId(f"{_LIVED}red_flag")
"""Under this stand a red flag that was seen, and the words about it (practice.md §9, H11)."""
GOOD_NEWS = QuestionId(f"{_LIVED}good_news")
"""Under this stands what went well, in words or as a photo."""
SEEN = "seen"
"""The choice that says: I see a red flag."""
GOES = {RED_FLAG: Category.UNSORTED, GOOD_NEWS: Category.STRENGTH}
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
