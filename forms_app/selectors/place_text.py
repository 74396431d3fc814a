"""What a place within an answer is called."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from forms_app.engine.display import display_parts
from forms_app.engine.fields import field_type
from forms_app.engine.lookups import Lookups
from forms_app.engine.places import steps_of, value_at
from forms_app.engine.spec import STAGES, FieldSpec


def part_names() -> Mapping[str, str]:
    """Return what the parts are called that a type of field names itself."""
    return {
        "name": _("Metric"),
        "unit": _("Unit"),
        "before": _("Before"),
        "after": _("After"),
        "change": _("Change in percent"),
    }


def column_places(spec: FieldSpec, above: str = "", label: str = "") -> Iterator[tuple[str, str]]:
    """Yield (place, label) of the parts of a field at which a remark may stand, those of rows within rows included."""
    if field_type(spec.type).has_halves:
        names = part_names()
        yield from ((f":{half}", names[half]) for half in STAGES)
    for column in spec.columns:
        if not column.formula:
            place, called = f"{above}:{column.id}", f"{label}{column.label}"
            yield place, called
            yield from column_places(column, place, f"{called} / ")


def place_text(spec: FieldSpec, value: Any, place: str, lookups: Lookups) -> str:
    """Return a place below a field in words, such as 第2行 · 产品第1行 · 名称; `value` is the answer that shows it."""
    return " · ".join(_words(spec, value, steps_of(place), lookups))


def _words(spec: FieldSpec, value: Any, steps: Sequence[str], lookups: Lookups, table: str = "") -> Iterator[str]:
    if not steps:
        return
    row, part, rest = steps[0], steps[1:2], steps[2:]
    if row:
        yield table + _row_text(spec, value, row, lookups, last=not part)
    if not part:
        return
    column = next((one for one in spec.columns if one.id == part[0]), None)
    if column is None:
        yield part_names().get(part[0], "")
        return
    in_row = rest[:1] not in ((), ("",))
    if not in_row:
        yield column.label
    # A table within the row is said together with its own row.
    yield from _words(column, value_at(value, steps[:2]), rest, lookups, column.label if in_row else "")


def _row_text(spec: FieldSpec, value: Any, row: str, lookups: Lookups, *, last: bool) -> str:
    """Return what a row is called: by the form's name or its number, with its text if it is what is meant itself."""
    _text, items = display_parts(spec, value, lookups)
    found = next(((at, one) for at, one in enumerate(items, start=1) if one.id == row), None)
    if found is None:
        return _("a row that is no longer there")
    if field_type(spec.type).has_files:
        return str(found[1])
    own = next((one.label for one in spec.rows if one.id == row), "")
    name = own or _("row %(number)s") % {"number": found[0]}
    if not last:
        return name
    return str(found[1]) if own else f"{name}：{found[1]}"
