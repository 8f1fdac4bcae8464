"""How a line reads in a document: the words as they came, name and date beneath, holes shown.

`contents` arranges what this makes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo

from babel.dates import format_date

from bot.documents.document import Quote, Row
from bot.documents.words import Tongue
from dialogs.conversation import Dated, Kept, Number
from dialogs.definition import Category, Over, Part
from dialogs.lines import Group, Line, Reply
from dialogs.wording import filled


class Phrases:
    """Makes quotes and rows, in one language. In somebody's own copy no name and nobody beside."""

    def __init__(self, tongue: Tongue, replies: Iterable[Reply], *, own: bool) -> None:
        self.tongue = tongue
        self.words = tongue.words
        self.locale = tongue.language.replace("-", "_")
        self.own = own
        self.above: frozenset[str] = frozenset()
        """Lines that stand in the card above: a question that quotes them says so instead."""
        self.replies: dict[str, list[Line]] = {}
        for reply in replies:
            if reply.to is not None:
                self.replies.setdefault(reply.to, []).append(reply.line)

    # Our words --------------------------------------------------------------------------------------

    def says(self, phrase: str, /, **names: str) -> str:
        """Words of ours, with names filled in."""
        return filled(self.words[phrase], names)

    def day(self, day: date) -> str:
        """A day in words, the way the language writes it."""
        return format_date(day, "long", locale=self.locale)

    def by(self, lines: Iterable[Line]) -> str:
        """Whose words, and on which days; never the time of day."""
        lines = tuple(lines)
        days = ", ".join(self.day(day) for day in sorted({line.at.date() for line in lines}))
        name = lines[0].speaker_name if lines else ""
        return self.says("by.own" if self.own else "by", name=name, day=days)

    # People's words ---------------------------------------------------------------------------------

    def quotes(self, lines: Iterable[Line]) -> tuple[Quote, ...]:
        """Each line as it was said; a question that was answered several times stands above the first."""
        lines = tuple(lines)
        before = (None, *lines)
        return tuple(
            self.quote(line, asked=last is None or (last.asked, last.speaker) != (line.asked, line.speaker))
            for line, last in zip(lines, before, strict=False)
        )

    def quote(self, line: Line, *, asked: bool = True) -> Quote:
        """One line: the question, the words, name and date; typed-up words and replies beneath."""
        typed = (
            Quote(words=t.words, by=self.says("typed_by", name=t.by, day=self.day(t.at.date())))
            for t in line.typed[-1:]
        )
        replies = (self.quote(reply) for reply in self.replies.get(line.root, ()))
        return Quote(
            words=self.value(line),
            by=self.by((line,)),
            asked=self.asked(line) if asked else "",
            notes=tuple(self.notes(line)),
            under=(*typed, *replies),
        )

    def shared_line(self, line: Line, zone: tzinfo) -> Quote:
        """A line that was released to the reader: what they see of it, and nothing else of the plan."""
        words = "\n".join(filter(None, (self.value(line), line.typed_words)))
        day = self.day(line.at.astimezone(zone).date())
        return Quote(words=words, by=self.says("by", name=line.speaker_name, day=day), asked=line.asks)

    def asked(self, line: Line) -> str:
        """The question as it was worded; words that stand in the card above, line for line, once only."""
        above = self.words["as_above"]
        worded = (words.strip() for words in line.asked.split("\n"))
        lines = [above if words in self.above else words for words in worded if words]
        before = (None, *lines)
        return "\n".join(w for w, last in zip(lines, before, strict=False) if (w, last) != (above, above))

    def notes(self, line: Line) -> Iterator[str]:
        """What was only heard, what a file is, whose view of a child it is, who sat beside them."""
        child = line.category is Category.VIEW and line.about is not None and line.about.over is Over.CHILD
        if child and line.about is not None and not self.own:
            yield self.says("of_child", name=line.speaker_name, child=line.about.name)
        if line.part is Part.HEARD:
            yield self.words["heard"]
        if isinstance(line.value, Kept):
            yield self.file(line, line.value)
        if line.wish is not None and not line.wish.quiet and not self.own:
            wished = self.says(f"wish.{line.wish.wish}", names=line.wish.names)
            yield self.says("wish", name=line.speaker_name, words=wished)
        if line.beside and not self.own:
            yield self.says("beside", name=line.speaker_name, beside=line.beside)
        if line.hand and not self.own:
            said, typed, worker = line.speaker_name, line.typed_by, line.hand.sat_with
            yield self.says("sat_with", name=said, hand=typed, worker=worker)

    def file(self, line: Line, kept: Kept) -> str:
        """A voice note, photo or drawing, and whether somebody typed it up."""
        file = self.words[f"file.{kept.file_kind}"]
        return self.says("file.typed" if line.typed else "file.not_typed", file=file)

    def value(self, line: Line) -> str:
        """What was said; a number with both its ends as they were worded."""
        if isinstance(line.value, Number):
            number = line.value
            return self.says("scale", number=str(number.number), low=number.low, high=number.high)
        if isinstance(line.value, Dated):
            day = self.day(line.value.day)
            return self.says("day", words=line.value.words, day=day) if line.value.typed else day
        return line.words

    def shown(self, line: Line) -> str:
        """A line as one part of a card: a file says what it is."""
        if not isinstance(line.value, Kept):
            return self.value(line)
        return "\n".join(filter(None, (self.file(line, line.value), line.words, line.typed_words)))

    # Rows of cards ----------------------------------------------------------------------------------

    def row(self, label: str, lines: Iterable[Line], *, hole: bool = False) -> Iterator[Row]:
        """A labelled part; where a hole matters, it shows."""
        words = tuple(self.shown(line) for line in lines)
        if words or hole:
            yield Row(label=self.words[label], words=words or (self.words["hole"],))

    def rest(self, group: Group, *shown: Part | None) -> Iterator[Row]:
        """What else a group holds: nothing that was said is left out."""
        yield from self.row("part.said", (line for line in group.lines if line.part not in shown))

    def written(self, label: str, words: str) -> Iterator[Row]:
        """A labelled part that the practitioner wrote."""
        if words:
            yield Row(label=self.words[label], words=(words,))
