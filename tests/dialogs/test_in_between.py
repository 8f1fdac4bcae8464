"""Words at a page to read, or at "Who is with you": they answer nothing, and count like any others."""

import pytest

from dialogs.conversation import Chosen, Number, Screen, Words
from dialogs.effects import Ask
from dialogs.events import Command, Opened
from dialogs.plan import DraftPlan, draft
from dialogs.strength import findings
from tests.conversing import Talk, listening
from tests.dialogs.test_do_no_harm import DIALOG, sams, through_the_door, through_the_door_of
from tests.dialogs.test_nothing import changes, checked, my_words
from tests.transcripts.families import FAMILIES

TYPED = "you lot took my kids"


@pytest.fixture
def talk() -> Talk:
    """Sam, who wrote under the first page to read, and is in the hub now."""
    talk = Talk(DIALOG, sams("mine"))
    talk.presses("Go on")
    assert talk.screen.question == "know.reads"
    talk.says(TYPED)
    return through_the_door_of(talk)


def drafted(talk: Talk) -> DraftPlan:
    """The draft of everything said so far."""
    checked(talk, until="-")
    talk.presses("Send to")
    family = FAMILIES["mine"]
    prompts = tuple(effect.prompt for effect in talk.effects if isinstance(effect, Ask))
    now = talk.now.model_copy(update={"prompts": prompts})
    return draft(family, [(family.participants[0], DIALOG, now)])


def comes_back(talk: Talk) -> None:
    talk.waits(days=1)
    talk.does(Opened)
    talk.presses("Go on")
    assert talk.screen.question == "beside"


def test_they_stand_on_the_check_page_and_in_my_words(talk: Talk) -> None:
    assert ("You wrote this under a page to read.", TYPED) in checked(talk)
    assert TYPED in [words for _, words in my_words(talk)]


def test_words_at_who_is_with_you_stand_there_too_also_on_another_day(talk: Talk) -> None:
    comes_back(talk)
    talk.says("mind ur own")
    talk.presses("No one")
    assert ("Who is with you right now?", "mind ur own") in checked(talk)
    comes_back(talk)
    talk.presses("No one")
    assert ("Who is with you right now?", "mind ur own") in checked(talk)


def test_they_can_be_changed_and_taken_back(talk: Talk) -> None:
    changes(talk, TYPED)
    talk.says("my kids were taken")
    assert talk.screen.screen is Screen.CHECK
    assert [value for value in talk.kept("know.reads") if isinstance(value, Words)] == [
        Words(text="my kids were taken")
    ]
    changes(talk, "my kids were taken")
    talk.presses("Take it back")
    assert not [value for value in talk.kept("know.reads") if isinstance(value, Words)]
    assert not [button for button in talk.screen.lines if "taken" in button.words]


def test_changed_words_beside_a_number_are_the_same_words_changed() -> None:
    talk = through_the_door(sams("mine"))
    talk.reach("worry.number")
    talk.says("about an 8 now")
    talk.presses("8")
    changes(talk, "about an 8 now")
    talk.says("an 8 on a good day")
    words = [value for value in talk.kept("worry.number") if isinstance(value, Words)]
    assert words == [Words(text="an 8 on a good day")]


def test_a_number_tapped_in_their_place_is_the_one_number() -> None:
    talk = through_the_door(sams("mine"))
    talk.reach("worry.number")
    talk.says("about an 8 now")
    talk.presses("8")
    changes(talk, "about an 8 now")
    talk.presses("7")
    numbers = [value.number for value in talk.kept("worry.number") if isinstance(value, Number)]
    assert numbers == [7]


def test_in_the_draft_they_have_a_heading_of_their_own(talk: Talk) -> None:
    plan = drafted(talk)
    assert [line.words for line in plan.asides] == [TYPED]
    assert TYPED not in [line.words for line in plan.process]


def test_a_path_changed_in_the_list_of_parts_is_kept_as_it_was_worded() -> None:
    talk = through_the_door(sams("mine"), path="Short")
    talk.presses("All the questions")
    (chosen,) = [value for value in talk.kept("path") if isinstance(value, Chosen)]
    assert chosen.choices == ("full",)
    assert "{" not in chosen.labels[0]
    talk.reach("own.worry")
    talk.says("the road outside")
    line = next(line for line in drafted(talk).process if line.question == "path")
    assert line.asked.startswith("How much time do you want to give this?")


def an_action_for(talk: Talk, *who: str) -> DraftPlan:
    talk.commands(Command.HUB)
    talk.presses("What will happen")
    talk.says("Somebody has Leo at weekends")
    talk.presses("No, that is all")
    talk.commands(Command.HUB)
    talk.presses("Who does it, and when")
    assert talk.screen.question == "act.who"
    for words in who:
        talk.says(words)
    return drafted(talk)


def test_words_that_are_no_name_hold_no_action_and_the_hole_stays_a_hole() -> None:
    talk = through_the_door(sams("mine"))
    plan = an_action_for(talk, "she's got a key", "no one yet")
    (action,) = plan.actions
    assert action.holders == ()
    assert action.nobody_yet
    assert "she's got a key" in [line.words for line in action.more], "kept beside it"
    assert "somebody" in [finding.rule for finding in findings(plan, talk.at.date())]


def test_words_to_read_today_are_nobody_who_acted() -> None:
    talk = through_the_door(sams("mine"))
    talk.dialog = talk.dialog.model_copy(update={"signposts": listening()})
    talk.reach("safe.what")
    talk.says("Gran had Leo")
    assert talk.screen.question == "safe.who"
    talk.says("I want to die")
    assert talk.screen.question == "safe.who"
    assert talk.kept("safe.who") == []
    assert Words(text="I want to die") in talk.kept("say.free")
