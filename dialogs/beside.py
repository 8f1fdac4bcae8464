"""Words that stand beside what was asked, and answer none of it: they are shown, and fill nothing.

`filing` calls this.
"""

from dialogs.conversation import Answer, Kept, Words
from dialogs.definition import IN_WORDS, Category, Kind, Question
from dialogs.safety import SAFETY_NEEDS


def is_remark(answer: Answer, question: Question) -> bool:
    """Words kept beside a scale: "eleven" is no number. Words about a person still say who."""
    return isinstance(answer.value, Words) and question.kind is Kind.SCALE


def is_aside(answer: Answer, question: Question) -> bool:
    """Words at a page to read, or at "Who is with you": they answer nothing, and were said."""
    of_the_way = question.goes.category is Category.PROCESS and question.kind not in IN_WORDS
    return of_the_way and isinstance(answer.value, Words | Kept)


def fills_no_part(answer: Answer, question: Question | None) -> bool:
    """Words kept where one name or a number was asked: "she's got a key" is nobody who does it.

    And words that raise an alarm where it was asked who did what, and when: they are no time that
    went right, whatever they answer. What could have happened is told in such words.
    """
    if question is None:
        return False
    no_name = question.kind in (Kind.PERSON, Kind.SCALE) and isinstance(answer.value, Words)
    went_right = question.goes.category is Category.SAFETY and question.goes.part in SAFETY_NEEDS
    return no_name or (went_right and answer.alarm is not None)
