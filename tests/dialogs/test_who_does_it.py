"""Who does it, and what follows from that: no one yet, somebody, and what is asked after either."""

import pytest

from tests.conversing import Talk
from tests.dialogs.test_do_no_harm import sams, through_the_door
from tests.dialogs.test_nothing import changes, labels, no_one_yet


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
