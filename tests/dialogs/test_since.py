"""A reader of the third draft finds what is new since the second, without reading it all again."""

from dialogs.since import since
from tests.builders import a_conversation, a_draft, a_letter, a_parent, an_answer, chose, taken_back


def words(lines):
    return [line.words for line in lines]


def test_new_changed_and_taken_back_lines_are_found():
    stays, changes, goes = (an_answer("good.proud", text) for text in ("We read.", "We sing", "We dance."))
    before = a_draft(a_conversation(stays, changes, goes))
    more = an_answer("hard.what", "Nights.")
    beside = an_answer("beside", chose("nobody"), sitting=2)
    said = (stays, changes, goes, an_answer("good.proud", "We sing.", changes=changes), taken_back(goes))
    found = since(2, before, a_draft(a_conversation(*said, more, beside)))

    assert (found.number, words(found.new), words(found.changed)) == (2, ["Nights."], ["We sing."])
    assert [line.root for line in found.taken_back] == [goes.root]
    assert (found.new_roots, found.changed_roots, found.many) == ({more.root}, {changes.root}, 3)


def test_somebody_who_was_not_in_it_is_named_once_and_their_lines_are_marked():
    nadia = a_conversation(an_answer("good.proud", "We read."))
    said = an_answer("good.proud", "We cook.")
    found = since(1, a_draft(nadia), a_draft(nadia, a_conversation(said, of=a_parent("Ryan"))))
    assert (found.voices, found.listed, found.many) == (("Ryan",), (), 1)
    assert found.new_roots == {said.root}


def test_an_answer_to_a_letter_is_new_once():
    said, letter = an_answer("good.proud", "We read."), a_letter()
    reply = an_answer(f"letter:{letter.id}", "Mondays")
    before = a_draft(a_conversation(said, letters=(letter,)))
    after = a_draft(a_conversation(said, unsent=(reply,), letters=(letter,)))
    assert [found.line.words for found in since(1, before, after).replies] == ["Mondays"]
    assert since(2, after, after).many == 0
