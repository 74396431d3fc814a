"""Which columns the sheets of an XLSForm have, and which of ours stand in for what XLSForm cannot hold. Pure Python."""

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from forms_app.engine.compile import part_to_json
from forms_app.engine.spec import FieldSpec, SectionSpec

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
# Our own columns begin with this; other programs pass over columns that they do not know.
OWN = "pilotdesk::"
BASE = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "choice_filter",
    "appearance",
)
# Columns that came later: they count in the sum only where they say something, so that older exports stay as they were.
LATER = ("default", "parameters", "repeat_count", "required_message", "readonly", "disabled")
SUM = f"{OWN}sum"
# What plain columns say already, or say in other words: our column counts only while they are as we wrote them.
SAID = frozenset({"label", "help", "required", "choices", "columns"})
IN_OTHER_WORDS = frozenset(
    {
        "type",
        "key",
        "visible",
        "formula",
        "min_value",
        "max_value",
        "max_length",
        "allow_negative",
        "decimals",
        "cascade",
        "pattern",
        "pattern_message",
        "default",
    }
)
# Our types as other programs know them.
STANDARD: Mapping[str, str] = {
    "text": "text",
    "textarea": "text",
    "number": "decimal",
    "money": "decimal",
    "percent": "decimal",
    "year": "integer",
    "date": "date",
    "date_range": "date",
    "radio": "select_one",
    "select": "select_one",
    "industry": "select_one",
    "radio_with_text": "select_one",
    "before_after": "select_one",
    "checkbox": "select_multiple",
    "declaration": "acknowledge",
    "file": "file",
    "scan": "file",
    "note": "note",
    "table": "begin_repeat",
    "matrix": "begin_repeat",
}
WITH_CHOICES = frozenset({"radio", "select", "industry", "radio_with_text", "before_after", "checkbox"})
WITH_COLUMNS = frozenset({"table", "matrix"})
APPEARANCE = {"select": "minimal", "industry": "minimal", "textarea": "multiline"}


def standard_type(spec: FieldSpec) -> str:
    """Return the word of XLSForm for a field's type, without its list."""
    if spec.type == "number" and spec.decimals == 0:
        return "integer"
    return STANDARD.get(spec.type, "text")


def checksum(cells: Mapping[str, str]) -> str:
    """Return a short sum over the plain cells of a row: it tells whether somebody edited them."""
    plain = [cells.get(name, "").strip() for name in BASE]
    plain += [f"{name}={cells[name].strip()}" for name in LATER if cells.get(name, "").strip()]
    said = json.dumps(plain, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def own_cells(spec: FieldSpec | SectionSpec, leave_out: frozenset[str]) -> dict[str, str]:
    """Return our columns for the attributes that are not at their default."""
    content = part_to_json(spec)
    return {
        f"{OWN}{name}": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in content.items()
        if name not in leave_out
    }


def own_values(kind: type, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return what our columns say about a field or section; ValueError names the column that cannot be read."""
    hints = get_type_hints(kind)
    known = {one.name for one in fields(kind)}
    found: dict[str, Any] = {}
    for column, text in cells.items():
        name = column.removeprefix(OWN)
        if not column.startswith(OWN) or name not in known or text == "":
            continue
        if hints[name] is str:
            found[name] = text
            continue
        try:
            found[name] = json.loads(text)
        except ValueError as error:
            raise ValueError(column) from error
        if not _suits(found[name], hints[name]):
            raise ValueError(column)
    return found


def _suits(value: Any, hint: Any) -> bool:
    origin = get_origin(hint) or hint
    if origin is types.UnionType:
        return any(_suits(value, one) for one in get_args(hint) if one is not type(None))
    if origin is tuple:
        return isinstance(value, list)
    if origin is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is bool:
        return isinstance(value, bool)
    return isinstance(value, Mapping)
