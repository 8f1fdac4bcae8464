"""From text to a dialog, or every fault of it at once, each with its file and question.

Shape first, then names and kinds, and then what only a whole dialog can be asked: whether every
question can be reached, whether the short path is short. Reading age and house wording are for
`bot.reading`, which needs a dictionary; reading files is for `bot.dialog_files`.
"""

import tomllib
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from dialogs import kinds, limits, links, no_harm, placeholders
from dialogs.definition import Dialog, House
from dialogs.errors import Fault, FaultyDialog
from dialogs.reach import Reach
from dialogs.shape import DialogFile, Found, in_plain_words, parsed, shaped


def load(text: str, file: str, house: House) -> Dialog:
    """The dialog that `text` holds. Raises `FaultyDialog` with all that is wrong with it."""
    dialog, faults = surveyed(text, file, house)
    if dialog is None or faults:
        raise FaultyDialog(faults)
    return dialog


def surveyed(text: str, file: str, house: House) -> tuple[Dialog | None, tuple[Fault, ...]]:
    """The dialog as far as it can be read, for who wants to look at its wording too, and its faults."""
    shape = shaped(text)
    if shape.file is None:
        return None, _faults(file, shape.faults)
    dialog = _dialog(shape.file, house)
    broken_links = [*shape.faults, *links.faults(dialog, shape.unreadable)]
    found = [*broken_links, *_of_each(dialog)]
    if not shape.unreadable:
        found.extend(no_harm.faults(dialog))
    if not broken_links:
        found.extend(_of_the_whole(dialog))
    return dialog, _faults(file, found)


def load_house(text: str, file: str, needed: frozenset[str] = frozenset()) -> House:
    """The words of the house. Raises `FaultyDialog`: what is malformed, unknown, or of `needed` missing."""
    house, faults = surveyed_house(text, file, needed)
    if faults:
        raise FaultyDialog(faults)
    return house


def surveyed_house(text: str, file: str, needed: frozenset[str]) -> tuple[House, tuple[Fault, ...]]:
    """The words of the house as far as they can be read, and their faults."""
    try:
        house = House.model_validate(parsed(text), strict=True)
    except tomllib.TOMLDecodeError as error:
        return House(words={}), _faults(file, [("", f"this is not TOML: {error}")])
    except ValidationError as error:
        return House(words={}), _faults(file, in_plain_words(error))
    found = [
        *((name, "it is needed, and missing") for name in sorted(needed - house.words.keys())),
        *((name, "it is empty") for name, words in house.words.items() if not words.strip()),
        *placeholders.house_faults(house),
        *limits.house_faults(house),
    ]
    return house, _faults(file, found)


def _dialog(file: DialogFile, house: House) -> Dialog:
    return Dialog(
        id=file.id,
        title=file.title,
        role=file.role,
        ages=file.ages,
        wishes=file.wishes,
        beside=file.beside,
        section=file.section,
        house=house,
    )


def _of_each(dialog: Dialog) -> Iterator[Found]:
    yield from kinds.faults(dialog)
    yield from placeholders.faults(dialog)
    yield from limits.faults(dialog)


def _of_the_whole(dialog: Dialog) -> Iterator[Found]:
    reach = Reach(dialog)
    never = dict(reach.never_asked())
    for question, clash in never.items():
        yield question, f"nobody is ever asked this: what its rules want of `{clash}` cannot all hold"
    for question, clash in reach.never_short():
        if question not in never:
            yield question, f"the short path never asks this: what is wanted of `{clash}` cannot all hold"
    yield from limits.path_faults(dialog, reach)


def _faults(file: str, found: Iterable[Found]) -> tuple[Fault, ...]:
    return tuple(dict.fromkeys(Fault(file, place, why) for place, why in found))
