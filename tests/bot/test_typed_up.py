"""A voice note is typed up by the practitioner, and its speaker corrects the words."""

from pathlib import Path

from aiohttp.test_utils import TestServer

from bot.app import pages
from bot.pretending import pretend
from bot.product import opened
from bot.settings import Settings
from dialogs.conversation import Kept
from tests.bot.browser.phone import Phone
from tests.bot.telegram.conftest import Clock
from tests.transcripts.channels import PIN, BrowserDriver
from tests.transcripts.families import MINE
from tests.transcripts.playing import through_the_door


async def test_the_speaker_corrects_what_was_typed_up(tmp_path: Path) -> None:
    clock = Clock()
    settings = Settings(data=tmp_path, _env_file=None)  # type: ignore[call-arg]
    async with opened(settings, clock=clock) as product:
        family = await pretend(product.store, settings, clock())
        async with TestServer(pages(product)) as server, Phone(server.make_url("/")) as phone:
            await phone.opens(f"/i/{family.people[0].code}")
            await phone.presses("Open")
            await phone.presses("Go on", pin=PIN)
            home = phone.url.path
            driver = BrowserDriver(product, clock, MINE)
            driver.phone = phone
            await through_the_door(driver, alone=True, short=True)
            await phone.presses("What is going well")
            await driver.sends("voice note")
            assert "Nobody has opened it yet" in phone.text
            await phone.presses("No, that is all")
            await phone.presses("All parts")
            await phone.presses("Check what I said")
            await phone.presses("Send to Asha")

            reviewing = product.reviewing()
            async with product.store.reading() as work:
                asha = (await work.plans.get(family.plan)).practitioner
            reading = await reviewing.open(asha, family.plan)
            assert reading is not None
            line = next(line for line in reading.draft.lines if isinstance(line.value, Kept))
            await reviewing.type_up(asha, family.plan, line.root, "He sleeps at Grans")

            await phone.opens(f"{home}words")
            for label in [b.label for b in phone.page.buttons if b.label.startswith("New message")]:
                await phone.opens(f"{home}words")
                await phone.presses(label)
                if "Are these your words?" in phone.text:
                    break
            await phone.presses("Change these words")
            await phone.says("He sleeps at Gran's on Fridays")

            reading = await reviewing.open(asha, family.plan)
            assert reading is not None
            line = next(line for line in reading.draft.lines if isinstance(line.value, Kept))
            assert [(typed.words, typed.by_speaker) for typed in line.typed] == [
                ("He sleeps at Grans", False),
                ("He sleeps at Gran's on Fridays", True),
            ]
