"""Files that came by Telegram: fetched, checked and kept, or refused with a kind word."""

from datetime import timedelta
from typing import Any

import pytest

from bot.telegram.fetching import Why
from dialogs.conversation import Kept
from dialogs.ids import FileId
from storage.files import FileState, KeptFile
from tests.bot.telegram.conftest import Place, until
from tests.telegram_server import PNG, Person


@pytest.fixture
async def kelly(place: Place) -> Person:
    person = await place.enters()
    await place.goes_to(person, "good")
    return person


async def file_of(place: Place, person: Person) -> FileId:
    """The file of the newest answer that is one."""
    values = [answer.value for answer in (await place.conversation(person)).answers]
    return next(value.file for value in reversed(values) if isinstance(value, Kept))


async def became(place: Place, file: FileId, state: FileState) -> KeptFile:
    """The file, once it has come to this."""

    async def there() -> bool:
        async with place.product.store.reading() as work:
            return (await work.files.get(file)).state is state

    await until(there)
    async with place.product.store.reading() as work:
        return await work.files.get(file)


async def test_a_photo_is_kept_sealed_with_what_it_is(place: Place, kelly: Person) -> None:
    await kelly.sends_photo(PNG + b"our kitchen")
    await kelly.next_message()
    kept = await became(place, await file_of(place, kelly), FileState.KEPT)
    assert (kept.content, kept.media_type) == (PNG + b"our kitchen", "image/png")
    assert b"our kitchen" not in (place.product.settings.data / "plans.db").read_bytes()


@pytest.mark.parametrize(
    ("content", "claimed"),
    [(b"%PDF-1.4", None), (b"MZ\x90\x00 a program", None), (PNG, None), (b"", None)],
)
async def test_a_voice_note_that_is_none_is_refused(
    place: Place, kelly: Person, content: bytes, claimed: int | None
) -> None:
    await kelly.sends_voice(content, size=claimed)
    await kelly.sees("That kind of file can't be kept here. A photo or voice note can.")
    refused = await became(place, await file_of(place, kelly), FileState.REFUSED)
    assert (refused.why, refused.content) == (Why.WRONG_FILE, b"")


async def test_a_photo_that_no_desk_could_open_is_refused(place: Place, kelly: Person) -> None:
    await kelly.sends_photo(b"\x00\x00\x00\x18ftypheic" + bytes(16))
    await kelly.sees("That kind can't be opened here. Please send it as a photo or voice note.")
    refused = await became(place, await file_of(place, kelly), FileState.REFUSED)
    assert (refused.why, refused.content) == (Why.CANNOT_OPEN, b"")


async def test_a_file_that_is_larger_than_it_said_is_refused(
    place: Place, kelly: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.fetching.MOST_FILE_BYTES", 1000)
    await kelly.sends_voice(b"OggS" + b"x" * 2000, size=500)
    await kelly.sees("That file is too big to keep.")
    refused = await became(place, await file_of(place, kelly), FileState.REFUSED)
    assert refused.why == Why.TOO_LARGE


async def test_what_telegram_calls_too_big_is_refused(place: Place, kelly: Person) -> None:
    place.server.fail_next("getFile", 400, "Bad Request: file is too big")
    await kelly.sends_voice()
    await kelly.sees("That file is too big to keep.")


async def test_a_file_that_telegram_no_longer_has_is_asked_for_again(place: Place, kelly: Person) -> None:
    place.server.fail_next(
        "getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable"
    )
    await kelly.sends_voice()
    await kelly.sees("That file did not reach us. Please send it once more.")
    refused = await became(place, await file_of(place, kelly), FileState.REFUSED)
    assert refused.why == Why.LOST_FILE


@pytest.mark.parametrize(
    "trouble",
    [
        lambda server: server.fail_next("getFile", 500),
        lambda server: server.too_many("getFile"),
        lambda server: server.lose_response("getFile"),
        lambda server: server.fail_next("file", 502),
    ],
)
async def test_trouble_on_the_way_only_delays(place: Place, kelly: Person, trouble: Any) -> None:
    trouble(place.server)
    await kelly.sends_voice()
    await kelly.next_message()
    file = await file_of(place, kelly)

    async def put_off() -> bool:
        async with place.product.store.reading() as work:
            waiting = await work.files.to_fetch(place.clock.at + timedelta(days=1))
        return any(one.id == file and one.attempts for one in waiting)

    await until(put_off)
    place.clock.waits(hours=1)
    await became(place, file, FileState.KEPT)


async def test_the_answer_does_not_wait_for_the_file(place: Place, kelly: Person) -> None:
    place.server.slow("getFile", 5)
    await kelly.sends_voice()
    await kelly.next_message(timeout=2)
    await place.server.all_confirmed(timeout=1)


async def test_a_file_that_never_comes_counts_as_lost_in_the_end(
    place: Place, kelly: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.fetching.MOST_ATTEMPTS", 0)
    place.server.fail_next("getFile", 500)
    await kelly.sends_voice()
    await kelly.sees("That file did not reach us. Please send it once more.")
