"""What a write mask opens of one answer, as a tree: rows, parts of rows, and the rows within those."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.places import NAMES, field_of, parts_of, steps_of
from forms_app.engine.spec import FieldSpec

KEPT_MASKS = 256


@dataclass(frozen=True, slots=True)
class Opening:
    """What is open of an answer, a row or a part: all of it, single rows, or parts (of every row, if it has rows)."""

    whole: bool = False
    rows: Mapping[str, "Opening"] = field(default_factory=dict)
    parts: Mapping[str, "Opening"] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.whole or bool(self.rows or self.parts)

    def __or__(self, other: "Opening") -> "Opening":
        if self.whole or other.whole:
            return WHOLE
        return Opening(rows=_both(self.rows, other.rows), parts=_both(self.parts, other.parts))

    def of_row(self, row: str, known: Mapping[str, Any] | None = None) -> "Opening":
        """Return what is open in a row that is stored as `known`.

        The name and the unit of a metric are as closed as the value before that they belong to: where there is none,
        whoever adds the value after may name it.
        """
        if self.whole:
            return WHOLE
        found = Opening(parts=self.parts) | self.rows.get(row, NOTHING)
        if "before" in found.parts or ("after" in found.parts and not (known or {}).get("before")):
            return found | Opening(parts=dict.fromkeys(NAMES, WHOLE))
        return found

    def of_part(self, part: str) -> "Opening":
        """Return what is open in one part of a row, or of every row."""
        return WHOLE if self.whole else self.parts.get(part, NOTHING)


WHOLE, NOTHING = Opening(whole=True), Opening()


def _both(one: Mapping[str, Opening], other: Mapping[str, Opening]) -> dict[str, Opening]:
    return {name: one.get(name, NOTHING) | other.get(name, NOTHING) for name in {**one, **other}}


def openings(mask: Collection[str]) -> Mapping[str, Opening]:
    """Return what a mask opens, by field id; kept for the masks that were asked for last."""
    return _openings(frozenset(mask))


@lru_cache(maxsize=KEPT_MASKS)
def _openings(mask: frozenset[str]) -> Mapping[str, Opening]:
    found: dict[str, Opening] = {}
    for place in mask:
        field_id = field_of(place)
        found[field_id] = found.get(field_id, NOTHING) | _opening(steps_of(place))
    return found


def _opening(steps: Sequence[str]) -> Opening:
    """Return what opens the one place to which the steps lead."""
    if not steps:
        return WHOLE
    row, rest = steps[0], steps[1:]
    if row or not rest:
        return Opening(rows={row: _opening(("", *rest) if rest else ())})
    return Opening(parts={rest[0]: _opening(rest[1:])})


def opening_at(spec: FieldSpec, opening: Opening, value: Any, name: str) -> Opening:
    """Return what is open at an input of a field that is stored as `value`.

    `name` is what follows the field's id in the name of the input, or of the place of a fault: "" is the field itself,
    "rows" the order of its rows.
    """
    if opening.whole or name in ("", "rows"):
        return opening
    if field_type(spec.type).has_rows:
        row, name = _row_in(spec, name)
        known = next((one for one in value or () if one["id"] == row), None)
        opening, value = opening.of_row(row, known), known
        if opening.whole or not name:
            return opening
    part, name = _part_in(spec, name)
    below = opening.of_part(part)
    column = next((one for one in spec.columns if one.id == part and one.columns), None)
    return below if column is None else opening_at(column, below, (value or {}).get(part), name)


def _row_in(spec: FieldSpec, name: str) -> tuple[str, str]:
    """Return the row with which the name of an input begins, and the rest of the name."""
    for one in spec.rows:
        if name == one.id or name.startswith(f"{one.id}-"):
            return one.id, name[len(one.id) + 1 :]
    row, _dash, rest = name.partition("-")
    return row, rest


def _part_in(spec: FieldSpec, name: str) -> tuple[str, str]:
    """Return the part with which the name of an input begins, and the rest of the name."""
    fitting = [one for one in parts_of(spec) if name == one or name.startswith(f"{one}-")]
    part = max(fitting, key=len, default=name)
    return part, name[len(part) + 1 :]
