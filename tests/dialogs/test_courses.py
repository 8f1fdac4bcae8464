"""Numbers over time: each person's own, day by day, and never anybody else's beside them."""

from datetime import timedelta

from dialogs.lived import NUMBER
from dialogs.scales import courses
from tests.builders import NOON, a_conversation, a_draft, an_answer

WEEK = timedelta(days=7)


def test_a_number_from_a_check_in_stands_with_the_first_one_each_with_its_day() -> None:
    first = an_answer("worry.number", 4, about="drinking")
    draft = a_draft(a_conversation(first, an_answer(NUMBER, 6, about="drinking", at=NOON + WEEK)))
    [course] = courses(draft.lines, "drinking")
    assert course.name == "Nadia"
    assert [(at, number.number) for at, number in course.points] == [(NOON, 4), (NOON + WEEK, 6)]
    [reading] = draft.readings
    assert reading.number is not None
    assert reading.number.number == 6, "the newest one is where they put it now"


def test_of_one_day_the_last_number_stands_and_a_changed_one_was_said() -> None:
    first = an_answer("worry.number", 2, about="drinking")
    same_day = an_answer("worry.number", 3, about="drinking", changes=first, at=NOON + timedelta(minutes=5))
    later = an_answer("worry.number", 5, about="drinking", changes=same_day, at=NOON + WEEK)
    [course] = courses(a_draft(a_conversation(first, same_day, later)).lines, "drinking")
    assert [number.number for _, number in course.points] == [3, 5]
