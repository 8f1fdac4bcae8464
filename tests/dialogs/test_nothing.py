""" "Nobody", "no one yet" and "nothing" are answers: they are shown as they were said, and can be kept."""

import pytest

from bot.browser.saying import Sayings
from dialogs.conversation import Named, NoMore, Prompt, Screen
from dialogs.events import Command, Edited, Shown
from tests.conversing import Talk
from tests.dialogs.test_do_no_harm import sams, through_the_door


@pytest.fixture
def talk() -> Talk:
    """Sam, alone, on the long way, in the hub."""
    return through_the_door(sams("mine"))


def checked(talk: Talk, until: str = "") -> list[tuple[str, str]]:
    """The check pages, each question with the words under it; up to the page that has these words."""
    talk.commands(Command.HUB)
    talk.presses("Check what I said")
    found: list[tuple[str, str]] = []
    question = ""
    while True:
        for line in talk.screen.lines:
            question = line.question.split("\n")[0] or question
            found.append((question, line.words))
        here = until and until in [line.words for line in talk.screen.lines]
        if here or "Next page" not in labels(talk):
            return found
        talk.presses("Next page")


def my_words(talk: Talk) -> list[tuple[str, str]]:
    """What stands on "My words"."""
    everything = Sayings(talk.dialog, talk.now).everything()
    return [(said.question.split("\n")[0], said.words) for part in everything for said in part.said]


def changes(talk: Talk, words: str) -> Prompt:
    """Press "Change" beside these words on the check page."""
    checked(talk, until=words)
    place = [line.words for line in talk.screen.lines].index(words) + 1
    talk.presses(f"Change {place}")
    return talk.screen


def labels(talk: Talk) -> list[str]:
    return [button.label for button in talk.screen.buttons]


WHO = "Who will do this?"
SIDE = "Who, if anyone, is on your side, or could be? They may know a lot, a little or nothing yet."


def no_one_yet(talk: Talk) -> None:
    talk.reach("act.what")
    talk.says("Someone is with us at weekends")
    talk.presses("No, that is all")
    talk.reach("act.who")
    talk.presses("No one yet")


class TestNobody:
    def test_no_one_yet_stands_in_the_check_and_in_my_words(self, talk: Talk) -> None:
        no_one_yet(talk)
        assert (WHO, "No one yet") in checked(talk)
        assert (WHO, "No one yet") in my_words(talk)

    def test_no_one_yet_can_be_kept(self, talk: Talk) -> None:
        no_one_yet(talk)
        assert changes(talk, "No one yet").quote == "No one yet"
        talk.presses("Keep it as it is")
        assert talk.screen.screen is Screen.CHECK
        assert talk.kept("act.who") == [NoMore()]

    def test_no_one_yet_gives_way_to_a_name(self, talk: Talk) -> None:
        no_one_yet(talk)
        changes(talk, "No one yet")
        talk.presses("Gran")
        assert [type(value) for value in talk.kept("act.who")] == [Named]
        assert (WHO, "Gran") in checked(talk)

    def test_words_beside_it_hide_nothing(self, talk: Talk) -> None:
        talk.reach("act.what")
        talk.says("Someone is with us at weekends")
        talk.presses("No, that is all")
        talk.reach("act.who")
        talk.says("whoever can make it")
        talk.presses("No one yet")
        said = [words for question, words in checked(talk) if question == WHO]
        assert said == ["whoever can make it", "No one yet"]

    def test_nobody_on_my_side_is_shown_and_can_be_kept(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.presses("Nobody")
        assert (SIDE, "Nobody") in checked(talk)
        assert (SIDE, "Nobody") in my_words(talk)
        assert changes(talk, "Nobody").quote == "Nobody"
        talk.presses("Keep it as it is")
        assert talk.screen.screen is Screen.CHECK

    def test_a_name_in_place_of_nobody_opens_the_list_again(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.presses("Nobody")
        changes(talk, "Nobody")
        talk.presses("Gran")
        assert talk.screen.said == ("Thank you. That is kept. Anybody else?",)
        talk.presses("Nobody else")
        assert (SIDE, "Gran") in checked(talk)
        assert "Nobody" not in [words for _, words in my_words(talk)]

    def test_what_was_just_tapped_is_shown_back(self, talk: Talk) -> None:
        talk.reach("people.names")
        talk.presses("Nobody")
        assert Sayings(talk.dialog, talk.now).this_sitting()[-1].words == "Nobody"


WHAT = "What is one thing that will happen for Leo? It can be small. It can be a rule."


class TestNothing:
    @pytest.mark.parametrize("word", ["nothing", "no", "None."])
    def test_nothing_will_happen_is_shown_as_it_was_typed(self, talk: Talk, word: str) -> None:
        talk.reach("act.what")
        talk.says(word)
        assert (WHAT, word) in checked(talk)
        assert (WHAT, word) in my_words(talk)
        assert changes(talk, word).quote == word
        talk.presses("Keep it as it is")
        assert talk.kept("act.what") == [NoMore()]

    def test_nobody_is_asked_who_will_do_nothing(self, talk: Talk) -> None:
        talk.reach("act.what")
        talk.says("Gran takes Leo to school")
        talk.presses("No, that is all")
        changes(talk, "Gran takes Leo to school")
        talk.says("nothing")
        assert WHO not in [question for question, _ in checked(talk)]

    def test_nor_where_the_message_itself_was_changed(self, talk: Talk) -> None:
        talk.reach("act.what")
        talk.does(Shown, prompt=talk.screen.number, message=6)
        talk.says("Gran takes Leo to school", message=7)
        talk.presses("No, that is all")
        talk.does(Edited, message=7, text="Nothing")
        assert (WHAT, "Nothing") in checked(talk)
        assert WHO not in [question for question, _ in checked(talk)]

    def test_something_in_place_of_nothing_opens_the_list_again(self, talk: Talk) -> None:
        talk.reach("act.what")
        talk.says("nothing")
        changes(talk, "nothing")
        talk.says("Gran takes Leo to school")
        assert talk.screen.said == ("Thank you. That is kept. Anything else?",)
        talk.presses("No, that is all")
        assert (WHAT, "Gran takes Leo to school") in checked(talk)
        assert "nothing" not in [words for _, words in my_words(talk)]

    def test_it_is_shown_back_at_once(self, talk: Talk) -> None:
        talk.reach("act.what")
        talk.says("nothing")
        assert Sayings(talk.dialog, talk.now).this_sitting()[-1].words == "nothing"
