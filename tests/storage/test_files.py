import pytest

from dialogs.ids import AnswerId, FileId
from dialogs.lines import Typed
from storage.errors import Unknown
from storage.files import FileState
from tests.builders import NOON
from tests.storage.keeping import LATER, VOICE, a_plan_in, put_a_file


async def test_a_file_is_fetched_later(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        file = await put_a_file(work, begun.nadia)
        (awaited,) = await work.files.to_fetch(NOON)
        assert (awaited.id, awaited.conversation, awaited.kind) == (file, begun.nadia, VOICE)
        assert (awaited.origin, awaited.attempts) == ("telegram-handle", 0)
        assert (await work.files.get(file)).state is FileState.WAITING


async def test_a_file_is_kept_sealed_with_its_type(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        file = await put_a_file(work, begun.nadia)
        await work.files.keep(file, b"OggS" * 1000, "audio/ogg", LATER)
        kept = await work.files.get(file)
        assert (kept.state, kept.content, kept.media_type) == (FileState.KEPT, b"OggS" * 1000, "audio/ogg")
        assert await work.files.to_fetch(LATER) == ()


async def test_a_file_may_be_refused_with_a_reason(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        file = await put_a_file(work, begun.nadia)
        await work.files.refuse(file, "too_large", LATER)
        refused = await work.files.get(file)
        assert (refused.state, refused.why, refused.content) == (FileState.REFUSED, "too_large", b"")
        assert await work.files.to_fetch(LATER) == ()


async def test_fetching_is_tried_again_later(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        file = await put_a_file(work, begun.nadia)
        await work.files.later(file, LATER)
        assert await work.files.to_fetch(NOON) == ()
        assert [one.attempts for one in await work.files.to_fetch(LATER)] == [1]


async def test_what_was_typed_up_is_kept_beside_its_corrections(store):
    begun = await a_plan_in(store)
    first = Typed(line=AnswerId("a1"), words="Gran has them", by="Asha", at=NOON)
    corrected = Typed(line=AnswerId("a1"), words="Gran has *him*", by="Nadia", at=LATER)
    async with store.work() as work:
        for words in (corrected, first):
            await work.typed.add(begun.plan, words)
        assert await work.typed.of(begun.plan) == (first, corrected)


async def test_a_file_that_is_not_there_is_unknown(store):
    async with store.reading() as work:
        with pytest.raises(Unknown):
            await work.files.get(FileId("nothing"))
