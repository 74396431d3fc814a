"""Formulas in a form that people wrote in a file: labels and keys become ids."""

from collections.abc import Callable
from dataclasses import replace

from cms.core.formula import FormulaError, Names, to_ids
from forms_app.engine.form_names import names_of
from forms_app.engine.spec import CheckSpec, FieldSpec, FormSpec, SectionSpec


def with_ids(spec: FormSpec) -> FormSpec:
    """Return the form with ids in its formulas; one that cannot be read stays as written: publishing says why."""
    names = names_of(spec)
    ids = {one.key: one.id for _section, one in spec.fields()}
    return replace(
        spec,
        sections=tuple(_section(one, names) for one in spec.sections),
        checks=tuple(_check(one, spec, names, ids) for one in spec.checks),
    )


def _read(text: str, names: Names, row_of: str | None = None) -> str:
    if not text:
        return text
    try:
        return to_ids(text, names, row_of)
    except FormulaError:
        return text


def _section(section: SectionSpec, names: Names) -> SectionSpec:
    fields = tuple(_field(one, lambda text: _read(text, names), names) for one in section.fields)
    return replace(section, visible=_read(section.visible, names), fields=fields)


def _field(one: FieldSpec, read: Callable[[str], str], names: Names) -> FieldSpec:
    def in_row(text: str) -> str:
        return _read(text, names, one.id)

    columns = tuple(_field(column, in_row, names) for column in one.columns)
    return replace(one, formula=read(one.formula), visible=read(one.visible), columns=columns)


def _check(check: CheckSpec, spec: FormSpec, names: Names, ids: dict[str, str]) -> CheckSpec:
    """Return a check with ids; its anchor may be named by key. One with [本行.列] belongs to the table that has it."""
    anchor = ids.get(check.anchor, check.anchor)
    tables = [one.id for _section, one in spec.fields() if one.columns]
    for table in (None, anchor, *tables):
        try:
            return replace(check, anchor=anchor, formula=to_ids(check.formula, names, table))
        except FormulaError:
            continue
    return replace(check, anchor=anchor)
