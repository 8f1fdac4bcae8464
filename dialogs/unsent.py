"""What waits between a person and their worker: words that are not sent yet, letters with no answer yet.

`turning` says it first on the screens that offer to send.
"""

from dialogs.conversation import Answer, Conversation, Seen, TakenBack
from dialogs.definition import Dialog
from dialogs.facts import LetterKind
from dialogs.ids import LetterId, SectionId
from dialogs.route import Route
from dialogs.stars import STAR
from dialogs.wishes import WISH

LETTERS = SectionId("letters")
"""Under this section stands what answers a letter."""
_WAITS_FOR_AN_ANSWER = frozenset(
    {LetterKind.QUESTION, LetterKind.RETURNED, LetterKind.TASK, LetterKind.CHECK_IN}
)


def not_sent_yet(dialog: Dialog, now: Conversation, route: Route) -> bool:
    """Whether anything was said since the last part was sent. What answers a letter goes at once."""
    if not now.sent:
        return False
    sent = set(now.sent[-1].answers)
    return any(
        answer.id not in sent
        and not isinstance(answer.value, Seen | TakenBack)
        and not _goes_by_itself(dialog, answer)
        for answer in route.answered.newest.values()
    )


def _goes_by_itself(dialog: Dialog, answer: Answer) -> bool:
    found = dialog.questions.get(answer.question)
    return (
        answer.section == LETTERS
        or answer.question in (WISH, STAR)
        or (found is not None and found[1].each_sitting)
    )


def unanswered(now: Conversation) -> tuple[LetterId, ...]:
    """The worker's questions that were read and not answered, and a return that nothing followed."""
    answered = {answer.question for answer in now.answers}
    last = now.sent[-1].at if now.sent else None
    return tuple(
        letter.id
        for letter in now.facts.letters
        if letter.opened
        and letter.kind in _WAITS_FOR_AN_ANSWER
        and f"letter:{letter.id}" not in answered
        and not (letter.kind is LetterKind.RETURNED and last is not None and last > letter.at)
    )
