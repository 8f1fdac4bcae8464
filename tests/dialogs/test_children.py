"""The dialogs of children beside a worker, 6 to 9 and 10 to 12, hold the rules of practice.md §2 and §9."""

from collections.abc import Iterator
from functools import cache

import pytest

from bot.dialog_files import read_dialogs
from bot.reading import PlainWords, bounds, read_plain_words, sentences_of, texts_of, wording_faults
from dialogs.buttons import Do, Enter, Move
from dialogs.conversation import Prompt, Screen
from dialogs.definition import IN_WORDS, Category, Dialog, Does, Kind, Question
from dialogs.effects import Ask, Matter, Raise, Tell
from dialogs.events import FactsChanged
from dialogs.facts import facts_for
from dialogs.plan import draft
from dialogs.samples import sampled
from dialogs.signposts import Alarm
from dialogs.strength import findings
from tests.conversing import Talk, a_dialog, listening
from tests.transcripts.drivers import as_sent, dialog_file
from tests.transcripts.families import FAMILIES, NAN_JEAN

SETTINGS = ("child of 8", "child of 11")
HARM = "he hits me when he has been drinking"


@cache
def the_dialog(setting: str) -> Dialog:
    return a_dialog(dialog_file(FAMILIES[setting].participants[0]), signposts=listening())


def the_talk(setting: str, *, beside: str = "No one else") -> Talk:
    """Leo or Mia, in front of the question where they would like to start."""
    family = FAMILIES[setting]
    child = family.participants[0]
    talk = Talk(the_dialog(setting), facts_for(family, child.id))
    answers = {"world": "No pictures", "know.advocate": "Not now", "beside": beside, "beside.call": "No"}
    for _ in range(30):
        question = talk.screen.question or ""
        if question == "first.part":
            return talk
        if talk.screen.kind is Kind.TEXT:
            talk.says("Nan")
        else:
            labels = [button.label for button in talk.screen.buttons]
            talk.presses(answers.get(question) or next(b for b in ("OK, go on", "Go on") if b in labels))
    raise AssertionError("the door does not end")


def raised(talk: Talk) -> list[Alarm]:
    return [effect.kind for effect in talk.effects if isinstance(effect, Raise)]


def moves(screen: Prompt) -> set[Move]:
    return {button.act.move for button in screen.buttons if isinstance(button.act, Do)}


def packaged() -> Iterator[Dialog]:
    """The dialogs for an age under 13, with the house's words."""
    yield from (one for one in read_dialogs().by_id.values() if one.ages and one.ages[1] < 13)


def questions(dialog: Dialog) -> Iterator[Question]:
    yield from (question for _, question in dialog.questions.values())


# How it is said --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain() -> PlainWords:
    return read_plain_words()


def test_reading_age_7_for_the_youngest_and_9_for_the_older_over_each_section(plain: PlainWords) -> None:
    held = {dialog.ages: bounds(dialog) for dialog in packaged()}
    assert held == {(6, 9): (7.0, 8), (10, 12): (9.0, 12)}
    for dialog in packaged():
        for section in dialog.section:
            age = plain.measured(map(sampled, texts_of(section))).age
            assert age <= bounds(dialog)[0], f"{dialog.id}/{section.id}: {age:.1f}"
        assert wording_faults(plain, dialog, f"{dialog.id}.toml") == []


def test_what_the_house_says_to_a_child_is_as_short(plain: PlainWords) -> None:
    words = {n: w for n, w in read_dialogs().house.words.items() if n.startswith("child.")}
    spoken = {name: sampled(text) for name, text in words.items() if ".button." not in name}
    assert plain.measured(spoken.values()).age <= 7
    for name, text in spoken.items():
        assert all(len(sentence.split()) <= 8 for sentence in sentences_of(text)), name


@pytest.mark.parametrize("setting", SETTINGS)
def test_skip_i_dont_know_and_not_today_stand_at_every_question_and_may_be_typed(setting: str) -> None:
    talk = the_talk(setting)
    talk.presses("Good things")
    labels = {button.label for button in talk.screen.buttons}
    assert {"Skip", "I don't know", "Not today", "Stop for now"} <= labels
    for words in ("dont know", "not today", "skip"):
        before = talk.screen.question
        talk.says(words)
        assert talk.screen.question != before, words


@pytest.mark.parametrize("setting", SETTINGS)
def test_nothing_puts_words_into_a_childs_mouth(setting: str) -> None:
    asked = list(questions(the_dialog(setting)))
    assert [question.id for question in asked if question.example] == []
    for question in asked:
        said = f"{question.ask} {question.other} {question.why}".casefold()
        for word in ("mum", "dad", "brother", "sister", "did he", "did she", "happened", "hit", "because"):
            assert word not in said, question.id


@pytest.mark.parametrize("setting", SETTINGS)
def test_h9_nobody_is_asked_what_happened_or_to_watch_a_grown_up(setting: str) -> None:
    found = {question.goes.category for question in questions(the_dialog(setting))}
    left_out = {Category.HARM, Category.SAFETY, Category.WHAT_IF, Category.VIEW, Category.ACTION}
    assert not found & left_out
    assert {Category.STRENGTH, Category.DANGER, Category.GOAL, Category.NETWORK, Category.SIGN} <= found


# The door ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
def test_h7_before_the_first_question_it_is_said_who_reads_it_and_what_cannot_stay_secret(
    setting: str,
) -> None:
    effects = the_talk(setting).effects
    door = " ".join(effect.prompt.text for effect in effects if isinstance(effect, Ask))
    for words in (
        "Asha reads what you say here",
        "Some things can't stay secret.",
        "No one at home is shown your words.",
        "the police",
        "day and night",
        "You can stop when you like.",
        "A skip says nothing about you.",
    ):
        assert words.casefold() in door.casefold()


@pytest.mark.parametrize("setting", SETTINGS)
def test_h10_somebody_on_their_side_is_offered_at_the_door_and_at_the_end(setting: str) -> None:
    dialog = the_dialog(setting)
    offers = [
        section for section, q in dialog.questions.values() if any(c.does is Does.ADVOCATE for c in q.choices)
    ]
    assert [section.door for section in offers] == [True, False]
    assert offers[-1] is dialog.section[-1]
    for question in questions(dialog):
        if {Does.ADVOCATE, Does.WITH_WORKER} & {choice.does for choice in question.choices}:
            assert "{worker} is told. No one at home is told." in question.ask


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("first", ["good", "worry", "dream", "say"])
def test_good_things_or_worries_or_wishes_come_first_as_the_child_likes(setting: str, first: str) -> None:
    talk = the_talk(setting)
    opens = next(c for c in talk.dialog.questions["first.part"][1].choices if c.opens == first)
    talk.presses(opens.label)
    assert talk.screen.section == first


@pytest.mark.parametrize("setting", SETTINGS)
def test_not_today_at_the_door_closes_it_kindly(setting: str) -> None:
    talk = Talk(the_dialog(setting), the_talk(setting).facts)
    talk.says("not today")
    assert talk.screen.screen is Screen.CLOSED
    assert talk.screen.text.startswith("That is fine. You need not say why.")
    assert [effect.matter for effect in talk.effects if isinstance(effect, Tell)] == [Matter.NOT_FOR_ME]


# What is flagged ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_saddest_face_is_flagged_for_the_same_day_and_said_so_before_the_tap(setting: str) -> None:
    talk = the_talk(setting)
    talk.presses("Good things")
    screen = talk.reach("home.face")
    assert "Asha looks first if you tap: Very sad. No one at home is told." in screen.said
    talk.presses("Very sad")
    assert raised(talk) == [Alarm.SAME_DAY]
    assert talk.screen.question == "home.step", "a face is no telling: the talk goes on"


@pytest.mark.parametrize("face", ["Sad", "In the middle", "Happy", "Very happy"])
def test_other_faces_raise_nothing(face: str) -> None:
    talk = the_talk("child of 8")
    talk.presses("Good things")
    talk.reach("home.face")
    talk.presses(face)
    assert raised(talk) == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_lowest_steps_are_flagged_for_the_same_day(setting: str) -> None:
    talk = the_talk(setting)
    talk.presses("Good things")
    screen = talk.reach("home.step")
    assert "Asha looks first at a very low number. No one at home is told." in screen.said
    talk.says("1")
    assert raised(talk) == [Alarm.SAME_DAY]


def test_a_very_big_worry_of_the_older_is_flagged_for_the_same_day() -> None:
    talk = the_talk("child of 11")
    talk.presses("Worries")
    talk.says("that we have to move")
    talk.presses("That is all")
    talk.reach("worry.big")
    talk.says("10")
    assert raised(talk) == [Alarm.SAME_DAY]


# Harm, and who is there -----------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("at", ["worry.what", "home.rules", "dream.wishes"])
def test_h10_after_words_of_harm_thanks_and_no_next_question(setting: str, at: str) -> None:
    talk = the_talk(setting)
    talk.presses("Worries")
    talk.reach(at)
    talk.says(HARM)
    assert talk.screen.screen is Screen.HELP
    assert talk.screen.said[0].startswith("Thank you for telling us. It is not your fault.")
    assert "Childline: 0800 1111." in talk.screen.text
    assert moves(talk.screen) == {Move.GO_ON, Move.ALL_HELP, Move.STOP}
    talk.presses("Go on")
    assert talk.screen.screen is Screen.HUB


def test_h10_harm_typed_where_it_is_asked_who_may_see_it_is_a_telling_too() -> None:
    talk = the_talk("child of 8")
    talk.presses("Wishes")
    talk.says("a dog")
    talk.presses("That is all")
    talk.presses("Skip")
    talk.presses("Someone must not see it")
    talk.says(f"not dad. {HARM}")
    assert talk.screen.screen is Screen.HELP


@pytest.mark.parametrize("setting", SETTINGS)
def test_h3_while_an_enquiry_runs_worries_are_closed_and_the_open_box_stays(setting: str) -> None:
    talk = the_talk(setting)
    talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"police_enquiry": True}))
    talk.presses("Worries")
    assert talk.screen.question != "worry.what"
    talk.presses("All parts")
    parts = {button.act.section for button in talk.screen.buttons if isinstance(button.act, Enter)}
    assert {"good", "dream", "home", "say"} <= parts


@pytest.mark.parametrize("setting", SETTINGS)
def test_h2_who_should_stay_away_is_asked_when_nobody_else_is_there(setting: str) -> None:
    talk = the_talk(setting, beside="A grown-up")
    talk.presses("Good things")
    with pytest.raises(AssertionError, match="no way on from hub"):
        talk.reach("home.out", most=150)


@pytest.mark.parametrize("setting", SETTINGS)
def test_h9_no_sign_is_an_answer_and_asks_nothing_further(setting: str) -> None:
    talk = the_talk(setting)
    talk.presses("Good things")
    talk.reach("home.want_signal")
    talk.says("no")
    assert talk.screen.question not in ("home.signal", "home.answers")


def test_h9_the_child_is_offered_as_nobody_who_answers_the_sign() -> None:
    for setting in SETTINGS:
        talk = the_talk(setting)
        talk.presses("Good things")
        talk.reach("home.want_signal")
        talk.presses("Yes")
        talk.says("i say the word pizza")
        names = [button.label for button in talk.screen.buttons]
        assert talk.facts.name not in names
        assert "Asha" in names


@pytest.mark.parametrize("setting", SETTINGS)
def test_h14_how_grown_ups_should_talk_with_me(setting: str) -> None:
    dialog = the_dialog(setting)
    how, never = dialog.questions["talk.how"][1], dialog.questions["talk.not"][1]
    assert {"walk", "draw", "beside"} <= {choice.id for choice in how.choices}
    assert never.kind in IN_WORDS


# In the plan ------------------------------------------------------------------------------------------------


def found(talk: Talk, setting: str, check: int, nan_jean: Talk | None = None) -> list[str]:
    """What a check of the plan says, once all of it is sent."""
    family = FAMILIES[setting]
    parts = [(family.participants[0], talk.dialog, as_sent(talk.now))]
    parts += [(NAN_JEAN, nan_jean.dialog, as_sent(nan_jean.now))] if nan_jean else []
    plan = draft(family, parts)
    today = talk.at.date()
    return [one.words for one in findings(plan, today) if one.check == check]


def with_a_sign(setting: str, who: str) -> Talk:
    talk = the_talk(setting)
    talk.presses("Good things")
    talk.reach("home.want_signal")
    talk.presses("Yes")
    talk.says("i say pizza")
    talk.says(who) if who else talk.presses("Skip")
    return talk


@pytest.mark.parametrize("setting", SETTINGS)
def test_11_and_21_a_grown_up_answers_the_childs_sign_and_never_a_child(setting: str) -> None:
    by = FAMILIES[setting].participants[0].name
    other = {"Leo": "Mia", "Mia": "Leo"}[by]
    untried = f"The signal of {by} was not practised yet: i say pizza"
    answered = f"Somebody answers the signal of {by}: i say pizza"
    assert found(with_a_sign(setting, "Nan"), setting, 11) == [answered, untried]
    assert found(with_a_sign(setting, "Nan"), setting, 21) == []
    nobody = f"No adult is named yet who answers the signal of {by}: i say pizza"
    assert found(with_a_sign(setting, ""), setting, 11) == [nobody, untried]
    assert found(with_a_sign(setting, other), setting, 11) == [nobody, untried]
    assert found(with_a_sign(setting, other), setting, 21) == [
        f"{other} is named to answer this: i say pizza. Which adult could?"
    ]


@pytest.mark.parametrize("setting", SETTINGS)
def test_10_an_adult_whom_a_child_chose_has_said_yes_themselves_or_it_is_talked_about(setting: str) -> None:
    talk = the_talk(setting)
    by = talk.facts.name
    talk.presses("Good things")
    assert found(talk, setting, 10) == [], "no one chosen is no gap"
    talk.reach("home.helps")
    talk.says("Nan Jean")
    assert found(talk, setting, 10) == [
        f"{by} chose Nan Jean to go to. Nan Jean has not said yes here yet. Do they know?"
    ]
    nan = Talk(a_dialog(dialog_file(NAN_JEAN)), facts_for(FAMILIES["network"], NAN_JEAN.id))
    nan.reach("can.do")
    nan.says("I pick up when they ring")
    nan.reach("can.yes")
    nan.presses("Yes, I will do this")
    assert found(talk, setting, 10, nan) == [
        f"{by} chose Nan Jean to go to. Nan Jean has said yes to something in the plan."
    ]


def test_10_an_adult_whose_doing_a_worry_is_about_is_something_to_talk_about() -> None:
    talk = the_talk("child of 8")
    talk.presses("Good things")
    talk.reach("home.helps")
    talk.says("Sam")
    assert found(talk, "child of 8", 10) == [
        "Leo chose Sam to go to, and a worry is about what Sam does. Who else?"
    ]


@pytest.mark.parametrize("setting", SETTINGS)
def test_21_a_brother_or_sister_who_helps_is_something_to_talk_about_and_stays_as_it_was_said(
    setting: str,
) -> None:
    talk = the_talk(setting)
    by, other = talk.facts.name, {"Leo": "Mia", "Mia": "Leo"}[talk.facts.name]
    talk.presses("Good things")
    talk.reach("home.helps")
    talk.says(other)
    talk.says("Nan")
    assert found(talk, setting, 21) == [f"{by} names {other} as somebody who helps. Which adult could it be?"]


@pytest.mark.parametrize("setting", SETTINGS)
def test_h9_no_sign_is_no_gap(setting: str) -> None:
    talk = the_talk(setting)
    talk.presses("Good things")
    talk.reach("home.want_signal")
    talk.presses("No")
    assert found(talk, setting, 11) == []
