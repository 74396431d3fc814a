"""A form as people write it in a file: short spellings, ids derived from keys. Read into the same FormSpec."""

from collections.abc import Mapping
from typing import Any

from forms_app.engine.compile import spec_from_json
from forms_app.engine.ids import derived_id
from forms_app.engine.spec import FormSpec


def spec_from_document(document: Mapping[str, Any]) -> FormSpec:
    """Return the form that a checked document describes; sections and fields without `id` get a derived one."""
    code = str(document.get("code", ""))
    content = dict(document)
    content["sections"] = [_section(one, code) for one in document.get("sections") or ()]
    return spec_from_json(content)


def _section(document: Mapping[str, Any], code: str) -> dict[str, Any]:
    key = str(document.get("key", ""))
    section = {"id": derived_id(code, key), **document}
    section["fields"] = [_field(one, (code, key)) for one in document.get("fields") or ()]
    return section


def _field(document: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    path = (*above, str(document.get("key", "")))
    field = {"id": derived_id(*path), **document}
    if document.get("choices"):
        field["choices"] = [_choice(one) for one in document["choices"]]
    if document.get("columns"):
        field["columns"] = [_field(one, path) for one in document["columns"]]
    return field


def _choice(document: Any) -> dict[str, Any]:
    """Return a choice; a bare word is label and value at once."""
    if not isinstance(document, Mapping):
        return {"value": str(document), "label": str(document)}
    choice = dict(document)
    choice.setdefault("value", choice.get("label", ""))
    return choice
