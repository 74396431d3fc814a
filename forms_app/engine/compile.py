"""Between a form as JSON (what a version stores) and a form as dataclasses (what everything reads)."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from cms.core.audit import sha256_of
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FixedRow, FormSpec, SectionSpec

CACHED_VERSIONS = 256
_cache: OrderedDict[str, FormSpec] = OrderedDict()


def spec_from_json(content: Mapping[str, Any], *, sha256: str = "") -> FormSpec:
    """Return the form that `content` describes; built once per sha256. Attributes it does not know are left out."""
    key = sha256 or sha256_of(content)
    spec = _cache.get(key)
    if spec is None:
        spec = _form(content)
        _cache[key] = spec
        if len(_cache) > CACHED_VERSIONS:
            _cache.popitem(last=False)
    return spec


def compiled_spec(sha256: str) -> FormSpec | None:
    """Return the form with this hash if it has been built already: its JSON need not be read then."""
    return _cache.get(sha256)


def spec_to_json(spec: FormSpec) -> dict[str, Any]:
    """Return the form as JSON. What has its default is left out, so that a new attribute changes no old hash."""
    return _plain(spec)


def part_to_json(part: FieldSpec | SectionSpec) -> dict[str, Any]:
    """Return one field or section as JSON, defaults left out."""
    return _plain(part)


def _known(kind: type, document: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in document.items() if name in names}


def _form(document: Mapping[str, Any]) -> FormSpec:
    known = _known(FormSpec, document)
    known["sections"] = tuple(_section(one) for one in document.get("sections", ()))
    for name in ("audience", "notes", "stages_at_start"):
        known[name] = tuple(document.get(name, ()))
    known["sinks"] = tuple(dict(one) for one in document.get("sinks", ()))
    known["checks"] = tuple(_check(one) for one in document.get("checks", ()))
    return FormSpec(**known)


def _section(document: Mapping[str, Any]) -> SectionSpec:
    known = _known(SectionSpec, document)
    known["fields"] = tuple(field_from_json(one) for one in document.get("fields", ()))
    if "parties" in document:
        known["parties"] = tuple(document["parties"])
    return SectionSpec(**known)


def _check(document: Mapping[str, Any]) -> CheckSpec:
    known = _known(CheckSpec, document)
    known["refused_phrases"] = tuple(document.get("refused_phrases", ()))
    return CheckSpec(**known)


def field_from_json(document: Mapping[str, Any]) -> FieldSpec:
    """Return one field with its choices and columns."""
    known = _known(FieldSpec, document)
    known["choices"] = tuple(Choice(**_known(Choice, one)) for one in document.get("choices", ()))
    known["columns"] = tuple(field_from_json(one) for one in document.get("columns", ()))
    known["rows"] = tuple(FixedRow(**_known(FixedRow, one)) for one in document.get("rows", ()))
    known["suggestions"] = tuple(dict(one) for one in document.get("suggestions", ()))
    known["accept"] = tuple(document.get("accept", ()))
    return FieldSpec(**known)


def _default(one: Any) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def _plain(value: Any) -> Any:
    if isinstance(value, FormSpec | SectionSpec | FieldSpec | Choice | FixedRow | CheckSpec):
        return {
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if getattr(value, one.name) != _default(one)
        }
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value
