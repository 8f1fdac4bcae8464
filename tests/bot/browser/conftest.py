"""The chat, served over HTTP for one test, with the use cases behind it in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.browser import Browser, add_browser
from dialogs.ids import ConversationId
from tests.bot.browser.phone import Phone
from tests.bot.browser.stand_ins import NUMBERS, InMemoryInvitations, InMemoryTurns, OneDialog
from tests.conversing import NOON, some_facts


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def waits(self, **span: float) -> None:
        """Let time go by."""
        self.at += timedelta(**span)


@dataclass
class Place:
    """A running chat and everything behind it."""

    turns: InMemoryTurns
    invitations: InMemoryInvitations
    clock: Clock
    browser: Browser
    server: TestServer
    phones: list[Phone] = field(default_factory=list)

    def phone(self) -> Phone:
        """Another device."""
        phone = Phone(self.server.make_url("/"))
        self.phones.append(phone)
        return phone

    def invites(self, id: str, code: str, **facts: object) -> None:
        """Somebody is invited."""
        self.turns.begin(id, some_facts(**facts))
        self.invitations.codes[code] = ConversationId(id)

    async def enters(
        self, id: str = "c0ffee", code: str = "ABCD2345", pin: str = "2468", **facts: object
    ) -> Phone:
        """Somebody on a phone of their own, in by invitation and PIN, at the first question."""
        self.invites(id, code, **facts)
        phone = self.phone()
        await phone.opens(f"/i/{code}")
        await phone.presses("Open")
        await phone.presses("Go on", pin=pin)
        return phone


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """The chat, served."""
    clock = Clock()
    dialogs = OneDialog()
    turns = InMemoryTurns(dialogs)
    invitations = InMemoryInvitations(turns)
    browser = Browser(
        turns=turns,
        invitations=invitations,
        dialogs=dialogs,
        key=b"a key for tests",
        clock=clock,
        help_lines=NUMBERS,
    )
    app = web.Application()
    add_browser(app, browser)
    async with TestServer(app) as server:
        here = Place(turns, invitations, clock, browser, server)
        yield here
        for phone in here.phones:
            await phone.session.close()


async def through_the_door(phone: Phone) -> Phone:
    """The first screens, up to the hub."""
    await phone.presses("Go on")
    await phone.presses("OK, go on")
    await phone.presses("No")
    assert "Which part would you like to do?" in phone.text
    return phone


async def at(phone: Phone, question: str, most: int = 40) -> Phone:
    """Go on, skipping, until this question is asked."""
    section = {"free": "I want to say it", "good": "Good things", "worry": "The worry", "hard": "Hard times"}
    await phone.presses(section[question.partition(".")[0]])
    for _ in range(most):
        if f"question/{question}/" in phone.page.about["data-place"]:
            return phone
        await phone.presses("Skip")
    raise AssertionError(f"{question} was not asked")
