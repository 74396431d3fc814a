"""The rows of one table: headings with their answer cells, parts that repeat, columns before and after."""

import re
from dataclasses import replace
from typing import Any, Protocol

from forms_app.engine.faults import _
from forms_app.engine.spec import Choice
from forms_app.word_import.grid import Cell, Grid
from forms_app.word_import.kinds import Kind, is_level, kind_of
from forms_app.word_import.labels import Label, is_blank, is_hint, options_in, rows_limit_in, taken_apart, tidy, unit_in
from forms_app.word_import.lines import lines_in
from forms_app.word_import.reading import Guess, Place
from forms_app.word_import.regions import Column, Halves, Repeating, halves_of, is_label, repeating_at


class Sheet(Protocol):
    """The document around the table, as the table reader needs it."""

    types: frozenset[str]
    unit: str

    def open_section(self, text: str) -> bool:
        """Begin a section if the text is a heading."""
        ...

    def open_part(self, text: str) -> None:
        """Begin a section without a number."""
        ...

    def add(self, guess: Guess) -> None:
        """Add a question."""
        ...

    def leave_out(self, cell: Cell, grid: Grid, why: str) -> None:
        """Remember what became no question."""
        ...


class TableReader:
    """Reads one table row by row."""

    def __init__(self, sheet: Any, grid: Grid) -> None:
        self.sheet: Sheet = sheet
        self.grid = grid
        self.heads: list[Cell] = []  # headings at the left that reach down over several rows
        self.halves: Halves | None = None

    def read(self) -> None:
        """Read all rows."""
        row = 0
        while row < len(self.grid.rows):
            row = self._row(row)

    def _row(self, row: int) -> int:
        """Read one row, or a whole repeating part; return the next row to read."""
        cells = list(self.grid.rows[row])
        self.heads = [head for head in self.heads if head.bottom > row]
        if not cells:
            return row + 1
        if len(cells) == 1 and not self.heads and cells[0].width == self.grid.width:
            self.halves = None
            self._whole(cells[0])
            return row + 1
        cells = self._without_heads(row, cells)
        found = halves_of(cells)
        if found:
            self.halves = found
            return row + 1
        end = min((head.bottom for head in self.heads), default=None)
        repeating = repeating_at(self.grid, row, cells, end=end)
        if repeating and self._is_list(repeating):
            self._repeating(repeating, cells)
            return repeating.end
        if repeating:
            self._labels_above(repeating)
            return repeating.end
        if not self._halves(cells):
            self._pairs(cells)
        return row + 1

    def _without_heads(self, row: int, cells: list[Cell]) -> list[Cell]:
        """Take headings that reach down over several rows off the left of the row."""
        while len(cells) > 1 and is_label(cells[0]) and cells[0].height > 1:
            answer = cells[1]
            if answer.height >= cells[0].height and not is_label(answer):
                break
            if self._is_header_of_repeating(row, cells):
                break
            self.heads.append(cells[0])
            cells = cells[1:]
        return cells

    def _is_header_of_repeating(self, row: int, cells: list[Cell]) -> bool:
        """Say whether the tall first cell is but the first heading of a header of two rows."""
        found = repeating_at(self.grid, row, cells)
        return found is not None and any(column.above for column in found.columns)

    def _is_list(self, part: Repeating) -> bool:
        """Say whether the part repeats; a single blank row below headings is only another way to place labels."""
        return part.rows > 1 or bool(part.labels) or any(column.above for column in part.columns)

    def _whole(self, cell: Cell) -> None:
        """Read a cell as wide as the table: a section, a heading, a question in itself, or a text."""
        text = tidy(cell.text)
        if is_blank(text) or self.sheet.open_section(cell.text):
            return
        label = taken_apart(cell.text)
        if lines := lines_in(cell.text):
            if len(lines) == 1 and len(label.text) <= 30:
                self._question(cell, cell, group="")
                return
            for line in lines:
                inner = Cell(f"{line.label}：", cell.row, cell.column, cell.width, cell.height)
                if line.signature:
                    self._signature(inner)
                else:
                    self._question(inner, Cell(line.rest, cell.row, cell.column))
        elif options_in(cell.text):
            self.sheet.leave_out(cell, self.grid, _("These boxes have no label before them."))
        elif len(text) <= 30 and not is_hint(cell.text):
            self.sheet.open_part(cell.text)
        else:
            why = _("This is running text; if it belongs to the form, add it as a text to read.")
            self.sheet.leave_out(cell, self.grid, why)

    def _signature(self, cell: Cell) -> None:
        why = _("This is a place for a signature or a stamp; it is signed on the printed sheet.")
        self.sheet.leave_out(cell, self.grid, why)

    def _pairs(self, cells: list[Cell]) -> None:
        """Read a row of labels that have their answer cells at their right."""
        group = "/".join(tidy(head.text) for head in self.heads)
        waiting: Cell | None = None
        answered: Cell | None = None
        for cell in cells:
            if is_label(cell):
                if waiting is not None:
                    group = self._label_without_answer(waiting, group)
                waiting, answered = cell, None
            elif waiting is not None:
                self._question(waiting, cell, group=group)
                waiting, answered = None, cell
            elif self.heads and answered is None:
                self._question(self.heads[-1], cell, group="")
                answered = cell
            elif answered is None or not is_blank(cell.text):
                self.sheet.leave_out(cell, self.grid, _("This cell has no label at its left."))
        if waiting is not None:
            self._label_without_answer(waiting, group, last=True)

    def _label_without_answer(self, cell: Cell, group: str, *, last: bool = False) -> str:
        """A label with another label behind it names the group of that one; a last one may ask in itself."""
        if lines_in(cell.text):
            self._whole(cell)
            return group
        if last:
            self.sheet.leave_out(cell, self.grid, _("There is no cell for an answer behind this text."))
            return group
        return "/".join(one for one in (group, tidy(cell.text)) if one)

    def _question(self, label_cell: Cell, answer: Cell, *, group: str = "") -> None:
        label = taken_apart(label_cell.text)
        if re.search(r"盖章|签章|签字|签名", label_cell.text + answer.text) and not re.search(r"[□☐]", answer.text):
            self._signature(label_cell)
            return
        large = answer.width * 2 > self.grid.width and label_cell is not answer and answer.width < self.grid.width
        kind = self._kind(label, "" if label_cell is answer else answer.text, large=large and "\n" in answer.text)
        source = tidy(label_cell.text)
        if label_cell is not answer and not is_blank(answer.text):
            source = f"{source} | {tidy(answer.text)}"
        hint = tidy(answer.text) if is_hint(answer.text) and label_cell is not answer else ""
        self.sheet.add(self._guess(label, kind, answer, source, hint=hint, group=group))

    def _kind(self, label: Label, answer: str, *, large: bool = False) -> Kind:
        return kind_of(label, answer, self.sheet.types, sheet_unit=self.sheet.unit, large=large)

    def _guess(self, label: Label, kind: Kind, cell: Cell, source: str, *, hint: str = "", group: str = "") -> Guess:
        helps = [one for one in (label.help, hint) if one and not _says_only_unit(one, kind)]
        return Guess(
            label=label.text,
            type=kind.type,
            place=Place(table=self.grid.number, row=cell.row + 1, column=cell.column + 1),
            source=source,
            help="；".join(dict.fromkeys(helps)),
            unit=kind.unit,
            max_length=kind.max_length,
            max_items=rows_limit_in(label.help, hint) if kind.type == "item_list" else None,
            decimals=kind.decimals,
            choices=kind.choices,
            group=group,
            sure=kind.sure,
        )

    def _halves(self, cells: list[Cell]) -> bool:
        """Read a row under 改造前 and 改造后; return whether it was one."""
        if self.halves is None or len(cells) < 3:
            return False
        label, *answers = cells
        at = [answer.column for answer in answers]
        if not is_label(label) or at != [self.halves.before, self.halves.after]:
            return False
        named = taken_apart(label.text)
        group = "/".join(tidy(head.text) for head in self.heads)
        kind = Kind("before_after", sure=False) if is_level(named) else Kind("metrics")
        options = options_in(answers[0].text)
        if options:
            plain = self._kind(named, answers[0].text)
            kind = Kind("before_after", choices=plain.choices)
        self.sheet.add(self._guess(named, kind, label, tidy(label.text), group=group))
        return True

    def _labels_above(self, part: Repeating) -> None:
        """Read labels that stand above their cells."""
        body = {cell.column: cell for cell in self.grid.rows[part.end - 1]}
        for column in part.columns:
            answer = body.get(column.cell.column, column.cell)
            self._question(column.cell, answer, group="/".join(tidy(head.text) for head in self.heads))

    def _repeating(self, part: Repeating, header: list[Cell]) -> None:
        """Read a header row with the rows below it: a table, or a matrix if each row has its own label."""
        columns = self._columns(part)
        title = taken_apart(self.heads[-1].text) if self.heads else Label("")
        as_matrix = part.fixed and "matrix" in self.sheet.types
        source = " | ".join(tidy(cell.text) for cell in header)
        labels = tuple(dict.fromkeys(tidy(one.text) for one in part.labels))
        if labels and not as_matrix:
            first = columns[0]
            made = Kind("select", choices=_choices(labels))
            columns[0] = self._guess(
                Label(first.label, help=first.help), made, part.columns[0].cell, f"{first.source} | {'、'.join(labels)}"
            )
        table = self._guess(title, Kind("matrix" if as_matrix else "table"), header[0], source)
        self.sheet.add(
            replace(table, columns=tuple(columns[1:] if as_matrix else columns), rows=labels if as_matrix else ())
        )
        self.heads = [head for head in self.heads if head.bottom > part.end]

    def _columns(self, part: Repeating) -> list[Guess]:
        columns: list[Guess] = []
        nested: dict[Cell, list[Guess]] = {}
        body = {cell.column: cell.text for cell in self.grid.rows[part.end - 1]}
        for column in part.columns:
            made = self._column(column, body.get(column.cell.column, ""), total=part.total)
            if column.above is None:
                columns.append(made)
            elif column.above in nested:
                nested[column.above].append(made)
            else:
                nested[column.above] = [made]
                columns.append(made)
        for above, inner in nested.items():
            self._nest(columns, above, inner)
        return columns

    def _nest(self, columns: list[Guess], above: Cell, inner: list[Guess]) -> None:
        """Put columns under a common heading into a table of their own, where the site has tables in tables."""
        place = columns.index(inner[0])
        if "nested_table" in self.sheet.types:
            made = self._guess(taken_apart(above.text), Kind("table"), above, tidy(above.text))
            columns[place : place + 1] = [replace(made, columns=tuple(inner))]
        else:
            columns[place : place + 1] = inner

    def _column(self, column: Column, answer: str, *, total: bool) -> Guess:
        label = taken_apart(column.cell.text)
        kind = self._kind(label, answer)
        if kind.type == "item_list":
            kind = Kind("textarea")
        made = self._guess(label, kind, column.cell, tidy(column.cell.text))
        counts = total and kind.type in ("number", "money")
        return replace(made, total=counts)


def _choices(labels: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(one, one) for one in labels)


def _says_only_unit(text: str, kind: Kind) -> bool:
    return bool(kind.unit) and unit_in(text.strip("（()）")) == kind.unit
