"""Two people wrote in one section: what each changed since the state that both had seen, brought together.

What only one of them changed is taken from that one; fields with rows or halves are merged part by part. Where both
changed the same place, the place is in conflict, and a person decides.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_app.engine.answers import Values
from forms_app.engine.fields import Inputs, field_type
from forms_app.engine.places import open_fields
from forms_app.engine.spec import FieldSpec, SectionSpec


@dataclass(frozen=True, slots=True)
class State:
    """The answers of a section at one time: what was accepted, and what was typed and rejected, by input name."""

    values: Mapping[str, Any] = field(default_factory=dict)
    rejected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came out: the state, the fields in which the other person's part was taken, and those in conflict.

    At a place in conflict the state holds what the writer typed.
    """

    state: State
    taken: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def merge_states(section: SectionSpec, base: State, mine: State, theirs: State, mask: Collection[str]) -> Merged:
    """Bring `mine` and `theirs` together, which both began from `base`; what the mask closes stays as in `theirs`."""
    # Files are stored when they arrive, so what there is now is what either page would say.
    kept = {spec.id for spec in section.fields if field_type(spec.type).has_files}
    files = {field_id: value for field_id, value in mine.values.items() if field_id in kept}
    values: Values = {**theirs.values, **files}
    rejected: Inputs = dict(theirs.rejected)
    taken: list[str] = []
    conflicts: list[str] = []
    opened = open_fields(mask)
    for spec in section.fields:
        if spec.id not in opened or spec.id in kept:
            continue
        value, wrong, conflict = _merge_field(spec, base, mine, theirs)
        if conflict:
            conflicts.append(spec.id)
        if (value, wrong) != (mine.values.get(spec.id), field_inputs(mine.rejected, spec.id)):
            taken.append(spec.id)
        values.pop(spec.id, None)
        if value is not None:
            values[spec.id] = value
        rejected = {name: text for name, text in rejected.items() if not belongs(name, spec.id)} | wrong
    return Merged(State(values, rejected), tuple(taken), tuple(conflicts))


def belongs(name: str, field_id: str) -> bool:
    """Say whether an input belongs to a field."""
    return name == field_id or name.startswith(f"{field_id}-")


def field_inputs(inputs: Mapping[str, Any], field_id: str) -> dict[str, Any]:
    """Return the inputs of one field."""
    return {name: text for name, text in inputs.items() if belongs(name, field_id)}


def _merge_field(spec: FieldSpec, base: State, mine: State, theirs: State) -> tuple[Any, dict[str, Any], bool]:
    """Return the value of a field, its rejected input, and whether both changed the same place of it."""
    at_base, at_mine, at_theirs = (
        (state.values.get(spec.id), field_inputs(state.rejected, spec.id)) for state in (base, mine, theirs)
    )
    if at_mine in (at_base, at_theirs):
        return *at_theirs, False
    if at_theirs == at_base:
        return *at_mine, False
    kind = field_type(spec.type)
    values = (at_base[0], at_mine[0], at_theirs[0])
    if at_mine[1] or at_theirs[1]:
        return *at_mine, True
    if kind.has_rows:
        rows, conflict = merge_rows(*(one or [] for one in values))
        return rows or None, {}, conflict
    if kind.has_halves:
        halves, conflict = _merge_parts(*(one or {} for one in values))
        return halves or None, {}, conflict
    return *at_mine, True


def merge_rows(
    base: Sequence[Mapping[str, Any]], mine: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]
) -> tuple[list[Any], bool]:
    """Merge rows by their ids, cell by cell; a row that one changed and the other removed stays and is in conflict."""
    before, ours, others = ({row["id"]: row for row in rows} for rows in (base, mine, theirs))
    conflict = False
    rows: dict[str, Mapping[str, Any]] = {}
    for row_id in {**before, **ours, **others}:
        old, own, other = before.get(row_id), ours.get(row_id), others.get(row_id)
        if own is not None and other is not None:
            rows[row_id], clash = _merge_parts(old or {}, own, other)
            conflict = conflict or clash
        elif own is not None and own != old:
            rows[row_id], conflict = own, conflict or old is not None
        elif other is not None and other != old:
            rows[row_id], conflict = other, conflict or old is not None
    moved = _common(ours, before) != _common(before, ours)
    first, second = (ours, others) if moved else (others, ours)
    return [rows[row_id] for row_id in _order(first, second) if row_id in rows], conflict


def _common(ids: Iterable[str], among: Collection[str]) -> list[str]:
    return [row_id for row_id in ids if row_id in among]


def _order(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """Return all ids in the order of `first`; what only `second` has follows its neighbour there."""
    order = list(first)
    previous = ""
    for row_id in second:
        if row_id not in order:
            order.insert(order.index(previous) + 1 if previous else 0, row_id)
        previous = row_id
    return order


def _merge_parts(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """Merge the cells of a row or the halves of a field; nested rows are merged like rows."""
    merged: dict[str, Any] = {}
    conflict = False
    for part in {**theirs, **mine, **base}:
        old, own, other = base.get(part), mine.get(part), theirs.get(part)
        if own in (old, other):
            value = other
        elif other == old:
            value = own
        elif _is_rows(own) and _is_rows(other):
            value, clash = merge_rows(old or [], own or [], other or [])
            conflict = conflict or clash
        else:
            value, conflict = own, True
        if value is not None:
            merged[part] = value
    return merged, conflict


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "id" in row for row in value)
