"""How a task is put to somebody: what they said before, and what they can answer now.

`prompts` calls it for a letter of kind `task`; what the answers come to is in `commitments`.
"""

from dialogs.buttons import Button, Pick
from dialogs.commitments import Said, offered, said_last
from dialogs.conversation import Conversation
from dialogs.facts import Letter, LetterKind
from dialogs.wording import Wording


def buttons(words: Wording, letter: Letter) -> tuple[Button, ...]:
    """What can be answered now; nothing to other letters."""
    if letter.kind is not LetterKind.TASK:
        return ()
    now = offered(_said(words.conversation, letter))
    return tuple(Button(label=words.say(f"button.task_{said}"), act=Pick(choice=said)) for said in now)


def said_before(words: Wording, letter: Letter) -> tuple[str, ...]:
    """ "You said: No. You can change your mind at any time." """
    said = _said(words.conversation, letter) if letter.kind is LetterKind.TASK else None
    label = words.say(f"button.task_{said}") if said else ""
    return (words.say("task.you_said", words=label),) if said else ()


def agreed(conversation: Conversation) -> tuple[Letter, ...]:
    """What this person said yes to, or to a part of, and did not step back from since."""
    tasks = (letter for letter in conversation.facts.letters if letter.kind is LetterKind.TASK)
    return tuple(task for task in tasks if _said(conversation, task) in (Said.YES, Said.PART))


def _said(conversation: Conversation, letter: Letter) -> Said | None:
    mine = (a for a in conversation.answers if a.question == f"letter:{letter.id}")
    newest = {answer.root: answer.value for answer in mine}
    return said_last(newest.values())
