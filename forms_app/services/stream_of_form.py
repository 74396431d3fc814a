"""Between the builder's streams and the FormSpec that everything else reads."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from wagtail.blocks import Block, StreamValue

from forms_app.engine.compile import spec_from_json, spec_to_json
from forms_app.engine.ids import derived_id, new_id
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FixedRow, FormSpec, SectionSpec
from forms_app.models import FormDefinition

_NAMESPACE = uuid.UUID("6c1f2a52-6d2b-4a53-9b3c-3f6d1b8f6f10")
# Attributes that the builder keeps as JSON text.
_AS_JSON = ("paper", "params", "rest")
# Attributes that are lists of blocks.
_NESTED = ("choices", "columns", "suggestions", "rows")


def spec_of_definition(definition: FormDefinition) -> FormSpec:
    """Return the form as it stands in the builder."""
    content = {
        "code": definition.code,
        "title": definition.title,
        "title_en": definition.title_en,
        "audience": list(definition.audience),
        "paper_title": definition.paper_title,
        "reference_prefix": definition.reference_prefix,
        "stages_at_start": list(definition.stages_at_start),
        "later_note": definition.later_note,
        "notes": [child.value for child in definition.notes],
        "sinks": [_plain(child.value) for child in definition.sinks],
        "sections": [section_document(child) for child in definition.sections],
        "checks": [_check(child) for child in definition.checks],
    }
    return spec_from_json(content)


def section_document(child: Any) -> dict[str, Any]:
    """Return a section of the builder as a version stores it."""
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
    field = _plain({name: part for name, part in value.items() if name not in _NESTED})
    field["id"] = field.get("id") or _missing_id(child)
    field.setdefault("key", field["id"])
    field.setdefault("label", "")
    field["type"] = child.block_type
    if not value.get("printed", True):
        field["printed"] = False
    if "choices" in value:
        field["choices"] = [_choice(one) for one in value["choices"]]
    if "rows" in value:
        field["rows"] = [_fixed_row(one) for one in value["rows"].bound_blocks]
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


def _fixed_row(child: Any) -> dict[str, Any]:
    row = {"label": "", **_plain(child.value)}
    return {**row, "id": row.get("id") or _missing_id(child)}


def _check(child: Any) -> dict[str, Any]:
    check = _plain(child.value)
    check["id"] = check.get("id") or _missing_id(child)
    for name in ("formula", "message"):
        check.setdefault(name, "")
    check["refused_phrases"] = [one.strip() for one in check.get("refused_phrases", "").splitlines() if one.strip()]
    return check


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes that say something; what is blank or has its default is left out."""
    plain: dict[str, Any] = {
        name: getattr(part, "ids", "") or part
        for name, part in value.items()
        if part is not None and part is not False and part not in ("", [])
    }
    for name in _AS_JSON:
        if isinstance(plain.get(name), str):
            plain[name] = json.loads(plain[name])
    rest: dict[str, Any] = plain.pop("rest", {})
    return {**rest, **plain}


def _missing_id(child: Any) -> str:
    """Return the id of a block that has none yet: from the browser's own id of the block, which a copy has not."""
    return derived_id(child.id) if child.id else new_id()


def definition_fill(definition: FormDefinition, spec: FormSpec) -> None:
    """Make the builder show `spec`; nothing is saved."""
    content = spec_to_json(spec)
    for name in ("title", "title_en", "paper_title", "reference_prefix", "later_note"):
        setattr(definition, name, content.get(name, ""))
    definition.audience = content.get("audience", [])
    definition.stages_at_start = content.get("stages_at_start", [])
    definition.sections = _stream("sections", [raw_section(one) for one in content.get("sections", ())])
    notes = [_stream_child("note", text) for text in content.get("notes", ())]
    definition.notes = _stream("notes", notes)
    sinks = [_stream_child("sink", _raw(one)) for one in content.get("sinks", ())]
    definition.sinks = _stream("sinks", sinks)
    definition.checks = _stream("checks", [_raw_check(one) for one in content.get("checks", ())])


def _stream(name: str, raw: list[dict[str, Any]]) -> StreamValue:
    return StreamValue(_block(name), raw, is_lazy=True)


def _block(name: str) -> Block:
    field: Any = FormDefinition._meta.get_field(name)
    block: Block = field.stream_block
    return block


def _stream_child(kind: str, value: Any) -> dict[str, Any]:
    name = value["id"] if isinstance(value, Mapping) and "id" in value else json.dumps(value, sort_keys=True)
    return {"type": kind, "value": value, "id": str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))}


def _raw(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(part, ensure_ascii=False) if name in _AS_JSON else part for name, part in document.items()}


def _known(block: Block, document: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """Return the attributes as the block stores them; those that it has no input for go to its `rest`.

    An attribute that the document leaves out has the default of the form, which is not always that of the input.
    """
    names = block.child_blocks
    defaults = {one.name: one.default for one in fields(kind) if one.name in names and one.default is not MISSING}
    raw = _raw(document)
    rest = {name: part for name, part in document.items() if name not in names and name != "type"}
    known = {name: part for name, part in raw.items() if name in names}
    return {**defaults, **known, "rest": json.dumps(rest, ensure_ascii=False) if rest else ""}


def raw_section(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a section of a version as the builder's stream stores it."""
    block = _block("sections").child_blocks["section"]
    section = _known(block, document, SectionSpec)
    section["parties"] = document.get("parties", ["enterprise"])
    kinds = block.child_blocks["fields"].child_blocks
    section["fields"] = [_stream_child(one["type"], _raw_field(kinds, one)) for one in document.get("fields", ())]
    return _stream_child("section", section)


def _raw_field(kinds: Mapping[str, Block], document: Mapping[str, Any]) -> dict[str, Any]:
    block = kinds[document["type"]]
    field = _known(block, document, FieldSpec)
    if "choices" in block.child_blocks:
        option = block.child_blocks["choices"].child_block
        choices = [_known(option, one, Choice) for one in document.get("choices", ())]
        field["choices"] = _raw_list(document["id"], "choices", choices)
    if "suggestions" in block.child_blocks:
        field["suggestions"] = _raw_list(document["id"], "suggestions", document.get("suggestions", ()))
    if "rows" in block.child_blocks:
        row = block.child_blocks["rows"].child_block
        rows = [_known(row, one, FixedRow) for one in document.get("rows", ())]
        field["rows"] = _raw_list(document["id"], "rows", rows)
    if "columns" in block.child_blocks:
        below = block.child_blocks["columns"].child_blocks
        field["columns"] = [_stream_child(one["type"], _raw_field(below, one)) for one in document.get("columns", ())]
    return field


def _raw_check(document: Mapping[str, Any]) -> dict[str, Any]:
    block = _block("checks").child_blocks["check"]
    check = _known(block, document, CheckSpec)
    check["refused_phrases"] = "\n".join(document.get("refused_phrases", ()))
    return _stream_child("check", check)


def _raw_list(owner: str, name: str, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": dict(one), "id": str(uuid.uuid5(_NAMESPACE, f"{owner}/{name}/{index}"))}
        for index, one in enumerate(values)
    ]
