"""From a form version and its answers to a printed sheet. Pure Python; knows no form.

What a section or field says under `paper` decides where it stands (docs/concepts/paper.md lists the keys); a form
that says nothing is printed as label | answer rows, so every form can be put on paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.paper.document import FULL, Cell, PaperContext, PaperDocument, PaperExplanation, Row, Table
from forms_app.paper.values import SIDES, SPLIT, as_lines, cell_text, side_lines, value_lines

Answers = Mapping[str, Mapping[str, Any]]

DEFAULT_COLUMNS = (30, 70)
DEFAULT_GROUP_COLUMNS = (17, 33, 50)
DEFAULT_PLACEHOLDERS = {"county": "XX县（市、区）"}
# A table with more columns than this gets the whole width instead of the answer's part of it.
COLUMNS_BESIDE_LABEL = 3
# Rows with more lines than this may break over pages: kept whole they would leave half a page white.
LINES_KEPT_WHOLE = 12
CHARACTERS_PER_LINE = 26
EXPLANATION_COLUMNS = (24, 24, 36, 16)
EXPLANATION_HEADS = ("填报项", "核实内容", "说明", "填写人、时间")
# A section with no more rows than this is not torn apart by the end of a page.
ROWS_KEPT_TOGETHER = 6


def build_document(spec: FormSpec, answers: Answers, lookups: Lookups, context: PaperContext) -> PaperDocument:
    """Lay out the sheet: every section with something to print becomes a table under its heading row."""
    sections = [(section, _printed(section)) for section in spec.sections]
    return PaperDocument(
        title=_title(spec, context),
        tables=tuple(
            _SectionLayout(section, answers.get(section.id, {}), lookups).table(fields)
            for section, fields in sections
            if fields
        )
        + _explanations(context.explanations),
        notes=spec.notes,
        reference=context.reference,
        version_number=context.version_number,
        draft=context.draft,
        check_code=context.check_code,
        verify_url=context.verify_url,
        binding=context.binding,
    )


def _explanations(given: Sequence[PaperExplanation]) -> tuple[Table, ...]:
    """Return the list of what was explained; no table where nothing had to be."""
    if not given:
        return ()
    edges = _edges(EXPLANATION_COLUMNS)
    heading = Row((Cell("heading", as_lines("数据核实说明"), 0, FULL),), header=True)
    rows = [
        _row(
            Cell("value", as_lines(text), left, right)
            for text, left, right in zip(
                (one.place, one.message, one.text, f"{one.author}\n{one.time}"), edges, edges[1:], strict=False
            )
        )
        for one in given
    ]
    return (Table((heading, replace(_row(_heads(EXPLANATION_HEADS, edges)), keeps_next=True), *rows)),)


def _title(spec: FormSpec, context: PaperContext) -> str:
    title = spec.paper_title or spec.title
    for name, text in {**DEFAULT_PLACEHOLDERS, **{k: v for k, v in context.placeholders.items() if v}}.items():
        title = title.replace(f"{{{name}}}", text)
    return title


def _printed(section: SectionSpec) -> list[FieldSpec]:
    """The fields that go on paper, by their row where they name one, else in the order of the form."""
    fields = [spec for spec in section.fields if spec.printed and spec.type != "note"]
    return sorted(fields, key=lambda spec: (spec.paper.get("row", FULL), spec.paper.get("col", 0)))


def _label(spec: FieldSpec) -> str:
    unit = f"\n({spec.unit})" if spec.unit and spec.type in ("money", "number") else ""
    return str(spec.paper.get("label") or f"{spec.label}{unit}")


def _edges(columns: Sequence[float]) -> tuple[int, ...]:
    """Turn relative column widths into edges from 0 to FULL."""
    total, passed, edges = sum(columns), 0.0, [0]
    for width in columns:
        passed += width
        edges.append(round(FULL * passed / total))
    return tuple(edges)


def _row(cells: Iterable[Cell]) -> Row:
    cells = tuple(cells)
    longest = max((_height(cell) for cell in cells), default=0)
    return Row(cells, breakable=longest > LINES_KEPT_WHOLE)


def _kept(rows: Sequence[Row]) -> list[Row]:
    """Keep the rows on one page: a label beside several rows cannot be read where it is cut."""
    return [*(replace(row, keeps_next=True) for row in rows[:-1]), rows[-1]]


def _height(cell: Cell) -> int:
    per_line = max(1, CHARACTERS_PER_LINE * (cell.right - cell.left) // (FULL * 2 // 3))
    return sum(1 + len("".join(line)) // per_line for line in cell.lines)


class _SectionLayout:
    """Places one section's fields; holds what all of its rows share."""

    def __init__(self, section: SectionSpec, values: Mapping[str, Any], lookups: Lookups) -> None:
        self.section = section
        self.values = values
        self.lookups = lookups
        self.groups: Mapping[str, Mapping[str, Any]] = section.paper.get("groups", {})
        self.columns: Sequence[float] = section.paper.get("columns", ())

    def table(self, fields: Sequence[FieldSpec]) -> Table:
        """Return the heading row and below it the blocks of rows that share a group label (or have none)."""
        rows = [self._heading()] if self._heading_text() else []
        for name, members in groupby(fields, key=lambda spec: str(spec.paper.get("group", spec.group))):
            rows += self._block(name, list(members))
        return Table(tuple(_kept(rows) if len(rows) <= ROWS_KEPT_TOGETHER else rows))

    def _heading_text(self) -> str:
        number = f"{self.section.number}、" if self.section.number else ""
        default = f"{number}{self.section.title}{self.section.title_suffix}"
        return str(self.section.paper.get("heading", default))

    def _heading(self) -> Row:
        return Row((Cell("heading", as_lines(self._heading_text()), 0, FULL),), header=True)

    def _block(self, name: str, fields: Sequence[FieldSpec]) -> list[Row]:
        group = self.groups.get(name, {"label": name} if name else {})
        default = DEFAULT_GROUP_COLUMNS if group else DEFAULT_COLUMNS
        edges = _edges(group.get("columns") or self.columns or default)
        inner = edges[1:] if group else edges
        rows = []
        if group.get("header"):
            rows.append(_row(_heads(group["header"], inner)))
        for _, beside in groupby(fields, key=lambda spec: spec.paper.get("row", spec.id)):
            rows += self._field_rows(list(beside), inner)
        if group:
            label = Cell("label", as_lines(str(group["label"])), 0, inner[0], rowspan=len(rows))
            rows[0] = replace(rows[0], cells=(label, *rows[0].cells))
            rows = _kept(rows)
        return rows

    def _field_rows(self, fields: Sequence[FieldSpec], edges: Sequence[int]) -> list[Row]:
        if len(fields) == 1 and fields[0].type in ("table", "matrix") and fields[0].paper.get("rows") != "lines":
            return self._table_rows(fields[0], edges)
        share = max(1, (len(edges) - 1) // len(fields))
        cells: list[Cell] = []
        for index, spec in enumerate(fields):
            last = index == len(fields) - 1
            end = len(edges) if last else (index + 1) * share + 1
            cells += self._field_cells(spec, edges[index * share : end])
        return [_row(cells)]

    def _field_cells(self, spec: FieldSpec, edges: Sequence[int]) -> list[Cell]:
        """Label and answer between these edges; a before/after answer has a cell for each where there is a column."""
        value = self.values.get(spec.id)
        cells, start = [], 0
        if spec.paper.get("label_cell", True) and len(edges) > 2:
            cells.append(Cell("label", as_lines(_label(spec)), edges[0], edges[1]))
            start = 1
        if spec.type in SPLIT and len(edges) - start == 3:
            sides = (side_lines(spec, value, side, self.lookups) for side in SIDES)
            cells += [Cell("value", lines, edges[start + at], edges[start + at + 1]) for at, lines in enumerate(sides)]
        else:
            cells.append(Cell("value", value_lines(spec, value, self.lookups), edges[start], edges[-1]))
        return cells

    def _table_rows(self, spec: FieldSpec, edges: Sequence[int]) -> list[Row]:
        """A repeating table: column heads, then one row each; at least one empty row, to be filled in by hand."""
        answers, names = _rows_of(spec, self.values.get(spec.id))
        beside = len(spec.columns) + len(names[:1]) <= COLUMNS_BESIDE_LABEL
        left = edges[1] if beside else edges[0]
        columns = _edges([1] * (len(spec.columns) + len(names[:1])))
        inner = [left + round(edge * (edges[-1] - left) / FULL) for edge in columns]
        rows = [_row(_heads([*[""] * len(names[:1]), *(_label(column) for column in spec.columns)], inner))]
        for number, answer in enumerate(answers):
            texts = [cell_text(column, answer.get(column.id), self.lookups) for column in spec.columns]
            texts = [*names[number : number + 1], *texts]
            rows.append(_row(Cell("value", as_lines(text), inner[at], inner[at + 1]) for at, text in enumerate(texts)))
        if beside:
            label = Cell("label", as_lines(_label(spec)), edges[0], left, rowspan=len(rows))
            rows[0] = replace(rows[0], cells=(label, *rows[0].cells))
            return rows
        return [_row([Cell("label", as_lines(_label(spec)), edges[0], edges[-1])]), *rows]


def _rows_of(spec: FieldSpec, value: Any) -> tuple[Sequence[Mapping[str, Any]], Sequence[str]]:
    """Return the rows to print and, where the form names them, their names; an empty table prints one empty row."""
    if spec.type != "matrix":
        return value or [{}], ()
    given = {row["id"]: row for row in value or ()}
    return [given.get(row.id, {}) for row in spec.rows], [row.label for row in spec.rows]


def _heads(texts: Sequence[str], edges: Sequence[int]) -> list[Cell]:
    return [Cell("head", as_lines(str(text)), edges[at], edges[at + 1]) for at, text in enumerate(texts)]
