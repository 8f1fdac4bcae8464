"""Two parents who are kept apart: nothing of one reaches the other, on any screen, copy or refusal.

Each says marker words. Both parts are sent, read and approved; a question goes to each. Then every
page, message, copy and error that the other can get is searched for the markers.
"""

import re
from io import BytesIO
from pathlib import Path

from aiohttp.test_utils import TestServer
from pypdf import PdfReader

from bot.app import pages
from bot.product import Product, opened
from bot.settings import Settings
from dialogs.facts import facts_for
from dialogs.ids import AnswerId
from tests.bot.browser.phone import Phone
from tests.bot.telegram.conftest import Clock
from tests.conversing import NOON
from tests.transcripts.channels import PIN, BrowserDriver
from tests.transcripts.drivers import PLAN
from tests.transcripts.families import DRINKING, FAMILIES, RYAN, SAM
from tests.transcripts.playing import through_the_door

MARKERS = {"Sam": "marmalade-sam", "Ryan": "liquorice-ryan"}
CODES = {"Sam": "SAMSAMSA", "Ryan": "DEANDEAN"}
QUESTIONS = {"Sam": "nutmeg-to-sam", "Ryan": "saffron-to-ryan"}
FAMILY = FAMILIES["apart"].model_copy(
    update={"worries": (DRINKING.model_copy(update={"what_happened": "pepper-about-sam"}),)}
)
OF_THE_OTHER = {
    "Sam": ("liquorice-ryan", "saffron-to-ryan", "Ryan"),
    "Ryan": ("marmalade-sam", "nutmeg-to-sam", "pepper-about-sam", "Sam"),
}


async def test_nothing_of_one_parent_reaches_the_other(tmp_path: Path) -> None:
    clock = Clock()
    async with opened(Settings(data=tmp_path, _env_file=None), clock=clock) as product:  # type: ignore[call-arg]
        worker = await _begins(product)
        async with TestServer(pages(product)) as server:
            phones = {name: Phone(server.make_url("/")) for name in MARKERS}
            homes = {}
            for name, phone in phones.items():
                homes[name] = await _says_and_sends(product, phone, clock, name)
            reviewing = product.reviewing()
            reading = await reviewing.open(worker, PLAN)
            assert reading is not None
            for name in MARKERS:
                line = next(line for line in reading.draft.lines if MARKERS[name] in line.words)
                await reviewing.ask(worker, PLAN, AnswerId(line.root), QUESTIONS[name])
            reading = await reviewing.open(worker, PLAN)
            assert reading is not None
            await reviewing.approve(worker, PLAN, reading.number, "Asha")
            for name, phone in phones.items():
                seen = await _everything(phone, homes[name], homes["Ryan" if name == "Sam" else "Sam"])
                assert MARKERS[name] in seen, "the search would find nothing"
                assert QUESTIONS[name] in seen
                for marker in OF_THE_OTHER[name]:
                    assert not re.search(rf"\b{marker}\b", seen), f"{marker} reached {name}"
                await phone.session.close()


async def _begins(product: Product) -> str:
    async with product.store.work() as work:
        worker = await work.people.enrol("Asha", NOON)
        await work.plans.add(PLAN, FAMILY, worker.id, None, NOON)
        for who in (SAM, RYAN):
            code = CODES[who.name]
            await work.invitations.make(PLAN, who.id, code, worker.id, NOON, NOON.replace(year=2030))
        await work.commit()
    return worker.id


async def _says_and_sends(product: Product, phone: Phone, clock: Clock, name: str) -> str:
    await phone.opens(f"/i/{CODES[name]}")
    await phone.presses("Open")
    await phone.presses("Go on", pin=PIN)
    home = phone.url.path
    driver = BrowserDriver(product, clock, FAMILY)
    driver.phone = phone
    await through_the_door(driver, alone=True, short=True)
    await phone.presses("What is going well")
    await phone.says(f"We dance, {MARKERS[name]}")
    await phone.presses("No, that is all")
    await phone.presses("Check what I said")
    await phone.presses("Send to Asha")
    return home


async def _everything(phone: Phone, home: str, other: str) -> str:
    """All that this person can open: their pages, their letters, their copy, the other's addresses."""
    found: list[str] = []

    def keep() -> None:
        found.append(f"{phone.html} {phone.url} {dict(phone.response.headers) if phone.response else ''}")

    for path in (
        home,
        f"{home}words",
        f"{home}help",
        "/help",
        "/i",
        other,
        f"{other}words",
        f"{other}copy",
        "/desk/",
    ):
        await phone.opens(path)
        if "/c/" in path and not path.startswith(home):
            assert phone.status in (403, 404)
        keep()
    await phone.opens(f"{home}words")
    for label in [button.label for button in phone.page.buttons if "essage" in button.label]:
        await phone.opens(f"{home}words")
        await phone.presses(label)
        keep()
    for section in ("The worry, and how I see it", "Times it went right", "People"):
        await phone.opens(home)
        while "Which part would you like to do?" not in phone.text:
            labels = phone.page.labels
            await phone.presses(next(label for label in ("All parts", "Go on") if label in labels))
        if any(label.startswith(section) for label in phone.page.labels):
            await phone.presses(section)
            keep()
    async with phone.session.get(phone.base.join(phone.url.with_path(f"{home}copy"))) as response:
        assert response.content_type == "application/pdf"
        content = await response.read()
        found.append(str(dict(response.headers)))
    pdf = PdfReader(BytesIO(content))
    found.extend(page.extract_text() for page in pdf.pages)
    found.append(str(pdf.metadata))
    return " ".join(found).replace("\n", " ")


def test_facts_of_one_do_not_name_the_other() -> None:
    assert "Ryan" not in facts_for(FAMILY, SAM.id).model_dump_json()
    assert "Sam" not in facts_for(FAMILY, RYAN.id).model_dump_json()
