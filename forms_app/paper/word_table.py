"""Tables with merged cells in Word.

Written as XML, because python-docx merges cells one by one and walks the whole table for each.
"""

from collections.abc import Callable

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from forms_app.paper.document import FULL, Cell, Line, Row, Table

WIDTH_TWIPS = 8844  # 156 mm, the width of the type area
ROW_TWIPS = 510  # 9 mm, so that an empty sheet can be filled in by hand

Writer = Callable[[Paragraph, Cell, Line], None]

TABLE_PROPERTIES = """
<w:tblPr {namespaces}>
  <w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>
  <w:tblBorders>
    <w:top w:val="single" w:sz="6" w:color="000000"/><w:left w:val="single" w:sz="6" w:color="000000"/>
    <w:bottom w:val="single" w:sz="6" w:color="000000"/><w:right w:val="single" w:sz="6" w:color="000000"/>
    <w:insideH w:val="single" w:sz="4" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:color="000000"/>
  </w:tblBorders>
  <w:tblLayout w:type="fixed"/>
  <w:tblCellMar>
    <w:top w:w="60" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>
    <w:bottom w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>
  </w:tblCellMar>
</w:tblPr>
"""


def add_table(word: WordDocument, table: Table, *, write: Writer) -> None:
    """Append the table to the document; `write` fills one paragraph of a cell of some kind with a line."""
    added = word.add_table(rows=0, cols=len(table.widths))
    element = added._element
    element.replace(element.tblPr, parse_xml(TABLE_PROPERTIES.format(namespaces=nsdecls("w"), width=WIDTH_TWIPS)))
    for column, width in zip(element.tblGrid.findall(qn("w:gridCol")), table.widths, strict=True):
        column.set(qn("w:w"), str(_twips(width)))
    running: dict[int, tuple[Cell, int]] = {}
    for row in table.rows:
        tr = OxmlElement("w:tr")
        tr.append(_row_properties(row))
        for cell, continued in _cells_of(row, running):
            tr.append(_cell(table, cell, continued=continued, write=write, parent=added))
        if row.keeps_next or row.header:
            for p in tr.iter(qn("w:p")):
                p.get_or_add_pPr().get_or_add_keepNext()
        element.append(tr)


def _twips(width: int) -> int:
    return round(WIDTH_TWIPS * width / FULL)


def _row_properties(row: Row) -> BaseOxmlElement:
    properties = OxmlElement("w:trPr")
    if not row.breakable:
        properties.append(OxmlElement("w:cantSplit"))
    height = OxmlElement("w:trHeight")
    height.set(qn("w:val"), str(ROW_TWIPS))
    height.set(qn("w:hRule"), "atLeast")
    properties.append(height)
    if row.header:
        properties.append(OxmlElement("w:tblHeader"))
    return properties


def _cells_of(row: Row, running: dict[int, tuple[Cell, int]]) -> list[tuple[Cell, bool]]:
    """The row's cells from left to right with those that reach down into it; `running` is carried to the next row."""
    found = [(cell, True) for cell, _rows_left in running.values()] + [(cell, False) for cell in row.cells]
    for left, (cell, rows_left) in list(running.items()):
        if rows_left > 1:
            running[left] = (cell, rows_left - 1)
        else:
            del running[left]
    running.update({cell.left: (cell, cell.rowspan - 1) for cell in row.cells if cell.rowspan > 1})
    return sorted(found, key=lambda pair: pair[0].left)


def _cell(table: Table, cell: Cell, *, continued: bool, write: Writer, parent: DocxTable) -> BaseOxmlElement:
    tc = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    tc.append(properties)
    _append(properties, "w:tcW", **{"w:w": str(_twips(cell.right - cell.left)), "w:type": "dxa"})
    if table.span(cell) > 1:
        _append(properties, "w:gridSpan", **{"w:val": str(table.span(cell))})
    if cell.rowspan > 1:
        _append(properties, "w:vMerge", **{"w:val": "continue" if continued else "restart"})
    _append(properties, "w:vAlign", **{"w:val": "center"})
    for line in cell.lines if not continued else (("",),):
        p = OxmlElement("w:p")
        tc.append(p)
        if not continued:
            write(Paragraph(p, parent), cell, line)
    return tc


def _append(parent: BaseOxmlElement, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    parent.append(element)
