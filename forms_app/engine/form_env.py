"""Where the formulas of a form find their values: the answers of all sections, and what was computed from them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from cms.core.formula import EVERY_LINE, ErrorValue, Value
from forms_app.engine.fields import field_type
from forms_app.engine.formula_nodes import columns_of, whole
from forms_app.engine.spec import FieldSpec

Row = dict[str, Any]
# What a row knows besides its cells: the row around it, and whether the form computes it.
ABOVE, LINE = ":above", ":line"


class World(Protocol):
    """What formulas ask about the world: the day, rule tables and the calendar of working days."""

    @property
    def today(self) -> dt.date:
        """Return the day that TODAY() names."""
        ...

    def lookup(self, table_name: str, keys: Sequence[Value], /) -> Value:
        """Return what a rule table says for these keys; an ErrorValue #N/A when no row fits."""
        ...

    def is_workday(self, day: dt.date, /) -> bool | None:
        """Say whether people work on that day; None when the calendar does not reach it."""
        ...


class BareWorld:
    """A world without rule tables and calendar."""

    def __init__(self, today: dt.date) -> None:
        self.today = today

    def lookup(self, table_name: str, keys: Sequence[Value], /) -> Value:
        """Return #N/A."""
        return ErrorValue("#N/A")

    def is_workday(self, day: dt.date, /) -> bool | None:
        """Return nothing."""
        return None


def formula_value(spec: FieldSpec, stored: Any) -> Any:
    """Return a stored answer as formulas see it; an answer of an earlier shape that does not fit is its text."""
    if stored is None:
        return None
    try:
        return field_type(spec.type).to_formula(spec, stored)
    except (InvalidOperation, ValueError, TypeError, KeyError, AttributeError):
        return str(stored)


def stored_value(spec: FieldSpec, result: Value) -> Any:
    """Return what a formula gave as the field stores it; None for blanks, errors and what does not fit."""
    if result is None or isinstance(result, ErrorValue):
        return None
    return field_type(spec.type).from_formula(spec, result)


class FormEnv:
    """The values of one form, as an Env of the formula language.

    `current` is the row at hand; while a row of the form is computed, `lines` has the column at hand by row.
    """

    def __init__(
        self, fields: Mapping[str, FieldSpec], answers: Mapping[str, Any], world: World, last: Mapping[str, Any]
    ) -> None:
        self.fields = fields
        self.answers = answers
        self.world = world
        self.last_answers = last
        self.hidden: set[str] = set()
        self.hidden_cells: set[tuple[str, str, str]] = set()
        self.current: Row = {}
        self.lines: Mapping[str, Any] = {}
        self._values: dict[str, Any] = {}
        self._rows: dict[str, list[Row]] = {}

    @property
    def today(self) -> dt.date:
        """Return the day that TODAY() names."""
        return self.world.today

    def value(self, field_id: str, /) -> Any:
        """Return the answer of a field; blank if it is not asked."""
        if whole(field_id) in self.hidden:
            return None
        if field_id.count(":") == 2:
            return self._named_cell(*field_id.split(":"))
        if field_id not in self._values:
            self._values[field_id] = self._stored(field_id, self.answers)
        return self._values[field_id]

    def _stored(self, field_id: str, answers: Mapping[str, Any]) -> Any:
        """Return a stored answer, or the part of one that `<field>:<part>` names."""
        spec = self.fields.get(field_id)
        if spec is None:
            return None
        whole, _colon, part = field_id.partition(":")
        stored = answers.get(whole)
        if part:
            stored = stored.get(part) if isinstance(stored, Mapping) else None
        return formula_value(spec, stored)

    def _named_cell(self, table_id: str, row_id: str, column_id: str) -> Any:
        """Return a cell of a table whose rows the form itself names."""
        return next((row.get(column_id) for row in self.rows(table_id) if row["id"] == row_id), None)

    def set_value(self, field_id: str, value: Any) -> None:
        """Keep what was computed for a field."""
        self._values[field_id] = value

    def rows(self, table_id: str) -> list[Row]:
        """Return the rows of a table as formulas see them; "id" is the id of the row.

        The id of a row within a row is `<outer row>-<column>-<row>`, as inputs are named.
        """
        found = self._rows.get(table_id)
        if found is None:
            table, _colon, inner = table_id.partition(":")
            found = self._inner(table, inner) if inner else self._read_rows(table)
            self._rows[table_id] = found
        return found

    def _inner(self, table_id: str, column_id: str) -> list[Row]:
        return [row for outer in self.rows(table_id) for row in outer.get(column_id) or ()]

    def _read_rows(self, table_id: str) -> list[Row]:
        spec, stored = self.fields.get(table_id), self.answers.get(table_id)
        if spec is None or stored is None:
            return []
        columns = [column for column in columns_of(spec) if not column.formula]
        if not columns or not isinstance(stored, list):
            return []
        computed = [row.id for row in spec.rows if row.formula]
        found = [_row(columns, row, row["id"]) for row in stored if row["id"] not in computed]
        return found + [{"id": row_id, LINE: True} for row_id in computed] if found else []

    def column(self, table_id: str, column_id: str, /) -> Any:
        """Return the answers of a column, one for each row that people fill in; none if the table is not asked."""
        if table_id in self.hidden:
            return []
        return [_cell(row, column_id) for row in self.rows(table_id) if LINE not in row]

    def row(self, column_id: str, /) -> Any:
        """Return the answer of a column in the row at hand."""
        return _cell(self.current, column_id)

    def up(self, column_id: str, /) -> Any:
        """Return the answer of a column in the row around the row at hand."""
        return _cell(self.current.get(ABOVE, {}), column_id)

    def line(self, row_id: str, /) -> Any:
        """Return the answer of a row of the form in the column at hand; of all that are typed if it is "*"."""
        return list(self.lines.get(EVERY_LINE, ())) if row_id == EVERY_LINE else self.lines.get(row_id)

    def last(self, field_id: str, /) -> Any:
        """Return the answer of a field in last year's accepted sheet."""
        return self._stored(field_id, self.last_answers)

    def lookup(self, table_name: str, keys: Sequence[Value], /) -> Value:
        """Return what a rule table says."""
        return self.world.lookup(table_name, keys)

    def is_workday(self, day: dt.date, /) -> bool | None:
        """Say whether people work on that day."""
        return self.world.is_workday(day)

    def scores(self, field_id: str, /) -> Mapping[str, str]:
        """Return how much each option of a field counts."""
        spec = self.fields.get(field_id) or self._column(field_id.rpartition(":")[2])
        return {choice.value: choice.score for choice in spec.choices if choice.score} if spec else {}

    def _column(self, column_id: str) -> FieldSpec | None:
        columns = (column for table in self.fields.values() for column in table.columns)
        return next((column for column in columns if column.id == column_id), None)


def _row(columns: Sequence[FieldSpec], stored: Mapping[str, Any], place: str, above: Row | None = None) -> Row:
    """Return a stored row as formulas see it, with the rows within it."""
    row: Row = {"id": place, ABOVE: above or {}}
    for one in columns:
        value = stored.get(one.id)
        if one.columns and isinstance(value, list):
            typed = [column for column in one.columns if not column.formula]
            row[one.id] = [_row(typed, inner, f"{place}-{one.id}-{inner['id']}", row) for inner in value]
        else:
            row[one.id] = formula_value(one, value)
    return row


def _cell(row: Row, column_id: str) -> Any:
    """Return a cell of a row; of the rows within it a list."""
    table, colon, column = column_id.partition(":")
    if colon:
        return [inner.get(column) for inner in row.get(table) or ()]
    value = row.get(table)
    return (
        [inner["id"] for inner in value] if value and isinstance(value, list) and isinstance(value[0], dict) else value
    )


def is_false(result: Value) -> bool:
    """Say whether a condition does not hold: FALSE, 0 or blank. An error hides nothing."""
    return result is None or result is False or (isinstance(result, Decimal) and not result)
