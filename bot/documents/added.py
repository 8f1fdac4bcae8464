"""What a copy does not hold, and a practitioner may add with a reason (H8): times, skips and changed words.

What is about the way of working (who was beside me, who sees this phone) is in no document, and not here.
It stands at the end of the practitioner's own copy. Each person whose words are in it is told, and why
(`bot.reviewing.asking`). `bot.papers` calls it.
"""

from datetime import date, datetime, tzinfo

from babel.dates import format_time

from bot.documents.document import Block, Note, PlanDocument, Quote, Section
from bot.documents.phrases import Phrases
from bot.documents.words import Tongue
from dialogs.conversation import Leaving
from dialogs.definition import Category
from dialogs.lines import Line, words_of
from dialogs.plan import DraftPlan


def with_times(
    document: PlanDocument, draft: DraftPlan, reason: str, made_on: date, zone: tzinfo, tongue: Tongue
) -> PlanDocument:
    """The document, with each line's time, what was left open, and earlier words, in the order of saying."""
    added = _Added(zone, tongue)
    said = (line for line in (*draft.lines, *draft.left) if line.category is not Category.PROCESS)
    lines = sorted(said, key=lambda line: line.at)
    why = added.says("added.why", name=draft.worker.name, day=added.day(made_on), reason=reason)
    blocks: tuple[Block, ...] = (
        Note(text=why),
        *(added.timed(line) for line in lines if not line.again),
    )
    section = Section(title=added.says("added.title"), blocks=blocks, name="added")
    name = document.file_name.replace(".pdf", "-with-times.pdf")
    return document.model_copy(update={"sections": (*document.sections, section), "file_name": name})


class _Added(Phrases):
    """Lines with the time of day, in one language."""

    def __init__(self, zone: tzinfo, tongue: Tongue) -> None:
        super().__init__(tongue, (), own=False)
        self.zone = zone

    def timed(self, line: Line) -> Quote:
        """One line, with what stood there before it was changed beneath."""
        before = (
            Quote(words=words_of(one.value), by=self._at("added.before", one.at, line))
            for one in line.earlier
        )
        words = self.words[f"added.{line.value.left}"] if isinstance(line.value, Leaving) else line.words
        asked = line.asks if words else line.asked
        return Quote(words=words, by=self._at("added.at", line.at, line), asked=asked, under=tuple(before))

    def _at(self, phrase: str, at: datetime, line: Line) -> str:
        local = at.astimezone(self.zone)
        time = format_time(local, "short", locale=self.locale)
        return self.says(phrase, name=line.speaker_name, day=self.day(local.date()), time=time)
