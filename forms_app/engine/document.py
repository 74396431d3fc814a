"""A form as people write it in a file: short spellings, ids derived from keys. Read into the same FormSpec."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from forms_app.engine.check import Place, Problem
from forms_app.engine.compile import spec_from_json
from forms_app.engine.document_formulas import with_ids
from forms_app.engine.faults import _
from forms_app.engine.ids import derived_id
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FixedRow, FormSpec, SectionSpec


def spec_from_document(document: Mapping[str, Any]) -> FormSpec:
    """Return the form that a checked document describes; sections and fields without `id` get a derived one."""
    code = str(document.get("code", ""))
    content = dict(document)
    content["sections"] = [_section(one, code) for one in document.get("sections") or ()]
    if document.get("checks"):
        content["checks"] = [
            {"id": derived_id(code, "check", str(one.get("message", ""))), **one} for one in document["checks"]
        ]
    return with_ids(spec_from_json(content))


def _section(document: Mapping[str, Any], code: str) -> dict[str, Any]:
    key = str(document.get("key", ""))
    section = {"id": derived_id(code, key), **document}
    section["fields"] = _siblings(document.get("fields"), (code, key))
    return section


def _siblings(documents: Any, above: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the fields of a section or the columns of a table; those that depend on one another name it by key."""
    made = [_field(one, above) for one in documents or ()]
    ids = {one["key"]: one["id"] for one in made if one.get("key")}
    return [{**one, "cascade": ids.get(one["cascade"], one["cascade"])} if one.get("cascade") else one for one in made]


def _field(document: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    path = (*above, str(document.get("key", "")))
    field = {"id": derived_id(*path), **document}
    if document.get("choices"):
        field["choices"] = [_choice(one) for one in document["choices"]]
    if document.get("columns"):
        field["columns"] = _siblings(document["columns"], path)
    if document.get("rows"):
        field["rows"] = [_fixed_row(one, path) for one in document["rows"]]
    return field


def _fixed_row(document: Any, above: tuple[str, ...]) -> dict[str, Any]:
    """Return a row of a matrix; a bare word is its label."""
    row = dict(document) if isinstance(document, Mapping) else {"label": str(document)}
    return {"id": derived_id(*above, "row", str(row.get("label", ""))), **row}


def _choice(document: Any) -> dict[str, Any]:
    """Return a choice; a bare word is label and value at once."""
    if not isinstance(document, Mapping):
        return {"value": str(document), "label": str(document)}
    choice = dict(document)
    choice.setdefault("value", choice.get("label", ""))
    return choice


_PARTS: dict[tuple[type, str], type] = {
    (FormSpec, "sections"): SectionSpec,
    (SectionSpec, "fields"): FieldSpec,
    (FieldSpec, "columns"): FieldSpec,
    (FieldSpec, "choices"): Choice,
    (FieldSpec, "rows"): FixedRow,
    (FormSpec, "checks"): CheckSpec,
}
_REQUIRED: dict[type, tuple[str, ...]] = {
    FormSpec: ("code", "title", "sections"),
    SectionSpec: ("key", "title"),
    FieldSpec: ("key", "label", "type"),
    Choice: ("label",),
    FixedRow: ("label",),
    CheckSpec: ("formula", "message"),
}


def shape_problems(document: Any) -> list[Problem]:
    """Return where a document is not even shaped like a form: unknown or missing attributes, wrong kinds of value."""
    return list(_shape(FormSpec, document, ()))


def _shape(kind: type, document: Any, place: Place) -> Iterator[Problem]:
    if kind in (Choice, FixedRow) and isinstance(document, str):
        return
    if not isinstance(document, Mapping):
        yield Problem(_("This must be a mapping of attributes."), place)
        return
    hints = get_type_hints(kind)
    known = {one.name for one in fields(kind)}
    for name in _REQUIRED[kind]:
        if document.get(name) in (None, ""):
            yield Problem(_("The attribute “%(name)s” is missing."), place, {"name": name})
    for name, value in document.items():
        below = (*place, str(name))
        if name not in known:
            yield Problem(_("There is no attribute “%(name)s” here."), below, {"name": name})
        elif (kind, name) in _PARTS:
            yield from _shape_list(_PARTS[kind, name], value, below)
        elif not _suits(value, hints[name]):
            yield Problem(_("The attribute “%(name)s” has the wrong kind of value."), below, {"name": name})


def _shape_list(kind: type, value: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(_("This must be a list."), place)
        return
    for index, one in enumerate(value):
        yield from _shape(kind, one, (*place, index))


def _suits(value: Any, hint: Any) -> bool:
    """Say whether a value read from YAML suits an attribute of the spec."""
    origin = get_origin(hint) or hint
    if origin is types.UnionType:
        return any(_suits(value, one) for one in get_args(hint))
    if origin is tuple:
        return isinstance(value, list) and all(_suits(one, get_args(hint)[0]) for one in value)
    if origin is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, origin)
