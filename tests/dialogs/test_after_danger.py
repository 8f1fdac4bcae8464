"""After words of danger: the question stands again and says why, and nothing else has moved."""

import pytest

from bot.browser.saying import Sayings
from dialogs.conversation import Screen, Words
from dialogs.events import Command
from dialogs.minutes import minutes_left
from dialogs.route import Moment, Route
from tests.conversing import Talk, listening
from tests.dialogs.test_do_no_harm import DIALOG, sams, through_the_door

NOW = "he is hitting me right now"
WORKERS = "What have workers done, if anything, that made it harder?"
KEPT = "That is kept. You can also answer this."


@pytest.fixture
def heard() -> Talk:
    """Sam, alone, on the long way, at a question; danger words are listened for."""
    talk = through_the_door(sams("mine"))
    talk.dialog = talk.dialog.model_copy(update={"signposts": listening()})
    talk.reach("hard.workers")
    return talk


def left(talk: Talk) -> int:
    return minutes_left(Route(talk.dialog, talk.now, Moment(12, 2026)))


def labels(talk: Talk) -> list[str]:
    return [button.label for button in talk.screen.buttons]


def test_the_question_stands_again_and_says_that_the_words_are_kept(heard: Talk):
    heard.says(NOW)
    heard.presses("Go on")
    assert (heard.screen.text, heard.screen.said) == (WORKERS, (KEPT,))


def test_also_by_way_of_all_the_numbers(heard: Talk):
    heard.says(NOW)
    heard.presses("All numbers")
    heard.presses("Go on")
    assert heard.screen.said == (KEPT,)


def test_help_that_was_only_looked_at_says_nothing_of_the_kind(heard: Talk):
    heard.presses("Help now")
    heard.presses("Go on")
    assert heard.screen.said == ()


@pytest.mark.parametrize("words", ["what do i do", "hes still outside", "ok"])
def test_words_beside_the_numbers_are_told_to_ring_and_the_numbers_stand_again(heard: Talk, words: str):
    heard.says(NOW)
    numbers = heard.screen.text
    heard.says(words)
    assert heard.screen.screen is Screen.HELP
    assert heard.screen.said[0] == "Please ring 999 now if someone may be hurt."
    assert heard.screen.text == numbers
    heard.presses("Go on")
    assert heard.screen.text == WORKERS


def test_a_phone_that_somebody_sees_says_nothing_of_anybody_hurt():
    talk = Talk(DIALOG, sams("mine"))
    talk.reach("how.phone")
    talk.presses("Yes")
    talk.commands(Command.HELP)
    talk.says("what do i do")
    assert talk.screen.screen is Screen.HELP
    assert "hurt" not in repr(talk.screen)


def test_words_in_the_list_of_parts_are_kept_too(heard: Talk):
    heard.commands(Command.HUB)
    heard.says(NOW)
    heard.presses("Go on")
    assert heard.screen.screen is Screen.HUB
    assert "Thank you. That is kept as you wrote it." in heard.screen.said


def test_said_ones_own_way_there_may_be_more(heard: Talk):
    heard.commands(Command.HUB)
    heard.presses("Say it my way")
    heard.says(NOW)
    heard.presses("Go on")
    assert heard.screen.said == ("Thank you. That is kept. Anything else?",)


def test_the_check_and_my_words_show_the_question_that_the_words_came_at(heard: Talk):
    heard.says(NOW)
    heard.presses("Go on")
    heard.commands(Command.HUB)
    heard.presses("Check what I said")
    found = [(line.question, line.words) for line in heard.screen.lines]
    while "Next page" in labels(heard):
        heard.presses("Next page")
        found += [(line.question, line.words) for line in heard.screen.lines]
    assert (WORKERS, NOW) in found
    mine = [(s.question, s.words) for p in Sayings(heard.dialog, heard.now).everything() for s in p.said]
    assert (WORKERS, NOW) in mine


def test_h2_on_a_phone_that_somebody_sees_the_words_do_not_come_back():
    talk = Talk(
        through_the_door(sams("mine")).dialog.model_copy(update={"signposts": listening()}), sams("mine")
    )
    talk.reach("how.phone")
    talk.presses("Yes, or maybe")
    talk.reach("good.well")
    talk.says(NOW)
    assert talk.screen.screen is Screen.HELP
    talk.presses("Go on")
    assert NOW not in [said.words for said in Sayings(talk.dialog, talk.now).this_sitting()]
    assert talk.kept("say.free") == [Words(text=NOW)]


def test_h2_words_that_came_at_a_private_question_are_not_checked_with_somebody_there(heard: Talk):
    heard.reach("people.fear")
    heard.says(NOW)
    heard.presses("Go on")
    heard.waits(hours=9)
    heard.commands(Command.START)
    while heard.screen.question != "beside":
        heard.presses("Go on")
    heard.presses("Someone else")
    heard.says("my mum")
    heard.presses("No, thank you")
    heard.commands(Command.HUB)
    heard.presses("Check what I said")
    shown = heard.screen.text + str(heard.screen.lines)
    while "Next page" in labels(heard):
        heard.presses("Next page")
        shown += str(heard.screen.lines)
    assert NOW not in shown
    assert "frightens" not in shown


def test_they_open_no_part_and_add_no_minutes(heard: Talk):
    heard.commands(Command.HUB)
    before = left(heard)
    heard.presses("What makes it hard")
    heard.says(NOW)
    heard.presses("Go on")
    heard.commands(Command.HUB)
    assert "Say it my way · not started" in labels(heard)
    assert left(heard) == before


def test_with_every_part_done_it_can_be_sent_whether_or_not_the_own_way_was_taken(heard: Talk):
    heard.says(NOW)
    for _ in range(400):
        if heard.screen.screen is Screen.HUB and "Next" not in labels(heard)[0]:
            break
        if heard.screen.screen is Screen.HUB:
            heard.presses(labels(heard)[0])
        elif "Skip" in labels(heard):
            heard.presses("Skip")
        else:
            heard.presses("Go on" if "Go on" in labels(heard) else "OK, go on")
    assert "You have been through every part. You can check it and send it." in heard.screen.said
