"""Days, typed the way people type them: "tomorrow", "in two weeks", "next Friday", "the 3rd", "3 May".

Day first, as in Britain. A day without a year, or without a month, is the next one to come.
`replies` calls `parse`; `prompts` offers the days that `coming` gives.
"""

import re
from datetime import date, timedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NEAR = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tomorow": 1, "tomorro": 1, "tmrw": 1, "tomorrow night": 1,
    "the day after tomorrow": 2, "day after tomorrow": 2,
}  # fmt: skip
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "next": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_SPAN = re.compile(
    rf"(?:in |after )?(\d{{1,2}}|{'|'.join(_COUNTS)}) (day|week|fortnight|month|year)s?(?: time| today| from now)?"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2,4}))?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
_DAY_ALONE = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)")


def parse(text: str, today: date) -> date | None:
    """The day that `text` names, seen from `today`; None where it names none or one that is not."""
    words = text.casefold().replace(",", " ").replace("'", "").replace("’", "")
    words = " ".join(words.split()).removeprefix("on ").rstrip(".!?")
    if words in _NEAR:
        return _later(today, days=_NEAR[words])
    return _weekday(words, today) or _span(words, today) or _written(_without_weekday(words), today)


def coming(today: date) -> tuple[tuple[str, date], ...]:
    """A few days to choose from, each with what it is called besides its date, or ""."""
    found = (
        ("tomorrow", _later(today, days=1)),
        ("", _later(today, days=2)),
        ("", _later(today, days=3)),
        ("one_week", _later(today, days=7)),
        ("two_weeks", _later(today, days=14)),
        ("one_month", _later(today, months=1)),
    )
    return tuple((name, day) for name, day in found if day is not None)


def _without_weekday(words: str) -> str:
    """ "Friday 27 November" as "27 November", which says it all."""
    first, _, rest = words.partition(" ")
    named = len(first) >= 3 and any(day.startswith(first.rstrip(".")) for day in _DAYS)
    return rest if named and rest else words


def _weekday(words: str, today: date) -> date | None:
    name = words.removeprefix("this ").removeprefix("next ")
    found = [i for i, day in enumerate(_DAYS) if len(name) >= 3 and day.startswith(name)]
    if len(found) != 1:
        return None
    ahead = (found[0] - today.weekday() - 1) % 7 + 1
    if words.startswith("next ") and today.weekday() + ahead < 7:
        ahead += 7
    return _later(today, days=ahead)


def _span(words: str, today: date) -> date | None:
    """So many days, weeks or months from today."""
    match = _SPAN.fullmatch(words)
    if match is None:
        return None
    count = _COUNTS[match[1]] if match[1] in _COUNTS else int(match[1])
    match match[2]:
        case "day":
            return _later(today, days=count)
        case "week":
            return _later(today, days=7 * count)
        case "fortnight":
            return _later(today, days=14 * count)
        case "month":
            return _later(today, months=count)
        case _:
            return _later(today, months=12 * count)


def _later(today: date, *, days: int = 0, months: int = 0) -> date | None:
    """Some days or months on; a month without that day ends sooner."""
    try:
        if days or not months:
            return today + timedelta(days=days)
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        last = date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)
        return last.replace(day=min(today.day, last.day))
    except (OverflowError, ValueError):
        return None


def _written(words: str, today: date) -> date | None:
    if match := _ISO.fullmatch(words):
        year, month, day = map(int, match.groups())
        return _day(year, month, day)
    if match := _NUMBERS.fullmatch(words):
        return _next(int(match[1]), int(match[2]), match[3], today)
    if (match := _DAY_MONTH.fullmatch(words)) and (found := _month(match[2])):
        return _next(int(match[1]), found, match[3], today)
    if (match := _MONTH_DAY.fullmatch(words)) and (found := _month(match[1])):
        return _next(int(match[2]), found, match[3], today)
    if match := _DAY_ALONE.fullmatch(words):
        return _next_of_any_month(int(match[1]), today)
    return None


def _month(name: str) -> int | None:
    return next((i for i, month in enumerate(_MONTHS, 1) if month.startswith(name)), None)


def _next(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year < today:
        return _day(today.year + 1, month, day)
    return this_year


def _next_of_any_month(day: int, today: date) -> date | None:
    """This day of the month, the next time that there is one."""
    for months in range(4):
        first = _later(today.replace(day=1), months=months)
        found = _day(first.year, first.month, day) if first else None
        if found is not None and found >= today:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
