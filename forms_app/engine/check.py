"""Is a form fit to be published? Every fault is found at once and says where it is."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cms.core.money import UNITS
from forms_app.engine.check_options import (
    bound_problems,
    cascade_problems,
    directory_problems,
    row_problems,
    tree_problems,
)
from forms_app.engine.check_texts import default_problems, pattern_problems
from forms_app.engine.check_whole import whole_problems
from forms_app.engine.faults import _
from forms_app.engine.fields import COLUMN_TYPES, field_types
from forms_app.engine.formula_problems import formula_problems
from forms_app.engine.problems import Place, Problem
from forms_app.engine.spec import PARTIES, STAGES, FieldSpec, FormSpec, SectionSpec

__all__ = ["Place", "Problem", "form_problems"]

CHOICE_TYPES = frozenset({"radio", "select", "industry", "radio_with_text", "checkbox", "before_after"})
TABLE_TYPES = frozenset({"table", "matrix"})
CHOICE_TEXTS = ("", "optional", "required")


def form_problems(spec: FormSpec, *, sinks: Collection[str] | None = None) -> list[Problem]:
    """Return everything that is wrong with a form; the sinks are checked where the known ones are given."""
    return [*_form(spec, sinks), *_sections(spec), *formula_problems(spec), *whole_problems(spec)]


def _form(spec: FormSpec, sinks: Collection[str] | None) -> Iterator[Problem]:
    if not spec.title:
        yield Problem(_("The form has no title."), ("title",))
    if not spec.code:
        yield Problem(_("The form has no code."), ("code",))
    if not spec.sections:
        yield Problem(_("The form has no section. Add at least one."), ("sections",))
    for stage in spec.stages_at_start:
        if stage not in STAGES:
            yield Problem(_("The form begins with an unknown stage “%(name)s”."), ("stages_at_start",), {"name": stage})
    for index, sink in enumerate(spec.sinks):
        name = sink.get("sink", "")
        if sinks is not None and name not in sinks:
            yield Problem(
                _("There is no recipient of submissions called “%(name)s”."), ("sinks", index), {"name": name}
            )


def _sections(spec: FormSpec) -> Iterator[Problem]:
    counts = Counter(section.id for section in spec.sections)
    keys = Counter(section.key for section in spec.sections)
    ids = Counter(one.id for _section, one in spec.fields())
    names = Counter(one.key for _section, one in spec.fields())
    for index, section in enumerate(spec.sections):
        place: Place = ("sections", index)
        where = {"section": _section_name(section, index)}
        if not section.title:
            yield Problem(_("Section %(section)s has no title."), place, where)
        if counts[section.id] > 1 or not section.id:
            yield Problem(_("Section “%(section)s” has the same internal number as another one."), place, where)
        if section.key and keys[section.key] > 1:
            message = _("Section “%(section)s” has the same code “%(key)s” as another section.")
            yield Problem(message, (*place, "key"), {**where, "key": section.key})
        if not section.fields:
            yield Problem(_("Section “%(section)s” has no field."), (*place, "fields"), where)
        yield from _parties_and_stage(section, place, where)
        for number, one in enumerate(section.fields):
            below = (*place, "fields", number)
            named = {**where, "field": one.label or str(number + 1)}
            yield from _doubles(one, ids, names, below, named)
            yield from _field(one, below, named)
            yield from cascade_problems(one, section.fields[:number], below, named)


def _section_name(section: SectionSpec, index: int) -> str:
    return f"{section.number}、{section.title}" if section.number else section.title or str(index + 1)


def _parties_and_stage(section: SectionSpec, place: Place, where: Mapping[str, Any]) -> Iterator[Problem]:
    if not section.parties:
        yield Problem(_("Section “%(section)s” does not say who fills it in."), (*place, "parties"), where)
    for party in section.parties:
        if party not in PARTIES:
            message = _("Section “%(section)s” names “%(name)s”, which is no party that fills in forms.")
            yield Problem(message, (*place, "parties"), {**where, "name": party})
    if section.stage and section.stage not in STAGES:
        message = _("Section “%(section)s” names an unknown stage “%(name)s”.")
        yield Problem(message, (*place, "stage"), {**where, "name": section.stage})


def _doubles(
    one: FieldSpec, ids: Counter[str], names: Counter[str], place: Place, named: Mapping[str, Any]
) -> Iterator[Problem]:
    if ids[one.id] > 1 or not one.id:
        message = _("Section “%(section)s”, field “%(field)s” has the same internal number as another field.")
        yield Problem(message, place, named)
    if one.key and names[one.key] > 1:
        message = _("Section “%(section)s”, field “%(field)s”: the code “%(key)s” is used by another field.")
        yield Problem(message, (*place, "key"), {**named, "key": one.key})


def _field(one: FieldSpec, place: Place, named: Mapping[str, Any], *, inner: bool = False) -> Iterator[Problem]:
    if one.type not in field_types():
        message = _("Section “%(section)s”, field “%(field)s” is of an unknown type “%(name)s”.")
        yield Problem(message, (*place, "type"), {**named, "name": one.type})
        return
    if not one.label:
        yield Problem(_("Section “%(section)s”, field %(field)s has no label."), place, named)
    if one.to_confirm:
        message = _("Section “%(section)s”, field “%(field)s” was read from a file (%(source)s) and is not confirmed.")
        yield Problem(message, (*place, "to_confirm"), {**named, "source": one.to_confirm})
    if one.stage and one.stage not in STAGES:
        message = _("Section “%(section)s”, field “%(field)s” names an unknown stage “%(name)s”.")
        yield Problem(message, (*place, "stage"), {**named, "name": one.stage})
    if one.type == "money" and one.unit and one.unit not in UNITS:
        message = _("Section “%(section)s”, field “%(field)s”: “%(name)s” is no unit of money.")
        yield Problem(message, (*place, "unit"), {**named, "name": one.unit})
    if one.max_items is not None and one.max_items < one.min_items:
        message = _("Section “%(section)s”, field “%(field)s” wants more rows than it allows.")
        yield Problem(message, (*place, "max_items"), named)
    yield from bound_problems(one, place, named)
    yield from pattern_problems(one, place, named)
    yield from default_problems(one, place, named)
    yield from directory_problems(one, place, named)
    if one.type == "industry":
        yield from tree_problems(one, place, named)
    if one.type in CHOICE_TYPES:
        yield from _choices(one, (*place, "choices"), named)
    if one.type in TABLE_TYPES:
        yield from _columns(one, (*place, "columns"), named, inner=inner)


def _choices(one: FieldSpec, place: Place, named: Mapping[str, Any]) -> Iterator[Problem]:
    if not one.choices:
        yield Problem(_("Section “%(section)s”, field “%(field)s” has no options to choose from."), place, named)
    values = Counter(choice.value for choice in one.choices)
    for index, choice in enumerate(one.choices):
        if not choice.value or not choice.label:
            yield Problem(_("Section “%(section)s”, field “%(field)s” has an option without text."), place, named)
        elif values[choice.value] > 1:
            message = _("Section “%(section)s”, field “%(field)s” has the option “%(name)s” more than once.")
            yield Problem(message, (*place, index), {**named, "name": choice.label})
        if choice.text not in CHOICE_TEXTS:
            message = _("Section “%(section)s”, field “%(field)s”: option “%(name)s” has a wrong text setting.")
            yield Problem(message, (*place, index), {**named, "name": choice.label})


def _columns(one: FieldSpec, place: Place, named: Mapping[str, Any], *, inner: bool) -> Iterator[Problem]:
    if not one.columns:
        yield Problem(_("Section “%(section)s”, field “%(field)s” is a table without columns."), place, named)
    ids = Counter(column.id for column in one.columns)
    allowed = COLUMN_TYPES if inner or one.type == "matrix" else COLUMN_TYPES | {"table"}
    if one.type == "matrix":
        yield from row_problems(one, (*place[:-1], "rows"), named)
    for index, column in enumerate(one.columns):
        below = {**named, "field": f"{named['field']} / {column.label or index + 1}"}
        if ids[column.id] > 1 or not column.id:
            message = _("Section “%(section)s”, field “%(field)s” has the same internal number as another field.")
            yield Problem(message, (*place, index), below)
        if column.type in field_types() and column.type not in allowed:
            message = _("Section “%(section)s”, field “%(field)s”: this type cannot be a column of a table.")
            yield Problem(message, (*place, index, "type"), below)
        else:
            yield from _field(column, (*place, index), below, inner=True)
            yield from cascade_problems(column, one.columns[:index], (*place, index), below)
