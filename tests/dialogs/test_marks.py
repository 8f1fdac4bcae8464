"""Nothing that a person writes can hide, or turn the line round, where it is shown."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dialogs.marks import visible


def test_controls_become_pictures_of_themselves():
    assert visible("a\x00b\x1b[31m\x7f") == "a␀b␛[31m␡"


def test_characters_that_turn_the_line_round_are_named():
    assert visible("\u202eevil\u202c \u2066in\u2069") == "⟨RLO⟩evil⟨PDF⟩ ⟨LRI⟩in⟨PDI⟩"


def test_characters_that_show_nothing_are_named_or_numbered():
    assert visible("a\u200bb\ufeffc\u00add\u2800e\ue000f") == "a⟨ZWSP⟩b⟨BOM⟩c⟨SHY⟩d⟨U+2800⟩e⟨U+E000⟩f"


def test_words_hidden_in_tags_are_shown():
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "hi")
    assert visible(f"ok{hidden}") == "ok⟨U+E0068⟩⟨U+E0069⟩"


def test_lone_surrogates_have_a_mark():
    assert visible("a\ud800") == "a⟨U+D800⟩"


def test_new_lines_and_tabs_stay_what_they_are():
    assert visible("one\r\ntwo\n\tthree\rfour\u2028five") == "one\ntwo\n\tthree␍four⟨LS⟩five"


def test_what_does_its_everyday_work_is_left_alone():
    for everyday in (
        "❤\ufe0f",
        "👨\u200d👩\u200d👧\u200d👦",
        "👩🏽\u200d🦰",
        "🏳\ufe0f\u200d🌈",
        "1\ufe0f\u20e3",
        "می\u200cخواهم",
        "ਕ\u0a4d\u200dਰ",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "Zoë O’Brien, Łódź, ਪੰਜਾਬੀ, 漢字, שלום, 10\u00a0pm",
    ):
        assert visible(everyday) == everyday


def test_the_same_characters_out_of_place_are_marked():
    assert visible("no\u200dthing a\ufe0f") == "no⟨ZWJ⟩thing a⟨U+FE0F⟩"


def test_a_font_without_the_brackets_may_have_others():
    assert visible("\u202e", opens="‹", closes="›") == "‹RLO›"


@given(st.text())
def test_nothing_unseen_is_left_but_joiners_selectors_and_line_breaks(text):
    for character in visible(text):
        unseen = unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp")
        assert not unseen or character in "\n\t"
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_words_are_not_touched(text):
    assert visible(text) == text
