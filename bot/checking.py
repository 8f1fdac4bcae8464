"""Everything that `python -m bot check` proves of dialog files, and what a change does to people mid-way.

`cli` and `app` call `check`: the loader's faults, then plain words, then the age of the help
numbers. What people who are mid-way meet is for `midway`.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bot.dialog_files import HOUSE, Dialogs, survey
from bot.help_numbers import FILE, HelpNumbers, HelpNumbersError, read_help_numbers, stale
from bot.languages import catalogue_faults, read_catalogues
from bot.reading import PlainWords, house_wording_faults, read_plain_words, wording_faults
from bot.strings import template
from dialogs.definition import Dialog, Kind, Question
from dialogs.errors import Fault
from dialogs.ids import QuestionId
from dialogs.translate import texts


def check(folder: Path | None, today: date, numbers: Path | None = None) -> list[Fault]:
    """Every fault of a folder's dialogs (or the packaged ones), the help numbers and the translations.

    `today` is the date where the families are.
    """
    plain = read_plain_words()
    dialogs, faults = survey(folder)
    return [
        *faults,
        *_of_dialogs(dialogs, plain),
        *_of_numbers(numbers, today, plain),
        *_of_catalogues(dialogs),
    ]


def _of_dialogs(dialogs: Dialogs, plain: PlainWords) -> Iterator[Fault]:
    yield from house_wording_faults(plain, dialogs.house, HOUSE)
    for dialog in dialogs.by_id.values():
        yield from wording_faults(plain, dialog, dialogs.file_of[dialog.id])


def _of_numbers(path: Path | None, today: date, plain: PlainWords) -> Iterator[Fault]:
    try:
        numbers = read_help_numbers(path)
    except HelpNumbersError as error:
        yield from error.faults
        return
    file = path.name if path is not None else FILE
    yield from _too_old(numbers, today, file)
    for number in numbers.number:
        for text in (number.note, number.hours):
            yield from (Fault(file, number.id, why) for why in plain.faults(text))


def _of_catalogues(dialogs: Dialogs) -> Iterator[Fault]:
    catalogues = read_catalogues()
    if catalogues:
        wanted = template(dialogs, read_help_numbers())
        for catalogue in catalogues.values():
            yield from catalogue_faults(catalogue, wanted)


def _too_old(numbers: HelpNumbers, today: date, file: str) -> Iterator[Fault]:
    for number in stale(numbers, today):
        on = number.verified_on
        yield Fault(file, number.id, f"last checked on {on.day}/{on.month}/{on.year}, over 90 days ago")


# What a change does -----------------------------------------------------------------------------


class Changes(NamedTuple):
    """What a new version of a dialog means for people who are in the old one."""

    new: tuple[QuestionId, ...] = ()
    removed: tuple[QuestionId, ...] = ()
    reworded: tuple[QuestionId, ...] = ()
    moved: tuple[QuestionId, ...] = ()
    """Their answers go elsewhere in the plan."""
    renamed: tuple[tuple[QuestionId, QuestionId], ...] = ()
    """Old id, new id."""
    other_meaning: tuple[tuple[QuestionId, str], ...] = ()
    """Questions that kept their id and are answered otherwise now, and how: each is a fault."""

    def faults(self, file: str) -> list[Fault]:
        """A changed meaning gets a new id, since the answers that are there answered the old one."""
        return [
            Fault(file, question, f"{why}: a changed meaning gets a new id")
            for question, why in self.other_meaning
        ]


def changes(old: Dialog, new: Dialog) -> Changes:
    """What changed from one version of a dialog to the next."""
    renamed = {before: now for before, now in new.renamed.items() if before in old.questions}
    kept = {same: same for same in old.questions if same in new.questions} | renamed
    pairs = [(now, old.questions[before][1], new.questions[now][1]) for before, now in kept.items()]
    return Changes(
        new=tuple(question for question in new.questions if question not in kept.values()),
        removed=tuple(question for question in old.questions if question not in kept),
        reworded=tuple(now for now, before, after in pairs if list(texts(before)) != list(texts(after))),
        moved=tuple(now for now, before, after in pairs if before.goes != after.goes),
        renamed=tuple(renamed.items()),
        other_meaning=tuple((now, why) for now, *both in pairs if (why := _otherwise(*both))),
    )


_READ_ALIKE = ((Kind.TEXT, Kind.TEXTS), (Kind.TEXTS, Kind.TEXT), (Kind.CHOICE, Kind.CHOICES))
"""Kinds of which the answers of the first are answers of the second too."""


def _otherwise(before: Question, after: Question) -> str:
    """How answers to a question differ from before, or ""."""
    if before.kind is not after.kind and (before.kind, after.kind) not in _READ_ALIKE:
        return f"it was of kind {before.kind} and is of kind {after.kind}"
    labels = {choice.id: choice.label for choice in before.choices}
    swapped = [
        c.id for c in after.choices if c.label in labels.values() and labels.get(c.id, c.label) != c.label
    ]
    if swapped:
        return f"its choices change places under the same ids ({', '.join(swapped)})"
    return ""


def told(change: Changes) -> list[str]:
    """What `check` says about a changed folder, one line each; `midway` says what people meet of it."""
    parts = [
        (change.new, "new"),
        (change.removed, "no longer asked; answers stay readable, as they were worded then"),
        (change.reworded, "worded otherwise"),
        (change.moved, "answers stand elsewhere in the plan"),
        ([f"{before} -> {now}" for before, now in change.renamed], "renamed; answers go along"),
    ]
    return [f"{what}: {', '.join(ids)}" for ids, what in parts if ids]


def changes_between(old: Dialogs, new: Dialogs) -> dict[str, Changes]:
    """The changes of every dialog that both sets have, by its file in the new one."""
    both = old.by_id.keys() & new.by_id.keys()
    return {new.file_of[name]: changes(old.by_id[name], new.by_id[name]) for name in sorted(both)}
