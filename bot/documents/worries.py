"""The worries in a document: each as the practitioner explained it, with what people said about it.

What adults say of each child stands beside them. `contents` builds on this.
"""

from collections.abc import Iterator
from datetime import date

from bot.documents.document import Block, Card, Heading, Note, Row
from bot.documents.phrases import Phrases
from bot.documents.words import Tongue
from dialogs.definition import Over
from dialogs.family import Worry
from dialogs.ids import PersonId, WorryId
from dialogs.people import too_young
from dialogs.plan import DraftPlan


class Worries(Phrases):
    """Worries, views, numbers and children of one draft, in one language."""

    def __init__(self, draft: DraftPlan, tongue: Tongue, made_on: date, *, own: bool) -> None:
        super().__init__(tongue, draft.replies, own=own)
        self.draft = draft
        self.year = made_on.year

    def worries(self) -> Iterator[Block]:
        """Each worry as the practitioner explained it; beneath it what people said about it."""
        known = {worry.id: worry for worry in self.draft.worker.worries}
        groups = (*self.draft.views, *self.draft.readings)
        said = [group.about.id for group in groups if group.about and group.about.over is Over.WORRY]
        for about in dict.fromkeys((*known, *said)):
            if worry := known.get(WorryId(about)):
                rows = tuple(self.statement(worry))
                yield Card(title=worry.title, rows=rows, by=self.draft.worker.name)
            yield from self.on_worry(about)
        elsewhere = (Over.WORRY, Over.CHILD)
        others = [group for group in groups if group.about is None or group.about.over not in elsewhere]
        if others:
            yield Heading(text=self.words["views.title"])
        for group in others:
            yield from self.quotes(group.lines)

    def children(self) -> Iterator[Block]:
        """What adults say of each child; a child who is too young to tell us is not spoken for."""
        for child in self.draft.children:
            young = too_young(child, self.year)
            said = [v for v in self.draft.views if v.about and v.about.id == child.id]
            if young or said:
                yield Heading(text=child.name)
            if young:
                tells = self.says("children.young", name=child.name, year=str(child.born))
                yield Note(text=f"{tells} {self.words['children.seen']}" if said else tells)
            for view in said:
                yield from self.quotes(view.lines)

    def on_worry(self, id: str) -> Iterator[Block]:
        """What people said about one worry; a question leaves out what the card above says word for word."""
        worry = next((worry for worry in self.draft.worker.worries if worry.id == id), None)
        self.above = _lines_of(worry) if worry else frozenset()
        yield from self._on_worry(id)
        self.above = frozenset()

    def _on_worry(self, id: str) -> Iterator[Block]:
        views = [view for view in self.draft.views if view.about and view.about.id == id]
        if views:
            yield Heading(text=self.words["worry.views"])
        for view in views:
            yield from self.quotes(view.lines)
        readings = [reading for reading in self.draft.readings if reading.about and reading.about.id == id]
        if readings:
            yield Heading(text=self.words["worry.numbers"])
        for reading in readings:
            yield from self.quotes(reading.lines)

    def statement(self, worry: Worry) -> Iterator[Row]:
        """The four parts, whose actions, who is hurt, the goal and the ends of the scale."""
        yield from self.written("worry.written", self.days(worry))
        yield from self.written("worry.who_worries", worry.who_worries)
        yield from self.written("worry.what_happened", worry.what_happened)
        yield from self.written("worry.soon", worry.could_happen_soon)
        yield from self.written("worry.later", worry.could_happen_later)
        yield from self.written("worry.family_view", worry.family_view)
        if not self.own:
            yield from self.written("worry.whose", ", ".join(map(self.person, worry.whose)))
            children = {child.id: child.name for child in self.draft.children}
            hurt = [children[child] for child in worry.hurt if child in children]
            hurt += map(self.person, worry.hurt_adults)
            yield from self.written("worry.hurt", ", ".join(hurt))
        yield from self.written("worry.goal", worry.goal.words)
        yield from self.written("worry.how_long", worry.goal.how_long)
        yield from self.written("worry.low", worry.scale.low)
        yield from self.written("worry.high", worry.scale.high)

    def days(self, worry: Worry) -> str:
        """When a worry was written, and changed."""
        if worry.written_on is None:
            return self.day(worry.changed_on) if worry.changed_on else ""
        on = self.day(worry.written_on)
        if worry.changed_on is None:
            return on
        return self.says("worry.changed", day=on, changed=self.day(worry.changed_on))

    def person(self, id: PersonId) -> str:
        """The name of somebody in the plan."""
        return next((person.name for person in self.draft.people if person.id == id), "")


def _lines_of(worry: Worry) -> frozenset[str]:
    """Every line of a worry as its card shows it."""
    parts = (worry.who_worries, worry.what_happened, worry.could_happen_soon, worry.could_happen_later)
    return frozenset(line.strip() for part in parts for line in part.split("\n") if line.strip())
