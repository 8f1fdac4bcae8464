"""The whole product over a real database, with practitioners at desks and people in conversations."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from yarl import URL

from bot.product import Product
from dialogs.conversation import Conversation, Prompt, Screen
from dialogs.events import Event, FileKind, FileReceived, LetterOpened, Opened, Pressed, TextReceived
from dialogs.ids import ConversationId, EventId, FileId, LetterId, ParticipantId, PlanId, PractitionerId
from tests.bot.desk.paper_browser import PaperBrowser

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday."""
AFTER_THE_READING = ("[By myself]", "[No]", "[No one]", "[Short]")
GOOD_THINGS = ("[What is going well]", "We read in bed every night. Mia picks the book.", "[No, that is all]")


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def waits(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass(frozen=True)
class Sound:
    """The bytes of a voice note."""

    content: bytes = b"OggS\x00 a made-up voice note"
    media_type: str = "audio/ogg"


@dataclass
class Talker:
    """Somebody in the browser's chat: what they type and press goes through `Turns`."""

    place: "Place"
    id: ConversationId
    participant: ParticipantId
    count: int = 0

    async def does(self, *lines: str) -> None:
        """Lines of a script: `[a button]`, or words."""
        for line in lines:
            await (self.presses(line.strip("[]")) if line.startswith("[") else self.says(line))

    async def enters(self) -> None:
        """Through the door, to the hub."""
        await self.presses("Go on")
        while "OK, go on" in [button.label for button in (await self.screen()).buttons]:
            await self.presses("OK, go on")
        await self.does(*AFTER_THE_READING)

    async def sends(self) -> None:
        """Check, and send."""
        if (await self.screen()).screen is not Screen.HUB:
            await self.presses("All parts")
        await self.presses("Check what I said")
        await self.presses("Send to Asha")

    async def comes(self) -> None:
        await self.takes(Opened(**self.event()))

    async def says(self, words: str) -> None:
        await self.takes(TextReceived(text=words, prompt=(await self.screen()).number, **self.event()))

    async def speaks(self) -> None:
        number = (await self.screen()).number
        event = FileReceived(
            file=FileId(f"f{self.id}{self.count}"), file_kind=FileKind.VOICE, prompt=number, **self.event()
        )
        await self.place.product.turns.take(self.id, event, file=Sound())

    async def presses(self, label: str) -> None:
        screen = await self.screen()
        labels = [button.label for button in screen.buttons]
        near = [
            n
            for n, shown in enumerate(labels)
            if shown == label or shown.startswith((f"{label} ·", f"{label}:"))
        ]
        assert near, f"no button {label!r} among {labels}"
        await self.takes(Pressed(prompt=screen.number, button=near[0], **self.event()))

    async def opens(self, letter: str) -> None:
        await self.takes(LetterOpened(letter=LetterId(letter), **self.event()))

    async def takes(self, event: Event) -> None:
        await self.place.product.turns.take(self.id, event)

    async def now(self) -> Conversation:
        return await self.place.product.turns.look(self.id)

    async def screen(self) -> Prompt:
        conversation = await self.now()
        prompt = conversation.prompt(conversation.asked)
        assert prompt is not None
        return prompt

    def event(self) -> dict[str, object]:
        self.count += 1
        self.place.clock.waits(seconds=20)
        return {"id": EventId(f"{self.id}-{self.count}"), "at": self.place.clock(), "local_hour": 12}


@dataclass
class Place:
    """A running desk and everything behind it."""

    product: Product
    clock: Clock
    base: URL
    tmp: Path
    browsers: list[PaperBrowser] = field(default_factory=list)

    def browser(self) -> PaperBrowser:
        self.browsers.append(PaperBrowser(self.base))
        return self.browsers[-1]

    async def enrols(self, name: str) -> PractitionerId:
        async with self.product.store.work() as work:
            one = await work.people.enrol(name, self.clock())
            await work.commit()
        return one.id

    async def at_the_desk(self, practitioner: PractitionerId) -> PaperBrowser:
        """A practitioner who has just signed in by a link."""
        async with self.product.store.work() as work:
            code = f"code-{practitioner}-{len(self.browsers)}"
            await work.signins.make(practitioner, code, self.clock(), self.clock() + timedelta(minutes=5))
            await work.commit()
        browser = self.browser()
        await browser.opens(f"/desk/in/{code}")
        await browser.presses("Sign in")
        return browser

    async def comes_in(self, code: str) -> Talker:
        """Somebody who was invited, on a phone of their own."""
        entered = await self.product.invitations.accept_browser(code, now=self.clock(), press="")
        assert entered is not None
        talker = Talker(self, entered.conversation, entered.participant)
        await talker.comes()
        return talker

    async def items(self, plan: PlanId) -> list[str]:
        """Kinds of what still waits in a plan."""
        async with self.product.store.reading() as work:
            return [item.kind.value for item in await work.items.of(plan) if item.done_at is None]
