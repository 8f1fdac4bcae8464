"""Files that came by Telegram: fetched, checked, sealed and kept, some time after their answer.

The answer holds a file's id from the start, so that nothing slow stands between a person and the next
question. What cannot be kept is refused, and the person is told kindly; the practitioner sees that a
file was refused. `running` runs the job.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot import uploads
from bot.carriers import Gone, Later, Lost, Parcel, Refused, Urgency
from bot.courier import Courier
from bot.telegram.phrases import PhrasesIn
from bot.telegram.reading import MOST_FILE_BYTES
from bot.telegram.sending import Api, TooLong
from dialogs.events import FileKind
from storage import Store, UnitOfWork
from storage.errors import StorageError, Unreadable
from storage.files import AwaitedFile

LOOK_SECONDS = 3.0
MOST_AT_ONCE = 4
"""Files fetched at the same time; each may be 20 MB in memory."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
MOST_ATTEMPTS = 60
"""More than two days of trying: then the file counts as lost."""

MediaTypeOf = Callable[[bytes], str]
"""What a file is, told by its first bytes. Raises `uploads.Refused` for anything but a picture or sound."""

log = logging.getLogger(__name__)


class Why(StrEnum):
    """Why a file is not kept."""

    TOO_LARGE = "too_large"
    WRONG_FILE = "wrong_file"
    CANNOT_OPEN = "cannot_open"
    LOST_FILE = "lost_file"


class Fetching:
    """Fetches files."""

    def __init__(
        self,
        *,
        api: Api,
        store: Store,
        courier: Courier,
        media_type: MediaTypeOf,
        phrases: PhrasesIn,
        clock: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._store = store
        self._courier = courier
        self._media_type = media_type
        self._phrases = phrases
        self._clock = clock
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A file has come: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                while await self.once():
                    """There may be more."""
            except StorageError as error:
                log.warning("files wait for the database (%s)", type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()
            self._wake.clear()

    async def once(self) -> int:
        """Fetch what is due now; how many files that were. Raises `StorageError`."""
        async with self._store.reading() as work:
            due = await work.files.to_fetch(self._clock(), MOST_AT_ONCE)
        await asyncio.gather(*(self._one(file) for file in due))
        return len(due)

    async def _one(self, file: AwaitedFile) -> None:
        try:
            await self._brought(file)
        except Unreadable:
            log.error("file %s belongs to what does not open any more", file.id)  # noqa: TRY400 - ids alone

    async def _brought(self, file: AwaitedFile) -> None:
        try:
            outcome = await self._fetched(file)
        except (Later, Lost) as error:
            log.warning("file %s is not there yet (%s)", file.id, error)
            return await self._again(file)
        except (Refused, Gone, TooLong) as error:
            too_large = isinstance(error, TooLong) or "too big" in str(error)
            outcome = Why.TOO_LARGE if too_large else Why.LOST_FILE
        if isinstance(outcome, Why):
            return await self._refuse(file, outcome)
        await self._keep(file, *outcome)

    async def _fetched(self, file: AwaitedFile) -> tuple[bytes, str] | Why:
        if file.origin is None:
            log.error("file %s: where it lies does not open any more", file.id)
            return Why.LOST_FILE
        found: Any = await self._api.call("getFile", {"file_id": file.origin})
        path = found.get("file_path") if isinstance(found, dict) else None
        if not isinstance(path, str):
            return Why.LOST_FILE
        content = await self._api.download(path, MOST_FILE_BYTES)
        try:
            media_type = self._media_type(content)
        except uploads.Refused as refused:
            return Why(refused.what.value)
        wanted = "audio/" if file.kind is FileKind.VOICE else "image/"
        return (content, media_type) if media_type.startswith(wanted) else Why.WRONG_FILE

    async def _again(self, file: AwaitedFile) -> None:
        if file.attempts >= MOST_ATTEMPTS:
            return await self._refuse(file, Why.LOST_FILE)
        due_at = self._clock() + min(FIRST_WAIT * 2 ** min(file.attempts, 20), LONGEST_WAIT)

        async def job(work: UnitOfWork) -> None:
            await work.files.later(file.id, due_at)

        await self._store.together(job)

    async def _keep(self, file: AwaitedFile, content: bytes, media_type: str) -> None:
        at = self._clock()
        async with self._store.work() as work:
            await work.files.keep(file.id, content, media_type, at)
            await work.commit()

    async def _refuse(self, file: AwaitedFile, why: Why) -> None:
        at = self._clock()
        async with self._store.work() as work:
            await work.files.refuse(file.id, why.value, at)
            await work.commit()
        async with self._store.reading() as work:
            chat = await work.chats.chat_of(file.conversation)
            conversation = await work.conversations.load(file.conversation)
        if chat is not None and conversation is not None:
            words = getattr(self._phrases(conversation.language), why.value)
            pretend = conversation.facts.pretend
            self._courier.say(chat, Parcel(Urgency.REPLY, words=words, pretend=pretend))
