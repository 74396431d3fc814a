"""The rule tables that count on one day, as formulas see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.core.formula import ErrorValue
from cms.core.reference.engine.cells import Scalar, text_of
from cms.core.reference.engine.problems import _
from cms.core.reference.engine.rule_table import RuleTable, table_for_browser


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Tables by name. `without_version` names the tables that exist but have no version on the day."""

    tables: Mapping[str, RuleTable] = field(default_factory=dict)
    without_version: frozenset[str] = frozenset()

    def lookup(self, name: str, keys: Sequence[object]) -> Scalar | ErrorValue | None:
        """Return the result of the first row that fits `keys`; None if its cell is blank.

        `name` is a table's name, whose first result column is meant, or 表名.结果列.
        """
        table, column = self._find(name)
        if table is None:
            if name.split(".", maxsplit=1)[0] in self.without_version or name in self.without_version:
                return ErrorValue(
                    "#N/A", _("The rule table “%(table)s” has no version that is valid on this day."), {"table": name}
                )
            return ErrorValue("#NAME?", _("There is no rule table “%(table)s”."), {"table": name})
        if len(keys) != len(table.conditions):
            params: dict[str, str | int] = {
                "table": name,
                "count": len(table.conditions),
                "columns": "、".join(one.name for one in table.conditions),
            }
            return ErrorValue(
                "#VALUE!", _("The rule table “%(table)s” is asked with %(count)s values: %(columns)s."), params
            )
        row = table.first_fit(keys)
        if row is None:
            shown = "、".join(text_of("" if key is None else key) or "—" for key in keys)
            return ErrorValue(
                "#N/A", _("No row of the rule table “%(table)s” fits %(keys)s."), {"table": name, "keys": shown}
            )
        return table.result(row, column)

    def _find(self, name: str) -> tuple[RuleTable | None, int]:
        if name in self.tables:
            return self.tables[name], 0
        head, _dot, tail = name.rpartition(".")
        table = self.tables.get(head)
        column = table.result_index(tail) if table else None
        return (table, column) if table is not None and column is not None else (None, 0)

    def for_browser(self) -> dict[str, Any]:
        """Return every table for the JavaScript twin."""
        return {name: table_for_browser(table) for name, table in self.tables.items()}


def table_name_of(reference: str, names: frozenset[str]) -> str | None:
    """Return which table a LOOKUP's first argument means (表名 or 表名.结果列), None if there is none."""
    if reference in names:
        return reference
    head = reference.rpartition(".")[0]
    return head if head in names else None
