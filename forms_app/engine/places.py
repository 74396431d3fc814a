"""Places of a form: what a write mask and a remark's anchor are made of.

A place is a field and the way from it to what is meant: `<field id>[/<row>][:<part>][/<row>][:<part>]…`. A row is a row
or a file of the answer; a part is a half ("before", "after"), or a column of a table or matrix, and after a column that
is a table itself the way goes on into its rows. What is left out stands for all of it: `f:c` is column c of every row,
`f/r1:p:n` column n of every row within row r1.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import cycle, zip_longest
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.per_form import PerForm
from forms_app.engine.spec import STAGES, FieldSpec, FormSpec, SectionSpec

# What the two values of a metric are about.
NAMES = frozenset({"name", "unit"})
_STEP = re.compile(r"([/:])([^/:]*)")
_FIELD = re.compile(r"[^/:]*")


def field_of(place: str) -> str:
    """Return the field id of a place."""
    found = _FIELD.match(place)
    return found[0] if found else ""


def steps_of(place: str) -> tuple[str, ...]:
    """Return the way from the field to a place: row, part, row, part …; "" stands for every one."""
    steps: list[str] = []
    for mark, name in _STEP.findall(place):
        if mark != _mark_at(len(steps)):
            steps.append("")
        steps.append(name)
    return tuple(steps)


def _mark_at(step: int) -> str:
    return ":" if step % 2 else "/"


def place_at(field_id: str, steps: Collection[str]) -> str:
    """Return the place to which these steps lead from a field."""
    return field_id + "".join(f"{mark}{name}" for mark, name in zip(cycle("/:"), steps, strict=False) if name)


def common(one: str, other: str) -> str | None:
    """Return the place that two places have in common, None if they have none."""
    if field_of(one) != field_of(other):
        return None
    pairs = list(zip_longest(steps_of(one), steps_of(other), fillvalue=""))
    if any(first and second and first != second for first, second in pairs):
        return None
    return place_at(field_of(one), [first or second for first, second in pairs])


def within(anchor: str, places: Collection[str]) -> set[str]:
    """Return what an anchor has in common with the places of a mask."""
    return {found for place in places if (found := common(anchor, place))}


def open_fields(mask: Collection[str]) -> frozenset[str]:
    """Return the ids of the fields of which something may be written."""
    return frozenset(field_of(place) for place in mask)


def value_at(value: Any, steps: Sequence[str]) -> Any:
    """Return what stands at a place of an answer, None if nothing does; at a part of every row by the row's id."""
    if not steps or value is None:
        return value
    row, rest = steps[0], steps[1:]
    if isinstance(value, dict):
        return value_at(value.get(rest[0]), rest[1:]) if rest and not row else None
    if not isinstance(value, list):
        return None
    if row:
        found = next((one for one in value if row in (one, _id_of(one))), None)
        return value_at(found, ("", *rest)) if rest else found
    by_row = {_id_of(one): value_at(one, steps) for one in value}
    return {row_id: one for row_id, one in by_row.items() if one is not None} or None


def _id_of(item: Any) -> Any:
    return item.get("id") if isinstance(item, dict) else None


def question_at(spec: FieldSpec, steps: Sequence[str]) -> FieldSpec | None:
    """Return what is asked at a place of a field: the field, or a column of it, however deep.

    None where the form has no such place, or computes what stands there.
    """
    if spec.formula or not steps:
        return None if spec.formula else spec
    row, part, rest = steps[0], steps[1:2], steps[2:]
    if any(one.id == row and one.formula for one in spec.rows):
        return None
    if not part:
        return spec
    column = next((one for one in spec.columns if one.id == part[0]), None)
    if column is not None:
        return question_at(column, rest)
    return spec if part[0] in parts_of(spec) and not rest else None


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


def _party_mask(spec: FormSpec, party: str, stages: frozenset[str]) -> frozenset[str]:
    return write_mask(spec, {party}, stages)


# What a party may write at these stages while nothing is handed in: worked out once per form, not in each request.
party_mask = PerForm(_party_mask)


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
