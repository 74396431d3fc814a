"""A form as an XLSForm workbook: what XLSForm can hold in its own columns, the rest in ours."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from cms.core.formula import Ref
from forms_app.engine.compile import spec_to_json
from forms_app.engine.defaults import default_inputs
from forms_app.engine.spec import Choice, FieldSpec, FormSpec, SectionSpec
from forms_app.excel.cells import put
from forms_app.xlsform.columns import (
    APPEARANCE,
    BASE,
    CHOICES,
    OWN,
    SAID,
    SETTINGS,
    SUM,
    SURVEY,
    WITH_CHOICES,
    WITH_COLUMNS,
    checksum,
    own_cells,
    standard_type,
)
from forms_app.xlsform.xpath import expression_from

Cells = dict[str, str]
_OWN_OF_SETTINGS = (
    "title_en",
    "audience",
    "paper_title",
    "notes",
    "sinks",
    "reference_prefix",
    "stages_at_start",
    "later_note",
    "checks",
)


@dataclass(slots=True)
class Sheets:
    """The rows of the three sheets, by column."""

    survey: list[Cells] = field(default_factory=list)
    choices: list[Cells] = field(default_factory=list)
    settings: Cells = field(default_factory=dict)


def sheets_of(spec: FormSpec) -> Sheets:
    """Return the rows of the form's XLSForm."""
    return _Writer(spec).write()


def xlsform_bytes(spec: FormSpec) -> bytes:
    """Return the form as an XLSForm workbook."""
    sheets = sheets_of(spec)
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, SURVEY, sheets.survey, BASE)
    _sheet(book, CHOICES, sheets.choices, ("list_name", "name", "label"))
    _sheet(book, SETTINGS, [sheets.settings], ("form_title", "form_id"))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet(book: Workbook, name: str, rows: Sequence[Cells], first: Sequence[str]) -> None:
    sheet = book.create_sheet(name)
    columns = [*first, *dict.fromkeys(column for row in rows for column in row if column not in first)]
    for index, column in enumerate(columns, start=1):
        cell = put(sheet.cell(1, index), column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F2F2F2" if column.startswith(OWN) else "DDE6F0")
        sheet.column_dimensions[get_column_letter(index)].width = 30 if column in ("label", "hint", "relevant") else 18
        for number, row in enumerate(rows, start=2):
            if row.get(column):
                put(sheet.cell(number, index), row[column])
    sheet.freeze_panes = "A2"


class _Writer:
    """Walks through the form; every field is known by its key, which is its name in the file."""

    def __init__(self, spec: FormSpec) -> None:
        self.spec = spec
        self.sheets = Sheets()
        self.names: dict[tuple[str, str], str] = {}
        self.several: dict[str, bool] = {}
        self.lists: set[str] = set()
        for _section, one in spec.fields():
            self._know(one, "")

    def _know(self, one: FieldSpec, table: str) -> None:
        self.names[table, one.id] = one.key
        self.several[one.id] = one.type == "checkbox"
        for column in one.columns:
            self._know(column, one.id)

    def write(self) -> Sheets:
        for section in self.spec.sections:
            self._section(section)
        content = spec_to_json(self.spec)
        self.sheets.settings = {"form_title": self.spec.title, "form_id": self.spec.code}
        for name in _OWN_OF_SETTINGS:
            if name in content:
                value = content[name]
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                self.sheets.settings[f"{OWN}{name}"] = text
        return self.sheets

    def _section(self, section: SectionSpec) -> None:
        cells = {"type": "begin_group", "name": section.key, "label": section.title}
        cells["relevant"] = self._expression(section.visible, "") or ""
        self._row({**cells, **own_cells(section, frozenset({"title", "fields"}))})
        for one in section.fields:
            self._field(one, "")
        self.sheets.survey.append({"type": "end_group"})

    def _row(self, cells: Cells) -> None:
        self.sheets.survey.append({**cells, SUM: checksum(cells)})

    def _expression(self, formula: str, table: str) -> str | None:
        def name_of(ref: Ref) -> str | None:
            if ref.kind == "last":
                return None
            if ref.kind == "row":
                return self.names.get((table, ref.id))
            return self.names.get((ref.id, ref.column)) if ref.kind == "column" else self.names.get(("", ref.id))

        return expression_from(formula, name_of, several=self.several)

    def _field(self, one: FieldSpec, table: str) -> None:
        kind = standard_type(one)
        cells: Cells = {"type": kind, "name": one.key, "label": one.label, "hint": one.help}
        if one.type in WITH_CHOICES:
            cells["type"] = f"{kind} {self._list(one, table)}"
            if one.cascade and (above := self.names.get((table, one.cascade))):
                cells["choice_filter"] = f"parent=${{{above}}}"
        cells["required"] = "yes" if one.required else ""
        cells["relevant"] = self._expression(one.visible, table) or ""
        cells["calculation"] = self._expression(one.formula, table) or ""
        cells["constraint"] = _constraint(one)
        if cells["constraint"]:
            cells["constraint_message"] = one.pattern_message
        cells["default"] = _default(one)
        cells["appearance"] = APPEARANCE.get(one.type, "")
        left_out = SAID - ({"choices"} if one.choices and one.type not in WITH_CHOICES else set())
        left_out -= {"columns"} if one.columns and one.type not in WITH_COLUMNS else set()
        self._row({**cells, **own_cells(one, left_out)})
        if one.type in WITH_COLUMNS:
            for column in one.columns:
                self._field(column, one.id)
            self.sheets.survey.append({"type": "end_repeat"})

    def _list(self, one: FieldSpec, table: str) -> str:
        """Write the options of a field as a list of its own; return the list's name."""
        above = next((key for (_table, own), key in self.names.items() if own == table), "") if table else ""
        base = f"{above}_{one.key}" if above else one.key
        name, number = base, 2
        while name in self.lists:
            name, number = f"{base}_{number}", number + 1
        self.lists.add(name)
        self.sheets.choices.extend(_choice(name, choice) for choice in one.choices)
        return name


def _choice(name: str, choice: Choice) -> Cells:
    cells = {"list_name": name, "name": choice.value, "label": choice.label, "parent": choice.parent}
    own = {"text": choice.text, "exclusive": "yes" if choice.exclusive else "", "score": choice.score}
    return {**cells, **{f"{OWN}{key}": text for key, text in own.items() if text}}


def _default(one: FieldSpec) -> str:
    """Return what the field begins with, options by their names; several are separated by a blank."""
    found = default_inputs(one).get(one.id, "")
    return found if isinstance(found, str) else " ".join(found)


def _constraint(one: FieldSpec) -> str:
    """Return what the bounds of a field mean for other programs."""
    parts = []
    if one.type in ("number", "money", "percent"):
        least = one.min_value or ("" if one.allow_negative else "0")
        parts += [f". >= {least}"] if least else []
        parts += [f". <= {one.max_value}"] if one.max_value else []
    if one.max_length:
        parts.append(f"string-length(.) <= {one.max_length}")
    if one.pattern and ("'" not in one.pattern or '"' not in one.pattern):
        quote = '"' if "'" in one.pattern else "'"
        parts.append(f"regex(., {quote}{one.pattern}{quote})")
    return " and ".join(parts)
