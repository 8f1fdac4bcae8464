"""Calls to the Bot API: JSON over kept-open lines, and of each answer only what is read.

`Api` is what this package calls with: plain parameters in, Telegram's plain result out, trouble as
one of `carriers`' errors. Their texts name the kind of refusal only: Telegram's own may quote what
somebody wrote. `LeanSession` is aiogram's session with our lines beside it; it downloads files.
"""

import json
import re
from secrets import token_hex
from typing import Any, NoReturn, TypeVar

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientError, ClientResponseError
from yarl import URL

from bot.carriers import File, Gone, Later, Lost, Refused
from bot.telegram.wire import Broken, Lines, NotReached

CALL_SECONDS = 20
DOWNLOAD_SECONDS = UPLOAD_SECONDS = 60
TOO_MANY, FORBIDDEN = 429, 403
_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_KIND = re.compile(r"(?:[\w ]+: )?((?:[\w ,/-]|(?<=\w)'(?=\w)){1,60})")
_NOBODY = ("chat not found", "user is deactivated", "peer_id_invalid")

Json = dict[str, Any]
T = TypeVar("T")


class LeanSession(AiohttpSession):
    """aiogram's session, which holds our own lines to the same server."""

    def __init__(self, base: str) -> None:
        super().__init__(api=TelegramAPIServer.from_base(base))
        self.lines = Lines(base)
        # Else the first download would begin by closing the session, and our lines with it.
        self._should_reset_connector = False

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
        return await self._posted(method, encoded(parameters), seconds)

    async def send_file(self, chat: int, file: File) -> Any:
        """The result of sending a document. Raises as `call` does."""
        border = token_hex(16)
        return await self._posted("sendDocument", _form(chat, file, border), UPLOAD_SECONDS,
                                  f"multipart/form-data; boundary={border}")  # fmt: skip

    async def _posted(self, method: str, body: bytes, seconds: float, kind: str = "application/json") -> Any:
        try:
            answered = await self._lines.post(self._start + method, body, seconds, kind)
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


def _form(chat: int, file: File, border: str) -> bytes:
    """A document and whose it is, as a form (RFC 7578)."""
    name = "".join(letter for letter in file.file_name if letter.isalnum() or letter in "-_. ")
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{chat}\r\n'
        f'--{border}\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + file.content + f"\r\n--{border}--\r\n".encode()


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
