"""The dialogs as they are offered: every language, with help lines and danger words set in.

`app` makes one from the dialog files, the catalogues and the help numbers; `bot.conversation` asks it
for a dialog at every turn, so each is put together once.
"""

from collections.abc import Callable, Iterable

from dialogs.definition import Dialog
from dialogs.help_lines import HelpLines
from dialogs.ids import DialogId
from dialogs.people import Participant, Role

SOURCE = "en"
"""The language that the dialog files are written in."""


class Offered:
    """Dialogs by id and language."""

    def __init__(
        self,
        dialogs: Iterable[Dialog],
        languages: tuple[str, ...],
        translate: Callable[[Dialog, str], Dialog],
        help_lines: Callable[[Dialog, str], HelpLines],
        listening: Callable[[str], object],
    ) -> None:
        self.languages = languages
        self._made: dict[tuple[DialogId, str], Dialog] = {}
        self.each = tuple(sorted(dialogs, key=_in_order))
        """Every dialog, in English: parents', then young people's by age, then the network's."""
        for dialog in self.each:
            for language in dict.fromkeys((SOURCE, *languages)):
                said = dialog if language == SOURCE else translate(dialog, language)
                self._made[dialog.id, language] = said.model_copy(
                    update={"help": help_lines(dialog, language), "signposts": listening(language)}
                )

    def of(self, dialog: DialogId, language: str) -> Dialog:
        """A dialog in a language; in English where that language is no longer offered. Raises `KeyError`."""
        return self._made.get((dialog, language)) or self._made[dialog, SOURCE]

    def for_participant(self, who: Participant) -> DialogId:
        """The dialog that this person is asked: the one that was chosen, or the first of their role.

        Raises `KeyError` where the role has none yet.
        """
        theirs = [dialog.id for dialog in self.each if dialog.role is who.role]
        if not theirs:
            raise KeyError(who.role)
        return who.dialog if who.dialog in theirs else theirs[0]


def _in_order(dialog: Dialog) -> tuple[int, tuple[int, int], str]:
    return list(Role).index(dialog.role), dialog.ages or (0, 0), dialog.id
