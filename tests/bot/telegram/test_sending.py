"""Calls to the Bot API over HTTP, and Telegram's refusals as errors that quote nobody."""

import asyncio
import traceback
from collections.abc import AsyncIterator

import pytest

from bot.carriers import File, Gone, Later, Lost, Refused, Undelivered
from bot.telegram.sending import Api, LeanSession, TooLong, encoded, kind_of, refuse
from tests.telegram_server import Person, TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def session(server: TelegramServer) -> AsyncIterator[LeanSession]:
    session = LeanSession(server.url)
    yield session
    await session.close()


@pytest.fixture
def api(server: TelegramServer, session: LeanSession) -> Api:
    return Api(session, server.token)


@pytest.fixture
def sam(server: TelegramServer) -> Person:
    return server.person(first_name="Sam", met=True)


async def test_a_call_returns_what_telegram_returns(api: Api, sam: Person) -> None:
    sent = await api.call("sendMessage", {"chat_id": sam.id, "text": "grüß dich 👋"})
    assert sent["message_id"] == sam.screen[-1].message_id
    assert sam.screen[-1].text == "grüß dich 👋"


@pytest.mark.parametrize(
    ("status", "description", "expected"),
    [
        (500, "Internal Server Error", Later),
        (502, "Bad Gateway", Later),
        (403, "Forbidden: bot was blocked by the user", Gone),
        (403, "Forbidden: user is deactivated", Gone),
        (400, "Bad Request: chat not found", Gone),
        (400, "Bad Request: message text is empty", Refused),
        (404, "Not Found", Refused),
    ],
)
async def test_refusals(
    server: TelegramServer, api: Api, sam: Person, status: int, description: str, expected: type[Exception]
) -> None:
    server.fail_next("sendMessage", status, description)
    with pytest.raises(expected):
        await api.call("sendMessage", {"chat_id": sam.id, "text": "hello"})


async def test_too_many_says_how_long(server: TelegramServer, api: Api, sam: Person) -> None:
    server.too_many("sendMessage", retry_after=7)
    with pytest.raises(Later) as caught:
        await api.call("sendMessage", {"chat_id": sam.id, "text": "hello"})
    assert caught.value.seconds == 7


async def test_a_lost_response_may_have_arrived(server: TelegramServer, api: Api, sam: Person) -> None:
    server.lose_response("sendMessage")
    with pytest.raises(Lost):
        await api.call("sendMessage", {"chat_id": sam.id, "text": "hello"})
    assert sam.screen[-1].text == "hello"


async def test_an_outage_is_only_a_delay(server: TelegramServer, api: Api, sam: Person) -> None:
    await server.stop()
    with pytest.raises(Later):
        await api.call("sendMessage", {"chat_id": sam.id, "text": "hello"})
    await server.start()
    await api.call("sendMessage", {"chat_id": sam.id, "text": "hello"})


async def test_no_error_quotes_what_was_written(api: Api, sam: Person) -> None:
    for text in ("<secret>", "</secret>", "<a secret"):
        with pytest.raises(Undelivered) as caught:
            await api.call("sendMessage", {"chat_id": sam.id, "text": text, "parse_mode": "HTML"})
        assert "secret" not in str(caught.value)
        assert "can't parse entities" in str(caught.value)


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ('Bad Request: can\'t parse entities: Unsupported start tag "Gran"', "can't parse entities"),
        ("Bad Request: inline keyboard button URL 'http://x' is invalid", "inline keyboard button URL"),
        ("Too Many Requests: retry after 5", "retry after 5"),
        ("Bad Gateway", "Bad Gateway"),
        ("Forbidden: bot was blocked by the user", "bot was blocked by the user"),
        ("Unauthorized", "Unauthorized"),
        ("", "no reason given"),
        ("\u202e", "no reason given"),
    ],
)
def test_of_a_refusal_only_its_kind_is_kept(description: str, kind: str) -> None:
    assert kind_of(description) == kind
    assert "Gran" not in kind_of(description)


@pytest.mark.parametrize("said", [None, [], "x", {"ok": False}, {"error_code": "x", "parameters": []}])
def test_any_answer_at_all_is_some_refusal(said: object) -> None:
    with pytest.raises(Refused):
        refuse(400, said)
    with pytest.raises(Later):
        refuse(200, said)


def test_a_lone_surrogate_does_not_stop_a_message() -> None:
    assert encoded({"text": "\ud800!"}) == b'{"text":"?!"}'


async def test_files_are_downloaded_up_to_a_limit(api: Api, sam: Person) -> None:
    await sam.sends_voice(b"OggS" + b"x" * 5000)
    file = await api.call("getFile", {"file_id": sam.screen[-1].file_id})
    assert len(await api.download(file["file_path"], 10_000)) == 5004
    with pytest.raises(TooLong):
        await api.download(file["file_path"], 1000)


async def test_a_download_leaves_the_calls_under_way_alone(
    server: TelegramServer, api: Api, sam: Person
) -> None:
    await sam.sends_voice(b"OggS a voice")
    polling = asyncio.create_task(api.call("getUpdates", {"timeout": 5, "offset": 10_000}))
    await asyncio.sleep(0.05)
    file = await api.call("getFile", {"file_id": sam.screen[-1].file_id})
    await api.download(file["file_path"], 1000)
    assert not polling.done()
    polling.cancel()


async def test_a_download_that_fails_shows_no_token(server: TelegramServer, api: Api) -> None:
    with pytest.raises(Refused) as caught:
        await api.download("nowhere/file_0.oga", 1000)
    assert server.token not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    server.fail_next("file", 500)
    with pytest.raises(Later):
        await api.download("nowhere/file_0.oga", 1000)
    server.lose_request("file", times=5)
    with pytest.raises(Later):
        await api.download("nowhere/file_0.oga", 1000)


async def test_a_file_goes_whole_and_under_its_own_name(
    server: TelegramServer, api: Api, sam: Person
) -> None:
    content = bytes(range(256)) * 500
    sent = await api.send_file(sam.id, File(content, "plan.pdf"))
    message = sam.screen[-1]
    assert sent["message_id"] == message.message_id
    assert server.content(message) == content
    assert message.json["document"]["file_name"] == "plan.pdf"


async def test_a_file_that_is_refused_is_an_error_of_ours(
    server: TelegramServer, api: Api, sam: Person
) -> None:
    server.too_many("sendDocument", 3)
    with pytest.raises(Later) as caught:
        await api.send_file(sam.id, File(b"%PDF", "plan.pdf"))
    assert caught.value.seconds == 3
    server.lose_response("sendDocument")
    with pytest.raises(Lost):
        await api.send_file(sam.id, File(b"%PDF", "plan.pdf"))
