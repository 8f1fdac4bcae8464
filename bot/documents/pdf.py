"""A document drawn as a PDF: A4, generous type, quotes with name and date under them.

The fonts are ours (`fonts/`, SIL Open Font License): no system font is used, and a letter that none
of them has is printed as its code. Words are data: fpdf2's markup and its page-count alias are off.
Drawing 400 lines takes a second or so: a caller in the event loop hands it to a thread.

`draft_pdf` is called by the desk, the browser's own page and `demo`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import cached_property, partial
from pathlib import Path
from typing import assert_never

from fpdf import FPDF
from fpdf.enums import Align, BlendMode, MethodReturnValue, XPos, YPos

from bot.documents.document import Block, Card, Heading, Note, PlanDocument, Quote, Row, Section
from bot.documents.glyphs import needs_shaping, printable, runs_right_to_left

FONTS = Path(__file__).parent / "fonts"
_FALLBACK = ("NotoSansArabic", "NotoSansHebrew", "NotoSansGurmukhi", "NotoSansSymbols2")

MARGIN_MM, TOP_MM, BOTTOM_MM = 23, 24, 22
PAD_MM, LABEL_MM, GAP_MM = 4, 42, 3
"""Of a card: its edge, the column of its labels, and the gap beside it."""
BELOW_MM, APART_MM = 3.8, 10
"""Below a quote, and between few words and the name beside them."""
TOGETHER_MM = 110
"""What is longer than this may begin on one page and end on the next."""
BETWEEN_MM = 1.4
"""Between two things said under one label."""
LINE = 1.45
"""Height of a line, in heights of its letters."""
PT = 25.4 / 72

Colour = tuple[int, int, int]
INK: Colour = (33, 43, 48)
SOFT: Colour = (88, 102, 109)
"""5.9 : 1 on white."""
ACCENT: Colour = (28, 88, 92)
BAR: Colour = (160, 192, 190)
TINT: Colour = (243, 247, 246)
STAMP: Colour = (146, 72, 20)
WATERMARK: Colour = (242, 240, 236)


def draft_pdf(document: PlanDocument) -> bytes:
    """The document as a PDF. No family name is in its title, its properties or its file name."""
    paper = _Paper(document)
    paper.draw()
    return bytes(paper.output())


class _Paper(FPDF):
    """The sheets of one document."""

    def __init__(self, document: PlanDocument) -> None:
        super().__init__(format="A4", unit="mm")
        self.document = document
        self.codes: dict[str, str] = {}
        self.heights: dict[tuple[str, float, float], float] = {}
        self.alias_nb_pages(None)  # type: ignore[arg-type]  # None turns it off; the hint forgets it
        self.set_margins(MARGIN_MM, TOP_MM, MARGIN_MM)
        self.set_auto_page_break(True, margin=BOTTOM_MM)
        self.add_font("Noto", "", FONTS / "NotoSans-Regular.ttf")
        self.add_font("Noto", "B", FONTS / "NotoSans-Bold.ttf")
        for name in _FALLBACK:
            self.add_font(name, "", FONTS / f"{name}-Regular.ttf")
        self.set_fallback_fonts(list(_FALLBACK), exact_match=False)
        self.set_font("Noto", size=11)
        self.set_title(document.title)
        self.set_lang(document.language)
        self.set_creator("Family Plan Builder")
        self.set_creation_date(datetime.combine(document.made_on, time.min, UTC))

    @property
    def right_to_left(self) -> bool:
        """Whether the document's language runs from right to left."""
        return self.document.right_to_left

    @cached_property
    def letters(self) -> frozenset[int]:
        """Every letter that one of the fonts has."""
        return frozenset(code for font in self.fonts.values() for code in font.cmap)  # type: ignore[union-attr]

    # The document -----------------------------------------------------------------------------------

    def draw(self) -> None:
        """Every page; then the page numbers, when their count is known."""
        self.add_page()
        self.title_block()
        for section in self.document.sections:
            self.section(section)
        self.explain_codes()
        for page in range(1, self.pages_count + 1):
            self.number(page)

    def header(self) -> None:
        """The stamp: at the top of each page, and large behind its words, until the plan is approved."""
        stamp = self.document.stamp
        if not stamp:
            return
        with self.rotation(52, self.w / 2, self.h / 2):
            self.stand_alone(stamp, 110, self.h / 2 - 20, WATERMARK, bold=True)
        self.stand_alone(stamp, 10, 10, STAMP, bold=True, align=Align.L if self.right_to_left else Align.R)
        self.set_y(TOP_MM)

    def number(self, page: int) -> None:
        """The foot of one page."""
        self.turn_to(page)
        self.set_auto_page_break(False)
        words = re.sub(r"\{number\}", str(page), self.document.page_of)
        words = re.sub(r"\{of\}", str(self.pages_count), words)
        self.stand_alone(words, 9, self.h - 15, SOFT)

    def stand_alone(
        self,
        text: str,
        size: float,
        top: float,
        colour: Colour,
        *,
        bold: bool = False,
        align: Align = Align.C,
    ) -> None:
        """A phrase of the document's own on the edge of a page, or across it."""
        shown = printable(text, self.letters).text
        self.set_font("Noto", "B" if bold else "", size)
        self.set_text_color(*colour)
        self.run(shown, right_to_left=self.right_to_left)
        self.set_xy(MARGIN_MM, top)
        self.cell(self.epw, size * PT * LINE, shown, align=align)

    def title_block(self) -> None:
        """The title, and the lines under it."""
        self.ours(self.document.title, 26, bold=True, colour=ACCENT)
        self.ln(2)
        for line in self.document.lines:
            self.ours(line, 11, colour=SOFT)
            self.ln(0.8)
        for line in self.document.approved:
            self.ln(2)
            self.ours(line, 12.5, colour=ACCENT)
        self.ln(4)

    def section(self, section: Section) -> None:
        """A heading with its rule, and what stands under it; no heading ends a page."""
        self.room(min(20 + self.first_height(section.blocks), TOGETHER_MM))
        self.ln(5)
        self.start_section(section.title)
        self.ours(section.title, 16, bold=True, colour=ACCENT)
        self.set_draw_color(*BAR)
        self.set_line_width(0.4)
        self.line(MARGIN_MM, self.y + 1, self.w - MARGIN_MM, self.y + 1)
        self.ln(5)
        for place, block in enumerate(section.blocks):
            self.block(block, section.blocks[place + 1 :])

    def block(self, block: Block, following: tuple[Block, ...]) -> None:
        """One block."""
        match block:
            case Note():
                self.ours(block.text, 10, colour=SOFT)
                self.ln(4)
            case Heading():
                self.room(min(12 + self.first_height(following), TOGETHER_MM))
                self.ln(1)
                self.ours(block.text, 12.5, bold=True)
                self.ln(2.5)
            case Quote():
                self.quote(block)
            case Card():
                self.card(block)
            case _:
                assert_never(block)

    def first_height(self, blocks: tuple[Block, ...]) -> float:
        """How tall the first thing is that anybody said, with the headings before it."""
        tall = 0.0
        for block in blocks:
            match block:
                case Heading() | Note():
                    tall += 12
                case Quote():
                    return tall + self.quote_height(block, self.epw - 9)
                case Card():
                    return tall + self.card_height(block)
        return tall

    def explain_codes(self) -> None:
        """What the codes of letters without a glyph stand for."""
        if not self.codes:
            return
        self.room(30)
        self.ln(8)
        self.ours(self.document.no_letter, 9.5, colour=SOFT)
        for code, name in sorted(self.codes.items()):
            self.ours(f"[{code}] {name}".rstrip(), 9.5, colour=SOFT)

    # Quotes and cards ---------------------------------------------------------------------------------

    def quote(self, quote: Quote, *, depth: int = 0) -> None:
        """The question, the words beside a bar, name and date beneath."""
        left = MARGIN_MM + 5 + 7 * depth
        width = self.w - MARGIN_MM - left - 4
        self.room(min(self.quote_height(quote, width), TOGETHER_MM))
        if quote.asked:
            self.theirs(quote.asked, 9.5, left, width, colour=SOFT)
            self.ln(0.8)
        with self.bar(left - 3.5, right_to_left=runs_right_to_left(quote.words)):
            for note in quote.notes:
                self.theirs(note, 9.5, left, width, colour=SOFT)
            if self.one_line(quote, width):
                self.words_and_name(quote, left, width)
            else:
                if quote.words:
                    self.theirs(quote.words, 11.5, left, width)
                self.ours(quote.by, 9, left, width, colour=SOFT)
        self.ln(2 if quote.under else BELOW_MM)
        for under in quote.under:
            self.quote(under, depth=depth + 1)

    def one_line(self, quote: Quote, width: float) -> bool:
        """Whether the words are so few that name and date stand beside them."""
        if not quote.words or "\n" in quote.words or self.right_to_left or needs_shaping(quote.words):
            return False
        return self.breadth(quote.words, 11.5) + self.breadth(quote.by, 9) + APART_MM < width

    def words_and_name(self, quote: Quote, left: float, width: float) -> None:
        """Few words on the left, name and date on the right of the same line."""
        top = self.y
        self.theirs(quote.words, 11.5, left, width)
        below = self.y
        self.set_font("Noto", "", 9)
        self.run(quote.by, right_to_left=False)
        self.set_text_color(*SOFT)
        self.set_xy(left, top)
        self.cell(width, below - top, printable(quote.by, self.letters).text, align=Align.R)
        self.set_y(below)

    def breadth(self, text: str, size: float) -> float:
        """How wide these words are on one line, in millimetres."""
        self.set_font("Noto", "", size)
        self.run(text, right_to_left=False)
        return float(self.get_string_width(printable(text, self.letters).text))

    def quote_height(self, quote: Quote, width: float) -> float:
        """How tall a quote will be, with what stands beneath it."""
        asked = self.height(quote.asked, 9.5, width) if quote.asked else 0
        notes = sum(self.height(note, 9.5, width) for note in quote.notes)
        under = sum(self.quote_height(under, width - 7) for under in quote.under)
        by = 0 if self.one_line(quote, width) else self.height(quote.by, 9, width)
        own = self.height(quote.words, 11.5, width) + by
        return asked + notes + own + 4 + under

    def card(self, card: Card) -> None:
        """Labelled parts on a quiet ground; a card that is longer than a page has none."""
        width, height = self.epw - 2 * PAD_MM, self.card_height(card)
        if height < self.eph - 10:
            self.room(height)
            self.set_fill_color(*TINT)
            with self.local_context(blend_mode=BlendMode.MULTIPLY):
                self.rect(MARGIN_MM, self.y, self.epw, height, "F", round_corners=True, corner_radius=2.5)
        self.ln(PAD_MM)
        if card.title:
            self.theirs(card.title, 12, MARGIN_MM + PAD_MM, width, bold=True)
            self.ln(1.5)
        for row in card.rows:
            self.row(row)
        if card.by:
            self.ln(1)
            self.ours(card.by, 9, MARGIN_MM + PAD_MM, width, colour=SOFT)
        self.ln(PAD_MM + 4)

    def card_height(self, card: Card) -> float:
        """How tall a card will be."""
        width = self.epw - 2 * PAD_MM
        title = self.height(card.title, 12, width) + 1.5 if card.title else 0
        by = self.height(card.by, 9, width) + 1 if card.by else 0
        return title + sum(map(self.row_height, card.rows)) + by + 2 * PAD_MM

    @property
    def words_left(self) -> float:
        """Where the words of a card begin, beside their labels."""
        return MARGIN_MM + PAD_MM + (0 if self.right_to_left else LABEL_MM + GAP_MM)

    @property
    def label_left(self) -> float:
        """Where the labels begin: before the words, on the side where the language begins."""
        return self.words_left + self.words_width + GAP_MM if self.right_to_left else MARGIN_MM + PAD_MM

    @property
    def words_width(self) -> float:
        """How wide they may be."""
        return self.epw - 2 * PAD_MM - LABEL_MM - GAP_MM

    def row(self, row: Row) -> None:
        """A label, and the words beside it."""
        self.room(min(self.row_height(row), 40))
        top, page = self.y, self.page
        self.set_y(top + 0.7)
        self.ours(row.label, 9.5, self.label_left, LABEL_MM, colour=SOFT)
        foot = self.y if self.page == page else top
        self.page, self.y = page, top
        for place, words in enumerate(row.words):
            self.ln(BETWEEN_MM if place else 0)
            self.theirs(words, 11, self.words_left, self.words_width)
        self.y = max(self.y, foot) if self.page == page else self.y
        self.ln(1.6)

    def row_height(self, row: Row) -> float:
        """How tall a row will be."""
        words = sum(self.height(words, 11, self.words_width) + BETWEEN_MM for words in row.words) - BETWEEN_MM
        return max(self.height(row.label, 9.5, LABEL_MM) + 0.7, words) + 1.6

    @contextmanager
    def bar(self, x: float, *, right_to_left: bool) -> Iterator[None]:
        """A quiet bar beside what is drawn meanwhile, on every page that it reaches."""
        first, top = self.page, self.y
        yield  # the words, which may go over to further pages
        last, foot = self.page, self.y
        x = self.w - x if right_to_left else x
        for page in range(first, last + 1):
            self.page = page
            self.set_draw_color(*BAR)
            self.set_line_width(0.9)
            begin = top if page == first else TOP_MM
            self.line(x, begin + 0.6, x, (foot if page == last else self.h - BOTTOM_MM) - 0.6)
        self.page, self.y = last, foot

    # Words --------------------------------------------------------------------------------------------

    def turn_to(self, page: int) -> None:
        """Go on at another page. What that page was last set in is said again: fpdf2 forgets it."""
        self.page = page
        self.set_font("Noto", "", 1)

    def room(self, height: float) -> None:
        """A new page, unless this much still fits on this one."""
        if self.y + height > self.h - BOTTOM_MM:
            self.add_page()

    def ours(
        self,
        text: str,
        size: float,
        left: float = MARGIN_MM,
        width: float | None = None,
        *,
        bold: bool = False,
        colour: Colour = INK,
    ) -> None:
        """A phrase of the document: it runs the way its language runs, whatever name is in it."""
        self.write_lines(text, size, left, width or self.epw, bold, colour, self.right_to_left)

    def theirs(
        self, text: str, size: float, left: float, width: float, *, bold: bool = False, colour: Colour = INK
    ) -> None:
        """Somebody's words: each paragraph runs the way its own first letter does."""
        self.write_lines(text, size, left, width, bold, colour, None)

    def write_lines(
        self,
        text: str,
        size: float,
        left: float,
        width: float,
        bold: bool,
        colour: Colour,
        right_to_left: bool | None,
    ) -> None:
        """Paragraphs, each aligned to the side that it begins on."""
        self.set_font("Noto", "B" if bold else "", size)
        self.set_text_color(*colour)
        for paragraph in self.paragraphs(text):
            rtl = runs_right_to_left(paragraph) if right_to_left is None else right_to_left
            self.run(paragraph, right_to_left=rtl)
            self.set_x(left)
            self.multi_cell(
                width,
                size * PT * LINE,
                paragraph,
                align=Align.R if rtl else Align.L,
                new_x=XPos.LEFT,
                new_y=YPos.NEXT,
            )

    def run(self, text: str, *, right_to_left: bool) -> None:
        """Set which way the next text runs, and whether its letters are shaped."""
        shaped = right_to_left or needs_shaping(text)
        self.set_text_shaping(shaped, direction="rtl" if right_to_left else "ltr")

    def height(self, text: str, size: float, width: float) -> float:
        """How tall these words will be, in millimetres."""
        if not text:
            return 0
        known = (text, size, width)
        if known not in self.heights:
            self.set_font("Noto", "", size)
            self.heights[known] = sum(map(partial(self.paragraph_height, size, width), self.paragraphs(text)))
        return self.heights[known]

    def paragraph_height(self, size: float, width: float, paragraph: str) -> float:
        """How tall one paragraph will be, set in the font that is set."""
        self.set_text_shaping(needs_shaping(paragraph))
        tall = self.multi_cell(
            width, size * PT * LINE, paragraph, dry_run=True, output=MethodReturnValue.HEIGHT
        )
        assert isinstance(tall, float)
        return tall

    def paragraphs(self, text: str) -> list[str]:
        """The text as the fonts can print it; what stands in it as a code is noted for the last page."""
        shown = printable(text, self.letters)
        self.codes |= shown.codes
        return [paragraph or " " for paragraph in shown.text.split("\n")]
