"""The sheet as PDF. Typst draws it (sheet.typ); here is what it is told."""

import math
import re
from pathlib import Path
from typing import Any

from cms.core.pdf import pdf_available, typst_pdf
from forms_app.paper.document import FULL, Cell, PaperDocument, Row, Table
from forms_app.paper.errors import PdfUnavailable
from forms_app.paper.numbering import numbered_notes
from forms_app.paper.qr import qr_svg
from forms_app.paper.standard import HEADING_PT, NOTES_PT, TABLE_PT, standard

__all__ = ["pdf_available", "pdf_bytes"]

TEMPLATE = Path(__file__).with_name("sheet.typ")
QR_MM = 13
POINT_MM = 0.3528
CHARACTER_MM = TABLE_PT * POINT_MM
LINE_MM = CHARACTER_MM * 1.62
PADDING_MM = 2.4
# What is higher than this may break over pages: kept whole it would leave half a page white, or not fit at all.
KEPT_ROW_MM = 90
KEPT_BLOCK_MM = 150
# Latin words longer than this get places at which a line may end, as a cell is narrow.
LONGEST_WORD = 16
_LONG_WORD = re.compile(rf"[!-~]{{{LONGEST_WORD + 1},}}")


def pdf_bytes(document: PaperDocument) -> bytes:
    """Return the sheet as PDF; PdfUnavailable where this machine cannot make one."""
    if not pdf_available():
        raise PdfUnavailable
    return typst_pdf(TEMPLATE, pdf_data(document))


def pdf_data(document: PaperDocument) -> dict[str, Any]:
    """Return what the template needs to know."""
    figures = standard()
    return {
        "title": document.title,
        "title-characters": _balanced(len(document.title), figures.type_area_mm[0], figures.title_pt),
        "tables": [_table(one) for one in document.tables],
        "notes": numbered_notes(document.notes),
        "footer": list(document.footer_lines),
        "qr": qr_svg(document.verify_url) if document.verify_url else "",
        "watermark": document.watermark,
        "page": {
            "size": figures.size_mm,
            "top": figures.top_mm,
            "bottom": figures.bottom_mm,
            "left": figures.left_mm + document.gutter_mm,
            "right": figures.right_mm - document.gutter_mm,
            "number": figures.number_below_mm,
            "duplex": document.duplex,
            "qr": QR_MM,
        },
        "type": {
            "body": {"font": figures.stack(figures.body_font), "pt": TABLE_PT},
            "title": {"font": figures.stack(figures.title_font), "pt": figures.title_pt},
            "heading": {"font": figures.stack(figures.heading_font), "pt": HEADING_PT},
            "number": {"font": figures.stack(figures.number_font), "pt": figures.number_pt},
            "notes": {"pt": NOTES_PT},
        },
    }


def _balanced(characters: int, width_mm: int, size_pt: int) -> int:
    """Return how many characters stand in a line of the title, so that its lines are about equally long."""
    fits = int(width_mm / (size_pt * POINT_MM))
    lines = max(1, math.ceil(characters / fits))
    return min(fits, math.ceil(characters / lines) + 1)


def _table(table: Table) -> dict[str, Any]:
    rows, blocks = [], list(table.blocks())
    for block in blocks:
        kept = sum(map(_height, block)) <= (KEPT_ROW_MM if len(block) == 1 else KEPT_BLOCK_MM)
        rows += [_row(table, row, kept=kept) for row in block]
    whole = len(blocks) == 1 and sum(map(_height, table.rows)) <= KEPT_BLOCK_MM
    header = [_row(table, row, kept=True) for row in table.rows if row.header]
    return {"widths": table.widths, "header": header, "rows": rows, "kept": whole}


def _row(table: Table, row: Row, *, kept: bool) -> list[dict[str, Any]]:
    return [_cell(table, cell, kept=kept) for cell in row.cells]


def _cell(table: Table, cell: Cell, *, kept: bool) -> dict[str, Any]:
    drawn: dict[str, Any] = {"kind": cell.kind, "lines": [[_foldable(piece) for piece in one] for one in cell.lines]}
    if (span := table.span(cell)) > 1:
        drawn["colspan"] = span
    if cell.rowspan > 1:
        drawn["rowspan"] = cell.rowspan
    if kept:
        drawn["breakable"] = False
    return drawn


def _height(row: Row) -> float:
    """Estimate how high a row will be, in millimetres; cells over several rows are as high as their rows."""
    return max((_lines(cell) for cell in row.cells if cell.rowspan == 1), default=1) * LINE_MM + PADDING_MM


def _lines(cell: Cell) -> int:
    width = standard().type_area_mm[0] * (cell.right - cell.left) / FULL - PADDING_MM
    fits = max(1, int(width / CHARACTER_MM))
    return sum(max(1, math.ceil(len("".join(line)) / fits)) for line in cell.lines)


def _foldable(text: str) -> str:
    """Let long addresses and numbers end a line: invisible spaces, as a cell would be overrun otherwise."""

    def fold(found: re.Match[str]) -> str:
        word = found[0]
        return "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))

    return _LONG_WORD.sub(fold, text)
