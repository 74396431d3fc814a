"""What the formulas of a form come to for given answers: what is asked, what is computed, and the totals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cms.core.formula import EVERY_LINE, ErrorValue, evaluate
from forms_app.engine.fields import field_type
from forms_app.engine.form_env import LINE, FormEnv, Row, World, formula_value, is_false, stored_value
from forms_app.engine.formula_nodes import Step, added_up, computes, whole
from forms_app.engine.formulas import FormFormulas, formulas_of
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec

Answers = Mapping[str, Mapping[str, Any]]
Cell = tuple[str, str, str]


@dataclass(slots=True)
class FormState:
    """`computed`, `cells` and `totals` hold values as they are stored, None where there is none.

    `hidden_fields` has the fields of hidden sections too. A cell is (table, row, column); a row within a row is
    `<outer row>-<column>-<row>`. `errors` says why a computed value is missing, by field id or by `table/row/column`.
    """

    env: FormEnv
    hidden_fields: set[str] = field(default_factory=set)
    hidden_sections: set[str] = field(default_factory=set)
    hidden_cells: set[Cell] = field(default_factory=set)
    computed: dict[str, Any] = field(default_factory=dict)
    cells: dict[Cell, Any] = field(default_factory=dict)
    totals: dict[tuple[str, str], Any] = field(default_factory=dict)
    errors: dict[str, ErrorValue] = field(default_factory=dict)

    def with_computed(self, section: SectionSpec, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers of a section with what was computed for them."""
        values = dict(data)
        for one in section.fields:
            if one.id in self.computed:
                _put(values, one.id, None if one.id in self.hidden_fields else self.computed[one.id])
            elif computes(one) and values.get(one.id):
                values[one.id] = self._rows(one, values[one.id], one.id)
        return values

    def asked_only(self, section: SectionSpec, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers of a section without those that are not asked."""
        if section.id in self.hidden_sections:
            return {}
        values = {field_id: value for field_id, value in data.items() if field_id not in self.hidden_fields}
        for table, row, column in self.hidden_cells:
            if table in values:
                values[table] = _without(values[table], row, column)
        return values

    def hides(self, path: str) -> bool:
        """Say whether an input belongs to something that is not asked."""
        if any(path == one or path.startswith(f"{one}-") for one in self.hidden_fields):
            return True
        return any(_below(path, f"{table}-{row}-{column}") for table, row, column in self.hidden_cells)

    def _rows(self, spec: FieldSpec, rows: list[dict[str, Any]], table: str, above: str = "") -> list[dict[str, Any]]:
        """Return rows with what was computed for them; `above` is the place of the row around them."""
        given = {row["id"]: row for row in rows}
        order = [row.id for row in spec.rows if row.formula or row.id in given]
        made = []
        for row_id in dict.fromkeys([*order, *given]):
            fresh = dict(given.get(row_id, {"id": row_id}))
            place = above + row_id
            for column in spec.columns:
                if (table, place, column.id) in self.cells:
                    _put(fresh, column.id, self.cells[table, place, column.id])
                elif computes(column) and fresh.get(column.id):
                    fresh[column.id] = self._rows(column, fresh[column.id], table, f"{place}-{column.id}-")
            if set(fresh) != {"id"}:
                made.append(fresh)
        return made


def _below(path: str, name: str) -> bool:
    return path == name or path.startswith(f"{name}-")


def _without(rows: list[dict[str, Any]], place: str, column: str) -> list[dict[str, Any]]:
    """Return rows without one cell; `place` is the row, or `<row>-<column>-<row within it>`."""
    row_id, _dash, rest = place.partition("-")
    table, _dash, inner = rest.rpartition("-")

    def cleared(row: dict[str, Any]) -> dict[str, Any]:
        if not inner:
            return {name: value for name, value in row.items() if name != column}
        return {**row, table: _without(row[table], inner, column)} if table in row else row

    return [cleared(row) if row["id"] == row_id else row for row in rows]


def _put(values: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        values.pop(name, None)
    else:
        values[name] = value


def evaluate_form(
    spec: FormSpec,
    answers: Answers,
    world: World,
    *,
    last: Mapping[str, Any] | None = None,
    only: Collection[str] | None = None,
) -> FormState:
    """Return the state of a form: of all sections, or of what the sections `only` need.

    `answers` is {section id: {field id: stored value}}, `last` last year's {field id: stored value}.
    """
    formulas = formulas_of(spec)
    flat: dict[str, Any] = {}
    for values in answers.values():
        flat.update(values)
    state = FormState(FormEnv(formulas.fields, flat, world, {} if last is None else last))
    wanted = None if only is None else formulas.wanted(only)
    for step in formulas.steps:
        if wanted is None or step.node in wanted:
            _STEPS[step.node.kind](formulas, step, state)
    for broken in formulas.in_cycle:
        state.errors[broken.id] = ErrorValue("#REF!")
    if formulas.has_totals:
        _total(formulas, state, only)
    return state


def _section(formulas: FormFormulas, step: Step, state: FormState) -> None:
    if not is_false(evaluate(step.formula, state.env)):
        return
    state.hidden_sections.add(step.node.id)
    inside = {one.id for one in formulas.spec.section(step.node.id).fields}
    state.hidden_fields |= inside
    state.env.hidden |= inside


def _asked(formulas: FormFormulas, step: Step, state: FormState) -> None:
    if is_false(evaluate(step.formula, state.env)):
        state.hidden_fields.add(step.node.id)
        state.env.hidden.add(step.node.id)


def _value(formulas: FormFormulas, step: Step, state: FormState) -> None:
    spec = formulas.fields[step.node.id]
    if spec.id in state.hidden_fields:
        state.computed[spec.id] = None
        return
    result = evaluate(step.formula, state.env)
    stored = stored_value(spec, result)
    state.computed[spec.id] = stored
    if isinstance(result, ErrorValue):
        state.errors[spec.id] = result
        state.env.set_value(spec.id, result)
    else:
        state.env.set_value(spec.id, formula_value(spec, stored))


def _cell(formulas: FormFormulas, step: Step, state: FormState) -> None:
    table, column_id = step.node.id, step.node.column
    column = next(one for one in formulas.fields[table].columns if one.id == column_id)
    for row in state.env.rows(table):
        state.env.current = row
        _fill_cell(step, state, (whole(table), row["id"], column_id), row, column)


def _line(formulas: FormFormulas, step: Step, state: FormState) -> None:
    """Compute a row that the form itself names, number by number; a column with a formula goes by its own."""
    table, row_id = step.node.id, step.node.column
    rows = state.env.rows(table)
    own = next((row for row in rows if row["id"] == row_id), None)
    if own is None:
        return
    for column in formulas.fields[table].columns:
        if column.formula or not added_up(column):
            continue
        lines: dict[str, Any] = {row["id"]: row.get(column.id) for row in rows}
        lines[EVERY_LINE] = [row.get(column.id) for row in rows if LINE not in row]
        state.env.lines = lines
        _fill_cell(step, state, (table, row_id, column.id), own, column)
    state.env.lines = {}


def _fill_cell(step: Step, state: FormState, place: Cell, row: Row, column: FieldSpec) -> None:
    if place in state.hidden_cells:
        state.cells[place] = row[column.id] = None
        return
    result = evaluate(step.formula, state.env)
    state.cells[place] = stored_value(column, result)
    if isinstance(result, ErrorValue):
        state.errors["/".join(place)] = result
        row[column.id] = result
    else:
        row[column.id] = formula_value(column, state.cells[place])


def _cell_asked(formulas: FormFormulas, step: Step, state: FormState) -> None:
    table, column_id = step.node.id, step.node.column
    for row in state.env.rows(table):
        state.env.current = row
        if is_false(evaluate(step.formula, state.env)):
            state.hidden_cells.add((whole(table), row["id"], column_id))
            row[column_id] = None


_STEPS = {
    "section": _section,
    "asked": _asked,
    "value": _value,
    "cell": _cell,
    "cell_asked": _cell_asked,
    "line": _line,
}


def _total(formulas: FormFormulas, state: FormState, only: Collection[str] | None) -> None:
    for table in formulas.fields.values():
        if only is not None and formulas.section_of[table.id] not in only:
            continue
        for column in table.columns:
            if column.total:
                state.totals[table.id, column.id] = _sum(table, column, state)


def _sum(table: FieldSpec, column: FieldSpec, state: FormState) -> Any:
    """Return the sum of a column as it is stored; None while no cell has a number."""
    found = [one for one in state.env.column(table.id, column.id) if isinstance(one, Decimal)]
    return field_type(column.type).from_formula(column, sum(found, Decimal(0))) if found else None
