"""The Bot API server of the suite behaves as Telegram does, seen by a plain client and by aiogram."""

import asyncio
import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from tests.telegram_server import PNG, Person, TelegramServer, units

Json = dict[str, Any]


class PlainBot:
    """Calls the server with nothing but HTTP: as JSON unless told otherwise."""

    def __init__(self, server: TelegramServer, http: aiohttp.ClientSession) -> None:
        self.server = server
        self.http = http

    async def call(self, method: str, **parameters: Any) -> Json:
        address = f"{self.server.url}/bot{self.server.token}/{method}"
        async with self.http.post(address, json=parameters) as answer:
            body: Json = await answer.json()
            assert body["ok"] == (answer.status == 200)
            assert body.get("error_code", 200) == answer.status
            return body

    async def result(self, method: str, **parameters: Any) -> Any:
        body = await self.call(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        body = await self.call(method, **parameters)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def updates(self, **parameters: Any) -> list[Json]:
        found: list[Json] = await self.result("getUpdates", **parameters)
        return found


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
def sam(server: TelegramServer) -> Person:
    return server.person(first_name="Sam", met=True)


@pytest.fixture
async def plain(server: TelegramServer) -> AsyncIterator[PlainBot]:
    async with aiohttp.ClientSession() as http:
        yield PlainBot(server, http)


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
    properties = DefaultBotProperties(parse_mode="HTML")
    async with Bot(server.token, session=session, default=properties) as real:
        yield real


def keyboard(*labels: str) -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": label.lower()[:64]}] for label in labels]}


# Who may ask, and how


async def test_a_wrong_token_and_an_unknown_method_are_refused(
    server: TelegramServer, plain: PlainBot
) -> None:
    assert (await plain.result("GETME"))["username"] == "family_plan_test_bot"
    assert await plain.refusal("getWeather") == "404 Not Found"
    server.token = "4242:another"
    async with plain.http.get(f"{server.url}/bot4242:wrong/getMe") as answer:
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_json_forms_multipart_and_addresses_say_the_same(
    server: TelegramServer, plain: PlainBot, sam: Person
) -> None:
    address = f"{server.url}/bot{server.token}/sendMessage"
    fields = {"chat_id": str(sam.id), "text": "Ready?", "reply_markup": json.dumps(keyboard("Yes"))}
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    await plain.result("sendMessage", chat_id=sam.id, text="Ready?", reply_markup=keyboard("Yes"))
    for body in (fields, multipart):
        async with plain.http.post(address, data=body) as answer:
            assert (await answer.json())["ok"]
    async with plain.http.get(address, params=fields) as answer:
        assert (await answer.json())["ok"]
    assert [message.labels for message in await sam.hears(4)] == [("Yes",)] * 4
    parameters = [call.parameters for call in server.calls_of("sendMessage")]
    assert all(each == parameters[0] for each in parameters)
    assert parameters[0]["chat_id"] == sam.id


async def test_what_is_not_json_is_refused(server: TelegramServer, plain: PlainBot, sam: Person) -> None:
    address = f"{server.url}/bot{server.token}/sendMessage"
    for body in (b"{", b"[1]"):
        headers = {"Content-Type": "application/json"}
        async with plain.http.post(address, data=body, headers=headers) as answer:
            assert (await answer.json())["description"] == "Bad Request: can't parse JSON object"
    form = {"chat_id": str(sam.id), "text": "Hello", "reply_markup": "{"}
    async with plain.http.post(address, data=form) as answer:
        assert answer.status == 400


# Updates


async def test_updates_are_kept_until_an_offset_confirms_them(
    server: TelegramServer, plain: PlainBot, sam: Person
) -> None:
    first, second = await sam.says("one"), await sam.says("two")
    assert second == first + 1
    updates = await plain.updates()
    assert [update["message"]["text"] for update in updates] == ["one", "two"]
    assert await plain.updates() == updates, "nothing was confirmed"
    before = time.monotonic()
    assert await plain.updates(offset=updates[0]["update_id"] + 1) == updates[1:]
    assert server.confirmed[-1].offset == updates[1]["update_id"]
    assert before <= server.confirmed[-1].at <= time.monotonic()
    await plain.updates(offset=updates[1]["update_id"] + 1)
    assert server.pending == []
    await server.all_confirmed()


async def test_a_limit_and_a_negative_offset(plain: PlainBot, sam: Person) -> None:
    for word in ("one", "two", "three"):
        await sam.says(word)
    assert [each["message"]["text"] for each in await plain.updates(limit=2)] == ["one", "two"]
    assert [each["message"]["text"] for each in await plain.updates(offset=-1)] == ["three"]
    assert len(await plain.updates()) == 1


async def test_a_long_poll_ends_when_something_comes_or_time_is_up(plain: PlainBot, sam: Person) -> None:
    began = time.monotonic()
    poll = asyncio.create_task(plain.updates(timeout=10))
    await asyncio.sleep(0.05)
    await sam.says("here")
    assert len(await poll) == 1
    assert time.monotonic() - began < 5
    assert await plain.updates(offset=10_000, timeout=1) == []


async def test_a_second_poll_ends_the_first_as_a_conflict(server: TelegramServer, plain: PlainBot) -> None:
    first = asyncio.create_task(plain.refusal("getUpdates", timeout=10))
    await server.bell.wait(lambda: server.calls_of("getUpdates") or None, 5)
    await plain.updates()
    assert (await first).startswith("409 Conflict: terminated by other getUpdates request")


async def test_only_the_kinds_asked_for_are_kept(plain: PlainBot, sam: Person) -> None:
    await plain.updates(allowed_updates=["callback_query"])
    await sam.says("not asked for")
    await plain.updates(allowed_updates=[])
    await sam.says("asked for again")
    assert [each["message"]["text"] for each in await plain.updates()] == ["asked for again"]


async def test_a_webhook_and_polling_exclude_each_other(server: TelegramServer, plain: PlainBot) -> None:
    assert "HTTPS URL" in await plain.refusal("setWebhook", url="http://example.org/hook")
    await plain.result("setWebhook", url="https://example.org/hook")
    assert (await plain.refusal("getUpdates")).startswith("409 Conflict: can't use getUpdates method")
    await plain.result("deleteWebhook", drop_pending_updates=True)
    assert await plain.updates() == []
    assert server.webhook == ""


async def test_what_people_do_becomes_updates(plain: PlainBot, sam: Person) -> None:
    said = await sam.says("/start abc")
    await sam.edits(said, "Hello")
    photo = await sam.sends_photo(caption="our kitchen")
    await sam.edits(photo, "our new kitchen")
    await sam.sends_voice()
    await sam.sends_document(name="plan.pdf")
    await sam.sends_sticker()
    await sam.sends_location()
    await sam.sends_contact()
    await sam.sends(dice={"emoji": "🎲", "value": 4})
    await sam.sends_raw({"poll_answer": {"poll_id": "1"}})
    updates = await plain.updates()
    assert [update["update_id"] for update in updates] == list(range(1001, 1012))
    kinds = [next(key for key in update if key != "update_id") for update in updates]
    assert kinds[:4] == ["message", "edited_message", "message", "edited_message"]
    assert updates[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert updates[1]["edited_message"]["message_id"] == said
    assert updates[3]["edited_message"]["caption"] == "our new kitchen"
    assert [
        next(key for key in update["message"] if key not in {"message_id", "from", "chat", "date"})
        for update in updates[4:10]
    ] == ["voice", "document", "sticker", "location", "contact", "dice"]


async def test_long_texts_and_albums_come_in_parts(plain: PlainBot, sam: Person) -> None:
    words = "🙂" * 2049 + "the end"
    await sam.says(words)
    await sam.sends_album([PNG, PNG, PNG], caption="three drawings")
    messages = [update["message"] for update in await plain.updates()]
    assert [units(message["text"]) for message in messages[:2]] == [4096, 9]
    assert "".join(message["text"] for message in messages[:2]) == words
    album = messages[2:]
    assert [message.get("caption") for message in album] == ["three drawings", None, None]
    assert len({message["media_group_id"] for message in album}) == 1


async def test_a_garbled_update_spoils_the_batch_for_whoever_parses_it_whole(
    server: TelegramServer, plain: PlainBot, bot: Bot, sam: Person
) -> None:
    server.garble_next_update()
    await sam.says("spoilt")
    await sam.says("fine")
    spoilt, fine = await plain.updates()
    assert spoilt["message"]["from"] == "nobody"
    assert spoilt["message"]["chat"]["id"] == sam.id
    with pytest.raises(ClientDecodeError):
        await bot.get_updates()
    assert len(await bot.get_updates(offset=fine["update_id"])) == 1


# Messages


async def test_messages_are_heard_in_the_order_sent_and_seen_as_they_stand(
    plain: PlainBot, sam: Person
) -> None:
    mine = await sam.says("hello")
    for text in ("one", "two", "three"):
        await plain.result("sendMessage", chat_id=sam.id, text=text)
    await plain.result("editMessageText", chat_id=sam.id, message_id=mine + 2, text="TWO")
    await plain.result("deleteMessage", chat_id=sam.id, message_id=mine + 3)
    assert [message.text for message in await sam.hears(2)] == ["one", "two"]
    assert (await sam.next_message()).text == "three"
    assert [message.text for message in sam.screen] == ["hello", "one", "TWO"]
    assert [message.message_id for message in sam.screen] == [mine, mine + 1, mine + 2]
    assert (await sam.sees("TWO")).by_bot
    await sam.hears_nothing(0.01)
    assert sam.drawn().splitlines() == ["family:  hello", "bot:     one", "bot:     TWO"]


async def test_waiting_in_vain_fails_with_the_screen(plain: PlainBot, sam: Person) -> None:
    await plain.result("sendMessage", chat_id=sam.id, text="Ready?", reply_markup=keyboard("Yes"))
    for waiting in (sam.hears(2, timeout=0.01), sam.presses("No", timeout=0.01), sam.sees("x", timeout=0.01)):
        with pytest.raises(AssertionError, match=r"Ready\?\n +\[Yes\]"):
            await waiting
    with pytest.raises(AssertionError, match="silence"):
        await sam.hears_nothing(0.01)


async def test_length_is_counted_in_utf_16_after_the_markup_is_read(plain: PlainBot, sam: Person) -> None:
    async def send(text: str) -> str:
        body = await plain.call("sendMessage", chat_id=sam.id, text=text, parse_mode="HTML")
        return str(body.get("description", "sent"))

    assert await send("🙂" * 2048) == "sent"
    assert await send("🙂" * 2048 + "x") == "Bad Request: message is too long"
    assert await send("<b>" + "&amp;" * 4096 + "</b>") == "sent"
    for nothing in ("", " \n ", "<b> </b>"):
        assert await send(nothing) == "Bad Request: message text is empty"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("fish < chips", 'Unsupported start tag "" at byte offset 5'),
        ("é <script>x</script>", 'Unsupported start tag "script" at byte offset 3'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<b>bold", "Can't find end tag corresponding to start tag b"),
        ("bold</b>", "Unexpected end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
    ],
)
async def test_bad_markup_is_refused(plain: PlainBot, sam: Person, source: str, why: str) -> None:
    refusal = await plain.refusal("sendMessage", chat_id=sam.id, text=source, parse_mode="HTML")
    assert refusal == f"400 Bad Request: can't parse entities: {why}"


async def test_good_markup_becomes_entities(plain: PlainBot, sam: Person) -> None:
    source = (
        '\n <b>Who 🙂 <i>helps</i></b> &lt;&amp;&gt; &nbsp; <a href="https://example.org">here</a>'
        '<a href="nowhere">!</a><code></code> '
    )
    await plain.result("sendMessage", chat_id=sam.id, text=source, parse_mode="HTML")
    await plain.result("sendMessage", chat_id=sam.id, text=source)
    marked, bare = await sam.hears(2)
    assert marked.text == "Who 🙂 helps <&> &nbsp; here!"
    assert marked.entities == [
        {"type": "bold", "offset": 0, "length": 12},
        {"type": "italic", "offset": 7, "length": 5},
        {"type": "text_link", "offset": 24, "length": 4, "url": "https://example.org"},
    ]
    assert bare.text == source.strip()
    assert bare.entities == []
    assert "unsupported parse_mode" in await plain.refusal(
        "sendMessage", chat_id=sam.id, text="*x*", parse_mode="Markdown"
    )


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"callback_data": "x"}, 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        (
            {"text": "Go"},
            "can't parse InlineKeyboardButton: Text buttons are not allowed in the inline keyboard",
        ),
        (
            {"text": "Go", "callback_data": ""},
            "can't parse InlineKeyboardButton: Text buttons are not allowed in the inline keyboard",
        ),
        ({"text": "Go", "callback_data": "é" * 32 + "x"}, "BUTTON_DATA_INVALID"),
        (
            {"text": "Go", "url": "http://localhost:8080/x"},
            "inline keyboard button URL 'http://localhost:8080/x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "Go", "url": "http://127.0.0.1:8080"},
            "inline keyboard button URL 'http://127.0.0.1:8080' is invalid: Wrong HTTP URL",
        ),
        ({"text": "Go", "url": "desk"}, "inline keyboard button URL 'desk' is invalid: Wrong HTTP URL"),
        (
            {"text": "Go", "url": "ftp://example.org"},
            "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_bad_buttons_are_refused(plain: PlainBot, sam: Person, button: Json, why: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    refusal = await plain.refusal("sendMessage", chat_id=sam.id, text="Go?", reply_markup=markup)
    assert refusal == f"400 Bad Request: {why}"


async def test_buttons_at_their_limits_are_fine(plain: PlainBot, sam: Person) -> None:
    fine = [
        {"text": "é", "callback_data": "é" * 32},
        {"text": "Open", "url": "https://example.org/plan?code=1"},
        {"text": "Chat", "url": "tg://resolve?domain=family_plan_test_bot"},
    ]
    await plain.result("sendMessage", chat_id=sam.id, text="x", reply_markup={"inline_keyboard": [fine]})
    for labels in ([str(place) for place in range(101)], ["a very long label" * 10] * 60):
        refusal = await plain.refusal("sendMessage", chat_id=sam.id, text="x", reply_markup=keyboard(*labels))
        assert refusal == "400 Bad Request: reply markup is too long"
    assert len((await sam.next_message()).buttons) == 3


async def test_unknown_chats_strangers_and_blocks(
    server: TelegramServer, plain: PlainBot, sam: Person
) -> None:
    stranger = server.person(first_name="Sam")
    assert await plain.refusal("sendMessage", text="x") == "400 Bad Request: chat_id is empty"
    for chat_id in (1, "@family", stranger.id):
        refusal = await plain.refusal("sendMessage", chat_id=chat_id, text="x")
        assert refusal == "400 Bad Request: chat not found"
    await stranger.says("/start")
    await plain.result("sendMessage", chat_id=stranger.id, text="Hello, Sam")
    await sam.blocks()
    refusal = await plain.refusal("sendMessage", chat_id=sam.id, text="x")
    assert refusal == "403 Forbidden: bot was blocked by the user"
    await sam.unblocks()
    await plain.result("sendChatAction", chat_id=sam.id, action="typing")
    standings = [update["my_chat_member"] for update in await plain.updates() if "my_chat_member" in update]
    assert [each["new_chat_member"]["status"] for each in standings] == ["kicked", "member"]


async def test_edits_change_something_or_are_refused(plain: PlainBot, sam: Person) -> None:
    mine = await sam.says("hello")
    sent = await plain.result("sendMessage", chat_id=sam.id, text="Ready?", reply_markup=keyboard("Yes"))
    here = {"chat_id": sam.id, "message_id": sent["message_id"]}
    same = {"text": "<b></b>Ready?", "parse_mode": "HTML", "reply_markup": keyboard("Yes")}
    assert "message is not modified" in await plain.refusal("editMessageText", **here, **same)
    assert "not modified" in await plain.refusal(
        "editMessageReplyMarkup", **here, reply_markup=keyboard("Yes")
    )
    edited = await plain.result("editMessageText", **here, text="Ready?")
    assert "reply_markup" not in edited, "an edit without a keyboard takes it away"
    assert "not modified" in await plain.refusal("editMessageReplyMarkup", **here)
    await plain.result("editMessageReplyMarkup", **here, reply_markup=keyboard("No"))
    assert sam.screen[-1].labels == ("No",)
    edit = {"chat_id": sam.id, "text": "x"}
    assert "message to edit not found" in await plain.refusal("editMessageText", **edit, message_id=99)
    assert "message can't be edited" in await plain.refusal("editMessageText", **edit, message_id=mine)
    assert "identifier is not specified" in await plain.refusal("editMessageText", **edit)


async def test_old_messages_cannot_be_deleted(server: TelegramServer, plain: PlainBot, sam: Person) -> None:
    await sam.says("old")
    server.pass_time(hours=48, seconds=2)
    await sam.says("young")
    await sam.deletes(2)
    await sam.says("younger")
    assert "can't be deleted for everyone" in await plain.refusal(
        "deleteMessage", chat_id=sam.id, message_id=1
    )
    for gone in (2, 99):
        refusal = await plain.refusal("deleteMessage", chat_id=sam.id, message_id=gone)
        assert refusal == "400 Bad Request: message to delete not found"
    await plain.result("deleteMessage", chat_id=sam.id, message_id=3)
    assert [message.text for message in sam.screen] == ["old"]


async def test_a_reply_needs_the_message_it_answers(plain: PlainBot, sam: Person) -> None:
    said = await sam.says("hello")
    await plain.result("sendMessage", chat_id=sam.id, text="x", reply_parameters={"message_id": said})
    to_nothing = {"chat_id": sam.id, "text": "x"}
    refusal = await plain.refusal("sendMessage", **to_nothing, reply_parameters={"message_id": 99})
    assert refusal == "400 Bad Request: message to be replied not found"
    anyway = {"message_id": 99, "allow_sending_without_reply": True}
    await plain.result("sendMessage", **to_nothing, reply_parameters=anyway)


async def test_the_bot_s_own_words_have_limits(server: TelegramServer, plain: PlainBot) -> None:
    commands = [{"command": "start", "description": "Begin"}]
    await plain.result("setMyCommands", commands=commands)
    assert server.settings["setMyCommands"]["commands"] == commands
    bad_name, no_words = {"command": "Start!", "description": "x"}, {"command": "start", "description": ""}
    assert "BOT_COMMAND_INVALID" in await plain.refusal("setMyCommands", commands=[bad_name])
    assert "BOT_COMMAND_DESCRIPTION_INVALID" in await plain.refusal("setMyCommands", commands=[no_words])
    await plain.refusal("setMyDescription", description="x" * 513)
    await plain.refusal("setMyShortDescription", short_description="x" * 121)
    await plain.result("setMyShortDescription", short_description="Talk about your plan")


# Buttons pressed


async def test_presses_find_the_newest_button_and_carry_its_data(plain: PlainBot, sam: Person) -> None:
    for text in ("Ready?", "Sure?"):
        await plain.result("sendMessage", chat_id=sam.id, text=text, reply_markup=keyboard("Yes", "No"))
    await sam.presses("Yes")
    await sam.presses(1)
    with pytest.raises(AssertionError, match="no button 2"):
        await sam.presses(2, timeout=0.01)
    await sam.forges_press("made-up", 99)
    newest, second, forged = (update["callback_query"] for update in await plain.updates())
    assert newest["message"]["text"] == "Sure?"
    assert newest["data"] == "yes"
    assert second["data"] == "no"
    assert forged["message"] == {"chat": sam.chat, "message_id": 99, "date": 0}


async def test_a_press_waits_for_its_button_and_can_be_of_one_long_gone(plain: PlainBot, sam: Person) -> None:
    pressing = asyncio.create_task(sam.presses("Yes"))
    await asyncio.sleep(0)
    sent = await plain.result("sendMessage", chat_id=sam.id, text="Ready?", reply_markup=keyboard("Yes"))
    await pressing
    await plain.result("editMessageReplyMarkup", chat_id=sam.id, message_id=sent["message_id"])
    with pytest.raises(AssertionError):
        await sam.presses("Yes", timeout=0.01)
    stale = await sam.presses("Yes", on=sent["message_id"])
    assert stale.data == "yes"


async def test_a_press_is_answered_once_and_in_time(
    server: TelegramServer, plain: PlainBot, sam: Person
) -> None:
    await plain.result("sendMessage", chat_id=sam.id, text="Ready?", reply_markup=keyboard("Yes"))
    press, late = await sam.presses("Yes"), await sam.presses("Yes")
    with pytest.raises(AssertionError, match="not answered"):
        await press.answered(timeout=0.01)
    too_long = {"callback_query_id": press.query_id, "text": "x" * 201}
    assert "MESSAGE_TOO_LONG" in await plain.refusal("answerCallbackQuery", **too_long)
    await plain.result("answerCallbackQuery", callback_query_id=press.query_id, text="Kept.", show_alert=True)
    assert await press.answered() == ("Kept.", True)
    assert sam.notices == [("Kept.", True)]
    server.pass_time(seconds=100)
    for query_id in (press.query_id, late.query_id, "1"):
        refusal = await plain.refusal("answerCallbackQuery", callback_query_id=query_id)
        assert refusal.startswith("400 Bad Request: query is too old and response timeout expired")


# Files


async def test_files_of_people_can_be_fetched_up_to_twenty_megabytes(
    server: TelegramServer, plain: PlainBot, sam: Person
) -> None:
    await sam.sends_voice(b"OggS my words")
    await sam.sends_document(b"%PDF a long letter", size=21 * 1024 * 1024)
    voice, document = sam.screen
    found = await plain.result("getFile", file_id=voice.file_id)
    assert found["file_size"] == 13
    address = f"{server.url}/file/bot{server.token}/"
    async with plain.http.get(address + found["file_path"]) as answer:
        assert await answer.read() == b"OggS my words"
    async with plain.http.get(address + "voice/file_999.oga") as answer:
        assert answer.status == 404
    async with plain.http.get(f"{server.url}/file/bot4242:wrong/{found['file_path']}") as answer:
        assert answer.status == 401
    assert "file is too big" in await plain.refusal("getFile", file_id=document.file_id)
    assert "invalid file_id" in await plain.refusal("getFile", file_id="voice-999")


async def test_files_of_the_bot_are_checked(server: TelegramServer, plain: PlainBot, sam: Person) -> None:
    async def send(method: str, content: bytes, **fields: str) -> Json:
        form = aiohttp.FormData({"chat_id": str(sam.id), **fields})
        form.add_field("it", io.BytesIO(content), filename="plan.pdf")
        form.add_field(method.removeprefix("send").lower(), "attach://it")
        address = f"{server.url}/bot{server.token}/{method}"
        async with plain.http.post(address, data=form) as answer:
            body: Json = await answer.json()
            return body

    assert (await send("sendDocument", b"%PDF", caption="<b>Your plan</b>", parse_mode="HTML"))["ok"]
    assert (await send("sendPhoto", PNG))["ok"]
    document, photo = await sam.hears(2)
    assert (document.text, server.content(document)) == ("Your plan", b"%PDF")
    assert document.json["document"]["file_name"] == "plan.pdf"
    assert server.content(photo) == PNG
    for method, content, why in (
        ("sendPhoto", b"%PDF", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", PNG + bytes(10 * 1024 * 1024), "is too big for a photo"),
        ("sendDocument", b"", "file must be non-empty"),
        ("sendDocument", bytes(51 * 1024 * 1024), "Request Entity Too Large"),
    ):
        assert why in (await send(method, content))["description"]
    assert "caption is too long" in (await send("sendPhoto", PNG, caption="x" * 1025))["description"]
    assert "there is no document" in await plain.refusal("sendDocument", chat_id=sam.id)
    assert "wrong file identifier" in await plain.refusal("sendDocument", chat_id=sam.id, document="x")
    await plain.result("sendDocument", chat_id=sam.id, document=document.file_id)


# What goes wrong on purpose


async def test_faults_hit_the_calls_they_were_set_for(
    server: TelegramServer, plain: PlainBot, sam: Person
) -> None:
    pat = server.person(first_name="Sam", met=True)
    server.fail_next("sendMessage", 502, "Bad Gateway", chat=pat)
    server.too_many("sendMessage", retry_after=3, times=2)
    first = await plain.call("sendMessage", chat_id=pat.id, text="x")
    assert (first["error_code"], first["description"]) == (502, "Bad Gateway")
    for _ in range(2):
        busy = await plain.call("sendMessage", chat_id=sam.id, text="x")
        assert busy["parameters"] == {"retry_after": 3}
        assert busy["description"] == "Too Many Requests: retry after 3"
    await plain.result("sendMessage", chat_id=sam.id, text="x")
    assert [call.refusal.code for call in server.refusals if call.refusal] == [502, 429, 429]
    assert [message.text for message in sam.screen] == ["x"]


async def test_lost_responses_lost_requests_and_slowness(
    server: TelegramServer, plain: PlainBot, sam: Person
) -> None:
    server.lose_response("sendMessage")
    server.lose_request("*")
    for text in ("arrives", "does not"):
        with pytest.raises(aiohttp.ClientError):
            await plain.call("sendMessage", chat_id=sam.id, text=text)
    assert [message.text for message in sam.screen] == ["arrives"]
    server.slow("sendMessage", 0.1)
    began = time.monotonic()
    await plain.result("sendMessage", chat_id=sam.id, text="late")
    assert time.monotonic() - began >= 0.1
    server.slow("sendMessage", 0)
    assert [call.method for call in server.calls] == ["sendMessage"] * 3
    assert server.calls[0].at < server.calls[2].at


async def test_an_outage_forgets_nothing(server: TelegramServer, plain: PlainBot, sam: Person) -> None:
    await sam.says("before")
    address = server.url
    await server.stop()
    with pytest.raises(aiohttp.ClientError):
        await plain.updates()
    await sam.says("meanwhile")
    await server.start()
    assert server.url == address
    assert [each["message"]["text"] for each in await plain.updates()] == ["before", "meanwhile"]


# aiogram, as it really is


async def test_aiogram_talks_to_it(server: TelegramServer, bot: Bot, sam: Person) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])
    assert (await bot.me()).username == "family_plan_test_bot"
    sent = await bot.send_message(sam.id, "<b>Ready?</b>", reply_markup=markup)
    assert sent.html_text == "<b>Ready?</b>"
    await bot.edit_message_text("Sure?", chat_id=sam.id, message_id=sent.message_id, reply_markup=markup)
    await bot.send_document(sam.id, BufferedInputFile(b"%PDF", "plan.pdf"), caption="Your plan")
    await bot.send_photo(sam.id, BufferedInputFile(PNG, "map.png"))
    await bot.delete_message(sam.id, sent.message_id)
    assert [server.content(message) for message in sam.screen] == [b"%PDF", PNG]
    await sam.sends_voice(b"OggS my words")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None
    fetched = await bot.download(update.message.voice)
    assert fetched is not None
    assert fetched.read() == b"OggS my words"
    assert server.refusals == []


async def test_aiogram_understands_its_refusals(server: TelegramServer, bot: Bot, sam: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "x")
    server.too_many("sendMessage", retry_after=7)
    with pytest.raises(TelegramRetryAfter) as busy:
        await bot.send_message(sam.id, "x")
    assert busy.value.retry_after == 7
    server.fail_next("sendMessage")
    with pytest.raises(TelegramServerError):
        await bot.send_message(sam.id, "x")
    server.lose_response("sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(sam.id, "x")
    await sam.blocks()
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(sam.id, "x")


async def test_a_conversation_with_aiogram_s_own_polling(server: TelegramServer, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def ask(message: Message) -> None:
        yes = InlineKeyboardButton(text="Yes", callback_data="y")
        await message.answer("Ready?", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[yes]]))

    @dispatcher.callback_query()
    async def thank(query: CallbackQuery) -> None:
        await query.answer("Kept.")

    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    sam = server.person(first_name="Sam")
    await sam.says("/start")
    assert (await sam.next_message()).labels == ("Yes",)
    press = await sam.presses("Yes")
    assert (await press.answered()).text == "Kept."
    await server.all_confirmed()
    await dispatcher.stop_polling()
    await polling
