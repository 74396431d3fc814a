"""What a field holds in a new draft before anybody has typed: its default, as input of the page."""

import re

from forms_app.engine.fields.base import Inputs
from forms_app.engine.spec import FieldSpec

SEVERAL = frozenset({"checkbox"})
CHOSEN = frozenset({"radio", "select", *SEVERAL})
TYPED = frozenset({"text", "textarea", "number", "money", "percent", "date", "year", "month"})
_BETWEEN = re.compile(r"\s*[、，,;；\n]\s*|\s+")


def default_inputs(spec: FieldSpec) -> Inputs:
    """Return the input names and texts of a field's default; nothing if it has none or its type knows none."""
    if not spec.default or spec.formula:
        return {}
    if spec.type in TYPED:
        return {spec.id: spec.default}
    if spec.type not in CHOSEN:
        return {}
    whole = _value(spec, spec.default)
    if whole or spec.type not in SEVERAL:
        return {spec.id: whole or spec.default}
    parts = [part for part in _BETWEEN.split(spec.default) if part]
    return {spec.id: [_value(spec, part) or part for part in parts]}


def _value(spec: FieldSpec, text: str) -> str:
    """Return the option that a default names by value or label, "" if there is none."""
    asked = text.strip()
    by_value = (choice.value for choice in spec.choices if choice.value == asked)
    by_label = (choice.value for choice in spec.choices if choice.label.strip() == asked)
    return next(by_value, "") or next(by_label, "")
