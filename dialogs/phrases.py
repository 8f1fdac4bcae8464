"""Phrases in running text: every one of them looked for at once, in a single walk over the words.

Theory. A phrase is a row of steps, and a step is a set of words that will do there. Hardly any phrase
stands in an ordinary text, so the walk asks two questions: a cheap one of all phrases at once, and an
exact one of the few that are left.

*Are its words there at all?* Each phrase owns one bit of a (long) integer. Its last step is watched,
and two steps before it, the rarest that it has; a phrase is worth a look where a word of its last
step comes soon after words of those two.

    he has .. knife     "he" met: bit in `one`     "has" met: bit in `two`     "knife": look closer

A gap is short, so what was met is forgotten again after as many words as the longest phrase may take.
The end of a sentence, and a word that turns the meaning round, are forgetful too.

*Does it really end here?* The steps are walked backwards from that word, gaps and all.

Nothing is remembered from one text to the next, and the time grows with the number of words alone,
whatever somebody sends.

How a phrase is written, between spaces:

    knife           this word
    knife/gun       one of these words
    <weapon>        a word of this list
    really?         may be left out; also `knife/gun?` and `<weapon>?`
    ..              up to three words of any kind, but none of the list <not>
    ...             up to eight such words
    .               the beginning or the end of a sentence

Words are compared as `Spelling` hands them over: small letters, no apostrophes ("he's" is "he is"),
common misspellings mended, "." where a sentence ends; no phrase reaches over that. Words that stand
in no phrase are all alike. `signposts` writes its rules in phrases, and is the only caller.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

END = "."
"""Stands among the words where a sentence ends."""
OTHER = ""
"""Stands for a word that is in no phrase."""
GAPS = {"..": 3, "...": 8}
"""How a gap is written, and the most words that it takes in."""

_PIECE = re.compile(r"\w+(?:['*]\w+)*|[.!?\n]|[^\w\s]")
_STRETCHED = re.compile(r"([^\W_])\1{2,}")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0F, 0xFEFF))
_STRAIGHT = {ord(quote): "'" for quote in "’‘‛´ʼ＇"} | _INVISIBLE

Words = frozenset[str]


class Span(NamedTuple):
    """Where a phrase stands: from the word `start` to the word `end`, both part of it."""

    phrase: int
    start: int
    end: int


class Spelling:
    """Text to plain words: how people type, put right by a table.

    `mended` maps what is typed to the words that are meant, and every word of the phrases to itself.
    """

    def __init__(self, mended: Mapping[str, tuple[str, ...]], endings: Mapping[str, str]) -> None:
        self._mended = {**mended, **dict.fromkeys(".!?\n", (END,))}
        self._endings = endings

    def words(self, text: str) -> list[str]:
        """The plain words of `text` in order, with `END` before and after each sentence."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text.translate(_STRAIGHT))
        text = text.casefold()
        stretched = _STRETCHED.search(text) is not None
        words = [END]
        for piece in _PIECE.findall(text):
            mended = self._mended.get(piece)
            if mended is not None:
                words += mended
            elif "'" in piece and piece != "'":
                words += self._apart(piece)
            elif piece[0].isalnum():
                words += self._unstretched(piece) if stretched else (OTHER,)
        words.append(END)
        return words

    def _unstretched(self, word: str) -> tuple[str, ...]:
        """ "noooo" is "no", and "killlll" is "kill"."""
        double = _STRETCHED.sub(r"\1\1", word)
        return self._mended.get(double) or self._mended.get(_STRETCHED.sub(r"\1", word)) or (OTHER,)

    def _apart(self, piece: str) -> tuple[str, ...]:
        """ "he's" is "he is"."""
        stem, _, ending = piece.rpartition("'")
        if ending == "t" and stem.endswith("n"):
            stem, ending = stem[:-1], "nt"
        follows = self._endings.get(ending)
        return (*self._mended.get(stem, (OTHER,)), *((follows,) if follows else ()))


class _Step(NamedTuple):
    words: Words | None
    """None accepts any word, apart from those that turn the meaning round."""
    fewest: int = 1
    most: int = 1

    @property
    def needed(self) -> bool:
        return self.fewest > 0


class _Known(NamedTuple):
    """What meeting a word means, each a mask of phrases."""

    one: int
    """It is the first of the two steps that are watched."""
    two: int
    """It is the second of them."""
    last: int
    """It is the last step."""
    spared: int | None
    """Of a word that no gap reaches over: the phrases that have it as a step of their own."""


class Phrases:
    """All phrases of one language, ready to be looked for.

    `turning` are the words that no gap reaches over. Raises ValueError naming each phrase that
    cannot be read.
    """

    def __init__(self, phrases: Sequence[str], lists: Mapping[str, Words], turning: Words) -> None:
        rows = _rows(phrases, lists)
        self._backwards = [tuple(reversed(row)) for row in rows]
        self._closing = turning | {END}
        self._longest = max((sum(step.most for step in row) for row in rows), default=1)
        one, two, last, anywhere = (defaultdict[str, int](int) for _ in range(4))
        common = Counter(word for row in rows for step in row for word in step.words or ())
        self._one = self._two = 0
        """The phrases that have no such step to be met."""
        for number, row in enumerate(rows):
            bit = 1 << number
            *others, end = (step.words or frozenset() for step in row if step.needed)
            others.sort(key=lambda words: sum(common[word] for word in words))
            self._one |= 0 if others else bit
            self._two |= 0 if others[1:] else bit
            for words, mask in zip((end, *others[:2]), (last, one, two), strict=False):
                for word in words:
                    mask[word] |= bit
            for word in {word for step in row for word in step.words or ()}:
                anywhere[word] |= bit
        self._known = {
            word: _Known(one[word], two[word], last[word], anywhere[word] if word in self._closing else None)
            for word in anywhere.keys() | self._closing
        }

    @property
    def vocabulary(self) -> Words:
        """Every word that makes a difference to some phrase."""
        return frozenset(self._known)

    def find(self, words: Sequence[str], among: int = -1) -> list[Span]:
        """Every phrase in `words`, in the order in which they end; of several starts, the nearest.

        `among` has a bit for each phrase that is looked for: all of them unless it says otherwise.
        """
        found: list[Span] = []
        one, two = self._one, self._two
        forget_at = self._longest + self._longest
        known_as = self._known.get
        for end, word in enumerate(words):
            known = known_as(word)
            if known is None:
                continue
            if end >= forget_at:
                one, two = self._met(words[end - self._longest : end])
                forget_at = end + self._longest
            meets_one, meets_two, last, spared = known
            whole = last & one & two
            if whole and (whole := whole & among):
                found += self._ending(whole, words, end)
            if spared is not None:
                one, two = one & spared | self._one, two & spared | self._two
                forget_at = end + self._longest + self._longest
            one |= meets_one
            two |= meets_two
        return found

    def _met(self, words: Sequence[str]) -> tuple[int, int]:
        """The phrases of which the first watched step is in `words`, and those of the second."""
        one, two = self._one, self._two
        for word in words:
            known = self._known.get(word)
            if known is not None:
                one |= known.one
                two |= known.two
        return one, two

    def _ending(self, phrases: int, words: Sequence[str], end: int) -> Iterator[Span]:
        for phrase in _bits(phrases):
            start = self._start(self._backwards[phrase], words, end)
            if start is not None:
                yield Span(phrase, start, end)

    def _start(self, steps: Sequence[_Step], words: Sequence[str], end: int) -> int | None:
        """The nearest word from which `steps`, the last one first, reach `end`."""
        before = {end}
        for accepted, fewest, most in steps:
            if accepted is None:
                before = {after for place in before for after in self._gap(place, most, words)}
            elif len(before) == 1 and fewest:
                (place,) = before
                if place < 0 or words[place] not in accepted:
                    return None
                before = {place - 1}
            else:
                moved = {place - 1 for place in before if place >= 0 and words[place] in accepted}
                before = moved if fewest else before | moved
                if not before:
                    return None
        return max(before) + 1

    def _gap(self, place: int, most: int, words: Sequence[str]) -> Iterator[int]:
        yield place
        for before in range(place, max(place - most, -1), -1):
            if words[before] in self._closing:
                return
            yield before - 1


def slips(word: str) -> Iterator[str]:
    """How fingers miss a word: a letter left out, doubled, or swapped with the next; never the first."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def by_ear(word: str, sounds: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """How a word may be written as it sounds: one place changed. "-ed" means at the end of the word."""
    for sound, spellings in sounds.items():
        if sound.startswith("-"):
            stem = word.removesuffix(sound[1:])
            yield from (stem + spelling for spelling in spellings if stem != word)
        else:
            for at in _places(sound, word):
                yield from (word[:at] + spelling + word[at + len(sound) :] for spelling in spellings)


def _places(part: str, word: str) -> Iterator[int]:
    at = word.find(part)
    while at >= 0:
        yield at
        at = word.find(part, at + 1)


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
    if written in GAPS:
        return [_Step(None, 0, GAPS[written])]
    bare = written.removesuffix("?")
    words = frozenset[str]().union(*(_listed(one, lists) for one in bare.split("/")))
    return [_Step(words, int(bare == written))]


def _listed(written: str, lists: Mapping[str, Words]) -> Words:
    if not (written.startswith("<") and written.endswith(">")):
        if written != END and not (written.isalnum() and written == written.casefold()):
            raise ValueError(f'"{written}" is not a plain word in small letters')
        return frozenset((written,))
    if written[1:-1] not in lists:
        raise ValueError(f"there is no list {written}")
    return lists[written[1:-1]]


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
