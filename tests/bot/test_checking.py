"""`check` finds everything at once, and says what a change means for people who are mid-way."""

from datetime import date
from pathlib import Path

import pytest

from bot.checking import Changes, changes, changes_between, check, told
from bot.dialog_files import read_dialogs, survey
from dialogs.definition import Dialog, House
from dialogs.errors import FaultyDialog
from dialogs.ids import QuestionId
from dialogs.load import load
from dialogs.people import Role

TODAY = date(2026, 11, 24)
HEAD = 'id = "d"\ntitle = "D"\nrole = "network"\n\n[[section]]\nid = "one"\ntitle = "One"\n'


def question(name: str, ask: str = "How are you?", more: str = "", kind: str = "text") -> str:
    """One question of a dialog file."""
    return (
        f'\n[[section.question]]\nid = "{name}"\nkind = "{kind}"\nask = "{ask}"\n'
        f'why = "It helps."\nother = "And now?"\nexample = "Fine."\n{more}\n'
    )


def dialog(*questions: str) -> Dialog:
    """A dialog with these questions."""
    return load(HEAD + "".join(questions), "d.toml", House(words={}))


def test_the_packaged_files_have_no_fault() -> None:
    assert list(map(str, check(None, TODAY))) == []


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(
        HEAD + question("q1", "Why did you go?", 'when = [{ question = "q0", said = true }]')
    )
    (tmp_path / "two.toml").write_text("[[")
    (tmp_path / "three.toml").write_bytes(b"\xff")
    (tmp_path / "house.toml").write_text('[words]\nback = "Great"\n')
    (tmp_path / "notes.txt").write_text("not ours")
    found = {(fault.file, fault.place) for fault in check(tmp_path, date(2027, 3, 1))}
    assert {("one.toml", "q1"), ("two.toml", ""), ("three.toml", ""), ("house.toml", "back")} <= found
    assert ("house.toml", "button.back") in found
    assert ("help_numbers.toml", "danger") in found
    wording = [fault for fault in check(tmp_path, TODAY) if fault.file == "one.toml"]
    assert len(wording) == 2


def test_a_folder_without_a_house_speaks_with_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(HEAD + question("q1"))
    dialogs, faults = survey(tmp_path)
    assert faults == ()
    assert dialogs.house == survey()[0].house
    assert [d.id for d in dialogs.of_role(Role.NETWORK)] == ["d"]
    assert dialogs.of_role(Role.PARENT) == ()


def test_two_files_cannot_be_the_same_dialog(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(HEAD + question("q1"))
    with pytest.raises(FaultyDialog, match=r"two\.toml: its id `d` is that of one\.toml"):
        read_dialogs(tmp_path)


def test_an_empty_or_missing_folder_is_a_fault(tmp_path: Path) -> None:
    assert [fault.why for fault in survey(tmp_path)[1]] == ["there is no dialog that can be used"]
    assert survey(tmp_path / "none")[1][0].why == "there is no such folder"


def test_a_missing_file_of_help_numbers_is_a_fault(tmp_path: Path) -> None:
    assert any(fault.file == "ours.toml" for fault in check(None, TODAY, numbers=tmp_path / "ours.toml"))


def test_questions_that_came_went_or_were_reworded() -> None:
    old = dialog(question("a"), question("b"), question("c"))
    new = dialog(question("a", "How is it going?"), question("c"), question("d"))
    assert changes(old, new) == Changes(
        new=(QuestionId("d"),), removed=(QuestionId("b"),), reworded=(QuestionId("a"),)
    )


def test_a_renamed_question_keeps_its_answers() -> None:
    old, new = dialog(question("a")), dialog(question("b", more='was = ["a"]'))
    assert changes(old, new) == Changes(renamed=((QuestionId("a"), QuestionId("b")),))


def test_an_answer_may_move_in_the_plan() -> None:
    old, new = dialog(question("a")), dialog(question("a", more='goes = { category = "strength" }'))
    assert changes(old, new) == Changes(moved=(QuestionId("a"),))


def test_a_changed_meaning_gets_a_new_id() -> None:
    new = dialog(question("a", more='low = "Bad"\nhigh = "Good"', kind="scale"))
    faults = changes(dialog(question("a")), new).faults("d.toml")
    assert list(map(str, faults)) == [
        "d.toml: a: it was of kind text and is of kind scale: a changed meaning gets a new id"
    ]


def test_one_text_may_become_several() -> None:
    assert changes(dialog(question("a")), dialog(question("a", kind="texts"))).faults("d.toml") == []


def test_choices_do_not_change_places_under_the_same_ids() -> None:
    one = 'choices = [{ id = "x", label = "Yes" }, { id = "y", label = "No" }]'
    other = 'choices = [{ id = "x", label = "No" }, { id = "y", label = "Yes" }]'
    old, new = (dialog(question("a", more=choices, kind="choice")) for choices in (one, other))
    assert "change places" in changes(old, new).faults("d.toml")[0].why


def test_a_change_is_told_in_plain_words() -> None:
    old = dialog(question("a"), question("b"))
    new = dialog(question("a"), question("c"))
    assert told(changes(old, new)) == [
        "new: c",
        "no longer asked; answers stay readable, as they were worded then: b",
    ]
    assert told(changes(old, old)) == []


def test_folders_are_compared_dialog_by_dialog() -> None:
    packaged = survey()[0]
    assert set(changes_between(packaged, packaged).values()) == {Changes()}
