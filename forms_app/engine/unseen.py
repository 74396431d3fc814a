"""Stored answers that a page did not send because it did not show them: they are kept, never taken for emptied ones.

A page leaves out questions and cells that a formula does not ask. What is left out and asked all the same was emptied.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms_app.engine.fields import Post
from forms_app.engine.fields.rows import row_ids
from forms_app.engine.form_state import Cell
from forms_app.engine.spec import FieldSpec, SectionSpec

Values = dict[str, Any]
# What sends nothing when nothing is chosen: only what is not asked now is certain not to have been emptied.
_SILENT = frozenset({"radio", "radio_with_text", "checkbox", "declaration", "before_after"})


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a page left out of a section: field ids, and cells as (table, row, column).

    The row of a cell within a row is `<row>-<column>-<row within it>`, as the form's state names it.
    """

    fields: frozenset[str] = frozenset()
    cells: frozenset[Cell] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.fields or self.cells)

    def hidden_in(self, fields: Collection[str], cells: Collection[Cell]) -> "Unseen":
        """Return the part of it that these hidden fields and cells account for."""
        return Unseen(
            frozenset(one for one in self.fields if one in fields),
            frozenset(one for one in self.cells if one in cells and one[0] not in fields),
        )

    def shown_again(self, section: SectionSpec) -> "Unseen":
        """Return the part of it whose inputs always send something, so that they cannot have been on the page."""
        types = {one.id: one for one in section.fields}
        return Unseen(
            frozenset(one for one in self.fields if types[one].type not in _SILENT),
            frozenset(one for one in self.cells if _column(types[one[0]], one[1], one[2]).type not in _SILENT),
        )

    def __or__(self, other: "Unseen") -> "Unseen":
        return Unseen(self.fields | other.fields, self.cells | other.cells)


def left_out(section: SectionSpec, post: Post, old: Mapping[str, Any]) -> Unseen:
    """Return the stored answers that may be hidden and of which nothing was sent; removed rows are gone."""
    suspects = [one for one in section.fields if one.id in old and _may_hide(section, one)]
    sent = sent_names(post) if suspects else frozenset()
    fields = frozenset(one.id for one in suspects if (section.visible or one.visible) and not _any_below(sent, one.id))
    cells = frozenset(cell for one in suspects for cell in _cells(one, post, old[one.id], sent))
    return Unseen(fields, cells)


def restored(values: Mapping[str, Any], old: Mapping[str, Any], unseen: Unseen) -> Values:
    """Return the answers with what was unseen as it was stored; a row of which only that is left stays in its place."""
    kept = dict(values)
    for field_id in unseen.fields:
        kept[field_id] = old[field_id]
    for table in {one[0] for one in unseen.cells} - unseen.fields:
        cells = {one[1:] for one in unseen.cells if one[0] == table}
        kept[table] = _rows(kept.get(table) or [], old[table], cells)
    return kept


def _may_hide(section: SectionSpec, spec: FieldSpec) -> bool:
    return bool(section.visible or spec.visible or _hides_cells(spec))


def _hides_cells(spec: FieldSpec) -> bool:
    return any(column.visible or _hides_cells(column) for column in spec.columns)


def _cells(spec: FieldSpec, post: Post, rows: Any, sent: Collection[str]) -> Iterator[Cell]:
    if not _hides_cells(spec):
        return
    there = {one.id for one in spec.rows} or set(row_ids(spec, post))
    for row in rows:
        if row["id"] not in there:
            continue
        for column in spec.columns:
            name = f"{spec.id}-{row['id']}-{column.id}"
            if column.id not in row or column.formula:
                continue
            if column.visible and not _any_below(sent, name):
                yield spec.id, row["id"], column.id
            elif column.columns:
                within = _cells(replace(column, id=name), post, row[column.id], sent)
                yield from ((spec.id, f"{row['id']}-{column.id}-{inner}", cell) for _name, inner, cell in within)


def _rows(new: list[Values], old: list[Values], cells: Collection[tuple[str, str]]) -> list[Values]:
    """Return the rows with these (row, column) cells as they were."""
    rows = {row["id"]: dict(row) for row in new}
    order = list(rows)
    previous = ""
    for row in old:
        again = _again(rows.get(row["id"], {}), row, cells)
        if again and row["id"] not in rows:
            rows[row["id"]] = {"id": row["id"]}
            order.insert(order.index(previous) + 1 if previous in order else 0, row["id"])
        if again:
            rows[row["id"]].update(again)
        previous = row["id"] if row["id"] in rows else previous
    return [rows[row_id] for row_id in order]


def _again(new: Values, old: Values, cells: Collection[tuple[str, str]]) -> Values:
    """Return what of one row, and of the rows within it, comes back."""
    own = f"{old['id']}-"
    again = {column: old[column] for row, column in cells if row == old["id"] and column in old}
    below = {(row.removeprefix(own), column) for row, column in cells if row.startswith(own)}
    for table in {row.partition("-")[0] for row, _column in below}:
        within = {(row.partition("-")[2], column) for row, column in below if row.partition("-")[0] == table}
        again[table] = _rows(new.get(table) or [], old[table], within)
    return again


def _column(spec: FieldSpec, row: str, column_id: str) -> FieldSpec:
    """Return the column of a cell; the row says through which columns the way leads."""
    _row, _dash, rest = row.partition("-")
    if rest:
        table, _dash, inner = rest.partition("-")
        return _column(next(one for one in spec.columns if one.id == table), inner, column_id)
    return next(one for one in spec.columns if one.id == column_id)


def _any_below(sent: Collection[str], name: str) -> bool:
    return any(one == name or one.startswith(f"{name}-") for one in sent)


def sent_names(post: Post) -> frozenset[str]:
    """Return the names of the inputs that were sent; a source that does not tell is taken to have sent nothing."""
    inputs = getattr(post, "inputs", post)
    return frozenset(inputs.keys()) if isinstance(inputs, Mapping) else frozenset()
