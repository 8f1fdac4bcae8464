"""The lines to a Bot API server: kept open, read to the byte, and honest about what may have arrived."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.telegram.wire import Answered, Broken, Lines, NotReached

Streams = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Answers every call with the next of the given bytes; b"" hangs up without a word."""

    def __init__(self, *answers: bytes, then_close: bool = False) -> None:
        self.answers = list(answers)
        self.then_close = then_close
        self.calls: list[bytes] = []
        self.connections = 0
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")
                )
                self.calls.append(head + await reader.readexactly(length))
                answer = self.answers.pop(0)
                if not answer:
                    break
                for piece in answer.split(b"|"):
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0.001)
                if self.then_close:
                    break
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def calling(*answers: bytes, then_close: bool = False) -> AsyncIterator[tuple[Server, Lines]]:
    server = Server(*answers, then_close=then_close)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    lines = Lines(server.url)
    try:
        yield server, lines
    finally:
        await lines.close()
        listening.close()


async def test_calls_share_one_line() -> None:
    async with calling(OK, OK, OK) as (server, lines):
        for number in range(3):
            assert await lines.post("/bot1:x/getMe", b'{"n":%d}' % number, 1) == Answered(200, b"ok")
        assert server.connections == 1
        assert server.calls[2].startswith(b"POST /bot1:x/getMe HTTP/1.1\r\nHost: 127.0.0.1:")
        assert server.calls[2].endswith(b'\r\n\r\n{"n":2}')


async def test_calls_at_the_same_time_have_a_line_each() -> None:
    async with calling(*[OK] * 5) as (server, lines):
        answers = await asyncio.gather(*(lines.post("/", b"", 1) for _ in range(5)))
        assert [answer.body for answer in answers] == [b"ok"] * 5
        assert server.connections > 1


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-L|ength: 5\r\n\r|\nhel|lo",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\nhe|\r\n3;x=y\r\nl|lo\r\n0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n|HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello",
    ],
)
async def test_answers_come_in_pieces(answer: bytes) -> None:
    async with calling(answer, OK) as (server, lines):
        assert await lines.post("/", b"", 1) == Answered(200, b"hello")
        assert await lines.post("/", b"", 1) == Answered(200, b"ok")
        assert server.connections == 1


async def test_an_answer_without_a_length_ends_with_the_line() -> None:
    async with calling(b"HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\nsor|ry", then_close=True) as (_, lines):
        assert await lines.post("/", b"", 1) == Answered(500, b"sorry")


async def test_a_line_that_is_to_be_closed_is_not_used_again() -> None:
    closing = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
    async with calling(closing, OK) as (server, lines):
        await lines.post("/", b"", 1)
        await lines.post("/", b"", 1)
        assert server.connections == 2


async def test_a_line_the_server_closed_meanwhile_is_not_used_again() -> None:
    async with calling(OK, OK, then_close=True) as (server, lines):
        await lines.post("/", b"", 1)
        await asyncio.sleep(0.05)
        assert await lines.post("/", b"", 1) == Answered(200, b"ok")
        assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 twohundred OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * (16 * 2**20 + 1),
    ],
)
async def test_nonsense_after_a_call_leaves_it_in_doubt(answer: bytes) -> None:
    async with calling(answer, OK) as (_, lines):
        with pytest.raises(Broken):
            await lines.post("/", b"", 5)
        assert await lines.post("/", b"", 1) == Answered(200, b"ok")


async def test_silence_ends_in_time_and_the_line_with_it() -> None:
    async with calling(b"HTTP/1.1 200 OK\r\n", OK) as (server, lines):
        with pytest.raises(Broken, match="no answer in time"):
            await lines.post("/", b"", 0.05)
        await lines.post("/", b"", 1)
        assert server.connections == 2


async def test_a_cancelled_call_takes_its_line_with_it() -> None:
    async with calling(b"HTTP/1.1 200 OK\r\n", OK) as (server, lines):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await lines.post("/", b"", 5)
        assert (await lines.post("/", b"", 1)).body == b"ok"
        assert server.connections == 2


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with calling() as (server, _):
        address = server.url
    lines = Lines(address)
    with pytest.raises(NotReached):
        await lines.post("/", b"", 1)
    await lines.close()


async def test_closing_ends_what_is_under_way() -> None:
    async with calling(b"HTTP/1.1 200 OK\r\n") as (_, lines):
        call = asyncio.create_task(lines.post("/", b"", 5))
        await asyncio.sleep(0.05)
        await lines.close()
        with pytest.raises(Broken):
            await call
