"""Help numbers: facts with a date, shown to the people they are for."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.help_numbers import HelpNumbersError, How, lines, read_help_numbers, stale, strings

CHECKED = date(2026, 11, 23)


def test_danger_comes_first_and_says_how_to_ring_without_a_voice() -> None:
    said = lines(read_help_numbers())
    how = "If you can't speak on a mobile, press 55 when asked. It does not show where you are."
    assert said.danger == (f"Danger now: 999. Day and night. {how}",)
    assert not any("999" in line for line in said.others)


def test_a_phone_that_others_see_shows_nothing_about_families() -> None:
    quiet = "\n".join(lines(read_help_numbers()).quiet)
    assert "999" in quiet
    assert "55" in quiet
    assert not any(word in quiet.lower() for word in ("abuse", "child", "family", "help", "danger"))


def test_a_young_person_gets_childline_first_and_no_line_for_adults() -> None:
    others = lines(read_help_numbers(), under_19=True).others
    assert others[0] == "Childline: 0800 1111. Day and night. For anyone under 19. It is free."
    assert not any("NSPCC" in line or "Abuse" in line for line in others)


def test_where_nobody_is_asked_who_they_are_a_child_finds_childline_too() -> None:
    others = lines(read_help_numbers(), under_19=None).others
    assert any("Childline" in line for line in others)
    assert any("NSPCC" in line for line in others)


def test_a_text_line_says_text_and_no_hours_stand_where_pages_differ() -> None:
    numbers = read_help_numbers()
    others = lines(numbers).others
    assert "Shout: text 85258. To text with someone." in others
    assert "NSPCC helpline: 0808 800 5000. For adults who worry about a child." in others
    assert {number.id for number in numbers.number if number.how is How.TEXT} == {"shout"}


def test_one_area_s_numbers_are_for_that_area() -> None:
    numbers = read_help_numbers()
    assert not any("Cheshire" in line for line in lines(numbers).others)
    assert any("0300 123 5022" in line for line in lines(numbers, area="Cheshire East").others)


def test_a_number_is_stale_after_ninety_days() -> None:
    numbers = read_help_numbers()
    assert stale(numbers, CHECKED + timedelta(days=90)) == []
    assert stale(numbers, CHECKED + timedelta(days=91)) == list(numbers.number)


def test_every_number_says_where_it_is_from() -> None:
    for number in read_help_numbers().number:
        assert number.source.startswith("https://")
        assert number.verified_on <= CHECKED


def test_translators_get_every_string_once() -> None:
    contexts = [context for context, _ in strings(read_help_numbers())]
    assert "help/danger/note" in contexts
    assert len(contexts) == len(set(contexts))


WORDS = '[words]\ncall = "{name}: {number}"\ntext = "t"\nquiet = "q"\ndull = "d"\n'
NUMBER = (
    '[[number]]\nid = "a"\nname = "A"\nnumber = "1"\nhow = "call"\nfor = "everyone"\nsource = "s"\n'
    "verified_on = 2026-11-23\n"
)


@pytest.mark.parametrize(
    "text, why",
    [
        ("number = ", "it cannot be read"),
        (WORDS, "number: Field required"),
        (WORDS + NUMBER.replace('how = "call"', 'how = "fax"'), "number.0.how"),
        (WORDS + NUMBER, "no number is for danger now"),
    ],
)
def test_a_file_without_its_facts_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text)
    with pytest.raises(HelpNumbersError, match=why):
        read_help_numbers(path)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(HelpNumbersError, match=r"^none\.toml: it cannot be read"):
        read_help_numbers(tmp_path / "none.toml")
