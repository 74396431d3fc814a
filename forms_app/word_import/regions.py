"""Parts of a table that repeat: a header row above blank rows, and columns before and after. Pure Python."""

import re
from dataclasses import dataclass, field

from forms_app.word_import.grid import Cell, Grid
from forms_app.word_import.labels import is_blank, is_hint, options_in, tidy

_TOTAL_ROW = re.compile(r"\A(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_NUMBERING = re.compile(r"\A(?:序号|编号|No\.?|№)\Z", re.IGNORECASE)
_PAIR = (("前", "后"), ("期初", "期末"))


def is_label(cell: Cell) -> bool:
    """Say whether a cell is a heading: neither blank, nor a hint, nor a list of boxes."""
    return not is_blank(cell.text) and not is_hint(cell.text) and not options_in(cell.text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a repeating part; `above` is the heading that it shares with its neighbours."""

    cell: Cell
    above: Cell | None = None


@dataclass(frozen=True, slots=True)
class Repeating:
    """A header with the rows below it. `end` is the first row behind; `labels` are the texts of the first column."""

    columns: tuple[Column, ...]
    end: int
    labels: tuple[Cell, ...] = ()
    fixed: bool = False
    total: bool = False
    rows: int = 0


@dataclass(slots=True)
class Halves:
    """Where the columns before and after stand while rows below still use them."""

    before: int = -1
    after: int = -1
    seen: list[Cell] = field(default_factory=list)


def halves_of(cells: list[Cell]) -> Halves | None:
    """Return the columns 改造前 and 改造后 of a header row, None if it is no such row."""
    if len(cells) < 2 or not all(is_label(cell) for cell in cells):
        return None
    first, second = tidy(cells[-2].text), tidy(cells[-1].text)
    for before, after in _PAIR:
        if first.endswith(before) and second.endswith(after) and first[: -len(before)] == second[: -len(after)]:
            return Halves(cells[-2].column, cells[-1].column)
    return None


def repeating_at(grid: Grid, index: int, cells: list[Cell], *, end: int | None = None) -> Repeating | None:
    """Return the repeating part whose header is the row `index` (its `cells`, without a heading at the left)."""
    if len(cells) < 2 or not all(is_label(cell) for cell in cells):
        return None
    last = len(grid.rows) if end is None else min(end, len(grid.rows))
    depth = max(cell.height for cell in cells)
    if depth > 2 or index + depth >= last:
        return None
    columns = _leaves(grid, index, cells, depth)
    if columns is None:
        return None
    return _body(grid, index + depth, last, columns)


def _leaves(grid: Grid, index: int, cells: list[Cell], depth: int) -> tuple[Column, ...] | None:
    """Return the lowest headings; a heading of one row over two has its own below it."""
    columns: list[Column] = []
    for cell in cells:
        if cell.height == depth:
            columns.append(Column(cell))
            continue
        below = [one for one in grid.rows[index + 1] if cell.column <= one.column < cell.right]
        if not below or not all(is_label(one) for one in below):
            return None
        columns.extend(Column(one, cell) for one in below)
    return tuple(columns)


def _body(grid: Grid, start: int, last: int, columns: tuple[Column, ...]) -> Repeating | None:
    lefts = {column.cell.column for column in columns}
    first = columns[0].cell.column
    row, labels, total, tall_until = start, list[Cell](), False, start
    while row < last:
        cells = [one for one in grid.rows[row] if one.column >= first]
        heads = [one for one in cells if one.column == first]
        answers = [one for one in cells if one.column != first]
        if not _suits(heads, answers, lefts, covered=row < tall_until):
            break
        if heads and _TOTAL_ROW.match(tidy(heads[0].text)):
            total = True
        elif heads and not is_blank(heads[0].text):
            labels.append(heads[0])
        if heads:
            tall_until = max(tall_until, heads[0].bottom)
        row += 1
    rows = row - start - total
    if rows < 1:
        return None
    numbered = all(re.fullmatch(r"\d{1,3}[.、]?|…+|\.{3,}", tidy(one.text)) for one in labels)
    if _NUMBERING.match(tidy(columns[0].cell.text)) or (labels and numbered):
        return Repeating(columns[1:], row, total=total, rows=max(rows, 2))
    if not labels:
        return Repeating(columns, row, total=total, rows=rows)
    texts = [tidy(one.text) for one in labels]
    fixed = len(labels) == rows and len(set(texts)) == len(texts)
    return Repeating(columns, row, labels=tuple(labels), fixed=fixed, total=total, rows=rows)


def _suits(heads: list[Cell], answers: list[Cell], lefts: set[int], *, covered: bool) -> bool:
    """Say whether a row is one of blanks under the columns, perhaps with a heading of its own at the left."""
    if not answers and not heads:
        return False
    if not heads and not covered:
        return False
    if any(one.column not in lefts for one in (*heads, *answers)):
        return False
    if heads and not answers and len(lefts) > 1:
        return False
    return all(is_blank(one.text) or is_hint(one.text) or bool(options_in(one.text)) for one in answers)
