"""Stored answers that a page did not send because it did not show them: they are kept, never taken for emptied ones.

A page leaves out questions and cells that a formula does not ask. What is left out and asked all the same was emptied.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
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
    """What a page left out of a section: field ids, and cells as (table, row, column)."""

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
            frozenset(one for one in self.cells if _column(types[one[0]], one[2]).type not in _SILENT),
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
        kept[table] = _rows(kept.get(table) or [], old[table], {one[1:] for one in unseen.cells if one[0] == table})
    return kept


def _may_hide(section: SectionSpec, spec: FieldSpec) -> bool:
    return bool(section.visible or spec.visible or any(column.visible for column in spec.columns))


def _cells(spec: FieldSpec, post: Post, rows: Any, sent: Collection[str]) -> Iterator[Cell]:
    columns = [one for one in spec.columns if one.visible and not one.formula]
    if not columns:
        return
    there = {one.id for one in spec.rows} or set(row_ids(spec, post))
    for row in rows:
        for column in columns:
            if row["id"] in there and column.id in row and not _any_below(sent, f"{spec.id}-{row['id']}-{column.id}"):
                yield spec.id, row["id"], column.id


def _rows(new: list[Values], old: list[Values], cells: Collection[tuple[str, str]]) -> list[Values]:
    """Return the rows with these (row, column) cells as they were."""
    rows = {row["id"]: dict(row) for row in new}
    order = list(rows)
    previous = ""
    for row in old:
        again = {column: row[column] for column in row if (row["id"], column) in cells}
        if again and row["id"] not in rows:
            rows[row["id"]] = {"id": row["id"]}
            order.insert(order.index(previous) + 1 if previous in order else 0, row["id"])
        if again:
            rows[row["id"]].update(again)
        previous = row["id"] if row["id"] in rows else previous
    return [rows[row_id] for row_id in order]


def _column(spec: FieldSpec, column_id: str) -> FieldSpec:
    return next(one for one in spec.columns if one.id == column_id)


def _any_below(sent: Collection[str], name: str) -> bool:
    return any(one == name or one.startswith(f"{name}-") for one in sent)


def sent_names(post: Post) -> frozenset[str]:
    """Return the names of the inputs that were sent; a source that does not tell is taken to have sent nothing."""
    inputs = getattr(post, "inputs", post)
    return frozenset(inputs.keys()) if isinstance(inputs, Mapping) else frozenset()
