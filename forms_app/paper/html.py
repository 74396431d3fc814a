"""The sheet as HTML: the print view on screen. Styles are in static/forms_app/paper.css."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from forms_app.paper.document import FULL, Cell, Line, PaperDocument, Row, Table
from forms_app.paper.numbering import numbered_notes
from forms_app.paper.qr import qr_svg

WATERMARK = '<div class="paper-watermark" aria-hidden="true">{}</div>'


def sheet_html(document: PaperDocument) -> SafeString:
    """Return the sheet as one <article>, without inline styles so that the site's CSP lets it pass."""
    return format_html(
        '<article class="paper" lang="zh-CN">{}{}<h1 class="paper-title">{}</h1>{}{}</article>',
        _mark(document),
        format_html(WATERMARK, document.watermark) if document.watermark else "",
        document.title,
        format_html_join("", "{}", ((_table(table),) for table in document.tables)),
        _notes(document.notes),
    )


def _mark(document: PaperDocument) -> SafeString:
    """What the paper says of itself: reference, version, code; and the code as a picture."""
    lines = format_html_join("", "<div>{}</div>", ((line,) for line in document.footer_lines))
    # Made by us from an address of this site, without anything that a person typed.
    picture = SafeString(qr_svg(document.verify_url)) if document.verify_url else ""
    return format_html('<div class="paper-mark">{}<div class="paper-reference">{}</div></div>', picture, lines)


def _table(table: Table) -> SafeString:
    columns = format_html_join("", '<col width="{}%">', ((width * 100 / FULL,) for width in table.widths))
    head = [row for row in table.rows if row.header]
    blocks = list(table.blocks())
    return format_html(
        '<table class="paper-table {}"><colgroup>{}</colgroup>{}{}</table>',
        _kept(blocks[0]) if len(blocks) == 1 else "",
        columns,
        format_html("<thead>{}</thead>", _rows(table, head)) if head else "",
        format_html_join("", '<tbody class="{}">{}</tbody>', ((_kept(b), _rows(table, b)) for b in blocks)),
    )


def _kept(block: Sequence[Row]) -> str:
    return "" if any(row.breakable for row in block) else "paper-kept"


def _rows(table: Table, rows: Sequence[Row]) -> SafeString:
    return format_html_join("", "{}", ((_row(table, row),) for row in rows))


def _row(table: Table, row: Row) -> SafeString:
    cells = format_html_join("", "{}", ((_cell(table, cell),) for cell in row.cells))
    return format_html('<tr class="{}">{}</tr>', "paper-row-long" if row.breakable else "paper-row", cells)


def _cell(table: Table, cell: Cell) -> SafeString:
    tag = "td" if cell.kind == "value" else "th"
    return format_html(
        '<{} class="paper-{}" colspan="{}" rowspan="{}">{}</{}>',
        tag,
        cell.kind,
        table.span(cell),
        cell.rowspan,
        format_html_join("", "{}", ((_line(line),) for line in cell.lines)),
        tag,
    )


def _line(line: Line) -> SafeString:
    if len(line) == 1:
        return format_html('<div class="paper-line">{}</div>', line[0])
    pieces = format_html_join("", "<span>{}</span>", ((piece,) for piece in line))
    return format_html('<div class="paper-line paper-columns-{}">{}</div>', len(line), pieces)


def _notes(notes: tuple[str, ...]) -> SafeString:
    if not notes:
        return SafeString("")
    lines = format_html_join("", "<p>{}</p>", ((note,) for note in numbered_notes(notes)))
    return format_html('<section class="paper-notes"><p>注：</p>{}</section>', lines)
