"""The courier: brings what stands in the outbox to people, each chat's messages oldest first.

**Theory.** A turn puts a row into the outbox in its own transaction; nothing is sent before that
is committed. The process that took the turn then hands the message over at once (`post`), and the
row, due a little later, is its insurance: whoever dies has only delayed it. Everything else is found
by looking (`run`).

Each chat is a lane, with a task while there is something in it. What somebody waits for goes at
once. What nobody waits for keeps to Telegram's pace, and out of the quiet hours. What can come of it:

    arrived      screen and row are marked; the buttons of the screen before end
    later        what is awaited waits in its lane, the rest in the outbox; where two chats were told
                 to wait at the same time, all lanes wait
    lost         what is owed at least once goes again, its screen marked as perhaps seen; a reminder
                 goes at most once, and the desk shows it as doubtful
    gone         the row has failed; nothing more is tried until something comes from that person
    refused      the row has failed; the person is told how to go on

`bot.app` makes one and runs it. Turns `post`, the ways in `say` and `promise`, and wait for `settled` before a turn.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from bot.carriers import Carrier, Delivered, Gone, Later, Lost, Parcel, Refused, Undelivered, Urgency
from bot.marking import Marking, Screen
from bot.outgoing import Collecting, Outgoing
from storage.errors import Closed, StorageError

LOOK_SECONDS = 2.0
"""How often other processes' rows are looked for."""
LEFTOVERS_EVERY = 30
"""Every so many looks, reminders that a dead process left half sent are looked for too."""
SETTLE_SECONDS = 2.0
"""How long a turn waits to learn whether the last message arrived before or after what was said."""
CLOSE_SECONDS = 5.0
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0
MOST_SAID, MOST_PROMISED = 3, 20
"""Passing sentences, and things asked for, that wait in one lane: who floods us is not answered each time."""

log = logging.getLogger(__name__)


class Pace(NamedTuple):
    """How quickly goes what nobody waits for, and how soon it is kept that something arrived.

    Telegram takes about 30 a second from a bot, and one a second for one chat
    (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
    """

    seconds: float = 1 / 25
    lane_seconds: float = 1.0
    shares_commits: bool = True
    """Whether marks wait a moment for a commit that they can share."""


TELEGRAMS_PACE = Pace()
NO_WAITING = Pace(0, 0, shares_commits=False)
"""Where Telegram is only played: the demo."""


class _Errand(NamedTuple):
    parcel: Parcel
    row: str | None = None
    """Its row in the outbox; None for what is said in passing."""
    screen: Screen | None = None
    promised: bool = False
    """Somebody asked for it and waits: said when it can be, however long that takes."""


class _Lane:
    """One chat's messages, and what Telegram said about it."""

    def __init__(self, chat: int) -> None:
        self.chat = chat
        self.errands: deque[_Errand] = deque()
        self.task: asyncio.Task[None] | None = None
        self.leaving: asyncio.Future[None] | None = None
        """Pending while a message is on its way and nobody knows whether it arrived."""
        self.tries = 0
        self.held_until = 0.0
        self.told_to_wait = False


class Courier:
    """Sends what is to be sent. Its times are the event loop's, in seconds."""

    def __init__(
        self, carrier: Carrier, marking: Marking, collecting: Collecting, pace: Pace = TELEGRAMS_PACE
    ) -> None:
        self._carrier = carrier
        self._marking = marking
        self._collecting = collecting
        self._pace = pace
        self._lanes: dict[int, _Lane] = {}
        self._on_hand: set[str] = set()
        self._gone: set[int] = set()
        self._wake = asyncio.Event()
        self._held_until = 0.0
        self._next_slot = 0.0
        self._paced: dict[int, float] = {}
        self._closing = asyncio.Event()

    # What others ask of it --------------------------------------------------------------------------

    def post(self, messages: Iterable[Outgoing]) -> None:
        """Bring these now. Their turn is committed."""
        for row, parcel in messages:
            if row.id not in self._on_hand:
                self._on_hand.add(row.id)
                screen = Screen(row.conversation, row.prompt) if row.conversation and row.prompt else None
                self._add(row.chat, _Errand(parcel, row.id, screen))

    def say(self, chat: int, parcel: Parcel) -> None:
        """Say something in passing, which nobody misses if it never arrives."""
        self._say(chat, _Errand(parcel), MOST_SAID)

    def promise(self, chat: int, parcel: Parcel) -> None:
        """Say what somebody asked to see: in its place in the lane, and until it has arrived.

        Kept in memory alone. What must outlive this process is a row of the outbox (`post`).
        """
        self._say(chat, _Errand(parcel, promised=True), MOST_PROMISED)

    def _say(self, chat: int, errand: _Errand, most: int) -> None:
        lane = self._lanes.get(chat)
        if lane is None or sum(e.row is None and e.promised is errand.promised for e in lane.errands) < most:
            self._add(chat, errand)

    def wake(self) -> None:
        """Somebody put a row into the outbox: look now."""
        self._wake.set()

    def has_left(self, chat: int) -> None:
        """The person blocked us: until they come back, nothing more is tried."""
        self._gone.add(chat)

    def is_back(self, chat: int) -> bool:
        """Something came from this chat: it can be written to again. Whether it could not be before."""
        was_gone = chat in self._gone
        self._gone.discard(chat)
        return was_gone

    async def settled(self, chat: int) -> None:
        """Wait, not long, until it is known whether what was on its way to this chat arrived.

        Its mark is asked for by then, so that a turn asked for afterwards finds it.
        """
        lane = self._lanes.get(chat)
        if lane is not None and lane.leaving is not None:
            await asyncio.wait((lane.leaving,), timeout=SETTLE_SECONDS)

    async def emptied(self, chat: int) -> None:
        """Wait until everything that is on hand for this chat has gone out, and that is kept."""
        lane = self._lanes.get(chat)
        if lane is not None and lane.task is not None:
            await asyncio.wait((lane.task,))

    async def run(self) -> None:
        """Look for messages until cancelled; then let those on their way arrive."""
        looks = 0
        try:
            while True:
                await self._look(leftovers=looks % LEFTOVERS_EVERY == 0)
                looks += 1
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._wake.wait()
                self._wake.clear()
        finally:
            await self._close()

    # Looking ----------------------------------------------------------------------------------------

    async def _look(self, *, leftovers: bool) -> None:
        try:
            self.post(await self._collecting.due(all_leases=leftovers))
        except StorageError as error:
            log.warning("the outbox cannot be read (%s); trying again", type(error).__name__)

    async def _close(self) -> None:
        """Let what is on its way arrive; what has not left is due again at once."""
        self._closing.set()
        tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()
        with suppress(StorageError):
            await self._marking.still_here(self._on_hand)

    # Lanes ------------------------------------------------------------------------------------------

    def _add(self, chat: int, errand: _Errand) -> None:
        if self._closing.is_set():
            return
        lane = self._lanes.get(chat)
        if lane is None:
            lane = self._lanes[chat] = _Lane(chat)
        lane.errands.append(errand)
        if lane.task is None:
            lane.task = asyncio.create_task(self._serve(lane), name="courier-lane")

    async def _serve(self, lane: _Lane) -> None:
        try:
            while lane.errands and not self._closing.is_set():
                if await self._is_done(lane, lane.errands[0]):
                    row = lane.errands.popleft().row
                    if row is not None:
                        self._on_hand.discard(row)
        finally:
            del self._lanes[lane.chat]
            if not self._closing.is_set():
                self._on_hand.difference_update(errand.row for errand in lane.errands if errand.row)

    async def _is_done(self, lane: _Lane, errand: _Errand) -> bool:
        """Bring the errand a step on. False while it still stands first in its lane."""
        await self._leave_to(lane, errand.parcel)
        if self._closing.is_set():
            return False
        loop = asyncio.get_running_loop()
        leaving = lane.leaving = loop.create_future()
        try:
            came_of_it = await self._carried(lane, errand)
        finally:
            # Soon, not now: what follows asks for the mark before it waits for anything, and
            # whoever waits for `settled` is to come after that.
            loop.call_soon(_release, leaving)
        return await self._follow_up(lane, errand, came_of_it)

    async def _leave_to(self, lane: _Lane, parcel: Parcel) -> None:
        """Wait for whatever holds the lane; and for its place in the row where nobody waits for it."""
        loop = asyncio.get_running_loop()
        while (wait := max(lane.held_until, self._held_until) - loop.time()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._closing.wait()
                    return
        if parcel.urgency.awaited:
            return
        now = loop.time()
        self._paced = {chat: at for chat, at in self._paced.items() if at > now}
        at = max(now, self._next_slot, self._paced.get(lane.chat, 0.0))
        self._next_slot = max(now, self._next_slot) + self._pace.seconds
        self._paced[lane.chat] = at + self._pace.lane_seconds
        await asyncio.sleep(at - now)

    async def _carried(self, lane: _Lane, errand: _Errand) -> Delivered | Undelivered:
        parcel = errand.parcel
        if lane.chat in self._gone:
            return Gone("this person left before")
        if parcel.redraw and any(later.screen for later in list(lane.errands)[1:]):
            return Delivered(parcel.prompt.message or 0 if parcel.prompt else 0)
        try:
            return await self._carrier.carry(lane.chat, parcel)
        except Undelivered as undelivered:
            return undelivered
        except Exception as error:  # noqa: BLE001 - the last resort of this way out
            log.error("a message could not be made (%s)", type(error).__name__)  # noqa: TRY400
            return Refused(0, type(error).__name__)

    # What can come of it ----------------------------------------------------------------------------

    async def _follow_up(self, lane: _Lane, errand: _Errand, came_of_it: Delivered | Undelivered) -> bool:
        match came_of_it:
            case Delivered(message=message):
                return await self._arrived(lane, errand, message)
            case Later() as later:
                return await self._later(lane, errand, later)
            case Lost():
                return await self._lost(lane, errand)
            case Gone():
                self._gone.add(lane.chat)
                return await self._failed(errand)
            case _:
                log.warning("a message was refused (%s)", came_of_it)
                await self._failed(errand)
                if errand.screen is not None and not errand.parcel.redraw:
                    await self._carrier.apologise(lane.chat, errand.parcel.language)
                return True

    async def _arrived(self, lane: _Lane, errand: _Errand, message: int) -> bool:
        lane.tries, lane.told_to_wait = 0, False
        if errand.parcel.arrived is not None:
            errand.parcel.arrived(message)
        screen = None if errand.parcel.redraw else errand.screen
        previous = errand.parcel.previous
        retiring = (
            None if previous is None else asyncio.create_task(self._carrier.retire(lane.chat, previous))
        )
        if errand.row is not None:
            row, hurry = errand.row, len(lane.errands) > 1 or not self._pace.shares_commits
            mark = partial(self._marking.arrived, row, screen, message, hurry=hurry)
            await _kept(mark, partial(self._say_in_passing, lane))
        if retiring is not None:
            await retiring
        return True

    async def _say_in_passing(self, lane: _Lane) -> None:
        """That nothing can be kept just now is said while nothing can be kept, behind what waits for its mark."""
        passing = [errand for errand in list(lane.errands)[1:] if errand.row is None and not errand.promised]
        for errand in passing:
            lane.errands.remove(errand)
            with suppress(Undelivered):
                await self._carrier.carry(lane.chat, errand.parcel)

    async def _later(self, lane: _Lane, errand: _Errand, later: Later) -> bool:
        seconds = self._hold(lane, later)
        if errand.row is None:
            return lane.tries > 1 and not errand.promised
        if errand.parcel.urgency.awaited:
            return False
        row = errand.row
        await _kept(lambda: self._marking.still_here([row], timedelta(seconds=seconds)))
        return True

    def _hold(self, lane: _Lane, later: Later) -> float:
        """Hold the lane, or all; for how many seconds."""
        now = asyncio.get_running_loop().time()
        told = later.seconds is not None
        seconds = later.seconds if later.seconds is not None else _doubling(lane.tries)
        lane.tries += 1
        lane.held_until, lane.told_to_wait = now + seconds, told
        others = (one for one in self._lanes.values() if one is not lane and one.held_until > now)
        if later.everybody or (told and any(one.told_to_wait for one in others)):
            self._held_until = max(self._held_until, now + seconds)
        return seconds

    async def _lost(self, lane: _Lane, errand: _Errand) -> bool:
        owed = errand.row is not None or errand.promised
        if not owed or errand.parcel.urgency is Urgency.REMINDER:
            return True
        self._hold(lane, Later("lost"))
        if errand.screen is not None and not errand.parcel.redraw:
            screen = errand.screen
            await _kept(lambda: self._marking.maybe_arrived(screen))
        return False

    async def _failed(self, errand: _Errand) -> bool:
        if errand.row is not None:
            row = errand.row
            await _kept(lambda: self._marking.never_arrives(row))
        return True


async def _kept(
    keep: Callable[[], Awaitable[None]], meanwhile: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Keep what became of a message, however long the database is away; nothing if it is closed."""
    tries = 0
    while True:
        try:
            return await keep()
        except Closed:
            return
        except StorageError as error:
            log.warning("what became of a message is not kept yet (%s)", type(error).__name__)
            if meanwhile is not None:
                await meanwhile()
            await asyncio.sleep(_doubling(tries))
            tries += 1


def _doubling(tries: int) -> float:
    return float(min(FIRST_WAIT_SECONDS * 2 ** min(tries, 10), LONGEST_WAIT_SECONDS))


def _release(leaving: "asyncio.Future[None]") -> None:
    if not leaving.done():
        leaving.set_result(None)
