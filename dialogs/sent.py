"""What counts of a conversation: its newest sent part, and the replies to letters since. `filing` asks."""

from datetime import datetime

from dialogs.conversation import Conversation
from dialogs.ids import AnswerId, QuestionId
from dialogs.lived import is_lived

LETTER = "letter:"
"""What the ids of questions begin with that a letter asks: their answers are sent as they are said."""


def goes_at_once(question: QuestionId) -> bool:
    """Whether what answers this is sent as it is said, and waits for no part."""
    return question.startswith(LETTER) or is_lived(question)


def as_sent(conversation: Conversation) -> Conversation:
    """The conversation as it was when its newest part was sent, with what goes at once since."""
    sent = set(conversation.sent[-1].answers) if conversation.sent else set()
    counts = (a for a in conversation.answers if a.id in sent or goes_at_once(a.question))
    newest = {answer.root: answer.revision for answer in counts}
    answers = tuple(a for a in conversation.answers if a.revision <= newest.get(a.root, 0))
    return conversation.model_copy(update={"answers": answers})


def sent_at(conversation: Conversation) -> dict[AnswerId, datetime]:
    """When each revision first went out, by its id."""
    found: dict[AnswerId, datetime] = {}
    for part in conversation.sent:
        found |= {answer: part.at for answer in part.answers if answer not in found}
    return found
