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
from babel.messages.catalog import Catalog
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
_PLACE = re.compile(r"\{(\w+)\}")


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
    pages: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)
    """The same for templates and code, with plurals."""

    def look(self, context: str, text: str) -> str:
        """The text in this language, or in English where it is missing."""
        return self.messages.get((context, text)) or text

    def missing(self, wanted: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """What this catalogue has no text for."""
        return [key for key in wanted if not self.messages.get(key)]


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
        catalog.add(text, context=context, flags=("python-brace-format",) if _PLACE.search(text) else ())
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
        pages=GNUTranslations(compiled),
    )


def in_language(dialog: Dialog, catalogue: Catalogue) -> Dialog:
    """The dialog as this catalogue says it."""
    return translated(dialog, catalogue.look, catalogue.language, catalogue.right_to_left)


def naming(house: House, languages: Iterable[str]) -> House:
    """The house with every language's own name for itself, for the question which one to use."""
    names = {f"language.{language}": own_name(language) for language in languages}
    return House(words={**names, **house.words})


def own_name(language: str) -> str:
    """What speakers of a language call it: "polski". The code itself where Babel does not know it."""
    try:
        return Locale.parse(language).get_display_name(language) or language
    except (UnknownLocaleError, ValueError):
        return language


def catalogue_faults(catalogue: Catalogue, wanted: Iterable[tuple[str, str]]) -> list[Fault]:
    """What a translator must look at: strings without a text, and names in braces lost or made up."""
    file = f"{catalogue.language}/LC_MESSAGES/messages.po"
    faults = []
    for context, text in wanted:
        said = catalogue.messages.get((context, text))
        if not said:
            faults.append(Fault(file, context, "it is not translated"))
        elif set(_PLACE.findall(said)) != set(_PLACE.findall(text)):
            faults.append(Fault(file, context, "the names in braces are not those of the English"))
    return faults
