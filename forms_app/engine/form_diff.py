"""What differs between two states of a form: by ids, so that a renamed or moved field is one and the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from cms.core.formula import Names, to_labels
from forms_app.engine.form_names import names_of
from forms_app.engine.spec import CheckSpec, FieldSpec, FormSpec, SectionSpec

Kind = Literal["added", "removed", "moved", "changed"]
FORMULAS = frozenset({"formula", "visible"})
_NOT_COMPARED = frozenset({"id", "fields", "columns", "sections", "checks"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One attribute with what it was and what it is, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to the form itself, a section, a field, a column or a check, and where it stands."""

    what: Literal["form", "section", "field", "column", "check"]
    kind: Kind
    label: str
    where: str = ""
    details: tuple[Detail, ...] = field(default_factory=tuple)


def form_diff(before: FormSpec, after: FormSpec) -> list[Change]:
    """Return every difference, in the order of the newer form; what was removed comes last."""
    diff = _Diff(names_of(before), names_of(after))
    return [
        *diff.same("form", before, after, after.title),
        *diff.sections(before, after),
        *diff.fields_of(before, after),
        *diff.listed("check", before.checks, after.checks, ""),
    ]


class _Diff:
    def __init__(self, before: Names, after: Names) -> None:
        self.names = (before, after)

    def sections(self, before: FormSpec, after: FormSpec) -> Iterator[Change]:
        yield from self.listed("section", before.sections, after.sections, "")
        for one in _moved([section.id for section in before.sections], [section.id for section in after.sections]):
            yield Change("section", "moved", after.section(one).title)

    def fields_of(self, before: FormSpec, after: FormSpec) -> Iterator[Change]:
        old = {one.id: (section, one) for section, one in before.fields()}
        new = {one.id: (section, one) for section, one in after.fields()}
        shifted = _shifted(before, after)
        for field_id, (section, one) in new.items():
            if field_id not in old:
                yield Change("field", "added", one.label, section.title, self.attributes(None, one))
                continue
            was_in, was = old[field_id]
            if was_in.id != section.id:
                yield Change(
                    "field", "moved", one.label, section.title, (Detail("section", was_in.title, section.title),)
                )
            elif field_id in shifted:
                yield Change("field", "moved", one.label, section.title)
            yield from self.same("field", was, one, one.label, section.title)
            yield from self.listed("column", was.columns, one.columns, one.label)
        for field_id, (section, one) in old.items():
            if field_id not in new:
                yield Change("field", "removed", one.label, section.title, self.attributes(one, None))

    def listed(self, what: Any, before: Sequence[Any], after: Sequence[Any], where: str) -> Iterator[Change]:
        old, new = {one.id: one for one in before}, {one.id: one for one in after}
        for one in after:
            if one.id not in old:
                yield Change(what, "added", _label(one), where, self.attributes(None, one))
            else:
                yield from self.same(what, old[one.id], one, _label(one), where)
        for one in before:
            if one.id not in new:
                yield Change(what, "removed", _label(one), where, self.attributes(one, None))

    def same(self, what: Any, before: Any, after: Any, label: str, where: str = "") -> Iterator[Change]:
        details = self.attributes(before, after)
        if details:
            yield Change(what, "changed", label, where, details)

    def attributes(self, before: Any, after: Any) -> tuple[Detail, ...]:
        kind = after if after is not None else before
        found = []
        for one in fields(kind):
            if one.name in _NOT_COMPARED:
                continue
            texts = [self.text(one.name, spec, names) for spec, names in zip((before, after), self.names, strict=True)]
            if texts[0] != texts[1]:
                found.append(Detail(one.name, *texts))
        return tuple(found)

    def text(self, name: str, spec: Any, names: Names) -> str:
        if spec is None:
            return ""
        value = getattr(spec, name)
        if name in FORMULAS and value:
            return to_labels(value, names)
        if name in ("anchor", "cascade") and value:
            found = names.by_id.get(value)
            return found.label if found else str(value)
        return "" if value is False or value == 0 else _text(value)


def _label(one: SectionSpec | FieldSpec | CheckSpec) -> str:
    return one.title if isinstance(one, SectionSpec) else one.message if isinstance(one, CheckSpec) else one.label


def _text(value: Any) -> str:
    if value is None:
        return ""
    if value is True:
        return "✓"
    if isinstance(value, Mapping):
        return "，".join(f"{name}：{_text(part)}" for name, part in value.items())
    if isinstance(value, tuple | list):
        return "\n".join(_text(part) for part in value)
    if hasattr(value, "label"):
        extra = "；".join(
            f"{one.name}={getattr(value, one.name)}"
            for one in fields(value)
            if one.name not in ("label", "value", "id") and getattr(value, one.name)
        )
        own = getattr(value, "value", value.label)
        label = value.label if own == value.label else f"{value.label}（{own}）"
        return f"{label}（{extra}）" if extra else str(label)
    return str(value)


def _shifted(before: FormSpec, after: FormSpec) -> set[str]:
    """Return the fields that stand elsewhere among those that stayed in their section."""
    found: set[str] = set()
    for section in after.sections:
        old = next((one for one in before.sections if one.id == section.id), None)
        if old is not None:
            found |= _moved([one.id for one in old.fields], [one.id for one in section.fields])
    return found


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the fewest ids that must be moved to make one order of the other."""
    places = {one: index for index, one in enumerate(before)}
    common = [one for one in after if one in places]
    chains: list[list[str]] = []
    for one in common:
        before_it = [chain for chain in chains if places[chain[-1]] < places[one]]
        best: list[str] = max(before_it, key=len, default=[])
        chains.append([*best, one])
    longest: list[str] = max(chains, key=len, default=[])
    kept = set(longest)
    return {one for one in common if one not in kept}
