"""Telegram, wired: everything of this package over one bot, from start to stop.

`bot.app` makes a `Telegram` where there is a token, hands its courier to the turns, and awaits `run`.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.utils.token import TokenValidationError

from bot.courier import TELEGRAMS_PACE, Courier, Pace
from bot.links import reachable
from bot.marking import Dialogs, Marking
from bot.openings import Openings
from bot.outgoing import Collecting
from bot.quiet import Quiet
from bot.settings import BadSetting, Settings
from bot.telegram.carrying import TelegramCarrier
from bot.telegram.fetching import Fetching, MediaTypeOf
from bot.telegram.needs import Copies, Invitations, Turns, Workers
from bot.telegram.phrases import PhrasesIn, in_english
from bot.telegram.polling import Polling
from bot.telegram.profile import show_profile
from bot.telegram.reception import Reception
from bot.telegram.sending import Api, LeanSession
from bot.telegram.wanted import Wants
from storage import Store


class Telegram:
    """One bot: what comes in, what goes out, and its files."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        dialogs: Dialogs,
        clock: Callable[[], datetime],
        media_type: MediaTypeOf,
        phrases: PhrasesIn = in_english,
        api: Api | None = None,
        pace: Pace = TELEGRAMS_PACE,
    ) -> None:
        """Raises `BadSetting` for settings that Telegram cannot run with. `api`, `pace`: others than Telegram's own."""
        token = settings.bot_token.get_secret_value() if settings.bot_token else ""
        public = reachable(settings.links) if settings.public_url else None
        if settings.telegram_carries == "notices" and public is None:
            raise BadSetting("PLAN_TELEGRAM_CARRIES=notices needs a PUBLIC_URL that phones can reach.")
        self.session = LeanSession(str(settings.telegram_api_base))
        try:
            self.bot = Bot(token, session=self.session)
        except TokenValidationError:
            raise BadSetting("BOT_TOKEN is not a token that Telegram gives out.") from None
        self.api = api or Api(self.session, token)
        self.carrier = TelegramCarrier(
            self.api,
            phrases,
            help_page=f"{public}/help" if public else None,
            desk=f"{public}/desk/" if public and settings.telegram_carries == "notices" else None,
            openings=Openings(store, clock, public) if public else None,
        )
        quiet = Quiet(settings.zone, settings.quiet_from, settings.quiet_until)
        marking = Marking(store, dialogs, clock)
        self.courier = Courier(self.carrier, marking, Collecting(store, quiet, clock), pace)
        self.fetching = Fetching(
            api=self.api,
            store=store,
            courier=self.courier,
            media_type=media_type,
            phrases=phrases,
            clock=clock,
        )
        self._settings, self._store, self._clock, self._phrases = settings, store, clock, phrases
        self._public = public

    def reception(
        self, turns: Turns, invitations: Invitations, workers: Workers, copies: Copies
    ) -> Reception:
        """The one handler, over these use cases."""
        zone, clock = self._settings.zone, self._clock
        wants = Wants(
            turns=turns,
            copies=copies,
            courier=self.courier,
            carrier=self.carrier,
            phrases=self._phrases,
            today=lambda: clock().astimezone(zone).date(),
            now=clock,
        )
        return Reception(
            wants=wants,
            store=self._store,
            turns=turns,
            invitations=invitations,
            workers=workers,
            courier=self.courier,
            carrier=self.carrier,
            fetching=self.fetching,
            phrases=self._phrases,
            zone=zone,
            clock=clock,
        )

    def polling(self, reception: Reception) -> Polling:
        """The loop that feeds it."""
        return Polling(
            api=self.api,
            bot=self.bot,
            store=self._store,
            reception=reception,
            courier=self.courier,
            phrases=self._phrases,
            clock=self._clock,
        )

    async def run(self, turns: Turns, invitations: Invitations, workers: Workers, copies: Copies) -> None:
        """Until cancelled. Raises `PollingEnded` where Telegram will give this program nothing more,
        and whatever ended one of its loops.

        What is on its way when this ends still arrives.
        """
        reception = self.reception(turns, invitations, workers, copies)
        browser = self._public is not None
        profile = _begun(show_profile(self.api, self._phrases("en"), browser=browser))
        works = [
            _begun(work) for work in (self.polling(reception).run(), self.fetching.run(), self.courier.run())
        ]
        try:
            # None of the three ends by itself; without any one of them the others are of no use.
            ended, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            polling, *sending = works
            await _over(polling)
            await reception.close()
            await _over(profile, *sending)
            await self.session.close()


async def _over(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _begun(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return asyncio.create_task(work)
