"""Where the formulas of a form find their values: the answers of all sections, and what was computed from them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from cms.core.formula import ErrorValue, Value
from forms_app.engine.fields import field_type
from forms_app.engine.formulas import columns_of
from forms_app.engine.spec import FieldSpec

Row = dict[str, Any]


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
    """The values of one form, as an Env of the formula language. `current` is the row at hand."""

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
        self._values: dict[str, Any] = {}
        self._rows: dict[str, list[Row]] = {}

    @property
    def today(self) -> dt.date:
        """Return the day that TODAY() names."""
        return self.world.today

    def value(self, field_id: str, /) -> Any:
        """Return the answer of a field; blank if it is not asked."""
        if field_id.partition(":")[0] in self.hidden:
            return None
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

    def set_value(self, field_id: str, value: Any) -> None:
        """Keep what was computed for a field."""
        self._values[field_id] = value

    def rows(self, table_id: str) -> list[Row]:
        """Return the rows of a table as formulas see them; "id" is the id of the row."""
        found = self._rows.get(table_id)
        if found is None:
            found = self._rows[table_id] = self._read_rows(table_id)
        return found

    def _read_rows(self, table_id: str) -> list[Row]:
        spec, stored = self.fields.get(table_id), self.answers.get(table_id)
        if spec is None or stored is None:
            return []
        columns = [column for column in columns_of(spec) if not column.formula]
        if not columns or not isinstance(stored, list):
            return []
        return [{"id": row["id"], **{one.id: formula_value(one, row.get(one.id)) for one in columns}} for row in stored]

    def column(self, table_id: str, column_id: str, /) -> Any:
        """Return the answers of a column, one for each row; none if the table is not asked."""
        if table_id in self.hidden:
            return []
        return [row.get(column_id) for row in self.rows(table_id)]

    def row(self, column_id: str, /) -> Any:
        """Return the answer of a column in the row at hand."""
        return self.current.get(column_id)

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
        spec = self.fields.get(field_id)
        return {choice.value: choice.score for choice in spec.choices if choice.score} if spec else {}


def is_false(result: Value) -> bool:
    """Say whether a condition does not hold: FALSE, 0 or blank. An error hides nothing."""
    return result is None or result is False or (isinstance(result, Decimal) and not result)
