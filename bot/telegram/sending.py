"""Calls to the Bot API: JSON over kept-open lines, and of each answer only what is read.

`LeanSession` is aiogram's session without its forms and without its second reading of what came
back; a call with a file still goes aiogram's way. `Api` is what this package calls with: plain
parameters in, Telegram's plain result out, trouble as one of `carriers`' errors. Their texts name
the kind of refusal only: Telegram's own may quote what somebody wrote.
"""

import json
import re
from typing import Any, NoReturn, TypeVar, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientError, ClientResponseError
from yarl import URL

from bot.carriers import Gone, Later, Lost, Refused
from bot.telegram.wire import Broken, Lines, NotReached

CALL_SECONDS = 20
DOWNLOAD_SECONDS = 60
TOO_MANY, FORBIDDEN = 429, 403
_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_KIND = re.compile(r"(?:[\w ]+: )?((?:[\w ,/-]|(?<=\w)'(?=\w)){1,60})")
_NOBODY = ("chat not found", "user is deactivated", "peer_id_invalid")

Json = dict[str, Any]
T = TypeVar("T")


class LeanSession(AiohttpSession):
    """aiogram's session over our own lines; what is sent as JSON needs no form to be built."""

    def __init__(self, base: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(base))
        self.lines = Lines(base)
        # Else the first download would begin by closing the session, and our lines with it.
        self._should_reset_connector = False

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """One of aiogram's own methods, read back as aiogram reads it."""
        files: dict[str, Any] = {}
        given = method.model_dump(warnings=False).items()
        ready = {name: self.prepare_value(value, bot, files, _dumps_json=False) for name, value in given}
        if files:
            return await super().make_request(bot, method, timeout)
        path = URL(self.api.api_url(bot.token, method.__api_method__)).raw_path
        body = encoded({name: value for name, value in ready.items() if value is not None})
        try:
            answered = await self.lines.post(path, body, self.timeout if timeout is None else timeout)
        except (NotReached, Broken) as error:
            raise TelegramNetworkError(method, str(error)) from None
        response = self.check_response(bot, method, answered.status, answered.body.decode())
        return cast("TelegramType", response.result)

    async def close(self) -> None:
        """Hang up."""
        await self.lines.close()
        await super().close()


class TooLong(Exception):
    """A file goes on after as many bytes as were wanted."""


class Api:
    """The Bot API of one bot."""

    def __init__(self, session: LeanSession, token: str) -> None:
        self._session = session
        self._token = token
        self._lines = session.lines
        self._start = URL(session.api.api_url(token, "")).raw_path

    async def call(self, method: str, parameters: Json, seconds: float = CALL_SECONDS) -> Any:
        """The result of one call. Raises `Later`, `Lost`, `Gone` or `Refused`."""
        try:
            answered = await self._lines.post(self._start + method, encoded(parameters), seconds)
        except NotReached as error:
            raise Later(str(error)) from None
        except Broken as error:
            raise Lost(str(error)) from None
        try:
            said = json.loads(answered.body)
            if said["ok"]:
                return said["result"]
        except (ValueError, KeyError, TypeError):
            said = {}
        refuse(answered.status, said)

    async def download(self, path: str, most: int) -> bytes:
        """A file that getFile gave a path for. Raises `TooLong`, or as `call` does."""
        url = self._session.api.file_url(self._token, path)
        content, refused = bytearray(), 0
        try:
            async for piece in self._session.stream_content(url, timeout=DOWNLOAD_SECONDS):
                content += piece
                if len(content) > most:
                    raise TooLong
        except ClientResponseError as error:
            refused = error.status
        except (ClientError, TimeoutError) as error:
            raise Later(type(error).__name__) from None
        if refused:
            # Out here, so that the error above is forgotten: the token stands in its address.
            refuse(refused, None)
        return bytes(content)


def encoded(parameters: Json) -> bytes:
    """JSON in UTF-8. A lone surrogate, which UTF-8 has no place for, becomes a question mark."""
    return _ENCODED(parameters).encode("utf-8", "replace")


def refuse(status: int, said: object) -> NoReturn:
    """Telegram's refusal as one of ours. `said` is the body, or anything at all."""
    code = _field(said, "error_code", int) or status
    description = _field(said, "description", str) or ""
    kind = kind_of(description)
    if code == TOO_MANY:
        raise Later(kind, _field(_field(said, "parameters", dict), "retry_after", int))
    if not 400 <= code < 500:
        raise Later(f"{code}: {kind}")
    if code == FORBIDDEN or any(nobody in description.lower() for nobody in _NOBODY):
        raise Gone(kind)
    raise Refused(code, kind)


def kind_of(description: str) -> str:
    """What kind of refusal it is: the start of Telegram's sentence, up to where it might quote."""
    found = _KIND.match(description)
    return found[1].strip() if found else "no reason given"


def _field(said: object, name: str, kind: type[T]) -> T | None:
    found = said.get(name) if isinstance(said, dict) else None
    return found if isinstance(found, kind) else None
