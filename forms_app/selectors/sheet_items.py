"""The rows and files of an answer as a reviewer or its owner reads them: cells, rows within rows, remarks, changes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms_app.engine.display import display_parts
from forms_app.engine.fields.base import DisplayItem
from forms_app.engine.lookups import Lookups
from forms_app.engine.places import place_at
from forms_app.engine.spec import STAGES, FieldSpec
from forms_app.models import Remark
from forms_app.selectors.place_text import part_names

Remarks = tuple[Remark, ...]


@dataclass(frozen=True)
class SheetCell:
    """One part of a row: a text, or rows (`items`). `place` is the way to it from the field, "" if it has none."""

    place: str
    label: str
    text: str
    items: "tuple[SheetItem, ...]" = ()
    changed: bool = False
    remarks: Remarks = ()


@dataclass(frozen=True)
class SheetItem:
    """One row or file of an answer; `place` is the way to it from the field (forms_app.engine.places)."""

    id: str
    place: str
    text: str
    cells: tuple[SheetCell, ...]
    changed: bool
    remarks: Remarks

    @property
    def has_rows(self) -> bool:
        """Say whether there are rows within this row."""
        return any(cell.items for cell in self.cells)

    @property
    def all_remarks(self) -> Remarks:
        """Return the remarks at the row and at everything in it."""
        return (*self.remarks, *(remark for cell in self.cells for remark in _in_cell(cell)))

    def places(self, number: str) -> "Iterator[tuple[str, str]]":
        """Yield (place, what it is called) of the row and of the rows in it; `number` is the row's own."""
        yield self.place, f"{number} {self.text}"
        for cell in self.cells:
            for at, item in enumerate(cell.items, start=1):
                yield from item.places(f"{number}{at}. {cell.label}")

    def filtered(self, keep: Callable[[Remarks], Remarks]) -> "SheetItem":
        """Return the row with those remarks that `keep` lets through, everywhere in it."""
        cells = tuple(
            replace(cell, remarks=keep(cell.remarks), items=tuple(one.filtered(keep) for one in cell.items))
            for cell in self.cells
        )
        return replace(self, remarks=keep(self.remarks), cells=cells)


def _in_cell(cell: SheetCell) -> Iterator[Remark]:
    yield from cell.remarks
    for item in cell.items:
        yield from item.all_remarks


@dataclass(frozen=True)
class ItemReader:
    """Reads the rows of one field. `remarks` are by place; with `compared` rows are set against an earlier round."""

    lookups: Lookups
    remarks: Mapping[str, Remarks]
    compared: bool

    def items(
        self, spec: FieldSpec, value: Any, old: Any, shown: Sequence[DisplayItem], above: tuple[str, ...] = ()
    ) -> tuple[SheetItem, ...]:
        """Return the rows of an answer; `above` are the steps to the table that they are in."""
        rows, before = _by_id(value), _by_id(old)
        return tuple(
            self._item(spec, item, (*above, item.id), rows.get(item.id), before.get(item.id)) for item in shown
        )

    def _item(self, spec: FieldSpec, item: DisplayItem, steps: tuple[str, ...], row: Any, old: Any) -> SheetItem:
        place = place_at("", steps)
        if spec.columns and isinstance(row, dict):
            cells = tuple(self._cells(spec, steps, row, old or {}))
        else:
            cells = tuple(self._named(item, steps))
        return SheetItem(item.id, place, item.text, cells, self.compared and row != old, self.remarks.get(place, ()))

    def _cells(
        self, spec: FieldSpec, steps: tuple[str, ...], row: Mapping[str, Any], old: Mapping[str, Any]
    ) -> Iterator[SheetCell]:
        """Yield what is filled in in a row, and what a remark stands at."""
        for column in spec.columns:
            way = (*steps, column.id)
            place, value, before = place_at("", way), row.get(column.id), old.get(column.id)
            remarks = self.remarks.get(place, ())
            if value is None and not remarks:
                continue
            text, shown = display_parts(column, value, self.lookups)
            items = self.items(column, value, before, shown, way)
            yield SheetCell(place, column.label, text, items, self.compared and value != before, remarks)

    def _named(self, item: DisplayItem, steps: tuple[str, ...]) -> Iterator[SheetCell]:
        """Yield the cells of a row whose columns the type of the field names, such as a metric's."""
        names = part_names()
        for part, text in item.cells:
            place = place_at("", (*steps, part)) if part in STAGES else ""
            yield SheetCell(place, names.get(part, part), text, remarks=self.remarks.get(place, ()) if place else ())


def _by_id(value: Any) -> Mapping[str, Any]:
    """Return the rows or files of an answer by their id."""
    if not isinstance(value, list):
        return {}
    return {one["id"] if isinstance(one, dict) else one: one for one in value}
