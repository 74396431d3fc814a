"""Small real office files for the attachments of the demo notices."""

import io
from collections.abc import Sequence
from pathlib import Path

from django.core.files.base import ContentFile

from cms.core.pdf import typst_pdf

NOTE = Path(__file__).with_name("demo_note.typ")


def docx_file(title: str, lines: Sequence[str]) -> ContentFile[bytes]:
    """Return a Word document with a title and one paragraph per line."""
    from docx import Document  # noqa: PLC0415  heavy, and only the loader needs it

    document = Document()
    document.add_heading(title, level=1)
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return ContentFile(buffer.getvalue())


def xlsx_file(title: str, columns: Sequence[str]) -> ContentFile[bytes]:
    """Return a workbook with a header row and room to fill in."""
    from openpyxl import Workbook  # noqa: PLC0415  heavy, and only the loader needs it

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(title[:31])
    sheet.append(list(columns))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return ContentFile(buffer.getvalue())


def pdf_file(title: str, lines: Sequence[str]) -> ContentFile[bytes]:
    """Return a PDF of one page."""
    return ContentFile(typst_pdf(NOTE, {"title": title, "lines": list(lines)}))


MAKERS = {"docx": docx_file, "xlsx": xlsx_file, "pdf": pdf_file}
