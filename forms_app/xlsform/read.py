"""An XLSForm workbook → a form. Everything that is wrong is told at once, with sheet, row and column. Pure Python."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from forms_app.engine.compile import spec_from_json
from forms_app.engine.faults import _
from forms_app.engine.ids import derived_id
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec
from forms_app.xlsform.columns import BASE, CHOICES, LATER, OWN, SETTINGS, SURVEY
from forms_app.xlsform.finish import Finisher, added_checks
from forms_app.xlsform.found import FileProblem, Part, Question, XlsForm
from forms_app.xlsform.lists import lists_of
from forms_app.xlsform.questions import QuestionReader, untouched
from forms_app.xlsform.table import Row, Sheet
from forms_app.xlsform.types import LEFT_OUT, YES, kind_of

__all__ = ["FileProblem", "XlsForm", "form_from"]

MAIN = "main"
_SETTINGS = frozenset({"form_title", "form_id", "version", "default_language", "allow_choice_duplicates"})


def form_from(sheets: Mapping[str, Sheet], *, known: FormSpec | None = None, code: str = "") -> XlsForm:
    """Return the form of the three sheets; fields that `known` has under the same name keep their ids."""
    return _Reader(sheets, known, code).read()


class _Reader:
    """Reads the rows one by one, then has the expressions translated, when all names are known."""

    def __init__(self, sheets: Mapping[str, Sheet], known: FormSpec | None, code: str) -> None:
        self.survey = sheets.get(SURVEY, Sheet())
        self.list_sheet = sheets.get(CHOICES, Sheet())
        self.settings_sheet = sheets.get(SETTINGS, Sheet())
        self.settings = self.settings_sheet.rows[0] if self.settings_sheet.rows else Row(2, {})
        self.form = XlsForm()
        self.code = (known.code if known else "") or code or self.settings.get("form_id") or "form"
        self.known: dict[tuple[str, str], str] = {}
        self.known_sections = {section.key: section.id for section in known.sections} if known else {}
        for _section, one in known.fields() if known else ():
            self._remember(one, "")
        self.parts: list[Part] = []
        # What is open where a row stands, from the outside in: sections and groups, and repeats.
        self.open: list[Part | Question] = []
        self.lists = lists_of(self.list_sheet, self.form)
        self.questions = QuestionReader(self.form, self.lists)

    def _remember(self, one: FieldSpec, table: str) -> None:
        self.known[table, one.key] = one.id
        for column in one.columns:
            self._remember(column, one.id)

    def read(self) -> XlsForm:
        """Return the form, or what is wrong."""
        if not self.survey.rows or "type" not in self.survey.columns:
            message = _("The sheet has no rows, or no column with this name. See the column table.")
            self.form.problem(1, "type", message)
            return self.form
        self._columns_that_are_left()
        for row in self.survey.rows:
            self._row(row)
        for thing in self.open:
            kind = "repeat" if isinstance(thing, Question) else "group"
            number = thing.row.number if thing.row else 0
            self.form.problem(number, "type", _("begin_%(kind)s has no end_%(kind)s."), kind=kind)
        self._names_differ()
        finisher = Finisher(self.parts, self.form, self.lists, self.list_sheet.columns, self.code)
        sections = finisher.sections()
        if not self.form.errors:
            made = self._spec(sections)
            self.form.spec = replace(made, checks=(*made.checks, *added_checks(made.checks, finisher.checks)))
        return self.form

    def _columns_that_are_left(self) -> None:
        known = {*BASE, *LATER}
        for column in self.survey.columns:
            # KoBoToolbox numbers its rows in columns that begin with $.
            if column not in known and not column.startswith((OWN, "$")):
                self.form.notice(1, column, _("This column is not taken over."))
        for column in self.settings_sheet.columns:
            if column not in _SETTINGS and not column.startswith(OWN) and self.settings.get(column):
                self.form.notice(1, column, _("This column is not taken over."), sheet=SETTINGS)

    # The rows ---------------------------------------------------------------------------------------------------

    def _row(self, row: Row) -> None:
        kind, words = kind_of(row.get("type"))
        if row.get("disabled").casefold() in YES:
            self.form.notice(row.number, "disabled", _("This row is switched off and is left out."))
        elif not kind:
            self.form.problem(row.number, "type", _("This cell must not be blank."))
        elif kind == "begin_group":
            self._begin_group(row)
        elif kind == "begin_repeat":
            self._begin_repeat(row)
        elif kind in ("end_group", "end_repeat"):
            self._end(row, kind.removeprefix("end_"))
        elif kind in LEFT_OUT:
            message = _("“%(type)s” is recorded by itself here and is left out.")
            self.form.notice(row.number, "type", message, type=kind)
        else:
            made = self.questions.question(row, kind, words)
            if made:
                self._place(made)

    def _begin_group(self, row: Row) -> None:
        if self.open:
            # A group within a section: a heading that its questions share, and a condition of each of them.
            self.open.append(Part(row, {}))
            return
        part = Part(row, self._section_content(row))
        self.parts.append(part)
        self.open.append(part)

    def _begin_repeat(self, row: Row) -> None:
        if sum(isinstance(thing, Question) for thing in self.open) >= 2:
            self.form.problem(row.number, "type", _("Repeats can be nested two deep at most."))
        made = self.questions.table(row)
        if made:
            self._place(made)
        self.open.append(made or Question(row, {"type": "table", "key": "", "id": ""}))

    def _end(self, row: Row, kind: str) -> None:
        opened = Question if kind == "repeat" else Part
        if self.open and isinstance(self.open[-1], opened):
            self.open.pop()
            return
        self.form.problem(row.number, "type", _("end_%(kind)s has no begin_%(kind)s before it."), kind=kind)

    def _section_content(self, row: Row) -> dict[str, Any]:
        own = self.questions.own(row, SectionSpec)
        key = self.questions.name(row)
        if not untouched(row):
            own.pop("visible", None)
        content: dict[str, Any] = {**own, "key": own.get("key") or key, "title": row.cells.get("label") or key}
        content["id"] = own.get("id") or self.known_sections.get(key) or derived_id(self.code, key)
        return content

    def _place(self, made: Question) -> None:
        """Put a question where it stands: in the open repeat, the open section, or the section of what has none."""
        at = max((index for index, thing in enumerate(self.open) if isinstance(thing, Question)), default=None)
        table = self.open[at] if at is not None else None
        # Groups around the repeat hold for the repeat itself; the outermost group is the section.
        inner = self.open[1 if at is None else at + 1 :]
        made.groups = tuple(thing.row for thing in inner if thing.row is not None)
        key = made.key
        if isinstance(table, Question):
            made.table = table
            found = self.known.get((table.id, key)) or derived_id(table.id, key)
            made.content["id"] = made.own.get("id") or found
            self._without_default(made)
            table.columns.append(made)
            return
        made.content["id"] = made.own.get("id") or self.known.get(("", key)) or derived_id(self.code, key)
        headings = [row.get("label") for row in made.groups if row.get("label")]
        if headings and "group" not in made.own:
            made.content["group"] = headings[-1]
        self._section().questions.append(made)

    def _section(self) -> Part:
        """Return the section of the row that is read; questions outside of every group share one of their own."""
        if not self.open and (not self.parts or self.parts[-1].row is not None):
            title = self.settings.get("form_title") or self.code
            key = MAIN if all(part.content["key"] != MAIN for part in self.parts) else f"{MAIN}_{len(self.parts)}"
            found = self.known_sections.get(key) or derived_id(self.code, key)
            self.parts.append(Part(None, {"id": found, "key": key, "title": title}))
        return self.parts[-1]

    def _without_default(self, made: Question) -> None:
        if not made.untouched and made.content.pop("default", ""):
            message = _("New rows begin empty; the default is left out.")
            self.form.notice(made.row.number, "default", message)

    # The form ---------------------------------------------------------------------------------------------------

    def _names_differ(self) -> None:
        seen: dict[str, int] = {}
        for part in self.parts:
            for one in part.questions:
                self._unlike(one, seen)
                columns: dict[str, int] = {}
                for column in one.columns:
                    self._unlike(column, columns)

    def _unlike(self, one: Question, seen: dict[str, int]) -> None:
        if one.key in seen and not one.untouched:
            message = _("The name “%(name)s” is used in row %(other)s already.")
            self.form.problem(one.row.number, "name", message, name=one.key, other=seen[one.key])
        seen.setdefault(one.key, one.row.number)

    def _spec(self, sections: list[dict[str, Any]]) -> FormSpec:
        settings = self.settings
        content: dict[str, Any] = {
            "code": self.code,
            "title": settings.get("form_title") or self.code,
            "title_en": settings.get(f"{OWN}title_en"),
            "paper_title": settings.get(f"{OWN}paper_title"),
            "reference_prefix": settings.get(f"{OWN}reference_prefix"),
            "later_note": settings.get(f"{OWN}later_note"),
        }
        for name in ("audience", "notes", "sinks", "stages_at_start", "checks"):
            try:
                content[name] = json.loads(settings.get(f"{OWN}{name}") or "[]")
            except ValueError:
                message = _("This cell cannot be read. Export the form again to see how it looks.")
                self.form.problem(settings.number, f"{OWN}{name}", message, sheet=SETTINGS)
        empty = spec_from_json({**content, "sections": []})
        bare = [{**one, "fields": []} for one in sections]
        shells = spec_from_json({"code": "", "title": "", "sections": bare}).sections
        made = (replace(shell, fields=tuple(one["fields"])) for shell, one in zip(shells, sections, strict=True))
        return replace(empty, sections=tuple(made))
