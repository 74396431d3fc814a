"""What an imported form would change in one that exists: field by field. Pure Python."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from forms_app.engine.spec import FieldSpec, FormSpec

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is new, gone, moved to another section or changed; `attributes` name what changed."""

    kind: Kind
    section: str
    label: str
    attributes: tuple[tuple[str, str, str], ...] = ()


def differences(old: FormSpec, new: FormSpec) -> list[Difference]:
    """Return what differs, in the order of the new form; what is gone comes last."""
    before = {one.id: (section, one) for section, one in old.fields()}
    after = {one.id for _section, one in new.fields()}
    found = []
    for section, one in new.fields():
        if one.id not in before:
            found.append(Difference("added", section.title, one.label))
            continue
        was_in, was = before[one.id]
        changed = tuple(_changed(was, one))
        if changed:
            found.append(Difference("changed", section.title, one.label, changed))
        elif was_in.id != section.id:
            found.append(Difference("moved", section.title, one.label, (("section", was_in.title, section.title),)))
    for one_id, (section, one) in before.items():
        if one_id not in after:
            found.append(Difference("removed", section.title, one.label))
    return found


def _changed(old: FieldSpec, new: FieldSpec) -> Iterator[tuple[str, str, str]]:
    for one in fields(FieldSpec):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after:
            yield one.name, _shown(before), _shown(after)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(str(getattr(one, "label", one)) for one in value)
    return "" if value in (None, False, {}) else str(value)
