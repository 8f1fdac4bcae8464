"""What the practitioner wrote carries the day on which it was written, and the day it was changed."""

from datetime import date

from dialogs.family import BottomLine, dated
from tests.builders import a_family, a_worry

TUESDAY, FRIDAY = date(2026, 11, 24), date(2026, 11, 27)


def written(**fields):
    return dated(a_family(worries=(), bottom_lines=()), a_family(**fields), TUESDAY)


def test_a_new_worry_and_bottom_line_carry_the_day_on_which_they_were_written():
    family = written()
    assert [worry.written_on for worry in family.worries] == [TUESDAY]
    assert [line.written_on for line in family.bottom_lines] == [TUESDAY]
    assert family.worries[0].changed_on is None


def test_a_changed_worry_keeps_its_day_and_says_when_it_changed():
    changed = a_family(worries=(a_worry(what_happened="In May and June Leo was out alone."),))
    (worry,) = dated(written(), changed, FRIDAY).worries
    assert (worry.written_on, worry.changed_on) == (TUESDAY, FRIDAY)
    again = dated(dated(written(), changed, FRIDAY), changed, date(2026, 12, 1))
    assert again.worries[0].changed_on == FRIDAY


def test_how_others_see_it_changes_no_day_that_everybody_reads():
    heard = a_family(worries=(a_worry(family_view="Ryan says no.", who_worries="Ryan worries too."),))
    assert dated(written(), heard, FRIDAY).worries[0].changed_on is None


def test_a_bottom_line_in_other_words_is_a_new_one():
    both = ({"words": "Leo is never left alone at night."}, BottomLine(words="Nobody drives after drinking."))
    lines = dated(written(), a_family(bottom_lines=both), FRIDAY).bottom_lines
    assert [line.written_on for line in lines] == [TUESDAY, FRIDAY]
