"""What a dialog file flags for the same day: a number so low or high, or a choice such as the saddest face.

`turning` asks when an answer is kept; `prompts` says before the first tap that it will be (H10).
"""

from dialogs.conversation import Chosen, Number, Value
from dialogs.definition import Question
from dialogs.signposts import Alarm


def flagged(question: Question, value: Value) -> Alarm | None:
    """The alarm that this answer raises by what the file says of its question, whatever its words are."""
    match value:
        case Chosen(choices=chosen):
            found = any(choice.flag for choice in question.choices if choice.id in chosen)
        case Number(number=number):
            low, high = question.flag_at_most, question.flag_at_least
            found = (low is not None and number <= low) or (high is not None and number >= high)
        case _:
            found = False
    return Alarm.SAME_DAY if found else None
