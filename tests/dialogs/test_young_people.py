"""The young people's dialogs hold the rules of practice.md §2 and §9: H3, H7, H9, H10 and H14."""

import pytest

from dialogs.buttons import Do, Enter, Move
from dialogs.conversation import Number, Prompt, Screen, Words
from dialogs.definition import Category, Does, Kind
from dialogs.effects import Ask, Matter, Raise, Tell
from dialogs.events import FactsChanged
from dialogs.facts import facts_for
from dialogs.signposts import Alarm
from tests.conversing import Talk, a_dialog, listening
from tests.transcripts.drivers import dialog_file
from tests.transcripts.families import FAMILIES

SETTINGS = ("young", "older")
HARM = "he hits me when he has been drinking"
NOW = "he has a knife and he is outside my door right now"


def the_talk(setting: str = "young", *, beside: str = "No one", seen: str = "No") -> Talk:
    """Mia, in front of the question where she would like to start."""
    family = FAMILIES[setting]
    mia = family.participants[0]
    talk = Talk(a_dialog(dialog_file(mia), signposts=listening()), facts_for(family, mia.id))
    answers = {"know.advocate": "Not now", "beside": beside, "how.phone": seen, "beside.call": "No"}
    for _ in range(30):
        question = talk.screen.question or ""
        if question == "first.part":
            return talk
        if talk.screen.kind is Kind.TEXT:
            talk.says("Miss Hall")
        else:
            labels = [button.label for button in talk.screen.buttons]
            talk.presses(answers.get(question) or next(b for b in ("OK, go on", "Go on") if b in labels))
    raise AssertionError("the door does not end")


def at_the_door(setting: str) -> list[Prompt]:
    """Every screen before the first question about anything."""
    talk = the_talk(setting)
    return [effect.prompt for effect in talk.effects if isinstance(effect, Ask)]


def raised(talk: Talk) -> list[Alarm]:
    return [effect.kind for effect in talk.effects if isinstance(effect, Raise)]


def moves(screen: Prompt) -> set[Move]:
    return {button.act.move for button in screen.buttons if isinstance(button.act, Do)}


# The door -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
def test_h7_before_the_first_question_it_is_said_who_reads_it_and_what_cannot_stay_secret(
    setting: str,
) -> None:
    door = " ".join(screen.text for screen in at_the_door(setting))
    for words in (
        "Asha reads what you say here, or Ben if Asha is away.",
        "Monday to Friday, 9 to 5",
        "No one watches this day and night.",
        "Some things can't stay secret.",
        "No one at home is shown your words here, unless Asha tells you first.",
        "We may have to share something to keep somebody safe. We tell you first when we can.",
        "The police or a court may use them too.",
        "You can skip or stop when you like.",
    ):
        assert words in door


@pytest.mark.parametrize("setting", SETTINGS)
def test_h10_an_advocate_is_offered_at_the_door_and_at_the_end_and_the_tap_says_who_is_told(
    setting: str,
) -> None:
    dialog = the_talk(setting).dialog
    offers = [
        (section, question)
        for section, question in dialog.questions.values()
        if any(choice.does is Does.ADVOCATE for choice in question.choices)
    ]
    assert [section.door for section, _ in offers] == [True, False]
    assert offers[-1][0] is dialog.section[-1]
    telling = {Does.ADVOCATE, Does.WITH_WORKER, Does.RING_ME, Does.INTERPRETER}
    for _, question in dialog.questions.values():
        told = [choice for choice in question.choices if choice.does in telling]
        if told and not all("{worker}" in choice.label for choice in told):
            assert "{worker} is told. No one at home is told." in question.ask


def test_h10_asking_for_an_advocate_tells_the_worker() -> None:
    talk = the_talk()
    talk.presses("Back")
    for _ in range(9):
        if talk.screen.question == "know.advocate":
            break
        talk.presses("Back")
    talk.presses("Yes, please")
    assert [e.matter for e in talk.effects if isinstance(e, Tell)] == [Matter.ADVOCATE]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(
    ("first", "question"), [("Good", "good.well"), ("Worries", "worry.what"), ("What I hope", "dream.monday")]
)
def test_good_things_or_worries_or_hopes_come_first_as_they_like(
    setting: str, first: str, question: str
) -> None:
    talk = the_talk(setting)
    talk.presses(first)
    assert talk.screen.question == question
    talk.presses("All parts")
    assert {b.act.section for b in talk.screen.buttons if isinstance(b.act, Enter)} >= {"good", "dream"}


def test_no_is_one_tap_and_its_answer_says_nothing_about_anybody_at_home() -> None:
    talk = Talk(a_dialog(dialog_file(FAMILIES["young"].participants[0])), the_talk().facts)
    talk.presses("Not for me")
    assert talk.screen.screen is Screen.CLOSED
    assert talk.screen.text.startswith("That is fine. You need not say why.")


# What is asked --------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS)
def test_h9_nobody_young_is_asked_what_happened_or_to_watch_an_adult(setting: str) -> None:
    questions = [question for _, question in the_talk(setting).dialog.questions.values()]
    categories = {question.goes.category for question in questions}
    assert not categories & {Category.HARM, Category.SAFETY, Category.WHAT_IF, Category.VIEW, Category.ACTION}
    for question in questions:
        asks = f"{question.ask} {question.other}".casefold()
        for leading in ("dad", "mum", "did he", "did she", "happened", "hit", "hurt you", "did it"):
            assert leading not in asks.replace("may be hurt", ""), question.id


def test_h9_no_signal_is_an_answer_and_asks_nothing_further() -> None:
    talk = the_talk()
    talk.presses("Good things")
    talk.reach("home.signal")
    talk.presses("Rather not say")
    assert talk.screen.question != "home.answers"


@pytest.mark.parametrize("setting", SETTINGS)
def test_h14_how_grown_ups_should_talk_with_me(setting: str) -> None:
    how = the_talk(setting).dialog.questions["talk.how"][1]
    assert {"walk", "beside", "draw"} <= {choice.id for choice in how.choices}


def test_h3_while_an_enquiry_runs_worries_are_closed_and_the_open_box_stays() -> None:
    talk = the_talk()
    talk.does(FactsChanged, facts=talk.now.facts.model_copy(update={"police_enquiry": True}))
    talk.presses("Worries")
    assert talk.screen.question != "worry.what"
    parts = {b.act.section for b in talk.screen.buttons if isinstance(b.act, Enter)}
    talk.presses("All parts") if not parts else None
    parts = {b.act.section for b in talk.screen.buttons if isinstance(b.act, Enter)}
    assert "worry_each" not in parts
    assert {"good", "dream", "home", "say"} <= parts


def test_who_should_stay_out_is_asked_when_nobody_is_there() -> None:
    talk = the_talk(beside="A grown-up")
    talk.presses("Good things")
    with pytest.raises(AssertionError, match="no way on from hub"):
        talk.reach("home.out", most=120)


# Numbers ---------------------------------------------------------------------------------------------


def test_a_very_low_step_is_flagged_for_the_same_day_and_said_so_before_the_tap() -> None:
    talk = the_talk()
    talk.presses("Good things")
    screen = talk.reach("home.step")
    assert "Asha is told of a very low number" in " ".join(screen.said)
    assert "No one at home is told." in " ".join(screen.said)
    talk.says("1")
    assert raised(talk) == [Alarm.SAME_DAY]
    words = next(effect.words for effect in talk.effects if isinstance(effect, Raise))
    assert words.startswith("1 (0 is: home does not feel OK at all")
    assert talk.kept("home.step") == [
        Number(number=1, low="home does not feel OK at all", high="home feels OK")
    ]
    assert talk.screen.screen is Screen.QUESTION, "a number is no telling: the talk goes on"


@pytest.mark.parametrize("number", [3, 7, 10])
def test_other_steps_raise_nothing(number: int) -> None:
    talk = the_talk()
    talk.presses("Good things")
    talk.reach("home.step")
    talk.says(str(number))
    assert raised(talk) == []


def test_a_very_big_worry_is_flagged_for_the_same_day() -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.says("that we have to move")
    talk.presses("No, that is all")
    talk.reach("worry.big")
    talk.says("10")
    assert raised(talk) == [Alarm.SAME_DAY]


# After telling ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [HARM, NOW])
@pytest.mark.parametrize("setting", SETTINGS)
def test_h10_after_words_of_harm_thanks_who_reads_it_and_when_and_no_next_question(
    setting: str, words: str
) -> None:
    talk = the_talk(setting)
    talk.presses("Worries")
    talk.says(words)
    screen = talk.screen
    assert screen.screen is Screen.HELP
    thanks = "Thank you for telling us. It is not your fault. Your words are kept. Asha is told now."
    assert screen.said == (
        f"{thanks} Asha reads at these times: Monday to Friday, 9 to 5. You can stop now.",
    )
    assert "999" in screen.text
    assert "Childline: 0800 1111." in screen.text
    assert screen.question is None
    assert moves(screen) == {Move.GO_ON, Move.ALL_HELP, Move.STOP}
    assert len(raised(talk)) == 1
    assert [a.value for a in talk.now.answers if isinstance(a.value, Words)] == [Words(text=words)]


def test_h10_stopping_after_telling_ends_kindly_and_coming_back_asks_first() -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.says(HARM)
    talk.presses("Stop for now")
    assert talk.screen.text == "Some of that may be hard. Who can you talk to tonight?"


def test_h10_the_list_of_parts_comes_next_and_a_question_only_once_they_choose_it() -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.says(HARM)
    talk.presses("All numbers")
    talk.presses("Go on")
    assert talk.screen.screen is Screen.HUB
    assert talk.kept("worry.what") == [Words(text=HARM)]
    assert "worry_each" not in {b.act.section for b in talk.screen.buttons if isinstance(b.act, Enter)}
    talk.presses("Worries")
    assert talk.screen.question == "worry.what"
    talk.presses("No, that is all")
    assert talk.screen.question == "worry.helps"


def test_h10_after_telling_no_part_comes_first_and_nothing_says_how_long_is_left() -> None:
    talk = the_talk("young")
    talk.presses("Good things")
    talk.presses("All parts")
    talk.presses("Worries")
    talk.says("dad hits me")
    talk.presses("Go on")
    assert talk.screen.screen is Screen.HUB
    assert not [button.label for button in talk.screen.buttons if button.label.startswith("Next: ")]
    assert "left" not in " ".join(talk.screen.said)
    talk.presses("Good things")
    talk.presses("All parts")
    assert [button.label for button in talk.screen.buttons if button.label.startswith("Next: ")]


def test_h10_who_stopped_after_telling_comes_back_to_the_list_too() -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.says(HARM)
    talk.presses("Stop for now")
    talk.presses("Carry on")
    assert talk.screen.screen is Screen.HUB


def test_help_that_was_asked_for_leads_back_to_the_question() -> None:
    talk = the_talk()
    talk.presses("Worries")
    talk.presses("Help now")
    talk.presses("Go on")
    assert talk.screen.question == "worry.what"


def test_h10_on_a_phone_that_somebody_sees_the_quiet_way_stands_instead() -> None:
    talk = the_talk(seen="Yes, or maybe")
    talk.presses("Worries")
    talk.says(HARM)
    assert talk.screen.screen is Screen.HELP
    assert talk.screen.said == ()
    assert "fault" not in talk.screen.text
    assert raised(talk) == [Alarm.SAME_DAY]


def test_a_parents_talk_goes_on_after_words_for_the_same_day() -> None:
    family = FAMILIES["mine"]
    sam = family.participants[0]
    talk = Talk(a_dialog(dialog_file(sam), signposts=listening()), facts_for(family, sam.id))
    talk.reach("good.well")
    talk.says(HARM)
    assert raised(talk) == [Alarm.SAME_DAY]
    assert talk.screen.screen is Screen.QUESTION
