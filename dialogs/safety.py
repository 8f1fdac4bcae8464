"""Existing safety: somebody did something, at some time, while the worry was there. `filing` calls this."""

from collections.abc import Iterable

from dialogs.definition import Category, Part
from dialogs.lines import Line, says_something

SAFETY_NEEDS = (Part.WHO, Part.WHAT, Part.WHEN)
"""Who did what and when; and, by one of these, which worry it met."""
_MET = (Part.WORRY_MET, Part.BETTER)


def safety_or_time(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Safety stands only where somebody did something, at some time, while the worry was there.

    "Gran took the children on all three nights Dad drank" is safety (practice.md §1; https://www.saferchildrenyork.org.uk/safeguarding-information/signs-safety-glossary-terms).
    """
    lines = tuple(lines)
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.category is Category.SAFETY:
            groups.setdefault(line.group, []).append(line)
    thin = {key for key, group in groups.items() if not _is_safety(group)}
    if not thin:
        return lines
    return tuple(
        line.model_copy(update={"category": Category.TIME})
        if line.category is Category.SAFETY and line.group in thin
        else line
        for line in lines
    )


def _is_safety(group: list[Line]) -> bool:
    given = {line.part for line in group if says_something(line)}
    declined = any(line.part in _MET and not says_something(line) for line in group)
    return given.issuperset(SAFETY_NEEDS) and not given.isdisjoint(_MET) and not declined
