"""The pocket card: asked about first, made behind the PIN, and with nothing left out of what it holds."""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image
from yarl import URL

from bot.documents.card import card_png
from dialogs.card import Card
from dialogs.facts import LetterKind
from tests.bot.browser.conftest import Place
from tests.bot.browser.phone import Phone
from tests.bot.browser.stand_ins import a_letter
from tests.bot.browser.test_over_storage import Running, comes_in, run

__all__ = ["run"]

WORDS: Mapping[str, str] = {
    "calls": "I ring first", "danger": "In danger", "tasks": "I said yes to", "nobody_sees": "No worker sees this.",
}  # fmt: skip


async def kelly(run: Running) -> Phone:
    """Kelly, who was told that the plan is approved."""
    phone = await comes_in(run.phone, run.family.people[0].code)
    now = await run.now(phone)
    async with run.product.store.work() as work:
        _, participant = await work.conversations.plan_of(now.id)
        held = await work.plans.get(run.family.plan)
        letter = a_letter("Asha Malik", run.product.clock(), LetterKind.APPROVED)
        await run.product.telling().post(work, held.id, held.family, participant, letter)
        await work.commit()
    return phone


async def test_it_asks_first_whether_it_is_ok_to_keep_it_here(run: Running) -> None:
    phone = await kelly(run)
    page = phone.url
    await phone.opens(page.join(URL("words")).path)
    await phone.opens(page.join(URL("card")).path)
    assert "Is it OK to keep this card on this phone?" in phone.text
    assert "No, not on this phone" in phone.text
    async with phone.session.get(page.join(URL("card.png"))) as response:
        assert response.headers["Content-Disposition"] == 'attachment; filename="card.png"'
        assert response.headers["Cache-Control"] == "no-store"
        assert Image.open(BytesIO(await response.read())).size == (720, 1440)


async def test_before_approval_there_is_no_card(place: Place) -> None:
    phone = await place.enters()
    page = phone.url
    for path in ("card", "card.png"):
        await phone.opens(f"{page}{path}")
        assert "Is it OK to keep" not in phone.text


def size(card: Card) -> tuple[int, int]:
    return Image.open(BytesIO(card_png(card, "25 November 2026", WORDS))).size


def test_a_long_card_is_a_longer_picture_and_every_script_is_drawn() -> None:
    short = Card("Kelly", ("Nan Jean 0161 496 0000",), (), ("999",))
    long = short._replace(tasks=tuple(f"task {number} with some words to it" for number in range(60)))
    assert size(short) == (720, 1440)
    assert size(long)[1] > size(short)[1]
    for words in ("جدتي 0161 496 0000", "סבתא", "ਦਾਦੀ", "😀", "x" * 400, ""):
        assert size(short._replace(calls=(words,)))[0] == 720
