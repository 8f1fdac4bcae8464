"""A dialog file is refused with every fault at once, each with its file and question."""

from pathlib import Path

import pytest

from dialogs.definition import Category, House, Kind
from dialogs.errors import Fault, FaultyDialog
from dialogs.ids import QuestionId
from dialogs.load import load, load_house

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.toml"))
NO_WORDS = House(words={})

SOUND = """
id = "sound"
title = "Sound"
role = "network"

[[section]]
id = "good"
title = "Good things"
repeats = { over = "child" }

[[section.question]]
id = "good.one"
kind = "text"
ask = "What do you enjoy with {child}?"
why = "A plan starts from what works."
other = "What would {child} say?"
example = "We read a book every night."
goes = { category = "strength" }
"""


def faults_of(text: str, file: str = "a.toml") -> tuple[Fault, ...]:
    """What `load` says is wrong with a text."""
    with pytest.raises(FaultyDialog) as refused:
        load(text, file, NO_WORDS)
    return refused.value.faults


def test_a_sound_dialog_is_read_as_it_stands() -> None:
    dialog = load(SOUND, "sound.toml", House(words={"button.back": "Back"}))
    section, question = dialog.questions[QuestionId("good.one")]
    assert (section.title, question.kind) == ("Good things", Kind.TEXT)
    assert question.goes.category is Category.STRENGTH
    assert dialog.house["button.back"] == "Back"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_every_broken_dialog_is_refused_for_its_one_reason(path: Path) -> None:
    """The first line of each file names the fault; a syntax error is known by how it begins."""
    text = path.read_text()
    expected = text.partition("\n")[0].removeprefix("# ")
    found = [str(fault) for fault in faults_of(text, path.name)]
    assert len(found) == 1, found
    if path.stem == "not_toml":
        assert found[0].startswith(f"{path.name}: {expected}")
    else:
        assert found == [f"{path.name}: {expected}"]


def test_one_slip_does_not_hide_the_next_one() -> None:
    slips = SOUND.replace('kind = "text"', 'kind = "txt"', 1) + (
        '[[section.question]]\nid = "good.two"\nkind = "choice"\nask = "How is {chid}?"\n'
        'why = "w"\nother = "o"\nwhen = [{ question = "good.none", said = true }]\n'
    )
    assert [(fault.place, fault.why) for fault in faults_of(slips)] == [
        ("good.one", f"`kind` is not one of {', '.join(list(Kind)[:-1])} or date"),
        ("good.two", "a rule names `good.none`, which no question is called"),
        ("good.two", "choice needs two choices or more"),
        ("good.two", "`ask`: {chid} is no name that a dialog fills in"),
    ]


def test_a_rule_about_a_question_that_could_not_be_read_is_no_second_fault() -> None:
    text = SOUND.replace('kind = "text"', 'kind = "txt"', 1) + (
        '[[section.question]]\nid = "good.two"\nkind = "text"\nask = "And more?"\n'
        'why = "w"\nother = "o"\nexample = "e"\nwhen = [{ question = "good.one", said = true }]\n'
    )
    assert [fault.place for fault in faults_of(text)] == ["good.one"]


def test_a_refusal_says_all_its_faults_one_a_line() -> None:
    error = FaultyDialog((Fault("a.toml", "q1", "this"), Fault("a.toml", "", "that")))
    assert str(error) == "a.toml: q1: this\na.toml: that"


def test_the_house_knows_its_words_by_name() -> None:
    house = load_house('[words]\n"button.back" = "Back"\n', "house.toml", frozenset({"button.back"}))
    assert house["button.back"] == "Back"


@pytest.mark.parametrize(
    "text, place, why",
    [
        ("words = [", "", "this is not TOML"),
        ('[word]\nback = "Back"', "word", "means nothing here"),
        ('[words]\nback = "Back"\nhelp = 3', "help", "is not text in quotes"),
        ('[words]\nback = "Back"', "help", "it is needed, and missing"),
        ('[words]\nback = "Back"\nhelp = ""', "help", "it is empty"),
        ('[words]\nback = "Back"\nhelp = "Ring {mum}"', "help", "{mum} is no name that the house fills in"),
        ('[words]\nback = "Back"\nhelp = "{worker}\'s number"', "help", "a name never takes an ending"),
        (f'[words]\nhelp = "Ring"\nback = "{"Back " * 80}"', "back", "a phone's screen holds 350"),
        ('[words]\n"button.back" = "Back to where you were before"', "button.back", "a button holds 28"),
    ],
)
def test_the_house_is_refused_with_the_name_of_the_word(text: str, place: str, why: str) -> None:
    with pytest.raises(FaultyDialog) as refused:
        load_house(text, "house.toml", frozenset({"back", "help"}))
    assert any(fault.place == place and why in fault.why for fault in refused.value.faults), str(
        refused.value
    )
