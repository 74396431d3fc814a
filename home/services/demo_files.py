"""Small real office files for the attachments of the demo notices."""

import io
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.utils.html import escape


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
    """Return a PDF of one page; needs the system libraries of WeasyPrint."""
    from weasyprint import HTML  # noqa: PLC0415  heavy, and absent where its libraries are

    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page = (
        '<html lang="zh"><style>body{font-family:"Noto Sans CJK SC","Source Han Sans SC",sans-serif;line-height:1.8}'
        f"</style><h1>{escape(title)}</h1>{paragraphs}</html>"
    )
    return ContentFile(HTML(string=page).write_pdf())


MAKERS = {"docx": docx_file, "xlsx": xlsx_file, "pdf": pdf_file}
