"""Who does it, and what follows from that: no one yet, somebody, and what is asked after either."""

import pytest

from dialogs.conversation import Screen
from dialogs.strength import findings
from tests.conversing import NOON, Talk
from tests.dialogs.test_do_no_harm import sams, through_the_door
from tests.dialogs.test_hearing import at
from tests.dialogs.test_in_between import drafted
from tests.dialogs.test_nothing import changes, checked, labels, no_one_yet


@pytest.fixture
def talk() -> Talk:
    """Sam, alone, on the long way, in the hub."""
    return through_the_door(sams("mine"))


def test_after_no_one_yet_nothing_is_asked_of_that_person(talk: Talk) -> None:
    no_one_yet(talk)
    assert talk.screen.question == "act.when"
    talk.says("Saturdays")
    assert talk.screen.question == "act.know"


def test_who_is_left_open_may_still_have_somebody_behind_them(talk: Talk) -> None:
    talk.reach("act.what")
    talk.says("Someone is with us at weekends")
    talk.presses("No, that is all")
    talk.reach("act.who")
    talk.presses("Rather not say")
    talk.says("Saturdays")
    assert talk.screen.question == "act.backup"


def test_a_name_in_place_of_no_one_yet_brings_those_questions(talk: Talk) -> None:
    no_one_yet(talk)
    changes(talk, "No one yet")
    talk.presses("Gran")
    assert talk.screen.question == "act.backup"
    talk.presses("No one yet")
    assert talk.screen.question == "act.yes"


def test_no_one_yet_in_place_of_a_word_that_was_no_name(talk: Talk) -> None:
    talk.reach("act.what")
    talk.says("Someone is with us at weekends")
    talk.presses("No, that is all")
    talk.reach("act.who")
    talk.says("whoever can make it")
    talk.presses("Gran")
    changes(talk, "whoever can make it")
    talk.presses("No one yet")
    said = [line.words for line in talk.screen.lines]
    assert "whoever can make it" in said
    assert "No one yet" in said
    assert "Gran" not in said


def test_where_nobody_is_rung_first_nobody_is_rung_next(talk: Talk) -> None:
    talk.reach("sign.call")
    talk.presses("No one yet")
    assert talk.screen.question == "sign.early"
    assert "No one yet" not in labels(talk)


def adds(talk: Talk, below: str, *words: str) -> None:
    """From the check page, one thing after another to the list on which these words stand."""
    checked(talk, until=below)
    place = [line.words for line in talk.screen.lines].index(below) + 1
    talk.presses(f"Add one more after {place}")
    for said in words:
        talk.says(said)


class TestAddedFromTheCheckPage:
    def test_an_action_is_asked_who_does_it_and_when(self) -> None:
        talk = through_the_door(sams("mine"), path="Short")
        at(talk, "What will happen").says("Leo is walked to school")
        talk.presses("No, that is all")
        adds(talk, "Leo is walked to school", "A lock on the back door", "Tea at six")
        talk.presses("No, that is all")
        for item in ("A lock on the back door", "Tea at six"):
            assert talk.screen.question == "act.who"
            assert item in talk.screen.text
            talk.presses("Gran")
            assert talk.screen.question == "act.when"
            assert item in talk.screen.text
            talk.says("Mondays")
        assert talk.screen.screen is Screen.CHECK

    def test_a_person_is_asked_about_and_what_that_brings_comes_at_once(self, talk: Talk) -> None:
        at(talk, "People").presses("Gran")
        talk.presses("Nobody else")
        adds(talk, "Gran", "Freya")
        talk.presses("Nobody else")
        asked = []
        while talk.screen.question in ("person.circle", "person.does"):
            asked.append(talk.screen.question)
            talk.presses("Skip")
        assert asked == ["person.circle", "person.does"]
        talk.presses("Some of it")
        assert talk.screen.question == "person.may_know_what"
        talk.says("school runs")
        assert talk.screen.question == "person.ask"
        talk.presses("Not yet")
        assert talk.screen.question == "person.hear"
        assert "Freya" in talk.screen.text
        talk.presses("Skip")
        assert talk.screen.screen is Screen.CHECK

    def test_what_a_long_answer_brings_waits_until_it_was_read_back(self, talk: Talk) -> None:
        talk.reach("safe.what")
        talk.presses("Not sure")
        changes(talk, "Not sure")
        talk.says("Gran came over and had the children for their tea until I was home. " * 3)
        assert talk.screen.screen is Screen.PLAY_BACK
        talk.presses("Yes")
        assert talk.screen.question == "safe.who"

    def test_so_much_may_follow_that_the_check_page_is_far_behind(self, talk: Talk) -> None:
        at(talk, "What will happen").says("Leo is walked to school")
        talk.presses("No, that is all")
        adds(talk, "Leo is walked to school", "A lock on the back door", "Tea at six", "Shoes by the door")
        talk.presses("No, that is all")
        skipped = 0
        while talk.screen.screen is Screen.QUESTION:
            talk.presses("Skip")
            skipped += 1
        assert skipped == 3 * 8
        assert talk.screen.screen is Screen.CHECK
        assert "Tea at six" in [line.words for line in talk.screen.lines]

    def test_back_leaves_the_rest_for_another_time(self) -> None:
        talk = through_the_door(sams("mine"), path="Short")
        at(talk, "What will happen").says("Leo is walked to school")
        talk.presses("No, that is all")
        adds(talk, "Leo is walked to school", "Tea at six")
        talk.presses("No, that is all")
        talk.presses("Back")
        assert talk.screen.screen is Screen.CHECK


def test_words_that_were_no_name_and_a_skip_leave_the_hole_to_talk_about() -> None:
    talk = through_the_door(sams("mine"), path="Short")
    at(talk, "What will happen").says("Someone is with us at weekends")
    talk.presses("No, that is all")
    talk.says("she's got a key")
    assert talk.screen.question == "act.who"
    talk.presses("Skip")
    plan = drafted(talk)
    (action,) = plan.actions
    assert ([line.words for line in action.more], action.who, action.holders) == (["she's got a key"], (), ())
    said = [finding.words for finding in findings(plan, NOON.date())]
    assert not [words for words in said if "she's got a key" in words]
    assert any(words.startswith("Not written yet for this action") and "who" in words for words in said)
