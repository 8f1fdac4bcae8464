"""The promises, held over real storage while a family and a practitioner do anything, in any order.

After every step the conversation is read again from the database; the program may stop and start at
any moment; any update may come once more. (`tests/dialogs/test_promises.py` holds the engine alone.)
"""

import asyncio
import atexit
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select
from yarl import URL

from bot.conversation import Turns
from bot.drafting import drawn_up, whole
from bot.pretending import PretendFamily, pretend
from bot.product import Product, opened
from bot.reviewing import NotRead, ReadItAgain, UnreadAlarm
from bot.settings import Settings
from dialogs.buttons import Do, Move
from dialogs.conversation import Conversation, NoMore, Prompt, Screen
from dialogs.effects import Turn
from dialogs.events import (
    ChangeAsked,
    Channel,
    Edited,
    Event,
    LetterOpened,
    Opened,
    Pressed,
    Shown,
    TextReceived,
)
from dialogs.facts import LetterKind
from dialogs.ids import ConversationId, EventId, LetterId, ParticipantId, PractitionerId
from dialogs.review import NotNow, State
from dialogs.route import Moment, Route
from storage import KeyRing, Store
from storage.tables import metadata
from tests.bot.desk.place import GOOD_THINGS, Clock, Place

T = TypeVar("T")
CHAT = 77
TEXTS = st.sampled_from([
    "Gran has them on Fridays", "7", "no", "Nan Jean", "3 May", "he is at the door with a knife", "   ", "she's 🙂",
])  # fmt: skip


@cache
def begun() -> tuple[Path, PretendFamily, ConversationId, ParticipantId]:
    """A data folder in which Kelly has said a good thing; every run begins with a copy."""
    folder = Path(tempfile.mkdtemp(prefix="machine-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

    async def begin() -> tuple[PretendFamily, ConversationId, ParticipantId]:
        clock = Clock()
        settings = Settings(data=folder, _env_file=None)  # type: ignore[call-arg]
        async with opened(settings, clock=clock) as product:
            family = await pretend(product.store, settings, clock())
            kelly = await Place(product, clock, URL("/"), folder).comes_in(family.people[0].code)
            await kelly.enters()
            await kelly.does(*GOOD_THINGS)
            async with product.store.work() as work:
                await work.chats.join(CHAT, kelly.id, clock())
                await work.commit()
        return family, kelly.id, kelly.participant

    return (folder, *asyncio.run(begin()))


@cache
def shipped() -> Product:
    """The wired program, over a store that is closed: what does not change when it starts again."""

    async def wire() -> Product:
        async with opened(Settings(data=begun()[0], _env_file=None)) as product:  # type: ignore[call-arg]
            return product

    return asyncio.run(wire())


class FamilyAndDesk(RuleBasedStateMachine):
    """Kelly, on both channels, and Asha at her desk."""

    def __init__(self) -> None:
        super().__init__()
        template, self.family, self.kelly, self.participant = begun()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        shutil.copytree(template, self.folder, dirs_exist_ok=True)
        self.clock = Clock()
        self.clock.waits(hours=1)
        self.runner = asyncio.Runner()
        self.count, self.message, self.asked = 0, 1000, 0
        self.last: Event | None = None
        self.starts()
        self.asha: PractitionerId = self.does(self._asha())

    def teardown(self) -> None:
        self.does(self.product.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def does(self, work: Awaitable[T]) -> T:
        async def whole() -> T:
            return await work

        return self.runner.run(whole())

    def starts(self) -> None:
        """The program starts, over what is in the folder."""

        program = shipped()

        async def start() -> Product:
            keys = KeyRing.from_file(self.folder / "key")
            store = await Store.open(f"sqlite+aiosqlite:///{self.folder / 'plans.db'}", keys)
            turns = Turns(store, program.offered)
            return replace(program, store=store, turns=turns, clock=self.clock)

        self.product = self.runner.run(start())

    async def _asha(self) -> PractitionerId:
        async with self.product.store.reading() as work:
            return (await work.plans.get(self.family.plan)).practitioner

    # What is looked at ------------------------------------------------------------------------------

    @property
    def now(self) -> Conversation:
        return self.does(self.product.turns.look(self.kelly))

    @property
    def screen(self) -> Prompt:
        if self.now.asked is None:
            # News of the plan closed the question that was asked: whoever looks in is asked anew.
            self.takes(Opened)
        now = self.now
        prompt = now.prompt(now.asked)
        assert prompt is not None
        return prompt

    def counted(self) -> dict[str, int]:
        """How many rows each table has."""

        async def count() -> dict[str, int]:
            async with self.product.store.reading() as work:
                return {
                    table.name: (await work._transaction.rows(select(func.count()).select_from(table)))[0][0]
                    for table in metadata.sorted_tables
                }

        return self.does(count())

    # What Kelly does --------------------------------------------------------------------------------

    def takes(self, kind: type, **fields: Any) -> Turn:
        self.count += 1
        self.clock.waits(seconds=20)
        named = {"id": EventId(f"e{self.count}"), "at": self.clock(), "local_hour": 12}
        self.last = kind(**named | fields)
        return self.does(self._take(self.last))

    async def _take(self, event: Event) -> Turn:
        return await self.product.turns.take(self.kelly, event, (event.channel.value, event.id))

    @rule(button=st.integers(0, 30), channel=st.sampled_from([Channel.BROWSER, Channel.TELEGRAM]))
    def presses(self, button: int, channel: Channel) -> None:
        screen = self.screen
        self.takes(Pressed, prompt=screen.number, button=button % len(screen.buttons), channel=channel)

    @rule(text=TEXTS)
    def types_in_the_browser(self, text: str) -> None:
        self.takes(TextReceived, text=text, prompt=self.screen.number)

    @rule(text=TEXTS)
    def types_on_telegram(self, text: str) -> None:
        self.message += 2
        seen = {"prompt": self.screen.number, "message": self.message - 1}
        self.takes(Shown, channel=Channel.TELEGRAM, **seen)
        self.takes(TextReceived, text=text, message=self.message, channel=Channel.TELEGRAM)

    @rule(text=TEXTS)
    def edits_a_message(self, text: str) -> None:
        self.takes(Edited, text=text, message=self.message, channel=Channel.TELEGRAM)

    @rule(back=st.integers(1, 6), take_back=st.booleans())
    def changes_an_answer_or_takes_it_back(self, back: int, take_back: bool) -> None:
        answers = self.now.answers
        self.takes(ChangeAsked, answer=answers[-back % len(answers)].root, take_back=take_back)

    @rule()
    def comes_back(self) -> None:
        self.takes(Opened)

    @rule()
    def sends_what_there_is(self) -> None:
        for move in (Move.HUB, Move.CHECK, *[Move.NEXT_PAGE] * 20, Move.SEND):
            screen = self.screen
            acts = [button.act for button in screen.buttons]
            if Do(move=move) in acts:
                self.takes(Pressed, prompt=screen.number, button=acts.index(Do(move=move)))

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_last_update_comes_again(self) -> None:
        assert self.last is not None
        before, rows = self.now, self.counted()
        assert self.does(self._take(self.last)) == Turn(conversation=before)
        assert self.now == before
        assert self.counted() == rows, "an update that came twice was taken twice"

    # What Asha does ---------------------------------------------------------------------------------

    def reads(self) -> Any:
        return self.does(self.product.reviewing().open(self.asha, self.family.plan))

    @rule()
    def asha_asks_on_a_line_and_it_is_opened(self) -> None:
        reading = self.reads()
        lines = [line for line in reading.draft.lines if line.words] if reading else []
        if not lines:
            return
        self.asked += 1
        words, reviewing = f"Which days, {self.asked}?", self.product.reviewing()
        for _ in range(2):  # a double click
            asking = reviewing.ask(
                self.asha, self.family.plan, lines[-1].root, words, sure=True, once=f"o{self.asked}"
            )
            self.does(asking)
        (letter,) = [one for one in self.letters() if one.words == words]
        self.takes(LetterOpened, letter=LetterId(letter.id))

    @rule(approves=st.booleans())
    def asha_decides(self, approves: bool) -> None:
        reading = self.reads()
        if reading is None:
            return
        reviewing, plan = self.product.reviewing(), self.family.plan
        self.asked += 1
        once = f"d{self.asked}"
        before = len(self.decisions())
        for _ in range(2):
            decision = (
                reviewing.approve(
                    self.asha, plan, reading.number, "Asha", edition=reading.edition, once=once
                )
                if approves
                else reviewing.give_back(
                    self.asha, plan, reading.number, "Who is there on Sundays?", (self.participant,), sure=True,
                    once=once,
                )
            )  # fmt: skip
            try:
                self.does(decision)
            except (NotNow, NotRead, ReadItAgain, UnreadAlarm):
                assert len(self.decisions()) == before
                return
        assert len(self.decisions()) == before + 1

    # What happens to the program -------------------------------------------------------------------

    @rule()
    def it_stops_and_starts_again(self) -> None:
        before = self.now
        self.does(self.product.store.close())
        self.starts()
        assert self.now == before

    # What always holds ------------------------------------------------------------------------------

    def letters(self) -> list[Any]:
        async def look() -> list[Any]:
            async with self.product.store.reading() as work:
                return [posted.letter for posted in await work.letters.of_plan(self.family.plan)]

        return self.does(look())

    def decisions(self) -> tuple[Any, ...]:
        async def look() -> tuple[Any, ...]:
            async with self.product.store.reading() as work:
                return await work.reviews.decisions(self.family.plan)

        return self.does(look())

    @invariant()
    def what_is_kept_is_what_was_there(self) -> None:
        before = self.now
        self.product.store.forget_unsealed()
        assert self.now == before

    @invariant()
    def the_question_asked_is_on_the_route(self) -> None:
        screen, now = self.screen, self.now
        if screen.screen is Screen.QUESTION and screen.revises is None:
            dialog = self.product.offered.of(now.dialog, now.language)
            section, question = dialog.questions[screen.question]  # type: ignore[index]
            route = Route(dialog, now, Moment(12, self.clock().year))
            assert route.applies(section, question, screen.about)

    @invariant()
    def every_line_of_the_plan_leads_to_an_answer_and_its_prompt(self) -> None:
        async def look() -> tuple[Any, Conversation]:
            async with self.product.store.reading() as work:
                draft = await drawn_up(work, self.product.offered, self.family.plan)
                return draft, await whole(work, self.kelly)

        draft, kelly = self.does(look())
        answers = {answer.id: answer for answer in kelly.answers}
        prompts = {prompt.id: prompt for prompt in kelly.prompts}
        for line in (*draft.lines, *draft.left):
            answer = answers[line.id]
            # "No more" stands in the plan as what was typed, or as the label that was tapped.
            said = line.value if isinstance(answer.value, NoMore) else answer.value
            assert (answer.root, said) == (line.root, line.value)
            assert answer.prompt in prompts
            assert line.asked in ("", prompts[answer.prompt].text)
            assert line.speaker == self.participant

    @invariant()
    def nothing_is_queued_or_raised_twice(self) -> None:
        async def look() -> tuple[list[Any], list[Any]]:
            async with self.product.store.reading() as work:
                outbox = metadata.tables["outbox"].c
                rows = await work._transaction.rows(
                    select(outbox.id, outbox.conversation, outbox.prompt, outbox.kind, outbox.body)
                )
                return list(rows), list(await work.items.of(self.family.plan))

        rows, items = self.does(look())
        assert len({row.id for row in rows}) == len(rows)
        raised = Counter((item.kind, item.answer) for item in items if item.answer and item.words)
        assert set(raised.values()) <= {1}, raised
        asked = Counter(one.words for one in self.letters() if one.kind is LetterKind.QUESTION)
        assert set(asked.values()) <= {1}, asked

    @invariant()
    def nothing_is_reviewed_without_a_reviewer(self) -> None:
        async def look() -> tuple[Any, bool]:
            async with self.product.store.reading() as work:
                held = await work.plans.get(self.family.plan)
                read = [line.what for line in await work.audit.of(self.family.plan) if line.who == self.asha]
                return held.state, "opened a draft" in read

        state, opened_by_asha = self.does(look())
        decisions = self.decisions()
        assert {decision.by for decision in decisions} <= {self.asha}
        if state in (State.APPROVED, State.RETURNED):
            assert decisions
        if state in (State.IN_REVIEW, State.APPROVED, State.RETURNED):
            assert opened_by_asha


FamilyAndDesk.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
TestFamilyAndDesk = FamilyAndDesk.TestCase
