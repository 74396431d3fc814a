"""The sheets of an uploaded workbook as rows of text, with the numbers that Excel shows. Pure Python."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from forms_app.excel.values import plain_text
from forms_app.xlsform.columns import CHOICES, OWN, SETTINGS, SURVEY

MOST_ROWS = 5000
MOST_COLUMNS = 120
# Spellings of older files.
_ALIASES = {
    "list name": "list_name",
    "relevance": "relevant",
    "constraint message": "constraint_message",
    "calculate": "calculation",
    "value": "name",
    "caption": "label",
    "read_only": "readonly",
    "title": "form_title",
    "id_string": "form_id",
}


class WorkbookUnreadable(ValueError):
    """The file is no workbook that can be opened."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in Excel, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell without blanks around it."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows and the columns of its heading."""

    rows: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()


def sheets_from(content: bytes) -> Mapping[str, Sheet]:
    """Return the sheets survey, choices and settings, as far as there are any, or WorkbookUnreadable."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        wanted = {name.strip().casefold(): name for name in book.sheetnames[:50]}
        return {name: _sheet(book[wanted[name]]) for name in (SURVEY, CHOICES, SETTINGS) if name in wanted}
    # openpyxl lets every fault of the archive and of its XML through as it comes.
    except Exception as error:
        raise WorkbookUnreadable(str(error)) from error


def _sheet(sheet: Any) -> Sheet:
    columns: list[str] = []
    rows = []
    for number, cells in enumerate(islice(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), MOST_ROWS), start=1):
        texts = [plain_text(value) for value in cells]
        if not columns:
            columns = _columns(texts) if any(texts) else []
        elif any(text.strip() for text in texts):
            rows.append(Row(number, _cells(columns, texts)))
    return Sheet(tuple(rows), tuple(dict.fromkeys(name for name in columns if name)))


def _columns(texts: list[str]) -> list[str]:
    """Return the headings in one spelling; of several languages the Chinese one, else the first, is the plain one."""
    names = [_one_spelling(text) for text in texts]
    for base in ("label", "hint", "constraint_message", "required_message"):
        if base in names:
            continue
        spoken = [
            index for index, name in enumerate(names) if name.startswith(f"{base}::") or name.startswith(f"{base}:")
        ]
        chinese = [index for index in spoken if any(sign in names[index] for sign in ("zh", "中文", "chinese"))]
        if spoken:
            names[(chinese or spoken)[0]] = base
    return names


def _one_spelling(text: str) -> str:
    plain = text.strip()
    if plain.startswith(OWN):
        return plain
    return _ALIASES.get(plain.casefold(), plain.casefold())


def _cells(columns: list[str], texts: list[str]) -> Mapping[str, str]:
    return {name: text for name, text in zip(columns, texts, strict=False) if name}
