"""Answers of a section: reading what was typed, checking it, and writing only what may be written.

A write mask is a set of places: `<field id>` (all of it), `<field id>/<row or file id>` (one row), and
`<field id>:before` or `<field id>:after` (one half of a field that has two).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_app.engine.faults import MISSING_CODES, Fault
from forms_app.engine.fields import Inputs, Post, field_type
from forms_app.engine.fields.trees import suited
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import STAGES, FieldSpec, FormSpec, SectionSpec

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SectionResult:
    """What became of an input: the good `values`, the `faults`, and what was `rejected`, by input name, as typed."""

    values: Values = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    rejected: Inputs = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Return the faults that block."""
        return tuple(one for one in self.faults if one.blocks)

    @property
    def notices(self) -> tuple[Fault, ...]:
        """Return the faults that only inform."""
        return tuple(one for one in self.faults if not one.blocks)

    @property
    def ok(self) -> bool:
        """Say whether nothing blocks."""
        return not self.errors


class TypedInput:
    """Input names and texts that did not come with a request, readable like a request's POST."""

    def __init__(self, inputs: Mapping[str, str | list[str]]) -> None:
        self.inputs = inputs

    def get(self, name: str, default: str = "", /) -> Any:
        """Return the last value under this name."""
        values = self.getlist(name)
        return values[-1] if values else default

    def getlist(self, name: str, /) -> list[Any]:
        """Return all values under this name."""
        value = self.inputs.get(name, [])
        return list(value) if isinstance(value, list) else [value]


def field_of(place: str) -> str:
    """Return the field id of a place in a mask."""
    return place.partition("/")[0].partition(":")[0]


def open_fields(mask: Collection[str]) -> frozenset[str]:
    """Return the ids of the fields of which something may be written."""
    return frozenset(field_of(place) for place in mask)


def clean_section(
    section: SectionSpec,
    post: Post,
    lookups: Lookups,
    mask: Collection[str],
    *,
    require: bool = False,
    files_present: Mapping[str, Sequence[str]] | None = None,
) -> SectionResult:
    """Read the open fields of a section from typed input.

    With `require` a blank required field is a fault; without it only wrong input is. `values` holds every open
    field that has an acceptable answer, so a field missing from it is blank; `rejected` holds what was wrong.
    With `files_present` the files are those, whatever ids were sent.
    """
    values: Values = {}
    faults: list[Fault] = []
    rejected: Inputs = {}
    opened = open_fields(mask)
    for spec in section.fields:
        if spec.id not in opened:
            continue
        kind = field_type(spec.type)
        raw = kind.parse(spec, post, (files_present or {}).get(spec.id, ()))
        if kind.has_files and files_present is not None:
            # What is stored for the field counts: a typed id could name the file of another field.
            raw = list(files_present.get(spec.id, ()))
        value, wrong = kind.clean(spec, raw, lookups)
        value, wrong = suited(spec, value, wrong, values)
        if value is not None:
            values[spec.id] = value
        rejected.update(_rejected(spec, wrong, post))
        if require:
            at_fault = {one.path for one in wrong if one.blocks}
            missing = [one for one in kind.required_faults(spec, value) if not _covered(spec, one, at_fault)]
            wrong = [*wrong, *missing]
        faults.extend(wrong)
    return SectionResult(values, tuple(faults), rejected)


def _covered(spec: FieldSpec, missing: Fault, at_fault: Collection[str]) -> bool:
    """Say whether something is missing only because it was typed wrongly: one message per input is enough."""
    if missing.path in at_fault:
        return True
    return missing.path in (spec.id, f"{spec.id}-rows") and bool(at_fault)


def _rejected(spec: FieldSpec, wrong: Iterable[Fault], post: Post) -> Inputs:
    """Return what was typed at the inputs that are wrong, and the row order that it needs to be shown again."""
    names = [one.path for one in wrong if one.blocks and one.code not in MISSING_CODES]
    kind = field_type(spec.type)
    if not names or kind.has_files:
        return {}
    kept: Inputs = {}
    if kind.has_rows:
        refused = tuple(name.removesuffix("rows") for name in names if name.endswith("-rows"))
        sent = kind.input_names(spec, post)
        names.extend(name for name in sent if name.endswith("-rows") or name.startswith(refused))
    if kind.name == "checkbox" and spec.id in names:
        names.extend(f"{spec.id}-text-{index}" for index, choice in enumerate(spec.choices) if choice.text)
    for name in names:
        texts = [text.replace("\x00", "") for text in post.getlist(name) if isinstance(text, str)]
        storable = [text.encode("utf-8", "ignore").decode() for text in texts]
        if storable:
            kept[name] = storable[0] if len(storable) == 1 else storable
    return kept


def section_inputs(
    section: SectionSpec, values: Mapping[str, Any], rejected: Mapping[str, Any] | None = None
) -> Inputs:
    """Return everything that a section's inputs show: the stored values, overlaid by what was typed wrongly."""
    inputs: Inputs = {}
    for spec in section.fields:
        if spec.id in values:
            inputs.update(field_type(spec.type).to_inputs(spec, values[spec.id]))
    inputs.update(rejected or {})
    return inputs


def check_section(
    section: SectionSpec,
    values: Mapping[str, Any],
    lookups: Lookups,
    *,
    rejected: Mapping[str, Any] | None = None,
    mask: Collection[str] | None = None,
) -> tuple[Fault, ...]:
    """Return everything that keeps a stored section from being handed in; only within `mask` if one is given."""
    opened = {spec.id for spec in section.fields} if mask is None else mask
    post = TypedInput(section_inputs(section, values, rejected))
    return clean_section(section, post, lookups, opened, require=True).faults


def merge(old: Mapping[str, Any], new: Mapping[str, Any], mask: Collection[str]) -> Values:
    """Return the answers after a write: open places as in `new`, everything else exactly as in `old`."""
    merged = dict(old)
    for field_id in open_fields(mask):
        if field_id in mask:
            value = new.get(field_id)
        else:
            parts = {place for place in mask if field_of(place) == field_id}
            value = _merge_parts(old.get(field_id), new.get(field_id), field_id, parts)
        if value in (None, [], {}):
            merged.pop(field_id, None)
        else:
            merged[field_id] = value
    return merged


def _merge_parts(old: Any, new: Any, field_id: str, places: Collection[str]) -> Any:
    halves = {place.partition(":")[2] for place in places if ":" in place}
    rows = {place.partition("/")[2] for place in places if "/" in place}
    if halves and isinstance(old or new, dict):
        kept = {half: text for half, text in (old or {}).items() if half not in halves}
        return kept | {half: text for half, text in (new or {}).items() if half in halves}
    if rows and isinstance(old, list):
        return _merge_rows(old, new or [], rows)
    if halves and isinstance(old or new, list):
        return _merge_metric_halves(old or [], new or [], halves)
    return old


def _merge_rows(old: list[Any], new: list[Any], opened: Collection[str]) -> list[Any]:
    """Write single rows: an open row may change or go, a file may also be replaced; the rest stays in its place."""
    if all(isinstance(one, str) for one in old):
        freed = sum(1 for one in old if one in opened and one not in new)
        added = [one for one in new if isinstance(one, str) and one not in old][:freed]
        return [one for one in old if one not in opened or one in new] + added
    given = {row["id"]: row for row in new}
    known = {row["id"] for row in old}
    rows = [given.get(row["id"]) if row["id"] in opened else row for row in old]
    # An open row that was emptied and saved comes back when somebody types into it again.
    again = [row for row in new if row["id"] in opened and row["id"] not in known]
    return [row for row in [*rows, *again] if row]


def _merge_metric_halves(old: list[Any], new: list[Any], halves: Collection[str]) -> list[Any]:
    """Write one half of the metrics: the other half of a row, and so the row itself, cannot be lost."""
    closed = {"before", "after"} - set(halves)
    names_open = "before" in halves
    before = {row["id"]: row for row in old}
    rows = []
    for row in new:
        known = before.pop(row["id"], {})
        fixed = closed if names_open or not known else closed | {"name", "unit"}
        kept = {part: text for part, text in known.items() if part in fixed}
        typed = {part: text for part, text in row.items() if part not in fixed}
        rows.append({**typed, **kept, "id": row["id"]})
    locked = [
        {part: text for part, text in row.items() if part not in halves}
        for row in before.values()
        if not names_open or any(row.get(half) for half in closed)
    ]
    return rows + [row for row in locked if set(row) - {"id"}]


def write_mask(
    spec: FormSpec,
    parties: Collection[str],
    stages: Collection[str] = STAGES,
    unlocked: Collection[str] | None = None,
) -> frozenset[str]:
    """Return what these parties may write at these stages; after a return only what is also in `unlocked`.

    What a formula computes nobody may write.
    A field without a stage has that of its section; a field with two halves opens half by half.
    """
    places: set[str] = set()
    for section, one in spec.fields():
        if not set(section.parties) & set(parties) or one.formula or not field_type(one.type).has_value:
            continue
        places |= _open_at(one, section.stage, stages)
    if unlocked is None:
        return frozenset(places)
    return frozenset(place for anchor in unlocked for place in _within(anchor, places))


def section_mask(section: SectionSpec, mask: Collection[str]) -> frozenset[str]:
    """Return the places of `mask` that lie in this section."""
    own = {one.id for one in section.fields}
    return frozenset(place for place in mask if field_of(place) in own)


def _open_at(one: FieldSpec, section_stage: str, stages: Collection[str]) -> set[str]:
    if field_type(one.type).has_halves and not one.stage:
        if set(STAGES) <= set(stages):
            return {one.id}
        return {f"{one.id}:{half}" for half in STAGES if half in stages}
    stage = one.stage or section_stage
    return {one.id} if not stage or stage in stages else set()


def _within(anchor: str, places: Collection[str]) -> set[str]:
    """Return the part of `places` that an anchor (a field, a row or a half of it) opens."""
    if anchor in places or field_of(anchor) in places:
        return {anchor}
    if ":" in anchor:  # the other half alone is open, and nobody remarked on that one
        return set()
    return {place for place in places if field_of(place) == field_of(anchor)}
