"""Checks 11, 19, 23 and 24: what was tried, the child's own version, and who looks again after closure."""

from datetime import date

from dialogs.closing import AfterClosure, ChildTold
from dialogs.strength import State, findings
from dialogs.trials import Trial, Tried
from tests.builders import a_child, a_draft, a_family

TODAY = date(2026, 11, 10)
MAY, JUNE = date(2026, 5, 3), date(2026, 6, 3)


def found(check: int, **family: object) -> list[tuple[State, str]]:
    draft = a_draft(family=a_family(**family))
    return [(one.state, one.words) for one in findings(draft, TODAY) if one.check == check]


def a_trial(tried: Tried, on: date = MAY, changed: str = "") -> Trial:
    return Trial(
        tried=tried, on=on, what="Gran comes on Fridays", happened="She came at six.", changed=changed
    )


def test_19_a_plan_that_nobody_tried_is_something_to_talk_about() -> None:
    [(state, words)] = found(19)
    assert (state, words) == (
        State.TALK_ABOUT_THIS,
        "Nothing in the plan was used or practised yet. What could be tried this week?",
    )
    [(state, words)] = found(19, trials=(a_trial(Tried.PRACTISED),))
    assert state is State.WRITTEN_DOWN
    assert "practised on 3/5/2026: Gran comes on Fridays" in words


def test_19_what_broke_is_talked_about_until_it_is_changed_and_has_held() -> None:
    broke = a_trial(Tried.BROKE)
    assert [state for state, _ in found(19, trials=(broke,))] == [State.TALK_ABOUT_THIS]
    changed = a_trial(Tried.BROKE, changed="Jo comes when Gran can't")
    [(state, words)] = found(19, trials=(changed,))
    assert state is State.TALK_ABOUT_THIS
    assert words.endswith("When is it tried again?")
    again = found(19, trials=(changed, a_trial(Tried.USED, JUNE)))
    assert {state for state, _ in again} == {State.WRITTEN_DOWN}


def test_23_each_child_has_the_plan_in_words_of_their_own_and_a_day() -> None:
    child = a_child()
    assert [state for state, _ in found(23)] == [State.TALK_ABOUT_THIS]
    words = ChildTold(child=child.id, words="Gran comes on Fridays. You can ring her.")
    assert found(23, children_told=(words,)) == [
        (State.TALK_ABOUT_THIS, "The words for Leo are written. Who tells Leo, and when?")
    ]
    told = words.model_copy(update={"by": "Asha", "on": MAY})
    assert [state for state, _ in found(23, children_told=(told,))] == [State.WRITTEN_DOWN]


def test_24_somebody_looks_again_after_closure_on_a_day() -> None:
    assert [state for state, _ in found(24)] == [State.TALK_ABOUT_THIS]
    assert [state for state, _ in found(24, after_closure=AfterClosure(owner="Gran"))] == [
        State.TALK_ABOUT_THIS
    ]
    assert found(24, after_closure=AfterClosure(owner="Gran", on=JUNE)) == [
        (State.WRITTEN_DOWN, "Gran looks again after closure, on 3/6/2026.")
    ]
