"""Plain words: what is counted, what is refused, and that the packaged strings keep to it."""

import re

import pytest

from bot.dialog_files import read_dialogs, survey
from bot.help_numbers import read_help_numbers
from bot.reading import Measure, PlainWords, house_wording_faults, read_plain_words, wording_faults
from bot.strings import template
from dialogs.definition import Dialog, House, Kind, Question, Section
from dialogs.ids import DialogId, QuestionId, SectionId
from dialogs.people import Role
from dialogs.strength import ENGLISH as CHECKED
from tests.bot.browser.test_pages import words_of_templates


@pytest.fixture(scope="module")
def plain() -> PlainWords:
    """The packaged lists."""
    return read_plain_words()


def a_dialog(ask: str, why: str = "") -> Dialog:
    """A dialog of one question."""
    question = Question(id=QuestionId("q1"), kind=Kind.TEXT, ask=ask, why=why)
    section = Section(id=SectionId("one"), title="One", question=(question,))
    return Dialog(id=DialogId("d"), title="D", role=Role.PARENT, section=(section,))


@pytest.mark.parametrize(
    "word, count",
    [
        ("make", 1),
        ("asked", 1),
        ("times", 1),
        ("school", 1),
        ("don't", 1),
        ("wanted", 2),
        ("boxes", 2),
        ("table", 2),
        ("worried", 2),
        ("question", 2),
        ("children", 2),
        ("sometimes", 2),
        ("someone", 2),
        ("Asha's", 2),
        ("every", 2),
        ("family", 3),
        ("tomorrow", 3),
        ("different", 3),
        ("idea", 3),
        ("solicitor", 4),
        ("interpreter", 4),
    ],
)
def test_syllables_are_those_that_are_heard(plain: PlainWords, word: str, count: int) -> None:
    assert plain.syllables(word) == count


def test_the_reading_age_is_the_grade_plus_five(plain: PlainWords) -> None:
    measure = plain.measured(["The cat sat on the mat. It was warm."])
    assert measure == Measure(sentences=2, words=9, syllables=9)
    assert measure.age == pytest.approx(0.39 * 9 / 2 + 11.8 * 9 / 9 - 15.59 + 5)
    assert plain.measured([]).age == 0


def test_a_hard_section_is_refused_and_an_easy_one_is_not(plain: PlainWords) -> None:
    hard = "Professional agencies coordinate multidisciplinary interventions addressing parental capacity."
    assert any(
        f.place == "one" and "reading age" in f.why for f in wording_faults(plain, a_dialog(hard), "d.toml")
    )
    assert (
        wording_faults(plain, a_dialog("What goes well with {children}?", "It helps to know."), "d.toml")
        == []
    )


def test_a_sentence_has_fifteen_words_at_most_with_the_names_filled_in(plain: PlainWords) -> None:
    fifteen = " ".join(["day"] * 15)
    assert list(plain.faults(f"{fifteen}. {fifteen}?")) == []
    assert list(plain.faults(" ".join(["day"] * 13) + " {children}.")) == [
        f"16 words in a sentence, 15 are the most: {' '.join(['day'] * 13) + ' Leo and Jade'!r}"
    ]


def test_a_long_word_needs_a_reason(plain: PlainWords) -> None:
    assert list(plain.faults("It is an opportunity.")) == ["a long word: 'opportunity'"]
    assert list(plain.faults("It has strengths.")) == []
    assert list(plain.faults("Ask for the LPM.")) == ["a long word: 'LPM'"]
    assert list(plain.faults("You can ask for an interpreter.")) == []


def test_names_are_no_long_words(plain: PlainWords) -> None:
    assert list(plain.faults("Ask old Mr Okorowa on Saturday.")) == []


def test_people_s_own_words_are_not_measured(plain: PlainWords) -> None:
    assert list(plain.faults("You said: {item}")) == []


@pytest.mark.parametrize(
    "text",
    [
        "She failed to come.",
        "He Refused.",
        "You denied it.",
        "The alleged day.",
        "What was disclosed?",
        "The victim said so.",
        "You are hard to reach.",
        "When is contact?",
        "Your placement ends.",
        "The LAC file.",
        "And your siblings?",
        "It is only a start.",
        "Just say it.",
        "Well done.",
        "That is great.",
        "I understand.",
        "Thank you!",
        "Why did you go?",
        "Concerns were raised.",
        "As in Signs of Safety.",
        "Draw your Safety House.",
        "What does your partner say?",
        "The plan is safe.",
        "Your home is now complete.",
        "The plan will be safe and strong.",
        "Leo is safe with you.",
        "This plan keeps Leo safe.",
        "Now you have a safe home.",
        "Asha read it. It makes you safer.",
        "Your part has passed.",
        "Where are {children} now?",
        "What does {children} like?",
        "A star \U0001f31f for you.",
    ],
)
def test_house_wording_is_kept(plain: PlainWords, text: str) -> None:
    assert any("is not ours to say" in why for why in plain.faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "What do you and {children} like?",
        "Is there someone you or {children} are afraid of?",
        "She is a lonely child.",
        "Adjust it as you like.",
        "Who keeps {children} safe?",
        "What helps you stay safe from that person?",
        "We may have to share it to keep somebody safe.",
    ],
)
def test_and_lets_other_words_be(plain: PlainWords, text: str) -> None:
    assert not any("is not ours to say" in why for why in plain.faults(text))


def test_h5_nothing_anybody_reads_calls_a_plan_a_child_or_a_home_safe_strong_passed_or_complete(
    plain: PlainWords,
) -> None:
    """Dialogs, house, help lines, browser, desk, Telegram and documents: every string that translators get."""
    (h5,) = [never for never in plain.never if "safe, strong, passed or complete" in never.instead]
    messages = [message for message in template(read_dialogs(), read_help_numbers()) if message.id]
    contexts = {(message.context or "").partition("/")[0] for message in messages}
    assert contexts >= {"parent", "house", "help", "browser", "telegram", "telegram desk", "documents"}
    assert any(
        file.startswith("bot/desk/templates/") for message in messages for file, _ in message.locations
    )
    texts = [
        text
        for message in messages
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    ]
    assert [text for text in (*texts, *CHECKED.values()) if h5.pattern.search(text)] == []


def test_a_fault_names_the_question_and_the_field(plain: PlainWords) -> None:
    found = wording_faults(plain, a_dialog("Who helps?", "Just so."), "d.toml")
    assert [(fault.file, fault.place, fault.why[:5]) for fault in found] == [("d.toml", "q1", "`why`")]


def test_the_house_is_held_to_the_same(plain: PlainWords) -> None:
    found = house_wording_faults(
        plain, House(words={"button.go": "Great", "sent": "It is sent."}), "house.toml"
    )
    assert [fault.place for fault in found] == ["button.go"]


def test_what_families_read_is_plain(plain: PlainWords) -> None:
    dialogs, _ = survey()
    assert house_wording_faults(plain, dialogs.house, "house.toml") == []
    for dialog in dialogs.by_id.values():
        assert wording_faults(plain, dialog, dialogs.file_of[dialog.id]) == []


def test_every_long_word_that_is_allowed_is_used_and_has_its_reason(plain: PlainWords) -> None:
    dialogs, _ = survey()
    strict = PlainWords((), plain.long_words.model_copy(update={"allowed": {}}))
    found = [
        *house_wording_faults(strict, dialogs.house, ""),
        *(f for d in dialogs.by_id.values() for f in wording_faults(strict, d, "")),
    ]
    used = {fault.why.rpartition("a long word: ")[2].strip("'\"").lower() for fault in found}
    used |= {word.lower() for *_, text in words_of_templates() for word in re.findall(r"\w+", text)}
    assert {word.lower() for word in plain.long_words.allowed} <= used
    assert all(plain.long_words.allowed.values())
