"""What the dialog files of today mean for the people who are in the middle of a dialog.

Each prompt is kept as it was put, so what somebody saw is compared with what the files say now,
whichever version they began with. `commands.check` calls it.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.offered import SOURCE
from dialogs.buttons import Pick
from dialogs.conversation import Conversation, Prompt, Screen
from dialogs.definition import IN_WORDS, Dialog, Question
from dialogs.errors import Fault
from dialogs.ids import DialogId, QuestionId
from dialogs.review import State
from dialogs.route import Moment, Route
from storage import UnitOfWork
from storage.errors import Unreadable

log = logging.getLogger(__name__)
NOON = 12

NEW = "asked of them too"
GONE = "no longer asked; the answer stays readable, as it was worded then"
RENAMED = "has a new name; the answer goes along"
REWORDED = "worded otherwise from now on; what they saw is kept beside the answer"


class OnTheWay(NamedTuple):
    """A real person who has not finished, with everything that they were shown."""

    conversation: Conversation
    prompts: Sequence[Prompt]


class Met(NamedTuple):
    """What people mid-way meet in one dialog."""

    people: int
    changes: Counter[tuple[QuestionId, str]]
    """For how many of them a question changes, and how."""
    faults: Counter[tuple[QuestionId, str]]
    """The same where their answers would be misunderstood."""

    def lines(self) -> list[str]:
        """In plain words, one line for each change."""
        people = "1 person is mid-way" if self.people == 1 else f"{self.people} people are mid-way"
        if not self.changes:
            return [f"{people}. Nothing changes for them."]
        return [
            f"{people}.",
            *(f"{id}: {how} ({_counted(n)})" for (id, how), n in sorted(self.changes.items())),
        ]

    def found(self, file: str) -> list[Fault]:
        """What has to be mended before these people go on."""
        return [
            Fault(file, id, f"{how} ({_counted(n)}): a changed meaning gets a new id")
            for (id, how), n in sorted(self.faults.items())
        ]


async def on_the_way(work: UnitOfWork, dialog: DialogId) -> list[OnTheWay]:
    """The real people who are in this dialog and have not finished."""
    found = []
    for id in await work.conversations.of_dialog(dialog):
        try:
            conversation = await work.conversations.load(id)
            plan, _ = await work.conversations.plan_of(id)
            held = await work.plans.get(plan)
        except Unreadable:
            log.error("conversation %s does not open any more, and is left out", id)  # noqa: TRY400 - the id
            continue
        over = held.family.pretend or held.state is State.CLOSED
        if conversation is not None and not over and not_finished(conversation):
            found.append(OnTheWay(conversation, await work.conversations.prompts(id)))
    return found


def not_finished(conversation: Conversation) -> bool:
    """Whether they have not said no, and something of theirs is not sent."""
    if conversation.closed:
        return False
    if not conversation.sent:
        return True
    return not {answer.id for answer in conversation.answers} <= set(conversation.sent[-1].answers)


def met(dialog: Dialog, people: Iterable[OnTheWay]) -> Met:
    """What this dialog, as it is now, means for these people."""
    everybody = list(people)
    changes = Counter(change for one in everybody for change in _changes(dialog, one))
    faults = Counter(fault for one in everybody for fault in _misunderstood(dialog, one))
    return Met(len(everybody), changes, faults)


def _changes(dialog: Dialog, one: OnTheWay) -> set[tuple[QuestionId, str]]:
    found = {(step, NEW) for step in _passed_over(dialog, one)}
    for id, prompt in _last_put(one.prompts).items():
        now = dialog.renamed.get(id, id)
        if now not in dialog.questions:
            found.add((id, GONE))
            continue
        if now != id:
            found.add((now, RENAMED))
        if prompt.language == SOURCE and not _as_it_is_worded(dialog.questions[now][1], prompt):
            found.add((now, REWORDED))
    return found


def _misunderstood(dialog: Dialog, one: OnTheWay) -> set[tuple[QuestionId, str]]:
    found = set()
    for id, prompt in _last_put(one.prompts).items():
        _, question = dialog.questions.get(dialog.renamed.get(id, id), (None, None))
        if question is None:
            continue
        kinds = {prompt.kind, question.kind}
        if prompt.kind is not None and len(kinds) == 2 and kinds != IN_WORDS:
            found.add((question.id, f"it was of kind {prompt.kind} and is of kind {question.kind}"))
        elif prompt.language == SOURCE and (swapped := sorted(_swapped(question, prompt))):
            found.add((question.id, f"its choices change places under the same ids ({', '.join(swapped)})"))
    return found


def _last_put(prompts: Sequence[Prompt]) -> dict[QuestionId, Prompt]:
    """Every question they were asked, as it was put last."""
    return {p.question: p for p in prompts if p.screen is Screen.QUESTION and p.question is not None}


def _passed_over(dialog: Dialog, one: OnTheWay) -> Iterator[QuestionId]:
    """Questions that wait although the person is beyond them: they were not there, or did not apply."""
    last = one.conversation.last_at
    route = Route(dialog, one.conversation, Moment(hour=NOON, year=last.year if last else 0))
    put = {
        (dialog.renamed.get(p.question, p.question), p.about)
        for p in one.prompts
        if p.screen is Screen.QUESTION and p.question is not None
    }
    for section in dialog.section:
        waiting: list[QuestionId] = []
        for step in route.of(section):
            if (step.question.id, step.about) in put:
                yield from waiting
                waiting = []
            elif not route.done(step):
                waiting.append(step.question.id)


def _as_it_is_worded(question: Question, prompt: Prompt) -> bool:
    """Whether the words they saw are those of today, whatever names stood in them."""
    asked = _is(question.ask, prompt.text)
    otherwise = bool(question.other) and _is(question.other, prompt.text, more=True)
    labels: dict[str, str] = {choice.id: choice.label for choice in question.choices}
    return (asked or otherwise) and all(
        _is(labels[id], label) for id, label in _offered(prompt).items() if id in labels
    )


def _swapped(question: Question, prompt: Prompt) -> Iterator[str]:
    """The ids of choices that now say what another choice said to them."""
    now: dict[str, str] = {choice.id: choice.label for choice in question.choices}
    seen = _offered(prompt)
    for id, label in seen.items():
        if id in now and not _is(now[id], label) and any(_is(now[id], other) for other in seen.values()):
            yield id


def _offered(prompt: Prompt) -> dict[str, str]:
    """The choices that stood there: id and label."""
    return {button.act.choice: button.label for button in prompt.buttons if isinstance(button.act, Pick)}


def _is(text: str, shown: str, *, more: bool = False) -> bool:
    pattern = ".*".join(re.escape(part) for part in re.split(r"\{\w+\}", text))
    return re.fullmatch(pattern + (".*" if more else ""), shown, re.DOTALL) is not None


def _counted(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"
