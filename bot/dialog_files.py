"""Reads dialog files: the packaged ones, or those of a folder that somebody tries out.

A folder holds dialogs, and may hold the house's words (`house.toml`) and the words that call for
help in a language (`signposts.en.toml`); what it does not hold is taken from the package. `app` and
the commands call `read_dialogs`; what the files may say is for `dialogs.load`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from dialogs.definition import Dialog, House
from dialogs.errors import Fault, FaultyDialog
from dialogs.ids import DialogId
from dialogs.load import load_house, surveyed, surveyed_house
from dialogs.people import Role
from dialogs.signposts import Signposts

HOUSE = "house.toml"
SIGNPOSTS = "signposts."
"""What the name of a file of signposts begins with; the language follows."""


@dataclass(frozen=True)
class Dialogs:
    """Everything of a folder, in English, with what is said around it."""

    house: House
    by_id: Mapping[DialogId, Dialog]
    signposts: Mapping[str, Signposts]
    """By language. They stand in no dialog yet: `app` sets them with the help lines."""
    file_of: Mapping[DialogId, str]
    """File names, for faults that are found later."""

    def of_role(self, role: Role) -> tuple[Dialog, ...]:
        """The dialogs that a person in this role may be offered."""
        return tuple(dialog for dialog in self.by_id.values() if dialog.role is role)


def read_dialogs(folder: Path | None = None) -> Dialogs:
    """Every dialog of `folder`, or the packaged ones.

    Raises `FaultyDialog` with every fault of every file.
    """
    dialogs, faults = survey(folder)
    if faults:
        raise FaultyDialog(faults)
    return dialogs


def survey(folder: Path | None = None) -> tuple[Dialogs, tuple[Fault, ...]]:
    """The dialogs as far as they can be read, and every fault of every file.

    A house that somebody tries out needs every word that the packaged one has.
    """
    packaged = files("dialogs") / "definitions"
    here: Traversable = folder if folder is not None else packaged
    faults: list[Fault] = []
    around = {name: text for name, text in _texts(packaged, faults) if _around(name)}
    texts = around | dict(_texts(here, faults))
    needed = frozenset(load_house(around[HOUSE], HOUSE).words) if folder is not None else frozenset()
    house, wrong = surveyed_house(texts[HOUSE], HOUSE, needed)
    faults += wrong
    signposts = dict(_signposts(texts, faults))
    read = list(_dialogs(texts, house, faults))
    faults += _together(read, here.name)
    dialogs = Dialogs(
        house=house,
        by_id={dialog.id: dialog for _, dialog in read},
        signposts=signposts,
        file_of={dialog.id: file for file, dialog in read},
    )
    return dialogs, tuple(dict.fromkeys(faults))


def _around(name: str) -> bool:
    return name == HOUSE or name.startswith(SIGNPOSTS)


def _texts(folder: Traversable, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    if not folder.is_dir():
        faults.append(Fault(folder.name, "", "there is no such folder"))
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            try:
                yield path.name, path.read_text("utf-8")
            except UnicodeDecodeError as error:
                faults.append(Fault(path.name, "", f"this is not UTF-8 text, from byte {error.start} on"))
            except OSError as error:
                faults.append(Fault(path.name, "", f"it cannot be read: {error.strerror}"))


def _signposts(texts: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, Signposts]]:
    for file, text in texts.items():
        if file.startswith(SIGNPOSTS):
            try:
                signposts = Signposts.model_validate(tomllib.loads(text))
            except tomllib.TOMLDecodeError as error:
                faults.append(Fault(file, "", f"this is not TOML: {error}"))
            except ValidationError as error:
                faults.extend(Fault(file, ".".join(map(str, e["loc"])), e["msg"]) for e in error.errors())
            else:
                yield signposts.language, signposts


def _dialogs(texts: Mapping[str, str], house: House, faults: list[Fault]) -> Iterator[tuple[str, Dialog]]:
    for file, text in texts.items():
        if not _around(file):
            dialog, found = surveyed(text, file, house)
            faults.extend(found)
            if dialog is not None:
                yield file, dialog


def _together(read: list[tuple[str, Dialog]], folder: str) -> Iterator[Fault]:
    """What only the files of a folder together can get wrong."""
    first: dict[DialogId, str] = {}
    for file, dialog in read:
        if dialog.id in first:
            yield Fault(file, "", f"its id `{dialog.id}` is that of {first[dialog.id]}")
        first.setdefault(dialog.id, file)
    if not read:
        yield Fault(folder, "", "there is no dialog that can be used")
