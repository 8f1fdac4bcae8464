"""Who does what in the demo, one after the other, from the invitations to the first mended plan."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiogram import Dispatcher
from pydantic import SecretStr

from bot.app import copies, enrolling, media_type_of, workers_for
from bot.courier import NO_WAITING
from bot.demo.pages import OnAPage
from bot.demo.scripts import (
    ANSWER,
    BROKEN,
    CHANGED,
    HAPPENED,
    KELLY,
    LEO,
    MEND,
    MENDING,
    MISS_HOLT,
    NADIA,
    NAN_JEAN,
    NEWS,
    QUESTION,
    REPLY,
    RYAN,
    TASK,
)  # fmt: skip
from bot.demo.telegram import OnTelegram, Overheard
from bot.demo.transcript import Transcript
from bot.papers import Papers
from bot.pretending import PretendFamily, pretend
from bot.product import Product
from bot.reviewing import Reading
from bot.telegram import Telegram
from dialogs.facts import Did
from dialogs.ids import ConversationId, ParticipantId, PractitionerId
from dialogs.lines import Line
from dialogs.people import Hand
from dialogs.signposts import Alarm
from dialogs.trials import Trial, Tried

TOKEN = "1:played-in-this-process"  # noqa: S105 - nobody's token
PIN = "7294"


async def play(product: Product, folder: Path, say: Callable[[str], None]) -> tuple[Path, ...]:
    """Play it, and return the files that it left in `folder`."""
    transcript = Transcript(say)
    settings = product.settings.model_copy(update={"bot_token": SecretStr(TOKEN)})
    telegram = Telegram(
        settings=settings,
        store=product.store,
        dialogs=product.offered,
        clock=product.clock,
        media_type=media_type_of,
        api=Overheard(transcript),
        pace=NO_WAITING,
    )
    product.turns.courier = telegram.courier
    family = await pretend(product.store, settings, product.clock())
    courier = asyncio.create_task(telegram.courier.run())
    try:
        reading = await _Played(product, telegram, transcript, family).all()
    finally:
        courier.cancel()
        await asyncio.gather(courier, return_exceptions=True)
        await telegram.session.close()
    paper = await Papers(settings.zone).pdf(reading, product.clock().date())
    plan, kept = folder / "plan.pdf", folder / "transcript.txt"
    plan.write_bytes(paper.content)
    kept.write_text("\n".join(transcript.lines) + "\n", "utf-8")
    return plan, kept


class _Played:
    """One family's way to a plan."""

    def __init__(
        self, product: Product, telegram: Telegram, transcript: Transcript, family: PretendFamily
    ) -> None:
        self.product = product
        self.telegram = telegram
        self.transcript = transcript
        self.family = family
        self.reviewing = product.reviewing()
        self.dispatcher = self._dispatcher()
        self.chats = 1000

    async def all(self) -> Reading:
        """From the invitations to the mended plan."""
        kelly = await self._on_telegram("Kelly", *KELLY)
        await self._on_telegram("Ryan", *RYAN)
        nadia = await self._on_a_page("Nadia", *NADIA)
        await self._beside_asha("Leo", *LEO)
        nan_jean = await self._on_telegram("Nan Jean", *NAN_JEAN)
        await self._on_a_page("Miss Holt", *MISS_HOLT)
        return await self._review(kelly, nadia, nan_jean)

    def _dispatcher(self) -> Dispatcher:
        product = self.product
        workers = workers_for(product, self.telegram)
        reception = self.telegram.reception(product.turns, product.invitations, workers, copies(product))
        return reception.dispatcher()

    # The family ---------------------------------------------------------------------------------------

    async def _on_telegram(self, name: str, *script: str) -> OnTelegram:
        self.transcript.part(f"{name}, on Telegram")
        self.chats += 1
        person = OnTelegram(name, self.chats, self.product, self.telegram, self.dispatcher)
        await person.does(f"/start {self._code(name)}")
        await person.goes_through_the_door()
        await person.does(*script)
        return person

    async def _on_a_page(self, name: str, *script: str) -> OnAPage:
        self.transcript.part(f"{name}, in a phone's browser")
        now = self.product.clock()
        entered = await self.product.invitations.accept_browser(self._code(name), now=now, press="demo")
        if entered is None:
            raise LookupError("an invitation of the demo opens nothing")
        return await self._page(name, entered.conversation, script)

    async def _beside_asha(self, name: str, *script: str) -> None:
        """A child on the worker's own device, which Asha passes on, and gets back."""
        self.transcript.part(f"{name}, beside Asha, on her device")
        signed_in = await enrolling(self.product).sign_in(self.family.desk.rpartition("/")[2], "demo")
        if signed_in is None:
            raise LookupError("the desk's link of the demo opens nothing")
        sittings, who = self.product.sittings(), await self._participant(name)
        passed = await sittings.begin(await self._asha(), self.family.plan, who, signed_in.cookie, PIN)
        if passed is None:
            raise LookupError("the desk of the demo is signed out")
        await self._page(name, passed.sitting.conversation, script, Hand(sat_with="Asha"))
        await sittings.unlock(passed.sitting, PIN)

    async def _page(
        self, name: str, conversation: ConversationId, script: tuple[str, ...], hand: Hand | None = None
    ) -> OnAPage:
        page = OnAPage(name, conversation, self.product, self.transcript, hand)
        await page.comes()
        await page.goes_through_the_door()
        await page.does(*script)
        return page

    def _code(self, name: str) -> str:
        return next(one.code for one in self.family.people if one.name == name)

    # Asha ---------------------------------------------------------------------------------------------

    async def _review(self, kelly: OnTelegram, nadia: OnAPage, nan_jean: OnTelegram) -> Reading:
        """She reads what cannot wait and the draft, asks, gives a task, writes back, and approves."""
        self.transcript.part("Asha, at her desk")
        asha, plan, reviewing = await self._asha(), self.family.plan, self.reviewing
        for item in await reviewing.waiting(asha, plan):
            if isinstance(item.kind, Alarm):
                self._asha_does(f"reads what cannot wait: {item.kind.value.replace('_', ' ')}")
                await reviewing.done(asha, plan, item.id)
        reading = await self._read()
        self._asha_does(f"reads draft {reading.number}: {len(reading.draft.lines)} lines")
        for finding in reading.findings:
            self.transcript.tell("finding", f"{finding.state.value.replace('_', ' ')}: {finding.words}")
        line = _line(reading, "on Friday nights")
        self._asha_does(f'asks on "{line.words}": {QUESTION}')
        await reviewing.ask(asha, plan, line.root, QUESTION)
        await self._opens(kelly, "Answer")
        await kelly.does("[Answer]", REPLY)
        self._asha_does(f"puts it to Nan Jean: {TASK}")
        await reviewing.put(asha, plan, line.root, await self._participant("Nan Jean"), TASK)
        await self._opens(nan_jean, "Yes, I will do this")
        await nan_jean.presses("Yes, I will do this")
        wish = _line(reading, "ask me before")
        self._asha_does(f'writes back to Nadia about "{wish.words}": {ANSWER}')
        await reviewing.write_back(asha, plan, wish.speaker, (wish.root,), Did.DONE, ANSWER)
        await nadia.opens_newest_letter()
        reading = await self._read()
        await reviewing.approve(asha, plan, reading.number, "Asha")
        self._asha_does("approves the draft: she has read it and agrees to try it.")
        await self._opens(kelly, "My copy")
        return await self._mended(kelly)

    async def _mended(self, kelly: OnTelegram) -> Reading:
        """The plan is tried; a rule breaks, a new draft is begun, Kelly says what changes, and it is approved."""
        self.transcript.part("Some weeks on")
        await kelly.does(*NEWS)
        asha, plan = await self._asha(), self.family.plan
        today = self.product.clock().date()
        broke = Trial(tried=Tried.BROKE, on=today, what=BROKEN, happened=HAPPENED)
        await self._writes_down(broke)
        self._asha_does(f"writes down that a rule did not hold: {HAPPENED}")
        await self.reviewing.begin_again(asha, plan)
        reading = await self._read()
        self._asha_does(f"begins draft {reading.number}, and asks Kelly: {MEND}")
        await self.reviewing.give_back(asha, plan, reading.number, MEND, (await self._participant("Kelly"),))
        await self._opens(kelly, "Answer")
        await kelly.does(*MENDING)
        await self._writes_down(broke.model_copy(update={"changed": CHANGED}))
        reading = await self._read()
        await self.reviewing.approve(asha, plan, reading.number, "Asha")
        self._asha_does(f"approves the mended plan, draft {reading.number}: she agrees to try it.")
        await self._opens(kelly, "My copy")
        return await self._read()

    async def _writes_down(self, trial: Trial) -> None:
        planning = self.product.planning()
        await planning.change(
            await self._asha(),
            self.family.plan,
            lambda family: family.model_copy(update={"trials": (trial,)}),
            "wrote down how the plan is lived with",
        )

    def _asha_does(self, what: str) -> None:
        self.transcript.tell("Asha", what)

    async def _asha(self) -> PractitionerId:
        async with self.product.store.reading() as work:
            return (await work.plans.get(self.family.plan)).practitioner

    async def _participant(self, name: str) -> ParticipantId:
        async with self.product.store.reading() as work:
            family = (await work.plans.get(self.family.plan)).family
        return next(one.id for one in family.participants if one.name == name)

    async def _read(self) -> Reading:
        reading = await self.reviewing.open(await self._asha(), self.family.plan)
        if reading is None:
            raise LookupError("nothing was sent")
        return reading

    async def _opens(self, person: OnTelegram, label: str) -> None:
        """Open what came, until this can be tapped: what nobody waits for comes when the courier looks."""
        opened = False
        for _ in range(3000):
            if await person.opens():
                opened = True
            elif opened and label in person.labels:
                return
            else:
                self.product.turns.wake()
                await asyncio.sleep(0.01)
        raise LookupError(f"no message with {label} came")


def _line(reading: Reading, words: str) -> Line:
    return next(line for line in reading.draft.lines if words in line.words)
