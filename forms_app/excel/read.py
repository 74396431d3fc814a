"""Read a fill-in workbook that came back: answers as input names and texts, and the cell that each stood in."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from forms_app.engine.fields import field_type, new_row_id
from forms_app.engine.spec import FieldSpec
from forms_app.excel import marks
from forms_app.excel.plan import Grid, SectionPlan
from forms_app.excel.values import from_cell, plain_text

MOST_ROWS_READ = 3000
MOST_COLUMNS_READ = 120
MOST_SHEETS = 200


class WorkbookUnreadable(ValueError):
    """The file is no workbook that can be opened."""


class NotATemplate(ValueError):
    """The workbook was not downloaded from here: its hidden sheet is missing."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell as people call it: the sheet's name and C12."""

    sheet: str
    cell: str


@dataclass(slots=True)
class Sent:
    """What a workbook says. `inputs` are by field id, then by input name; `lost` are rows that belong to no row."""

    code: str = ""
    title: str = ""
    sha256: str = ""
    number: str = ""
    base: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, CellPlace] = field(default_factory=dict)
    lost: list[CellPlace] = field(default_factory=list)
    # Cells in which Excel has an error in place of a result, and the fields that are therefore not read.
    broken: list[CellPlace] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cell:
    value: Any
    number_format: str
    coordinate: str
    # Whether Excel has an error here, such as #REF!: that is no answer, whatever the field is.
    broken: bool = False


_Row = Sequence[_Cell]


def read_workbook(content: bytes, plans: Sequence[SectionPlan]) -> Sent:
    """Return the answers of a workbook as the plan of the form understands them.

    Formulas count with the result that Excel saved. WorkbookUnreadable, or NotATemplate if it is not one of ours.
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        names = book.sheetnames[:MOST_SHEETS]
        sheets = {name: list(_rows(book[name])) for name in names if name != marks.LISTS}
    # openpyxl lets every fault of the archive and of its XML through as it comes.
    except Exception as error:
        raise WorkbookUnreadable(str(error)) from error
    meta = sheets.pop(marks.META, None)
    if not meta:
        raise NotATemplate
    sent = _about(meta)
    _Reader(sent, plans).read(sheets)
    return sent


def _rows(sheet: Any) -> Iterator[_Row]:
    """Yield the rows as far as an honest workbook reaches; a gap of a million rows is not walked through."""
    rows = islice(sheet.iter_rows(max_col=MOST_COLUMNS_READ), MOST_ROWS_READ)
    for number, row in enumerate(rows, start=1):
        yield [
            _Cell(
                cell.value,
                str(getattr(cell, "number_format", "") or ""),
                f"{get_column_letter(column)}{number}",
                getattr(cell, "data_type", "") == "e",
            )
            for column, cell in enumerate(row, start=1)
        ]


def _about(rows: Sequence[_Row]) -> Sent:
    said: dict[str, str] = {}
    for row in rows:
        if len(row) > 1 and row[0].value:
            name = str(row[0].value)
            said[name] = said.get(name, "") + str(row[1].value if row[1].value is not None else "")
    if "sha256" not in said or "code" not in said:
        raise NotATemplate
    try:
        base = json.loads(said.get("base") or "{}")
    except ValueError:
        base = {}
    return Sent(
        code=said["code"],
        title=said.get("title", ""),
        sha256=said["sha256"],
        number=said.get("number", ""),
        base=base if isinstance(base, dict) else {},
    )


class _Reader:
    """Finds the cells by their hidden marks."""

    def __init__(self, sent: Sent, plans: Sequence[SectionPlan]) -> None:
        self.sent = sent
        self.boxes: dict[str, tuple[str, Any]] = {}
        self.grids: dict[str, Grid] = {}
        # The number that a row has on its sheet → its id, by the field of the table.
        self.numbers: dict[str, dict[str, str]] = {}
        self.unread: set[str] = set()
        self.fields = [one for plan in plans for one in plan.section.fields]
        for plan in plans:
            fields = [one.id for one in plan.section.fields]
            for line in plan.lines:
                if line.box and line.box.kind != "none":
                    mark = f"{line.box.name}={line.box.choices[0][0]}" if line.box.kind == "tick" else line.box.name
                    owner = next(one for one in fields if line.box.name == one or line.box.name.startswith(f"{one}-"))
                    self.boxes[mark] = (owner, line.box)
            for grid in plan.grids:
                self.grids[f"{grid.inside.id}/{grid.spec.id}" if grid.inside else grid.spec.id] = grid

    def read(self, sheets: Mapping[str, Sequence[_Row]]) -> None:
        """Read all sheets; those of inner tables last, because they name rows of the outer ones."""
        inner = []
        for name, rows in sheets.items():
            if len(rows) < 2 or _text(rows[0], 0) != marks.SHEET_MARK:
                continue
            heads = {_text(rows[0], index): index for index in range(len(rows[0])) if _text(rows[0], index)}
            grid = self.grids.get(_text(rows[1], 0))
            if marks.VALUE in heads:
                self._section(name, rows[1:], heads[marks.VALUE])
            elif grid is not None and grid.inside is None:
                self._grid(name, rows, heads, grid)
            elif grid is not None:
                inner.append((name, rows, heads, grid))
        for name, rows, heads, grid in inner:
            self._inner(name, rows, heads, grid)
        for spec in self.fields:
            self._entries(spec)
        for owner in self.unread:
            self.sent.inputs.pop(owner, None)

    def _entries(self, spec: FieldSpec) -> None:
        """Add to names from a directory the ids that they were chosen by, as long as the name is still the same.

        What the workbook says of itself may have been tampered with: an id counts only beside its own name.
        """
        inputs, base = self.sent.inputs.get(spec.id), self.sent.base.get(spec.id)
        if not inputs or not base or not _names_entries(spec):
            return
        try:
            before = field_type(spec.type).to_inputs(spec, base)
        except (AttributeError, KeyError, TypeError, ValueError):
            return
        for name, chosen in before.items():
            named = name.removesuffix("-id")
            if named != name and named in inputs and inputs[named] == before.get(named):
                inputs.setdefault(name, chosen)

    def _section(self, sheet: str, rows: Sequence[_Row], column: int) -> None:
        for row in rows:
            owner, box = self.boxes.get(_text(row, 0), ("", None))
            if box is None:
                continue
            cell = row[column] if column < len(row) else None
            if cell and cell.broken:
                self.sent.broken.append(CellPlace(sheet, cell.coordinate))
                self.unread.add(owner)
                continue
            inputs = self.sent.inputs.setdefault(owner, {})
            text = from_cell(box, cell.value, cell.number_format) if cell else ""
            if box.kind == "tick":
                inputs.setdefault(box.name, [])
                if text:
                    inputs[box.name].append(text)
                self.sent.places.setdefault(box.name, CellPlace(sheet, cell.coordinate if cell else ""))
            else:
                inputs[box.name] = text
                self.sent.places[box.name] = CellPlace(sheet, cell.coordinate if cell else "")

    def _grid(self, sheet: str, rows: Sequence[_Row], heads: Mapping[str, int], grid: Grid) -> None:
        own = grid.spec.id
        inputs = self.sent.inputs.setdefault(own, {})
        self.sent.places[own] = self.sent.places[f"{own}-rows"] = CellPlace(sheet, "")
        order: list[str] = []
        self._broken(sheet, rows, own)
        for row, cells in self._filled(rows, heads, grid):
            row_id = self._row_id(row, heads, grid, order)
            if row_id is None:
                continue
            order.append(row_id)
            number = _text(row, heads.get(marks.NUMBER, 1))
            self.numbers.setdefault(own, {})[number] = row_id
            self._put(inputs, sheet, f"{own}-{row_id}-", cells)
        if not grid.fixed:
            inputs[f"{own}-rows"] = ",".join(order)

    def _inner(self, sheet: str, rows: Sequence[_Row], heads: Mapping[str, int], grid: Grid) -> None:
        assert grid.inside is not None  # noqa: S101 - asked by the caller
        outer = grid.inside.id
        inputs = self.sent.inputs.setdefault(outer, {})
        self._broken(sheet, rows, outer)
        orders: dict[str, list[str]] = {}
        for row, cells in self._filled(rows, heads, grid):
            parent = self.numbers.get(outer, {}).get(_text(row, heads.get(marks.PARENT, 1)))
            if parent is None:
                self.sent.lost.append(CellPlace(sheet, row[heads.get(marks.PARENT, 1)].coordinate))
                continue
            order = orders.setdefault(parent, [])
            row_id = self._row_id(row, heads, grid, order) or new_row_id(order)
            order.append(row_id)
            self._put(inputs, sheet, f"{outer}-{parent}-{grid.spec.id}-{row_id}-", cells)
        for parent, order in orders.items():
            inputs[f"{outer}-{parent}-{grid.spec.id}-rows"] = ",".join(order)

    def _broken(self, sheet: str, rows: Sequence[_Row], owner: str) -> None:
        """Leave a table alone in which Excel has errors: what is stored would be lost otherwise."""
        found = [CellPlace(sheet, cell.coordinate) for row in rows for cell in row if cell.broken]
        self.sent.broken.extend(found)
        if found:
            self.unread.add(owner)

    def _filled(
        self, rows: Sequence[_Row], heads: Mapping[str, int], grid: Grid
    ) -> Iterator[tuple[_Row, list[tuple[str, str, str]]]]:
        """Yield the rows in which something is filled in, with (part, text, coordinate) of their cells."""
        for row in rows[marks.FIRST_ROW - 1 :]:
            cells = []
            for box in grid.columns:
                at = heads.get(box.name)
                if at is None or at >= len(row) or box.kind == "none":
                    continue
                cells.append((box.name, from_cell(box, row[at].value, row[at].number_format), row[at].coordinate))
            is_parent = self._has_inner(grid, row, heads)
            if any(text.strip() for _part, text, _cell in cells) or is_parent:
                yield row, cells

    def _has_inner(self, grid: Grid, row: _Row, heads: Mapping[str, int]) -> bool:
        """Say whether a blank row must stay because it was a stored one with rows of its own."""
        own_id = _text(row, heads[marks.ROW_ID]) if marks.ROW_ID in heads else ""
        stored = self.sent.base.get(grid.spec.id)
        if grid.inside is not None or not own_id or not isinstance(stored, list):
            return False
        inner = [column.id for column in grid.spec.columns if column.type == "table"]
        return any(isinstance(one, dict) and one.get("id") == own_id and any(map(one.get, inner)) for one in stored)

    def _row_id(self, row: _Row, heads: Mapping[str, int], grid: Grid, taken: Sequence[str]) -> str | None:
        """Return the row's id: the one it had, a new one for a new or copied row; None outside a matrix."""
        given = _text(row, heads[marks.ROW_ID]) if marks.ROW_ID in heads else ""
        if grid.fixed:
            return given if given in {one for one, _label in grid.rows} else None
        return given if given and given not in taken else new_row_id(taken)

    def _put(self, inputs: dict[str, Any], sheet: str, before: str, cells: Sequence[tuple[str, str, str]]) -> None:
        for part, text, cell in cells:
            inputs[f"{before}{part}"] = text
            self.sent.places[f"{before}{part}"] = CellPlace(sheet, cell)


def _names_entries(spec: FieldSpec) -> bool:
    return spec.type == "directory" or any(_names_entries(column) for column in spec.columns)


def _text(row: _Row, index: int) -> str:
    return plain_text(row[index].value).strip() if 0 <= index < len(row) else ""
