"""The names by which formulas know the fields of a form."""

from collections.abc import Iterator
from dataclasses import replace

from cms.core.formula import Name, Names, inner_rows
from forms_app.engine.fields import field_type, field_types
from forms_app.engine.formula_nodes import columns_of
from forms_app.engine.formulas import FormFormulas
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec


def names_of(spec: FormSpec) -> Names:
    """Return the names of all fields with answers and of their parts; last year's sheet has the same ones."""
    fields = [name for section in spec.sections for one in section.fields for name in _of_field(section, one)]
    return Names(fields=fields, last=fields)


def names_for(formulas: FormFormulas) -> Names:
    """Return the names of a form whose formulas are compiled; made once with them."""
    if formulas.names is None:
        formulas.names = names_of(formulas.spec)
    return formulas.names


def _of_field(section: SectionSpec, one: FieldSpec) -> Iterator[Name]:
    if one.type not in field_types() or not field_type(one.type).has_value:
        return
    groups = tuple(group for group in (one.group, section.title) if group)
    yield _name(one, groups)
    for part in field_type(one.type).formula_parts(one):
        yield _name(part, groups)


def _name(spec: FieldSpec, groups: tuple[str, ...] = ()) -> Name:
    return Name(
        id=spec.id,
        label=spec.label,
        kind=field_type(spec.type).formula_kind,
        key=spec.key,
        columns=tuple(_columns(spec)),
        scores={choice.value: choice.score for choice in spec.choices if choice.score},
        unit=spec.unit,
        groups=groups,
        options=tuple(choice.value for choice in spec.choices),
        lines=tuple(Name(row.id, row.label, "number") for row in spec.rows),
    )


def _columns(spec: FieldSpec) -> Iterator[Name]:
    """Yield the columns of a table, and behind each that is a table the columns of that one: many in a row."""
    for column in columns_of(spec):
        if column.type not in field_types():
            continue
        made = _name(column)
        yield made
        for deep in made.columns:
            label, key = f"{made.label}.{deep.label}", f"{made.key}_{deep.key}" if deep.key else ""
            yield replace(deep, id=inner_rows(made.id, deep.id), label=label, key=key, many=True)
