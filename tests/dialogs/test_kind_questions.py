"""What a tired, an angry or a frightened parent meets: one kind next question, and their words kept."""

import re

import pytest

from dialogs.buttons import Pick
from dialogs.conversation import Screen
from dialogs.definition import Kind
from dialogs.facts import WORKER
from dialogs.ids import ChildId, QuestionId
from dialogs.people import Child
from dialogs.route import Moment, Route
from dialogs.translate import texts
from tests.conversing import Talk
from tests.dialogs.test_do_no_harm import DIALOG, QUESTIONS, sams, through_the_door

FREYA = Child(id=ChildId("freya"), name="Freya", born=2025)
LEO = Child(id=ChildId("leo"), name="Leo", born=2018)


def at(question: str, **changes: object) -> Talk:
    """A conversation that stands at this question, on the long way."""
    talk = through_the_door(sams("mine", **changes))
    talk.reach(question)
    return talk


# "I have nobody", "I'm not worried", "it'll be fine", and anger -----------------------------------


@pytest.mark.parametrize(
    ("asked", "said", "next_one", "asks"),
    [
        ("whatif.away", "it'll be fine", "whatif.away_next", "if that falls through, who is next?"),
        ("whatif.night", "it'll be fine", "whatif.night_next", "if that does not work"),
        ("hard.workers", "you lot ruined it", "hard.process", "that you want Asha to hear?"),
        ("worry.view", "its lies. says who", "worry.others", "Who else worries about this?"),
    ],
)
def test_each_meets_one_kind_question_more_and_is_kept_as_said(
    asked: str, said: str, next_one: str, asks: str
) -> None:
    talk = at("worry.agree" if asked == "worry.view" else asked)
    if asked == "worry.view":
        talk.presses("Yes")
    talk.says(said)
    if talk.screen.screen is Screen.PLAY_BACK:
        talk.presses("Yes, that is it")
    assert talk.screen.question == next_one
    assert asks in talk.screen.text
    assert [value.text for value in talk.kept(asked)] == [said]  # type: ignore[attr-defined]


def test_i_have_nobody_meets_the_school_gate_and_the_names_in_a_phone() -> None:
    talk = at("people.names")
    talk.presses("Nobody")
    assert talk.screen.question == "people.new"
    assert "It may feel like no one." in talk.screen.text


def test_i_am_not_worried_is_asked_what_they_see() -> None:
    talk = at("own.worry")
    talk.presses("Skip")
    assert talk.screen.question == "own.fine"
    talk.says("she sleeps and eats")
    assert talk.screen.question == "own.child"


def test_no_to_the_worry_is_asked_how_they_see_it_and_what_a_normal_day_is_like() -> None:
    talk = at("worry.agree")
    talk.presses("No")
    assert talk.screen.text == "How do you see it, in your own words?"
    talk.says("its lies. says who")
    talk.reach("worry.normal", about="drink")
    assert "Is it what you meant?" not in talk.screen.text


# A baby does not say ------------------------------------------------------------------------------


def asked_of(*children: Child) -> set[tuple[QuestionId, str]]:
    talk = through_the_door(sams("mine", children=children))
    return {(step.question.id, step.about) for step in Route(DIALOG, talk.now, Moment(12, 2026)).steps()}


def test_of_a_baby_nobody_asks_what_it_would_say_but_what_it_does() -> None:
    asked = asked_of(FREYA)
    ids = {id for id, _ in asked}
    assert {"child.shows", "child.settles", "child.love", "child.with_you"} <= ids
    assert not ids & {"child.say", "child.miss", "child.goes_to", "own.child", "hurt.child"}


def test_each_child_is_asked_after_in_its_own_way() -> None:
    asked = asked_of(FREYA, LEO)
    assert ("child.shows", "freya") in asked
    assert ("child.say", "leo") in asked
    assert ("child.say", "freya") not in asked
    assert ("child.shows", "leo") not in asked
    assert ("own.child", "") in asked, "Leo may have worries of his own"


def test_a_child_who_may_be_four_is_asked_after_in_words() -> None:
    talk = at("child.say", children=(LEO.model_copy(update={"born": 2022}),))
    assert "What do you think Leo would tell Asha?" in talk.screen.text


def test_what_was_said_about_a_small_child_stays_when_the_child_is_four() -> None:
    talk = at("child.shows", children=(FREYA,))
    talk.says("he reaches up")
    later = Route(DIALOG, talk.now, None)
    assert ("child.shows", "freya") in {(step.question.id, step.about) for step in later.steps()}
    now = Route(DIALOG, talk.now, Moment(12, 2030))
    assert "child.say" in {step.question.id for step in now.steps()}


# Whom a who-question offers -----------------------------------------------------------------------


def offered(talk: Talk) -> list[str]:
    return [button.label for button in talk.screen.buttons if isinstance(button.act, Pick)]


def test_the_worker_may_be_who_does_it_and_is_nobody_to_ring_at_night() -> None:
    talk = at("act.what")
    talk.says("someone looks at the damp")
    talk.presses("No, that is all")
    talk.reach("act.who")
    assert offered(talk) == ["Sam", "Ryan", "Gran", "Asha"]
    talk.presses("Asha")
    assert [value.person for value in talk.kept("act.who")] == [WORKER]  # type: ignore[attr-defined]
    talk.reach("sign.call")
    assert offered(talk) == ["Ryan", "Gran"]


def test_if_they_cannot_is_somebody_else_than_they() -> None:
    talk = at("act.what")
    talk.says("school run")
    talk.says("bedtime")
    talk.presses("No, that is all")
    talk.reach("act.who")
    talk.presses("Gran")
    talk.reach("act.backup", about=talk.screen.about)
    assert offered(talk) == ["Sam", "Ryan", "Asha"]
    second = next(a.root for a in talk.now.answers if getattr(a.value, "text", "") == "bedtime")
    talk.reach("act.who", about=second)
    assert "Gran" in offered(talk), "she can do the other thing too"


def test_nobody_rings_themselves_or_the_same_person_twice() -> None:
    talk = at("sign.call")
    assert offered(talk) == ["Ryan", "Gran"]
    talk.presses("Gran")
    assert talk.screen.question == "sign.call_next"
    assert offered(talk) == ["Ryan"]


def test_changing_who_does_it_offers_everybody_again() -> None:
    talk = at("act.what")
    talk.says("school run")
    talk.presses("No, that is all")
    talk.reach("act.who")
    talk.presses("Gran")
    talk.presses("Back")
    assert "Gran" in offered(talk)


# Saying it all at once ----------------------------------------------------------------------------


def test_who_says_it_all_at_once_sees_all_of_it_and_may_pick_several_headings() -> None:
    everything = "he is fed and at school each day. " * 20 + "I want it to stop being a fight."
    talk = Talk(DIALOG, sams("no worries"))
    talk.presses("I want to say it my way")
    talk.reach("say.first")
    talk.says(everything)
    talk.presses("Yes, that is it")
    talk.reach("sort.first")
    assert everything in talk.screen.text
    assert talk.screen.kind is Kind.CHOICES


# Words that do not read well ----------------------------------------------------------------------


def test_two_children_are_never_glued_to_you() -> None:
    """ "You and Leo and Mia" reads badly, and "Are Leo" worse."""
    for _, question in QUESTIONS:
        for _, text in texts(question):
            assert not re.search(
                r"\byou (and|or) \{children\}|\{children\} (and|or) you|are \{children\}", text
            )


def test_who_is_next_assumes_nothing_about_who_came_before() -> None:
    for id in ("whatif.away_next", "whatif.night_next"):
        assert "they" not in DIALOG.questions[QuestionId(id)][1].ask


@pytest.mark.parametrize(
    ("says", "asked"),
    [
        ("Some of it", ["theirs.view", "theirs.must"]),
        ("No", ["theirs.see"]),
        ("Yes", ["theirs.done", "theirs.must"]),
    ],
)
def test_the_short_way_asks_how_i_see_a_worry_about_somebody_else_unless_i_see_it_the_same(
    says: str, asked: list[str]
) -> None:
    talk = through_the_door(sams("theirs"), path="Short")
    talk.reach("theirs.agree")
    talk.presses(says)
    put = []
    while talk.screen.section == "theirs":
        put.append(talk.screen.question)
        talk.says("I see it my way")
    assert put == asked
