"""Between a rule table and the two grids in which staff edit it: its columns, and its rows below their names."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.reference.engine.rule_table import Column, Row, RuleTable

USES = (("condition", _("Condition")), ("result", _("Result")))
KIND_LABELS = (
    ("text", pgettext_lazy("kind of column", "Text")),
    ("number", pgettext_lazy("kind of column", "Number")),
    ("date", pgettext_lazy("kind of column", "Date")),
    ("boolean", pgettext_lazy("kind of column", "Yes or no")),
)
MATCH_LABELS = (("exact", _("equal")), ("range", _("range")))
NOTE = pgettext_lazy("rule table", "Note")
COLUMNS = (
    {"label": _("Column")},
    {"label": _("Use"), "options": USES},
    {"label": _("Kind"), "options": KIND_LABELS},
    {"label": _("Match"), "options": MATCH_LABELS},
)


def column_rows(table: RuleTable) -> list[list[str]]:
    """Return the grid of the columns."""
    conditions = [[one.name, "condition", one.kind, one.match] for one in table.conditions]
    return [*conditions, *([one.name, "result", one.kind, ""] for one in table.results)]


def rule_rows(table: RuleTable) -> list[list[str]]:
    """Return the grid of the rows, headings first."""
    heading = [*(one.name for one in table.conditions), *(one.name for one in table.results), str(NOTE)]
    return [heading, *([*row.when, *row.then, row.note] for row in table.rows)]


def table_of_grids(columns: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> RuleTable:
    """Return the table that the grids describe; the first row is the heading if it names a column."""
    conditions, results = columns_of(columns)
    names = [one.name for one in (*conditions, *results)]
    heading, body = _heading(rows, names)
    at = {name: index for index, name in enumerate(heading)}
    note = at.get(str(NOTE))

    def cell(row: Sequence[str], index: int | None) -> str:
        return row[index] if index is not None and index < len(row) else ""

    cut = len(conditions)
    parsed = []
    for row in body:
        texts = [cell(row, at.get(name)) for name in names]
        parsed.append(Row(tuple(texts[:cut]), tuple(texts[cut:]), cell(row, note)))
    return RuleTable(tuple(conditions), tuple(results), tuple(parsed))


def columns_of(rows: Sequence[Sequence[str]]) -> tuple[list[Column], list[Column]]:
    """Return conditions and results; a use, kind or match is taken by its key or by its label."""
    conditions, results = [], []
    for row in rows:
        name, use, kind, match = [*row, "", "", "", ""][:4]
        kind, match = _key(KIND_LABELS, kind, "text"), _key(MATCH_LABELS, match, "exact")
        if _key(USES, use, "condition") == "result":
            results.append(Column(name, kind))
        else:
            conditions.append(Column(name, kind, match))
    return conditions, results


def _key(options: Sequence[tuple[str, object]], text: str, default: str) -> str:
    for key, label in options:
        if text in (key, str(label)):
            return key
    return text or default


def _heading(rows: Sequence[Sequence[str]], names: list[str]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    if rows and set(rows[0]) & set(names):
        return rows[0], rows[1:]
    return [*names, str(NOTE)], rows
