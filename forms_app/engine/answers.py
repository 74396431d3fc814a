"""Answers of a section: reading what was typed and checking it, as far as a write mask opens it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_app.engine.faults import MISSING_CODES, Fault
from forms_app.engine.fields import Inputs, Post, field_type
from forms_app.engine.guard import Guard
from forms_app.engine.lookups import Lookups
from forms_app.engine.openings import openings
from forms_app.engine.spec import FieldSpec, SectionSpec

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SectionResult:
    """What became of an input: the good `values`, the `faults`, and what was `rejected`, by input name, as typed."""

    values: Values = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    rejected: Inputs = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Return the faults that block."""
        return tuple(one for one in self.faults if one.blocks)

    @property
    def notices(self) -> tuple[Fault, ...]:
        """Return the faults that only inform."""
        return tuple(one for one in self.faults if not one.blocks)

    @property
    def ok(self) -> bool:
        """Say whether nothing blocks."""
        return not self.errors


class TypedInput:
    """Input names and texts that did not come with a request, readable like a request's POST."""

    def __init__(self, inputs: Mapping[str, str | list[str]]) -> None:
        self.inputs = inputs

    def get(self, name: str, default: str = "", /) -> Any:
        """Return the last value under this name."""
        values = self.getlist(name)
        return values[-1] if values else default

    def getlist(self, name: str, /) -> list[Any]:
        """Return all values under this name."""
        value = self.inputs.get(name, [])
        return list(value) if isinstance(value, list) else [value]


def clean_section(
    section: SectionSpec,
    post: Post,
    lookups: Lookups,
    mask: Collection[str],
    *,
    require: bool = False,
    files_present: Mapping[str, Sequence[str]] | None = None,
    stored: Mapping[str, Any] | None = None,
) -> SectionResult:
    """Read the open fields of a section from typed input.

    Of a field that is open in parts the rest reads as it is in `stored`, whatever was sent, and is at no fault.

    With `require` a blank required field is a fault; without it only wrong input is. `values` holds every open
    field that has an acceptable answer, so a field missing from it is blank; `rejected` holds what was wrong.
    With `files_present` the files are those, whatever ids were sent.
    """
    values: Values = {}
    faults: list[Fault] = []
    rejected: Inputs = {}
    opened = openings(mask)
    typed = post
    for spec in section.fields:
        opening = opened.get(spec.id)
        if opening is None:
            continue
        kind = field_type(spec.type)
        guard = None if opening.whole or kind.has_files else Guard(spec, opening, (stored or {}).get(spec.id))
        post = typed if guard is None else guard.input(typed)
        raw = kind.parse(spec, post, (files_present or {}).get(spec.id, ()))
        if kind.has_files and files_present is not None:
            # What is stored for the field counts: a typed id could name the file of another field.
            raw = list(files_present.get(spec.id, ()))
        value, wrong = kind.clean_among(spec, raw, lookups, values)
        if value is not None:
            values[spec.id] = value
        if guard is not None:
            wrong = [one for one in wrong if not guard.closes(one.path)]
        rejected.update(_rejected(spec, wrong, post))
        if require:
            at_fault = {one.path for one in wrong if one.blocks}
            missing = [one for one in kind.required_faults(spec, value) if not _covered(spec, one, at_fault)]
            wrong = [*wrong, *missing]
        faults.extend(wrong if guard is None else [one for one in wrong if not guard.closes(one.path)])
    return SectionResult(values, tuple(faults), rejected)


def _covered(spec: FieldSpec, missing: Fault, at_fault: Collection[str]) -> bool:
    """Say whether something is missing only because it was typed wrongly: one message per input is enough."""
    if missing.path in at_fault:
        return True
    return missing.path in (spec.id, f"{spec.id}-rows") and bool(at_fault)


def _rejected(spec: FieldSpec, wrong: Iterable[Fault], post: Post) -> Inputs:
    """Return what was typed at the inputs that are wrong, and the row order that it needs to be shown again."""
    names = [one.path for one in wrong if one.blocks and one.code not in MISSING_CODES]
    kind = field_type(spec.type)
    if not names or kind.has_files:
        return {}
    kept: Inputs = {}
    if kind.has_rows:
        refused = tuple(name.removesuffix("rows") for name in names if name.endswith("-rows"))
        sent = kind.input_names(spec, post)
        names.extend(name for name in sent if name.endswith("-rows") or name.startswith(refused))
    if kind.name == "checkbox" and spec.id in names:
        names.extend(f"{spec.id}-text-{index}" for index, choice in enumerate(spec.choices) if choice.text)
    for name in names:
        texts = [text.replace("\x00", "") for text in post.getlist(name) if isinstance(text, str)]
        storable = [text.encode("utf-8", "ignore").decode() for text in texts]
        if storable:
            kept[name] = storable[0] if len(storable) == 1 else storable
    return kept


def section_inputs(
    section: SectionSpec, values: Mapping[str, Any], rejected: Mapping[str, Any] | None = None
) -> Inputs:
    """Return everything that a section's inputs show: the stored values, overlaid by what was typed wrongly."""
    inputs: Inputs = {}
    for spec in section.fields:
        if spec.id in values:
            inputs.update(field_type(spec.type).to_inputs(spec, values[spec.id]))
    inputs.update(rejected or {})
    return inputs


def check_section(
    section: SectionSpec,
    values: Mapping[str, Any],
    lookups: Lookups,
    *,
    rejected: Mapping[str, Any] | None = None,
    mask: Collection[str] | None = None,
) -> tuple[Fault, ...]:
    """Return everything that keeps a stored section from being handed in; only within `mask` if one is given."""
    opened = {spec.id for spec in section.fields} if mask is None else mask
    post = TypedInput(section_inputs(section, values, rejected))
    return clean_section(section, post, lookups, opened, require=True, stored=values).faults
