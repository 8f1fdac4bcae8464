"""What stands above the next question: what was just said, and no more than that."""

import pytest

from bot.browser.saying import Said, Sayings
from dialogs.events import Command
from tests.conversing import DEFINITIONS, Talk, a_dialog
from tests.dialogs.test_commitments import asked
from tests.dialogs.test_do_no_harm import DIALOG, sams, through_the_door, through_the_door_of
from tests.dialogs.test_red_flag import approved


@pytest.fixture
def talk() -> Talk:
    """Sam, alone, on the long way, in the hub."""
    return through_the_door(sams("mine"))


def latest(talk: Talk) -> Said:
    return Sayings(talk.dialog, talk.now).this_sitting()[-1]


def test_a_number_stands_there_without_the_ends_of_its_scale(talk: Talk) -> None:
    talk.reach("worry.number")
    talk.presses("6")
    assert latest(talk).words == "6"
    everything = [said.words for part in Sayings(talk.dialog, talk.now).everything() for said in part.said]
    assert [words for words in everything if words.startswith("6 (0 is: ")]


def test_h2_on_a_phone_that_somebody_sees_a_red_flag_is_not_put_on_the_screen_again() -> None:
    talk = Talk(DIALOG, sams("mine"))
    talk.reach("how.phone")
    talk.presses("Yes, or maybe")
    talk.presses("No")
    through_the_door_of(talk)
    approved(talk)
    talk.presses("I see a red flag")
    talk.presses("Put it on the list")
    assert all("red flag" not in said.words for said in Sayings(talk.dialog, talk.now).this_sitting())


def test_what_was_said_before_something_to_read_is_no_longer_what_was_just_said() -> None:
    talk = Talk(a_dialog(DEFINITIONS / "parent.toml"), sams("mine"))
    assert Sayings(talk.dialog, talk.now).above().just is None, "nothing was said yet"
    talk.presses("Go on")
    just = Sayings(talk.dialog, talk.now).above().just
    assert just
    assert just.words == "Go on"
    talk.presses("OK, go on")
    assert Sayings(talk.dialog, talk.now).above().just is None
    assert [said.words for said in Sayings(talk.dialog, talk.now).this_sitting()] == ["Go on"]


def test_where_something_belongs_is_asked_without_what_was_said(talk: Talk) -> None:
    talk.commands(Command.HUB)
    talk.says("he is good with them")
    talk.commands(Command.HUB)
    talk.presses("Sort what I said")
    talk.presses("Leave it for")
    talk.presses("Done")
    assert latest(talk).question == "Where does this belong?"
    assert latest(talk).words.startswith("Leave it for")


def test_a_question_with_a_story_before_it_is_known_by_what_it_asks(talk: Talk) -> None:
    talk.reach("worry.agree")
    talk.presses("Yes")
    assert latest(talk).question == "Is that how you see it?"


def test_what_answers_a_task_is_said_to_be_sent_and_is_changed_where_it_was_asked() -> None:
    rose = asked()
    rose.presses("A part, or another way")
    rose.says("Every other Friday")
    answered = Sayings(rose.dialog, rose.now).everything()[-1]
    assert answered.letters
    assert [said.words for said in answered.said] == ["A part, or another way", "Every other Friday"]
    assert all(said.sent for said in answered.said), "it went at once"
    assert [(said.asked_still, said.may_go) for said in answered.said] == [(True, False), (False, True)]
