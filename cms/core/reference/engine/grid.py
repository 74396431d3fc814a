"""Rows as text: what Excel puts on the clipboard (tabs between cells), and back."""

import csv
import io
from collections.abc import Iterable, Sequence


def rows_of_text(text: str) -> list[list[str]]:
    """Return the cells of tab-separated text; rows without any words are left out."""
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), dialect="excel-tab")
    rows = [[cell.strip() for cell in row] for row in reader]
    return [row for row in rows if any(row)]


def text_of_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as tab-separated text."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return out.getvalue()
