"""One answer under the newer version of its question: what stays, and which parts of it have no place any more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.spec import FieldSpec
from forms_app.engine.threeway import belongs


@dataclass(frozen=True, slots=True)
class Part:
    """A retired part of an answer in the shape of the whole; `columns` are those of which a table has cells here."""

    value: Any = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """What stays of an answer and of what was typed there, and what does not."""

    value: Any = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    retired: tuple[Part, ...] = ()


def carried(before: FieldSpec, after: FieldSpec, value: Any, typed: Mapping[str, Any]) -> Carried:
    """Return an answer to `before` as the answer to `after`; each part of it is either kept or retired."""
    if before.type != after.type or (after.formula and not before.formula):
        return Carried(retired=(Part(value, typed, before.columns),))
    kept, gone, columns = _split(before, after, value) if value is not None else (None, None, ())
    kept_typed, gone_typed = _split_typed(before, after, typed)
    if gone is None and not gone_typed:
        return Carried(kept, kept_typed)
    return Carried(kept, kept_typed, (Part(gone, gone_typed, columns or before.columns),))


Split = tuple[Any, Any, tuple[FieldSpec, ...]]


def _split(before: FieldSpec, after: FieldSpec, value: Any) -> Split:
    """Return the part of a value that stays, the part that goes, and the columns that the latter has cells of."""
    splitter = _SPLITTERS.get(after.type)
    if splitter is None:
        return value, None, ()
    return splitter(before, after, value)


def _offered(after: FieldSpec) -> set[str]:
    above = {choice.parent for choice in after.choices} if after.type == "industry" else set()
    return {choice.value for choice in after.choices} - above


def _split_choice(before: FieldSpec, after: FieldSpec, value: Any) -> Split:
    return (value, None, ()) if value in _offered(after) else (None, value, ())


def _split_choice_with_text(before: FieldSpec, after: FieldSpec, value: Any) -> Split:
    chosen = next((one for one in after.choices if one.value == value["value"]), None)
    if chosen is None:
        return None, value, ()
    if value.get("text") and not chosen.text:
        return {"value": value["value"]}, value, ()
    return value, None, ()


def _split_checkbox(before: FieldSpec, after: FieldSpec, value: Any) -> Split:
    offered = {one.value: one for one in after.choices}
    texts = value.get("texts", {})
    kept = [one for one in value["selected"] if one in offered]
    kept_texts = {one: text for one, text in texts.items() if one in kept and offered[one].text}
    lost = [one for one in value["selected"] if one not in offered or (one in texts and one not in kept_texts)]
    lost_texts = {one: text for one, text in texts.items() if one not in kept_texts}
    gone = {"selected": lost, "texts": lost_texts} if lost or lost_texts else None
    return ({"selected": kept, "texts": kept_texts} if kept else None), gone, ()


def _split_halves(before: FieldSpec, after: FieldSpec, value: Any) -> Split:
    offered = _offered(after)
    kept = {half: one for half, one in value.items() if one in offered}
    gone = {half: one for half, one in value.items() if one not in offered}
    return kept or None, gone or None, ()


def _split_rows(before: FieldSpec, after: FieldSpec, value: Any) -> Split:
    """Split every row cell by cell; a matrix also loses the rows that the form no longer names."""
    computed = {one.id for one in before.rows if one.formula}
    # What was typed into a row that the form computes from now on is kept, as for a field.
    taken = {one.id for one in after.rows if one.formula} - computed
    named = {one.id for one in after.rows} - taken if after.type == "matrix" else None
    olds, news = ({one.id: one for one in spec.columns} for spec in (before, after))
    kept_rows, gone_rows = [], []
    touched: set[str] = set()
    for row in value:
        kept: dict[str, Any] = {}
        gone: dict[str, Any] = {}
        for cell_id, cell in row.items():
            if cell_id == "id":
                continue
            old, new = olds.get(cell_id), news.get(cell_id)
            stays, goes = _split_cell(old, new, cell) if named is None or row["id"] in named else (None, cell)
            if stays is not None:
                kept[cell_id] = stays
            if goes is not None:
                gone[cell_id] = goes
                touched.add(cell_id)
        if kept:
            kept_rows.append({"id": row["id"], **kept})
        if gone:
            gone_rows.append({"id": row["id"], **gone})
    return kept_rows or None, gone_rows or None, _columns_of(before, touched)


def _split_cell(old: FieldSpec | None, new: FieldSpec | None, cell: Any) -> tuple[Any, Any]:
    if old is None or new is None:
        return None, cell
    parts = carried(old, new, cell, {})
    return parts.value, (parts.retired[0].value if parts.retired else None)


def _columns_of(before: FieldSpec, touched: set[str]) -> tuple[FieldSpec, ...]:
    """Return the columns of the retired cells; one that even the older version did not have is shown by its id."""
    known = [one for one in before.columns if one.id in touched]
    unknown = touched - {one.id for one in before.columns}
    return (*known, *(FieldSpec(id=one, key=one, label=one, type="text") for one in sorted(unknown)))


_SPLITTERS: dict[str, Callable[[FieldSpec, FieldSpec, Any], Split]] = {
    "radio": _split_choice,
    "select": _split_choice,
    "industry": _split_choice,
    "radio_with_text": _split_choice_with_text,
    "checkbox": _split_checkbox,
    "before_after": _split_halves,
    "table": _split_rows,
    "matrix": _split_rows,
}


def _split_typed(
    before: FieldSpec, after: FieldSpec, typed: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the rejected input that can be shown again, and the rest."""
    if field_type(after.type).name == "checkbox" and before.choices != after.choices:
        # The words beside an option are named by its position, which now means another one.
        return {}, dict(typed)
    if after.type not in ("table", "matrix"):
        return dict(typed), {}
    gone = {name: text for name, text in typed.items() if not _has_cell(after, name.removeprefix(f"{before.id}-"))}
    return {name: text for name, text in typed.items() if name not in gone}, gone


def _has_cell(spec: FieldSpec, rest: str) -> bool:
    """Say whether an input of a table, named without the table, has a place: an order of rows, or a cell."""
    if rest == "rows":
        return True
    row, _dash, cell = rest.partition("-")
    if spec.type == "matrix" and row not in {one.id for one in spec.rows if not one.formula}:
        return False
    owner = max((one for one in spec.columns if belongs(cell, one.id)), key=lambda one: len(one.id), default=None)
    if owner is None:
        return False
    nested = owner.type in ("table", "matrix") and cell != owner.id
    return _has_cell(owner, cell.removeprefix(f"{owner.id}-")) if nested else not owner.formula
