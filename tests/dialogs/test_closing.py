"""After closure nothing pretends that anybody reads, and what the family has stays theirs (H5, H11)."""

import pytest

from dialogs.conversation import Screen
from dialogs.effects import Freeze, Raise, Tell
from dialogs.events import Command, FactsChanged, LetterOpened
from dialogs.facts import Letter, LetterKind
from dialogs.ids import LetterId
from tests.conversing import NOON, Talk
from tests.dialogs.test_do_no_harm import DIALOG, sams, through_the_door
from tests.dialogs.test_red_flag import moves, shown

CLOSED = Letter(id=LetterId("c1"), kind=LetterKind.CLOSED, words="Nan Jean meets you.", at=NOON, name="Asha")
NO_ONE = "No worker reads here any more."


@pytest.fixture
def talk() -> Talk:
    talk = through_the_door(sams("mine"))
    return closed(talk)


def closed(talk: Talk) -> Talk:
    facts = talk.now.facts
    talk.does(FactsChanged, facts=facts.model_copy(update={"letters": (*facts.letters, CLOSED)}))
    talk.effects.clear()
    return talk


def test_h5_the_letter_says_that_the_worry_may_not_be_over(talk: Talk) -> None:
    talk.does(LetterOpened, letter=CLOSED.id)
    assert "It does not mean that the worry is over." in talk.screen.text
    assert talk.screen.quote == "Nan Jean meets you."
    assert not {"I don't understand this", "Answer"} & moves(talk), "nobody would read it"


def test_h11_wherever_somebody_goes_they_read_that_no_worker_reads(talk: Talk) -> None:
    for command in (Command.HUB, Command.START, Command.STOP, Command.BACK, Command.WHO_READS):
        talk.commands(command)
        assert talk.screen.screen is Screen.OVER, command
        assert NO_ONE in talk.screen.text
        assert talk.screen.kind is None, "no box is open"


def test_h11_what_is_typed_all_the_same_goes_to_nobody_and_says_so(talk: Talk) -> None:
    talk.commands(Command.HUB)
    talk.says("can you ring me")
    assert NO_ONE in talk.screen.text
    assert not [effect for effect in talk.effects if isinstance(effect, Tell | Freeze)]


def test_h11_words_of_danger_get_help_first_and_no_promise(talk: Talk) -> None:
    talk = closed(through_the_door(sams("mine")))
    talk.commands(Command.HUB)
    talk.says("he has a knife")
    if talk.screen.screen is Screen.HELP:
        assert "Asha gets a message" not in shown(talk)


def test_h11_the_red_flag_button_shows_whom_to_ring_and_puts_nothing_anywhere(talk: Talk) -> None:
    talk.commands(Command.HUB)
    talk.presses("I see a red flag")
    assert talk.screen.said[0] == "No worker will see this now."
    assert not any(label.startswith("Put it on the list") for label in moves(talk))
    talk.says("the blue van is back")
    assert not [effect for effect in talk.effects if isinstance(effect, Raise)]
    assert talk.screen.said == ("No worker will see this now.",)


def test_at_the_door_too() -> None:
    talk = closed(Talk(DIALOG, sams("mine")))
    talk.presses("Go on")
    assert talk.screen.screen is Screen.OVER
