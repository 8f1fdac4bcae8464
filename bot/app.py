"""The composition root: reads top to bottom as the wiring of everything that serves.

`commands.run` calls `serving`; the tests do too. The pages come first, so that somebody can be let in
while Telegram is still being greeted; Telegram is there only with a token, and so is `bot.telegram`:
loading aiogram is more than half of the time that a start takes.
"""

import asyncio
import errno
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from gettext import NullTranslations
from typing import TYPE_CHECKING

from aiohttp import web

from bot.asides import Asides
from bot.asking_in import AskingIn
from bot.browser import Browser, Passing, add_browser
from bot.copies import Copies
from bot.desk import Desk, desk_app
from bot.documents import BRITISH, Tongue, tongue_of
from bot.enrolling import Enrolling
from bot.inviting import Inviting
from bot.links import reachable
from bot.own_files import OwnFiles
from bot.papers import Papers
from bot.product import Product
from bot.quiet import Quiet
from bot.reading import read_plain_words
from bot.settings import BadSetting, Settings
from bot.tending import Stopped, tended
from bot.uploads import sniffed
from bot.watching import watch
from storage.retention import sweep

if TYPE_CHECKING:
    from bot.telegram import Telegram
    from bot.telegram.practitioner import Workers

FIRST_SWEEP_SECONDS, SWEEP_SECONDS = 60.0, 24 * 3600.0
TIDYING = (20_000, 20, 20)
"""Python looks for unreachable circles of objects this seldom: we make few, and whoever writes meanwhile waits."""


@asynccontextmanager
async def serving(product: Product) -> AsyncIterator[web.Application]:
    """The pages, and Telegram where there is a token, until this ends. Raises `BadSetting`."""
    async with AsyncExitStack() as stack:
        app = pages(product)
        telegram = _Telegram(product) if product.settings.bot_token else None
        await stack.enter_async_context(_site(app, product))
        await stack.enter_async_context(tended("the daily sweep", lambda: _sweeping(product)))
        await stack.enter_async_context(tended("the watch over unread flags", lambda: watch(product)))
        if telegram is not None:
            await stack.enter_async_context(tended("Telegram", telegram.run))
        gc.collect()
        gc.freeze()
        gc.set_threshold(*TIDYING)
        yield app


def pages(product: Product) -> web.Application:
    """The family's chat and the desk."""
    settings = product.settings
    app = web.Application(client_max_size=16 * 2**20)
    app.router.add_get("/desk", _to_the_desk)

    def translations(language: str) -> NullTranslations:
        catalogue = product.catalogues.get(language)
        return catalogue.pages if catalogue else NullTranslations()

    browser = Browser(
        turns=product.turns,
        invitations=product.invitations,
        dialogs=product.offered,
        copies=copies(product),
        files=OwnFiles(product.store),
        key=product.store.keys.digest("pages", "forms").encode(),
        clock=product.clock,
        zone=settings.zone,
        links=settings.links,
        address=_told_by_proxy if settings.behind_proxy else _remote,
        leave_to=str(settings.leave_to),
        from_telegram=bool(settings.bot_token and settings.public_url and reachable(settings.links)),
        help_lines=product.help_lines(),
        translations=translations,
        sittings=product.sittings(),
    )
    add_browser(app, browser)
    app.add_subapp("/desk/", desk_app(desk(product, Passing(browser))))
    return app


async def _to_the_desk(request: web.Request) -> web.StreamResponse:
    """The desk's addresses begin with a slash at its end."""
    raise web.HTTPFound("/desk/")


def copies(product: Product) -> Copies:
    """Own copies of approved plans: both ways in give them."""

    def tongue(language: str) -> Tongue:
        catalogue = product.catalogues.get(language)
        if catalogue is None:
            return BRITISH
        return tongue_of(catalogue.look, language, right_to_left=catalogue.right_to_left)

    return Copies(product.store, product.offered, product.settings.zone, tongue)


def _remote(request: web.BaseRequest) -> str:
    return request.remote or ""


def _told_by_proxy(request: web.BaseRequest) -> str:
    """The last address of X-Forwarded-For: the one that our own proxy wrote."""
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or _remote(request)


def desk(product: Product, passing: Passing) -> Desk:
    """The practitioner's pages, over their use cases."""
    settings, store, clock = product.settings, product.store, product.clock
    rights = product.rights()
    return Desk(
        planning=product.planning(),
        inviting=Inviting(
            store,
            rights,
            product.offered,
            clock,
            settings.links,
            zone=settings.zone,
            days=settings.invitation_days,
            telegram_age=settings.telegram_age,
            bot_name=lambda: product.bot_name,
        ),
        asking_in=AskingIn(store, product.telling(), rights, product.offered, clock),
        reviewing=product.reviewing(),
        releasing=product.releasing(),
        checking_in=product.checking_in(),
        enrolling=enrolling(product),
        sittings=product.sittings(),
        passing=passing,
        rights=rights,
        asides=Asides(store, clock, settings.zone),
        papers=Papers(settings.zone),
        plain_words=read_plain_words(),
        key=store.keys.digest("pages", "desk").encode(),
        clock=clock,
        zone=settings.zone,
        links=settings.links,
        only_here=settings.public_url is None,
        dialogs=product.offered.each,
        unchecked_languages=tuple(
            language
            for language in settings.languages
            if language in product.catalogues and not product.catalogues[language].checked_by
        ),
    )


def enrolling(product: Product) -> Enrolling:
    """Signs practitioners in."""
    settings = product.settings
    return Enrolling(
        product.store,
        product.clock,
        settings.links,
        link_minutes=settings.sign_in_minutes,
        desk_hours=settings.desk_hours,
    )


def telegram_for(product: Product) -> "Telegram":
    """Telegram over this product; its courier takes what turns say. Raises `BadSetting`."""
    from bot.telegram import Phrases, Telegram

    @cache
    def phrases(language: str) -> Phrases:
        catalogue = product.catalogues.get(language)
        return Phrases(catalogue.pages if catalogue else None)

    telegram = Telegram(
        settings=product.settings,
        store=product.store,
        dialogs=product.offered,
        clock=product.clock,
        media_type=media_type_of,
        phrases=phrases,
    )
    product.turns.courier = telegram.courier
    return telegram


def workers_for(product: Product, telegram: "Telegram") -> "Workers":
    """The practitioners' side of the chat."""
    from bot.telegram.practitioner import Workers

    settings = product.settings
    return Workers(
        store=product.store,
        reviewing=product.reviewing(),
        enrolling=enrolling(product),
        carrier=telegram.carrier,
        courier=telegram.courier,
        clock=product.clock,
        quiet=Quiet(settings.zone, settings.quiet_from, settings.quiet_until),
        desk=settings.public_url is not None and reachable(settings.links) is not None,
    )


def media_type_of(content: bytes) -> str:
    """What a file is, told by its first bytes. Raises `Refused` for anything but a picture or sound."""
    return sniffed(content).media_type


def _why_not(settings: Settings, error: OSError) -> str:
    """Why the pages cannot be served there, in one plain sentence or two."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"PLAN_HOST cannot be used: {settings.host} is no address of this machine."
    return f"Port {settings.port} on {settings.host} is in use or not ours to open. Set PLAN_PORT to another."


class _Telegram:
    """Telegram, made anew each time that it has to begin again: a courier that ended takes nothing more."""

    def __init__(self, product: Product) -> None:
        """Raises `BadSetting`."""
        self._product = product
        self._next: Telegram | None = telegram_for(product)

    async def run(self) -> None:
        """Until cancelled. Raises `Stopped` where Telegram gives this program nothing more now."""
        from bot.telegram import PollingEnded, name_of

        product = self._product
        telegram, self._next = self._next or telegram_for(product), None
        product.bot_name = await name_of(telegram.api) or product.bot_name
        try:
            await telegram.run(
                product.turns, product.invitations, workers_for(product, telegram), copies(product)
            )
        except PollingEnded as error:
            raise Stopped(str(error)) from None


@asynccontextmanager
async def _site(app: web.Application, product: Product) -> AsyncIterator[None]:
    settings = product.settings
    # Access logs would hold the codes in links: there are none.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            raise BadSetting(_why_not(settings, error)) from None
        yield
    finally:
        await runner.cleanup()


async def _sweeping(product: Product) -> None:
    # Soon after the start too: a program that is started anew every day sweeps all the same.
    await asyncio.sleep(FIRST_SWEEP_SECONDS)
    while True:
        await sweep(product.store, product.clock())
        await asyncio.sleep(SWEEP_SECONDS)
