"""The picture of somebody's numbers says no more than the numbers."""

from datetime import UTC, timedelta

from bot.desk.courses import drawn
from dialogs.lived import NUMBER
from dialogs.scales import courses
from tests.builders import NOON, a_conversation, a_draft, an_answer

WEEK = timedelta(days=7)


def test_the_picture_has_a_point_and_a_day_for_each_and_no_line_between_them() -> None:
    first = an_answer("worry.number", 4, about="drinking")
    draft = a_draft(a_conversation(first, an_answer(NUMBER, 6, about="drinking", at=NOON + WEEK)))
    [course] = courses(draft.lines, "drinking")
    shapes = str(drawn(course, UTC).shapes)
    assert shapes.count("<circle") == 2
    assert shapes.count("<path") == 3, "0, 5 and 10, and no line that says a trend"
    assert f">{NOON.day}/{NOON.month}<" in shapes
