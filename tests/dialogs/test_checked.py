"""What stands on the check pages: all that "Send" sends, on the short path too."""

from dialogs.conversation import Screen, Words
from dialogs.events import Command
from tests.conversing import Talk
from tests.dialogs.test_do_no_harm import sams, through_the_door

BOX = "What do you want to say? Write it, or send a voice note."


def on_the_short_path() -> Talk:
    """Sam in the hub, with something said in the own-words box there."""
    talk = through_the_door(sams("mine"), path="Short")
    talk.commands(Command.HUB)
    talk.says("ring me after six please")
    return talk


def lines(talk: Talk) -> list[tuple[str, str]]:
    return [(line.question.split("\n")[0], line.words) for line in talk.screen.lines]


def test_what_was_said_in_own_words_is_checked_on_the_short_path():
    talk = on_the_short_path()
    talk.presses("Check what I said")
    assert (BOX, "ring me after six please") in lines(talk)


def test_words_that_come_on_the_check_page_stand_there_at_once():
    talk = on_the_short_path()
    talk.presses("Check what I said")
    talk.says("and I want a different worker")
    assert (talk.screen.screen, "and I want a different worker" in [words for _, words in lines(talk)]) == (
        Screen.CHECK,
        True,
    )


def test_its_words_can_be_changed_from_there():
    talk = on_the_short_path()
    talk.presses("Check what I said")
    place = [words for _, words in lines(talk)].index("ring me after six please") + 1
    talk.presses(f"Change {place}")
    assert talk.screen.quote == "ring me after six please"
    talk.says("ring me after seven please")
    assert talk.screen.screen is Screen.CHECK
    assert (BOX, "ring me after seven please") in lines(talk)
    assert talk.kept("say.free") == [Words(text="ring me after seven please")]


def test_and_taken_back():
    talk = on_the_short_path()
    talk.presses("Check what I said")
    place = [words for _, words in lines(talk)].index("ring me after six please") + 1
    talk.presses(f"Change {place}")
    talk.presses("Take it back")
    assert BOX not in [question for question, _ in lines(talk)]


def test_what_the_long_way_was_told_stands_there_after_the_short_way_was_taken():
    talk = through_the_door(sams("mine"))
    talk.reach("good.friend")
    talk.says("She would say I turn up")
    talk.commands(Command.HUB)
    talk.presses("The short way")
    talk.presses("Check what I said")
    assert "She would say I turn up" in [words for _, words in lines(talk)]


def test_what_the_short_way_leaves_out_is_not_missing_there():
    talk = on_the_short_path()
    talk.reach("good.well")
    talk.says("we read")
    talk.commands(Command.HUB)
    talk.presses("Check what I said")
    asked = [question for question, _ in lines(talk)]
    assert not [question for question in asked if question.startswith("What would a good friend say")]


def test_what_was_said_alone_is_not_checked_with_somebody_there():
    talk = through_the_door(sams("mine"))
    talk.reach("people.fear")
    talk.says("a man I used to know")
    talk.commands(Command.HUB)
    talk.presses("The short way")
    talk.waits(hours=9)
    talk.commands(Command.START)
    while talk.screen.question != "beside":
        talk.presses("Go on")
    talk.presses("Someone else")
    talk.says("my mum")
    talk.presses("No, thank you")
    talk.commands(Command.HUB)
    talk.presses("Check what I said")
    assert "a man I used to know" not in [words for _, words in lines(talk)]


def test_what_was_read_just_above_is_not_read_again():
    """A tired reader checks their own words: an action stands over its answers once, a worry by its name."""
    talk = through_the_door(sams("mine"), path="Short")
    talk.reach("worry.agree")
    talk.presses("Some of it")
    talk.reach("act.what")
    talk.says("Gran has Leo on Fridays")
    talk.reach("act.who")
    talk.presses("Sam")
    talk.says("every Friday")
    talk.commands(Command.HUB)
    talk.presses("Check what I said")
    shown = {line.words: line.question for line in talk.screen.lines}
    assert shown["Sam"] == "Who will do this?\n\nGran has Leo on Fridays"
    assert shown["every Friday"] == "When will this be done?"
    worry = "Asha calls this worry “the drinking”. Asha wrote:\n\n…\n\nIs that how you see it?"
    assert shown["Some of it"] == worry
