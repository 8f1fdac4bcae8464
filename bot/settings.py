"""Every knob, one frozen class. Built in `cli`, passed down; nothing else reads the environment.

A mistyped name is refused, in `.env` and in the environment alike, so that a setting somebody
relies on cannot silently be missing.
"""

import os
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from annotated_types import Ge, Le
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dialogs.checks import Thresholds
from storage.sight import RECENT_CONVERSATIONS

PREFIX = "PLAN_"
_OURS = (PREFIX, "TELEGRAM_")
"""How names begin that nobody but us would set; among them the tempting TELEGRAM_BOT_TOKEN."""


class BadSetting(Exception):
    """A setting that cannot be used. The text is one plain sentence, and holds no secret."""


class Settings(BaseSettings):
    """What an operator may set, in the environment or in `.env`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", frozen=True, extra="forbid", populate_by_name=True
    )

    data: Path = Field(Path("data"), description="Folder for the database and the key; made with mode 0700.")
    database_url: SecretStr | None = Field(
        None,
        validation_alias="DATABASE_URL",
        description="Another database: postgresql+asyncpg://... Default: SQLite in the data folder.",
    )
    key_file: Path | None = Field(
        None, description="The key that seals people's words. Default: key in the data folder."
    )
    host: str = Field("127.0.0.1", description="Address that the pages are served on.")
    port: int = Field(8080, ge=0, le=65535, description="Port that the pages are served on.")
    public_url: HttpUrl | None = Field(
        None,
        validation_alias="PUBLIC_URL",
        description="The https address people reach the pages by; without it links work on this computer only.",
    )
    bot_token: SecretStr | None = Field(
        None, validation_alias="BOT_TOKEN", description="Telegram bot token; without it Telegram is off."
    )
    behind_proxy: bool = Field(
        False, description="The pages are reached through a proxy of ours that sets X-Forwarded-For."
    )
    telegram_api_base: HttpUrl = Field(
        HttpUrl("https://api.telegram.org"),
        validation_alias="TELEGRAM_API_BASE",
        description="Another Bot API server.",
    )
    telegram_carries: Literal["words", "notices"] = Field(
        "words",
        description='"notices": Telegram carries only "You have a message" with a link to the browser.',
    )
    telegram_age: int = Field(
        16, ge=13, le=21, description="Youngest age that is offered Telegram (its terms, UK)."
    )
    time_zone: str = Field("Europe/London", description="The families' time zone.")
    quiet_from: time = Field(time(20), description="From this time no message is sent unasked.")
    quiet_until: time = Field(time(8), description="Until this time no message is sent unasked.")
    invitation_days: int = Field(14, ge=1, le=90, description="Days until an invitation ends.")
    sign_in_minutes: int = Field(30, ge=5, le=1440, description="Minutes until a desk sign-in link ends.")
    desk_hours: int = Field(10, ge=1, le=24, description="Hours until the desk asks to sign in again.")
    answer_days: int = Field(
        7,
        ge=1,
        le=60,
        description="Days until a young person is due to hear what was done about their words.",
    )
    sitting_minutes: int = Field(
        120, ge=10, le=480, description="Minutes until a sitting on a passed device ends by itself."
    )
    most_worries: int = Field(
        3, ge=2, le=20, description="More worries than this are something to talk about."
    )
    what_ifs: int = Field(3, ge=2, le=20, description="Fewer what-ifs than this are something to talk about.")
    helpers: int = Field(
        2, ge=2, le=20, description="Fewer people who may be asked are something to talk about."
    )
    gap_between_people: int = Field(
        3, ge=1, le=10, description="Numbers this far apart, of 0 to 10, are something to talk about."
    )
    flag_again_minutes: int = Field(
        30, ge=5, le=1440, description="Minutes until an unread flag goes to the cover again."
    )
    leave_to: HttpUrl = Field(
        HttpUrl("https://www.bbc.co.uk/weather"), description='Where "Leave this page" goes.'
    )
    area: str = Field("", description='The service\'s area for local help numbers, such as "Cheshire East".')
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        ("en",), description="Languages offered, by commas."
    )
    cache_conversations: int = Field(
        RECENT_CONVERSATIONS, ge=10, description="Conversations kept unsealed in memory."
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _by_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        named = tuple(part.strip() for part in value.split(",") if part.strip())
        if not named:
            raise ValueError("it names no language; en is English")
        return named

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("it is not a time zone such as Europe/London")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The families' time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def thresholds(self) -> Thresholds:
        """From where on something in a plan is talked about."""
        return Thresholds(
            most_worries=self.most_worries,
            what_ifs=self.what_ifs,
            helpers=self.helpers,
            gap_between_people=self.gap_between_people,
        )

    @property
    def url(self) -> str:
        """The database's URL, with its secret."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{(self.data / 'plans.db').absolute()}"

    @property
    def key_path(self) -> Path:
        """Where the key lies."""
        return self.key_file or self.data / "key"

    @property
    def links(self) -> str:
        """The start of every browser link, without a slash at the end."""
        return str(self.public_url).rstrip("/") if self.public_url else f"http://{self.host}:{self.port}"


def name_of(field: str) -> str:
    """The environment's name of a setting."""
    alias = Settings.model_fields[field].validation_alias
    return alias if isinstance(alias, str) else PREFIX + field.upper()


NAMES = frozenset(name_of(field) for field in Settings.model_fields)
_UNPREFIXED = frozenset(name for name in NAMES if not name.startswith(PREFIX))


def _nearly(name: str) -> bool:
    """Whether this looks like one of the names without a prefix, mistyped."""
    return name[:3] in {known[:3] for known in _UNPREFIXED} and bool(
        get_close_matches(name, _UNPREFIXED, 1, 0.88)
    )


def read_settings(**given: object) -> Settings:
    """The settings of the environment and `.env`, with what the command line gave on top.

    Raises `BadSetting` for a name or a value that cannot be used.
    """
    for name in sorted(os.environ):
        if name.upper() not in NAMES and (name.upper().startswith(_OURS) or _nearly(name.upper())):
            raise BadSetting(f"{name} is not a setting. .env.example lists them all.")
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = str(first["loc"][0]) if first["loc"] else ""
        name = name_of(place) if place in Settings.model_fields else place.upper()
        if first["type"] == "extra_forbidden":
            raise BadSetting(f"{name} in .env is not a setting. .env.example lists them all.") from None
        raise BadSetting(f"{name} cannot be used: {_why(place, first)}.") from None


def _why(field: str, error: ErrorDetails) -> str:
    """What is wrong with a value, in plain words; never the value itself, which may be a secret."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"it is none of {context['expected']}"
    if kind.startswith("time"):
        return "it is not a time such as 20:00"
    if kind.startswith("url"):
        return "it is not an address such as https://plans.example.org"
    if kind.startswith("bool"):
        return "it is neither true nor false"
    limits = Settings.model_fields[field].metadata if field in Settings.model_fields else []
    least = next((limit.ge for limit in limits if isinstance(limit, Ge)), None)
    most = next((limit.le for limit in limits if isinstance(limit, Le)), None)
    if kind.startswith("int") and least is None:
        return "it is not a whole number"
    if kind.startswith("int") or kind in ("greater_than_equal", "less_than_equal"):
        return f"it is not a whole number from {least}" + (f" to {most}" if most is not None else "")
    return "it is not written as .env.example shows it"
