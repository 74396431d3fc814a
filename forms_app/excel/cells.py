"""How the cells of a workbook look, and how text is put into them."""

from collections.abc import Sequence
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", fgColor="1F4E79")
GROUP = PatternFill("solid", fgColor="DDE6F0")
INPUT = PatternFill("solid", fgColor="FFFBE6")
CLOSED = PatternFill("solid", fgColor="F2F2F2")
LINE = Side(style="thin", color="B7C0CC")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
WRAP = Alignment(vertical="center", wrap_text=True)
UNLOCKED = Protection(locked=False)
FORMATS = {"number": "General", "date": "yyyy-mm-dd", "text": "@", "choice": "@", "tick": "@"}
ROW_HEIGHT = 24


def put(cell: "Cell | MergedCell", value: Any) -> Cell:
    """Write a value that is never taken for a formula, whatever it begins with."""
    assert isinstance(cell, Cell)  # noqa: S101 - the writer puts nothing into the hidden part of a merged cell
    if isinstance(value, str):
        cell.value = "".join(sign for sign in value if sign >= " " or sign in "\n\t")
        if cell.value is not None:
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t")
    else:
        cell.value = value
    return cell


def header(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    """Write the headings of a table from the second column on."""
    for column, title in enumerate(titles, start=2):
        cell = put(sheet.cell(row, column), title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        cell.border, cell.alignment = FRAME, Alignment(vertical="center", horizontal="center", wrap_text=True)
    sheet.row_dimensions[row].height = 32


def height(text: str, width: int) -> float:
    """Return the height of a row that holds this text in a column of this many characters."""
    lines = sum(1 + (2 * len(line)) // max(width, 1) for line in str(text).split("\n"))
    return min(400.0, 8 + 16.0 * lines)
