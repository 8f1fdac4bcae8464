"""A few kept-open lines to one Bot API server: the least HTTP/1.1 that posting JSON there needs.

Two calls a turn, and nothing else in a turn costs as much: through aiohttp's client each takes
nearly three times the processor time that it takes here (measured in the README). No redirects, no
compression, no cookies, no proxies: a Bot API server uses none of them. `sending` calls `post`.

What went wrong matters more than why: before anything was written (`NotReached`) trying again is
harmless; afterwards (`Broken`) the server may have done what was asked.
"""

import asyncio
import socket
import ssl
from typing import NamedTuple

import certifi
from aiohappyeyeballs import start_connection
from yarl import URL

MOST_LINES = 64
"""Calls at the same time; the next ones wait for a free line."""
IDLE_SECONDS = 30
"""A line unused for longer is not used again: the server may be about to close it."""
CONNECT_SECONDS = 10
MOST_BYTES = 16 * 1024 * 1024
"""An answer longer than this is not Telegram's."""


class NotReached(Exception):
    """No connection: nothing was sent."""


class Broken(Exception):
    """The line broke, fell silent or spoke nonsense after something was sent: it may have been done."""


class Answered(NamedTuple):
    """What came back."""

    status: int
    body: bytes


class Lines:
    """The lines to one server, as many as are in use at once. Close it when done."""

    def __init__(self, base: str) -> None:
        url = URL(base)
        self._host, self._port = url.host or "", url.port or 443
        self._tls = _trusting() if url.scheme == "https" else None
        self._name = (url.host or "") if url.is_default_port() else f"{url.host}:{url.port}"
        self._free: list[_Line] = []
        self._used: set[_Line] = set()
        self._room = asyncio.Semaphore(MOST_LINES)

    async def post(self, path: str, body: bytes, seconds: float, kind: str = "application/json") -> Answered:
        """Post JSON, or another kind of body, and wait `seconds` for the answer.

        Raises `NotReached` or `Broken`.
        """
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._name}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        async with self._room:
            line = self._kept() or await self._connected()
            self._used.add(line)
            try:
                return await line.ask(head.encode("ascii") + body, seconds)
            finally:
                self._used.discard(line)
                if line.reusable:
                    self._free.append(line)
                else:
                    line.cut()

    async def close(self) -> None:
        """Hang up. Calls under way end with `Broken`."""
        for line in (*self._free, *self._used):
            line.cut()
        self._free.clear()
        await asyncio.sleep(0)

    def _kept(self) -> "_Line | None":
        """The line used last, so that those which a busy minute opened grow idle and close."""
        while self._free:
            line = self._free.pop()
            if line.usable:
                return line
            line.cut()
        return None

    async def _connected(self) -> "_Line":
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await self._dialled()
        except (OSError, TimeoutError) as error:
            raise NotReached(type(error).__name__) from None

    async def _dialled(self) -> "_Line":
        """Over whichever of the server's addresses answers first (RFC 8305)."""
        loop = asyncio.get_running_loop()
        places = await loop.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        sock = await start_connection(places, happy_eyeballs_delay=0.25)
        try:
            name = self._host if self._tls else None
            _, line = await loop.create_connection(
                lambda: _Line(loop), sock=sock, ssl=self._tls, server_hostname=name
            )
        except BaseException:
            sock.close()
            raise
        return line


def _trusting() -> ssl.SSLContext:
    """Trusts what this computer trusts, and the well-known authorities where it knows none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _Line(asyncio.Protocol):
    """One connection, which carries one call at a time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answered] | None = None
        self._heard = b""
        self._head: _Head | None = None
        self._closed = False
        self._keeps = True
        self._used_at = loop.time()

    @property
    def reusable(self) -> bool:
        """Whether the call on it ended as it should."""
        return self._waiting is None and self._keeps and not self._closed

    @property
    def usable(self) -> bool:
        """Whether another call may go out on it now."""
        return not self._closed and self._loop.time() - self._used_at < IDLE_SECONDS

    async def ask(self, call: bytes, seconds: float) -> Answered:
        """One call and its answer."""
        assert self._transport is not None
        self._waiting = self._loop.create_future()
        alarm = self._loop.call_later(seconds, self._end, "no answer in time")
        try:
            self._transport.write(call)
            answered = await self._waiting
            self._waiting = None
            return answered
        finally:
            alarm.cancel()
            self._used_at = self._loop.time()

    def cut(self) -> None:
        """Hang up at once."""
        if self._transport is not None:
            self._transport.abort()

    # What asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line is open."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Another piece of the answer."""
        if self._waiting is None or self._waiting.done():
            self._keeps = False
            return self.cut()
        self._heard += data
        try:
            self._read()
        except ValueError:
            self._end("an answer that is not HTTP")

    def eof_received(self) -> None:
        """The server hangs up: where it named no length, that is the end of the answer."""
        if self._head is not None and self._head.until_closed:
            self._keeps = False
            self._answer(self._heard)

    def connection_lost(self, error: Exception | None) -> None:
        """The line is gone."""
        self._closed = True
        self._end("the connection was lost")

    # Reading an answer

    def _read(self) -> None:
        if self._head is None:
            end = self._heard.find(b"\r\n\r\n")
            if end < 0:
                return
            self._head = _Head(self._heard[:end])
            self._heard = self._heard[end + 4 :]
            if self._head.interim:
                self._head = None
                return self._read()
        if len(self._heard) > MOST_BYTES:
            raise ValueError
        body = self._head.body(self._heard)
        if body is not None:
            self._answer(body)

    def _answer(self, body: bytes) -> None:
        assert self._head is not None
        whole = self._head.chunked or len(self._heard) == self._head.length
        self._keeps = self._keeps and self._head.keeps and whole
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(Answered(self._head.status, body))
        self._head, self._heard = None, b""

    def _end(self, why: str) -> None:
        self._keeps = False
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Broken(why))


class _Head:
    """The first lines of an answer: its status, and how its body ends (RFC 9112, section 6.3)."""

    def __init__(self, head: bytes) -> None:
        first, *fields = head.lower().split(b"\r\n")
        if not first.startswith(b"http/1."):
            raise ValueError
        self.status = int(first[9:12])
        self.interim = 100 <= self.status < 200
        told = dict(field.split(b":", 1) for field in fields)
        self.length = int(told[b"content-length"]) if b"content-length" in told else None
        self.chunked = b"chunked" in told.get(b"transfer-encoding", b"")
        self.keeps = b"close" not in told.get(b"connection", b"") and first.startswith(b"http/1.1")
        self.until_closed = self.length is None and not self.chunked

    def body(self, heard: bytes) -> bytes | None:
        """The whole body, or None while some of it is missing."""
        if self.chunked:
            return _joined(heard)
        if self.length is None or len(heard) < self.length:
            return None
        return heard[: self.length]


def _joined(heard: bytes) -> bytes | None:
    """The chunks put together (RFC 9112, section 7.1), or None while one is missing."""
    parts: list[bytes] = []
    at = 0
    while (end := heard.find(b"\r\n", at)) >= 0:
        size = int(heard[at:end].split(b";")[0], 16)
        at = end + 2
        if size == 0:
            return b"".join(parts) if heard.find(b"\r\n", at) >= 0 else None
        parts.append(heard[at : at + size])
        at += size + 2
    return None
