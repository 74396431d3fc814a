"""Write the fill-in workbook of a form: protected but for the cells to fill in, with lists to choose from."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from forms_app.engine.fields import field_type
from forms_app.engine.openings import Opening
from forms_app.engine.spec import FieldSpec, FormSpec
from forms_app.excel import marks
from forms_app.excel.cells import CLOSED, FORMATS, FRAME, GROUP, INPUT, ROW_HEIGHT, UNLOCKED, WRAP, header, height, put
from forms_app.excel.plan import Box, Grid, Line, SectionPlan
from forms_app.excel.values import TICK, to_cell
from forms_app.excel.words import about_elsewhere, heading_of


@dataclass(frozen=True)
class Filled:
    """What the workbook says about itself and what it is filled in with: answers by field id."""

    spec: FormSpec
    sha256: str
    number: int
    draft: str = ""
    organisation: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


def workbook_bytes(plans: Sequence[SectionPlan], filled: Filled) -> bytes:
    """Return the workbook as a file."""
    return _Writer(filled).write(plans)


class _Writer:
    """Writes one workbook; lists of options stand on a sheet of their own, once each."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.lists: dict[tuple[str, ...], str] = {}
        self.inputs: dict[str, Any] = {}
        for _section, spec in filled.spec.fields():
            if spec.id in filled.answers:
                self.inputs.update(field_type(spec.type).to_inputs(spec, filled.answers[spec.id]))

    def write(self, plans: Sequence[SectionPlan]) -> bytes:
        for plan in plans:
            self._section(plan)
            for grid in plan.grids:
                self._grid(grid)
        self._option_lists()
        self._meta()
        target = io.BytesIO()
        self.book.save(target)
        return target.getvalue()

    def _sheet(self, name: str, title: str, hint: str, width: int) -> Worksheet:
        sheet = self.book.create_sheet(name)
        sheet["A1"] = marks.SHEET_MARK
        sheet.row_dimensions[1].hidden = True
        for row, text, style in ((2, title, Font(size=14, bold=True)), (3, hint, Font(size=10, color="5A6472"))):
            put(sheet.cell(row, 2), text).font = style
            sheet.cell(row, 2).alignment = WRAP
            sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=width)
            sheet.row_dimensions[row].height = height(text, 95)
        sheet.column_dimensions["A"].hidden = True
        sheet.protection.enable()
        sheet.protection.formatCells = sheet.protection.formatRows = sheet.protection.formatColumns = False
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        return sheet

    def _section(self, plan: SectionPlan) -> None:
        section = plan.section
        hint = "　".join(one for one in (section.title_suffix, section.intro) if one)
        about = _("Fill in the yellow cells only. Upload the saved file on the page of this form.")
        sheet = self._sheet(plan.sheet, plan.sheet, "　".join(one for one in (hint, about) if one), 6)
        sheet["C1"] = marks.VALUE
        header(sheet, 4, [_("Item"), _("Fill in here"), _("Unit"), _("Required"), _("Filling instructions")])
        for column, width in zip("BCDEF", (32, 52, 10, 8, 44), strict=True):
            sheet.column_dimensions[column].width = width
        for row, line in enumerate(plan.lines, start=marks.FIRST_ROW):
            self._line(sheet, row, line)
        sheet.freeze_panes = "C5"

    def _line(self, sheet: Worksheet, row: int, line: Line) -> None:
        box = line.box
        if box is None:
            put(sheet.cell(row, 2), line.heading).font = Font(bold=True)
            sheet.cell(row, 2).fill = GROUP
            sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=6)
            sheet.row_dimensions[row].height = ROW_HEIGHT
            return
        label = heading_of(box)
        texts = [label, "", box.unit, _("yes") if box.required else "", box.help]
        for column, text in enumerate(texts, start=2):
            cell = put(sheet.cell(row, column), text)
            cell.border, cell.alignment = FRAME, WRAP
        answer = sheet.cell(row, 3)
        sheet.row_dimensions[row].height = max(height(label, 30), height(box.help, 42), ROW_HEIGHT)
        if box.kind == "none":
            put(answer, about_elsewhere(box, line.leads_to)).fill = CLOSED
            answer.font = Font(color="5A6472", italic=True)
            if line.leads_to:
                answer.hyperlink = f"#'{line.leads_to}'!A1"
            return
        put(sheet.cell(row, 1), f"{box.name}={box.choices[0][0]}" if box.kind == "tick" else box.name)
        text = self._text(box)
        self._input(answer, box, text)
        self._validation(sheet, box, answer.coordinate)
        sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, height(str(text), 50))

    def _text(self, box: Box) -> str:
        """Return what the answers say for a cell of a section's sheet."""
        given = self.inputs.get(box.name, "")
        if box.kind == "tick":
            chosen = given if isinstance(given, list) else [given]
            return box.choices[0][0] if box.choices[0][0] in chosen else ""
        return given[0] if isinstance(given, list) and given else str(given or "")

    def _input(self, cell: Cell | MergedCell, box: Box, text: str) -> None:
        if text:
            put(cell, to_cell(box, text))
        cell.number_format = FORMATS[box.kind]
        cell.border, cell.alignment = FRAME, WRAP
        cell.fill = INPUT if box.open else CLOSED
        if box.open:
            cell.protection = UNLOCKED

    def _validation(self, sheet: Worksheet, box: Box, where: str) -> None:
        """Offer the options of a cell, and say what belongs into it when it is chosen."""
        if box.kind in ("choice", "tick"):
            labels = (TICK,) if box.kind == "tick" else tuple(label for _value, label in box.choices)
            made = DataValidation(type="list", formula1=self._list(labels), allow_blank=True)
            made.showErrorMessage = True
            made.error = _("Choose from the list.")
        elif box.kind in ("number", "date") or box.help:
            made = DataValidation()
        else:
            return
        prompt = box.help or (_("Enter a date such as 2026-01-05.") if box.kind == "date" else "")
        if prompt:
            made.showInputMessage, made.prompt = True, prompt[:250]
        if made.type or prompt:
            sheet.add_data_validation(made)
            made.add(where)

    def _list(self, labels: tuple[str, ...]) -> str:
        """Return the range that holds these options: a list written into the rule itself may have 255 characters."""
        if labels not in self.lists:
            letter = get_column_letter(len(self.lists) + 1)
            self.lists[labels] = f"'{marks.LISTS}'!${letter}$1:${letter}${len(labels)}"
        return self.lists[labels]

    def _grid(self, grid: Grid) -> None:
        lead = grid.inside is not None
        first = 4 if lead else 3
        about = _grid_hint(grid)
        sheet = self._sheet(grid.sheet, grid.label, about, max(first + len(grid.columns) - 1, 5))
        put(sheet["A2"], f"{grid.inside.id}/{grid.spec.id}" if grid.inside else grid.spec.id)
        sheet["B1"] = marks.PARENT if lead else marks.NUMBER
        titles = [_("No. of the row in “%(sheet)s”") % {"sheet": grid.inside.label} if grid.inside else _("No.")]
        sheet.column_dimensions["B"].width = 24 if grid.fixed else 14 if lead else 8
        if lead:
            titles.append(_("No."))
            sheet.column_dimensions["C"].width = 8
        for index, box in enumerate(grid.columns):
            put(sheet.cell(1, first + index), box.name)
            titles.append(heading_of(box))
            letter = get_column_letter(first + index)
            sheet.column_dimensions[letter].width = max(14, min(36, 2 * len(titles[-1]) + 6))
        header(sheet, 4, titles)
        for index, box in enumerate(grid.columns):
            letter = get_column_letter(first + index)
            self._validation(sheet, box, f"{letter}{marks.FIRST_ROW}:{letter}{marks.FIRST_ROW + grid.most - 1}")
        id_column = first + len(grid.columns)
        sheet.cell(1, id_column).value = marks.ROW_ID
        sheet.column_dimensions[get_column_letter(id_column)].hidden = True
        for number, row in enumerate(self._rows(grid), start=0):
            self._grid_row(sheet, grid, number, row, first)
        sheet.freeze_panes = f"{get_column_letter(first)}{marks.FIRST_ROW}"

    def _grid_row(self, sheet: Worksheet, grid: Grid, number: int, row: "_Row", first: int) -> None:
        at = marks.FIRST_ROW + number
        lead = sheet.cell(at, 2)
        put(lead, row.lead if grid.inside or grid.fixed else number + 1)
        lead.border = FRAME
        lead.alignment = WRAP
        if grid.inside:
            lead.fill = INPUT if row.opening.whole else CLOSED
            lead.protection = Protection(locked=not row.opening.whole)
            put(sheet.cell(at, 3), number + 1).border = FRAME
        for index, box in enumerate(grid.columns):
            target = sheet.cell(at, first + index)
            if box.kind == "none":
                target.fill, target.border = CLOSED, FRAME
                continue
            shown = box if row.opening.of_part(box.name) else _closed(box)
            self._input(target, shown, str(row.inputs.get(box.name, "")))
        holder = put(sheet.cell(at, first + len(grid.columns)), row.id)
        # A person who sorts the rows sorts their ids with them.
        holder.protection = Protection(locked=not row.opening)

    def _rows(self, grid: Grid) -> "list[_Row]":
        if grid.inside is not None:
            rows, opening = self._inner_rows(grid, grid.inside)
        else:
            stored, opening = self.filled.answers.get(grid.spec.id) or (), grid.opening
            rows = [_Row.of(grid.spec, one, "", opening) for one in stored]
        if grid.fixed:
            known = {row.id: row.inputs for row in rows}
            return [_Row(row, label, known.get(row, {}), opening.of_row(row)) for row, label in grid.rows]
        return rows + [_Row("", "", {}, opening.of_row("")) for _index in range(max(0, grid.most - len(rows)))]

    def _inner_rows(self, grid: Grid, outer: FieldSpec) -> "tuple[list[_Row], Opening]":
        """Return the rows within the rows of a table, and what is open for one more of them in some row."""
        rows, anywhere = [], grid.opening.of_part(grid.spec.id)
        for number, row in enumerate(self.filled.answers.get(outer.id) or (), start=1):
            opening = grid.opening.of_row(row["id"], row).of_part(grid.spec.id)
            anywhere = anywhere | opening
            rows += [_Row.of(grid.spec, one, str(number), opening) for one in row.get(grid.spec.id) or ()]
        return rows, anywhere

    def _option_lists(self) -> None:
        if not self.lists:
            return
        sheet = self.book.create_sheet(marks.LISTS)
        sheet.sheet_state = "hidden"
        for column, labels in enumerate(self.lists, start=1):
            for row, label in enumerate(labels, start=1):
                put(sheet.cell(row, column), label)

    def _meta(self) -> None:
        sheet = self.book.create_sheet(marks.META)
        sheet.sheet_state = "veryHidden"
        filled = self.filled
        about = {
            "code": filled.spec.code,
            "title": filled.spec.title,
            "sha256": filled.sha256,
            "number": str(filled.number),
            "draft": filled.draft,
            "organisation": filled.organisation,
            "base": json.dumps(dict(filled.answers), ensure_ascii=False, separators=(",", ":")),
        }
        row = 1
        for name, text in about.items():
            for start in range(0, max(len(text), 1), marks.LONGEST_CELL):
                put(sheet.cell(row, 1), name)
                put(sheet.cell(row, 2), text[start : start + marks.LONGEST_CELL])
                row += 1
        sheet.protection.enable()


@dataclass(frozen=True)
class _Row:
    """A row of a grid: its id, what stands before it, and its cells by part."""

    id: str
    lead: str
    inputs: Mapping[str, Any]
    opening: Opening

    @classmethod
    def of(cls, spec: FieldSpec, row: Mapping[str, Any], lead: str, table: Opening) -> "_Row":
        """Return a stored row as inputs named by what stands behind the row's id; `table` is what is open around it."""
        before = f"{spec.id}-{row['id']}-"
        inputs = field_type(spec.type).to_inputs(spec, [row])
        cells = {name.removeprefix(before): text for name, text in inputs.items() if name.startswith(before)}
        return cls(row["id"], lead, cells, table.of_row(row["id"], row))


def _closed(box: Box) -> Box:
    return Box(box.name, box.label, box.kind, choices=box.choices, open=False)


def _grid_hint(grid: Grid) -> str:
    if grid.fixed:
        return grid.spec.help
    texts = [grid.spec.help]
    if grid.inside:
        texts.append(
            _("In the first column enter the number of the row in “%(sheet)s”.") % {"sheet": grid.inside.label}
        )
    texts.append(
        _("One line per row, at most %(count)s. Empty all cells of a row to delete it.") % {"count": grid.most}
    )
    return "　".join(one for one in texts if one)
