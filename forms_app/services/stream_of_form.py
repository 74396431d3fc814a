"""Between the builder's streams and the FormSpec that everything else reads."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.blocks import StreamValue

from forms_app.engine.compile import spec_from_json, spec_to_json
from forms_app.engine.ids import derived_id, new_id
from forms_app.engine.spec import FormSpec
from forms_app.models import FormDefinition

_NAMESPACE = uuid.UUID("6c1f2a52-6d2b-4a53-9b3c-3f6d1b8f6f10")
# Attributes that the builder keeps as JSON text.
_AS_JSON = ("paper", "params")


def spec_of_definition(definition: FormDefinition) -> FormSpec:
    """Return the form as it stands in the builder."""
    content = {
        "code": definition.code,
        "title": definition.title,
        "title_en": definition.title_en,
        "audience": list(definition.audience),
        "paper_title": definition.paper_title,
        "reference_prefix": definition.reference_prefix,
        "notes": [child.value for child in definition.notes],
        "sinks": [_plain(child.value) for child in definition.sinks],
        "sections": [_section(child) for child in definition.sections],
    }
    return spec_from_json(content)


def _section(child: Any) -> dict[str, Any]:
    value = child.value
    section = _plain({name: part for name, part in value.items() if name != "fields"})
    section["id"] = section.get("id") or _missing_id(child)
    section.setdefault("key", section["id"])
    section.setdefault("title", "")
    section["parties"] = list(value.get("parties") or ())
    section["fields"] = [_field(one) for one in value["fields"]]
    return section


def _field(child: Any) -> dict[str, Any]:
    value = child.value
    field = _plain({name: part for name, part in value.items() if name not in ("choices", "columns", "suggestions")})
    field["id"] = field.get("id") or _missing_id(child)
    field.setdefault("key", field["id"])
    field.setdefault("label", "")
    field["type"] = child.block_type
    if not value.get("printed", True):
        field["printed"] = False
    if "choices" in value:
        field["choices"] = [_choice(one) for one in value["choices"]]
    if "suggestions" in value:
        field["suggestions"] = [_plain(one) for one in value["suggestions"]]
    if "columns" in value:
        field["columns"] = [_field(one) for one in value["columns"]]
    return field


def _choice(value: Mapping[str, Any]) -> dict[str, Any]:
    choice = _plain(value)
    choice.setdefault("label", "")
    choice["value"] = choice.get("value") or choice["label"]
    return choice


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes that say something; what is blank or has its default is left out."""
    plain = {
        name: part for name, part in value.items() if part is not None and part is not False and part not in ("", [])
    }
    for name in _AS_JSON:
        if isinstance(plain.get(name), str):
            plain[name] = json.loads(plain[name])
    return plain


def _missing_id(child: Any) -> str:
    """Return the id of a block that has none yet: from the browser's own id of the block, which a copy has not."""
    return derived_id(child.id) if child.id else new_id()


def definition_fill(definition: FormDefinition, spec: FormSpec) -> None:
    """Make the builder show `spec`; nothing is saved."""
    content = spec_to_json(spec)
    for name in ("title", "title_en", "paper_title", "reference_prefix"):
        setattr(definition, name, content.get(name, ""))
    definition.audience = content.get("audience", [])
    sections = [_stream_child("section", _raw_section(one)) for one in content.get("sections", ())]
    definition.sections = _stream(definition, "sections", sections)
    notes = [_stream_child("note", text) for text in content.get("notes", ())]
    definition.notes = _stream(definition, "notes", notes)
    sinks = [_stream_child("sink", _raw(one)) for one in content.get("sinks", ())]
    definition.sinks = _stream(definition, "sinks", sinks)


def _stream(definition: FormDefinition, name: str, raw: list[dict[str, Any]]) -> StreamValue:
    block = getattr(definition, name).stream_block
    return StreamValue(block, raw, is_lazy=True)


def _stream_child(kind: str, value: Any) -> dict[str, Any]:
    name = value["id"] if isinstance(value, Mapping) and "id" in value else json.dumps(value, sort_keys=True)
    return {"type": kind, "value": value, "id": str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))}


def _raw(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(part, ensure_ascii=False) if name in _AS_JSON else part for name, part in document.items()}


def _raw_section(document: Mapping[str, Any]) -> dict[str, Any]:
    section = _raw(document)
    section["parties"] = document.get("parties", ["enterprise"])
    section["fields"] = [_stream_child(one["type"], _raw_field(one)) for one in document.get("fields", ())]
    return section


def _raw_field(document: Mapping[str, Any]) -> dict[str, Any]:
    field = {name: part for name, part in _raw(document).items() if name != "type"}
    for name in ("choices", "suggestions"):
        if name in field:
            field[name] = _raw_list(document["id"], name, field[name])
    if "columns" in field:
        field["columns"] = [_stream_child(one["type"], _raw_field(one)) for one in document["columns"]]
    return field


def _raw_list(owner: str, name: str, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": dict(one), "id": str(uuid.uuid5(_NAMESPACE, f"{owner}/{name}/{index}"))}
        for index, one in enumerate(values)
    ]
