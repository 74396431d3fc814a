"""What the formulas of a form decide, and where in the form they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from cms.core.formula import Formula, FormulaError, computed_lines, inner_rows, parse
from forms_app.engine.fields import field_type, field_types
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec

# "section" and "asked": is it asked at all; "value", "cell" and "line": what was computed for a field, for a column of
# a table, for a row that the form itself names; "cell_asked": is a cell of this column asked in this row.
Kind = Literal["section", "asked", "value", "cell", "cell_asked", "line"]


class Node(NamedTuple):
    """What a formula decides: the kind, the section or field, and the column (or the named row) of a table.

    Of a table within the rows of a table `id` is `<table>:<its column>`.
    """

    kind: Kind
    id: str
    column: str = ""


def whole(table_id: str) -> str:
    """Return the field in which a table stands: itself, or the one in whose rows it is."""
    return table_id.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Step:
    """One formula with what it decides, and the section that it belongs to."""

    node: Node
    section: str
    formula: Formula

    @property
    def row_of(self) -> str:
        """Return the table whose rows the formula is computed for, "" if it is computed once."""
        if self.node.kind == "line":
            return computed_lines(self.node.id)
        return self.node.id if self.node.kind in ("cell", "cell_asked") else ""


@dataclass(frozen=True, slots=True)
class Written:
    """A formula as the form holds it: whose it is, its text, what it must come to, and the table of its rows."""

    owner: Node
    section: str
    text: str
    want: Literal["boolean", "value"]
    row_of: str = ""


def parsed(text: str) -> Formula | None:
    """Return the formula, None where there is none or it cannot be read: publishing has said so."""
    if not text:
        return None
    try:
        return parse(text)
    except FormulaError:
        return None


def columns_of(spec: FieldSpec) -> tuple[FieldSpec, ...]:
    """Return the columns that formulas can name, also of types whose columns are fixed."""
    return field_type(spec.type).formula_columns(spec) if spec.type in field_types() else ()


def tables_in(field: FieldSpec) -> Iterator[tuple[str, FieldSpec]]:
    """Yield a table and the tables within its rows, by the ids that nodes know them by."""
    if columns_of(field):
        yield field.id, field
        for column in field.columns:
            if column.columns:
                yield inner_rows(field.id, column.id), column


def computes(field: FieldSpec) -> bool:
    """Say whether anything in the rows of a table is computed."""
    lines = any(row.formula for row in field.rows)
    return lines or any(column.formula or computes(column) for column in field.columns)


def added_up(column: FieldSpec) -> bool:
    """Say whether rows that the form computes have a value in this column: it is one of numbers."""
    return column.type in field_types() and field_type(column.type).formula_kind == "number"


def written_formulas(spec: FormSpec) -> Iterator[Written]:
    """Yield every formula of the form but those of its checks."""
    for section in spec.sections:
        if section.visible:
            yield Written(Node("section", section.id), section.id, section.visible, "boolean")
        for one in section.fields:
            yield from _of_field(section, one)


def _of_field(section: SectionSpec, one: FieldSpec) -> Iterator[Written]:
    if one.visible:
        yield Written(Node("asked", one.id), section.id, one.visible, "boolean")
    if one.formula:
        yield Written(Node("value", one.id), section.id, one.formula, "value")
    yield from _of_columns(section, one, one.id)
    for row in one.rows:
        if row.formula:
            yield Written(Node("line", one.id, row.id), section.id, row.formula, "value", computed_lines(one.id))


def _of_columns(section: SectionSpec, table: FieldSpec, table_id: str) -> Iterator[Written]:
    for column in table.columns:
        if column.visible:
            yield Written(Node("cell_asked", table_id, column.id), section.id, column.visible, "boolean", table_id)
        if column.formula:
            yield Written(Node("cell", table_id, column.id), section.id, column.formula, "value", table_id)
        yield from _of_columns(section, column, inner_rows(table_id, column.id))
