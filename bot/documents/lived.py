"""What was tried, and the way out: the record of a plan that is lived with. `contents` builds on this."""

from collections.abc import Iterator

from bot.documents.document import Block, Card, Row
from bot.documents.letters import Letters


class Lived(Letters):
    """The record of living with a plan."""

    def trials(self) -> Iterator[Block]:
        """The test log, oldest first."""
        for trial in sorted(self.draft.worker.trials, key=lambda one: one.on):
            yield Card(
                title=trial.what,
                rows=(
                    Row(label=self.words[f"trial.{trial.tried}"], words=(self.day(trial.on),)),
                    *self.written("trial.happened", trial.happened),
                    *self.written("trial.changed", trial.changed),
                ),
                by=self.draft.worker.name,
            )

    def closing(self) -> Iterator[Block]:
        """What workers do less of, what each child was told, and who looks again."""
        worker = self.draft.worker
        names = {child.id: child.name for child in self.draft.children}
        rows: list[Row] = []
        for step in worker.steps_back:
            words = step.less
            if step.from_day is not None:
                words = self.says("closing.from", words=step.less, day=self.day(step.from_day))
            rows += (*self.written("closing.less", words), *self.written("closing.seen", step.seen))
        for told in worker.children_told:
            if told.words and told.child in names:
                rows.append(Row(label=self.says("closing.told", name=names[told.child]), words=(told.words,)))
        after = worker.after_closure
        rows += (*self.written("closing.meets", after.meets), *self.written("closing.calls", after.calls))
        owner = after.owner
        if after.on is not None and owner:
            owner = self.says("closing.check_on", words=owner, day=self.day(after.on))
        rows += self.written("closing.check", owner)
        if rows:
            yield Card(rows=tuple(rows), by=worker.name)
