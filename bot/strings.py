"""Every string that people read, for translators: dialogs, help lines, documents, templates and code.

`python -m bot strings` prints the catalogue to fill in; `check` holds every catalogue against it.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from bot.dialog_files import Dialogs
from bot.documents import document_strings
from bot.help_numbers import HelpNumbers
from bot.languages import all_strings, extracted

_HEAD = """\
# Every string that people read. Families' words have a context that names their question.
# Names in braces or in %(...)s stay as they are. A qualified translator who has checked all of it
# says so in the head below: X-Checked-By: name, day
#"""
_METHODS: dict[str, Any] = {".html": babel_extract, ".py": "python"}
_OPTIONS = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "silent": "false"}


class Found(NamedTuple):
    """A string in a template or in code."""

    message: str | tuple[str, ...]
    """One text, or one for each number: one of something, and more."""
    context: str | None
    file: str
    line: int


def template(dialogs: Dialogs, numbers: HelpNumbers) -> Catalog:
    """Every string, none of them translated."""
    catalog = Catalog(project="Family Plan Builder", header_comment=_HEAD, fuzzy=False)
    for found in in_files(files("bot")):
        catalog.add(found.message, context=found.context, locations=[(found.file, found.line)])
    return extracted((*all_strings(dialogs, numbers), *document_strings()), catalog)


def in_files(folder: Traversable, path: str = "bot") -> Iterator[Found]:
    """What stands in the templates and the code below a folder, in a fixed order."""
    for place in sorted(folder.iterdir(), key=lambda place: place.name):
        here = f"{path}/{place.name}"
        ending = here[here.rfind(".") :]
        if place.is_dir():
            yield from in_files(place, here)
        elif ending in _METHODS:
            with place.open("rb") as content:
                for line, message, _, context in extract(_METHODS[ending], content, options=_OPTIONS):
                    yield Found(message, context, here, line)
