"""Documents: a plan as a PDF and as plain text."""

from bot.documents.added import with_times
from bot.documents.contents import own_copy, whole_draft
from bot.documents.document import PlanDocument, Section
from bot.documents.text import document_text, section_text
from bot.documents.words import BRITISH, Tongue, document_strings, tongue_of

__all__ = [
    "BRITISH",
    "PlanDocument",
    "Section",
    "Tongue",
    "document_strings",
    "document_text",
    "draft_pdf",
    "own_copy",
    "section_text",
    "tongue_of",
    "whole_draft",
    "with_times",
]


def draft_pdf(document: PlanDocument) -> bytes:
    """The document as a PDF.

    What draws it is loaded with the first one: its fonts take 25 MB, and most days nobody wants a PDF.
    """
    from bot.documents import pdf

    return pdf.draft_pdf(document)
