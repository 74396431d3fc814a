"""Rows as a file: XLSX through the Rust writer, CSV for whatever else reads tables. Neither holds the whole."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rustpy_xlsxwriter import FastExcel

from forms_app.engine.submission_columns import Cell

CHUNK = 500
# What a spreadsheet would begin to compute. A number with a sign is a number.
_DANGEROUS = frozenset("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?\Z")
BOM = "﻿"


def write_xlsx(path: Path, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write the rows below frozen bold headings. Texts are written as texts, never as formulas."""

    def records() -> Iterator[dict[str, Cell]]:
        empty = True
        for row in rows:
            empty = False
            yield dict(zip(headings, row, strict=True))
        if empty:
            # The writer takes the headings from the first record.
            yield dict.fromkeys(headings)

    FastExcel(str(path)).format(bold_headers=True).freeze(row=1).sheet(sheet, records(), column_width=16).save()


def written_workbook(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    """Return the path of a new temporary workbook with these rows; nothing is left of one that cannot be written."""
    with tempfile.NamedTemporaryFile(prefix="submissions-", suffix=".xlsx", delete=False) as made:
        path = Path(made.name)
    try:
        write_xlsx(path, sheet, headings, rows)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def csv_pieces(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file with a BOM, so that Excel reads it as UTF-8, in pieces."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    text.write(BOM)
    write([inert(heading) for heading in headings])
    for count, row in enumerate(rows, start=1):
        write([inert(cell) if type(cell) is str and cell[:1] in _DANGEROUS else cell for cell in row])
        if count % CHUNK == 0:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return piece


def inert(cell: str) -> str:
    """Return a text that a spreadsheet does not compute: an apostrophe stands before what looks like a formula."""
    return f"'{cell}" if cell[:1] in _DANGEROUS and not _NUMBER.match(cell) else cell
