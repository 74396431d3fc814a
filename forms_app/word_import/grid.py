"""A Word document as text that has a place: paragraphs, and tables whose merged cells are resolved. Pure Python."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn

# Word draws boxes with these characters of its symbol fonts.
_SYMBOL_BOXES = frozenset({"F06F", "F0A8", "F070", "F071", "F072", "F0A3", "F0FE", "F052", "F053"})
MOST_CELLS = 20_000


class DocumentUnreadable(ValueError):
    """The file is no Word document that can be opened, or it is larger than any official sheet."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside all tables; `number` counts from 1."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; merged ones are one cell. Rows and columns count from 0."""

    text: str
    row: int
    column: int
    width: int = 1
    height: int = 1

    @property
    def right(self) -> int:
        """Return the first column behind the cell."""
        return self.column + self.width

    @property
    def bottom(self) -> int:
        """Return the first row below the cell."""
        return self.row + self.height


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: for every row the cells that begin in it, from left to right. `number` counts from 1."""

    rows: tuple[tuple[Cell, ...], ...]
    width: int
    number: int


def blocks_of(content: bytes) -> list[Paragraph | Grid]:
    """Return the paragraphs and tables of a .docx in order; DocumentUnreadable if it is none."""
    try:
        body = Document(io.BytesIO(content)).element.body
    # python-docx lets every fault of the archive and of its XML through as it comes.
    except Exception as error:
        raise DocumentUnreadable(str(error)) from error
    blocks: list[Paragraph | Grid] = []
    tables = 0
    for number, element in enumerate(_block_elements(body), start=1):
        if element.tag == qn("w:p"):
            blocks.append(Paragraph(text_of(element), number))
        else:
            tables += 1
            blocks.append(_grid(element, tables))
    return blocks


def _block_elements(body: Any) -> Iterator[Any]:
    """Yield paragraphs and tables; a content control is looked through."""
    for element in body.iterchildren():
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag == qn("w:sdt"):
            content = element.find(qn("w:sdtContent"))
            yield from _block_elements(content) if content is not None else ()


def text_of(element: Any) -> str:
    """Return the text of an element; tabs and drawn boxes are kept as signs, deleted text is left out."""
    parts: list[str] = []
    for one in element.iter():
        if one.tag == qn("w:t"):
            parts.append(one.text or "")
        elif one.tag == qn("w:tab") and one.getparent().tag == qn("w:r"):
            parts.append("\t")
        elif one.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif one.tag == qn("w:checkBox") or _is_drawn_box(one):
            parts.append("□")
    return "".join(parts)


def _is_drawn_box(one: Any) -> bool:
    return one.tag == qn("w:sym") and str(one.get(qn("w:char"))).upper() in _SYMBOL_BOXES


def _cell_text(tc: Any) -> str:
    return "\n".join(text_of(paragraph) for paragraph in tc.iter(qn("w:p"))).strip("\n")


def _span(tc: Any) -> int:
    properties = tc.find(qn("w:tcPr"))
    span = properties.find(qn("w:gridSpan")) if properties is not None else None
    return int(span.get(qn("w:val"))) if span is not None else 1


def _continues(tc: Any) -> bool:
    """Say whether the cell belongs to the one above it."""
    properties = tc.find(qn("w:tcPr"))
    merge = properties.find(qn("w:vMerge")) if properties is not None else None
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _skipped(tr: Any) -> int:
    properties = tr.find(qn("w:trPr"))
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    return int(before.get(qn("w:val"))) if before is not None else 0


def _grid(table: Any, number: int) -> Grid:
    above: dict[int, list[Any]] = {}  # column → [row, column, width, height, text] of the cell that may go on
    cells: list[list[Any]] = []
    rows = [tr for tr in table.iterchildren() if tr.tag == qn("w:tr")]
    for index, tr in enumerate(rows):
        column = _skipped(tr)
        for tc in (one for one in tr.iter(qn("w:tc")) if _row_of(one) is tr):
            width = _span(tc)
            if _continues(tc) and column in above:
                above[column][3] += 1
            else:
                above[column] = [index, column, width, 1, _cell_text(tc)]
                cells.append(above[column])
            column += width
        if len(cells) > MOST_CELLS:
            raise DocumentUnreadable("too many cells")
    begun: list[list[Cell]] = [[] for _row in rows]
    for row, column, width, height, text in cells:
        begun[row].append(Cell(text, row, column, width, height))
    right = max((cell.right for line in begun for cell in line), default=0)
    return Grid(tuple(tuple(line) for line in begun), right, number)


def _row_of(tc: Any) -> Any:
    """Return the row that a cell stands in, through content controls but not through an inner table."""
    parent = tc.getparent()
    while parent is not None and parent.tag != qn("w:tr"):
        if parent.tag == qn("w:tbl"):
            return None
        parent = parent.getparent()
    return parent
