"""Phrases in running text: every one of them looked for at once, in a single walk over the words.

Theory. A phrase is a row of steps, and a step is a set of words that will do there. All phrases of
a language stand one behind the other, each step owning one bit of a (long) integer:

    phrases    <he> has .. <weapon>        not breathing
    steps      he has . . . weapon         not breathing
    bit         0   1 2 3 4      5           6         7

While walking, the integer `alive` holds a bit for each step that some row of words has just
reached. A word moves all of them on together: shift by one, let what may be left out be passed
over, keep the steps that accept the word. This is the Shift-And method with optional places
(Navarro and Raffinot, "Flexible Pattern Matching in Strings", chapter 4). Passing over takes one
subtraction: in each run of steps that may be left out, what borrows from the bit beyond the run
fills the run from the lowest bit that waits there.

    beyond - waiting    1000 - 0010  =  0110    both steps above the waiting one, or itself, next

Nothing is ever tried twice, so the time grows with the number of words alone, whatever somebody
sends. Moves that were made once are remembered, so that most words cost one look into a dictionary;
that memory is bounded and holds nothing but places in the phrases.

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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

END = "."
"""Stands among the words where a sentence ends."""
OTHER = ""
"""Stands for a word that is in no phrase."""
GAPS = {"..": 3, "...": 8}
"""How a gap is written, and the most words that it takes in."""
MOST_STATES = 4_000
"""How many combinations of steps are remembered: a few megabytes. Then all are forgotten."""

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
    needed: bool


class _State:
    """Some steps reached, the phrases that end there, and the moves from here made before."""

    __slots__ = ("alive", "ended", "moves")

    def __init__(self, alive: int, ended: tuple[int, ...]) -> None:
        self.alive = alive
        self.ended = ended
        self.moves: dict[str, _State] = {}


class Phrases:
    """All phrases of one language, ready to be looked for.

    `turning` are the words that no gap reaches over. Raises ValueError naming each phrase that
    cannot be read.
    """

    def __init__(self, phrases: Sequence[str], lists: Mapping[str, Words], turning: Words) -> None:
        self._rows = _rows(phrases, lists)
        self._closing = turning | {END}
        self._accepts: dict[str, int] = {}
        """Word to the bits of the steps, other than gaps, that it may stand at."""
        self._any = self._optional = self._beyond = self._first = self._last = 0
        self._ending: dict[int, int] = {}
        """Bit of a last step to the number of its phrase."""
        self._states: dict[int, _State] = {}
        place = 0
        for number, row in enumerate(self._rows):
            self._first |= 1 << place
            for step in row:
                self._lay(step, 1 << place)
                place += 1
            self._last |= 1 << (place - 1)
            self._ending[place - 1] = number
        self._beyond = (self._optional << 1) & ~self._optional

    @property
    def vocabulary(self) -> Words:
        """Every word that makes a difference to some phrase."""
        return self._closing | self._accepts.keys()

    def find(self, words: Sequence[str]) -> list[Span]:
        """Every phrase in `words`, in the order in which they end; of several starts, the nearest."""
        found: list[Span] = []
        state = self._state(0)
        for end, word in enumerate(words):
            state = state.moves.get(word) or self._move(state, word)
            if state.ended:
                found += (Span(phrase, self._start(phrase, words, end), end) for phrase in state.ended)
        return found

    def _lay(self, step: _Step, bit: int) -> None:
        if not step.needed:
            self._optional |= bit
        if step.words is None:
            self._any |= bit
        for word in step.words or ():
            self._accepts[word] = self._accepts.get(word, 0) | bit

    def _move(self, state: _State, word: str) -> _State:
        reached = state.alive << 1
        waiting = reached & self._optional
        passed = ((self._beyond - waiting) | waiting) & self._optional
        reached |= passed << 1
        known = self._accepts.get(word, 0)
        accepts = known if word in self._closing else known | self._any
        after = self._state((reached & accepts) | (known & self._first))
        state.moves[word] = after
        return after

    def _state(self, alive: int) -> _State:
        state = self._states.get(alive)
        if state is None:
            if len(self._states) >= MOST_STATES:
                self._forget()
            ended = tuple(self._ending[bit] for bit in _bits(alive & self._last))
            state = self._states[alive] = _State(alive, ended)
        return state

    def _forget(self) -> None:
        for state in self._states.values():
            state.moves.clear()
        self._states.clear()

    def _start(self, phrase: int, words: Sequence[str], end: int) -> int:
        """The nearest word from which `phrase` reaches `end`: its steps walked backwards."""
        before = {end}
        for step in reversed(self._rows[phrase]):
            moved = {place - 1 for place in before if place >= 0 and self._does(step, words[place])}
            before = moved if step.needed else before | moved
        return max(before) + 1

    def _does(self, step: _Step, word: str) -> bool:
        return word in step.words if step.words is not None else word not in self._closing


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
        return [_Step(None, needed=False)] * GAPS[written]
    bare = written.removesuffix("?")
    words = frozenset[str]().union(*(_listed(one, lists) for one in bare.split("/")))
    return [_Step(words, needed=bare == written)]


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
