"""The drivers that replay each transcript: the engine alone, and reloaded from SQLite before every line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.product import Product
from dialogs.conversation import Conversation, Sent, Words
from dialogs.definition import Dialog
from dialogs.easy import seen
from dialogs.effects import Matter, Raise, Tell, Turn
from dialogs.events import (
    Edited,
    Event,
    FactsChanged,
    FileKind,
    FileReceived,
    LetterOpened,
    Odd,
    OddReceived,
    Opened,
)
from dialogs.facts import Did, Facts, Letter, LetterKind, facts_for
from dialogs.family import Family
from dialogs.ids import AnswerId, ConversationId, FileId, LetterId, PlanId
from dialogs.people import Participant
from dialogs.plan import DraftPlan, draft
from dialogs.signposts import Alarm
from tests.conversing import NOON, Talk


@dataclass(frozen=True)
class Shows:
    """What a person sees."""

    text: str
    labels: list[str]


def plan_lines(plan: DraftPlan) -> list[str]:
    """Every line that counts, as a transcript writes it."""
    tasks = (f"{one.said or 'no answer'}: {one.letter.words}" for one in plan.commitments)
    return [*(f"{line.category.value}: {line.words}" for line in plan.lines), *tasks]


def a_task(words: str, at: datetime, *, backup: bool) -> Letter:
    """Asha asks somebody to do this; its id is the same for the same words."""
    id = LetterId("".join(letter for letter in words.casefold() if letter.isalnum())[:32])
    return Letter(
        id=id, kind=LetterKind.TASK, words=words, at=at, line=AnswerId("somebody"), backup=backup, name="Asha"
    )


def a_check_in(words: str, at: datetime) -> Letter:
    """How does it go with this?"""
    id = LetterId("".join(letter for letter in words.casefold() if letter.isalnum())[:32])
    return Letter(id=id, kind=LetterKind.CHECK_IN, words=words, at=at, name="Asha")


def an_approval(at: datetime) -> Letter:
    """Asha agrees to try the plan."""
    return Letter(id=LetterId("approved"), kind=LetterKind.APPROVED, words="Asha", at=at, name="Asha")


def as_sent(conversation: Conversation) -> Conversation:
    """The conversation as if all of it had been sent now, so that a transcript can ask for the plan early."""
    newest = {answer.root: answer.id for answer in conversation.answers}
    part = Sent(
        number=len(conversation.sent) + 1, at=conversation.answers[-1].at, answers=tuple(newest.values())
    )
    return conversation.model_copy(update={"sent": (*conversation.sent, part)})


def written_back(conversation: Conversation, about: str, words: str, at: datetime) -> Letter:
    """What Asha did about these words of the person."""
    root = next(a.root for a in conversation.answers if a.value == Words(text=about))
    id = LetterId(f"did-{len(conversation.facts.letters)}")
    return Letter(id=id, kind=LetterKind.DID, words=words, at=at, line=root, did=Did.DONE, name="Asha")


class EngineDriver:
    """The engine alone, in memory."""

    def __init__(self, dialog: Dialog, family: Family, participant: Participant, facts: Facts) -> None:
        self.family, self.participant = family, participant
        self.talk = Talk(dialog, facts)
        self.prompts = list(self.talk.now.prompts)
        self.message = 100
        self.last_message = 100

    def _note(self) -> None:
        held = {prompt.id: prompt for prompt in self.prompts}
        held |= {prompt.id: prompt for prompt in self.talk.now.prompts}
        self.prompts = list(held.values())

    async def says(self, text: str) -> None:
        self.message += 2
        self.last_message = self.message
        self.talk.says(text, prompt=self.talk.screen.number, message=self.message)
        self._note()

    async def presses(self, label: str) -> None:
        if label == "You have a message":
            waiting = [letter.id for letter in self.talk.now.facts.letters if not letter.opened]
            self.talk.does(LetterOpened, letter=waiting[-1])
        else:
            self.talk.presses(label)
        self._note()

    async def sends(self, what: str) -> None:
        if what == "voice note":
            self.talk.does(
                FileReceived,
                file=FileId(f"f{self.talk.count}"),
                file_kind=FileKind.VOICE,
                prompt=self.talk.screen.number,
            )
        else:
            self.talk.does(OddReceived, what=Odd(what))
        self._note()

    async def changes(self, text: str) -> None:
        self.talk.does(Edited, text=text, message=self.last_message)
        self._note()

    async def waits(self, hours: float) -> None:
        self.talk.at += timedelta(hours=hours)
        self.talk.does(Opened)
        self._note()

    async def set_clock(self, hour: int) -> None:
        self.talk.hour = hour

    async def police(self) -> None:
        self.talk.does(FactsChanged, facts=self.talk.now.facts.model_copy(update={"police_enquiry": True}))
        if self.talk.now.asked is None:
            self.talk.does(Opened)
        self._note()

    async def writes_back(self, about: str, words: str) -> None:
        facts = self.talk.now.facts
        letters = (*facts.letters, written_back(self.talk.now, about, words, self.talk.at))
        self.talk.does(FactsChanged, facts=facts.model_copy(update={"letters": letters}))
        self._note()

    async def gets(self, letter: Callable[[datetime], Letter]) -> None:
        facts = self.talk.now.facts
        letters = (*facts.letters, letter(self.talk.at))
        self.talk.does(FactsChanged, facts=facts.model_copy(update={"letters": letters}))
        self._note()

    async def opens(self, words: str) -> None:
        self.talk.does(LetterOpened, letter=a_task(words, self.talk.at, backup=False).id)
        self._note()

    async def screen(self) -> Shows:
        prompt = self.talk.screen
        lines = [
            f"{line.question} {line.words} {line.wish} {line.back_says} {line.back}" for line in prompt.lines
        ]
        shown = seen(prompt)
        parts = (*prompt.said, prompt.quote, shown.text, prompt.low, prompt.high, *lines)
        return Shows(" ".join(parts), [button.label for _, button in shown.buttons])

    async def plan(self) -> list[str]:
        whole = as_sent(self.talk.now.model_copy(update={"prompts": tuple(self.prompts)}))
        return plan_lines(draft(self.family, [(self.participant, self.talk.dialog, whole)]))

    async def flags(self) -> list[str]:
        return [str(effect.kind.value) for effect in self.talk.effects if isinstance(effect, Raise)]

    async def told(self) -> list[str]:
        return [str(effect.matter.value) for effect in self.talk.effects if isinstance(effect, Tell)]


class SQLiteDriver(EngineDriver):
    """The engine, its conversation loaded from the database before every line."""

    @classmethod
    async def begin(cls, product: Product, family: Family, participant: Participant) -> "SQLiteDriver":
        """A plan with this family, and its conversation."""
        async with product.store.work() as work:
            worker = await work.people.enrol("Asha", NOON)
            await work.plans.add(PLAN, family, worker.id, None, NOON)
            dialog = product.offered.for_participant(participant)
            facts = facts_for(family, participant.id)
            begun = Conversation(id=ConversationId("talk"), dialog=dialog, facts=facts)
            await work.conversations.add(begun, PLAN, participant.id, NOON)
            await work.commit()
        driver = cls(product.offered.of(dialog, "en"), family, participant, facts)
        driver.product = product
        driver.talk = StoredTalk(driver.talk.dialog, facts)
        driver.talk.product = product
        await driver.talk.keep()
        return driver

    product: Product

    async def says(self, text: str) -> None:
        await super().says(text)
        await self._stored()

    async def presses(self, label: str) -> None:
        await super().presses(label)
        await self._stored()

    async def sends(self, what: str) -> None:
        await super().sends(what)
        await self._stored()

    async def changes(self, text: str) -> None:
        await super().changes(text)
        await self._stored()

    async def waits(self, hours: float) -> None:
        await super().waits(hours)
        await self._stored()

    async def police(self) -> None:
        await super().police()
        await self._stored()

    async def writes_back(self, about: str, words: str) -> None:
        await super().writes_back(about, words)
        async with self.product.store.work() as work:
            await work.letters.add(PLAN, self.participant.id, self.talk.now.facts.letters[-1])
            await work.commit()
        await self._stored()

    async def gets(self, letter: Callable[[datetime], Letter]) -> None:
        async with self.product.store.work() as work:
            await work.letters.add(PLAN, self.participant.id, letter(self.talk.at))
            await work.commit()
        await super().gets(letter)
        await self._stored()

    async def opens(self, words: str) -> None:
        await super().opens(words)
        await self._stored()

    async def _stored(self) -> None:
        assert isinstance(self.talk, StoredTalk)
        await self.talk.keep()

    async def flags(self) -> list[str]:
        return await self._on_desk(Alarm)

    async def told(self) -> list[str]:
        return await self._on_desk(Matter)

    async def _on_desk(self, kind: type) -> list[str]:
        async with self.product.store.reading() as work:
            return [str(item.kind.value) for item in await work.items.of(PLAN) if isinstance(item.kind, kind)]


@dataclass
class StoredTalk(Talk):
    """A conversation whose events go through `Turns` into SQLite, unsealed again each time."""

    product: Product = field(init=False)
    waiting: list[Event] = field(default_factory=list)

    def meets(self, event: Event) -> Turn:
        self.waiting.append(event)
        return super().meets(event)

    async def keep(self) -> None:
        """Take the events that are waiting, and go on from what the database holds."""
        for event in self.waiting:
            await self.product.turns.take(self.now.id, event, ("test", event.id))
            await self.product.turns.take(self.now.id, event, ("test", event.id))
        self.waiting.clear()
        self.product.store.forget_unsealed()
        stored = await self.product.turns.look(self.now.id)
        assert stored == self.now, "the database holds another conversation than the engine"
        self.now = stored


PLAN = PlanId("plan")
DEFINITIONS = Path(__file__).parents[2] / "dialogs" / "definitions"
PARENT = DEFINITIONS / "parent.toml"


def dialog_file(who: Participant) -> Path:
    """The file of the dialog that somebody is asked."""
    return DEFINITIONS / f"{who.dialog or who.role}.toml"
