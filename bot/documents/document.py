"""What a document holds, before anybody draws it: sections of a few kinds of block.

`contents` makes a `PlanDocument` from a draft; `pdf` and `text` draw it. Everything in it is data:
nobody's words are ever read as markup.
"""

from datetime import date

from dialogs.values import Frozen


class Note(Frozen):
    """A few words of ours, set small."""

    text: str


class Heading(Frozen):
    """A heading inside a section."""

    text: str


class Quote(Frozen):
    """Somebody's own words, with the question above them and name and date beneath."""

    words: str
    by: str
    asked: str = ""
    notes: tuple[str, ...] = ()
    """Words of ours about it: a voice note that nobody has typed up, who sat beside them."""
    under: tuple["Quote", ...] = ()
    """Words that belong beneath it: typed up, or a reply."""


class Row(Frozen):
    """One labelled part of a card."""

    label: str
    words: tuple[str, ...]


class Card(Frozen):
    """Parts that belong together: one action, one worry statement, one person."""

    title: str = ""
    rows: tuple[Row, ...] = ()
    by: str = ""


Block = Note | Heading | Quote | Card


class Section(Frozen):
    """A part of the document with a heading of its own; "Copy as text" copies one."""

    title: str
    blocks: tuple[Block, ...]
    name: str = ""
    """The same in every language: "actions"."""


class PlanDocument(Frozen):
    """A whole document."""

    title: str
    lines: tuple[str, ...] = ()
    """What stands under the title."""
    approved: tuple[str, ...] = ()
    """Who agrees to try it, and on which day; nothing where nobody does yet."""
    stamp: str = ""
    """Stands at the top of each page and across it, until the plan is approved."""
    sections: tuple[Section, ...] = ()
    language: str = "en-GB"
    right_to_left: bool = False
    made_on: date
    page_of: str = "Page {number} of {of}"
    no_letter: str = "These signs have no letter in this document's fonts. They stand as their codes:"
    file_name: str = "plan.pdf"
    """Never a family's name."""
