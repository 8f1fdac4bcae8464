"""A day is tapped or typed. What can be tapped follows from the day where the person is, not from our clock."""

from datetime import UTC, date, datetime

import pytest

from dialogs import dates
from dialogs.conversation import Dated, Screen
from dialogs.events import Channel, Opened, Pressed, TextReceived
from dialogs.ids import EventId
from tests.conversing import NOON, Talk
from tests.dialogs.test_do_no_harm import sams, through_the_door
from tests.dialogs.test_engine import SMALL
from tests.dialogs.test_hearing import an_action

DAYS = [
    "Tomorrow: Tuesday 5 May",
    "Wednesday 6 May",
    "Thursday 7 May",
    "In one week: Monday 11 May",
    "In two weeks: Monday 18 May",
    "In one month: Thursday 4 June",
]


@pytest.fixture
def asked() -> Talk:
    """When Sam will look at how it went: the first Monday of May 2026, at noon."""
    talk = through_the_door(sams("mine"))
    an_action(talk)
    talk.reach("act.look")
    return talk


def days(talk: Talk) -> list[str]:
    return [button.label for button in talk.screen.buttons if any(c.isdigit() for c in button.label)]


def kept(talk: Talk) -> list[object]:
    return [value for value in talk.kept("act.look") if isinstance(value, Dated)]


def test_a_day_is_tapped_and_stands_in_words_where_it_is_checked(asked: Talk) -> None:
    assert days(asked) == DAYS
    asked.presses("In two weeks")
    assert kept(asked) == [Dated(day=date(2026, 5, 18), words="")]
    asked.presses("All parts")
    asked.presses("Check what I said")
    while "Monday 18 May 2026" not in [line.words for line in asked.screen.lines]:
        asked.presses("Next page")


@pytest.mark.parametrize("words", ["Wednesday 6 May", "wednesday 6 may", "6 May", "wed 6th may", "Wednesday"])
def test_what_stands_on_a_button_can_be_typed_too(asked: Talk, words: str) -> None:
    asked.says(words)
    assert [value.day for value in kept(asked) if isinstance(value, Dated)] == [date(2026, 5, 6)]


def test_a_screen_of_another_day_means_the_day_that_it_shows(asked: Talk) -> None:
    asked.waits(days=1, hours=3)
    asked.presses("Wednesday 6 May")
    assert kept(asked) == [Dated(day=date(2026, 5, 6), words="")]


def test_a_day_that_is_over_is_asked_again_with_days_that_are_to_come(asked: Talk) -> None:
    asked.waits(days=2, hours=3)
    asked.presses("Tomorrow: Tuesday 5 May")
    assert kept(asked) == []
    assert asked.screen.screen is Screen.GOOD_TIME
    asked.reach("act.look")
    assert days(asked)[0] == "Tomorrow: Thursday 7 May"


def test_shown_again_past_midnight_tomorrow_is_another_day(asked: Talk) -> None:
    for _ in range(5):
        asked.waits(hours=3)
        asked.does(Opened)
    assert asked.screen.question == "act.look"
    assert days(asked)[0] == "Tomorrow: Wednesday 6 May"


def test_it_is_said_where_a_day_can_be_typed_as_well(asked: Talk) -> None:
    hint = "Tap a day below, or type one, like 3 May."
    assert hint not in asked.screen.said, "a page has a box for it"
    back = next(n for n, button in enumerate(asked.screen.buttons) if button.label == "Back")
    asked.does(Pressed, prompt=asked.screen.number, button=back, channel=Channel.TELEGRAM)
    asked.does(TextReceived, text="all year", channel=Channel.TELEGRAM)
    assert hint in asked.screen.said


def test_past_midnight_tomorrow_is_the_day_after_where_the_person_is(asked: Talk) -> None:
    event = TextReceived(
        id=EventId("late"), at=datetime(2026, 5, 4, 23, 30, tzinfo=UTC), local_hour=0, text="tomorrow"
    )
    assert event.today == date(2026, 5, 5)
    asked.meets(event)
    assert kept(asked) == [Dated(day=date(2026, 5, 6), words="tomorrow")]


@pytest.mark.parametrize(("hour", "local"), [(0, 12), (23, 12), (12, 12), (0, 1), (22, 23), (12, 11)])
def test_the_day_is_the_same_while_the_hours_are_of_one_day(hour: int, local: int) -> None:
    assert Opened(id=EventId("e"), at=NOON.replace(hour=hour), local_hour=local).today == NOON.date()


def test_no_day_to_come_is_offered_for_what_has_happened() -> None:
    talk = Talk(SMALL)
    talk.presses("Go on")
    talk.presses("Nobody")
    talk.reach("hurt.when")
    assert days(talk) == []


def test_a_month_ends_where_there_is_no_such_day() -> None:
    assert dict(dates.coming(date(2027, 1, 31)))["one_month"] == date(2027, 2, 28)
    assert dates.coming(date.max) == ()
