"""Days, typed the way people type them: "tomorrow", "next Friday", "3 May", "03/05/2026".

Day first, as in Britain. A day without a year is the next one to come. `replies` calls `parse`.
"""

import re
from datetime import date, timedelta

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "tomorow": 1, "tomorro": 1, "tmrw": 1}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2,4}))?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")


def parse(text: str, today: date) -> date | None:
    """The day that `text` names, seen from `today`; None where it names none or one that is not."""
    words = " ".join(text.casefold().replace(",", " ").split()).removeprefix("on ").rstrip(".!")
    if words in _NEAR:
        return today + timedelta(days=_NEAR[words])
    return _weekday(words, today) or _written(words, today)


def _weekday(words: str, today: date) -> date | None:
    name = words.removeprefix("this ").removeprefix("next ")
    found = [i for i, day in enumerate(_DAYS) if len(name) >= 3 and day.startswith(name)]
    if len(found) != 1:
        return None
    ahead = (found[0] - today.weekday() - 1) % 7 + 1
    if words.startswith("next ") and today.weekday() + ahead < 7:
        ahead += 7
    return today + timedelta(days=ahead)


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


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
