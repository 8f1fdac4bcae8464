"""Whatever is typed, wherever: kept and exported character for character.

Every kind of question, on both channels, over the real database and out through `export`.
"""

import argparse
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from bot import commands
from bot.app import pages
from bot.courier import NO_WAITING
from bot.offered import Offered
from bot.product import Product, help_lines
from dialogs.buttons import Do, Enter, Move
from dialogs.conversation import Prompt
from dialogs.definition import Dialog, Kind
from dialogs.ids import ConversationId
from dialogs.replies import has_letters
from tests.bot.browser.phone import Phone
from tests.bot.nasty import NASTY
from tests.bot.telegram.conftest import Place, a_place, telegram_for
from tests.conversing import house, listening

TEXTS = (*(text for text in NASTY if has_letters(text)), "7")
MORE: dict[Kind, dict[str, Any]] = {
    Kind.CHOICE: {"choices": [{"id": "x", "label": "Pick me"}]},
    Kind.CHOICES: {"choices": [{"id": "x", "label": "Pick me"}, {"id": "y", "label": "Me too"}]},
    Kind.AGREE: {"choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]},
    Kind.SCALE: {"low": "low", "high": "high"},
}
ON = (Move.NO_MORE, Move.RIGHT, Move.SKIP, Move.GO_ON)
"""What leads on from a question that still waits."""


def every_kind(kinds: tuple[Kind, ...]) -> Dialog:
    """A dialog with a part for each kind, and in it a question for each text."""

    def questions(kind: Kind) -> Iterator[dict[str, Any]]:
        for number in range(len(TEXTS)):
            goes = {"category": "strength"}
            asked = {"id": f"{kind}.{number}", "kind": kind.value, "ask": f"Question {number}?", "goes": goes}
            yield asked | MORE.get(kind, {})

    sections = [
        {"id": kind.value, "title": f"Part {kind}", "question": list(questions(kind))} for kind in kinds
    ]
    whole = {"id": "parent", "title": "All kinds", "role": "parent", "section": sections}
    return Dialog.model_validate(whole).model_copy(update={"house": house()})


def offer(product: Product, dialog: Dialog) -> None:
    """This product asks that dialog and no other."""
    product.offered = product.turns.dialogs = Offered(
        [dialog], ("en",), lambda said, _: said,
        lambda _, language: help_lines(product.numbers, {}, language, ""), lambda _: listening(),
    )  # fmt: skip


@dataclass
class Channel:
    """One person on one channel."""

    product: Product
    conversation: ConversationId
    says: Callable[[str], Awaitable[object]]
    presses: Callable[[str], Awaitable[object]]

    async def asked(self) -> Prompt:
        now = await self.product.turns.look(self.conversation)
        prompt = now.prompt(now.asked)
        assert prompt is not None
        return prompt

    async def goes(self, *acts: object) -> None:
        """Presses the first of these that is there."""
        buttons = (await self.asked()).buttons
        label = next((button.label for act in acts for button in buttons if button.act == act), None)
        assert label is not None, f"none of {acts} among {buttons}"
        await self.presses(label)


async def is_said_everything(person: Channel, kinds: tuple[Kind, ...]) -> None:
    """Types every text at a question of its own, of each kind; and sends."""
    for kind in kinds:
        await person.goes(Enter(section=kind.value))
        for number, text in enumerate(TEXTS):
            here = f"{kind}.{number}"
            while (await person.asked()).question != here:
                await person.goes(*(Do(move=move) for move in ON))
            await person.says(text)
        for _ in range(4):
            if (await person.asked()).question is None:
                break
            await person.goes(*(Do(move=move) for move in ON))
        if (await person.asked()).question is not None:
            await person.goes(Do(move=Move.HUB))
    await person.goes(Do(move=Move.CHECK))
    while not (await person.product.turns.look(person.conversation)).sent:
        await person.goes(Do(move=Move.SEND), Do(move=Move.NEXT_PAGE))


@asynccontextmanager
async def on_telegram(folder: Path, dialog: Dialog) -> AsyncIterator[tuple[Channel, Place]]:
    async with a_place(folder) as place:
        offer(place.product, dialog)
        await place.telegram.session.close()
        place.telegram = telegram_for(place.product)
        place.telegram.courier._pace = NO_WAITING
        await place.starts()
        kelly = await place.enters()

        async def then(doing: Awaitable[object]) -> None:
            await doing
            await place.server.all_confirmed()
            await place.telegram.courier.emptied(kelly.id)

        yield (
            Channel(
                place.product,
                await place.conversation_id(kelly),
                lambda text: then(kelly.says(text)),
                lambda label: then(kelly.presses(label)),
            ),
            place,
        )


@asynccontextmanager
async def in_a_browser(folder: Path, dialog: Dialog) -> AsyncIterator[tuple[Channel, Place]]:
    async with a_place(folder) as place:
        offer(place.product, dialog)
        async with TestServer(pages(place.product)) as server, Phone(server.make_url("/")) as phone:
            await phone.opens(f"/i/{place.code()}")
            await phone.presses("Open")
            await phone.presses("Go on", pin="2468")
            conversation = ConversationId(phone.url.path.split("/")[2])
            yield Channel(place.product, conversation, phone.says, phone.presses), place


KINDS = tuple(Kind)


@pytest.mark.parametrize("channel", [on_telegram, in_a_browser])
@pytest.mark.parametrize("kinds", [KINDS[:5], KINDS[5:]], ids=["words and choices", "the others"])
async def test_it_comes_out_as_it_went_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], channel: Any, kinds: tuple[Kind, ...]
) -> None:
    if channel is in_a_browser:
        # A page to read has no box to type in there.
        kinds = tuple(kind for kind in kinds if kind is not Kind.READ)
    async with channel(tmp_path, every_kind(kinds)) as (person, place):
        await is_said_everything(person, kinds)
        product = place.product
        kept = said_at(
            [a.model_dump(mode="json") for a in (await product.turns.look(person.conversation)).answers]
        )
        given = argparse.Namespace(plan=place.family.plan)
        assert await commands.export(product.settings, given) == 0
    exported = json.loads(capsys.readouterr().out)
    assert missing(kinds, kept) == []
    lists = ("lines", "left", "off_route", "no_longer_asked")
    assert missing(kinds, said_at([line for name in lists for line in exported[name]])) == []


def said_at(lines: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Everything that stands in these lines, by the question it answers."""
    found: dict[str, set[str]] = {}
    for line in lines:
        question = line.get("question_id") or line["question"]
        found.setdefault(question, set()).update(_texts(line))
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def missing(kinds: tuple[Kind, ...], said: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Questions at which what was typed does not stand as it was typed."""
    return [
        (f"{kind}.{number}", text)
        for kind in kinds
        for number, text in enumerate(TEXTS)
        if text not in said.get(f"{kind}.{number}", ())
    ]
