"""A language that nobody speaks: long, right to left, in Hebrew letters; names in braces survive.

Whatever appears in it was translated; whatever still stands in Latin letters was forgotten.
"""

import re

from bot.dialog_files import Dialogs
from bot.help_numbers import HelpNumbers, read_help_numbers
from bot.languages import Catalogue, as_po, read_catalogue
from bot.strings import template

LANGUAGE = "he"
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתםןףץ", strict=True))
_PIECES = re.compile(r"\{\w+\}|%\(\w+\)s|[A-Za-z]+|[^A-Za-z{}%]+|%")
LONGER = 1.4


def said(text: str) -> str:
    """`text` in the made-up language."""
    return "".join(_piece(piece) for piece in _PIECES.findall(text))


def _piece(piece: str) -> str:
    if piece.startswith(("{", "%(")) or not piece[0].isascii() or not piece[0].isalpha():
        return piece
    word = "".join(_LETTERS[letter] for letter in piece.lower())
    return word + "ש" * (int(len(word) * LONGER) - len(word))


def po(dialogs: Dialogs, numbers: HelpNumbers, header: str = "") -> str:
    """Every string that people read, translated."""
    catalog = template(dialogs, numbers)
    catalog.locale = LANGUAGE
    for message in catalog:
        if message.id and isinstance(message.id, str):
            message.string = said(message.id)
        elif message.id:
            message.string = (said(message.id[0]), *(said(message.id[1]),) * (catalog.num_plurals - 1))
    return as_po(catalog).replace('"MIME-Version', header + '"MIME-Version', 1)


def catalogue(dialogs: Dialogs, numbers: HelpNumbers | None = None, header: str = "") -> Catalogue:
    """The same, read back from its .po file."""
    return read_catalogue(po(dialogs, numbers or read_help_numbers(), header).encode(), LANGUAGE)
