"""A bureau's own document as PDF: LibreOffice turns it, and no page leaves without its marks.

Check code and QR code stand in the footers of the Word document and come with them, where Word shows them too. A page
whose footer the document hides gets them at its lower edge. 草稿 is laid over every page of a draft.
"""

import io
from dataclasses import replace

from cms.core.office import word_to_pdf
from cms.core.pdf import typst_pdf
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FormSpec
from forms_app.paper.document import PaperContext, PaperDocument
from forms_app.paper.pdf import TEMPLATE
from forms_app.paper.qr import qr_svg
from forms_app.paper.standard import standard
from forms_app.paper.template import Answers, template_bytes
from forms_app.paper.template_marks import QR_MM, marks_of

MARKS = TEMPLATE.with_name("marks.typ")
# Where the mark of a page without a footer stands, from the left and from the lower edge of the paper.
LEFT_MM, BOTTOM_MM = 14, 6


def own_pdf_bytes(content: bytes, spec: FormSpec, answers: Answers, lookups: Lookups, context: PaperContext) -> bytes:
    """Return the template `content`, filled in, as PDF; OfficeFailed if LibreOffice is missing or gives up on it."""
    # Its own 草稿 is left out: LibreOffice draws it behind shaded cells, and one word across the page is enough.
    document = template_bytes(content, spec, answers, lookups, replace(context, draft=False))
    return marked(word_to_pdf(document), context)


def marked(pdf: bytes, context: PaperContext) -> bytes:
    """Return the PDF with the marks that its pages still lack."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - heavy, and only the worker needs it

    marks = marks_of(context)
    bare = [bool(marks.check_code) and marks.check_code not in text for text in _texts(pdf)]
    if not marks.watermark and not any(bare):
        return pdf
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in writer.pages]
    overlay = PdfReader(io.BytesIO(typst_pdf(MARKS, _marks_data(marks, sizes, bare))))
    for page, over in zip(writer.pages, overlay.pages, strict=True):
        page.merge_page(over)
        # Merging unpacks what the page draws: a sheet would be ten times as large.
        page.compress_content_streams()
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _texts(pdf: bytes) -> list[str]:
    """Return what can be read on each page."""
    import pypdfium2  # noqa: PLC0415 - heavy

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def _marks_data(marks: PaperDocument, sizes: list[tuple[float, float]], bare: list[bool]) -> dict[str, object]:
    return {
        "pages": [
            {"width": width, "height": height, "code": code} for (width, height), code in zip(sizes, bare, strict=True)
        ],
        "watermark": marks.watermark,
        "footer": list(marks.footer_lines),
        "qr": qr_svg(marks.verify_url) if marks.verify_url else "",
        "font": standard().stack(standard().heading_font),
        "qr-mm": QR_MM,
        "left-mm": LEFT_MM,
        "bottom-mm": BOTTOM_MM,
    }
