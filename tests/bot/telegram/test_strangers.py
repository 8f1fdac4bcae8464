"""Whoever has no code hears one neutral line, and every code that opens nothing has one and the same answer."""

import asyncio
from datetime import timedelta

import pytest

from dialogs.ids import DialogId, ParticipantId, PersonId
from dialogs.people import Participant, Role
from storage.retention import erase_plan
from tests.bot.telegram.conftest import Place, until
from tests.telegram_server import Person

NEUTRAL = "This is a private notes service. Type the code from your letter."
WRONG = "That code does not work here. Check each letter, wait a little, and try again."


@pytest.fixture
def stranger(place: Place) -> Person:
    return place.server.person(first_name="Nobody")


async def test_whatever_a_stranger_sends_says_nothing_about_families(place: Place, stranger: Person) -> None:
    for send in (
        lambda: stranger.says("/start"),
        lambda: stranger.says("/help"),
        lambda: stranger.says("/plans"),
        lambda: stranger.says("What is this?"),
        stranger.sends_voice,
        stranger.sends_sticker,
    ):
        await send()
        answer = await stranger.next_message()
        assert answer.text == NEUTRAL
        assert answer.rows == ()
    assert place.server.refusals == []


async def test_a_strangers_made_up_press_is_answered_with_nothing(place: Place, stranger: Person) -> None:
    await stranger.says("hello")
    answer = await stranger.next_message()
    press = await stranger.forges_press("p:1:0", answer.message_id)
    assert (await press.answered()).text == ""
    await stranger.hears_nothing()


async def test_a_code_may_be_typed_as_it_stands_on_paper(place: Place, stranger: Person) -> None:
    code = place.code()
    await stranger.says(f" {code[:4].lower()}-{code[4:].lower()} ")
    assert "Hello Kelly" in (await stranger.next_message()).text


async def test_a_code_of_somebody_under_telegrams_age_is_not_used_up_and_the_web_link_is_named(
    place: Place, stranger: Person
) -> None:
    code = "MMMM2222"
    async with place.product.store.work() as work:
        held = await work.plans.get(place.family.plan)
        leo = held.family.children[0].model_copy(update={"born": 2012})
        asked = Participant(
            id=ParticipantId("leo"),
            person=PersonId(leo.id),
            name=leo.name,
            role=Role.YOUNG_PERSON,
            dialog=DialogId("young_person_13_15"),
        )
        family = held.family.model_copy(
            update={
                "children": (leo, *held.family.children[1:]),
                "participants": (*held.family.participants, asked),
            }
        )
        at = place.clock()
        await work.plans.save(held.id, family, held.practitioner, at, None)
        await work.invitations.make(held.id, asked.id, code, held.practitioner, at, at + timedelta(days=1))
        await work.commit()
    for typed in (f"/start {code}", code):
        await stranger.says(typed)
        assert "not in Telegram. Open the web link" in (await stranger.next_message()).text
    assert await place.product.invitations.look(code) is not None


async def test_wrong_used_expired_and_withdrawn_codes_have_one_answer(place: Place, stranger: Person) -> None:
    kelly = await place.enters("Kelly")
    used, expired = place.code("Kelly"), place.code("Ryan")
    place.clock.waits(days=60)
    answers = []
    for code in (used, expired, "WRNG2345", "A" * 60):
        await stranger.says(f"/start {code}")
        answers.append((await stranger.next_message()).text)
        place.clock.waits(hours=2)
    assert set(answers) == {WRONG}
    await kelly.says("Gran helps")
    await kelly.next_message()


async def test_a_second_account_cannot_use_the_same_link(place: Place, stranger: Person) -> None:
    kelly = await place.enters("Kelly")
    await stranger.says(f"/start {place.code('Kelly')}")
    assert (await stranger.next_message()).text == WRONG
    await stranger.says("Who is this about?")
    assert (await stranger.next_message()).text == NEUTRAL
    assert (await place.conversation(kelly)).put == 1


async def test_guessing_meets_a_growing_wait_that_a_restart_does_not_end(
    place: Place, stranger: Person
) -> None:
    for number in range(4):
        await stranger.says(f"/start WRNG234{number}")
        await stranger.next_message()
    right = f"/start {place.code('Ryan')}"
    await stranger.says(right)
    assert (await stranger.next_message()).text == WRONG
    await place.starts()
    await stranger.says(right)
    assert (await stranger.next_message()).text == WRONG
    place.clock.waits(minutes=2)
    await stranger.says(right)
    assert "Hello Ryan" in (await stranger.next_message()).text


async def test_a_day_of_guessing_is_a_day_of_waiting(place: Place, stranger: Person) -> None:
    async with place.product.store.work() as work:
        for minute in range(16):
            await work.guesses.note(f"telegram:{stranger.id}", place.clock() - timedelta(minutes=70 * minute))
        await work.commit()
    await stranger.says(f"/start {place.code('Ryan')}")
    assert (await stranger.next_message()).text == WRONG


async def test_another_chats_guesses_hold_up_nobody_else(place: Place, stranger: Person) -> None:
    for number in range(6):
        await stranger.says(f"/start WRNG234{number}")
        await stranger.next_message()
    await place.enters("Ryan")


async def test_a_flood_of_strangers_words_is_not_answered_each_time(place: Place, stranger: Person) -> None:
    place.server.slow("sendMessage", 0.1)
    for _ in range(60):
        await stranger.says("hello?")
    await place.server.all_confirmed()
    await until(lambda: _quiet(place))
    assert len(place.server.calls_of("sendMessage")) < 30


async def _quiet(place: Place) -> bool:
    before = len(place.server.calls_of("sendMessage"))
    await asyncio.sleep(0.3)
    return len(place.server.calls_of("sendMessage")) == before


async def test_the_profile_says_nothing_about_families_either(place: Place) -> None:
    async def known() -> bool:
        return len(place.server.settings) == 3

    await until(known)
    said = str(place.server.settings).lower()
    assert "a private notes service" in said
    assert not any(word in said for word in ("famil", "child", "safe", "plan", "worker", "parent"))
    names = [command["command"] for command in place.server.settings["setMyCommands"]["commands"]]
    assert names == ["start", "help", "menu", "back", "who", "messages", "copy", "shared", "stop"]


async def test_a_profile_that_telegram_refuses_does_not_hold_up_the_start(quiet_place: Place) -> None:
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        quiet_place.server.fail_next(method, 400, "Bad Request: no")
    await quiet_place.starts()
    await quiet_place.enters()


async def test_a_chat_that_somebody_else_took_over_is_nobodys_from_that_moment(place: Place) -> None:
    kelly, phone = await place.enters("Kelly"), place.server.person(first_name="Kelly")
    conversation = await place.conversation_id(kelly)
    await kelly.says("Gran helps")
    await kelly.next_message()
    kept = (await place.product.turns.look(conversation)).answers
    async with place.product.store.work() as work:  # as another process would do it
        await work.chats.join(phone.id, conversation, place.clock())
        await work.commit()
    await kelly.says("Is anybody there?")
    assert (await kelly.next_message()).text == NEUTRAL
    press = await kelly.forges_press("p:1:0", 1)
    assert (await press.answered()).text == ""
    assert (await place.product.turns.look(conversation)).answers == kept
    await phone.says("/menu")
    await phone.next_message()


async def test_what_was_erased_meanwhile_is_a_strangers_chat(place: Place) -> None:
    kelly = await place.enters("Kelly")
    await kelly.says("Gran helps")
    await kelly.next_message()
    await erase_plan(place.product.store, place.family.plan, "somebody", place.clock())
    await kelly.says("And my sister too")
    assert (await kelly.next_message()).text == NEUTRAL


async def test_everybody_is_known_again_where_more_chats_write_than_are_remembered(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.whose.MOST_CHATS", 1)
    kelly, ryan = await place.enters("Kelly"), await place.enters("Ryan")
    for person in (kelly, ryan, kelly):
        await person.says("Gran helps")
        assert NEUTRAL not in (await person.next_message()).text
