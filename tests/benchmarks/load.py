"""Many chats at once, against a bot in a process of its own: what an answer costs, and who waits.

Called from the command line; starts the bot that it measures, and calls nothing of ours. It is both
sides that the bot sees of Telegram: a Bot API server, as lean as can be so that the machine is the
bot's, and the people in their chats. Each sends a text, waits for the bot's next message, and sends
the next text.

    python -m tests.benchmarks.load -- python tests/benchmarks/floor.py /tmp/floor.sqlite3

The command finds the server in TELEGRAM_API_BASE and its token in BOT_TOKEN. Before anything is
measured every chat is walked to where it may type freely: `/start CODE` with a code of its own, then
the steps of a script, then a few texts to warm up. A step is a text to send, `press:LABEL`, which
waits until the chat's newest keyboard has that label, or `hear:WORDS`, which waits for a message.

*saturated* lets everybody type as soon as they were answered; *paced* lets an answer come every
`1 / rate` seconds, whoever's turn it is, and a chat that is still waiting then is late from there on.

The figures, one JSON object: `answers` measured, `messages` the bot sent meanwhile,
`cpu_us_per_answer` (user + system, of the process and its children, until a second after the last
answer, so that nothing put off is left out), `p50_ms`, `p99_ms` and `max_ms` from when an update could
be had to when the bot's message was here, `wall` seconds, `ready` seconds from start to first poll, and
`peak_mb` of memory. Nothing is random.
"""

import argparse
import asyncio
import gc
import json
import os
import re
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Json = dict[str, Any]

TOKEN = "4242:a-token-for-benchmarks-only"
BOT = '{"id":4242,"is_bot":true,"first_name":"Family plan","username":"family_plan_load_bot"}'
TICKS = os.sysconf("SC_CLK_TCK")
SETTLE_SECONDS = 1.0
"""Quiet before the measuring, and what the bot has to finish what it put off afterwards."""

TEXTS = (
    "Gran picks them up on Fridays and they have tea at hers.",
    "We had a good week. He slept in his own bed every night.",
    "I make the packed lunches the evening before, it saves a lot of shouting.",
    "My sister comes round when I am tired. She takes them to the park for an hour or two.",
    "Bath, story, bed. When we stick to that they settle.",
    "Honestly I would like somebody to ring me on a Sunday, that is the long day.",
    "The school knows, Mrs Patel keeps an eye out and she tells me when he has been quiet.",
    "Mornings. We are always late and everybody is cross before we have even left the house.",
    "He is funny, he is kind to his little brother, and he will try anything once.",
    "If the car is not working we can walk, it takes about twenty-five minutes.",
    "I do not know yet.",
    (
        "She likes it when we cook together and she can choose what goes in, even if it is odd, "
        "last week it was pasta with sweetcorn and raisins and she ate the whole bowl of it."
    ),
)


class Stuck(Exception):
    """The bot ended, or nothing happened for too long."""


# What is asked for, and what is found


@dataclass(frozen=True)
class Load:
    """One run, as asked for."""

    command: tuple[str, ...]
    paced: bool = False
    chats: int = 300
    answers: int = 20
    """Measured answers of each chat."""
    rate: float = 40.0
    """Answers a second over all chats, when paced."""
    warm_up: int = 3
    """Texts of each chat before the measuring."""
    codes: tuple[str, ...] = ()
    """One for each chat, sent with /start; none: nobody sends /start."""
    steps: tuple[str, ...] = ()
    if_buttons: tuple[str, ...] = ()
    """Labels which are pressed wherever a message has them; that press is not an answer."""
    at_once: int = 0
    """How many are there at the same time, while they walk and type; 0: everybody."""
    texts: tuple[str, ...] = TEXTS
    patience: float = 30.0
    """Seconds without any message before the run is given up."""


@dataclass(frozen=True)
class Figures:
    """One run, as measured; see the head of this file."""

    mode: str
    chats: int
    answers: int
    messages: int
    cpu_us_per_answer: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    wall: float
    ready: float
    peak_mb: float


# One chat


@dataclass
class Chat:
    """Somebody who types. Times are of the event loop's clock, in seconds."""

    id: int
    script: deque[str]
    """The steps left before the measuring."""
    answers: int = 0
    """Measured answers which were replied to."""
    waits: bool = False
    pressed: bool = False
    """Whether they wait because of a press, which an edit may answer."""
    delivered: bool = False
    """Whether the bot has had the update they wait for an answer to."""
    since: float = 0.0
    """When that update could first be had."""
    due: deque[float] = field(default_factory=deque)
    """When paced: turns to type which came while they waited."""
    message_id: int = 0
    said: int = 0
    newest: int = 0
    """The bot's newest message with what it said and its buttons."""
    words: str = ""
    keyboard: str = ""
    """The newest message's keyboard, as the end of its JSON."""
    buttons: dict[str, str] = field(default_factory=dict)
    """Label to callback data."""

    def __str__(self) -> str:
        left = f"next is {self.script[0]!r}" if any(self.script) else f"{self.answers} answers measured"
        waits = f"waits for an answer to its message {self.message_id}" if self.waits else "holds"
        return f"chat {self.id} {waits} ({left}); last told {self.words!r} {list(self.buttons)}"


def person(chat: Chat) -> str:
    """The `from` of their updates."""
    return f'{{"id":{chat.id},"is_bot":false,"first_name":"Sam","language_code":"en"}}'


def place(chat: Chat) -> str:
    """The `chat` of every message."""
    return f'{{"id":{chat.id},"first_name":"Sam","type":"private"}}'


# Everybody


class Crowd:
    """The chats, the updates that wait to be fetched, and what was measured."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.loop = asyncio.get_running_loop()
        codes = load.codes or [""] * load.chats
        first = [[f"/start {code}"] if code else [] for code in codes]
        warm_up = [""] * load.warm_up
        self.chats = {
            number: Chat(number, deque([*first[place], *load.steps, *warm_up]))
            for place, number in enumerate(range(10_001, 10_001 + load.chats))
        }
        self.pending: deque[tuple[int, bytes, Chat]] = deque()
        self.poll: tuple[Connection, int, asyncio.TimerHandle] | None = None
        self.polled: asyncio.Future[None] = self.loop.create_future()
        self.ready: asyncio.Future[None] = self.loop.create_future()
        self.done: asyncio.Future[None] = self.loop.create_future()
        self.left = load.chats
        """Chats which are not yet ready, then chats which are not yet done."""
        self.to_come: Iterator[Chat] = iter(())
        """Who comes when somebody else is ready, or done."""
        self.measuring = False
        self.latencies: list[float] = []
        self.messages = 0
        self.moved = self.loop.time()
        """When the bot last said anything."""
        self._update_id = 1000

    def complaint(self) -> str:
        """Who waits, and for what, when nothing happens any more."""
        if not self.polled.done():
            return "the bot has not asked for updates"
        stuck = [chat for chat in self.chats.values() if chat.waits or chat.script]
        return "\n".join(["the bot says nothing any more; for example:", *map(str, stuck[:3])])

    # What people do

    def walk(self) -> None:
        """Everybody begins their script."""
        for chat in self._first_of_all():
            self._go_on(chat)

    def measure(self) -> None:
        """Everybody types, at once or each in turn."""
        self.measuring, self.left, self.messages = True, len(self.chats), 0
        if self.load.paced:
            self._take_turns(iter(list(self.chats.values()) * self.load.answers), self.loop.time())
        else:
            for chat in self._first_of_all():
                self._say_text(chat, self.loop.time())

    def _first_of_all(self) -> list[Chat]:
        """As many as may be there at once; the others come later."""
        self.to_come = iter(list(self.chats.values()))
        return list(islice(self.to_come, self.load.at_once or None))

    def _take_turns(self, turns: Iterator[Chat], now: float) -> None:
        chat = next(turns, None)
        if chat is None:
            return
        if chat.waits:
            chat.due.append(now)
        else:
            self._say_text(chat, now)
        following = now + 1 / self.load.rate
        self.loop.call_at(following, self._take_turns, turns, following)

    def _go_on(self, chat: Chat) -> None:
        """The next step of the script that can be taken."""
        while chat.script:
            kind, _, what = chat.script[0].partition(":")
            if kind == "press" and what not in chat.buttons:
                return
            if kind == "hear" and what not in chat.words:
                return
            step = chat.script.popleft()
            if kind == "press":
                return self._press(chat, what)
            if kind != "hear":
                return self._say(chat, step) if step else self._say_text(chat, self.loop.time())
        self._one_less(self.ready)

    def _one_less(self, stage: "asyncio.Future[None]") -> None:
        self.left -= 1
        if self.left == 0:
            return stage.set_result(None)
        following = next(self.to_come, None)
        if following is None:
            return
        if self.measuring:
            self._say_text(following, self.loop.time())
        else:
            self._go_on(following)

    def _say_text(self, chat: Chat, since: float) -> None:
        texts = self.load.texts
        self._say(chat, texts[(chat.id * 7 + chat.said) % len(texts)], since)
        chat.said += 1

    def _say(self, chat: Chat, text: str, since: float | None = None) -> None:
        chat.message_id += 1
        self._add(
            chat,
            f'"message":{{"message_id":{chat.message_id},"from":{person(chat)},"chat":{place(chat)},'
            f'"date":{int(time.time())},"text":{json.dumps(text)}}}',
            since,
        )

    def _press(self, chat: Chat, label: str) -> None:
        message = told(chat, chat.newest, chat.words, chat.keyboard)
        data = json.dumps(chat.buttons[label])
        chat.buttons = {}
        self._add(
            chat,
            f'"callback_query":{{"id":"{chat.id}{self._update_id}","from":{person(chat)},'
            f'"message":{message},"chat_instance":"{chat.id}","data":{data}}}',
        )
        chat.pressed = True

    def _add(self, chat: Chat, content: str, since: float | None = None) -> None:
        self._update_id += 1
        chat.waits, chat.pressed, chat.delivered = True, False, False
        chat.since = self.loop.time() if since is None else since
        update = f'{{"update_id":{self._update_id},{content}}}'
        self.pending.append((self._update_id, update.encode(), chat))
        if len(self.pending) == 1:
            self.loop.call_soon(self.serve_poll)

    # What the bot does

    def serve_poll(self) -> None:
        """Hand out what there is, if the bot asks for it."""
        if self.poll is None or not self.pending:
            return
        connection, limit, timer = self.poll
        self.poll = None
        timer.cancel()
        batch = list(islice(self.pending, limit))
        for _, _, chat in batch:
            chat.delivered = True
        connection.answer(b"[" + b",".join(update for _, update, _ in batch) + b"]")

    def ask(self, connection: "Connection", parameters: Json) -> None:
        """The bot polls: what it confirms is dropped, and it waits for more."""
        offset = int(parameters.get("offset") or 0)
        while self.pending and self.pending[0][0] < offset:
            self.pending.popleft()
        if not self.polled.done():
            self.polled.set_result(None)
        if self.poll is not None:
            self.poll[2].cancel()  # its connection was given up
        timer = self.loop.call_later(float(parameters.get("timeout") or 0), self._end_poll)
        self.poll = (connection, int(parameters.get("limit") or 100), timer)
        self.serve_poll()

    def _end_poll(self) -> None:
        if self.poll is not None:
            connection, _, _ = self.poll
            self.poll = None
            connection.answer(b"[]")

    def hear(self, parameters: Json) -> bytes:
        """The bot sent a message."""
        now = self.loop.time()
        chat = self.chats[int(parameters["chat_id"])]
        chat.message_id += 1
        self.messages += 1
        message = self._show(chat, chat.message_id, parameters)
        if chat.waits and chat.delivered:
            self._answered(chat, now)
        elif chat.script and not chat.waits:
            self._go_on(chat)
        return message

    def see(self, parameters: Json) -> bytes:
        """The bot edited a message; after a press that may be its answer."""
        now = self.loop.time()
        chat = self.chats[int(parameters["chat_id"])]
        message = self._show(chat, int(parameters["message_id"]), parameters)
        if chat.waits and chat.pressed and chat.delivered and chat.buttons:
            self._answered(chat, now)
        return message

    def _show(self, chat: Chat, message_id: int, parameters: Json) -> bytes:
        """What the chat looks like now; the newest message is the one to go on from."""
        self.moved = self.loop.time()
        markup = parameters.get("reply_markup")
        parsed = json.loads(markup) if isinstance(markup, str) and markup else markup
        rows = (parsed or {}).get("inline_keyboard", ())
        keyboard = f',"reply_markup":{json.dumps(parsed)}' if rows else ""
        words = str(parameters.get("text", chat.words))
        if message_id >= chat.newest:
            buttons = [button for row in rows for button in row if "callback_data" in button]
            chat.newest, chat.words, chat.keyboard = message_id, words, keyboard
            pressed_by = [(button["text"], button["callback_data"]) for button in buttons]
            # "Long: 1 hour 5 minutes" is pressed as "Long": the minutes follow from the family.
            chat.buttons = {text.partition(":")[0]: data for text, data in pressed_by} | dict(pressed_by)
        return told(chat, message_id, words, keyboard).encode()

    def _answered(self, chat: Chat, now: float) -> None:
        """They go on: with a button by the rule, with their script, or with the next text."""
        chat.waits = False
        if self.measuring and not chat.pressed:
            self.latencies.append(now - chat.since)
        if (label := self._by_rule(chat)) is not None:
            self._press(chat, label)
        elif self.measuring:
            self._next_answer(chat)
        else:
            self._go_on(chat)

    def _by_rule(self, chat: Chat) -> str | None:
        walked = not any(chat.script)  # what is left are texts to warm up
        return next((label for label in self.load.if_buttons if walked and label in chat.buttons), None)

    def _next_answer(self, chat: Chat) -> None:
        chat.answers += 1
        if chat.answers == self.load.answers:
            self._one_less(self.done)
        elif not self.load.paced:
            self._say_text(chat, self.loop.time())
        elif chat.due:
            self._say_text(chat, chat.due.popleft())


def told(chat: Chat, message_id: int, text: str, keyboard: str) -> str:
    """A message of the bot as Telegram returns it."""
    return (
        f'{{"message_id":{message_id},"from":{BOT},"chat":{place(chat)},'
        f'"date":{int(time.time())},"text":{json.dumps(text)}{keyboard}}}'
    )


# The server


LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
KIND = re.compile(rb"\r\ncontent-type: *([^\r]+)", re.IGNORECASE)
PART = re.compile(rb'name="?([^";\r]+)"?.*?\r\n\r\n(.*?)\r\n--', re.DOTALL)


class Connection(asyncio.Protocol):
    """One kept-alive connection of the bot: just enough HTTP for a Bot API client."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        poll = self._crowd.poll
        if poll is not None and poll[0] is self:
            poll[2].cancel()
            self._crowd.poll = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._received[:end]
        if b"chunked" in head:
            raise Stuck("the bot sends a body in chunks, which this server does not read")
        length = LENGTH.search(head)
        whole = end + 4 + (int(length[1]) if length else 0)
        if len(self._received) >= whole:
            body, self._received = self._received[end + 4 : whole], self._received[whole:]
            self._call(head, body)

    def _call(self, head: bytes, body: bytes) -> None:
        address = urlsplit(head.split(b" ", 2)[1].decode())
        kind = KIND.search(head)
        parameters = read_body(kind[1] if kind else b"", body) | dict(parse_qsl(address.query))
        match unquote(address.path).rpartition("/")[2].lower():
            case "getupdates":
                self._crowd.ask(self, parameters)
            case "sendmessage":
                self.answer(self._crowd.hear(parameters))
            case "editmessagetext" | "editmessagereplymarkup":
                self.answer(self._crowd.see(parameters))
            case "getme":
                self.answer(BOT.encode())
            case _:
                self.answer(b"true")

    def answer(self, result: bytes) -> None:
        """Send a result, which is JSON already."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(b'%b{"ok":true,"result":%b}' % (head % (len(result) + 21), result))


def read_body(kind: bytes, body: bytes) -> Json:
    """The parameters of a call, from JSON or either kind of form."""
    if b"json" in kind:
        parameters: Json = json.loads(body)
        return parameters
    if b"multipart" in kind:
        return {name.decode(): value.decode() for name, value in PART.findall(body)}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


# The bot's process


def tree(root: int) -> list[tuple[int, list[str]]]:
    """A process and its living descendants: process id, and /proc/.../stat after the name."""
    fields: dict[int, list[str]] = {}
    for directory in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields[int(directory.name)] = (directory / "stat").read_text().rpartition(")")[2].split()
    found = [root]
    for parent in found:
        found += [child for child, field in fields.items() if int(field[1]) == parent]
    return [(process, fields[process]) for process in found if process in fields]


def cpu_seconds(root: int) -> float:
    """User and system time of a process, its living descendants, and those that they outlived."""
    return sum(int(ticks) for _, fields in tree(root) for ticks in fields[11:15]) / TICKS


def peak_mb(root: int) -> float:
    """The most memory that a process ever held, with its descendants'."""
    status = "".join(Path(f"/proc/{process}/status").read_text() for process, _ in tree(root))
    return sum(map(int, re.findall(r"VmHWM:\s+(\d+) kB", status))) / 1024


async def start(command: Sequence[str], port: int, **more: str) -> asyncio.subprocess.Process:
    """Start the bot, with `more` in its environment. What it prints goes to our stderr."""
    given = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": f"http://127.0.0.1:{port}"} | more
    try:
        return await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=sys.stderr, env={**os.environ, **given}
        )
    except OSError as error:
        raise Stuck(f"{command[0]} cannot be started: {error.strerror}") from error


async def stop(bot: asyncio.subprocess.Process) -> None:
    """Stop the bot, politely first."""
    with suppress(ProcessLookupError):
        bot.terminate()
        try:
            await asyncio.wait_for(bot.wait(), 10)
        except TimeoutError:
            bot.kill()
            await bot.wait()


# One run


async def watched(crowd: Crowd, bot: asyncio.subprocess.Process, awaited: "asyncio.Future[None]") -> None:
    """Wait for a stage to end, as long as the bot lives and says something now and then."""
    crowd.moved = crowd.loop.time()
    while not awaited.done():
        await asyncio.wait([awaited], timeout=0.5)
        if bot.returncode is not None:
            raise Stuck(f"the bot ended by itself, with {bot.returncode}")
        if not awaited.done() and crowd.loop.time() - crowd.moved > crowd.load.patience:
            raise Stuck(crowd.complaint())
    await awaited


async def play(load: Load) -> Figures:
    """Start the bot, walk everybody to their first free text, and measure. Raises Stuck."""
    crowd = Crowd(load)
    server = await crowd.loop.create_server(lambda: Connection(crowd), "127.0.0.1", 0)
    began = crowd.loop.time()
    bot = await start(load.command, server.sockets[0].getsockname()[1])
    try:
        await watched(crowd, bot, crowd.polled)
        ready = crowd.loop.time() - began
        crowd.walk()
        await watched(crowd, bot, crowd.ready)
        await asyncio.sleep(SETTLE_SECONDS)
        cpu, began = cpu_seconds(bot.pid), crowd.loop.time()
        crowd.measure()
        await watched(crowd, bot, crowd.done)
        wall = crowd.loop.time() - began
        await asyncio.sleep(SETTLE_SECONDS)
        return figures(crowd, cpu_seconds(bot.pid) - cpu, wall, ready, peak_mb(bot.pid))
    finally:
        await stop(bot)
        server.close()


def figures(crowd: Crowd, cpu: float, wall: float, ready: float, memory: float) -> Figures:
    """What a finished run came to."""
    answers = len(crowd.latencies)
    waits = sorted(wait * 1000 for wait in crowd.latencies)
    return Figures(
        mode="paced" if crowd.load.paced else "saturated",
        chats=len(crowd.chats),
        answers=answers,
        messages=crowd.messages,
        cpu_us_per_answer=round(cpu / answers * 1e6, 1),
        p50_ms=round(waits[answers // 2], 2),
        p99_ms=round(waits[answers * 99 // 100], 2),
        max_ms=round(waits[-1], 2),
        wall=round(wall, 2),
        ready=round(ready, 2),
        peak_mb=round(memory, 1),
    )


def lines(path: str) -> tuple[str, ...]:
    """The lines of a file which have anything in them."""
    return tuple(line for line in Path(path).read_text().splitlines() if line.strip())


def asked() -> Load:
    """The run that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load")
    parser.add_argument("--mode", choices=("saturated", "paced"), default="saturated")
    parser.add_argument("--chats", type=int, default=Load.chats)
    parser.add_argument("--answers", type=int, help="measured answers of each chat (20, or 4 when paced)")
    parser.add_argument("--rate", type=float, default=Load.rate, help="answers a second, when paced")
    parser.add_argument("--warm-up", type=int, default=Load.warm_up, help="texts of each chat before")
    parser.add_argument("--start", type=lines, default=(), metavar="FILE", help="a code on each line")
    parser.add_argument("--script", type=lines, default=(), metavar="FILE", help="a step on each line")
    parser.add_argument("--step", action="append", default=[], help="a step, after those of --script")
    parser.add_argument("--if-button", action="append", default=[], metavar="LABEL")
    parser.add_argument("--texts", type=lines, default=TEXTS, metavar="FILE", help="a text on each line")
    parser.add_argument("--patience", type=float, default=Load.patience, help="seconds of silence")
    parser.add_argument("command", nargs="+", help="the bot to start, after --")
    given = parser.parse_args()
    if given.start and len(given.start) < given.chats:
        parser.error(f"{given.chats} chats need {given.chats} codes; --start has {len(given.start)}")
    return Load(
        command=tuple(given.command),
        paced=given.mode == "paced",
        chats=given.chats,
        answers=given.answers or (4 if given.mode == "paced" else Load.answers),
        rate=given.rate,
        warm_up=given.warm_up,
        codes=given.start[: given.chats],
        steps=(*given.script, *given.step),
        if_buttons=tuple(given.if_button),
        texts=given.texts,
        patience=given.patience,
    )


def main() -> int:
    """Print the figures; 1 if the run came to a halt."""
    load = asked()
    gc.disable()  # no one waits for the driver's own tidying
    try:
        print(json.dumps(asdict(asyncio.run(play(load)))))
    except Stuck as stuck:
        print(stuck, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
