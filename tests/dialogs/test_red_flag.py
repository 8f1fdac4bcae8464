"""H11: the red flag button never lies, and good news joins what is working well."""

from datetime import timedelta

import pytest

from dialogs.buttons import Do, Move
from dialogs.conversation import Conversation, Screen, Sent, Words
from dialogs.effects import Matter, Raise, Tell
from dialogs.events import Command, FactsChanged, FileKind, FileReceived, LetterOpened
from dialogs.facts import Facts, Letter, LetterKind
from dialogs.ids import FileId, LetterId
from dialogs.lived import GOOD_NEWS, RED_FLAG
from dialogs.route import Route
from dialogs.signposts import Alarm
from dialogs.unsent import not_sent_yet
from tests.conversing import NOON, Talk
from tests.dialogs.test_do_no_harm import DIALOG, sams, through_the_door, through_the_door_of
from tests.dialogs.test_young_people import the_talk

APPROVED = Letter(id=LetterId("a1"), kind=LetterKind.APPROVED, words="Asha", at=NOON, name="Asha")


def lives_with(facts: Facts, **how: object) -> Talk:
    """Somebody who said whom they would ring, and was told that the plan is approved."""
    talk = through_the_door(facts, path="Short", **how)
    talk.presses("Signs to watch")
    talk.says("he drinks again")
    return approved(talk)


def approved(talk: Talk) -> Talk:
    facts = talk.now.facts
    talk.does(FactsChanged, facts=facts.model_copy(update={"letters": (*facts.letters, APPROVED)}))
    talk.commands(Command.HUB)
    return talk


def shown(talk: Talk) -> str:
    prompt = talk.screen
    lines = (f"{line.question} {line.words}" for line in prompt.lines)
    return " ".join((*prompt.said, *lines, prompt.text))


def flags(talk: Talk) -> list[str]:
    return [effect.words for effect in talk.effects if isinstance(effect, Raise)]


def moves(talk: Talk) -> set[str]:
    return {button.label for button in talk.screen.buttons}


@pytest.fixture
def talk() -> Talk:
    return lives_with(sams("mine"))


def test_h11_before_a_plan_is_approved_there_is_no_button() -> None:
    talk = through_the_door(sams("mine"))
    assert "I see a red flag" not in moves(talk)


def test_h11_it_says_first_that_no_worker_sees_it_now_and_shows_whom_to_ring(talk: Talk) -> None:
    talk.presses("I see a red flag")
    assert talk.screen.said[0] == "No worker will see this now."
    assert "999" in talk.screen.text
    assert flags(talk) == [], "looking tells nobody"


def test_h11_whom_they_would_ring_stands_there_in_their_words() -> None:
    talk = through_the_door(sams("mine"))
    talk.presses("Signs to watch")
    talk.reach("sign.call")
    talk.says("Jo over the road, 0161 4960000")
    approved(talk)
    talk.presses("I see a red flag")
    assert [line.words for line in talk.screen.lines] == ["Jo over the road, 0161 4960000"]


def test_h11_the_tap_puts_it_on_the_list_at_once_and_says_what_that_does_not_do(talk: Talk) -> None:
    talk.presses("I see a red flag")
    talk.presses("Put it on the list")
    assert [effect.kind for effect in talk.effects if isinstance(effect, Raise)] == [Alarm.DANGER_NOW]
    assert "They read" not in shown(talk)
    assert "Asha reads at these times: Monday to Friday, 9 to 5." in shown(talk)
    assert "It brings no one to you." in shown(talk)
    talk.says("the blue van was in our road")
    assert flags(talk) == ["I see a red flag", "the blue van was in our road"]
    assert talk.kept(RED_FLAG)[-1] == Words(text="the blue van was in our road")


def test_h11_words_typed_where_the_numbers_stand_are_on_the_list_too(talk: Talk) -> None:
    talk.presses("I see a red flag")
    talk.says("the blue van was in our road")
    assert flags(talk) == ["the blue van was in our road"]


def test_h11_with_no_worker_named_nothing_can_be_put_anywhere() -> None:
    talk = lives_with(sams("mine"))
    talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"worker": ""}))
    talk.presses("I see a red flag")
    assert talk.screen.said[0] == "No worker will see this now."
    assert not any(label.startswith("Put it on the list") for label in moves(talk))


def test_h11_no_screen_says_sent_or_told(talk: Talk) -> None:
    seen = []
    for press in ("I see a red flag", "Put it on the list"):
        talk.presses(press)
        seen.append(shown(talk).casefold())
    talk.says("the blue van")
    seen.append(shown(talk).casefold())
    assert not [text for text in seen if {"sent", "told"} & set(text.replace(".", "").split())]


def test_h2_where_somebody_sees_this_phone_nothing_but_999_and_a_dull_line_stands_there() -> None:
    talk = Talk(DIALOG, sams("mine"))
    talk.reach("how.phone")
    talk.presses("Yes, or maybe")
    talk.presses("No")
    through_the_door_of(talk)
    talk.presses("Signs to watch")
    talk.reach("sign.call")
    talk.says("Jo over the road")
    approved(talk)
    talk.presses("I see a red flag")
    assert talk.screen.lines == ()
    assert talk.screen.text.splitlines() == list(talk.dialog.help.quiet)
    assert Do(move=Move.QUIET_HELP) in [button.act for button in talk.screen.buttons]


def test_h9_a_young_person_has_no_red_flag_button_and_can_say_what_went_well() -> None:
    talk = the_talk("young")
    talk.presses("Good things")
    talk.says("swimming")
    approved(talk)
    assert "I see a red flag" not in moves(talk)
    assert "Something went well" in moves(talk)


def test_good_news_is_kept_with_its_day_and_the_desk_has_it(talk: Talk) -> None:
    talk.waits(days=12)
    talk.presses("Something went well")
    talk.says("Leo slept through")
    assert talk.kept(GOOD_NEWS) == [Words(text="Leo slept through")]
    answer = next(a for a in talk.now.answers if a.question == GOOD_NEWS)
    assert answer.at.date() == (NOON + timedelta(days=12)).date()
    told = [
        effect for effect in talk.effects if isinstance(effect, Tell) and effect.matter is Matter.GOOD_NEWS
    ]
    assert [tell.words for tell in told] == ["Leo slept through"]
    assert flags(talk) == []


def test_good_news_is_a_photo_as_well(talk: Talk) -> None:
    talk.presses("Something went well")
    talk.does(
        FileReceived,
        file=FileId("f1"),
        file_kind=FileKind.PHOTO,
        prompt=talk.screen.number,
    )
    assert len(talk.kept(GOOD_NEWS)) == 1


def test_it_waits_for_no_next_part(talk: Talk) -> None:
    talk.presses("Something went well")
    talk.says("Leo slept through")
    assert not not_sent_yet(talk.dialog, sent(talk.now), Route(talk.dialog, talk.now, None))


def sent(now: Conversation) -> Conversation:
    """As if everything but the news had been sent."""
    answers = tuple(answer.id for answer in now.answers if answer.question != GOOD_NEWS)
    return now.model_copy(update={"sent": (Sent(number=1, at=NOON, answers=answers),)})


@pytest.mark.parametrize(("whose", "asked_more"), [("mine", True), ("theirs", False)])
def test_h1_only_of_what_i_do_myself_am_i_asked_what_moved_a_number(whose: str, asked_more: bool) -> None:
    talk = through_the_door(sams(whose))
    talk.reach("worry.number" if whose == "mine" else "theirs.number")
    talk.presses("4")
    check_in = Letter(id=LetterId("c1"), kind=LetterKind.CHECK_IN, words="", at=NOON, name="Asha")
    talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"letters": (APPROVED, check_in)}))
    talk.does(LetterOpened, letter=check_in.id)
    talk.presses("Yes")
    talk.presses("Go on")
    talk.presses("6")
    assert ("It was 4, and is 6 now." in talk.screen.text) is asked_more


def test_h10_nothing_cheerful_stands_there_right_after_telling() -> None:
    talk = the_talk("young")
    talk.presses("Worries")
    approved(talk)
    talk.presses("Worries")
    talk.says("dad hits me")
    talk.presses("Go on")
    assert talk.screen.screen is Screen.HUB
    assert "Something went well" not in moves(talk)
