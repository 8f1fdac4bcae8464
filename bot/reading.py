"""Plain words: reading age, long sentences, long words, and what our strings never say.

**Theory.** GOV.UK aims at a reading age of nine. The formula is Flesch and Kincaid's school grade,
0.39 x words a sentence + 11.8 x syllables a word - 15.59, and a reading age is the grade plus five.
It means something for a page, not for a line, so it is taken over the text of a whole section
(ask, why, other and example together). A single string is held to 15 words a sentence and to words
that are short or on a reviewed list. Sample names are filled in; words that a person or the
practitioner wrote are left out, since they are not ours.

`checking` calls `wording_faults`; a test measures the catalogue of words itself.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from typing import NamedTuple

import pyphen

from dialogs.definition import Dialog, House, Section
from dialogs.errors import Fault
from dialogs.samples import SAMPLES
from dialogs.translate import TEXTS, house_strings, strings
from dialogs.values import Frozen
from dialogs.wording import filled

READING_AGE = 9.0
"""At most, over the text of a section."""
WORDS_A_SENTENCE = 15
"""At most, in any string."""
FOR_CHILDREN = ((9, 7.0, 8), (12, 9.0, 12))
"""Up to which age a dialog is proposed; reading age and words a sentence at most (practice.md §2)."""
LONG_SYLLABLES, LONG_LETTERS = 3, 10
"""A word is long from here on."""

_OWN_WORDS = (
    "worry_words",
    "goal",
    "low",
    "high",
    "item",
    "if_nothing_changes",
    "step_back",
    "bottom_lines",
    "why_asked",
    "may_know",
    "words",
)
_HOUSE = {"section": "Good things", "sections": "Good things", "number": "5", "of": "9", "day": "3/5/2026"}
_FILLED_IN = {**SAMPLES, **_HOUSE, **dict.fromkeys(_OWN_WORDS, "")}
_LEFT_OUT = dict.fromkeys(_FILLED_IN, "")

_SENTENCE = re.compile(r"[^.!?…\n]*[^\s.!?…][^.!?…\n]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COUNTED = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDED = re.compile(r"[.?]\W*$")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<![^aeiouy]l)e$|(?<![sxzcg])(?<!sh)(?<!ch)(?<![^aeiouy]l)es$|(?<![td])(?<![^aeiouy]l)ed$|(?<=q)u"
)
"""Letters that are written and not heard: make, times, asked, question; heard in table, boxes, wanted."""


class Never(Frozen):
    """Some of what our strings never say, and what to say instead."""

    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Regular expressions."""
    instead: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds any of it."""
        words = (rf"(?<!\w){re.escape(word)}(?!\w)" for word in self.words)
        return re.compile("|".join([*words, *self.also]), re.IGNORECASE)


class _HouseWording(Frozen):
    never: tuple[Never, ...]


class LongWords(Frozen):
    """The reviewed list: long words that may stand, each with its reason."""

    allowed: Mapping[str, str]
    syllables: Mapping[str, int] = {}
    """Words that the dictionary and the vowels count wrongly."""


class Measure(NamedTuple):
    """What the formula counts in a text."""

    sentences: int
    words: int
    syllables: int

    @property
    def age(self) -> float:
        """The reading age in years: Flesch and Kincaid's grade plus five."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59 + 5


class PlainWords:
    """The lists and the dictionary, read once."""

    def __init__(self, never: tuple[Never, ...], long_words: LongWords) -> None:
        self.never = never
        self.long_words = long_words
        self._hyphens = pyphen.Pyphen(lang="en_GB")

    def measured(self, texts: Iterable[str]) -> Measure:
        """Counts over all texts together."""
        sentences = [sentence for text in texts for sentence in sentences_of(text)]
        words = [word for sentence in sentences for word in _COUNTED.findall(sentence)]
        return Measure(len(sentences), len(words), sum(map(self.syllables, words)))

    def syllables(self, word: str) -> int:
        """How many syllables: the vowels heard in each of the dictionary's pieces of the word."""
        plain = word.lower().replace("’", "'").removesuffix("'s")
        known = self.long_words.syllables.get(plain)
        if known is not None:
            return known
        pieces = self._hyphens.inserted(plain).split("-")
        return sum(_vowels(piece) for piece in pieces)

    def is_long(self, word: str) -> bool:
        """Whether a word needs a reason to stand in our strings."""
        long = self.syllables(word) >= LONG_SYLLABLES or len(word) >= LONG_LETTERS
        capitals = len(word) > 1 and word.isupper()
        return (long or capitals) and not self._allowed(word)

    def faults(self, text: str, most: int = WORDS_A_SENTENCE) -> Iterator[str]:
        """What is wrong with one string; `most` words stand in a sentence."""
        shown = filled(text, _FILLED_IN)
        for sentence in sentences_of(shown):
            count = len(_COUNTED.findall(sentence))
            if count > most:
                yield f"{count} words in a sentence, {most} are the most: {sentence.strip()!r}"
        for word in dict.fromkeys(_not_names(filled(text, _LEFT_OUT))):
            if self.is_long(word):
                yield f"a long word: {word!r}"
        for never in self.never:
            for found in dict.fromkeys(match[0] for match in never.pattern.finditer(text)):
                yield f"{found!r} is not ours to say; instead: {never.instead}"

    def _allowed(self, word: str) -> bool:
        plain = word.lower().replace("’", "'").removesuffix("'s")
        return plain in self.long_words.allowed or word in self.long_words.allowed


def read_plain_words() -> PlainWords:
    """The packaged lists."""
    here = files("bot")
    never = _HouseWording.model_validate(tomllib.loads((here / "house_wording.toml").read_text("utf-8")))
    long_words = LongWords.model_validate(tomllib.loads((here / "long_words.toml").read_text("utf-8")))
    return PlainWords(never.never, long_words)


def sentences_of(text: str) -> list[str]:
    """A text in its sentences; a new line begins a new one."""
    return [found for found in _SENTENCE.findall(text) if _COUNTED.search(found)]


def wording_faults(plain: PlainWords, dialog: Dialog, file: str) -> list[Fault]:
    """Every string of a dialog that is not plain, and every section that is hard to read."""
    age, most = bounds(dialog)
    found = [
        Fault(file, place, f"`{field}`: {why}" if field else why)
        for said in strings(dialog)
        for place, field in [_where(said.context)]
        for why in plain.faults(said.text, most)
    ]
    for section in dialog.section:
        found += [Fault(file, section.id, why) for why in _hard_to_read(plain, texts_of(section), age)]
    return found


def bounds(dialog: Dialog) -> tuple[float, int]:
    """The reading age of a section, and the words of a sentence, that nobody goes over in this dialog."""
    if dialog.ages is not None:
        for oldest, age, most in FOR_CHILDREN:
            if dialog.ages[1] <= oldest:
                return age, most
    return READING_AGE, WORDS_A_SENTENCE


def house_wording_faults(plain: PlainWords, house: House, file: str) -> list[Fault]:
    """The same for the words of the house, which are read as one text."""
    found = [
        Fault(file, said.context.removeprefix("house/"), why)
        for said in house_strings(house.model_copy(update={"lists": {}}))
        for why in plain.faults(said.text)
    ]
    sentences = [words for words in house.words.values() if _ENDED.search(words)]
    return [*found, *(Fault(file, "", why) for why in _hard_to_read(plain, sentences))]


def texts_of(section: Section) -> list[str]:
    """What the formula reads of a section: whole sentences, no labels and no ends of a scale."""
    fields = [field for field in TEXTS if field not in ("low", "high")]
    return [text for question in section.question for field in fields if (text := getattr(question, field))]


def _hard_to_read(plain: PlainWords, texts: list[str], most: float = READING_AGE) -> Iterator[str]:
    age = plain.measured(filled(text, _FILLED_IN) for text in texts).age
    if age > most:
        yield f"its reading age is {age:.1f}, and {most:.0f} is the most"


def _where(context: str) -> tuple[str, str]:
    """The question or section, and the field, of a string's context "dialog/question/field"."""
    _, _, rest = context.partition("/")
    place, _, field = rest.rpartition("/")
    return place, field


def _vowels(piece: str) -> int:
    return max(1, len(_VOWELS.findall(_SILENT.sub("", piece))))


def _not_names(text: str) -> Iterator[str]:
    """The words of a text without those that are names: capitals inside a sentence."""
    for sentence in sentences_of(text):
        for place, word in enumerate(_WORD.findall(sentence)):
            if place == 0 or not word[0].isupper() or word.isupper():
                yield word
