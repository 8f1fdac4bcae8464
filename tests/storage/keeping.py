"""A plan with people in it, kept; and turns to keep in it. What the storage tests begin with."""

from datetime import timedelta
from typing import NamedTuple

from dialogs.buttons import Button, Do, Move
from dialogs.conversation import Answer, Conversation, Prompt, Screen
from dialogs.effects import Turn
from dialogs.events import FileKind
from dialogs.family import Family
from dialogs.ids import ConversationId, FileId, ParticipantId, PlanId, PractitionerId, PromptId, QuestionId
from storage import Store, UnitOfWork
from tests.builders import NOON, a_conversation, a_family, an_answer

NADIA, RYAN = ParticipantId("part-nadia"), ParticipantId("part-ryan")
LATER = NOON + timedelta(hours=1)
MUCH_LATER = NOON + timedelta(days=10)
VOICE = FileKind.VOICE


class Begun(NamedTuple):
    """A plan of Asha's, covered by Robin, in which Nadia's conversation has begun."""

    asha: PractitionerId
    robin: PractitionerId
    plan: PlanId
    nadia: ConversationId


async def a_plan_in(store: Store, name: str = "plan", family: Family | None = None) -> Begun:
    async with store.work() as work:
        asha = (await work.people.enrol("Asha", NOON)).id
        robin = (await work.people.enrol("Robin", NOON)).id
        plan = PlanId(name)
        await work.plans.add(plan, family or a_family(), asha, None, NOON)
        conversation = empty(f"c-{name}")
        participant = NADIA if name == "plan" else ParticipantId(f"part-{name}")
        await work.conversations.add(conversation, plan, participant, NOON)
        await work.commit()
    return Begun(asha, robin, plan, conversation.id)


def empty(id: str = "c-nadia") -> Conversation:
    return a_conversation(sent=False).model_copy(update={"id": ConversationId(id)})


def a_prompt(number: int, text: str = "What do you do well with Leo?") -> Prompt:
    buttons = (Button(label="Back", act=Do(move=Move.BACK)), Button(label="Skip", act=Do(move=Move.SKIP)))
    return Prompt(
        id=PromptId(f"prompt-{number}"),
        number=number,
        screen=Screen.QUESTION,
        question=QuestionId("good.proud"),
        text=text,
        buttons=buttons,
        at=NOON,
    )


def saying(conversation: Conversation, words: str) -> Turn:
    """The turn in which these words were said, and the next question put."""
    answer: Answer = an_answer("good.proud", words)
    prompt = a_prompt(conversation.put + 1)
    after = conversation.model_copy(
        update={
            "answers": (*conversation.answers, answer),
            "prompts": (*conversation.prompts, prompt)[-16:],
            "put": prompt.number,
            "asked": prompt.id,
            "last_at": NOON,
        }
    )
    return Turn(conversation=after, answers=(answer,), prompts=(prompt,))


def showing(conversation: Conversation, prompt: Prompt) -> Turn:
    """The turn in which a prompt that was put before looks different, and nothing else is."""
    prompts = tuple(prompt if p.number == prompt.number else p for p in conversation.prompts)
    return Turn(conversation=conversation.model_copy(update={"prompts": prompts}), prompts=(prompt,))


async def say(work: UnitOfWork, id: ConversationId, words: str) -> Conversation:
    """Loads, takes a turn, keeps it."""
    conversation = await work.conversations.load(id)
    assert conversation is not None
    turn = saying(conversation, words)
    await work.conversations.keep(turn, NOON)
    return turn.conversation


async def said_in(store: Store, id: ConversationId) -> list[str]:
    """What was said in a conversation, as it is kept."""
    async with store.reading() as work:
        conversation = await work.conversations.load(id)
    assert conversation is not None
    return [answer.value.text for answer in conversation.answers if answer.value.kind == "words"]


async def put_a_file(work: UnitOfWork, conversation: ConversationId, id: str = "f1") -> FileId:
    await work.files.put(FileId(id), conversation, VOICE, "telegram-handle", NOON)
    return FileId(id)
