"""Rule tables and code lists as Excel workbooks, out and in."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from cms.core.reference.errors import FileUnreadable

MAX_UNPACKED = 40 * 1024 * 1024
MAX_READ_ROWS = 6000
MAX_READ_COLUMNS = 40
_HEAD = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="143D7A")


def workbook_bytes(sheets: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """Return a workbook; the first row of every sheet is its heading, every cell is text (never a formula)."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for title, rows in sheets:
        _fill(book.create_sheet(title[:31]), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    widths: dict[int, int] = {}
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value, cell.data_type, cell.number_format = text, "s", "@"
            if at == 1:
                cell.font, cell.fill = _HEAD, _HEAD_FILL
            widths[column] = max(widths.get(column, 8), min(60, sum(2 if char > "\u2e80" else 1 for char in text) + 2))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def read_workbook(file: BinaryIO) -> list[tuple[str, list[list[str]]]]:
    """Return title and rows of every sheet as text; FileUnreadable if this is no workbook, or one that is too large."""
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED:
                raise FileUnreadable
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        return [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise FileUnreadable from error


def _rows(sheet: Any) -> list[list[str]]:
    rows = [
        [_text(value) for value in row]
        for row in sheet.iter_rows(values_only=True, max_row=MAX_READ_ROWS, max_col=MAX_READ_COLUMNS)
    ]
    return [row for row in rows if any(row)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        shown = f"{Decimal(repr(value)):f}"
        return shown.removesuffix(".0")
    return str(value).strip()
