"""The checks of practice.md §4: each finds its gap, and is content when the gap is closed."""

import re
from datetime import date

import pytest

from dialogs.checks import Thresholds
from dialogs.conversation import NoMore
from dialogs.ids import PersonId
from dialogs.strength import CHECKS, ENGLISH, Mend, State, findings
from tests.builders import (
    a_conversation,
    a_draft,
    a_family,
    a_number,
    a_parent,
    a_person,
    a_worry,
    an_answer,
    chose,
    named,
)

TODAY = date(2026, 11, 10)


def found(plan, check, **thresholds):
    """What a check finds, as (state, words)."""
    all_found = findings(plan, TODAY, Thresholds(**thresholds))
    return [(finding.state, finding.words) for finding in all_found if finding.check == check]


def talks(plan, check, **thresholds):
    return [words for state, words in found(plan, check, **thresholds) if state is State.TALK_ABOUT_THIS]


def an_action(what="Gran picks them up", worry=None, **parts):
    """Answers that make one action: who, when, know, backup."""
    first = an_answer("do.what", what)
    return [first, *(an_answer(f"do.{part}", value, about=first.root) for part, value in parts.items())]


WHOLE = {"who": named("Gran"), "when": "Fridays", "know": "She texts", "backup": named("Jo")}


# 1-5: worries, goals and scales --------------------------------------------------------------------


def test_1_every_worry_has_an_action():
    assert talks(a_draft(), 1) == ["No action is tied to this worry yet: the drinking. Who could do what?"]
    assert talks(a_draft(a_conversation(*an_action())), 1) == []


def test_1_what_is_asked_of_somebody_else_is_not_the_worrys_action():
    must = an_answer("worry.must", "Stay away when drunk", about="drinking")
    plan = a_draft(a_conversation(must))
    assert talks(plan, 1) == ["No action is tied to this worry yet: the drinking. Who could do what?"]
    assert (found(plan, 6), found(plan, 12), found(plan, 14)) == ([], [], [])
    assert talks(plan, 7) == ["Ryan has not said yes to this here yet: Stay away when drunk"]


def test_1_what_i_will_do_about_it_myself_is():
    step = an_answer("step.what", "Ring Gran", about="drinking")
    assert talks(a_draft(a_conversation(step)), 1) == []


def test_1_with_two_worries_an_action_meets_the_one_it_is_about():
    family = a_family(worries=(a_worry("drinking"), a_worry("fighting")))
    plan = a_draft(a_conversation(*an_action(), family=family), family=family)
    assert len(talks(plan, 1)) == 2


def test_2_every_worry_has_a_goal_and_both_ends_of_a_scale():
    family = a_family(worries=(a_worry(goal={}, scale={"low": "alone"}),))
    assert talks(a_draft(family=family), 2) == [
        "Not written yet for this worry (the drinking): a goal, both ends of a scale."
    ]
    assert talks(a_draft(), 2) == []


def test_3_three_worries_or_fewer():
    assert talks(a_draft(), 3) == []
    many = a_family(worries=tuple(a_worry(name) for name in ("drinking", "fighting", "school", "money")))
    assert talks(a_draft(family=many), 3) == ["There are more than 3 worries. Which ones matter most now?"]
    assert talks(a_draft(family=many), 3, most_worries=4) == []
    assert "No worry is written yet" in talks(a_draft(family=a_family(worries=())), 3)[0]


def test_4_a_worry_has_its_parts_and_says_whose_actions_and_who_is_hurt():
    bare = a_family(
        worries=(a_worry(who_worries="", could_happen_soon="", could_happen_later="", whose=(), hurt=()),)
    )
    (words,) = talks(a_draft(family=bare), 4)
    assert words.endswith(
        "who worries, what could happen to the child, whose actions it is about, who is hurt."
    )
    assert talks(a_draft(), 4) == []


def test_4_a_parents_own_view_is_the_familys_view():
    family = a_family(worries=(a_worry(family_view=""),))
    assert "how the family sees it" in talks(a_draft(family=family), 4)[0]
    said = a_conversation(an_answer("worry.agree", chose("no"), about="drinking"), family=family)
    assert talks(a_draft(said, family=family), 4) == []


def test_5_a_goal_says_what_will_be_there_and_how_long():
    def goal(words, how_long="ten weeks"):
        return a_draft(family=a_family(worries=(a_worry(goal={"words": words, "how_long": how_long}),)))

    assert "What will be there instead?" in talks(goal("Ryan will not drink."), 5)[0]
    assert "What will be there instead?" in talks(goal("Ryan doesn’t drink."), 5)[0]
    assert "How long must it go well?" in talks(goal("Nothing but a sober adult.", ""), 5)[0]
    assert talks(goal("A sober adult is with him. He notices it."), 5) == []
    assert found(goal(""), 5) == []


# 6, 12-14: actions ---------------------------------------------------------------------------------


def test_6_every_action_has_who_what_when_and_how_we_know():
    thin = a_draft(a_conversation(*an_action("Somebody comes at weekends")))
    assert talks(thin, 6) == [
        "Not written yet for this action (Somebody comes at weekends): who, when, how we know."
    ]
    assert talks(a_draft(a_conversation(*an_action(**WHOLE))), 6) == []


def test_6_a_no_is_not_a_who():
    plan = a_draft(a_conversation(*an_action(**{**WHOLE, "who": chose("nobody")})))
    assert talks(plan, 6) == ["No one can do this yet: Gran picks them up. Who could it be?"]
    assert State.WRITTEN_DOWN not in [state for state, _ in found(plan, 6)]


def test_12_every_action_has_a_backup():
    alone = a_draft(a_conversation(*an_action(**{**WHOLE, "backup": chose("nobody")})))
    assert talks(alone, 12) == ["Nobody is named yet for when the first person is away: Gran picks them up"]
    assert talks(a_draft(a_conversation(*an_action(**WHOLE))), 12) == [
        "Jo has not been asked here yet, for when the first person is away: Gran picks them up"
    ]


def test_12_what_one_adult_does_differently_needs_no_backup():
    step = an_answer("step.what", "Ring Gran", about="drinking")
    assert found(a_draft(a_conversation(step)), 12) == []
    assert talks(a_draft(a_conversation(step)), 6) == [
        "Not written yet for this action (Ring Gran): when, how we know."
    ]


def test_12_where_no_one_does_it_yet_that_is_the_one_gap():
    what = an_answer("do.what", "Leo is fetched on Sundays")
    plan = a_draft(a_conversation(what, an_answer("do.who", NoMore(), about=what.root)))
    assert found(plan, 12) == []
    assert found(a_draft(a_conversation(what)), 12) == []


def test_6_no_one_yet_is_a_hole_that_was_said():
    what = an_answer("do.what", "Leo is fetched on Sundays")
    plan = a_draft(a_conversation(what, an_answer("do.who", NoMore(), about=what.root)))
    assert "No one can do this yet: Leo is fetched on Sundays. Who could it be?" in talks(plan, 6)
    assert found(plan, 7) == []


def test_7_a_persons_own_yes_has_its_day_and_what_others_say_of_it_is_no_yes_yet():
    mine = a_draft(a_conversation(*an_action("Cook tea", yes=chose("me"))))
    assert found(mine, 7) == [(State.WRITTEN_DOWN, "Nadia has said yes to this, on 3/11/2026: Cook tea")]
    told = a_draft(a_conversation(*an_action(**WHOLE, yes=chose("yes"))))
    assert talks(told, 7) == [
        "Nadia says that Gran said yes to this. Gran has not said so here yet: Gran picks them up"
    ]
    asked = a_draft(a_conversation(*an_action(**WHOLE, yes=chose("not_yet"))))
    assert talks(asked, 7) == ["Gran has not said yes to this here yet: Gran picks them up"]


def test_7_who_named_themselves_has_offered_it_and_is_not_said_to_have_said_no_yes():
    me = an_action("Nobody who uses comes in", who=named("Nadia"), when="Always")
    assert found(a_draft(a_conversation(*me)), 7) == [
        (State.WRITTEN_DOWN, "Nadia offered this, on 3/11/2026: Nobody who uses comes in")
    ]
    unsure = an_action("Nobody who uses comes in", who=named("Nadia"), yes=chose("not_yet"))
    assert len(talks(a_draft(a_conversation(*unsure)), 7)) == 1


def test_8_two_people_are_named_who_may_be_asked():
    gran, hill = an_answer("who.people", named("Gran")), an_answer("who.people", named("Ms Hill"))
    fewer = ["Fewer than 2 people are named who may be asked. Who else could be?"]
    assert talks(a_draft(a_conversation(an_answer("who.people", NoMore()))), 8) == fewer
    assert talks(a_draft(a_conversation(gran)), 8) == fewer
    named_alone = ["At least 2 people are named. Not said yet: who of them may be asked?"]
    assert talks(a_draft(a_conversation(gran, hill)), 8) == named_alone
    yes, not_yet = (an_answer("who.ask", chose(c), about="gran") for c in ("yes", "not_yet"))
    assert talks(a_draft(a_conversation(gran, not_yet)), 8, helpers=1) != []
    assert talks(a_draft(a_conversation(gran, yes)), 8, helpers=1) == []
    also = an_answer("who.ask", chose("yes"), about="ms hill")
    assert talks(a_draft(a_conversation(gran, hill, yes, also)), 8) == []
    no = an_answer("who.ask", chose("no"), about="ms hill")
    assert talks(a_draft(a_conversation(gran, hill, no)), 8) == fewer


def test_9_whoever_helps_has_heard_the_worry():
    def knowing(circle):
        said = an_answer("who.people", named("Gran")), an_answer("who.circle", chose(circle), about="gran")
        return a_draft(a_conversation(*said))

    assert found(knowing("inner"), 9) == [(State.WRITTEN_DOWN, "Nadia says that Gran knows most of it.")]
    assert talks(knowing("outer"), 9) == [
        "Nadia says that Gran does not know most of it yet. What must Gran hear, and who says it?"
    ]
    assert found(a_draft(a_conversation(an_answer("who.people", named("Gran")))), 9) == []


def test_13_no_one_holds_over_half_the_actions():
    def shared(*names):
        said = [answer for name in names for answer in an_action(who=named(name))]
        return a_draft(a_conversation(*said))

    assert talks(shared("Gran", "Gran", "Jo"), 13) == [
        "Gran holds more than half of the actions. Who else could take one?"
    ]
    assert talks(shared("Gran", "Gran", "Jo", "Sam"), 13) == []
    assert found(shared("Gran"), 13) == []


def test_14_no_worry_is_covered_by_services_alone():
    course = a_draft(a_conversation(*an_action("Ryan goes on a course", who=named("Ryan"))))
    worker = a_draft(a_conversation(*an_action("Visit each week", who=named("asha"))))
    assert (
        talks(course, 14)
        == talks(worker, 14)
        == ["Services or courses hold each action here: the drinking. What stays when they end?"]
    )
    both = a_conversation(*an_action("Ryan goes on a course"), *an_action("Gran comes", who=named("Gran")))
    assert talks(a_draft(both), 14) == []
    assert found(a_draft(), 14) == []


# 15-18: signs, what-ifs, review, bottom lines ------------------------------------------------------


def test_15_each_red_flag_has_a_first_call_and_an_action():
    red = an_answer("sign.red", "He shouts at the door")
    call = [
        an_answer("red.who", named("Gran"), about=red.root),
        an_answer("red.what", "We go", about=red.root),
    ]
    assert talks(a_draft(), 15) == ["No red flag is written yet. What would mean: act now?"]
    assert talks(a_draft(a_conversation(red)), 15) == [
        "Not written yet for this red flag (He shouts at the door): whom to call first, what happens then."
    ]
    assert talks(a_draft(a_conversation(red, *call)), 15) == []


def test_16_three_what_ifs_are_answered():
    two = [an_answer("if.away", "Jo comes"), an_answer("if.again", "I ring")]
    assert talks(a_draft(a_conversation(*two)), 16) == ["Fewer than 3 what-ifs have an answer yet."]
    assert talks(a_draft(a_conversation(*two)), 16, what_ifs=2) == []
    assert talks(a_draft(a_conversation(*two, an_answer("if.visit", "I ring 999"))), 16) == []


def test_16_a_time_without_anybody_is_a_hole_and_answers_no_what_if():
    two = [an_answer("if.away", "Jo comes"), an_answer("if.again", "I ring")]
    plan = a_draft(a_conversation(*two, an_answer("if.gap", "Weekends. nobody yet")))
    assert talks(plan, 16) == [
        "Fewer than 3 what-ifs have an answer yet.",
        "No one can help yet: “Weekends. nobody yet” (Nadia). Who could?",
    ]
    assert len(talks(a_draft(a_conversation(*two, an_answer("if.gap", "no"))), 16)) == 1


def test_16_the_same_what_if_asked_of_two_people_is_one():
    nadia, ryan = (
        a_conversation(an_answer("if.away")),
        a_conversation(an_answer("if.away"), of=a_parent("Ryan")),
    )
    assert talks(a_draft(nadia, ryan), 16, what_ifs=2)


def test_17_a_review_day_is_set_and_an_immediate_plan_is_seen_within_seven_days():
    assert "No day is set yet" in talks(a_draft(family=a_family(review_on=None)), 17)[0]
    assert "was 1/11/2026" in talks(a_draft(family=a_family(review_on=date(2026, 11, 1))), 17)[0]
    assert talks(a_draft(), 17) == []
    assert "within 7 days" in talks(a_draft(), 17, immediate=True)[0]
    assert talks(a_draft(family=a_family(review_on=date(2026, 11, 17))), 17, immediate=True) == []


def test_18_each_bottom_line_is_met_by_an_action():
    bare = a_family(bottom_lines=({"words": "Leo is never left alone at night."},))
    assert talks(a_draft(family=bare), 18) == [
        "No action is tied to this bottom line yet: Leo is never left alone at night."
    ]
    assert talks(a_draft(), 18) == []


# 20-22: people -------------------------------------------------------------------------------------


def test_20_numbers_that_lie_far_apart_are_something_to_talk_about():
    def numbers(nadia, ryan):
        return a_draft(
            a_conversation(an_answer("worry.number", a_number(nadia), about="drinking")),
            a_conversation(an_answer("worry.number", a_number(ryan), about="drinking"), of=a_parent("Ryan")),
        )

    assert talks(numbers(3, 6), 20) == [
        "People's numbers lie far apart for this worry: the drinking. What does each see?"
    ]
    assert talks(numbers(3, 5), 20) == []
    assert found(a_draft(a_conversation(an_answer("worry.number", 3, about="drinking"))), 20) == []


def test_21_no_child_is_made_the_protector():
    leo = a_draft(a_conversation(*an_action("Ring Gran at night", who="Gran and Leo")))
    assert talks(leo, 21) == ["Leo is named for this action: Ring Gran at night. Which adult could do it?"]
    assert talks(a_draft(a_conversation(*an_action(who="Leo's gran"))), 21) == []


def test_22_nobody_who_is_kept_apart_is_left_to_manage_the_other():
    own = a_draft(a_conversation(*an_action("I lock the door", me=chose("me"))))
    assert talks(own, 22) == [
        "Nadia is named for: I lock the door. Who else could, so Nadia need not manage Ryan?"
    ]
    assert talks(a_draft(a_conversation(*an_action("Gran locks the door", who=named("Gran")))), 22) == []
    elsewhere = a_family(
        worries=(a_worry(whose=(PersonId("jo"),)),), people=(a_person("Nadia"), a_person("Ryan"))
    )
    named_there = a_conversation(*an_action("I tell Ryan to go", me=chose("me")), family=elsewhere)
    assert len(talks(a_draft(named_there, family=elsewhere), 22)) == 1


# Of all of them ------------------------------------------------------------------------------------

FULL = a_conversation(
    *an_action(**WHOLE),
    an_answer("if.away", "Jo comes"),
    an_answer("worry.agree", chose("some"), about="drinking"),
)


def test_h5_no_finding_says_that_anything_is_safe_strong_passed_or_complete():
    words = " ".join(ENGLISH.values()) + " ".join(check.reason for check in CHECKS)
    assert not re.search(
        r"\b(safe|safer|safety|strong|stronger|pass|passed|complete|completed|score)\b",
        " ".join(ENGLISH.values()),
        re.I,
    )
    assert words


def test_every_check_has_its_reason_its_source_and_a_place_where_it_is_mended():
    numbers = [check.number for check in CHECKS]
    assert numbers == sorted(numbers)
    assert sorted({*numbers}) == list(range(1, 25)), "all of practice.md §4"
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.reason
        assert check.source
        assert check.mend in Mend


def test_a_finding_keeps_its_id_from_draft_to_draft():
    first, second = findings(a_draft(FULL), TODAY), findings(a_draft(FULL), TODAY)
    assert [finding.id for finding in first] == [finding.id for finding in second]
    assert len({finding.id for finding in first}) == len(first)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_plan_with_nothing_in_it_breaks_no_check(check):
    empty = a_draft(family=a_family(worries=(), bottom_lines=(), children=(), review_on=None))
    assert all(finding.words for finding in findings(empty, TODAY) if finding.check == check.number)


def test_names_in_braces_are_names():
    family = a_family(worries=(a_worry(title="{missing} {0}"),))
    assert "{missing} {0}" in talks(a_draft(family=family), 1)[0]
