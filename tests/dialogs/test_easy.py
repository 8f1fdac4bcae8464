"""Easy read: a sentence at a time, the same question on file, and no picture missing."""

import pytest

from dialogs.buttons import Do, Move
from dialogs.conversation import Screen, Words
from dialogs.definition import Dialog
from dialogs.easy import seen, sentences
from tests.conversing import DEFINITIONS, Talk, a_dialog
from tests.dialogs.test_do_no_harm import DIALOG, sams

DIALOGS = [
    a_dialog(path)
    for path in sorted(DEFINITIONS.glob("*.toml"))
    if path.name != "house.toml" and not path.name.startswith("signposts")
]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What goes well? Small things count.", ("What goes well?", "Small things count.")),
        ("Hello Kelly. Asha asked you here.", ("Hello Kelly. Asha asked you here.",)),
        ("Dr. Bell reads it.\n\nRing 999.", ("Dr. Bell reads it.", "Ring 999.")),
        ("ما الذي يسير جيدا؟ كل شيء مهم هنا.", ("ما الذي يسير جيدا؟", "كل شيء مهم هنا.")),
        ("they come at 3.30 or so", ("they come at 3.30 or so",)),
        ("", ("",)),
    ],
)
def test_a_text_is_read_sentence_by_sentence(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts


def labels(talk: Talk) -> list[str]:
    return [button.label for _, button in seen(talk.screen).buttons]


@pytest.fixture
def talk() -> Talk:
    talk = Talk(DIALOG, sams("mine"))
    talk.presses("Easy read")
    return talk


def to_the_end(talk: Talk) -> None:
    while not seen(talk.screen).last:
        talk.presses("Next")


def test_what_answers_stands_below_the_last_sentence_alone(talk: Talk) -> None:
    whole = talk.screen.text
    read = [seen(talk.screen).text]
    while not seen(talk.screen).last:
        assert "Go on" not in labels(talk)
        assert "Next" in labels(talk)
        talk.presses("Next")
        read.append(seen(talk.screen).text)
    assert "Go on" in labels(talk)
    assert "Next" not in labels(talk)
    assert " ".join(read) == " ".join(whole.split())
    assert talk.screen.text == whole, "the whole question stays on file"


def test_the_question_stands_beside_what_it_is_about(talk: Talk) -> None:
    talk.reach("act.what")
    talk.says("Gran fetches Leo on Fridays")
    to_the_end(talk)
    talk.presses("No, that is all")
    to_the_end(talk)
    assert seen(talk.screen).text == "Who will do this?\n\nGran fetches Leo on Fridays"


def test_words_typed_before_the_last_sentence_are_an_answer_to_all_of_it(talk: Talk) -> None:
    asked = talk.reach("good.well")
    assert not seen(asked).last
    talk.says("we laugh a lot")
    assert talk.kept("good.well") == [Words(text="we laugh a lot")]
    assert seen(talk.screen).text == seen(asked).text, "the next one begins at its first sentence"
    assert "Anything else?" in " ".join(talk.screen.said)


def test_what_was_said_before_it_is_gone_when_the_page_is_turned(talk: Talk) -> None:
    talk.reach("good.well")
    talk.says("we laugh a lot")
    talk.presses("Next")
    assert talk.screen.said == ()


def test_another_way_of_asking_begins_at_its_own_first_sentence(talk: Talk) -> None:
    talk.reach("good.well")
    to_the_end(talk)
    talk.presses("Ask me another way")
    assert seen(talk.screen).text == sentences(talk.screen.text)[0]


def test_all_at_once_comes_back_in_the_list_of_parts(talk: Talk) -> None:
    talk.reach("good.well")
    to_the_end(talk)
    talk.presses("All parts")
    assert talk.screen.screen is Screen.HUB
    talk.presses("All at once again")
    talk.presses("What is going well")
    assert seen(talk.screen).text == talk.screen.text
    assert Do(move=Move.NEXT_PAGE) not in [button.act for button in talk.screen.buttons]


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: dialog.id)
def test_every_part_has_a_picture(dialog: Dialog) -> None:
    assert [section.id for section in dialog.section if section.sign is None] == []
