"""Repeating answers: items one by one, tables, and metrics before and after. A row keeps its id for ever."""

import re
import secrets
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from cms.core.numerals import NumeralError, canonical, decimal_from, decimals_of
from forms_app.engine.faults import Fault, _
from forms_app.engine.fields.base import DisplayItem, FieldType, FormulaKind, Indexed, Inputs, Post, fault, typed_text
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

MOST_ROWS = 200
METRIC_PARTS = ("name", "unit", "before", "after")
METRIC_LIMITS = {"name": 60, "unit": 20, "before": 200, "after": 200}

ROW_ID = re.compile(r"[A-Za-z0-9_]{1,40}\Z")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def new_row_id(taken: Collection[str] = ()) -> str:
    """Return an id for a new row: random, so that the id of a removed row never comes back."""
    while True:
        made = "r" + "".join(secrets.choice(_ALPHABET) for _index in range(7))
        if made not in taken:
            return made


def row_ids(spec: FieldSpec, post: Post) -> list[str]:
    """Return the ids of the rows that were sent, in order."""
    sent = [one.strip() for one in typed_text(post, f"{spec.id}-rows").split(",")]
    return list(dict.fromkeys(one for one in sent if ROW_ID.match(one)))[: 5 * MOST_ROWS]


class Rows(FieldType):
    """What all repeating types share: reading, dropping blank rows, counting, numbering the faults."""

    has_rows = True
    formula_kind: ClassVar[FormulaKind] = "table"
    # What the inputs of a row are called.
    parts: ClassVar[Sequence[str]] = ()

    @abstractmethod
    def parse_row(self, spec: FieldSpec, post: Post, row: str) -> Any:
        """Return the raw cells of one row."""

    @abstractmethod
    def clean_row(self, spec: FieldSpec, raw: Any, row: str, lookups: Lookups) -> tuple[dict[str, Any], list[Fault]]:
        """Return the good cells of one row."""

    def missing_in_row(self, spec: FieldSpec, row: Mapping[str, Any]) -> list[Fault]:
        """Return the cells that a row with content still lacks."""
        return []

    def cell_names(self, spec: FieldSpec, post: Post, row: str) -> list[str]:
        """Return the names of the inputs of one row, those that order rows within it included."""
        return [f"{spec.id}-{row}-{part}" for part in self.parts]

    def input_names(self, spec: FieldSpec, post: Post) -> list[str]:
        """Return the order of the rows and every cell that was sent."""
        names = [f"{spec.id}-rows"]
        for row in row_ids(spec, post):
            names.extend(self.cell_names(spec, post, row))
        return names

    @abstractmethod
    def row_inputs(self, spec: FieldSpec, row: Mapping[str, Any]) -> Inputs:
        """Return the cells of one row as inputs."""

    @abstractmethod
    def item(self, spec: FieldSpec, row: Mapping[str, Any], lookups: Lookups) -> DisplayItem:
        """Return one row as people read it."""

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return (row id, raw cells) in order."""
        return [(row, self.parse_row(spec, post, row)) for row in row_ids(spec, post)]

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[list[dict[str, Any]] | None, list[Fault]]:
        """Return the rows with content; faults tell the row as the person counts it."""
        rows: list[dict[str, Any]] = []
        faults: list[Fault] = []
        for number, (row, cells) in enumerate(raw, start=1):
            value, wrong = self.clean_row(spec, cells, row, lookups)
            faults.extend(in_row(one, number) for one in wrong)
            if value:
                rows.append({"id": row, **value})
        most = spec.max_items or MOST_ROWS
        if len(rows) > most:
            message = _("“%(label)s” may have at most %(limit)s rows; there are %(count)s. Remove some.")
            faults.append(fault(spec, "max_items", message, part="rows", limit=most, count=len(rows)))
            return None, faults
        return rows or None, faults

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for enough rows, and for what the rows still lack."""
        rows = value or []
        least = max(spec.min_items, 1) if spec.required else (spec.min_items if rows else 0)
        faults: list[Fault] = []
        if len(rows) < least:
            message = _("“%(label)s” needs at least %(limit)s rows.")
            faults.append(fault(spec, "min_items", message, part="rows", limit=least))
        for number, row in enumerate(rows, start=1):
            faults.extend(in_row(one, number) for one in self.missing_in_row(spec, row))
        return faults

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> list[DisplayItem]:
        """Return one item per row."""
        return [self.item(spec, row, lookups) for row in value]

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the rows numbered from 1."""
        return numbered([self.item(spec, row, lookups).text for row in value or ()])

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return nothing: a list has no single value."""
        return None

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the order of the rows and their cells."""
        inputs: Inputs = {f"{spec.id}-rows": ",".join(row["id"] for row in value)}
        for row in value:
            inputs.update(self.row_inputs(spec, row))
        return inputs


def in_row(fault: Fault, number: int) -> Fault:
    """Return a fault of a cell with the number of its row; that of a row within the row is told by its label."""
    if fault.row is None:
        return replace(fault, row=number)
    label = f"{fault.label}（{fault.row}）"
    return replace(fault, row=number, label=label, params={**fault.params, "label": label})


def numbered(lines: Sequence[str]) -> str:
    """Return the lines numbered from 1."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


class ItemList(Rows):
    """逐条列出: texts one by one."""

    name = "item_list"
    parts = ("text",)
    formula_kind = "list"
    default_limit = 1000

    def parse_row(self, spec: FieldSpec, post: Post, row: str) -> Any:
        """Return the text as typed."""
        return typed_text(post, f"{spec.id}-{row}-text")

    def clean_row(self, spec: FieldSpec, raw: Any, row: str, lookups: Lookups) -> tuple[dict[str, Any], list[Fault]]:
        """Return the text unless it is too long."""
        limit = spec.max_length or self.default_limit
        if not raw.strip():
            return {}, []
        if len(raw) > limit:
            message = _("“%(label)s” may have at most %(limit)s characters; it has %(count)s. Shorten it.")
            return {}, [fault(spec, "too_long", message, part=f"{row}-text", limit=limit, count=len(raw))]
        return {"text": raw}, []

    def row_inputs(self, spec: FieldSpec, row: Mapping[str, Any]) -> Inputs:
        """Return the text."""
        return {f"{spec.id}-{row['id']}-text": row["text"]}

    def item(self, spec: FieldSpec, row: Mapping[str, Any], lookups: Lookups) -> DisplayItem:
        """Return the text."""
        return DisplayItem(id=row["id"], text=row["text"])

    def to_formula(self, spec: FieldSpec, value: Any) -> list[str]:
        """Return the texts."""
        return [str(row["text"]) for row in value]


class Table(Rows):
    """Rows whose columns are fields themselves."""

    name = "table"

    def __init__(self, type_of: Callable[[str], FieldType]) -> None:
        self.type_of = type_of

    def cell(self, spec: FieldSpec, row: str, column: FieldSpec) -> FieldSpec:
        """Return the column as a field of its own whose inputs are named after the row."""
        return replace(column, id=f"{spec.id}-{row}-{column.id}")

    def typed(self, spec: FieldSpec) -> list[FieldSpec]:
        """Return the columns that people type into; the others are computed, whatever is posted."""
        return [column for column in spec.columns if not column.formula]

    def cell_names(self, spec: FieldSpec, post: Post, row: str) -> list[str]:
        """Return the inputs of each column; a table in a cell has several."""
        cells = [(self.type_of(column.type), self.cell(spec, row, column)) for column in self.typed(spec)]
        return [name for kind, cell in cells for name in kind.input_names(cell, post)]

    def parse_row(self, spec: FieldSpec, post: Post, row: str) -> Any:
        """Return the raw cells by column id."""
        return {c.id: self.type_of(c.type).parse(self.cell(spec, row, c), post) for c in self.typed(spec)}

    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[list[dict[str, Any]] | None, list[Fault]]:
        """Return the rows with content, having asked for all that a column names at once."""
        self.prepare(spec, [raw], lookups)
        return super().clean(spec, raw, lookups)

    def prepare(self, spec: FieldSpec, raws: Sequence[Any], lookups: Lookups) -> None:
        """Pass the cells of each column on."""
        for column in self.typed(spec):
            cells = [cells[column.id] for rows in raws for _row, cells in rows]
            self.type_of(column.type).prepare(column, cells, lookups)

    def clean_row(self, spec: FieldSpec, raw: Any, row: str, lookups: Lookups) -> tuple[dict[str, Any], list[Fault]]:
        """Return the good cells."""
        value: dict[str, Any] = {}
        faults: list[Fault] = []
        for column in self.typed(spec):
            cell = self.cell(spec, row, column)
            good, wrong = self.type_of(column.type).clean_among(cell, raw[column.id], lookups, value)
            faults.extend(wrong)
            if good is not None:
                value[column.id] = good
        return value, faults

    def missing_in_row(self, spec: FieldSpec, row: Mapping[str, Any]) -> list[Fault]:
        """Return the required cells that are blank."""
        return [
            missing
            for column in self.typed(spec)
            for missing in self.type_of(column.type).required_faults(
                self.cell(spec, row["id"], column), row.get(column.id)
            )
        ]

    def row_inputs(self, spec: FieldSpec, row: Mapping[str, Any]) -> Inputs:
        """Return the cells."""
        inputs: Inputs = {}
        for column in spec.columns:
            if column.id in row:
                inputs.update(self.type_of(column.type).to_inputs(self.cell(spec, row["id"], column), row[column.id]))
        return inputs

    def item(self, spec: FieldSpec, row: Mapping[str, Any], lookups: Lookups) -> DisplayItem:
        """Return the cells with their labels."""
        cells = tuple(
            (column.label, as_text(self.type_of(column.type).display(column, row[column.id], lookups)))
            for column in spec.columns
            if column.id in row
        )
        return DisplayItem(id=row["id"], text="；".join(f"{label}：{text}" for label, text in cells), cells=cells)


class Matrix(Table):
    """Rows that the form itself names (指标 × 年度), stored like those of a table under the ids of the form's rows."""

    name = "matrix"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return (row id, raw cells) of every row of the form that people fill in."""
        return [(row.id, self.parse_row(spec, post, row.id)) for row in spec.rows if not row.formula]

    def input_names(self, spec: FieldSpec, post: Post) -> list[str]:
        """Return every cell: nobody can order these rows."""
        return [name for row in spec.rows if not row.formula for name in self.cell_names(spec, post, row.id)]

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Ask for the required columns: of every row if the field is required, else of the rows with content."""
        given = {row["id"]: row for row in value or ()}
        asked = [
            (number, given.get(row.id, {"id": row.id}))
            for number, row in enumerate(spec.rows, start=1)
            if not row.formula and (spec.required or row.id in given)
        ]
        faults = [in_row(one, number) for number, row in asked for one in self.missing_in_row(spec, row)]
        if spec.required and not value and not faults:
            message = _("“%(label)s” needs at least %(limit)s rows.")
            faults.append(fault(spec, "min_items", message, part="rows", limit=1))
        return faults

    def formula_parts(self, spec: FieldSpec) -> tuple[FieldSpec, ...]:
        """Return every cell: [矩阵.行.列]."""
        return tuple(
            replace(
                column,
                id=f"{spec.id}:{row.id}:{column.id}",
                key=f"{spec.key}_{number}_{column.key}" if column.key else "",
                label=f"{spec.label}.{row.label}.{column.label}",
                formula="",
                total=False,
            )
            for number, row in enumerate(spec.rows, start=1)
            for column in spec.columns
        )

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> list[DisplayItem]:
        """Return the rows with content in the order of the form, each with its name."""
        given = {row["id"]: row for row in value}
        shown = [(row.label, self.item(spec, given[row.id], lookups)) for row in spec.rows if row.id in given]
        return [replace(item, text=f"{label}：{item.text}") for label, item in shown]

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the rows with content, each with its name."""
        return numbered([item.text for item in self.display(spec, value or (), lookups)])

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the cells."""
        inputs: Inputs = {}
        for row in value:
            inputs.update(self.row_inputs(spec, row))
        return inputs


def cell_at(spec: FieldSpec, value: Any, path: str) -> tuple[FieldSpec, Any]:
    """Return the column and the stored value of a cell; `path` is `<row>-<column>`, or further into the row's rows."""
    row_id, _dash, rest = path.partition("-")
    column = next(one for one in spec.columns if rest == one.id or (one.columns and rest.startswith(f"{one.id}-")))
    rows = value if isinstance(value, list) else []
    cell = next((row.get(column.id) for row in rows if row["id"] == row_id), None)
    return (column, cell) if rest == column.id else cell_at(column, cell, rest.removeprefix(f"{column.id}-"))


class Metrics(Rows):
    """Measured effects: name, unit, before and after. Numbers where possible, words where not."""

    name = "metrics"
    parts = METRIC_PARTS
    has_halves = True

    def parse_row(self, spec: FieldSpec, post: Post, row: str) -> Any:
        """Return the four cells as typed."""
        return {part: typed_text(post, f"{spec.id}-{row}-{part}") for part in METRIC_PARTS}

    def clean_row(self, spec: FieldSpec, raw: Any, row: str, lookups: Lookups) -> tuple[dict[str, Any], list[Fault]]:
        """Return the cells; a number is brought to its one spelling."""
        value: dict[str, Any] = {}
        faults: list[Fault] = []
        for part in METRIC_PARTS:
            text = " ".join(raw[part].split("\n")).strip()
            if not text:
                continue
            if len(text) > METRIC_LIMITS[part]:
                message = _("“%(label)s” may have at most %(limit)s characters; it has %(count)s. Shorten it.")
                limit = METRIC_LIMITS[part]
                faults.append(fault(spec, "too_long", message, part=f"{row}-{part}", limit=limit, count=len(text)))
            else:
                value[part] = measured(text, raw["unit"].strip()) if part in ("before", "after") else text
        return value, faults

    def missing_in_row(self, spec: FieldSpec, row: Mapping[str, Any]) -> list[Fault]:
        """Ask for the name of what was measured."""
        if row.get("name"):
            return []
        return [fault(spec, "required", _("“%(label)s”: enter the name of the metric."), part=f"{row['id']}-name")]

    def row_inputs(self, spec: FieldSpec, row: Mapping[str, Any]) -> Inputs:
        """Return the four cells."""
        return {f"{spec.id}-{row['id']}-{part}": row[part] for part in METRIC_PARTS if row.get(part)}

    def formula_columns(self, spec: FieldSpec) -> tuple[FieldSpec, ...]:
        """Return [指标.名称], [指标.单位], [指标.改造前] and [指标.改造后]."""
        labels = {"name": "名称", "unit": "单位", "before": "改造前", "after": "改造后"}
        types = {"before": "number", "after": "number"}
        return tuple(FieldSpec(id=id_, key=id_, label=labels[id_], type=types.get(id_, "text")) for id_ in labels)

    def item(self, spec: FieldSpec, row: Mapping[str, Any], lookups: Lookups) -> DisplayItem:
        """Return 设备联网率：35% → 80%（+128.57%）."""
        before, after = (_with_unit(row.get(half, ""), row.get("unit", "")) for half in ("before", "after"))
        change = change_in_percent(row)
        text = f"{row.get('name', '—')}：{before or '—'} → {after or '—'}"
        return DisplayItem(
            id=row["id"],
            text=f"{text}（{change}）" if change else text,
            cells=(("name", row.get("name", "")), ("before", before), ("after", after), ("change", change)),
        )

    def paper_parts(self, spec: FieldSpec, value: Any, lookups: Lookups) -> Mapping[str, str]:
        """Return the column before and the column after, numbered alike."""
        parts = {}
        for half in ("before", "after"):
            lines = [
                f"{row.get('name', '')}：{_with_unit(row[half], row.get('unit', ''))}" if row.get(half) else ""
                for row in value or ()
            ]
            parts[half] = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1) if line)
        return parts


def as_text(shown: str | list[DisplayItem]) -> str:
    """Return an answer in one line: the rows of a table within a cell one behind the other."""
    return shown if isinstance(shown, str) else " | ".join(str(item) for item in shown)


def measured(text: str, unit: str) -> str:
    """Return a number in its one spelling; words as typed."""
    try:
        return canonical(decimal_from(text, unit))
    except NumeralError:
        return text


def _number(text: str) -> Decimal | None:
    try:
        return decimal_from(text)
    except NumeralError:
        return None


def _with_unit(text: str, unit: str) -> str:
    return f"{text}{unit}" if text and _number(text) is not None else text


def change_in_percent(row: Mapping[str, Any]) -> str:
    """Return how much a metric changed against its value before, such as +128.57%; "" where that has no meaning."""
    before, after = _number(row.get("before", "")), _number(row.get("after", ""))
    if before is None or after is None or before == 0:
        return ""
    change = ((after - before) / abs(before) * 100).quantize(Decimal("0.01"))
    shown = change.quantize(Decimal(1)) if decimals_of(change) == 0 else change
    return f"{shown:+}%"
