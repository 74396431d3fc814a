"""Formulas in a form that people wrote in a file: labels and keys become ids."""

from collections.abc import Callable
from dataclasses import replace

from cms.core.formula import FormulaError, Names, computed_lines, inner_rows, to_ids
from forms_app.engine.form_names import names_of
from forms_app.engine.formula_nodes import tables_in, whole
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


def _field(one: FieldSpec, read: Callable[[str], str], names: Names, table_id: str = "") -> FieldSpec:
    """Return a field or column with ids; `table_id` is what the formulas in its rows know them by."""
    table_id = table_id or one.id

    def in_row(text: str) -> str:
        return _read(text, names, table_id)

    columns = tuple(_field(column, in_row, names, inner_rows(table_id, column.id)) for column in one.columns)
    rows = tuple(replace(row, formula=_read(row.formula, names, computed_lines(one.id))) for row in one.rows)
    return replace(one, formula=read(one.formula), visible=read(one.visible), columns=columns, rows=rows)


def _check(check: CheckSpec, spec: FormSpec, names: Names, ids: dict[str, str]) -> CheckSpec:
    """Return a check with ids; its anchor may be named by key. One with [本行.列] belongs to the table that has it."""
    anchor = ids.get(check.anchor, check.anchor)
    tables = [table_id for _section, one in spec.fields() for table_id, _table in tables_in(one)]
    own = [table_id for table_id in tables if whole(table_id) == anchor]
    for table in (None, *own, *tables):
        try:
            return replace(check, anchor=anchor, formula=to_ids(check.formula, names, table))
        except FormulaError:
            continue
    return replace(check, anchor=anchor)
