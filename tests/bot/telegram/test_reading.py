"""Updates as Telegram sends them, read as what they mean."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram.types import Update
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.keyboard import Open, Press
from bot.telegram.reading import Arrival, Began, Reading, Spoke, Stood, Tapped, chat_of, read
from dialogs.events import (
    Channel,
    Command,
    CommandGiven,
    Edited,
    FileKind,
    FileReceived,
    LetterOpened,
    Odd,
    OddReceived,
    Opened,
    Pressed,
    TextReceived,
)

Json = dict[str, Any]
CHAT = {"id": 70_001, "type": "private", "first_name": "Sam"}
USER = {"id": 70_001, "is_bot": False, "first_name": "Sam"}
SUMMER_EVENING = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)
ARRIVAL = Arrival.of(SUMMER_EVENING, ZoneInfo("Europe/London"))
FILE = {"file_id": "f1", "file_unique_id": "u1", "file_size": 1000}
BIG = {**FILE, "file_size": 21 * 2**20}


def message(**content: Any) -> Json:
    return {"message_id": 12, "from": USER, "chat": CHAT, "date": 1_780_000_000, **content}


def means(**update: Any) -> Reading | None:
    return read(Update.model_validate({"update_id": 481, **update}), ARRIVAL)


def sent(**content: Any) -> Spoke:
    reading = means(message=message(**content))
    assert isinstance(reading, Spoke)
    return reading


def pressed(data: str | None, **changes: Any) -> Tapped:
    query = {"id": "4000", "from": USER, "chat_instance": "1", "message": message(text="?"), "data": data}
    reading = means(callback_query=query | changes)
    assert isinstance(reading, Tapped)
    return reading


def test_words_keep_their_message_and_the_hour_where_the_family_is() -> None:
    reading = sent(text="  Gran has them on Fridays ")
    assert reading.chat == 70_001
    assert reading.events == (
        TextReceived(
            id="tg481", at=SUMMER_EVENING, local_hour=21, channel=Channel.TELEGRAM,
            text="  Gran has them on Fridays ", message=12,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command.START),
        ("/help", Command.HELP),
        ("/help@family_plan_test_bot", Command.HELP),
        ("/STOP", Command.STOP),
        ("/menu", Command.HUB),
        ("/hub", Command.HUB),
        ("/back ", Command.BACK),
        ("/who", Command.WHO_READS),
    ],
)
def test_a_command_that_stands_alone(text: str, command: Command) -> None:
    (event,) = sent(text=text).events
    assert isinstance(event, CommandGiven)
    assert event.command is command


@pytest.mark.parametrize(
    "text", ["/help he has a knife", "/dance", "/", "//", "help", "/stop\nshouting at me"]
)
def test_words_behind_a_command_are_words(text: str) -> None:
    (event,) = sent(text=text).events
    assert isinstance(event, TextReceived)
    assert event.text == text


HIDDEN = {"type": "hidden_user", "sender_user_name": "Ryan", "date": 1_780_000_000}
MINE = {"type": "user", "sender_user": USER, "date": 1_780_000_000}
HIS = {"type": "user", "sender_user": {**USER, "id": 70_002, "first_name": "Ryan"}, "date": 1_780_000_000}


@pytest.mark.parametrize(("origin", "passed_on"), [(HIDDEN, True), (HIS, True), (MINE, False)])
def test_a_forwarded_message_is_somebody_elses_words_unless_it_is_ones_own(
    origin: Json, passed_on: bool
) -> None:
    for content in (
        {"text": "He was at mine"},
        {"text": "/start ABCD2345"},
        {"voice": {**FILE, "duration": 3}},
    ):
        if passed_on or content != {"text": "/start ABCD2345"}:
            (event,) = sent(**content, forward_origin=origin).events
            assert isinstance(event, TextReceived | FileReceived)
            assert event.passed_on is passed_on


def test_a_link_comes_as_start_with_a_code() -> None:
    assert means(message=message(text="/start ABCD2345")) == Began(70_001, 481, "ABCD2345")
    assert means(message=message(text="/START  abcd-2345 ")) == Began(70_001, 481, "abcd-2345")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"voice": {**FILE, "duration": 3}}, FileKind.VOICE),
        ({"audio": {**FILE, "duration": 3}}, FileKind.VOICE),
        ({"photo": [{**FILE, "file_id": "small", "width": 90, "height": 90}, {**FILE, "width": 900, "height": 900}]},
         FileKind.PHOTO),
        ({"document": {**FILE, "mime_type": "image/png"}}, FileKind.PHOTO),
    ],
)  # fmt: skip
def test_a_file_that_may_stand_for_words(content: Json, kind: FileKind) -> None:
    reading = sent(**content, caption="our kitchen")
    (event,) = reading.events
    assert isinstance(event, FileReceived)
    assert (event.file_kind, event.caption, event.message) == (kind, "our kitchen", 12)
    assert reading.origin == "f1"
    assert event.file != "f1"


@pytest.mark.parametrize(
    ("content", "odd"),
    [
        ({"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
         Odd.STICKER),
        ({"location": {"latitude": 51.5, "longitude": -0.1}}, Odd.LOCATION),
        ({"contact": {"phone_number": "+447700900123", "first_name": "Gran"}}, Odd.CONTACT),
        ({"video": {**FILE, "width": 1, "height": 1, "duration": 1}}, Odd.WRONG_FILE),
        ({"video_note": {**FILE, "length": 1, "duration": 1}}, Odd.WRONG_FILE),
        ({"document": {**FILE, "mime_type": "application/pdf"}}, Odd.WRONG_FILE),
        ({"document": FILE}, Odd.WRONG_FILE),
        ({"voice": {**BIG, "duration": 3}}, Odd.TOO_LARGE),
        ({"document": {**BIG, "mime_type": "image/png"}}, Odd.TOO_LARGE),
        ({"dice": {"emoji": "🎲", "value": 4}}, Odd.OTHER),
        ({"something_new": {"nobody": "knows"}}, Odd.OTHER),
    ],
)  # fmt: skip
def test_what_cannot_be_kept(content: Json, odd: Odd) -> None:
    (event,) = sent(**content).events
    assert isinstance(event, OddReceived)
    assert event.what is odd


def test_words_under_a_film_are_kept_before_the_film_is_refused() -> None:
    words, refused = sent(
        video={**FILE, "width": 1, "height": 1, "duration": 1}, caption="he did this"
    ).events
    assert isinstance(words, TextReceived)
    assert words.text == "he did this"
    assert isinstance(refused, OddReceived)
    assert words.id != refused.id


def test_telegrams_own_notes_are_nobodys_words() -> None:
    assert (
        means(message=message(message_auto_delete_timer_changed={"message_auto_delete_time": 86_400})) is None
    )


def test_an_edited_message() -> None:
    edited = message(text="Gran and Nan", edit_date=1_780_000_100)
    reading = means(edited_message=edited)
    assert isinstance(reading, Spoke)
    (event,) = reading.events
    assert isinstance(event, Edited)
    assert (event.text, event.message) == ("Gran and Nan", 12)


def test_a_place_that_moves_on_says_nothing() -> None:
    assert means(edited_message=message(location={"latitude": 1.0, "longitude": 1.0}, edit_date=1)) is None


def test_a_press_names_its_prompt_and_its_button() -> None:
    reading = pressed(Press(prompt=14, button=2).pack())
    assert isinstance(reading.event, Pressed)
    assert (reading.event.prompt, reading.event.button) == (14, 2)
    assert (reading.query, reading.message) == ("4000", 12)


@given(
    st.text(max_size=64)
    | st.sampled_from(["p:1", "p::", "p:1:x", "p:1:2:3", "q:1:2", "p:1e9:1", "p:١:٢", ""])
)
def test_data_made_by_hand_is_a_stale_press_or_a_real_one(data: str) -> None:
    event = pressed(data).event
    assert isinstance(event, Pressed | LetterOpened | Opened)


def test_tapping_a_message_opens_its_letter() -> None:
    event = pressed(Open(letter="77ab").pack()).event
    assert isinstance(event, LetterOpened)
    assert event.letter == "77ab"
    assert isinstance(pressed(Open(letter="").pack()).event, Opened)


def test_a_press_under_a_message_that_telegram_no_longer_shows() -> None:
    reading = pressed("p:14:2", message={"chat": CHAT, "message_id": 3, "date": 0})
    assert reading.message == 3


@pytest.mark.parametrize(("status", "blocked"), [("kicked", True), ("member", False)])
def test_blocking_and_letting_in_again(status: str, blocked: bool) -> None:
    bot = {"id": 4242, "is_bot": True, "first_name": "Family plan"}
    member = {"user": bot, "status": status, **({"until_date": 0} if blocked else {})}
    change = {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": {"user": bot, "status": "left"}}
    assert means(my_chat_member=change | {"new_chat_member": member}) == Stood(70_001, 481, blocked)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_groups_and_channels_are_nothing_to_us(kind: str) -> None:
    group = {"id": -100, "type": kind, "title": "School gate"}
    assert means(message=message(text="/start ABCD2345") | {"chat": group}) is None
    assert means(edited_message=message(text="x") | {"chat": group}) is None
    query = {"id": "1", "from": USER, "chat_instance": "1", "data": "p:1:1"}
    assert means(callback_query=query | {"message": message(text="?") | {"chat": group}}) is None
    assert means(callback_query=query | {"inline_message_id": "x"}) is None


def test_kinds_of_update_that_nobody_asked_for() -> None:
    assert (
        means(poll_answer={"poll_id": "1", "user": USER, "option_ids": [1], "option_persistent_ids": ["a"]})
        is None
    )


@pytest.mark.parametrize(
    "raw",
    [None, 7, {}, {"message": None}, {"message": {"chat": 5}}, {"message": {"chat": {"id": "x", "type": "private"}}},
     {"message": {"chat": {"id": -1, "type": "group"}}}],
)  # fmt: skip
def test_a_spoiled_update_may_have_no_chat(raw: object) -> None:
    assert chat_of(raw) is None


def test_the_chat_of_a_spoiled_update_is_found() -> None:
    assert chat_of({"update_id": 1, "message": message(text="x") | {"from": "nobody"}}) == 70_001
    assert chat_of({"update_id": 1, "callback_query": {"from": 3, "message": message()}}) == 70_001
