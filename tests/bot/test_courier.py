"""The courier over a real database, and a carrier to which anything may happen."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.carriers import Delivered, Gone, Later, Lost, Parcel, Refused, Undelivered, Urgency
from bot.courier import Courier, Pace
from bot.marking import Marking
from bot.outgoing import LEASE, Collecting
from bot.pretending import PretendFamily, pretend
from bot.product import Product, opened
from bot.quiet import Quiet
from bot.settings import Settings
from dialogs.conversation import Prompt
from dialogs.events import Channel, Event, Opened, Pressed, TextReceived
from dialogs.ids import ConversationId, EventId
from storage.outbox import Delivery, Fate, Message

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
QUIET = Quiet(ZoneInfo("Europe/London"), time(20), time(8))


class Carried(NamedTuple):
    """One try to bring something."""

    chat: int
    parcel: Parcel
    at: float


class FakeCarrier:
    """Brings everything, or does what it is told to instead."""

    def __init__(self) -> None:
        self.carried: list[Carried] = []
        self.retired: list[tuple[int, int]] = []
        self.apologies: list[int] = []
        self.instead: dict[int, deque[Undelivered | Exception]] = {}
        self.gate: asyncio.Event | None = None
        self.message = 100

    async def carry(self, chat: int, parcel: Parcel) -> Delivered:
        self.carried.append(Carried(chat, parcel, asyncio.get_running_loop().time()))
        if self.gate is not None:
            await self.gate.wait()
        if self.instead.get(chat):
            raise self.instead[chat].popleft()
        self.message += 1
        return Delivered(self.message)

    async def retire(self, chat: int, message: int) -> None:
        self.retired.append((chat, message))

    async def apologise(self, chat: int, language: str) -> None:
        self.apologies.append(chat)

    def will(self, chat: int, *instead: Undelivered | Exception) -> None:
        self.instead[chat] = deque(instead)


@dataclass
class Office:
    """A courier, its carrier and the database."""

    product: Product
    family: PretendFamily
    carrier: FakeCarrier
    now: datetime = NOON
    courier: Courier = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        self.opens()

    def opens(self) -> None:
        """A new process begins."""
        marking = Marking(self.product.store, self.product.offered, lambda: self.now)
        collecting = Collecting(self.product.store, QUIET, lambda: self.now)
        self.courier = Courier(self.carrier, marking, collecting)
        self.product.turns.courier = self.courier

    async def enters(self, name: str, chat: int) -> ConversationId:
        """Somebody comes in on Telegram."""
        code = next(one.code for one in self.family.people if one.name == name)
        entered = await self.product.invitations.accept_telegram(
            code, chat, now=self.now, event_id=f"in{chat}"
        )
        assert entered is not None
        return entered.conversation

    async def meets(
        self, conversation: ConversationId, chat: int, kind: type[Event], **fields: object
    ) -> None:
        """Something happens in a conversation."""
        self.number += 1
        event = kind(id=EventId(f"e{self.number}"), at=self.now, channel=Channel.TELEGRAM, **fields)
        await self.product.turns.take(conversation, event, chat=chat)

    async def prompts(self, conversation: ConversationId) -> tuple[Prompt, ...]:
        return (await self.product.turns.look(conversation)).prompts

    async def puts(self, kind: Delivery, chat: int, id: str = "", **fields: object) -> str:
        """A row that nobody posts."""
        self.number += 1
        row = Message(
            id=id or f"row{self.number}", kind=kind, chat=chat, queued_at=self.now, due_at=self.now, **fields
        )  # type: ignore[arg-type]
        async with self.product.store.work() as work:
            await work.outbox.put(row)
            await work.commit()
        return row.id

    async def looks(self) -> None:
        """The courier looks once, and brings what it finds."""
        await self.courier._look(leftovers=True)
        await self.idle()

    async def idle(self) -> None:
        """Everything in the lanes is done with."""
        async with asyncio.timeout(5):
            while self.courier._lanes:
                await asyncio.sleep(0.005)

    def states(self) -> dict[str, str]:
        """What became of each row, in the order they were put."""
        with closing(sqlite3.connect(self.product.settings.data / "plans.db")) as database:
            return dict(database.execute("SELECT id, state FROM outbox ORDER BY place"))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    settings = Settings(data=tmp_path, _env_file=None)  # type: ignore[call-arg]
    async with opened(settings, clock=lambda: NOON) as product:
        family = await pretend(product.store, settings, NOON)
        yield Office(product, family, FakeCarrier())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.FIRST_WAIT_SECONDS", 0.01)


# Replies ------------------------------------------------------------------------------------------------


async def test_a_reply_leaves_at_once_and_its_screen_is_marked(office: Office) -> None:
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    assert [carried.chat for carried in office.carrier.carried] == [1]
    (prompt,) = await office.prompts(kelly)
    assert prompt.message == 101
    assert set(office.states().values()) == {Fate.SENT}


async def test_the_buttons_before_end_after_the_reply(office: Office) -> None:
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    await office.meets(kelly, 1, Pressed, prompt=1, button=0)
    await office.idle()
    assert office.carrier.retired == [(1, 101)]


async def test_one_chat_hears_everything_in_order(office: Office) -> None:
    kelly = await office.enters("Kelly", 1)
    office.carrier.gate = asyncio.Event()
    for _ in range(4):
        await office.meets(kelly, 1, Opened)
    office.carrier.gate.set()
    await office.idle()
    numbers = [carried.parcel.prompt.number for carried in office.carrier.carried if carried.parcel.prompt]
    assert numbers == [1, 2, 3, 4, 5]


async def test_a_slow_chat_holds_up_nobody_else(office: Office) -> None:
    office.carrier.will(1, Later("slow", 0.3))
    await office.enters("Kelly", 1)
    await office.enters("Ryan", 2)
    await asyncio.sleep(0.1)
    assert [carried.chat for carried in office.carrier.carried] == [1, 2]
    await office.idle()
    assert [carried.chat for carried in office.carrier.carried] == [1, 2, 1]
    assert set(office.states().values()) == {Fate.SENT}


async def test_where_two_chats_are_told_to_wait_all_do(office: Office) -> None:
    office.carrier.will(1, Later("429", 0.3))
    office.carrier.will(2, Later("429", 0.3))
    for name, chat in (("Kelly", 1), ("Ryan", 2)):
        await office.enters(name, chat)
    await asyncio.sleep(0.05)
    await office.enters("Rose", 3)
    await asyncio.sleep(0.05)
    assert 3 not in [carried.chat for carried in office.carrier.carried]
    await office.idle()
    assert sorted({carried.chat for carried in office.carrier.carried[2:]}) == [1, 2, 3]


async def test_an_outage_only_delays(office: Office) -> None:
    office.carrier.will(1, *[Later("500") for _ in range(4)])
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    assert len(office.carrier.carried) == 5
    assert (await office.prompts(kelly))[0].message == 101


async def test_a_reply_that_may_have_arrived_counts_as_seen_and_goes_again(office: Office) -> None:
    office.carrier.will(1, Lost("no answer"))
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    assert len(office.carrier.carried) == 2
    (prompt,) = await office.prompts(kelly)
    assert prompt.message is not None
    await office.meets(kelly, 1, TextReceived, text="Gran helps", message=50)
    conversation = await office.product.turns.look(kelly)
    assert conversation.answers[-1].prompt == prompt.id


async def test_nothing_more_is_sent_to_somebody_who_left_until_they_come_back(office: Office) -> None:
    office.carrier.will(1, Gone("blocked"))
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    await office.meets(kelly, 1, Opened)
    await office.idle()
    assert len(office.carrier.carried) == 1
    assert set(office.states().values()) == {Fate.FAILED}
    office.courier.is_back(1)
    await office.meets(kelly, 1, Opened)
    await office.idle()
    assert len(office.carrier.carried) == 2


async def test_a_screen_that_is_refused_is_apologised_for_and_the_chat_goes_on(office: Office) -> None:
    office.carrier.will(1, Refused(400, "too long"), RuntimeError("a fault of ours"))
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    await office.meets(kelly, 1, Opened)
    await office.meets(kelly, 1, Opened)
    await office.idle()
    assert office.carrier.apologies == [1, 1]
    assert list(office.states().values()) == [Fate.FAILED, Fate.FAILED, Fate.SENT]


async def test_a_turn_waits_until_it_is_known_whether_the_screen_before_it_arrived(office: Office) -> None:
    office.carrier.gate = asyncio.Event()
    kelly = await office.enters("Kelly", 1)
    await asyncio.sleep(0.01)
    settled = asyncio.create_task(office.courier.settled(1))
    await asyncio.sleep(0.02)
    assert not settled.done()
    office.carrier.gate.set()
    await settled
    await office.meets(kelly, 1, TextReceived, text="Gran helps", message=200)
    conversation = await office.product.turns.look(kelly)
    assert conversation.answers[-1].prompt == conversation.prompts[0].id


async def test_a_turn_does_not_wait_for_ever(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.courier.SETTLE_SECONDS", 0.02)
    office.carrier.gate = asyncio.Event()
    await office.enters("Kelly", 1)
    await asyncio.sleep(0.01)
    async with asyncio.timeout(1):
        await office.courier.settled(1)
    office.carrier.gate.set()


async def test_only_the_last_of_several_redrawings_is_sent(office: Office) -> None:
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    (prompt,) = await office.prompts(kelly)
    more = next(n for n, button in enumerate(prompt.buttons) if button.label == "More")
    office.carrier.gate = asyncio.Event()
    for _ in range(3):
        await office.meets(kelly, 1, Pressed, prompt=1, button=more)
    office.carrier.gate.set()
    await office.idle()
    assert len(office.carrier.carried) == 3
    assert set(office.states().values()) == {Fate.SENT}


# Crashes ------------------------------------------------------------------------------------------------


async def test_what_a_dead_process_left_is_found_and_sent(office: Office) -> None:
    office.carrier.gate = asyncio.Event()
    kelly = await office.enters("Kelly", 1)
    await asyncio.sleep(0.01)
    office.carrier.carried.clear()
    office.carrier.gate = None
    office.opens()
    await office.looks()
    assert office.carrier.carried == []
    office.now += LEASE + timedelta(seconds=1)
    await office.looks()
    assert [carried.parcel.prompt and carried.parcel.prompt.number for carried in office.carrier.carried] == [
        1
    ]
    assert (await office.prompts(kelly))[0].message == 101


async def test_what_has_not_left_when_we_stop_is_due_at_once(office: Office) -> None:
    office.carrier.will(1, Later("429", 60))
    await office.enters("Kelly", 1)
    running = asyncio.create_task(office.courier.run())
    await asyncio.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    office.opens()
    await office.looks()
    assert len(office.carrier.carried) == 2
    assert set(office.states().values()) == {Fate.SENT}


async def test_what_is_on_its_way_when_we_stop_still_arrives(office: Office) -> None:
    running = asyncio.create_task(office.courier.run())
    await asyncio.sleep(0.05)
    office.carrier.gate = asyncio.Event()
    kelly = await office.enters("Kelly", 1)
    await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.sleep(0.02)
    office.carrier.gate.set()
    await asyncio.gather(running, return_exceptions=True)
    assert (await office.prompts(kelly))[0].message == 101


# What nobody waits for ------------------------------------------------------------------------------------


async def test_a_message_that_another_process_put_is_found(office: Office) -> None:
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    await office.puts(Delivery.UNASKED, 1, conversation=kelly, body="l1")
    await office.looks()
    parcel = office.carrier.carried[-1].parcel
    assert (parcel.urgency, parcel.letter, parcel.words) == (Urgency.UNASKED, "l1", "")
    assert parcel.pretend


async def test_waking_looks_at_once(office: Office) -> None:
    running = asyncio.create_task(office.courier.run())
    await asyncio.sleep(0.1)
    await office.puts(Delivery.FLAG, 9, body="Please look now.")
    office.courier.wake()
    async with asyncio.timeout(1):
        while not office.carrier.carried:
            await asyncio.sleep(0.005)
    assert office.carrier.carried[0].parcel.words == "Please look now."
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_in_quiet_hours_only_what_is_urgent_goes(office: Office) -> None:
    office.now = datetime(2026, 5, 4, 21, 30, tzinfo=UTC)
    await office.puts(Delivery.UNASKED, 9, body="Something is waiting.")
    await office.puts(Delivery.REMINDER, 8, body="It is time.")
    office.now += timedelta(seconds=1)
    await office.looks()
    assert office.carrier.carried == []
    office.now += timedelta(seconds=1)
    await office.puts(Delivery.FLAG, 9, body="Please look now.")
    await office.looks()
    assert [carried.parcel.words for carried in office.carrier.carried] == ["Please look now."]
    office.now = datetime(2026, 5, 5, 7, 0, 1, tzinfo=UTC)
    await office.looks()
    assert len(office.carrier.carried) == 3


async def test_what_nobody_waits_for_keeps_a_pace_and_replies_do_not(office: Office) -> None:
    for chat in range(10, 20):
        await office.puts(Delivery.UNASKED, chat, body="Something is waiting.")
    await office.courier._look(leftovers=True)
    await office.enters("Kelly", 1)
    await office.idle()
    times = [carried.at for carried in office.carrier.carried if carried.chat != 1]
    # Nine steps; the first may have left late, the last never leaves early.
    assert times[-1] - times[0] >= 0.04 * 8
    assert next(n for n, carried in enumerate(office.carrier.carried) if carried.chat == 1) < 3


async def test_one_chat_gets_one_a_second_of_what_nobody_waits_for(office: Office) -> None:
    assert office.courier._pace.lane_seconds == 1
    office.courier._pace = Pace(lane_seconds=0.2)
    for _ in range(2):
        await office.puts(Delivery.UNASKED, 9, body="Something is waiting.")
        await office.looks()
    first, second = (carried.at for carried in office.carrier.carried)
    assert second - first >= 0.19


async def test_a_reminder_goes_at_most_once(office: Office) -> None:
    row = await office.puts(Delivery.REMINDER, 9, body="It is time.")
    office.carrier.will(9, Lost("no answer"))
    await office.looks()
    office.now += LEASE + timedelta(seconds=1)
    await office.looks()
    assert len(office.carrier.carried) == 1
    assert office.states()[row] == Fate.DOUBTFUL


async def test_a_reminder_that_certainly_did_not_leave_is_tried_again(office: Office) -> None:
    row = await office.puts(Delivery.REMINDER, 9, body="It is time.")
    office.carrier.will(9, Later("429", 0.05))
    await office.looks()
    assert office.states()[row] == Fate.WAITING
    office.now += timedelta(seconds=1)
    await office.looks()
    assert office.states()[row] == Fate.SENT
    assert len(office.carrier.carried) == 2


@pytest.mark.parametrize("kind", [Delivery.FLAG, Delivery.UNASKED])
async def test_a_flag_goes_until_it_arrives(office: Office, kind: Delivery) -> None:
    row = await office.puts(kind, 9, body="Please look now.")
    office.carrier.will(9, Lost("no answer"), Later("500"), Lost("no answer"))
    for _ in range(5):
        await office.looks()
        office.now += timedelta(seconds=61)
    assert office.states()[row] == Fate.SENT
    assert len(office.carrier.carried) == 4


async def test_a_row_whose_screen_is_gone_fails(office: Office) -> None:
    kelly = await office.enters("Kelly", 1)
    await office.idle()
    row = await office.puts(Delivery.REPLY, 1, conversation=kelly, prompt=99)
    empty = await office.puts(Delivery.FLAG, 9)
    await office.looks()
    states = office.states()
    assert (states[row], states[empty]) == (Fate.FAILED, Fate.FAILED)


async def test_who_floods_us_is_not_answered_each_time(office: Office) -> None:
    office.carrier.gate = asyncio.Event()
    for _ in range(50):
        office.courier.say(1, Parcel(Urgency.REPLY, words="This is a private notes service."))
    office.carrier.gate.set()
    await office.idle()
    assert len(office.carrier.carried) <= 4


# Hours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 1, 5, 19, 59, tzinfo=UTC), None),
        (datetime(2026, 1, 5, 20, 0, tzinfo=UTC), datetime(2026, 1, 6, 8, tzinfo=UTC)),
        (datetime(2026, 1, 6, 7, 59, tzinfo=UTC), datetime(2026, 1, 6, 8, tzinfo=UTC)),
        (datetime(2026, 1, 6, 8, 0, tzinfo=UTC), None),
        (datetime(2026, 7, 5, 19, 30, tzinfo=UTC), datetime(2026, 7, 6, 7, tzinfo=UTC)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
    ],
)
def test_quiet_hours_are_the_familys(now: datetime, until: datetime | None) -> None:
    assert QUIET.until(now) == until


def test_quiet_hours_within_one_day() -> None:
    siesta = Quiet(ZoneInfo("UTC"), time(13), time(15))
    assert siesta.until(datetime(2026, 1, 5, 14, tzinfo=UTC)) == datetime(2026, 1, 5, 15, tzinfo=UTC)
    assert siesta.until(datetime(2026, 1, 5, 15, tzinfo=UTC)) is None
    assert Quiet(ZoneInfo("UTC"), time(8), time(8)).until(NOON) is None
