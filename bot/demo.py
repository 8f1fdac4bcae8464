"""A whole pretend family through the real stack, without a network.

Updates go through aiogram's dispatcher, the engine, SQLite, the courier and the review; only Telegram
itself is played by `Overheard`, in this process. `play` shows the conversation as it goes and leaves
the approved plan as a PDF beside its transcript. `commands.demo` calls it.
"""

import asyncio
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import copies, media_type_of, workers_for
from bot.courier import NO_WAITING
from bot.papers import Papers
from bot.pretending import pretend
from bot.product import Product
from bot.reviewing import Reading, Reviewing
from bot.telegram import Telegram, Update
from bot.telegram.sending import Api
from dialogs.ids import PlanId, PractitionerId

TOKEN = "1:played-in-this-process"  # noqa: S105 - nobody's token
CHAT = 1001

KELLY = (
    "[Go on]", "[OK, go on]", "[OK, go on]", "[OK, go on]", "[OK, go on]", "[OK, go on]",
    "[By myself]", "[No]", "[No one]", "[Short]",
    "[What is going well]", "We read in bed every night. Mia picks the book.", "[No, that is all]",
    "[Yes]", "4",
    "In June I rang Nan Jean before I had a drink. She took them both for the night.",
    "[Some of it]", "I keep the chain on at night, and I ring Nan Jean if he comes.",
    "Ring first, and come in the day.", "[OK, go on]", "[OK, go on]", "[OK, go on]",
    "One person to ring, not three.",
    "[Nan Jean]", "[Somebody else]", "My sister Tess", "[Nobody else]",
    "Me up before them, and Leo not checking the door.",
    "Nan Jean has the children on Friday nights.", "[No, that is all]",
    "[Nan Jean]", "Every Friday, from after school",
    "[Check what I said]", "[Next page]", "[Send to Asha]",
)  # fmt: skip
QUESTION = "What happens on a Friday when Nan Jean is ill?"
REPLY = "Then Tess comes here and sleeps on the sofa. I have asked her."


class Overheard(Api):
    """Telegram, played: takes every call of the bot, and shows the messages."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.newest = 0
        self.rows: dict[int, list[tuple[str, str]]] = {}
        self.lines: list[str] = []

    async def call(self, method: str, parameters: dict[str, Any], seconds: float = 0) -> Any:
        """What Telegram would answer."""
        if method == "sendMessage":
            self.newest += 1
            self._heard(self.newest, parameters)
            return {"message_id": self.newest}
        if method == "editMessageText":
            self._heard(parameters["message_id"], parameters)
        return True

    def person_says(self) -> int:
        """The message id of what a person sends next."""
        self.newest += 1
        return self.newest

    def button(self, label: str) -> tuple[int, str]:
        """The newest message with this button, and what pressing it sends."""
        for message in sorted(self.rows, reverse=True):
            for shown, data in self.rows[message]:
                if shown == label or shown.startswith((f"{label} ·", f"{label}:")):
                    return message, data
        raise LookupError(f"no button {label}")

    def tell(self, who: str, text: str) -> None:
        """A line of the transcript."""
        first, *rest = text.splitlines() or [""]
        for line in (f"{who + ':':9}{first}", *(f"{'':9}{more}" for more in rest)):
            self.lines.append(line)
            self.say(line)

    def _heard(self, message: int, parameters: dict[str, Any]) -> None:
        keyboard = parameters.get("reply_markup", {}).get("inline_keyboard", [])
        self.rows[message] = [(key["text"], key.get("callback_data", "")) for row in keyboard for key in row]
        text = unescape(re.sub(r"<[^>]+>", "", parameters["text"]))
        labels = " ".join(f"[{label}]" for label, _ in self.rows[message])
        self.tell("bot", re.sub(r"\n{2,}", "\n", text) + (f"\n{labels}" if labels else ""))


async def play(product: Product, folder: Path, say: Callable[[str], None]) -> tuple[Path, ...]:
    """Play it, and return the files that it left in `folder`."""
    overheard = Overheard(say)
    settings = product.settings.model_copy(update={"bot_token": SecretStr(TOKEN)})
    telegram = Telegram(
        settings=settings,
        store=product.store,
        dialogs=product.offered,
        clock=product.clock,
        media_type=media_type_of,
        api=overheard,
        pace=NO_WAITING,
    )
    product.turns.courier = telegram.courier
    chat = _Chat(product, telegram, overheard)
    family = await pretend(product.store, settings, product.clock())
    courier = asyncio.create_task(telegram.courier.run())
    try:
        await chat.says(f"/start {family.people[0].code}")
        for line in KELLY:
            await chat.does(line)
        reading = await _review(product, chat, family.plan)
    finally:
        courier.cancel()
        await asyncio.gather(courier, return_exceptions=True)
        await telegram.session.close()
    paper = await Papers(settings.zone).pdf(reading, product.clock().date())
    plan, transcript = folder / "plan.pdf", folder / "transcript.txt"
    plan.write_bytes(paper.content)
    transcript.write_text("\n".join(overheard.lines) + "\n", "utf-8")
    return plan, transcript


class _Chat:
    """Kelly in her chat: what she types and presses goes through the dispatcher."""

    def __init__(self, product: Product, telegram: Telegram, overheard: Overheard) -> None:
        self.product = product
        self.telegram = telegram
        self.overheard = overheard
        workers = workers_for(product, telegram)
        reception = telegram.reception(product.turns, product.invitations, workers, copies(product))
        self.dispatcher = reception.dispatcher()
        self.updates = 0

    async def does(self, line: str) -> None:
        """A line of the script."""
        if line.startswith("["):
            await self.presses(line.strip("[]"))
        else:
            await self.says(line)

    async def says(self, text: str) -> None:
        self.overheard.tell("Kelly", text)
        await self._arrives({"message": self._message(self.overheard.person_says()) | {"text": text}})

    async def presses(self, label: str) -> None:
        self.overheard.tell("Kelly", f"[{label}]")
        message, data = self.overheard.button(label)
        query = {"id": str(self.updates), "from": _PERSON, "chat_instance": "1", "data": data}
        await self._arrives({"callback_query": query | {"message": self._message(message)}})

    def _message(self, id: int) -> dict[str, Any]:
        chat = {"id": CHAT, "type": "private", "first_name": "Kelly"}
        return {
            "message_id": id,
            "date": int(self.product.clock().timestamp()),
            "chat": chat,
            "from": _PERSON,
        }

    async def _arrives(self, update: dict[str, Any]) -> None:
        self.updates += 1
        raw = {"update_id": self.updates} | update
        await self.dispatcher.feed_update(self.telegram.bot, Update.model_validate(raw))
        await self.telegram.courier.emptied(CHAT)


_PERSON = {"id": CHAT, "is_bot": False, "first_name": "Kelly"}


async def _review(product: Product, chat: _Chat, plan: PlanId) -> Reading:
    """Asha reads the draft, asks on a line, gets the answer, and approves."""
    reviewing = product.reviewing()
    async with product.store.reading() as work:
        asha = (await work.plans.get(plan)).practitioner
    reading = await _read(reviewing, asha, plan)
    chat.overheard.tell("Asha", f"reads draft {reading.number}: {len(reading.draft.lines)} lines")
    for finding in reading.findings:
        chat.overheard.tell("finding", f"{finding.state.value.replace('_', ' ')}: {finding.words}")
    line = next(line for line in reading.draft.lines if "on Friday nights" in line.words)
    chat.overheard.tell("Asha", f'asks on "{line.words}": {QUESTION}')
    await reviewing.ask(asha, plan, line.root, QUESTION)
    for message in range(1, 3):
        await _until(chat, "Open", message)
        await chat.presses("Open")
    await chat.presses("Answer")
    await chat.says(REPLY)
    reading = await _read(reviewing, asha, plan)
    await reviewing.approve(asha, plan, reading.number, "Asha")
    chat.overheard.tell("Asha", "approves the draft: she has read it and agrees to try it.")
    return await _read(reviewing, asha, plan)


async def _until(chat: _Chat, label: str, times: int) -> None:
    """A message that nobody waits for comes when the courier next looks."""
    for _ in range(600):
        if sum(label == shown for rows in chat.overheard.rows.values() for shown, _ in rows) >= times:
            return
        await asyncio.sleep(0.01)
    raise LookupError(f"{label} never came")


async def _read(reviewing: Reviewing, asha: PractitionerId, plan: PlanId) -> Reading:
    reading = await reviewing.open(asha, plan)
    assert reading is not None
    return reading
