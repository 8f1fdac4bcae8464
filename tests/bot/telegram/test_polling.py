"""The polling loop: an update is confirmed when everything it changed is kept, and not before."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import Connection, event

from bot.app import copies
from bot.telegram import PollingEnded
from bot.telegram.polling import Polling
from bot.telegram.reception import SOURCE
from dialogs.effects import Turn
from dialogs.events import Event, TextReceived
from dialogs.ids import ConversationId
from storage.errors import Busy
from storage.set_aside import Aside
from tests.bot.telegram.conftest import NoWorkers, Place, telegram_for, until
from tests.telegram_server import Person

Json = dict[str, Any]


class Turns:
    """The real turns, with something done before each: a wait, a fault."""

    def __init__(self, place: Place, before: Callable[[Event], Any]) -> None:
        self.real = place.product.turns
        self.before = before
        self.taken: list[Event] = []

    async def take(
        self, conversation: ConversationId, event: Event, update: tuple[str, str] | None = None, **how: Any
    ) -> Turn:
        waiting = self.before(event)
        if waiting is not None:
            await waiting
        turn = await self.real.take(conversation, event, update, **how)
        self.taken.append(event)
        return turn


def polling(place: Place, turns: Any = None) -> Polling:
    """The loop over the place's reception, or over other turns."""
    product = place.product
    reception = place.telegram.reception(
        turns or product.turns, product.invitations, NoWorkers(), copies(product)
    )
    return place.telegram.polling(reception)


def says(person: Person, text: str, update: int, message: int = 500) -> Json:
    chat = {"id": person.id, "type": "private", "first_name": "Kelly"}
    sender = {"id": person.id, "is_bot": False, "first_name": "Kelly"}
    said = {"message_id": message, "date": 1_780_000_000, "chat": chat, "from": sender, "text": text}
    return {"update_id": update, "message": said}


async def set_aside(place: Place) -> list[Aside]:
    async with place.product.store.reading() as work:
        return list(await work.set_aside.all())


@pytest.fixture
async def kelly(place: Place) -> Person:
    person = await place.enters()
    await place.server.all_confirmed()
    return person


async def test_nothing_is_confirmed_before_it_is_kept(place: Place, kelly: Person) -> None:
    ryan = await place.enters("Ryan")
    gate = asyncio.Event()
    turns = Turns(place, lambda event: gate.wait() if getattr(event, "text", "") == "slow" else None)
    await place.starts(turns)
    await kelly.says("slow")
    await ryan.says("quick")
    await until(lambda: _is(len(turns.taken) == 1))
    await asyncio.sleep(0.1)
    assert len(place.server.pending) == 2
    gate.set()
    await place.server.all_confirmed()
    assert "slow" in await place.words(kelly)


async def _is(value: bool) -> bool:
    return value


async def test_a_bot_killed_in_a_batch_takes_the_rest_of_it_afterwards_and_nothing_twice(
    place: Place, kelly: Person
) -> None:
    ryan = await place.enters("Ryan")
    never = asyncio.Event()
    turns = Turns(place, lambda event: never.wait() if getattr(event, "text", "") == "lost?" else None)
    await place.starts(turns)
    await kelly.says("lost?")
    await ryan.says("kept")
    await until(lambda: _is(len(turns.taken) == 1))
    await place.starts()
    await place.server.all_confirmed()
    assert (await place.words(kelly)).count("lost?") == 1
    assert (await place.words(ryan)).count("kept") == 1


async def test_the_same_update_twice_changes_nothing(quiet_place: Place) -> None:
    place = quiet_place
    loop = polling(place)
    kelly = place.server.person(first_name="Kelly")
    await loop.take([says(kelly, f"/start {place.code()}", 1, 1)])
    await loop.take([says(kelly, "Gran helps", 2), says(kelly, "Gran helps", 2)])
    before = await place.conversation(kelly)
    await loop.take([says(kelly, "Gran helps", 2)])
    assert await place.conversation(kelly) == before
    assert await place.words(kelly) == ["Gran helps"]


async def test_a_link_tapped_twice_shows_where_the_person_is(quiet_place: Place) -> None:
    place = quiet_place
    loop = polling(place)
    kelly = place.server.person(first_name="Kelly")
    for update in (1, 1, 2):
        await loop.take([says(kelly, f"/start {place.code()}", update, update)])
    assert (await place.conversation(kelly)).put == 3
    assert await set_aside(place) == []


async def test_one_chat_is_taken_in_order_and_the_others_beside_it(place: Place, kelly: Person) -> None:
    ryan = await place.enters("Ryan")
    turns = Turns(place, lambda event: asyncio.sleep(0.01 if "kelly" in getattr(event, "text", "") else 0))
    loop = polling(place, turns)
    batch = [says(kelly, f"kelly {n}", 9000 + n, 900 + n) for n in range(5)]
    await loop.take([*batch, says(ryan, "ryan", 9100, 900)])
    said = [event.text for event in turns.taken if isinstance(event, TextReceived)]
    assert said[0] == "ryan"
    assert [text for text in said if "kelly" in text] == [f"kelly {n}" for n in range(5)]


async def test_an_update_that_cannot_be_read_is_set_aside_whole_and_answered(
    place: Place, kelly: Person
) -> None:
    ryan = await place.enters("Ryan")
    place.server.garble_next_update()
    await kelly.says("this comes spoiled")
    await ryan.says("this comes well")
    await kelly.sees("It is kept, and a person will look at it.")
    await place.server.all_confirmed()
    assert "this comes well" in await place.words(ryan)
    (aside,) = await set_aside(place)
    assert aside.source == SOURCE
    assert b"this comes spoiled" in aside.raw
    assert b"spoiled" not in (place.product.settings.data / "plans.db").read_bytes()


async def test_a_turn_that_fails_three_times_is_set_aside(
    place: Place, kelly: Person, caplog: pytest.LogCaptureFixture
) -> None:
    tries = []

    def fail(event: Event) -> None:
        if getattr(event, "text", "") == "a secret":
            tries.append(event)
            raise RuntimeError("a secret")

    await place.starts(Turns(place, fail))
    with caplog.at_level(logging.DEBUG):
        await kelly.says("a secret")
        await kelly.says("and this")
        await kelly.sees("It is kept, and a person will look at it.")
        await place.server.all_confirmed()
    assert len(tries) == 3
    (aside,) = await set_aside(place)
    assert (aside.why, b"a secret" in aside.raw) == ("RuntimeError", True)
    assert "and this" in await place.words(kelly)
    assert "secret" not in caplog.text


async def test_a_turn_that_fails_once_is_tried_again(place: Place, kelly: Person) -> None:
    faults = iter([RuntimeError(), Busy("busy")])

    def fail(event: Event) -> None:
        fault = next(faults, None)
        if fault is not None:
            raise fault

    await place.starts(Turns(place, fail))
    await kelly.says("Gran helps")
    await place.server.all_confirmed()
    assert await place.words(kelly) == ["Gran helps"]
    assert await set_aside(place) == []


async def test_while_the_disk_is_full_nothing_is_confirmed_and_the_person_is_told(
    place: Place, kelly: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling.FIRST_WAIT_SECONDS", 0.05)
    words = "Gran helps. " * 300
    full = fill_the_disk(place)
    await kelly.says(words)
    await kelly.sees("We can't keep your words right now.")
    assert len(place.server.pending) == 1
    assert await place.words(kelly) == []
    full.clear()
    await place.server.all_confirmed()
    assert await place.words(kelly) == [words]
    assert await set_aside(place) == []
    told = [message for message in kelly.screen if message.text.startswith("We can't keep")]
    assert len(told) == 1
    await kelly.says("And on Fridays")
    await place.server.all_confirmed()
    assert "And on Fridays" in await place.words(kelly)


def fill_the_disk(place: Place) -> list[bool]:
    """No transaction may let the database grow (SQLite's way to a full disk), until the list is empty."""
    full = [True]

    def limit(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        most = pages if full else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count={most}")

    store = place.product.store
    for engine in (store._engine.sync_engine, store._brief._engine):
        event.listen(engine, "begin", limit)
    return full


async def test_answers_that_are_no_updates_are_only_trouble(
    quiet_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.polling.FIRST_WAIT_SECONDS", 0.001)
    answers: list[Any] = ["x", {}, 7, [7], [{}], [{"update_id": "x"}], [{"update_id": 5}, 7], []]
    offsets = []

    async def answer(request: web.Request) -> web.Response:
        offsets.append((await request.json()).get("offset"))
        found = answers.pop(0) if answers else None
        return web.json_response(
            {"ok": found is not None, "result": found}, status=200 if found is not None else 401
        )

    app = web.Application()
    app.router.add_post("/{any:.*}", answer)
    async with TestServer(app) as strange:
        settings = quiet_place.product.settings.model_copy(
            update={"telegram_api_base": str(strange.make_url("/"))}
        )
        place = replace(quiet_place, telegram=telegram_for(replace(quiet_place.product, settings=settings)))
        with pytest.raises(PollingEnded):
            await polling(place).run()
        await place.telegram.session.close()
    assert offsets == [None] * 7 + [6, 6]


async def test_kinds_of_update_nobody_asked_for_are_confirmed_and_nothing_else(
    place: Place, kelly: Person
) -> None:
    await kelly.sends_raw({"something_new": {"from": {"id": 1}}})
    await kelly.sends_raw({})
    await place.server.all_confirmed()
    assert await set_aside(place) == []


async def test_a_group_hears_nothing(place: Place, kelly: Person) -> None:
    group = {"id": -100, "type": "group", "title": "School gate"}
    said = {
        "message_id": 1,
        "date": 1,
        "chat": group,
        "from": kelly.user,
        "text": f"/start {place.code('Ryan')}",
    }
    await kelly.sends_raw({"message": said})
    await place.server.all_confirmed()
    await kelly.hears_nothing()
    assert place.server.refusals == []


@pytest.mark.parametrize(
    "trouble",
    [
        lambda server: server.fail_next("getUpdates", 502, "Bad Gateway", times=2),
        lambda server: server.lose_response("getUpdates", times=2),
        lambda server: server.too_many("getUpdates", retry_after=0),
    ],
)
async def test_trouble_with_telegram_passes(
    place: Place, kelly: Person, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Any], None]
) -> None:
    monkeypatch.setattr("bot.telegram.polling.FIRST_WAIT_SECONDS", 0.01)
    trouble(place.server)
    await kelly.says("Gran helps")
    await place.server.all_confirmed()
    assert await place.words(kelly) == ["Gran helps"]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "Telegram does not know this BOT_TOKEN."),
        (404, "Telegram does not know this BOT_TOKEN."),
        (409, "Another program receives this bot's messages. One program at a time can use a BOT_TOKEN."),
    ],
)
async def test_what_waiting_would_not_mend_ends_it_in_one_plain_sentence(
    quiet_place: Place, status: int, sentence: str
) -> None:
    quiet_place.server.fail_next("getUpdates", status, "No: and here is why")
    product = quiet_place.product
    with pytest.raises(PollingEnded) as caught:
        await quiet_place.telegram.run(product.turns, product.invitations, NoWorkers(), copies(product))
    assert str(caught.value) == sentence
