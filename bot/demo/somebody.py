"""Somebody in the demo, who goes by a script, however they came in."""

from abc import ABC, abstractmethod

DOOR = ("Go on", "OK, go on", "By myself", "No", "No one", "No one else", "Not now", "No pictures")
"""What is tapped on the first screens, until the parts to choose from are there."""


class Somebody(ABC):
    """One person. Scripts are of lines: `[a button]`, or words."""

    name: str

    async def does(self, *script: str) -> None:
        """Everything in a script. Raises `LookupError` for a button that is not there."""
        for line in script:
            await (self.presses(line.strip("[]")) if line.startswith("[") else self.says(line))

    async def goes_through_the_door(self) -> None:
        """The first screens, the usual way."""
        while label := next((one for one in DOOR if one in self.labels), ""):
            await self.presses(label)

    @property
    @abstractmethod
    def labels(self) -> tuple[str, ...]:
        """What can be tapped on the newest screen."""

    @abstractmethod
    async def says(self, words: str) -> None:
        """They type this."""

    @abstractmethod
    async def presses(self, label: str) -> None:
        """They tap this. Raises `LookupError` where nothing is called so."""


def is_called(shown: str, label: str) -> bool:
    """Whether this button is the one that a script calls so: what stands behind its name may change."""
    return shown == label or shown.startswith((f"{label} ·", f"{label}:"))
