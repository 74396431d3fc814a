"""The sheet as a Word document (.docx); page and type by GB/T 9704-2012, the table's text smaller as sheets need."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from forms_app.paper.document import FULL, Cell, Line, PaperDocument
from forms_app.paper.numbering import numbered_notes
from forms_app.paper.qr import qr_png
from forms_app.paper.standard import standard
from forms_app.paper.word_parts import fixed_picture, page_field, watermark
from forms_app.paper.word_table import add_table

FANGSONG = "仿宋_GB2312"
XIAOBIAOSONG = "方正小标宋简体"
HEITI = "黑体"
SONGTI = "宋体"
LATIN = "Times New Roman"
TYPE_AREA_MM = standard().type_area_mm[0]
NUMBER_LINE_MM = 6
QR_MM = 13


def word_bytes(document: PaperDocument) -> bytes:
    """Return the sheet as .docx."""
    word = Document()
    set_page(word.sections[0], gutter_mm=document.gutter_mm)
    if document.duplex:
        # Word wants its settings in the order of the schema: this one right behind the zoom.
        word.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))
    word.settings.odd_and_even_pages_header_footer = True
    word.core_properties.title = document.title
    word.core_properties.author = ""
    word.core_properties.subject = document.footer_text
    word.core_properties.language = "zh-CN"
    set_type(word)
    _title(word, document.title)
    for table in document.tables:
        add_table(word, table, write=_cell_text)
        _gap(word)
    _notes(word, document.notes)
    _running_lines(word.sections[0], document)
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def set_page(section: Section, *, gutter_mm: int = 0) -> None:
    """Give pages size and margins of the standard; `gutter_mm` moves from the outer margin to the binding edge."""
    figures = standard()
    section.page_width, section.page_height = (Mm(size) for size in figures.size_mm)
    section.top_margin, section.bottom_margin = Mm(figures.top_mm), Mm(figures.bottom_mm)
    section.left_margin = Mm(figures.left_mm + gutter_mm)
    section.right_margin = Mm(figures.right_mm - gutter_mm)
    # So far below the type area ends the line with the page number.
    section.footer_distance = Mm(figures.bottom_mm - figures.number_below_mm - NUMBER_LINE_MM)


def set_type(word: WordDocument) -> None:
    """Give running text the type of sheets."""
    style = word.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def type_run(run: Run, font: str, size: float, *, bold: bool = False) -> Run:
    """Set a run in a Chinese font: Word takes East Asian characters from an attribute of their own."""
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(size), bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    return run


def _title(word: WordDocument, title: str) -> None:
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(16)
    type_run(paragraph.add_run(title), XIAOBIAOSONG, 22)


def _gap(word: WordDocument) -> None:
    """A hair's breadth between two sections: Word would run tables without it into one."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(6)
    type_run(paragraph.add_run(""), FANGSONG, 5)


def _cell_text(paragraph: Paragraph, cell: Cell, line: Line) -> None:
    heading = cell.kind == "heading"
    if cell.kind != "value":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number in range(1, len(line)):
        width = TYPE_AREA_MM * (cell.right - cell.left) / FULL
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width * number / len(line)))
    type_run(paragraph.add_run("\t".join(line)), HEITI if heading else FANGSONG, 12 if heading else 11)


def _notes(word: WordDocument, notes: tuple[str, ...]) -> None:
    if not notes:
        return
    for text in ("注：", *numbered_notes(notes)):
        type_run(word.add_paragraph().add_run(text), FANGSONG, 10.5)


def _running_lines(section: Section, document: PaperDocument) -> None:
    """Page numbers on the outer side (odd right, even left), the reference on the inner; 草稿 across a draft."""
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        if document.draft:
            watermark(header.paragraphs[0], "草稿")
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = None
        beside = _qr(paragraph, document, odd=odd)
        # The page number stands one character (14 pt, 5 mm) in from the edge.
        right_edge = Mm(TYPE_AREA_MM - 5 if odd else TYPE_AREA_MM - beside)
        paragraph.paragraph_format.tab_stops.add_tab_stop(right_edge, WD_TAB_ALIGNMENT.RIGHT)
        if odd:
            paragraph.paragraph_format.left_indent = Mm(beside)
            _reference(paragraph, f"{document.footer_text}\t")
            _page_number(paragraph)
        else:
            paragraph.paragraph_format.left_indent = Mm(5)
            _page_number(paragraph)
            _reference(paragraph, f"\t{document.footer_text}")


def _qr(paragraph: Paragraph, document: PaperDocument, *, odd: bool) -> int:
    """Put the QR code at the inner edge below the type area; return how many millimetres the text leaves to it."""
    if not document.verify_url:
        return 0
    # With mirrored margins the inner edge of an even page is at its right, where the left margin is meant.
    figures = standard()
    inner, outer = figures.left_mm + document.gutter_mm, figures.right_mm - document.gutter_mm
    right = figures.size_mm[0] - (inner if document.duplex else outer)
    fixed_picture(
        paragraph.add_run(),
        qr_png(document.verify_url),
        size=Mm(QR_MM),
        left=Mm(inner if odd else right - QR_MM),
        top=Mm(figures.size_mm[1] - figures.bottom_mm + 3),
        description=f"校验码 {document.check_code}",
    )
    return QR_MM + 3


def _reference(paragraph: Paragraph, text: str) -> None:
    run = type_run(paragraph.add_run(text), FANGSONG, 9)
    run.font.color.rgb = RGBColor(0x44, 0x44, 0x44)


def _page_number(paragraph: Paragraph) -> None:
    type_run(paragraph.add_run("— "), SONGTI, 14)
    page_field(type_run(paragraph.add_run(), SONGTI, 14))
    type_run(paragraph.add_run(" —"), SONGTI, 14)
