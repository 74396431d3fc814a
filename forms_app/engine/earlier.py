"""Answers of an earlier sheet as the present version of the form would take them, field by field.

What no longer fits is not offered, with the reason: files, options that are no longer in the list, parts of a table
that have no place any more, and whatever the question would refuse today.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from forms_app.engine.answers import TypedInput, clean_section
from forms_app.engine.faults import MISSING_CODES, Fault
from forms_app.engine.fields import Inputs, field_type, new_row_id
from forms_app.engine.lookups import Lookups
from forms_app.engine.places import open_fields
from forms_app.engine.rebase_value import carried
from forms_app.engine.spec import FieldSpec, SectionSpec
from forms_app.engine.threeway import belongs

FILES, LISTED, CHANGED, REFUSED, SAME = "files", "listed", "changed", "refused", "same"


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer of the earlier sheet: `value` is what would be taken over, None if it is not offered.

    `reason` says why not (FILES, LISTED, CHANGED, REFUSED, SAME), `fault` what the question has against it. `before` is
    the question as the earlier sheet asked it.
    """

    spec: FieldSpec
    before: FieldSpec
    earlier: Any
    now: Any = None
    value: Any = None
    reason: str = ""
    fault: Fault | None = None

    @property
    def offered(self) -> bool:
        """Say whether the answer can be taken over."""
        return self.value is not None

    @property
    def overwrites(self) -> bool:
        """Say whether something else stands there now."""
        return self.offered and self.now is not None


def offers_in(
    section: SectionSpec,
    mask: Collection[str],
    earlier: Mapping[str, tuple[FieldSpec, Any]],
    now: Mapping[str, Any],
    lookups: Lookups,
) -> list[Offer]:
    """Return what an earlier sheet offers for the fields of a section that may be written as a whole.

    `earlier` is {field id: (question then, value then)}, `now` the section's present answers.
    """
    asked = [one for one in section.fields if one.id in mask and one.id in earlier]
    fitting = {one.id: _fitting(one, *earlier[one.id]) for one in asked}
    typed: Inputs = {}
    for one in asked:
        value = fitting[one.id][0]
        if value is not None:
            typed |= field_type(one.type).to_inputs(one, value)
    found = clean_section(section, TypedInput(typed), lookups, open_fields(fitting))
    return [_offer(one, earlier[one.id], fitting[one.id], now.get(one.id), found) for one in asked]


def _fitting(spec: FieldSpec, before: FieldSpec, value: Any) -> tuple[Any, str]:
    """Return the value under the present question, and why there is none."""
    if field_type(spec.type).has_files:
        return None, FILES
    parts = carried(before, spec, value, {})
    if parts.retired or parts.value is None:
        return None, LISTED if spec.choices and before.type == spec.type else CHANGED
    return parts.value, ""


def _offer(spec: FieldSpec, was: tuple[FieldSpec, Any], fitting: tuple[Any, str], now: Any, found: Any) -> Offer:
    before, earlier = was
    value, reason = fitting
    if value is None:
        return Offer(spec, before, earlier, now, reason=reason)
    faults = [one for one in found.errors if belongs(one.path, spec.id) and one.code not in MISSING_CODES]
    clean = found.values.get(spec.id)
    if faults or clean is None:
        return Offer(spec, before, earlier, now, reason=REFUSED, fault=faults[0] if faults else None)
    if without_ids(clean) == without_ids(now):
        return Offer(spec, before, earlier, now, reason=SAME)
    return Offer(spec, before, earlier, now, clean)


def without_ids(value: Any) -> Any:
    """Return a value without the ids of its rows, to compare what two of them say."""
    if isinstance(value, list):
        return [without_ids(one) for one in value]
    if isinstance(value, dict):
        return {name: without_ids(one) for name, one in value.items() if name != "id"}
    return value


def with_new_rows(spec: FieldSpec, value: Any) -> Any:
    """Return an answer under new row ids: the rows of another sheet are not the rows of this one.

    The rows of a matrix belong to the form and keep theirs.
    """
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return value
    columns = {column.id: column for column in spec.columns}
    taken: set[str] = set()
    rows = []
    for row in value:
        fresh = {
            name: with_new_rows(columns[name], one) if name in columns else one
            for name, one in row.items()
            if name != "id"
        }
        row_id = row["id"] if spec.rows else new_row_id(taken)
        taken.add(row_id)
        rows.append({"id": row_id, **fresh})
    return rows
