"""Choices that depend on each other: a tree of options in one field, and options that hang on another field."""

from typing import Any

from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import fault
from forms_app.engine.fields.choices import Select
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import Choice, FieldSpec

SEPARATOR = " / "
DEEPEST = 8


def path_of(spec: FieldSpec, value: str) -> list[Choice]:
    """Return the options above this one and itself, from the top; empty if the form no longer offers it."""
    by_value = {choice.value: choice for choice in spec.choices}
    path: list[Choice] = []
    current = by_value.get(value)
    while current is not None and len(path) < DEEPEST:
        path.insert(0, current)
        current = by_value.get(current.parent) if current.parent else None
    return path


def parents(spec: FieldSpec) -> frozenset[str]:
    """Return the options that only group others."""
    return frozenset(choice.parent for choice in spec.choices if choice.parent)


def leaf_groups(spec: FieldSpec) -> list[tuple[str, list[Choice]]]:
    """Return the options that can be chosen under the labels of those above: (制造业 / 通用设备制造业, […])."""
    above = parents(spec)
    labels: dict[str, str] = {"": ""}
    for choice in spec.choices:
        if choice.value in above:
            labels[choice.value] = SEPARATOR.join(one.label for one in path_of(spec, choice.value))
    groups: dict[str, list[Choice]] = {}
    for choice in spec.choices:
        if choice.value not in above:
            groups.setdefault(labels.get(choice.parent, ""), []).append(choice)
    return list(groups.items())


def cascade_groups(spec: FieldSpec, above: FieldSpec | None) -> list[tuple[str, str, list[Choice]]]:
    """Return a field's options by the option of the field `above` that they depend on: (value, label, options)."""
    groups: dict[str, list[Choice]] = {}
    for choice in spec.choices:
        groups.setdefault(choice.parent, []).append(choice)
    labels = {choice.value: choice.label for choice in above.choices} if above else {}
    return [(parent, labels.get(parent, parent), choices) for parent, choices in groups.items()]


class Industry(Select):
    """An entry of a code list that is a tree, such as GB/T 4754: kept as its code, chosen at its lowest level."""

    name = "industry"

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[str | None, list[Fault]]:
        """Return the code; a heading of the list is too wide."""
        value, faults = super().clean(spec, raw, lookups)
        if value in parents(spec):
            return None, [fault(spec, "choice_level", _("“%(label)s”: choose an entry of the lowest level."))]
        return value, faults

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the labels from the top to the entry."""
        return SEPARATOR.join(one.label for one in path_of(spec, value)) or str(value)
