"""A decision table: rows of conditions and results, read from the top. The first row that fits gives the result."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cms.core.reference.engine.cells import (
    KINDS,
    MATCHES,
    Cell,
    CellFault,
    Scalar,
    condition_of,
    covers,
    key_of,
    overlap,
    text_of,
    value_of,
)
from cms.core.reference.engine.problems import Problem, _

MAX_ROWS = 2000
MAX_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `match` is "exact" or "range" for a condition and has no meaning for a result."""

    name: str
    kind: str = "text"
    match: str = "exact"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was typed: one text per condition, one per result, and what staff note beside it."""

    when: tuple[str, ...]
    then: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class RuleTable:
    """The content of a table or of a version of it."""

    conditions: tuple[Column, ...] = ()
    results: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()

    @cached_property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the conditions of every row; CellFault if a cell is faulty (rule_problems finds those)."""
        return tuple(
            tuple(
                condition_of(text, column.kind, column.match)
                for text, column in zip(row.when, self.conditions, strict=True)
            )
            for row in self.rows
        )

    def first_fit(self, keys: Sequence[object]) -> int | None:
        """Return the index of the first row that fits; there must be as many keys as conditions."""
        typed = [key_of(key, column.kind) for key, column in zip(keys, self.conditions, strict=True)]
        for index, cells in enumerate(self.cells):
            if all(cell.fits(key) for cell, key in zip(cells, typed, strict=True)):
                return index
        return None

    def result(self, row: int, column: int = 0) -> Scalar | None:
        """Return a result of a row as a value; blank is None."""
        text = self.rows[row].then[column]
        return value_of(text, self.results[column].kind) if text.strip() else None

    def result_index(self, name: str) -> int | None:
        """Return which result column has this name, None if none has."""
        names = [column.name for column in self.results]
        return names.index(name) if name in names else None


def table_from_json(document: Mapping[str, Any]) -> RuleTable:
    """Return the table that a stored document describes."""
    return RuleTable(
        conditions=tuple(Column(**one) for one in document.get("conditions", ())),
        results=tuple(Column(**one) for one in document.get("results", ())),
        rows=tuple(
            Row(tuple(one["when"]), tuple(one["then"]), one.get("note", "")) for one in document.get("rows", ())
        ),
    )


def table_to_json(table: RuleTable) -> dict[str, Any]:
    """Return the table as JSON."""
    return {
        "conditions": [{"name": one.name, "kind": one.kind, "match": one.match} for one in table.conditions],
        "results": [{"name": one.name, "kind": one.kind} for one in table.results],
        "rows": [
            {"when": list(one.when), "then": list(one.then)} | ({"note": one.note} if one.note else {})
            for one in table.rows
        ],
    }


def table_for_browser(table: RuleTable) -> dict[str, Any]:
    """Return the table as static_src/js/reference/rule_table.js reads it: conditions already taken apart."""
    return {
        "keys": [column.kind for column in table.conditions],
        "results": [{"name": column.name, "kind": column.kind} for column in table.results],
        "rows": [
            {
                "when": [_cell_json(cell) for cell in cells],
                "then": [_result_text(table, index, at) for at in range(len(table.results))],
            }
            for index, cells in enumerate(table.cells)
        ],
    }


def _cell_json(cell: Cell) -> dict[str, Any] | None:
    if cell.anything:
        return None
    if cell.values:
        return {"in": [text_of(value) for value in cell.values]}
    bounds: dict[str, Any] = {}
    if cell.low is not None:
        bounds |= {"low": text_of(cell.low), "lowOpen": cell.low_open}
    if cell.high is not None:
        bounds |= {"high": text_of(cell.high), "highOpen": cell.high_open}
    return bounds


def _result_text(table: RuleTable, row: int, column: int) -> str | None:
    value = table.result(row, column)
    return None if value is None else text_of(value)


def rule_problems(table: RuleTable) -> list[Problem]:
    """Return what keeps a table from being published."""
    found = [*_column_problems(table)]
    return found or [*_row_problems(table)]


def _column_problems(table: RuleTable) -> Iterator[Problem]:
    if not table.conditions:
        yield Problem(_("The table has no condition column."), place=("conditions",))
    if not table.results:
        yield Problem(_("The table has no result column."), place=("results",))
    if len(table.conditions) + len(table.results) > MAX_COLUMNS:
        yield Problem(_("A table has at most %(most)s columns."), {"most": MAX_COLUMNS})
    seen: set[str] = set()
    for part, columns in (("conditions", table.conditions), ("results", table.results)):
        for index, column in enumerate(columns):
            yield from _one_column(column, seen, (part, index))
            seen.add(column.name)


def _one_column(column: Column, seen: set[str], place: tuple[str | int, ...]) -> Iterator[Problem]:
    if not column.name.strip():
        yield Problem(_("A column has no name."), place=place)
    elif column.name in seen:
        yield Problem(_("Two columns are called “%(name)s”."), {"name": column.name}, place)
    if column.kind not in KINDS or column.match not in MATCHES:
        yield Problem(_("The column “%(name)s” has an unknown kind."), {"name": column.name}, place)
    elif column.match == "range" and column.kind not in ("number", "date"):
        yield Problem(_("The column “%(name)s”: only numbers and dates have ranges."), {"name": column.name}, place)


def _row_problems(table: RuleTable) -> Iterator[Problem]:
    if not table.rows:
        yield Problem(_("The table has no rows."), place=("rows",))
    if len(table.rows) > MAX_ROWS:
        yield Problem(_("A table has at most %(most)s rows."), {"most": MAX_ROWS}, ("rows",))
    for index, row in enumerate(table.rows):
        if len(row.when) != len(table.conditions) or len(row.then) != len(table.results):
            yield Problem(_("Row %(row)s does not have one cell per column."), {"row": index + 1}, ("rows", index))
            continue
        for part, columns, texts in (("when", table.conditions, row.when), ("then", table.results, row.then)):
            for at, (column, text) in enumerate(zip(columns, texts, strict=True)):
                if not _readable(part, column, text):
                    params = {"row": index + 1, "column": column.name, "text": text}
                    message = _("Row %(row)s, column “%(column)s”: “%(text)s” cannot be read.")
                    yield Problem(message, params, ("rows", index, part, at))


def _readable(part: str, column: Column, text: str) -> bool:
    try:
        if part == "when":
            condition_of(text, column.kind, column.match)
        elif text.strip():
            value_of(text, column.kind)
    except CellFault:
        return False
    return True


NEVER_USED = _("Row %(row)s is never used: row %(other)s fits first.")
OVERLAP = _("Rows %(other)s and %(row)s overlap; row %(other)s is used.")


def rule_warnings(table: RuleTable) -> list[Problem]:
    """Return rows that another row hides or contradicts; the table must have no problems.

    A later row that fits whatever an earlier one does is a fallback, as tables read from the top have them.
    """
    found: list[Problem] = []
    for later in range(len(table.rows)):
        for earlier in range(later):
            message = _clash(table, earlier, later)
            if message:
                params = {"row": later + 1, "other": earlier + 1}
                found.append(Problem(message, params, ("rows", later)))
            if message == NEVER_USED:
                break
    return found


def _clash(table: RuleTable, earlier: int, later: int) -> str:
    pairs = list(zip(table.cells[earlier], table.cells[later], strict=True))
    if not all(overlap(one, other) for one, other in pairs):
        return ""
    if all(covers(one, other) for one, other in pairs):
        return NEVER_USED
    fallback = all(covers(other, one) for one, other in pairs)
    return "" if fallback or table.rows[earlier].then == table.rows[later].then else OVERLAP


def never_used(table: RuleTable) -> list[Problem]:
    """Return the rows that no key can reach."""
    return [one for one in rule_warnings(table) if one.message == NEVER_USED]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is in one version only: `kind` is "added" or "removed"; `cells` are its texts."""

    kind: str
    cells: tuple[str, ...]
    note: str = ""


def row_changes(old: RuleTable, new: RuleTable) -> list[Change]:
    """Return the rows that were removed and added, in table order; a changed row is one of each."""
    before, after = _counted(old.rows), _counted(new.rows)
    removed = [Change("removed", (*row.when, *row.then), row.note) for row in _without(old.rows, after)]
    return [*removed, *(Change("added", (*row.when, *row.then), row.note) for row in _without(new.rows, before))]


def _counted(rows: Iterable[Row]) -> dict[Row, int]:
    counts: dict[Row, int] = {}
    for row in rows:
        counts[row] = counts.get(row, 0) + 1
    return counts


def _without(rows: Iterable[Row], others: dict[Row, int]) -> Iterator[Row]:
    left = dict(others)
    for row in rows:
        if left.get(row, 0):
            left[row] -= 1
        else:
            yield row
