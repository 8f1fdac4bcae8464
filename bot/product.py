"""What every command works with: the settings, the open store and the dialogs as they are offered.

`opened` makes the data folder (mode 0700), the key and the database where there are none, brings the
database up to date and opens it. `app` serves what it yields; the commands use it and let go.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from bot.checking_in import CheckingIn
from bot.conversation import Turns
from bot.dialog_files import Dialogs, read_dialogs
from bot.help_numbers import HelpNumbers, lines, read_help_numbers
from bot.invitations import Invitations
from bot.languages import Catalogue, in_language, naming, read_catalogues
from bot.offered import Offered
from bot.planning import Planning
from bot.quiet import Quiet
from bot.releasing import Releasing
from bot.reviewing import Reviewing
from bot.rights import Rights
from bot.settings import BadSetting, Settings
from bot.sittings import Sittings
from bot.telling import Telling
from dialogs.definition import Dialog
from dialogs.help_lines import HelpLines
from storage import KeyRing, Store, migrate
from storage.errors import Unwritable


def utc_now() -> datetime:
    """The time, UTC, with its zone."""
    return datetime.now(UTC)


@dataclass
class Product:
    """Everything wired but the ways in."""

    settings: Settings
    store: Store
    dialogs: Dialogs
    offered: Offered
    numbers: HelpNumbers
    catalogues: dict[str, Catalogue]
    turns: Turns
    invitations: Invitations
    clock: Callable[[], datetime]
    bot_name: str | None = None
    """The Telegram bot's name, once Telegram has told it."""

    def reviewing(self) -> Reviewing:
        """The practitioner's side of a plan: the desk and their own chat both use it."""
        return Reviewing(
            self.store,
            self.telling(),
            self.rights(),
            self.offered,
            self.clock,
            self.settings.zone,
            self.settings.answer_days,
            self.settings.thresholds,
        )

    def releasing(self) -> Releasing:
        """Letting people of the plan see each other's lines."""
        return Releasing(
            self.store, self.telling(), self.rights(), self.offered, self.clock, self.settings.zone
        )

    def checking_in(self) -> CheckingIn:
        """Asking people how it goes: the desk and the passing of time use it."""
        return CheckingIn(self.store, self.telling(), self.rights(), self.clock, self.settings.zone)

    def planning(self) -> Planning:
        """Opening plans and changing them: the desk, the command line and the passing of days use it."""
        return Planning(self.store, self.telling(), self.rights(), self.clock)

    def sittings(self) -> Sittings:
        """Passing a practitioner's device on: the desk, its pages and the passing of time use it."""
        settings = self.settings
        return Sittings(
            self.store,
            self.turns,
            self.rights(),
            self.clock,
            settings.languages,
            minutes=settings.sitting_minutes,
        )

    def rights(self) -> Rights:
        """Who may open which plan."""
        return Rights(self.store, self.clock, self.settings.zone)

    def telling(self) -> Telling:
        """Telling people what changed around their conversation."""
        settings = self.settings
        quiet = Quiet(settings.zone, settings.quiet_from, settings.quiet_until)
        return Telling(self.turns, settings.languages, quiet)

    def help_lines(self, language: str = "en") -> HelpLines:
        """Whom anybody can call, in a language: where it is not known who asks, a child may."""
        return help_lines(self.numbers, self.catalogues, language, self.settings.area, under_19=None)


def help_lines(
    numbers: HelpNumbers,
    catalogues: dict[str, Catalogue],
    language: str,
    area: str,
    *,
    under_19: bool | None = False,
) -> HelpLines:
    """Whom to call, in a language that may have no catalogue."""
    catalogue = catalogues.get(language)
    return lines(numbers, under_19=under_19, area=area, look=catalogue.look if catalogue else None)


@asynccontextmanager
async def opened(
    settings: Settings,
    *,
    dialogs: Path | None = None,
    locales: Path | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Product]:
    """The product, open. `dialogs` is a folder of changed dialogs to try, `locales` one of catalogues.

    Raises `BadSetting`, `FaultyDialog` or `StorageError`.
    """
    keys = prepared(settings)
    await migrate(settings.url)
    store = await Store.open(settings.url, keys, recent=settings.cache_conversations)
    try:
        yield wired(settings, store, dialogs, locales, clock)
    finally:
        await store.close()


def prepared(settings: Settings) -> KeyRing:
    """The data folder and the key, made where there are none.

    Raises `BadSetting`, or `Unwritable` where the folder cannot be used.
    """
    if settings.url.startswith("postgresql") and find_spec("asyncpg") is None:
        raise BadSetting(
            "DATABASE_URL names PostgreSQL, and its driver is missing: pip install -e '.[postgresql]'."
        )
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.data.chmod(0o700)
    except OSError:
        raise Unwritable(f"the data folder {settings.data} cannot be made or used") from None
    if settings.key_path.exists():
        return KeyRing.from_file(settings.key_path)
    if settings.database_url is None and (settings.data / "plans.db").exists():
        raise BadSetting(
            f"The key {settings.key_path} is missing. Without it nothing in the database can be read."
        )
    keys = KeyRing.fresh()
    keys.to_file(settings.key_path)
    return keys


def wired(
    settings: Settings,
    store: Store,
    folder: Path | None,
    locales: Path | None,
    clock: Callable[[], datetime],
) -> Product:
    """The use cases over an open store. Raises `BadSetting` or `FaultyDialog`."""
    dialogs = read_dialogs(folder)
    numbers, catalogues = read_help_numbers(), read_catalogues(locales)
    for language in settings.languages:
        if language != "en" and language not in catalogues:
            raise BadSetting(f"There is no catalogue for the language {language}.")
    house = naming(dialogs.house, settings.languages)

    def translate(dialog: Dialog, language: str) -> Dialog:
        return in_language(dialog, catalogues[language])

    offered = Offered(
        [dialog.model_copy(update={"house": house}) for dialog in dialogs.by_id.values()],
        settings.languages,
        translate,
        lambda dialog, language: help_lines(
            numbers, catalogues, language, settings.area, under_19=dialog.for_the_young
        ),
        dialogs.signposts.get,
    )
    turns = Turns(store, offered, zone=settings.zone, answer_days=settings.answer_days)
    invitations = Invitations(store, turns, clock, settings.languages, settings.telegram_age)
    return Product(
        settings=settings,
        store=store,
        dialogs=dialogs,
        offered=offered,
        numbers=numbers,
        catalogues=catalogues,
        turns=turns,
        invitations=invitations,
        clock=clock,
    )
