"""Languages: every string out to translators, and their catalogues in again.

English stands in the dialog files. `extracted` puts every string of them into a Babel catalogue
with the question's id as its context; `read_catalogues` reads what came back, once, at start. A
catalogue says in its header who checked it (`X-Checked-By: name, day`); one that does not say so is
unchecked, and the practitioner is told. `app` calls both ways.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.dialog_files import Dialogs
from bot.help_numbers import HelpNumbers
from bot.help_numbers import strings as help_strings
from dialogs.definition import Dialog, House
from dialogs.errors import Fault
from dialogs.translate import house_strings, strings, translated

ENGLISH = "en"
_CHECKED_BY = re.compile(rb'^"X-Checked-By:\s*(.*?)\s*\\n"$', re.MULTILINE)
_PLACE = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
_BRACES = re.compile(r"\{\w+\}")


class CatalogueError(Exception):
    """A catalogue that cannot be used. The text names the file."""


@dataclass(frozen=True)
class Catalogue:
    """One language's strings."""

    language: str
    right_to_left: bool = False
    checked_by: str = ""
    """The qualified translator who checked it, and the day; "" where nobody has."""
    messages: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """(context, English) -> the text in this language."""
    plurals: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)
    """(context, English for one) -> the text for each kind of number in this language."""
    pages: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)
    """The same for templates and code, with plurals."""

    def look(self, context: str, text: str) -> str:
        """The text in this language, or in English where it is missing."""
        return self.messages.get((context, text)) or text

    def forms(self, message: Message) -> tuple[str, ...]:
        """The text of a message in this language; one for each kind of number where it counts something."""
        first = message.id if isinstance(message.id, str) else message.id[0]
        said = self.messages.get((message.context or "", first))
        return (said,) if said else self.plurals.get((message.context or "", first), ())


def all_strings(dialogs: Dialogs, numbers: HelpNumbers | None = None) -> Iterator[tuple[str, str]]:
    """(context, English) of everything that people read in the dialogs, the house and the help."""
    yield from house_strings(dialogs.house)
    for dialog in dialogs.by_id.values():
        yield from strings(dialog)
    if numbers is not None:
        yield from help_strings(numbers)


def extracted(wanted: Iterable[tuple[str, str]], into: Catalog | None = None) -> Catalog:
    """A catalogue for translators, `into` one that holds the pages' strings already."""
    catalog = into if into is not None else Catalog(project="Family Plan Builder", fuzzy=False)
    for context, text in wanted:
        catalog.add(text, context=context, flags=("python-brace-format",) if _BRACES.search(text) else ())
    return catalog


def as_po(catalog: Catalog) -> str:
    """A catalogue as the text of a .po or .pot file."""
    written = BytesIO()
    write_po(written, catalog, width=100)
    return written.getvalue().decode("utf-8")


def read_catalogues(folder: Path | None = None) -> dict[str, Catalogue]:
    """Every `<language>/LC_MESSAGES/messages.po` of the folder, or the packaged ones, by language.

    Raises `CatalogueError`.
    """
    here: Traversable = folder if folder is not None else files("bot") / "locales"
    found = {}
    for place in sorted(here.iterdir(), key=lambda place: place.name) if here.is_dir() else ():
        path = place / "LC_MESSAGES" / "messages.po"
        if path.is_file():
            found[place.name] = read_catalogue(path.read_bytes(), place.name)
    return found


def read_catalogue(po: bytes, language: str) -> Catalogue:
    """One catalogue. Entries marked fuzzy are not used. Raises `CatalogueError`."""
    try:
        locale = Locale.parse(language)
        catalog = read_po(BytesIO(po), locale=language, abort_invalid=True)
    except (UnknownLocaleError, ValueError, PoFileError) as error:
        raise CatalogueError(f"{language}/LC_MESSAGES/messages.po: {error}") from None
    checked = _CHECKED_BY.search(po)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Catalogue(
        language=language,
        right_to_left=locale.text_direction == "rtl",
        checked_by=checked[1].decode("utf-8") if checked else "",
        messages={
            (message.context or "", message.id): message.string
            for message in catalog
            if isinstance(message.id, str)
            and message.id
            and isinstance(message.string, str)
            and not message.fuzzy
        },
        plurals={
            (message.context or "", message.id[0]): tuple(message.string)
            for message in catalog
            if isinstance(message.id, tuple)
            and isinstance(message.string, tuple)
            and not message.fuzzy
            and all(message.string)
        },
        pages=GNUTranslations(compiled),
    )


def in_language(dialog: Dialog, catalogue: Catalogue) -> Dialog:
    """The dialog as this catalogue says it."""
    return translated(dialog, catalogue.look, catalogue.language, catalogue.right_to_left)


def naming(house: House, languages: Iterable[str]) -> House:
    """The house with every language's own name for itself, for the question which one to use."""
    names = {f"language.{language}": own_name(language) for language in languages}
    return House(words={**names, **house.words}, lists=house.lists)


def own_name(language: str) -> str:
    """What speakers of a language call it: "polski". The code itself where Babel does not know it."""
    try:
        return Locale.parse(language).get_display_name(language) or language
    except (UnknownLocaleError, ValueError):
        return language


def catalogue_faults(catalogue: Catalogue, template: Catalog) -> Iterator[Fault]:
    """What a translator must look at: strings without a text, and names in them lost or made up."""
    file = f"{catalogue.language}/LC_MESSAGES/messages.po"
    for message in template:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[-1]
        said = catalogue.forms(message)
        place = message.context or f"“{english}”"
        if not said:
            yield Fault(file, place, "it is not translated")
        elif any(_places(one) != _places(english) for one in said):
            yield Fault(file, place, "the names in it are not those of the English")


def _places(text: str) -> set[str]:
    return {found[0] for found in _PLACE.finditer(text)}
