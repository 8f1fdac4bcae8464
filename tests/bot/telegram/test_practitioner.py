"""A practitioner's own chat: told that something waits, and a summary, a question, a return, an approval."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app import workers_for
from bot.telegram.desk_phrases import DeskPhrases
from bot.telegram.desk_screens import said
from bot.telegram.practitioner import Workers
from dialogs.conversation import Answer, Kept
from dialogs.definition import Category
from dialogs.effects import Matter
from dialogs.events import FileKind
from dialogs.ids import FileId, PractitionerId
from dialogs.people import Hand
from dialogs.review import State
from dialogs.signposts import Alarm
from tests.bot.desk.place import Talker
from tests.bot.desk.test_wishes import DOOR, GOOD
from tests.bot.telegram.conftest import Place, a_place, until
from tests.builders import a_conversation, a_day, a_draft, a_number, a_voice_note, an_answer, typed_up
from tests.telegram_server import Message, Person

WORDS = "We read in bed every night."


def workers(place: Place) -> Workers:
    return workers_for(place.product, place.telegram)


@pytest.fixture
async def place(quiet_place: Place) -> Place:
    await quiet_place.starts(workers=workers(quiet_place))
    return quiet_place


async def holder(place: Place, name: str = "Asha Malik (pretend)") -> PractitionerId:
    async with place.product.store.reading() as work:
        return next(one.id for one in await work.people.all() if one.name == name)


async def joins(place: Place, who: PractitionerId, code: str = "sign-in-code-0001") -> Person:
    """A practitioner taps the link that the desk shows them."""
    async with place.product.store.work() as work:
        now = place.clock()
        await work.signins.make(who, code, now, now + timedelta(minutes=30))
        await work.commit()
    asha = place.server.person(first_name="Asha")
    await asha.says(f"/start {code}")
    assert (await asha.next_message()).text == "This chat is yours now. /plans shows what is waiting."
    return asha


@pytest.fixture
async def asha(place: Place) -> Person:
    return await joins(place, await holder(place))


async def says_and_sends(place: Place, name: str = "Kelly", words: str = WORDS) -> Person:
    """Somebody says one thing, and sends their part."""
    person = await place.enters(name)
    await place.goes_to(person, "good")
    await person.says(words)
    await person.next_message()
    await person.says("/menu")
    await person.next_message()
    await person.presses("Check what I said")
    await person.next_message()
    await person.presses("Send to Asha")
    await person.next_message()
    return person


async def screen(person: Person, words: str) -> Message:
    return await person.sees(words)


async def opens(asha: Person) -> Message:
    """/plans, then the pretend family's plan."""
    await asha.says("/plans")
    plans = await asha.next_message()
    await asha.presses(next(label for label in plans.labels if "Pretend family" in label))
    return await screen(asha, "Draft 1")


async def reads(asha: Person) -> Message:
    """A plan is opened, and its lines are read."""
    await opens(asha)
    await asha.presses("Read the lines")
    return await screen(asha, "Lines 1 to")


async def writes(asha: Person, words: str, asks: Message) -> None:
    """Something is written in answer to a message, shown once more, and sent."""
    await asha.says(words, reply_to_message=asks.json)
    shown = await screen(asha, "will read this. Send it?")
    assert words in shown.text
    await asha.presses("Send", on=shown.message_id)


async def state(place: Place) -> State:
    async with place.product.store.reading() as work:
        return (await work.plans.get(place.family.plan)).state


async def test_something_waiting_is_told_without_a_name(place: Place, asha: Person) -> None:
    await says_and_sends(place)
    told = await asha.next_message()
    assert told.text == "Something is waiting for you on the desk. Send /plans to see it."


async def test_a_flag_is_told_at_once_and_its_words_stand_first(place: Place, asha: Person) -> None:
    kelly = await place.enters()
    await place.goes_to(kelly, "good")
    await kelly.says("he has a knife and he is here now")
    told = await asha.next_message()
    assert "Kelly" not in told.text
    assert "danger" in told.text
    await asha.says("/plans")
    plans = await asha.next_message()
    assert plans.labels[0].startswith("Look now")
    await asha.presses(0)
    summary = await screen(asha, "Words that may mean danger, from Kelly:")
    assert "he has a knife and he is here now" in summary.text
    assert "Approve" not in summary.labels
    await asha.presses("I have read these words")
    await until(lambda: _gone(asha, "he has a knife"))
    assert "Words that may mean danger: Kelly (seen)" in asha.screen[-1].text


async def _gone(person: Person, words: str) -> bool:
    return words not in person.screen[-1].text


async def test_the_lines_are_read_with_who_said_them_and_a_question_reaches_that_person(
    place: Place, asha: Person
) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    summary = await opens(asha)
    assert summary.text.startswith("Pretend family")
    assert "What is going well: 1" in summary.text
    await asha.presses("Read the lines")
    lines = await screen(asha, WORDS)
    number = next(n for n in range(1, 9) if f"Ask about {n}" in lines.labels and WORDS in lines.text)
    await asha.presses(f"Ask about {number}")
    asks = await asha.next_message()
    assert "Write your question to Kelly" in asks.text
    await writes(asha, "Which books do the children like?", asks)
    await screen(asha, "Sent. Kelly sees that there is a message")
    was_read, asked = await kelly.hears(2)
    assert was_read.text == asked.text == "Pretend family\n\nYou have a message."
    await kelly.presses("Open", on=asked.message_id)
    await kelly.sees("Which books do the children like?")


async def test_looking_at_the_summary_tells_nobody_that_it_was_read(place: Place, asha: Person) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    summary = await opens(asha)
    assert "Sent a part: Kelly" in summary.text
    assert "Approve" not in summary.labels
    assert "Return" not in summary.labels
    await kelly.hears_nothing()
    await asha.presses("Read the lines")
    await kelly.sees("You have a message.")
    lines = await screen(asha, "Lines 1 to")
    assert "What is going well" in lines.text
    assert "Approve" in lines.labels


async def test_a_button_made_by_hand_approves_nothing_unread(place: Place, asha: Person) -> None:
    await says_and_sends(place)
    await asha.next_message()
    await opens(asha)
    reading = await place.product.reviewing().look(await holder(place), place.family.plan)
    assert reading is not None
    for do in ("sure", "whom", "return", "approve"):
        data = f"w:{do}:{place.family.plan}:1:{reading.edition}:0"
        await asha.forges_press(data, asha.screen[-1].message_id)
        await screen(asha, "Please read the lines of this draft first.")
    assert await state(place) is not State.APPROVED


async def test_nothing_is_decided_while_words_of_danger_wait(place: Place, asha: Person) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await kelly.says("he has a knife and he is here now")
    await until(lambda: _told(asha, "may mean danger"))
    await asha.presses("Approve")
    await screen(asha, "Some words are not read yet")
    assert await state(place) is not State.APPROVED


async def _told(person: Person, words: str, times: int = 1) -> bool:
    return sum(words in message.text for message in person.screen) >= times


async def test_plans_and_summary_say_what_waits(place: Place, asha: Person) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    await asha.says("/plans")
    plans = await asha.next_message()
    assert "Sent a part: Kelly" in plans.text
    await asha.presses(next(label for label in plans.labels if "Pretend family" in label))
    await screen(asha, "Draft 1")
    await asha.presses("Read the lines")
    lines = await screen(asha, WORDS)
    await asha.presses("Ask about 1")
    asks = await asha.next_message()
    await writes(asha, "Which books?", asks)
    await screen(asha, "Sent. Kelly")
    assert lines
    letters = (await place.conversation(kelly)).facts.letters
    question = next(letter for letter in letters if letter.words == "Which books?")
    await until(lambda: _told(kelly, "You have a message."))
    await kelly.forges_press(f"l:{question.id}", kelly.screen[-1].message_id)
    await kelly.sees("Which books?")
    await kelly.presses("Answer")
    await kelly.sees("Please write your answer.")
    await kelly.says("The one about the bear.")
    await kelly.sees("Your answer is sent to Asha.")
    await asha.says("/plans")
    await until(lambda: _told(asha, "Answered what you wrote: Kelly"))
    told = next(one for one in reversed(asha.screen) if "Answered what you wrote: Kelly" in one.text)
    await asha.presses(next(label for label in told.labels if "Pretend family" in label))
    summary = await screen(asha, "Kelly answered")
    assert "Which books?" in summary.text
    assert "The one about the bear." in summary.text


async def test_a_second_thing_that_waits_is_not_told_until_somebody_looked(
    place: Place, asha: Person
) -> None:
    kelly = await says_and_sends(place)
    assert "Something is waiting" in (await asha.next_message()).text
    await kelly.sends_voice(b"OggS a voice")
    await until(lambda: _unopened(place))
    await asha.hears_nothing()
    await opens(asha)
    await kelly.sends_voice(b"OggS another")
    await until(lambda: _told(asha, "Something is waiting", 2))


async def _offers(person: Person, label: str) -> bool:
    return label in person.screen[-1].labels


async def _unopened(place: Place) -> bool:
    async with place.product.store.reading() as work:
        items = await work.items.of(place.family.plan)
    return any(item.kind is Matter.FILE_UNOPENED for item in items)


async def test_what_to_talk_about_can_be_opened_and_pages_go_back(place: Place, asha: Person) -> None:
    await says_and_sends(place)
    await asha.next_message()
    summary = await opens(asha)
    talk = next(label for label in summary.labels if label.startswith("To talk about: "))
    await asha.presses(talk)
    first = await screen(asha, "To talk about:\n\n1. ")
    if "Next" in first.labels:
        await asha.presses("Next")
        await screen(asha, "11. ")
        await asha.presses("Page before")
        await until(lambda: _offers(asha, "Next"))
    await asha.presses("Back")
    await screen(asha, "Draft 1")


async def test_words_are_sent_only_when_asha_says_so(place: Place, asha: Person) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await kelly.sees("You have a message.")
    await asha.presses("Ask about 1")
    asks = await asha.next_message()
    await asha.says("Not like this", reply_to_message=asks.json)
    await screen(asha, "will read this. Send it?")
    await asha.presses("Don't send")
    await screen(asha, "Nothing was sent.")
    letters = (await place.conversation(kelly)).facts.letters
    assert "Not like this" not in [letter.words for letter in letters]


async def test_a_name_that_its_reader_is_kept_apart_from_is_asked_about(place: Place, asha: Person) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await asha.presses("Ask about 1")
    asks = await asha.next_message()
    await writes(asha, "Does Ryan know?", asks)
    await screen(asha, "These words name Ryan. Kelly is kept apart from them.")
    letters = (await place.conversation(kelly)).facts.letters
    assert "Does Ryan know?" not in [letter.words for letter in letters]


async def test_an_approval_is_answered_even_where_telegram_asks_us_to_wait(
    place: Place, asha: Person
) -> None:
    await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await asha.presses("Approve")
    await screen(asha, "Approve draft 1?")
    place.server.too_many("editMessageText", 1, times=2, chat=asha)
    await asha.presses("Yes, approve")
    await screen(asha, "Draft 1 is approved")


async def test_plans_come_later_where_telegram_asks_us_to_wait(place: Place, asha: Person) -> None:
    place.server.too_many("sendMessage", 1, times=3, chat=asha)
    await asha.says("/plans")
    assert "Your plans" in (await asha.next_message()).text


async def test_in_quiet_hours_nobody_is_said_to_be_told(place: Place, asha: Person) -> None:
    await says_and_sends(place)
    await asha.next_message()
    place.clock.at = place.clock.at.replace(hour=21)
    await reads(asha)
    await asha.presses("Approve")
    await screen(asha, "Approve draft 1?")
    await asha.presses("Yes, approve")
    await screen(asha, "Draft 1 is approved. People on Telegram are told at 8:00.")


async def test_the_desk_is_a_tap_away(quiet_place: Place) -> None:
    await quiet_place.starts(workers=workers(quiet_place))
    asha = await joins(quiet_place, await holder(quiet_place))
    await asha.says("/desk")
    assert (await asha.next_message()).text == "This phone cannot reach the desk."
    assert quiet_place.server.refusals == []


def test_everything_that_waits_and_every_heading_has_its_words() -> None:
    say = DeskPhrases()
    assert set(say.matters) == {*Alarm, *Matter}
    assert set(say.headings) == set(Category) - {Category.PROCESS}
    assert set(say.files) == set(FileKind)


async def test_words_that_answer_nothing_go_to_nobody(place: Place, asha: Person) -> None:
    await asha.says("Which books do the children like?")
    answer = await asha.next_message()
    assert answer.text.startswith("It is not clear what that was for.")


async def test_a_return_asks_for_its_reason_first(place: Place, asha: Person) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await asha.presses("Return")
    await asha.presses("Kelly")
    asks = await asha.next_message()
    assert await state(place) is State.IN_REVIEW
    await writes(asha, "Please say more about the nights.", asks)
    await screen(asha, "Draft 1 is returned.")
    assert await state(place) is State.RETURNED
    await kelly.sees("You have a message.")


async def test_approving_asks_once_more_with_what_people_will_be_told(place: Place, asha: Person) -> None:
    await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await asha.presses("Approve")
    sure = await screen(asha, "Approve draft 1?")
    assert "It does not mean that the worry is over." in sure.text
    await asha.presses("No")
    await screen(asha, "Draft 1,")
    assert await state(place) is State.IN_REVIEW
    await asha.presses("Approve")
    await screen(asha, "Approve draft 1?")
    await asha.presses("Yes, approve")
    await screen(asha, "Draft 1 is approved")
    assert await state(place) is State.APPROVED
    assert place.server.refusals == []


async def test_a_draft_that_moved_on_is_read_again_first(place: Place, asha: Person) -> None:
    kelly = await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await asha.presses("Approve")
    await screen(asha, "Approve draft 1?")
    await kelly.presses("Check what I said")
    await kelly.next_message()
    await kelly.presses("Send to Asha")
    await kelly.next_message()
    await asha.presses("Yes, approve")
    await screen(asha, "That cannot be done with this draft now.")
    assert await state(place) is not State.APPROVED


async def test_a_double_tap_approves_once(place: Place, asha: Person) -> None:
    await says_and_sends(place)
    await asha.next_message()
    await reads(asha)
    await asha.presses("Approve")
    sure = await screen(asha, "Approve draft 1?")
    for _ in range(2):
        await asha.presses("Yes, approve", on=sure.message_id)
    await place.server.all_confirmed()
    async with place.product.store.reading() as work:
        assert len(await work.reviews.decisions(place.family.plan)) == 1


async def test_somebody_elses_plan_is_not_there(place: Place, asha: Person) -> None:
    await says_and_sends(place)
    async with place.product.store.work() as work:
        stranger = await work.people.enrol("Nobody's worker", place.clock())
        await work.commit()
    other = await joins(place, stranger.id, "sign-in-code-0002")
    await other.says("/plans")
    assert (await other.next_message()).text == "You hold no plans."
    await other.forges_press(f"w:open:{place.family.plan}:0::0", other.screen[-1].message_id)
    await screen(other, "There is no such plan here.")


@pytest.mark.parametrize("data", ["w:", "w:open", "w:ask:x:1:e:999", "w:nonsense:x:0::0", "w:approve::x::"])
async def test_data_made_by_hand_shows_a_plain_screen(place: Place, asha: Person, data: str) -> None:
    press = await asha.forges_press(data, asha.screen[-1].message_id)
    await press.answered()
    await place.server.all_confirmed()
    async with place.product.store.reading() as work:
        assert await work.set_aside.all() == ()


async def test_a_family_cannot_use_a_practitioners_buttons(place: Place, asha: Person) -> None:
    kelly = await place.enters()
    press = await kelly.forges_press(f"w:open:{place.family.plan}:0::0", kelly.screen[-1].message_id)
    await press.answered()
    await kelly.says("/plans")
    answer = await kelly.next_message()
    assert "Draft" not in answer.text
    assert await place.words(kelly) == ["/plans"]


async def test_one_phone_may_be_a_practitioners_and_a_pretend_persons(place: Place, asha: Person) -> None:
    await asha.says(f"/start {place.code('Ryan')}")
    assert "Hello Ryan" in (await asha.next_message()).text
    await asha.says("/plans")
    assert "Your plans" in (await asha.next_message()).text
    await asha.presses("Go on")
    await asha.next_message()


async def test_a_used_code_opens_nothing(place: Place, asha: Person) -> None:
    other = place.server.person(first_name="Mallory")
    await other.says("/start sign-in-code-0001")
    assert "That code does not work here." in (await other.next_message()).text


@pytest.fixture
async def wordless(tmp_path: Path) -> AsyncIterator[Place]:
    changes = {"telegram_carries": "notices", "public_url": "https://notes.example.org"}
    async with a_place(tmp_path, **changes) as place:
        await place.starts(workers=workers(place))
        yield place


async def test_where_telegram_carries_no_words_everything_leads_to_the_desk(wordless: Place) -> None:
    place = wordless
    who = await holder(place)
    async with place.product.store.work() as work:
        await work.signins.make(
            who, "sign-in-code-0003", place.clock(), place.clock() + timedelta(minutes=30)
        )
        await work.commit()
    asha = place.server.person(first_name="Asha")
    await asha.says("/start sign-in-code-0003")
    await asha.next_message()
    kelly = await place.enters()
    await kelly.says("he has a knife and he is here now")
    told = await asha.next_message()
    assert told.text == "You have a message."
    await asha.says("/plans")
    answer = await asha.next_message()
    assert answer.text == "This signs you in at the desk. The link works once, and not for long."
    (button,) = answer.buttons
    assert button.url is not None
    assert button.url.startswith("https://notes.example.org/desk/in/")
    assert all("knife" not in str(call.parameters) for call in place.server.calls)


async def test_h7_a_young_persons_wish_stands_beside_the_line_here_too(place: Place, asha: Person) -> None:
    entered = await place.product.invitations.accept_browser(
        place.code("Nadia"), now=place.clock(), press="here"
    )
    assert entered is not None
    nadia = Talker(place, entered.conversation, entered.participant)
    await nadia.comes()
    await nadia.does(*DOOR, *GOOD, "not mum")
    await nadia.sends()
    await asha.next_message()
    lines = await reads(asha)
    assert "my nan comes on fridays" in lines.text
    assert "Wish: this person must not see this." in lines.text
    assert "not mum" in lines.text


async def test_a_voice_note_is_no_blank_line(place: Place, asha: Person) -> None:
    kelly = await place.enters()
    await place.goes_to(kelly, "good")
    await kelly.sends_voice(b"OggS a voice")
    await kelly.sees("Nobody has opened it yet.")
    await kelly.says("/menu")
    await kelly.next_message()
    await kelly.presses("Check what I said")
    await kelly.next_message()
    await kelly.presses("Send to Asha")
    await kelly.next_message()
    await asha.next_message()
    lines = await reads(asha)
    assert "A voice note. Open it on the desk." in lines.text


def test_a_line_stands_with_what_it_cannot_be_read_without() -> None:
    number = an_answer("worry.number", a_number(7, "alone", "somebody"), about="drinking")
    dated = an_answer("hard.what", a_day(date(2026, 6, 1), "in four weeks"))
    photo = an_answer("good.proud", Kept(file=FileId("f1"), file_kind=FileKind.PHOTO, caption="Our den"))
    noted = an_answer("good.proud", a_voice_note())
    sat = an_answer("good.proud", "We bake.", hand=Hand(sat_with="Asha", by_worker=True))
    draft = a_draft(
        a_conversation(number, dated, photo, noted, sat), typed=(typed_up(noted, "We built it."),)
    )

    def shown(answer: Answer) -> str:
        line = next(line for line in draft.lines if line.root == answer.root)
        pieces = [piece.text for piece in said(line, DeskPhrases()) if piece.text]
        return re.sub("[\u2068\u2069]", "", "\n".join(pieces))

    assert shown(number) == "7\n0: alone\n10: somebody"
    assert shown(dated) == "in four weeks\n1/6/2026"
    assert shown(photo) == "A photo. Open it on the desk.\nOur den"
    assert shown(noted) == "A voice note. Open it on the desk.\nTyped up by Asha:\nWe built it."
    assert shown(sat) == "We bake.\nNadia said it, Asha typed it. Asha sat beside them."
