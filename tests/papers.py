"""What a PDF says."""

from io import BytesIO

from pypdf import PdfReader


def printed(content: bytes) -> str:
    """What a reader of it can select, as one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def everything_in(content: bytes) -> str:
    """The same, and what the file says of itself."""
    return f"{printed(content)} {PdfReader(BytesIO(content)).metadata}"
