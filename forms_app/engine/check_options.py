"""Are the settings of single fields possible: bounds, options that hang on each other?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from forms_app.engine.faults import _
from forms_app.engine.fields.rows import ROW_ID
from forms_app.engine.problems import Place, Problem
from forms_app.engine.spec import FieldSpec

ABOVE_TYPES = frozenset({"radio", "select", "industry", "region"})
# Entries of a directory depend on an entry, options on an option.
ABOVE_ENTRIES = frozenset({"directory"})


def bound_problems(one: FieldSpec, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield that a bound is no number, or that the least is more than the most."""
    read = {}
    for name in ("min_value", "max_value"):
        text = getattr(one, name)
        try:
            read[name] = Decimal(text) if text else None
        except InvalidOperation:
            read[name] = None
        if text and (read[name] is None or not Decimal(text).is_finite()):
            message = _("Section “%(section)s”, field “%(field)s”: the limit “%(name)s” is not a number.")
            yield Problem(message, (*place, name), {**named, "name": text})
            return
    if read["min_value"] is not None and read["max_value"] is not None and read["min_value"] > read["max_value"]:
        message = _("Section “%(section)s”, field “%(field)s”: the least value is above the greatest.")
        yield Problem(message, (*place, "max_value"), named)


def directory_problems(one: FieldSpec, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield that a field names no directory to choose from."""
    if one.type == "directory" and not one.directory:
        message = _("Section “%(section)s”, field “%(field)s” names no directory to choose from.")
        yield Problem(message, (*place, "directory"), named)


def tree_problems(one: FieldSpec, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the options of a tree whose parent is not among the options."""
    values = {choice.value for choice in one.choices}
    for index, choice in enumerate(one.choices):
        if choice.parent and (choice.parent not in values or choice.parent == choice.value):
            message = _("Section “%(section)s”, field “%(field)s”: option “%(name)s” belongs to an unknown option.")
            yield Problem(message, (*place, "choices", index), {**named, "name": choice.label})


def cascade_problems(
    one: FieldSpec, before: Sequence[FieldSpec], place: Place, named: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield why a field's options cannot hang on another field; `before` are the fields or columns in front of it."""
    if not one.cascade:
        return
    allowed = ABOVE_ENTRIES if one.type == "directory" else ABOVE_TYPES
    above = next((spec for spec in before if spec.id == one.cascade and spec.type in allowed), None)
    if above is None:
        message = _(
            "Section “%(section)s”, field “%(field)s”: "
            "its options must depend on a single choice that stands before it."
        )
        if one.type == "directory":
            message = _(
                "Section “%(section)s”, field “%(field)s”: "
                "its entries must depend on an entry of a directory that stands before it."
            )
        yield Problem(message, (*place, "cascade"), named)
        return
    known = {choice.value for choice in above.choices}
    for index, choice in enumerate(one.choices):
        if known and choice.parent and choice.parent not in known:
            message = _("Section “%(section)s”, field “%(field)s”: option “%(name)s” belongs to an unknown option.")
            yield Problem(message, (*place, "choices", index), {**named, "name": choice.label})


def row_problems(one: FieldSpec, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield why the rows of a matrix cannot hold answers: there are none, or two share an id, or one has no name."""
    if not one.rows:
        yield Problem(_("Section “%(section)s”, field “%(field)s” is a matrix without rows."), place, named)
    ids = Counter(row.id for row in one.rows)
    for index, row in enumerate(one.rows):
        if not ROW_ID.match(row.id) or ids[row.id] > 1:
            message = _("Section “%(section)s”, field “%(field)s”: row “%(name)s” has no internal number of its own.")
            yield Problem(message, (*place, index), {**named, "name": row.label})
        if not row.label:
            yield Problem(
                _("Section “%(section)s”, field “%(field)s” has a row without a name."), (*place, index), named
            )
