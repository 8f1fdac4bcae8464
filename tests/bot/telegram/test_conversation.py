"""A person talks with the bot on Telegram: real polling, dispatcher, engine and database."""

import asyncio
import json
from pathlib import Path

import pytest

from dialogs.conversation import Kept, Words
from dialogs.replies import has_letters
from dialogs.signposts import Alarm
from tests.bot.telegram.conftest import Place, until
from tests.telegram_server import Message, Person

NAUGHTY: list[str] = json.loads((Path(__file__).parents[1] / "browser" / "naughty.json").read_text())


@pytest.fixture
async def kelly(place: Place) -> Person:
    """Kelly, at "What is going well": an open box for several texts."""
    person = await place.enters()
    await place.goes_to(person, "good")
    await until(lambda: _is(keyboards(person) == [person.screen[-1]]))
    return person


def keyboards(person: Person) -> list[Message]:
    """The messages whose buttons still stand."""
    return [message for message in person.screen if message.by_bot and message.rows]


async def test_an_invitation_opens_the_first_screen_and_the_buttons_lead_on(place: Place) -> None:
    kelly = await place.enters()
    first = kelly.screen[-1]
    press = await kelly.presses("Go on")
    second = await kelly.next_message()
    assert (await press.answered()).text == "✓ Go on"
    assert second.text != first.text
    await place.server.all_confirmed()
    assert place.server.refusals == []


async def test_what_was_tapped_is_said_in_passing_and_leaves_no_mark(place: Place) -> None:
    kelly = await place.enters()
    await place.goes_to(kelly, "how", "how.phone")
    calls = len(place.server.calls)
    press = await kelly.presses("Yes, or maybe")
    await kelly.next_message()
    assert (await press.answered()).text == "✓ Yes, or maybe"
    await until(lambda: _is(keyboards(kelly) == [kelly.screen[-1]]))
    methods = [call.method for call in place.server.calls[calls:] if call.method != "getUpdates"]
    assert sorted(methods) == ["answerCallbackQuery", "editMessageReplyMarkup", "sendMessage"]
    assert all("Yes, or maybe" not in message.text for message in kelly.screen)
    press = await kelly.presses("Help now")
    await kelly.next_message()
    assert (await press.answered()).text == "", "a way on keeps nothing"


async def test_every_message_of_a_pretend_family_says_so(place: Place, kelly: Person) -> None:
    assert all(message.text.startswith("Pretend family") for message in kelly.screen if message.by_bot)


async def test_words_are_kept_exactly_and_the_next_screen_follows_in_one_message(
    place: Place, kelly: Person
) -> None:
    await kelly.says("We read  a book every night.\n\nAnd Gran sings. ")
    await kelly.next_message()
    await kelly.hears_nothing()
    assert await place.words(kelly) == ["We read  a book every night.\n\nAnd Gran sings. "]


async def test_a_page_of_the_check_turns_where_it_stands(place: Place, kelly: Person) -> None:
    for number in range(12):
        await kelly.says(f"good thing {number}")
        await kelly.next_message()
    await kelly.presses("More")
    await until(lambda: _is("All parts" in kelly.screen[-1].labels))
    for label in ("All parts", "Check what I said"):
        await kelly.presses(label)
        await kelly.next_message()
    standing = kelly.screen[-1].message_id
    await kelly.presses("Next page")
    await until(lambda: _is("good thing 11" in kelly.screen[-1].text))
    assert (kelly.screen[-1].message_id, "good thing 0" in kelly.screen[-1].text) == (standing, False)
    await kelly.presses("Page before")
    await until(lambda: _is("good thing 0" in kelly.screen[-1].text))
    assert kelly.screen[-1].message_id == standing
    assert keyboards(kelly) == [kelly.screen[-1]]
    await place.server.all_confirmed()
    assert place.server.refusals == []


async def test_only_the_newest_screen_has_buttons(place: Place, kelly: Person) -> None:
    await kelly.says("We read a book.")
    await kelly.next_message()
    await kelly.presses("Back")
    newest = await kelly.next_message()
    await until(lambda: _is(keyboards(kelly) == [kelly.screen[-1]]))
    assert keyboards(kelly)[0].message_id == newest.message_id


async def _is(value: bool) -> bool:
    return value


async def test_more_unfolds_the_same_message(place: Place, kelly: Person) -> None:
    standing = kelly.screen[-1]
    assert "Not sure" not in standing.labels
    await kelly.presses("More")
    await until(lambda: _is("Not sure" in kelly.screen[-1].labels))
    assert kelly.screen[-1].message_id == standing.message_id
    assert "More" not in kelly.screen[-1].labels
    await kelly.hears_nothing()
    await kelly.presses("Not sure")
    await kelly.next_message()


async def test_words_sent_at_once_answer_the_screen_that_was_just_seen(place: Place, kelly: Person) -> None:
    """The answer leaves the moment the question arrives: sooner than anybody could read it."""
    for number in range(8):
        before = await place.asked(kelly)
        await kelly.says(f"thing {number}")
        await kelly.next_message()
        newest = (await place.conversation(kelly)).answers[-1]
        assert newest.prompt == before.id
    assert await place.words(kelly) == [f"thing {number}" for number in range(8)]


async def test_words_sent_before_the_question_arrived_belong_to_the_answer_before(
    place: Place, kelly: Person
) -> None:
    await kelly.presses("Skip")
    await kelly.next_message()
    asked = await place.asked(kelly)
    place.server.slow("sendMessage", 0.3)
    await kelly.says("The first half,")
    await kelly.says("and the second half.")
    await kelly.next_message()
    await until(lambda: _kept(place, kelly, 2))
    first, second = (await place.conversation(kelly)).answers[-2:]
    assert (first.prompt, second.prompt) == (asked.id, asked.id)


async def _kept(place: Place, person: Person, count: int) -> bool:
    return len(await place.words(person)) >= count


async def test_a_long_text_that_telegram_splits_is_all_kept_on_its_question(
    place: Place, kelly: Person
) -> None:
    asked = await place.asked(kelly)
    place.server.slow("sendMessage", 0.05)
    text = "a long story " * 700
    await kelly.says(text)
    await until(lambda: _kept(place, kelly, 3))
    assert "".join(await place.words(kelly)) == text
    assert {a.prompt for a in (await place.conversation(kelly)).answers if isinstance(a.value, Words)} == {
        asked.id
    }


async def test_naughty_words_are_kept_as_they_came_and_shown_harmlessly(place: Place, kelly: Person) -> None:
    naughty = [words for words in NAUGHTY if has_letters(words)]
    for words in naughty:
        await kelly.says(words)
    await until(lambda: _kept(place, kelly, len(naughty)), seconds=60)
    assert await place.words(kelly) == naughty
    await kelly.says("/menu")
    await kelly.sees("Which part would you like to do?", timeout=20)
    await kelly.presses("Check what I said")
    await kelly.sees("What you said")
    for _ in range(200):
        if "Next page" not in kelly.screen[-1].labels:
            break
        before = kelly.screen[-1]
        await kelly.presses("Next page")
        await until(lambda before=before: _is(kelly.screen[-1] is not before))
    assert place.server.refusals == []


async def test_a_stale_press_meets_a_kind_word_and_loses_its_buttons(place: Place, kelly: Person) -> None:
    place.server.fail_next("editMessageReplyMarkup", 500)
    old = kelly.screen[-1]
    await kelly.presses("Skip")
    await kelly.next_message()
    await asyncio.sleep(0.05)
    assert old.message_id in [message.message_id for message in keyboards(kelly)]
    before = await place.conversation(kelly)
    press = await kelly.presses("Skip", on=old.message_id)
    assert (await press.answered()).text == "That was an earlier question. The newest one is at the end."
    await until(lambda: _is(len(keyboards(kelly)) == 1))
    assert await place.conversation(kelly) == before


async def test_a_double_tap_counts_once(place: Place, kelly: Person) -> None:
    standing = kelly.screen[-1].message_id
    answers = len((await place.conversation(kelly)).answers)
    first, second = await kelly.presses("Skip", on=standing), await kelly.presses("Skip", on=standing)
    await first.answered()
    await second.answered()
    await kelly.next_message()
    await kelly.hears_nothing()
    assert len((await place.conversation(kelly)).answers) == answers + 1


async def test_data_made_by_hand_changes_nothing(place: Place, kelly: Person) -> None:
    before = (await place.conversation(kelly)).answers
    for data in (
        "p:1:1",
        "p:99:0",
        "p:0:0",
        "x",
        "p:-1:-1",
        "p:2:99999",
        "l:nobody",
        "p:1:2:3",
        "p:" + "9" * 60,
    ):
        press = await kelly.forges_press(data, kelly.screen[-1].message_id)
        await press.answered()
    assert (await place.conversation(kelly)).answers == before
    await place.server.all_confirmed()


async def test_a_changed_message_is_a_revision_and_says_so(place: Place, kelly: Person) -> None:
    said = await kelly.says("Gran helps")
    await kelly.next_message()
    await kelly.edits(said, "Gran and Nan help")
    await kelly.sees("Your change is kept. The words from before are kept too.")
    assert await place.words(kelly) == ["Gran helps", "Gran and Nan help"]
    newest = (await place.conversation(kelly)).answers[-1]
    assert newest.revision == 2


async def test_a_voice_note_stands_for_words_and_is_fetched_afterwards(place: Place, kelly: Person) -> None:
    content = b"OggS a voice"
    await kelly.sends_voice(content)
    assert "Nobody has opened it yet." in (await kelly.next_message()).text
    value = (await place.conversation(kelly)).answers[-1].value
    assert isinstance(value, Kept)

    async def fetched() -> bool:
        async with place.product.store.reading() as work:
            return (await work.files.get(value.file)).content == content

    await until(fetched)


async def test_an_album_is_kept_piece_by_piece(place: Place, kelly: Person) -> None:
    await kelly.sends_album(caption="our kitchen")
    await until(lambda: _files(place, kelly, 2))
    values = [a.value for a in (await place.conversation(kelly)).answers if isinstance(a.value, Kept)]
    assert [value.caption for value in values] == ["our kitchen", ""]


async def _files(place: Place, person: Person, count: int) -> bool:
    return sum(isinstance(a.value, Kept) for a in (await place.conversation(person)).answers) == count


async def test_what_cannot_be_kept_meets_one_kind_sentence_and_the_question_again(
    place: Place, kelly: Person
) -> None:
    question = (await place.asked(kelly)).text
    for send, sentence in (
        (kelly.sends_sticker, "A sticker came. It can't be kept here."),
        (kelly.sends_location, "A place came. For your safety it is not kept."),
        (kelly.sends_contact, "It is not kept. You can type a name."),
        (kelly.sends_document, "That kind of file can't be kept here."),
        (lambda: kelly.sends_voice(size=21 * 2**20), "That file is too big to keep."),
        (lambda: kelly.sends(dice={"emoji": "🎲", "value": 4}), "That can't be kept here."),
    ):
        await send()
        answer = await kelly.next_message()
        assert sentence in answer.text
        assert question in answer.text
        assert answer.rows


async def test_commands_work_in_the_middle_of_anything(place: Place, kelly: Person) -> None:
    for command, words in (
        ("/help", "999"),
        ("/who", "Asha reads"),
        ("/menu", "Which part"),
        ("/stop", "stopped"),
    ):
        await kelly.says(command)
        assert words in (await kelly.next_message()).text
    await kelly.says("/start")
    await kelly.next_message()
    assert await place.words(kelly) == []


async def test_danger_brings_help_first_and_a_flag(place: Place, kelly: Person) -> None:
    await kelly.says("he has a knife and he is here now")
    assert "999" in (await kelly.next_message()).text
    async with place.product.store.reading() as work:
        items = await work.items.of_plan(place.family.plan) if hasattr(work.items, "of_plan") else ()
    assert not items or items[-1].words


async def test_h2_where_somebody_sees_this_phone_the_reply_to_danger_is_dull(place: Place) -> None:
    kelly = await place.enters()
    await place.goes_to(kelly, "how", "how.phone")
    await kelly.presses("Yes, or maybe")
    await kelly.next_message()
    await place.goes_to(kelly, "good")
    await kelly.says("he has a knife and he is here now")
    told = await kelly.next_message()
    assert told.text == (
        "Pretend family\n\n999. If you can't speak on a mobile, press 55 when asked. "
        "It does not show where you are.\nThere is more under More."
    )
    assert list(told.labels) == ["Go on", "More", "Stop for now"]
    async with place.product.store.reading() as work:
        plan, _ = await work.conversations.plan_of(await place.conversation_id(kelly))
        raised = [item.kind for item in await work.items.of(plan)]
    assert Alarm.DANGER_NOW in raised
    await kelly.presses("More")
    assert "0808 2000 247" in (await kelly.next_message()).text


async def test_a_new_phone_shuts_the_old_one_out(place: Place, kelly: Person) -> None:
    async with place.product.store.work() as work:
        conversation = await work.chats.conversation_of(kelly.id)
        assert conversation is not None
        plan, participant = await work.conversations.plan_of(conversation)
        held = await work.plans.get(plan)
        now = place.clock()
        await work.invitations.make(
            plan, participant, "ZZZZ9999", held.practitioner, now, now.replace(year=2027)
        )
        await work.commit()
    new = place.server.person(first_name="Kelly")
    await new.says("/start ZZZZ9999")
    await new.next_message()
    before = await place.conversation(new)
    await kelly.says("still me?")
    assert "private notes service" in (await kelly.next_message()).text
    assert (await place.conversation(new)).answers == before.answers


async def test_somebody_who_blocks_us_and_comes_back_goes_on(place: Place, kelly: Person) -> None:
    await kelly.blocks()
    await place.server.all_confirmed()
    await kelly.unblocks()
    await kelly.says("Gran helps")
    await kelly.next_message()
    assert await place.words(kelly) == ["Gran helps"]


async def test_what_people_say_is_in_no_log(
    place: Place, kelly: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await kelly.says("the unspeakable words")
    await kelly.next_message()
    await kelly.sends_voice()
    await kelly.next_message()
    assert "unspeakable" not in caplog.text
    assert place.server.token not in caplog.text
