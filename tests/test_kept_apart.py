"""Two parents who are kept apart: nothing of one reaches the other, on any screen, copy or refusal.

Each says marker words. Both parts are sent, read and approved; a question goes to each. Then every
page, message, copy and error that the other can get is searched for the markers.
"""

import asyncio
import re
from datetime import date
from pathlib import Path

from aiohttp.test_utils import TestServer

from bot.app import copies, pages, telegram_for
from bot.product import Product, opened
from bot.settings import Settings
from dialogs.facts import facts_for
from dialogs.family import AskedIn, Family, NextStep
from dialogs.ids import AnswerId, ChildId, ParticipantId, PersonId
from dialogs.people import Child, Participant, Role
from dialogs.people import Person as Named
from tests.bot.browser.phone import Phone
from tests.bot.telegram.conftest import Clock, NoWorkers, until
from tests.conversing import NOON
from tests.papers import everything_in
from tests.telegram_server import Person, TelegramServer
from tests.transcripts.channels import PIN, BrowserDriver, TelegramDriver
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
            await _reviewed(product, worker)
            for name, phone in phones.items():
                seen = await _everything(phone, homes[name], homes["Ryan" if name == "Sam" else "Sam"])
                assert MARKERS[name] in seen, "the search would find nothing"
                assert QUESTIONS[name] in seen
                for marker in OF_THE_OTHER[name]:
                    assert not re.search(rf"\b{marker}\b", seen), f"{marker} reached {name}"
                await phone.session.close()


async def _begins(product: Product, family: Family = FAMILY) -> str:
    async with product.store.work() as work:
        worker = await work.people.enrol("Asha", NOON)
        await work.plans.add(PLAN, family, worker.id, None, NOON)
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
    await phone.presses("All parts")
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
    found.append(everything_in(content))
    return " ".join(found).replace("\n", " ")


async def test_nothing_of_one_parent_reaches_the_other_on_telegram(tmp_path: Path) -> None:
    """Every message, button, passing notice and document that each of them ever gets."""
    clock = Clock()
    async with TelegramServer() as server:
        given = {"bot_token": server.token, "telegram_api_base": server.url, "data": tmp_path}
        async with opened(Settings(**given, _env_file=None), clock=clock) as product:  # type: ignore[arg-type]
            worker = await _begins(product)
            telegram = telegram_for(product)
            run = telegram.run(product.turns, product.invitations, NoWorkers(), copies(product))
            running = asyncio.create_task(run)
            try:
                people = {name: await _sends_on_telegram(server, product, clock, name) for name in MARKERS}
                await _reviewed(product, worker)
                for name, person in people.items():
                    seen = await _everything_on_telegram(server, person, QUESTIONS[name])
                    assert MARKERS[name] in seen, "the search would find nothing"
                    assert QUESTIONS[name] in seen
                    for marker in OF_THE_OTHER[name]:
                        assert not re.search(rf"\b{marker}\b", seen), f"{marker} reached {name}"
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


async def _reviewed(product: Product, worker: str) -> None:
    """Asha reads both parts, asks each of them something, and approves."""
    reviewing = product.reviewing()
    reading = await reviewing.open(worker, PLAN)
    assert reading is not None
    for name in MARKERS:
        line = next(line for line in reading.draft.lines if MARKERS[name] in line.words)
        await reviewing.ask(worker, PLAN, AnswerId(line.root), QUESTIONS[name])
    reading = await reviewing.open(worker, PLAN)
    assert reading is not None
    await reviewing.approve(worker, PLAN, reading.number, "Asha")


async def _sends_on_telegram(server: TelegramServer, product: Product, clock: Clock, name: str) -> Person:
    person = server.person(first_name="Phone")
    await person.says(f"/start {CODES[name]}")
    await person.next_message()
    driver = TelegramDriver(product, clock, FAMILY)
    driver.server, driver.person = server, person
    await through_the_door(driver, alone=True, short=True)
    await driver.presses("What is going well")
    await driver.says(f"We dance, {MARKERS[name]}")
    await driver.presses("No, that is all")
    await driver.says("/menu")
    await driver.presses("Check what I said")
    await driver.presses("Send to Asha")
    return person


async def _everything_on_telegram(server: TelegramServer, person: Person, question: str) -> str:
    """All that this person's phone ever showed: letters, lists, screens, presses and the copy."""
    await until(lambda: _hears(person, "You have a message.", 3))
    await person.says("/messages")
    listed = await person.sees("Your messages, the newest first.")
    for label in range(len(listed.labels)):
        await person.presses(label, on=listed.message_id)
    await person.sees(question)
    for command in ("/menu", "/who", "/shared", "/help", "/back", "/start", "/copy"):
        await person.says(command)
        await server.all_confirmed()
    warned = await person.sees("Anyone with this phone can open it.")
    await person.presses("Send it here", on=warned.message_id)
    await until(lambda: _handed(person))
    document = next(message for message in person.screen if "document" in message.json)
    found = [everything_in(server.content(document)), str(person.notices)]
    mine = [str(call.parameters) for call in server.calls if call.parameters.get("chat_id") == person.id]
    return " ".join([*found, *mine, *(str(message.json) for message in person.screen)]).replace("\n", " ")


async def _hears(person: Person, words: str, times: int) -> bool:
    return sum(words in message.text for message in person.screen) >= times


async def _handed(person: Person) -> bool:
    return any("document" in message.json for message in person.screen)


def test_facts_of_one_do_not_name_the_other() -> None:
    assert "Ryan" not in facts_for(FAMILY, SAM.id).model_dump_json()
    assert "Sam" not in facts_for(FAMILY, RYAN.id).model_dump_json()


# Somebody of the network --------------------------------------------------------------------------

JO = Participant(id=ParticipantId("jo"), person=PersonId("jo-p"), name="Jo", role=Role.NETWORK)
TOLD = AskedIn(
    participant=JO.id,
    why="cinnamon-why",
    may_know="cardamom-may-know",
    children=(ChildId("leo"),),
    agreed_by=(SAM.person,),
    agreed_on=date(2026, 5, 1),
)
WITH_JO = FAMILY.model_copy(
    update={
        "children": (*FAMILY.children, Child(id=ChildId("mia"), name="Mia", born=2023)),
        "people": (*FAMILY.people, Named(id=JO.person, name="Jo")),
        "participants": (*FAMILY.participants, JO),
        "asked_in": (TOLD,),
        "next_steps": (NextStep(words="paprika-next"),),
    }
)


async def test_somebody_of_the_network_reads_what_was_written_for_them_and_nothing_else(
    tmp_path: Path,
) -> None:
    """Screens, letters, copy and refusals; and nothing of hers or of her being asked reaches a parent."""
    clock = Clock()
    async with opened(Settings(data=tmp_path, _env_file=None), clock=clock) as product:  # type: ignore[call-arg]
        worker = await _begins(product, WITH_JO)
        async with TestServer(pages(product)) as server:
            sam, ryan, jo = (Phone(server.make_url("/")) for _ in range(3))
            sams = await _says_and_sends(product, sam, clock, "Sam")
            ryans = await _says_and_sends(product, ryan, clock, "Ryan")
            jos, screens = await _helps_and_sends(product, worker, jo)
            await _reviewed(product, worker)
            seen = f"{screens} {await _everything(jo, jos, sams)} {await _refused(jo)}"
            for own in ("cinnamon-why", "cardamom-may-know", "fennel-jo", "Leo"):
                assert own in seen, "the search would find nothing"
            for marker in (*MARKERS.values(), *QUESTIONS.values(), *OF_THE_PLAN, "Ryan", "Sam", "Mia"):
                assert not re.search(rf"\b{marker}\b", seen), f"{marker} reached Jo"
            for phone, home, other in ((sam, sams, ryans), (ryan, ryans, sams)):
                theirs = await _everything(phone, home, other)
                for marker in ("cinnamon-why", "cardamom-may-know", "fennel-jo"):
                    assert marker not in theirs
            assert not re.search(r"\bJo\b", theirs), "Ryan did not say yes to Jo"
            for phone in (sam, ryan, jo):
                await phone.session.close()


OF_THE_PLAN = ("pepper-about-sam", "paprika-next", "the drinking", "bigger meeting", "calm nights")


async def _helps_and_sends(product: Product, worker: str, phone: Phone) -> tuple[str, str]:
    """Jo comes in by an invitation, reads every screen, offers something, and sends it."""
    async with product.store.work() as work:
        await work.invitations.make(PLAN, JO.id, "JOJOJOJO", worker, NOON, NOON.replace(year=2030))
        await work.commit()
    screens: list[str] = []
    await phone.opens("/i/JOJOJOJO")
    await phone.presses("Open")
    await phone.presses("Go on", pin=PIN)
    home = phone.url.path
    for label in ("Go on", *["OK, go on"] * 5, "No", "No one"):
        screens.append(phone.html)
        await phone.presses(label)
    for part in ("What is going well", "What I saw and heard", "What I can do"):
        screens.append(phone.html)
        await phone.presses(part)
        screens.append(phone.html)
        await phone.presses("All parts")
    await phone.presses("What I can do")
    await phone.says("Fridays, fennel-jo")
    await phone.presses("No, that is all")
    await phone.presses("When, and my yes")
    screens.append(phone.html)
    await phone.presses("All parts")
    await phone.presses("Check what I said")
    await phone.presses("Send to Asha")
    return home, " ".join(screens)


async def _refused(phone: Phone) -> str:
    """What is said to codes and addresses that are not hers."""
    found = []
    for path in ("/i/SAMSAMSA", "/i/NOSUCHXX", "/c/nobody/", "/c/nobody/copy", "/desk/plans/none"):
        await phone.opens(path)
        found.append(phone.html)
    return " ".join(found)
