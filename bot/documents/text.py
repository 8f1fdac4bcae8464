"""A section as plain text, for "Copy as text": headings, words, name and date, a line for each.

Characters that show nothing or change direction stand as marks, so that pasting them somewhere
else hides nothing; the exact characters are in the export.
"""

from collections.abc import Iterator
from typing import assert_never

from bot.documents.document import Block, Card, Heading, Note, PlanDocument, Quote, Section
from dialogs.marks import visible


def section_text(section: Section) -> str:
    """One section, as it may be pasted into a record."""
    blocks = ("\n".join(_lines(block)) for block in section.blocks)
    return "\n\n".join((visible(section.title), *blocks)) + "\n"


def document_text(document: PlanDocument) -> str:
    """The whole document."""
    lines = (document.stamp, document.title, *document.lines, *document.approved)
    head = "\n".join(visible(line) for line in lines if line)
    return "\n\n".join((head, *(section_text(section) for section in document.sections)))


def _lines(block: Block, indent: str = "") -> Iterator[str]:
    match block:
        case Note(text=text) | Heading(text=text):
            yield indent + visible(text)
        case Quote():
            yield from _quote(block, indent)
        case Card():
            if block.title:
                yield indent + visible(block.title)
            for row in block.rows:
                yield from _labelled(row.label, row.words, indent)
            if block.by:
                yield f"{indent}({visible(block.by)})"
        case _:
            assert_never(block)


def _quote(quote: Quote, indent: str) -> Iterator[str]:
    if quote.asked:
        yield from _indented(quote.asked, indent)
    for note in quote.notes:
        yield from _indented(note, indent)
    if quote.words:
        yield from _indented(f"“{quote.words}”", indent)
    yield f"{indent}({visible(quote.by)})"
    for under in quote.under:
        yield from _quote(under, indent + "    ")


def _labelled(label: str, words: tuple[str, ...], indent: str) -> Iterator[str]:
    if len(words) == 1 and "\n" not in words[0]:
        yield f"{indent}{visible(label)}: {visible(words[0])}"
        return
    yield f"{indent}{visible(label)}:"
    for said in words:
        yield from _indented(said, indent + "    ")


def _indented(text: str, indent: str) -> Iterator[str]:
    for line in visible(text).split("\n"):
        yield indent + line
