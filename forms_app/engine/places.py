"""Places of a form: what a write mask and a remark's anchor are made of.

A place is `<field id>[/<row or file id>][:<part>]`: a whole field, one row of it, one part of it in every row, or one
part in one row. A part is a half ("before", "after") or a column of a table or matrix.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.spec import STAGES, FieldSpec, FormSpec, SectionSpec

# What the two values of a metric are about.
NAMES = frozenset({"name", "unit"})


def field_of(place: str) -> str:
    """Return the field id of a place."""
    return place.partition("/")[0].partition(":")[0]


def row_of(place: str) -> str:
    """Return the row or file id of a place, "" if it is not about one row."""
    return place.partition("/")[2].partition(":")[0]


def part_of(place: str) -> str:
    """Return the part of a place, "" if it is not about one part."""
    return place.partition(":")[2]


def open_fields(mask: Collection[str]) -> frozenset[str]:
    """Return the ids of the fields of which something may be written."""
    return frozenset(field_of(place) for place in mask)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a mask opens of one field: all of it, rows, parts of every row, or parts of single rows."""

    whole: bool = False
    rows: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    cells: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of_row(self, row: str, known: Mapping[str, Any] | None = None) -> frozenset[str] | None:
        """Return the parts that are open in a row that is stored as `known`; None if all of it is.

        The name and the unit of a metric are as closed as the value before that they belong to: where there is none,
        whoever adds the value after may name it.
        """
        if self.whole or row in self.rows:
            return None
        parts = self.parts | self.cells.get(row, frozenset())
        if "before" in parts or ("after" in parts and not (known or {}).get("before")):
            return parts | NAMES
        return parts


def openings(mask: Collection[str]) -> dict[str, Opening]:
    """Return what a mask opens, by field id."""
    found: dict[str, list[str]] = {}
    for place in mask:
        found.setdefault(field_of(place), []).append(place)
    return {field_id: _opening(field_id, places) for field_id, places in found.items()}


def _opening(field_id: str, places: Collection[str]) -> Opening:
    if field_id in places:
        return Opening(whole=True)
    cells: dict[str, set[str]] = {}
    for place in places:
        if row_of(place) and part_of(place):
            cells.setdefault(row_of(place), set()).add(part_of(place))
    return Opening(
        rows=frozenset(row_of(one) for one in places if row_of(one) and not part_of(one)),
        parts=frozenset(part_of(one) for one in places if part_of(one) and not row_of(one)),
        cells={row: frozenset(parts) for row, parts in cells.items()},
    )


def parts_of(spec: FieldSpec) -> tuple[str, ...]:
    """Return the parts of a field that a place can name, those that go with a half included."""
    if spec.columns:
        return tuple(column.id for column in spec.columns)
    if not field_type(spec.type).has_halves:
        return ("text",) if field_type(spec.type).has_rows else ()
    return (*sorted(NAMES), *STAGES) if field_type(spec.type).has_rows else STAGES


def stages_of(section: SectionSpec, spec: FieldSpec) -> dict[str, str]:
    """Return at which stage each part of a field opens, "" for any: {"": stage} for a field that is one piece.

    A field without a stage has that of its section; one with two halves opens half by half whatever its section says.
    Columns may have stages of their own; what a column computes goes with the others.
    """
    if field_type(spec.type).has_halves and not spec.stage:
        return {half: half for half in STAGES}
    own = spec.stage or section.stage
    if any(column.stage for column in spec.columns):
        return {column.id: "" if column.formula else column.stage or own for column in spec.columns}
    return {"": own}


def open_at(section: SectionSpec, spec: FieldSpec, stages: Collection[str]) -> set[str]:
    """Return the places of a field that are open at these stages."""
    by_part = stages_of(section, spec)
    typed = {column.id for column in spec.columns if not column.formula}
    opened = {part for part, stage in by_part.items() if not stage or stage in stages}
    if opened == set(by_part):
        return {spec.id}
    # Columns that the form computes open nothing by themselves.
    return {f"{spec.id}:{part}" for part in opened} if opened & (typed or set(by_part)) else set()


def closed_stages(section: SectionSpec, spec: FieldSpec, stages: Collection[str]) -> Iterator[str]:
    """Yield the stages for which something of a field waits."""
    yield from (stage for stage in dict.fromkeys(stages_of(section, spec).values()) if stage and stage not in stages)


def within(anchor: str, places: Collection[str]) -> set[str]:
    """Return what an anchor (a field, a row, a part of it) has in common with the places of a mask."""
    own = [place for place in places if field_of(place) == field_of(anchor)]
    if field_of(anchor) in own:
        return {anchor}
    row, part = row_of(anchor), part_of(anchor)
    parts = [part_of(place) for place in own if not part or part_of(place) == part]
    return {f"{field_of(anchor)}/{row}:{one}" if row else f"{field_of(anchor)}:{one}" for one in parts}


def write_mask(
    spec: FormSpec,
    parties: Collection[str],
    stages: Collection[str] = STAGES,
    unlocked: Collection[str] | None = None,
) -> frozenset[str]:
    """Return what these parties may write at these stages; after a return only what is also in `unlocked`.

    What a formula computes nobody may write.
    """
    places: set[str] = set()
    for section, one in spec.fields():
        if set(section.parties) & set(parties) and not one.formula and field_type(one.type).has_value:
            places |= open_at(section, one, stages)
    if unlocked is None:
        return frozenset(places)
    by_field: dict[str, list[str]] = {}
    for place in places:
        by_field.setdefault(field_of(place), []).append(place)
    return frozenset(place for anchor in unlocked for place in within(anchor, by_field.get(field_of(anchor), ())))


def section_mask(section: SectionSpec, mask: Collection[str]) -> frozenset[str]:
    """Return the places of `mask` that lie in this section."""
    own = {one.id for one in section.fields}
    return frozenset(place for place in mask if field_of(place) in own)


def newly_open(spec: FormSpec, before: Collection[str], after: Collection[str]) -> frozenset[str]:
    """Return the places that the stages `after` open to somebody and the stages `before` did not."""
    opened: set[str] = set()
    for section, one in spec.fields():
        if one.formula or not field_type(one.type).has_value:
            continue
        was, now = (open_at(section, one, stages) for stages in (before, after))
        if was and one.id in now - was:
            by_part = stages_of(section, one)
            now = {f"{one.id}:{part}" for part in by_part}
        opened |= now - was
    return frozenset(opened)
