"""A small form for the tests of formulas: names, and an environment that holds answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cms.core.formula import ErrorValue, Name, Names
from cms.core.formula.wire import from_wire, to_wire

TODAY = date(2025, 6, 18)

NAMES = Names(
    fields=(
        Name("inc", "营业收入", "number", key="income", unit="万元"),
        Name("cost", "营业成本（万元）", "number"),
        Name("size", "规模", "text", options=("大型", "中型", "小型")),
        Name("dirs", "改造方向", "list", options=("研发", "生产", "供应链")),
        Name("since", "成立日期", "date"),
        Name("agree", "是否同意", "boolean"),
        Name("n1", "名称", "text", key="own_name", groups=("企业信息",)),
        Name("n2", "名称", "text", key="provider_name", groups=("服务商信息",)),
        Name(
            "items",
            "费用明细",
            "table",
            columns=(
                Name("kind", "类别", "text", options=("软件", "硬件")),
                Name("price", "单价", "number"),
                Name("count", "数量", "number"),
                Name("odd", "a]b.c", "number"),
            ),
        ),
        Name("scan", "附件", "file"),
    ),
    last=(Name("inc", "营业收入", "number"),),
)


def _plain(key: Any) -> str:
    return "" if key is None else str(key).lower() if isinstance(key, bool) else key


@dataclass
class Answers:
    """An environment of plain dictionaries."""

    values: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], Sequence[Any]] = field(default_factory=dict)
    rows: Mapping[str, Any] = field(default_factory=dict)
    ups: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, Any] = field(default_factory=dict)
    lasts: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    points: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset({2024, 2025})
    today: date = TODAY

    def value(self, field_id: str) -> Any:
        """Return an answer."""
        return self.values.get(field_id)

    def column(self, table_id: str, column_id: str) -> Any:
        """Return a column."""
        return list(self.columns.get((table_id, column_id), []))

    def row(self, column_id: str) -> Any:
        """Return an answer of the row."""
        return self.rows.get(column_id)

    def up(self, column_id: str) -> Any:
        """Return an answer of the row around."""
        return self.ups.get(column_id)

    def line(self, row_id: str) -> Any:
        """Return an answer of a row of the form."""
        return self.lines.get(row_id)

    def last(self, field_id: str) -> Any:
        """Return last year's answer."""
        return self.lasts.get(field_id)

    def lookup(self, table_name: str, keys: Sequence[Any]) -> Any:
        """Return what a rule table says, by the joined keys."""
        rows = self.tables.get(table_name, {})
        wires = [to_wire(key) for key in keys]
        joined = "|".join(str(next(iter(wire.values()))) if isinstance(wire, dict) else _plain(wire) for wire in wires)
        return rows.get(joined, ErrorValue("#N/A"))

    def is_workday(self, day: date) -> bool | None:
        """Say whether a day is neither weekend nor holiday."""
        if day.year not in self.years:
            return None
        return day.weekday() < 5 and day not in self.holidays

    def scores(self, field_id: str) -> Mapping[str, str]:
        """Return the points of a field's options."""
        return self.points.get(field_id, {})


def answers_from(wire: Mapping[str, Any]) -> Answers:
    """Return the environment that a vector or a fuzzed case describes; the browser's twin is in evaluate_lines.mjs."""

    def read(part: str, source: Mapping[str, Any] = wire) -> dict[str, Any]:
        return {name: from_wire(value) for name, value in source.get(part, {}).items()}

    return Answers(
        values=read("values"),
        columns={tuple(name.split(".")): values for name, values in read("columns").items()},  # type: ignore[misc]
        rows=read("rows"),
        ups=read("ups"),
        lines=read("lines"),
        lasts=read("lasts"),
        tables={name: read(name, wire["tables"]) for name in wire.get("tables", {})},
        points=wire.get("points", {}),
        holidays=frozenset(date.fromisoformat(day) for day in wire.get("holidays", [])),
        years=frozenset(wire.get("years", [])),
        today=date.fromisoformat(wire["today"]),
    )
