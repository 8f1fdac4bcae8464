"""House wording as hints: they warn and never stop anybody (practice.md §1, "House wording").

Words that a practitioner types for a family are looked through, the words of families never.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bot.reading import PlainWords


class Hint(NamedTuple):
    """A word to look at again, and what to say instead."""

    word: str
    instead: str


class Hints:
    """Finds words of the list in what a practitioner wrote."""

    def __init__(self, plain: PlainWords) -> None:
        self._never = plain.never

    def of(self, text: str) -> tuple[Hint, ...]:
        """Each word once, in the order of the list."""
        found = {
            match[0].casefold(): Hint(match[0], never.instead)
            for never in self._never
            for match in never.pattern.finditer(text)
        }
        return tuple(found.values())

    def in_all(self, texts: Mapping[str, str]) -> dict[str, tuple[Hint, ...]]:
        """The hints of several fields, by field; those without any are left out."""
        return {name: hints for name, text in texts.items() if (hints := self.of(text))}
