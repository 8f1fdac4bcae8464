"""The dialogs as they are offered: every language, with help lines and danger words set in.

`app` makes one from the dialog files, the catalogues and the help numbers; `bot.conversation` asks it
for a dialog at every turn, so each is put together once.
"""

from collections.abc import Callable, Iterable

from dialogs.definition import Dialog, HelpLines
from dialogs.ids import DialogId
from dialogs.people import Role

SOURCE = "en"
"""The language that the dialog files are written in."""


class Offered:
    """Dialogs by id and language."""

    def __init__(
        self,
        dialogs: Iterable[Dialog],
        languages: tuple[str, ...],
        translate: Callable[[Dialog, str], Dialog],
        help_lines: Callable[[str], HelpLines],
        listening: Callable[[str], object],
    ) -> None:
        self.languages = languages
        self._made: dict[tuple[DialogId, str], Dialog] = {}
        self._roles: dict[Role, DialogId] = {}
        for dialog in dialogs:
            self._roles.setdefault(dialog.role, dialog.id)
            for language in dict.fromkeys((SOURCE, *languages)):
                said = dialog if language == SOURCE else translate(dialog, language)
                self._made[dialog.id, language] = said.model_copy(
                    update={"help": help_lines(language), "signposts": listening(language)}
                )

    def of(self, dialog: DialogId, language: str) -> Dialog:
        """A dialog in a language; in English where that language is no longer offered. Raises `KeyError`."""
        return self._made.get((dialog, language)) or self._made[dialog, SOURCE]

    def for_role(self, role: Role) -> DialogId:
        """The dialog that a person in this role is asked. Raises `KeyError` where there is none yet."""
        return self._roles[role]

    def roles(self) -> tuple[Role, ...]:
        """The roles that have a dialog."""
        return tuple(self._roles)
