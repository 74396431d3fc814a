"""What every page of a bureau's own document bears: reference, check code and its picture; 草稿 across a draft."""

import io

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from forms_app.paper.document import PaperContext, PaperDocument
from forms_app.paper.qr import qr_png
from forms_app.paper.word_parts import watermark

QR_MM = 13


def marks_of(context: PaperContext) -> PaperDocument:
    """Return what a sheet says of itself, without a sheet."""
    return PaperDocument(
        title="",
        tables=(),
        reference=context.reference,
        version_number=context.version_number,
        draft=context.draft,
        check_code=context.check_code,
        verify_url=context.verify_url,
    )


def mark_pages(word: WordDocument, context: PaperContext) -> None:
    """Add the marks to the headers and footers that the document uses; what the bureau put there stays."""
    document = marks_of(context)
    even = word.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(word.sections):
        headers = [section.header, *([section.even_page_header] if even else ())]
        footers = [section.footer, *([section.even_page_footer] if even else ())]
        if section.different_first_page_header_footer:
            headers, footers = [*headers, section.first_page_header], [*footers, section.first_page_footer]
        for header in headers:
            # A header that continues the one before it shows that one's marks.
            if document.watermark and (number == 0 or not header.is_linked_to_previous):
                watermark(header.paragraphs[-1] if header.paragraphs else header.add_paragraph(), document.watermark)
        for footer in footers:
            if number == 0 or not footer.is_linked_to_previous:
                _mark(footer.add_paragraph(), document)


def _mark(paragraph: Paragraph, document: PaperDocument) -> None:
    """Write the footer's line. It is as high as its picture, whatever the style of the footer says: else it is cut."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if document.verify_url:
        paragraph.add_run().add_picture(io.BytesIO(qr_png(document.verify_url)), width=Mm(QR_MM), height=Mm(QR_MM))
    paragraph.add_run(f"\u3000{document.footer_text}").font.size = Pt(9)
