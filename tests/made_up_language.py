"""A language that nobody speaks: long, right to left, in Hebrew letters; names in braces survive.

Whatever appears in it was translated; whatever still stands in Latin letters was forgotten.
"""

import re

from bot.dialog_files import Dialogs
from bot.help_numbers import HelpNumbers
from bot.languages import Catalogue, all_strings, as_po, extracted, read_catalogue

LANGUAGE = "he"
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתםןףץ", strict=True))
_PIECES = re.compile(r"\{\w+\}|[A-Za-z]+|[^A-Za-z{}]+")
LONGER = 1.4


def said(text: str) -> str:
    """`text` in the made-up language."""
    return "".join(_piece(piece) for piece in _PIECES.findall(text))


def _piece(piece: str) -> str:
    if piece.startswith("{") or not piece[0].isascii() or not piece[0].isalpha():
        return piece
    word = "".join(_LETTERS[letter] for letter in piece.lower())
    return word + "ש" * (int(len(word) * LONGER) - len(word))


def catalogue(dialogs: Dialogs, numbers: HelpNumbers | None = None, header: str = "") -> Catalogue:
    """Every string of the dialogs, sent out for translation and read back from its .po file."""
    catalog = extracted(all_strings(dialogs, numbers))
    for message in catalog:
        if message.id:
            message.string = said(message.id)
    po = as_po(catalog).replace('"MIME-Version', header + '"MIME-Version', 1)
    return read_catalogue(po.encode(), LANGUAGE)
