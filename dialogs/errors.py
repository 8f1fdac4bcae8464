"""What can go wrong in `dialogs`.

DialogsError
└── FaultyDialog    a dialog file says something that it may not say; holds every fault at once

An unclear reply or a stale button is not an error: the engine answers it (see `effects`).
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing wrong in a dialog file: where, and in plain words what."""

    file: str
    place: str
    """Section or question id, or "" for the file as a whole."""
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.why}" if self.place else f"{self.file}: {self.why}"


class DialogsError(Exception):
    """The root of this package's errors."""


class FaultyDialog(DialogsError):
    """A dialog was refused. `faults` lists all that is wrong, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))
