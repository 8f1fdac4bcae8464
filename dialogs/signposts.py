"""Words that call for help numbers and a flag; never a judgement.

Theory. A *signpost* is a named rule: a few phrases, and which alarm they raise. People say the same
words about things that are no alarm, so *guards*, phrases too, stand between the words and the
alarm. A guard acts on a signpost that it reaches, counted in words:

    "if"           before      hushes    If he turns up drunk I ring 999.    nothing
    "never"        before      hushes    He has never hit me.                nothing
    a saying       over it     hushes    The kids are killing me.            nothing
    "years ago"    after       softens   He had a knife two years ago.       same day, not now
    "still here"   any side    hastens   He hits me. He is still here.       now, not same day
    "swallowed"    any side    bears out The battery is gone. He swallowed.  now; "battery" alone: nothing

    signpost's kind   hushed    softened    hastened     neither
    danger now        nothing   same day    danger now   danger now
    same day          nothing   same day    danger now   same day

Hushing comes before softening, softening before hastening; of several signposts the louder one
counts. Each signpost heeds the guards that are `usual`, without those in `despite`, with those in
`also`. One that `needs` some guards says nothing unless one of them is in reach: so two things that
mean danger only together are heard in any order. Guards do not look past the end of a sentence unless
they say so.

There is no number anywhere that could be read as a score, and nothing is decided: somebody is shown
help and a worker is shown the exact words. Rules are data, one file for each language
(`definitions/signposts.en.toml`); the host reads the TOML, `Signposts.model_validate` refuses what
is malformed, and `engine` listens. Silence proves nothing: words of danger can always be put in a
way that no rule knows, which is why help stands on every screen (practice.md §7). The README says
how often the rules are wrong, on lines that their author wrote and on lines that were held back.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pydantic import Field, model_validator

from dialogs.phrases import END, Phrases, Span, Spelling, by_ear, slips
from dialogs.values import Frozen

SHORTEST_SLIP = 6
SHORTEST_BY_EAR = 4
"""Letters. In shorter words a slip of the finger, or of the ear, makes too many other words."""


class Alarm(StrEnum):
    """How soon a worker must see some words."""

    DANGER_NOW = "danger_now"
    SAME_DAY = "same_day"


class Sway(StrEnum):
    """What a guard does to a signpost in its reach."""

    HUSH = "hush"
    SOFTEN = "soften"
    HASTEN = "hasten"
    BEAR_OUT = "bear_out"


class Guard(Frozen):
    """Phrases that change what the words beside them mean. Reaches are counted in words."""

    id: str
    does: Sway
    usual: bool = True
    """Every signpost heeds it, unless it says `despite`; otherwise only those that say `also`."""
    before: int = 0
    """How far before a signpost it may end."""
    after: int = 0
    """How far after a signpost it may begin."""
    over: bool = False
    """It may share words with the signpost."""
    across: bool = False
    """It reaches over the end of a sentence."""
    stops: str = ""
    """A list: its words end the reach, as "he" does in "I don't know, he hits me"."""
    phrases: tuple[str, ...]


class Signpost(Frozen):
    """Phrases that a worker must hear of."""

    id: str
    kind: Alarm
    also: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """It is silent unless one of these guards, which bear it out, reaches it."""
    phrases: tuple[str, ...]


class Heard(NamedTuple):
    """An alarm, and the signpost that raised it (for tests and for whoever mends the rules)."""

    kind: Alarm
    signpost: str


class Signposts(Frozen):
    """The rules of one language."""

    language: str
    measured: bool = False
    """Whether misses and false alarms were counted on lines that the rules' author had not seen."""
    spelling: Mapping[str, str] = Field(default_factory=dict)
    """What is meant, and the ways in which people type it, between spaces."""
    endings: Mapping[str, str] = Field(default_factory=dict)
    """What stands after an apostrophe, and what it means."""
    sounds: Mapping[str, str] = Field(default_factory=dict)
    """Letters, and what people write for the same sound; "-ed" is the end of a word, "-" no letter."""
    lists: Mapping[str, str]
    """Words between spaces; `<other>` takes in another list. `<not>` turns a meaning round."""
    real: str = ""
    """Words that look like a slip of a word in the phrases and are words of their own."""
    guard: tuple[Guard, ...] = ()
    signpost: tuple[Signpost, ...]

    def listen(self, text: str) -> Alarm | None:
        """Which alarm these words raise, if any."""
        heard = self.hear(text)
        return heard.kind if heard else None

    def hear(self, text: str) -> Heard | None:
        """The loudest signpost in `text`, the first of equals; None where there is none."""
        words = self._spelling.words(text)
        signs = self._signs.find(words)
        if not signs:
            return None
        reaches = self._reaches(words, {id for span in signs for id in self._heeded[span.phrase]})
        heard = [one for span in signs if (one := self._weighed(span, reaches))]
        return next((one for one in heard if one.kind is Alarm.DANGER_NOW), heard[0] if heard else None)

    def _weighed(self, span: Span, reaches: dict[str, "_Reach"]) -> Heard | None:
        signpost = self._sign_of[span.phrase]
        reaching = {id for id in self._heeded[span.phrase] if id in reaches and reaches[id].holds(span)}
        sways = {reaches[id].does for id in reaching}
        if Sway.HUSH in sways or (signpost.needs and reaching.isdisjoint(signpost.needs)):
            return None
        if Sway.SOFTEN in sways:
            return Heard(Alarm.SAME_DAY, signpost.id)
        return Heard(Alarm.DANGER_NOW if Sway.HASTEN in sways else signpost.kind, signpost.id)

    def _reaches(self, words: Sequence[str], heeded: Iterable[str]) -> dict[str, "_Reach"]:
        """Where those guards act that are heeded; the others are not looked for."""
        reaches: dict[str, _Reach] = {}
        for span in self._guards.find(words, among=sum(self._bits_of[id] for id in heeded)):
            guard = self._guard_of[span.phrase]
            if guard.id not in reaches:
                reaches[guard.id] = _Reach(guard.does)
            reaches[guard.id].widen(guard, span, words, self._lists.get(guard.stops, frozenset()))
        return reaches

    # Made once from the data --------------------------------------------------------------------

    @cached_property
    def _lists(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(_spread(name, self.lists, ())) for name in self.lists}

    @cached_property
    def _guards(self) -> Phrases:
        return self._phrases(self.guard)

    @cached_property
    def _signs(self) -> Phrases:
        return self._phrases(self.signpost)

    def _phrases(self, rules: "Iterable[Guard | Signpost]") -> Phrases:
        phrases = [phrase for rule in rules for phrase in rule.phrases]
        return Phrases(phrases, self._lists, self._lists.get("not", frozenset()))

    @cached_property
    def _guard_of(self) -> tuple[Guard, ...]:
        """Phrase number to the guard it belongs to."""
        return tuple(guard for guard in self.guard for _ in guard.phrases)

    @cached_property
    def _sign_of(self) -> tuple[Signpost, ...]:
        """Phrase number to the signpost it belongs to."""
        return tuple(signpost for signpost in self.signpost for _ in signpost.phrases)

    @cached_property
    def _bits_of(self) -> dict[str, int]:
        """Guard to its phrases, a bit for each number."""
        bits = dict.fromkeys((guard.id for guard in self.guard), 0)
        for number, guard in enumerate(self._guard_of):
            bits[guard.id] |= 1 << number
        return bits

    @cached_property
    def _heeded(self) -> tuple[frozenset[str], ...]:
        """Phrase number of a signpost to the guards that it heeds."""
        usual = {guard.id for guard in self.guard if guard.usual}
        heeded = {
            signpost.id: frozenset(usual.difference(signpost.despite).union(signpost.also, signpost.needs))
            for signpost in self.signpost
        }
        return tuple(heeded[signpost.id] for signpost in self._sign_of)

    @cached_property
    def _spelling(self) -> Spelling:
        stops = (self._lists[guard.stops] for guard in self.guard if guard.stops)
        known = self._guards.vocabulary.union(self._signs.vocabulary, *stops)
        real = frozenset(self.real.split()) | known
        mended: dict[str, tuple[str, ...]] = {}
        for word in sorted(known):
            mended |= {typed: (word,) for typed in self._mistyped(word) if typed not in real}
        mended |= {word: (word,) for word in known}
        for meant, typings in self.spelling.items():
            mended |= dict.fromkeys(typings.split(), tuple(meant.split()))
        return Spelling(mended, self.endings)

    def _mistyped(self, word: str) -> Iterable[str]:
        if len(word) >= SHORTEST_SLIP:
            yield from slips(word)
        if len(word) >= SHORTEST_BY_EAR:
            yield from by_ear(word, self._sounds)

    @cached_property
    def _sounds(self) -> dict[str, tuple[str, ...]]:
        return {
            sound: tuple(s.strip("-") for s in spellings.split()) for sound, spellings in self.sounds.items()
        }

    @model_validator(mode="after")
    def _can_be_read(self) -> "Signposts":
        faults = [*self._unknown_names(), *self._twice()]
        if faults:
            raise ValueError("\n".join(faults))
        assert self._guards
        assert self._signs
        return self

    def _unknown_names(self) -> Iterable[str]:
        guards = {guard.id for guard in self.guard}
        for signpost in self.signpost:
            for name in {*signpost.also, *signpost.despite, *signpost.needs} - guards:
                yield f"signpost {signpost.id}: there is no guard {name}"
        for guard in self.guard:
            if guard.stops and guard.stops not in self.lists:
                yield f"guard {guard.id}: there is no list {guard.stops}"

    def _twice(self) -> Iterable[str]:
        ids = [*(guard.id for guard in self.guard), *(signpost.id for signpost in self.signpost)]
        yield from sorted({f"two rules are called {id}" for id in ids if ids.count(id) > 1})


class _Reach:
    """The places in one text where one guard acts."""

    def __init__(self, does: Sway) -> None:
        self.does = does
        self._starts: set[int] = set()
        self._ends: set[int] = set()
        self._covers: set[int] = set()

    def widen(self, guard: Guard, span: Span, words: Sequence[str], stops: frozenset[str]) -> None:
        """Take in what `guard` reaches from `span`."""
        barred = stops if guard.across else stops | {END}
        self._starts.update(_until(range(span.end + 1, span.end + 1 + guard.before), words, barred))
        self._ends.update(_until(range(span.start - 1, span.start - 1 - guard.after, -1), words, barred))
        if guard.over:
            self._covers.update(range(span.start, span.end + 1))

    def holds(self, span: Span) -> bool:
        """Whether the guard acts on the signpost in `span`."""
        within = range(span.start, span.end + 1)
        return span.start in self._starts or span.end in self._ends or not self._covers.isdisjoint(within)


def _until(places: Iterable[int], words: Sequence[str], barred: frozenset[str]) -> Iterable[int]:
    for place in places:
        if not 0 <= place < len(words) or words[place] in barred:
            return
        yield place


def _spread(name: str, lists: Mapping[str, str], within: tuple[str, ...]) -> Iterable[str]:
    if name in within or name not in lists:
        raise ValueError(f"list {name}: " + ("is inside itself" if name in within else "there is none"))
    for word in lists[name].split():
        if word.startswith("<"):
            yield from _spread(word[1:-1], lists, (*within, name))
        else:
            yield word
