"""Phrases in running text: every one of them looked for at once, in a single walk over the words.

Theory. A phrase is a row of steps, and a step is a set of words that will do there. All phrases of
a language stand one behind the other, each step owning one bit of a (long) integer:

    phrases    <he> has .. <weapon>        can not breathe
    steps      he has . . . weapon         can not breathe
    bit         0   1 2 3 4      5           6   7       8

While walking, the integer `alive` holds a bit for each step that some row of words has just
reached. A word moves all of them on together: shift by one, let what may be left out be passed
over, keep the steps that accept the word. This is the Shift-And method with optional places
(Navarro and Raffinot, "Flexible Pattern Matching in Strings", chapter 4). Nothing is ever tried
twice, so the time grows with the number of words alone, whatever somebody sends.

How a phrase is written, between spaces:

    knife           this word
    knife/gun       one of these words
    <weapon>        a word of this list
    really?         may be left out; also `knife/gun?` and `<weapon>?`
    ..              up to three words of any kind, but none of the list <not>

Words are compared as `Spelling` hands them over: small letters, no apostrophes ("he's" is "he is"),
common misspellings mended, "." where a sentence ends; no phrase reaches over that. `signposts`
writes its rules in phrases, and is the only caller.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

END = "."
"""Stands among the words where a sentence ends."""
GAP = ".."
LONGEST_GAP = 3
SHORTEST_SLIP = 6
"""Letters. A slip of the finger in a shorter word makes too many other words."""

_PIECE = re.compile(r"\w+(?:['*]\w+)*|[.!?\n]|[^\w\s]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0F, 0xFEFF))
_STRAIGHT = {ord(quote): "'" for quote in "’‘‛`´ʼ＇"} | _INVISIBLE

Words = frozenset[str]


class Span(NamedTuple):
    """Where a phrase stands: from the word `start` to the word `end`, both part of it."""

    phrase: int
    start: int
    end: int


class _Step(NamedTuple):
    words: Words | None
    """None accepts any word that does not turn the meaning round."""
    needed: bool


class Spelling:
    """Text to plain words: how people type, put right by a table."""

    def __init__(self, mended: Mapping[str, tuple[str, ...]], endings: Mapping[str, str]) -> None:
        self._mended = mended
        self._endings = endings

    def words(self, text: str) -> list[str]:
        """The plain words of `text` in order, with `END` where a sentence ends."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text.translate(_STRAIGHT))
        words: list[str] = []
        for piece in _PIECE.findall(text.casefold().replace("`", "'")):
            mended = self._mended.get(piece)
            if mended is not None:
                words += mended
            elif piece.isalnum():
                words += self._unstretched(piece)
            elif piece in ".!?\n":
                words.append(END)
            elif len(piece) > 1:
                words += self._apart(piece)
        return words

    def _unstretched(self, word: str) -> tuple[str, ...]:
        """"noooo" is "no" and "killlll" is "kill"; what is still unknown keeps one letter of each."""
        if not _STRETCHED.search(word):
            return (word,)
        double = _STRETCHED.sub(r"\1\1", word)
        return self._mended.get(double) or self._mended.get(single := _STRETCHED.sub(r"\1", word)) or (single,)

    def _apart(self, piece: str) -> tuple[str, ...]:
        """"he's" is "he is"; a piece with digits, stars or unknown endings stays whole."""
        stem, mark, ending = piece.rpartition("'")
        if not mark:
            return (piece,)
        if stem.endswith("n") and ending == "t":
            stem, ending = stem[:-1], "nt"
        follows = self._endings.get(ending)
        return (*self._mended.get(stem, (stem,)), follows) if follows else (piece.replace("'", ""),)


class Phrases:
    """All phrases of one language, ready to be looked for.

    Raises ValueError naming each phrase that cannot be read.
    """

    def __init__(self, phrases: Sequence[str], lists: Mapping[str, Words], turning: Words) -> None:
        self._rows = _rows(phrases, lists)
        self._closing = turning | {END}
        """No gap reaches over these."""
        self._accepts: dict[str, int] = {}
        """Word to the bits of the steps, other than gaps, that it may stand at."""
        self._any = self._optional = self._first = self._last = 0
        self._owner: dict[int, int] = {}
        """Bit of a last step to the number of its phrase."""
        self._skips = max((_longest_skip(row) for row in self._rows), default=0)
        place = 0
        for number, row in enumerate(self._rows):
            self._first |= 1 << place
            for step in row:
                self._lay(step, 1 << place)
                place += 1
            self._last |= 1 << (place - 1)
            self._owner[place - 1] = number

    @property
    def vocabulary(self) -> Words:
        """Every word that stands in some phrase."""
        return frozenset(self._accepts)

    def find(self, words: Sequence[str]) -> list[Span]:
        """Every phrase in `words`, in the order in which they end; of several starts, the nearest."""
        return [
            Span(phrase, self._start(self._rows[phrase], words, end), end) for phrase, end in self._ends(words)
        ]

    def _lay(self, step: _Step, bit: int) -> None:
        if not step.needed:
            self._optional |= bit
        if step.words is None:
            self._any |= bit
        for word in step.words or ():
            self._accepts[word] = self._accepts.get(word, 0) | bit

    def _ends(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        alive = 0
        for place, word in enumerate(words):
            known = self._accepts.get(word, 0)
            if not (known or alive):
                continue
            reached = alive << 1
            for _ in range(self._skips):
                reached |= (reached & self._optional) << 1
            accepts = known if word in self._closing else known | self._any
            alive = (reached & accepts) | (known & self._first)
            yield from ((self._owner[bit], place) for bit in _bits(alive & self._last))

    def _start(self, row: tuple[_Step, ...], words: Sequence[str], end: int) -> int:
        """The nearest word from which `row` reaches `end`: the steps walked backwards."""
        before = {end}
        for step in reversed(row):
            moved = {place - 1 for place in before if place >= 0 and self._does(step, words[place])}
            before = moved if step.needed else before | moved
        return max(before) + 1

    def _does(self, step: _Step, word: str) -> bool:
        return word in step.words if step.words is not None else word not in self._closing


def slips(word: str) -> Iterator[str]:
    """How fingers miss a long word: a letter left out, doubled, or swapped with the next one."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def _rows(phrases: Sequence[str], lists: Mapping[str, Words]) -> list[tuple[_Step, ...]]:
    rows, faults = [], []
    for phrase in phrases:
        try:
            rows.append(_row(phrase, lists))
        except ValueError as fault:
            faults.append(f'"{phrase}": {fault}')
    if faults:
        raise ValueError("\n".join(faults))
    return rows


def _row(phrase: str, lists: Mapping[str, Words]) -> tuple[_Step, ...]:
    steps = [step for written in phrase.split() for step in _steps(written, lists)]
    if not steps or not (steps[0].needed and steps[-1].needed):
        raise ValueError("a phrase begins and ends with a word that must be there")
    return tuple(steps)


def _steps(written: str, lists: Mapping[str, Words]) -> Iterable[_Step]:
    if written == GAP:
        return [_Step(None, needed=False)] * LONGEST_GAP
    bare = written.removesuffix("?")
    words = frozenset[str]().union(*(_listed(one, lists) for one in bare.split("/")))
    return [_Step(words, needed=bare == written)]


def _listed(written: str, lists: Mapping[str, Words]) -> Words:
    if not (written.startswith("<") and written.endswith(">")):
        if not written.isalnum() or written != written.casefold():
            raise ValueError(f'"{written}" is not a plain word in small letters')
        return frozenset((written,))
    if written[1:-1] not in lists:
        raise ValueError(f"there is no list {written}")
    return lists[written[1:-1]]


def _longest_skip(row: Sequence[_Step]) -> int:
    longest = run = 0
    for step in row:
        run = 0 if step.needed else run + 1
        longest = max(longest, run)
    return longest


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
