import pytest

from dialogs.conversation import RECENT
from dialogs.effects import Turn
from dialogs.ids import ConversationId, DialogId
from storage import KeyRing, Store
from storage.errors import Conflict, Unknown
from tests.builders import NOON, a_conversation, an_answer
from tests.storage.keeping import NADIA, RYAN, a_plan_in, a_prompt, empty, said_in, say, saying, showing


async def reopened(store: Store, url: str, keys: KeyRing) -> Store:
    """Another store over the same database, which remembers nothing."""
    return await Store.open(url, keys)


async def test_a_conversation_comes_back_as_it_was_after_every_turn(store, url, keys):
    begun = await a_plan_in(store)
    for words in ("We read every night.", "", "Ⓖran – has them\x00 on Fridays 🙂", "x" * 5_000):
        async with store.work() as work:
            kept = await say(work, begun.nadia, words)
            await work.commit()
        other = await reopened(store, url, keys)
        async with other.reading() as work:
            assert await work.conversations.load(begun.nadia) == kept
        await other.close()


async def test_it_may_begin_with_answers_and_prompts_in_it(store, url, keys):
    begun = await a_plan_in(store)
    whole = a_conversation(an_answer("good.proud", "We read."), an_answer("hard.what", "Mornings."))
    async with store.work() as work:
        await work.conversations.add(whole, begun.plan, RYAN, NOON)
        await work.commit()
    other = await reopened(store, url, keys)
    async with other.reading() as work:
        assert await work.conversations.load(whole.id) == whole
    await other.close()


async def test_one_that_nobody_began_is_none(store):
    async with store.reading() as work:
        assert await work.conversations.load(ConversationId("nobody")) is None


async def test_a_participant_has_one_conversation(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        with pytest.raises(Conflict):
            await work.conversations.add(empty("another"), begun.plan, NADIA, NOON)


async def test_it_knows_whose_it_is(store):
    begun = await a_plan_in(store)
    async with store.reading() as work:
        assert await work.conversations.of_participant(NADIA) == begun.nadia
        assert await work.conversations.of_participant(RYAN) is None
        assert await work.conversations.plan_of(begun.nadia) == (begun.plan, NADIA)
        assert await work.conversations.of_plan(begun.plan) == (begun.nadia,)
        assert await work.conversations.of_dialog(DialogId("small")) == (begun.nadia,)
        assert await work.conversations.last_turn_at(begun.nadia) == NOON
        with pytest.raises(Unknown):
            await work.conversations.plan_of(ConversationId("nobody"))


async def test_it_carries_the_newest_prompts_and_storage_keeps_every_one(store, url, keys):
    begun = await a_plan_in(store)
    for number in range(RECENT + 4):
        async with store.work() as work:
            kept = await say(work, begun.nadia, f"answer {number}")
            await work.commit()
    other = await reopened(store, url, keys)
    async with other.reading() as work:
        loaded = await work.conversations.load(begun.nadia)
        prompts = await work.conversations.prompts(begun.nadia)
    await other.close()
    assert loaded is not None
    assert loaded.prompts == kept.prompts
    assert [prompt.number for prompt in loaded.prompts] == list(range(5, RECENT + 5))
    assert [prompt.number for prompt in prompts] == list(range(1, RECENT + 5))


@pytest.mark.parametrize(
    "looks",
    [
        {"message": 7312},
        {"ticked": (0, 1)},
        {"unfolded": True},
        {"message": 7312, "text": "Another wording", "buttons": ()},
    ],
)
async def test_a_prompt_comes_back_as_it_last_looked(store, url, keys, looks):
    begun = await a_plan_in(store)
    async with store.work() as work:
        before = await say(work, begun.nadia, "We read.")
        changed = before.prompts[-1].model_copy(update=looks)
        await work.conversations.keep(showing(before, changed), NOON)
        await say(work, begun.nadia, "And we sing.")
        await work.commit()
    other = await reopened(store, url, keys)
    async with other.reading() as work:
        loaded = await work.conversations.load(begun.nadia)
        assert (await work.conversations.prompts(begun.nadia))[0] == changed
    await other.close()
    assert loaded is not None
    assert loaded.prompts[0] == changed


async def test_the_newest_of_several_marks_counts(store, url, keys):
    begun = await a_plan_in(store)
    async with store.work() as work:
        now = await say(work, begun.nadia, "We read.")
        for ticked in ((0,), (0, 1), (1,)):
            turn = showing(now, now.prompts[0].model_copy(update={"ticked": ticked}))
            await work.conversations.keep(turn, NOON)
            now = turn.conversation
        await work.commit()
    other = await reopened(store, url, keys)
    async with other.reading() as work:
        loaded = await work.conversations.load(begun.nadia)
    await other.close()
    assert loaded == now


async def test_facts_are_kept_when_they_change(store, url, keys):
    begun = await a_plan_in(store)
    async with store.work() as work:
        now = await work.conversations.load(begun.nadia)
        assert now is not None
        facts = now.facts.model_copy(update={"worker": "Robin"})
        await work.conversations.keep(
            Turn(conversation=now.model_copy(update={"facts": facts}), prompts=(a_prompt(1),)), NOON
        )
        await say(work, begun.nadia, "We read.")
        await work.commit()
    other = await reopened(store, url, keys)
    async with other.reading() as work:
        loaded = await work.conversations.load(begun.nadia)
    await other.close()
    assert loaded is not None
    assert loaded.facts.worker == "Robin"


async def test_a_turn_that_changed_nothing_writes_nothing(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        now = await work.conversations.load(begun.nadia)
        assert now is not None
        await work.conversations.keep(Turn.model_construct(conversation=now, answers=(), prompts=()), NOON)
        assert await work.conversations.load(begun.nadia) is now
        await work.commit()


async def test_a_turn_is_kept_only_where_its_conversation_was_loaded(store):
    begun = await a_plan_in(store)
    async with store.reading() as work:
        stale = await work.conversations.load(begun.nadia)
    assert stale is not None
    async with store.work() as work:
        with pytest.raises(Conflict):
            await work.conversations.keep(saying(stale, "too early"), NOON)


async def test_a_turn_made_from_an_older_conversation_is_refused(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        stale = await work.conversations.load(begun.nadia)
        assert stale is not None
        await say(work, begun.nadia, "first")
        with pytest.raises(Conflict):
            await work.conversations.keep(saying(stale, "second, knowing nothing of the first"), NOON)


async def test_another_process_that_wrote_meanwhile_is_noticed(store, url, keys):
    begun = await a_plan_in(store)
    other = await reopened(store, url, keys)
    for one, words in ((store, "here"), (other, "there"), (store, "here again")):
        async with one.work() as work:
            await say(work, begun.nadia, words)
            await work.commit()
    await other.close()
    assert await said_in(store, begun.nadia) == ["here", "there", "here again"]


async def test_what_was_rolled_back_is_not_remembered(store):
    begun = await a_plan_in(store)
    async with store.work() as work:
        await say(work, begun.nadia, "never committed")
    assert await said_in(store, begun.nadia) == []


async def test_only_so_many_conversations_are_remembered(url, keys):
    small = await Store.open(url, keys, recent=2)
    begun = [await a_plan_in(small, f"plan{number}") for number in range(4)]
    for one in begun:
        async with small.work() as work:
            await say(work, one.nadia, one.plan)
            await work.commit()
    assert len(small._recent) == 2
    assert [await said_in(small, one.nadia) for one in begun] == [[one.plan] for one in begun]
    await small.close()
