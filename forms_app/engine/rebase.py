"""Carrying answers from one version of a form to a newer one: by ids, and without losing a single value.

Fields, columns and rows of a matrix are the same as long as their id is, whatever they are called and wherever they
stand. What still has a place is carried there; what has none any more is retired, to be kept in the drawer. An answer
that only breaks a new limit (longest text, least number, most rows) stays where it was typed: the ordinary checks of
the section point it out before the form is handed in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.rebase_value import Part, carried
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.engine.threeway import belongs

Answers = Mapping[str, Mapping[str, Any]]

# What a filler does not see, or sees as something else: it is not told as a change of the question.
_NOT_TOLD = frozenset(
    {"id", "key", "paper", "printed", "private", "indexed", "prefill", "default", "group", "to_confirm"}
)


@dataclass(frozen=True, slots=True)
class Retired:
    """An answer, or the part of one, that has no place in the newer version: where it stood and what it said.

    `spec` is the question as the older version asked it. `typed` is what was typed there and not accepted.
    """

    section: SectionSpec
    spec: FieldSpec
    value: Any = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    # Whether the question is still asked, so that the filler can answer it anew.
    still_asked: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that is asked differently now: the names of the attributes, and its old section if it moved."""

    section: SectionSpec
    spec: FieldSpec
    before: FieldSpec
    attributes: tuple[str, ...] = ()
    moved_from: SectionSpec | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A question that the older version did not ask; of a table, the new columns."""

    section: SectionSpec
    spec: FieldSpec
    columns: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class RebasePlan:
    """What a republished form does to the answers of one draft; `apply` does exactly this.

    `gone` are questions without answers that are no longer asked, `retired` the answers that go to the drawer, `moves`
    the section into which the answers of a field are carried, by field id.
    """

    old: FormSpec
    new: FormSpec
    added: tuple[Added, ...]
    changed: tuple[Changed, ...]
    gone: tuple[tuple[SectionSpec, FieldSpec], ...]
    retired: tuple[Retired, ...]
    moves: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rebased:
    """The answers and the rejected input by section id as the newer version holds them, and what was retired."""

    answers: dict[str, dict[str, Any]]
    rejected: dict[str, dict[str, Any]]
    retired: tuple[Retired, ...]


def plan(old: FormSpec, new: FormSpec, answers: Answers, rejected: Answers | None = None) -> RebasePlan:
    """Return what carrying these answers from `old` to `new` means."""
    were, are = _places(old), _places(new)
    rebased = _rebased(old, new, answers, rejected or {})
    lost = {one.spec.id for one in rebased.retired if not one.still_asked}
    return RebasePlan(
        old=old,
        new=new,
        added=tuple(_added(were, are)),
        changed=tuple(_changed(were, are, answers)),
        gone=tuple(
            place for field_id, place in were.items() if field_id not in are and field_id not in lost and _asks(place)
        ),
        retired=rebased.retired,
        moves={
            field_id: are[field_id][0].id
            for field_id, (section, _spec) in were.items()
            if field_id in are and are[field_id][0].id != section.id
        },
    )


def apply(plan: RebasePlan, answers: Answers, rejected: Answers | None = None) -> Rebased:
    """Return the answers as the newer version of the plan holds them."""
    return _rebased(plan.old, plan.new, answers, rejected or {})


def _places(spec: FormSpec) -> dict[str, tuple[SectionSpec, FieldSpec]]:
    return {one.id: (section, one) for section, one in spec.fields()}


def _asks(place: tuple[SectionSpec, FieldSpec]) -> bool:
    return field_type(place[1].type).has_value


def _rebased(old: FormSpec, new: FormSpec, answers: Answers, rejected: Answers) -> Rebased:
    were, are = _places(old), _places(new)
    carried_on: dict[str, dict[str, Any]] = {}
    typed_on: dict[str, dict[str, Any]] = {}
    retired: list[Retired] = []
    for section_id, field_id, value, typed in _stored(answers, rejected, were):
        section, spec = were.get(field_id) or (_unknown_section(section_id), _unknown_field(field_id))
        place = are.get(field_id)
        twice = place is not None and field_id in carried_on.get(place[0].id, {})
        if place is None or twice or not _same_writers(section, place[0]):
            retired.append(Retired(section, spec, value, typed))
            continue
        home, now = place
        parts = carried(spec, now, value, typed)
        if parts.value is not None:
            carried_on.setdefault(home.id, {})[field_id] = parts.value
        if parts.typed:
            typed_on.setdefault(home.id, {}).update(parts.typed)
        retired.extend(_retired(section, spec, one) for one in parts.retired)
    return Rebased(carried_on, typed_on, tuple(retired))


def _retired(section: SectionSpec, spec: FieldSpec, part: Part) -> Retired:
    """Return a retired part: of a table only the columns that it has cells of."""
    shown = replace(spec, columns=part.columns) if part.columns else spec
    return Retired(section, shown, part.value, part.typed, still_asked=True)


def _stored(
    answers: Answers, rejected: Answers, were: Mapping[str, Any]
) -> Iterator[tuple[str, str, Any, Mapping[str, Any]]]:
    """Yield (section id, field id, value, rejected input) of everything that is stored."""
    for section_id in dict.fromkeys([*answers, *rejected]):
        values, typed = answers.get(section_id, {}), dict(rejected.get(section_id, {}))
        owners = {name: _owner(name, [*values, *were]) for name in typed}
        for field_id in dict.fromkeys([*values, *owners.values()]):
            own = {name: text for name, text in typed.items() if owners[name] == field_id}
            yield section_id, field_id, values.get(field_id), own


def _owner(name: str, field_ids: Sequence[str]) -> str:
    """Return the field to which an input belongs: the longest id that its name begins with."""
    return max((one for one in field_ids if belongs(name, one)), key=len, default=name)


def _unknown_section(section_id: str) -> SectionSpec:
    return SectionSpec(id=section_id, key=section_id, title="")


def _unknown_field(field_id: str) -> FieldSpec:
    return FieldSpec(id=field_id, key=field_id, label=field_id, type="text")


def _same_writers(before: SectionSpec, after: SectionSpec) -> bool:
    """Say whether those who gave an answer may still give it: nobody's words become those of somebody else."""
    return bool(set(before.parties) & set(after.parties))


def _added(were: Mapping[str, Any], are: Mapping[str, tuple[SectionSpec, FieldSpec]]) -> Iterator[Added]:
    for field_id, (section, spec) in are.items():
        if not field_type(spec.type).has_value:
            continue
        if field_id not in were:
            yield Added(section, spec)
            continue
        known = {one.id for one in were[field_id][1].columns}
        columns = tuple(one for one in spec.columns if one.id not in known)
        if columns:
            yield Added(section, spec, columns)


def _changed(
    were: Mapping[str, tuple[SectionSpec, FieldSpec]],
    are: Mapping[str, tuple[SectionSpec, FieldSpec]],
    answers: Answers,
) -> Iterator[Changed]:
    for field_id, (section, spec) in are.items():
        if field_id not in were or not field_type(spec.type).has_value:
            continue
        was_in, before = were[field_id]
        names = tuple(_differing(before, spec))
        moved_from = was_in if was_in.id != section.id else None
        if names or moved_from:
            answered = field_id in answers.get(was_in.id, {})
            yield Changed(section, spec, before, names, moved_from, answered)


def _differing(before: FieldSpec, after: FieldSpec) -> Iterator[str]:
    """Yield the attributes that differ; of the columns only whether those in both versions are asked alike."""
    for one in fields(FieldSpec):
        if one.name in _NOT_TOLD:
            continue
        if one.name == "columns":
            new = {column.id: column for column in after.columns}
            if any(any(_differing(column, new[column.id])) for column in before.columns if column.id in new):
                yield "columns"
        elif getattr(before, one.name) != getattr(after, one.name):
            yield one.name
