"""A draft on paper: the whole draft as a PDF, and each of its sections as text to be pasted.

The desk calls it, and knows nothing of `bot.documents`. Both are copies (`sharing.for_copy`): they
carry days and no time of day, no skips and no changed-away words (H8), unless a practitioner added them
with a reason, of which each person was told.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, tzinfo
from typing import NamedTuple

from bot.documents import BRITISH, PlanDocument, Tongue, draft_pdf, section_text, whole_draft, with_times
from bot.reviewing import Reading

SECTIONS = (
    "for",
    "good",
    "times",
    "worries",
    "children",
    "harm",
    "danger",
    "complicating",
    "goals",
    "needs",
    "trials",
    "closing",
    "asked",
    "demands",
    "actions",
    "signs",
    "what_ifs",
    "network",
    "unsorted",
    "asides",
    "nothing",
    "earlier",
    "replies",
    "findings",
)
"""The names of a document's sections."""


class Paper(NamedTuple):
    """A PDF and the name it is saved under, which holds nobody's name."""

    content: bytes
    file_name: str


class Papers:
    """Makes papers of drafts."""

    def __init__(self, zone: tzinfo, tongue: Tongue = BRITISH) -> None:
        self.zone = zone
        self.tongue = tongue

    async def pdf(self, reading: Reading, today: date, *, added: str = "") -> Paper:
        """The whole draft, for the practitioner alone: stamped until it is approved.

        `added`: the reason for which times, skips and changed words stand at its end (H8).
        """
        document = self._document(reading, today)
        if added:
            document = with_times(document, reading.draft, added, today, self.zone, self.tongue)
        return Paper(await asyncio.to_thread(draft_pdf, document), document.file_name)

    def texts(self, reading: Reading, today: date) -> Mapping[str, str]:
        """Each section as text, by its name; sections without anything in them are left out."""
        names = {self.tongue.words[f"{name}.title"]: name for name in SECTIONS}
        sections = self._document(reading, today).sections
        return {names[section.title]: section_text(section) for section in sections}

    def _document(self, reading: Reading, today: date) -> PlanDocument:
        return whole_draft(
            reading.draft,
            today,
            self.zone,
            number=reading.number,
            decision=reading.decision,
            findings=reading.findings,
            tongue=self.tongue,
        )
