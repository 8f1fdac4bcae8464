"""H14: a young person stars what matters most, at most one line, and can say another any time."""

import pytest

from dialogs.conversation import Screen, Words
from dialogs.effects import Matter, Tell
from dialogs.stars import starred
from tests.conversing import Talk
from tests.dialogs.test_young_people import SETTINGS, the_talk


@pytest.fixture(params=SETTINGS)
def talk(request: pytest.FixtureRequest) -> Talk:
    talk = the_talk(request.param)
    talk.presses("Worries")
    for words in ("that we move again", "the shouting at night"):
        talk.says(words)
    talk.presses("No, that is all")
    talk.presses("Skip")
    talk.presses("Skip")
    return talk


def send(talk: Talk) -> None:
    talk.presses("Check what I said")
    talk.presses("Send to Asha")


def most(talk: Talk) -> str:
    """The words of the line that matters most, or ""."""
    root = starred(talk.now.answers)
    said = [a.value for a in talk.now.answers if a.root == root and isinstance(a.value, Words)]
    return said[-1].text if said else ""


def told(talk: Talk) -> list[Matter]:
    return [effect.matter for effect in talk.effects if isinstance(effect, Tell)]


def test_h14_the_child_stars_one_line_after_sending_and_the_desk_hears_of_it(talk: Talk) -> None:
    send(talk)
    assert talk.screen.screen is Screen.STAR
    assert talk.screen.said[0] == "Sent to Asha."
    assert [b.label for b in talk.screen.buttons][:2] == ["that we move again", "the shouting at night"]
    talk.presses("the shouting at night")
    assert talk.screen.screen is Screen.SENT
    assert most(talk) == "the shouting at night"
    assert Matter.STAR in told(talk)


def test_h14_another_line_can_be_starred_any_time_and_only_one_is(talk: Talk) -> None:
    send(talk)
    talk.presses("that we move again")
    talk.presses("All parts")
    assert "What you added or changed is not sent yet." not in talk.screen.said
    talk.presses("You said, we did")
    talk.presses("Say what matters most")
    assert talk.screen.buttons[0].label == "that we move again (now)"
    talk.presses("the shouting at night")
    assert talk.screen.screen is Screen.YOU_SAID
    assert most(talk) == "the shouting at night"


def test_h14_a_line_is_starred_where_it_is_changed_too_and_the_check_page_says_so(talk: Talk) -> None:
    talk.presses("Check what I said")
    talk.presses("Change 1")
    talk.presses("This matters most")
    assert most(talk) == "that we move again"
    assert talk.screen.lines[0].wish.startswith("This matters most to you.")
    assert Matter.STAR not in told(talk), "nothing is sent yet"
    talk.presses("Send to Asha")
    assert talk.screen.screen is Screen.SENT, "it was said already"


def test_h14_something_else_can_be_said_in_their_own_words(talk: Talk) -> None:
    send(talk)
    talk.says("that i stay with my sister", prompt=talk.screen.number)
    assert most(talk) == "that i stay with my sister"


@pytest.mark.parametrize("way", ["Skip", "no"])
def test_h14_a_skip_stars_nothing_and_is_not_asked_again(talk: Talk, way: str) -> None:
    send(talk)
    talk.presses(way) if way == "Skip" else talk.says(way, prompt=talk.screen.number)
    assert most(talk) == ""
    assert talk.screen.screen is Screen.SENT
    talk.presses("All parts")
    send(talk)
    assert talk.screen.screen is Screen.SENT


def test_h14_a_line_that_is_taken_back_matters_most_no_more(talk: Talk) -> None:
    send(talk)
    talk.presses("that we move again")
    talk.presses("All parts")
    talk.presses("Check what I said")
    talk.presses("Change 1")
    talk.presses("Take it back")
    assert most(talk) == ""
