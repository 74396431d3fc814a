"""An XLSForm workbook → a form. Everything that is wrong is told at once, with sheet, row and column. Pure Python."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms_app.engine.compile import field_from_json, spec_from_json
from forms_app.engine.faults import _
from forms_app.engine.fields import field_types
from forms_app.engine.ids import derived_id
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec, FormSpec, SectionSpec
from forms_app.xlsform.columns import (
    BASE,
    CHOICES,
    IN_OTHER_WORDS,
    OWN,
    SETTINGS,
    STANDARD,
    SUM,
    SURVEY,
    WITH_CHOICES,
    WITH_COLUMNS,
    checksum,
    own_values,
    standard_type,
)
from forms_app.xlsform.expressions import ExpressionError, Target, bounds_of, formula_from
from forms_app.xlsform.table import Row, Sheet

MAIN = "main"
_NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w.\-\u4e00-\u9fff]*\Z")
_YES = frozenset({"yes", "true", "true()", "1", "是", "必填"})
_FILTER = re.compile(r"\s*(?P<column>[\w-]+)\s*=\s*\$\{(?P<name>[^}]+)\}\s*\Z")
# Plain types of XLSForm with what they become here.
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "text"},
    "string": {"type": "text"},
    "barcode": {"type": "text"},
    "integer": {"type": "number", "decimals": 0, "allow_negative": True},
    "int": {"type": "number", "decimals": 0, "allow_negative": True},
    "decimal": {"type": "number", "allow_negative": True},
    "range": {"type": "number", "allow_negative": True},
    "date": {"type": "date"},
    "note": {"type": "note"},
    "image": {"type": "file", "accept": ["jpg", "jpeg", "png"]},
    "photo": {"type": "file", "accept": ["jpg", "jpeg", "png"]},
    "file": {"type": "file"},
    "acknowledge": {"type": "declaration"},
    "trigger": {"type": "declaration"},
    "calculate": {"type": "number", "allow_negative": True},
}
_IGNORED = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "phonenumber",
        "username",
        "email_of_user",
        "simserial",
        "subscriberid",
        "audit",
    }
)
_SELECTS = {"select_one": "radio", "select1": "radio", "select_multiple": "checkbox", "select": "checkbox"}
_OTHER = Choice("other", "其他", text="required")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something wrong in the file. `message` is an English msgid with places for `params`."""

    sheet: str
    row: int
    column: str
    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    notice: bool = False


@dataclass(slots=True)
class XlsForm:
    """What a workbook says: the form, as far as it could be read, and what is wrong or left out."""

    spec: FormSpec | None = None
    problems: list[FileProblem] = field(default_factory=list)

    @property
    def errors(self) -> list[FileProblem]:
        """Return what keeps the form from being made."""
        return [one for one in self.problems if not one.notice]


@dataclass(slots=True)
class _Question:
    """A question while it is read: its attributes, its row, and the questions within it."""

    row: Row
    content: dict[str, Any]
    table: str = ""
    own: dict[str, Any] = field(default_factory=dict)
    untouched: bool = False
    columns: list["_Question"] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """A section while it is read."""

    row: Row | None
    content: dict[str, Any]
    questions: list[_Question] = field(default_factory=list)


def form_from(sheets: Mapping[str, Sheet], *, known: FormSpec | None = None, code: str = "") -> XlsForm:
    """Return the form of the three sheets; fields that `known` has under the same name keep their ids."""
    return _Reader(sheets, known, code).read()


def _take_own(content: dict[str, Any], own: Mapping[str, Any], row: Row, *, untouched: bool) -> None:
    """Apply our columns; those that say the same as a plain one in other words only while that one is untouched."""
    kind = own.get("type", "")
    if untouched:
        for name in IN_OTHER_WORDS - {"key", "type"}:
            content.pop(name, None)
    for name, value in own.items():
        if untouched or name not in IN_OTHER_WORDS:
            content[name] = value
    if kind and standard_type(FieldSpec("", "", "", kind)) == row.get("type").split()[0]:
        content["type"] = kind


class _Reader:
    """Reads the rows one by one, then translates the expressions, when all names are known."""

    def __init__(self, sheets: Mapping[str, Sheet], known: FormSpec | None, code: str) -> None:
        self.survey = sheets.get(SURVEY, Sheet())
        self.lists = sheets.get(CHOICES, Sheet())
        settings = sheets.get(SETTINGS, Sheet()).rows
        self.settings = settings[0] if settings else Row(2, {})
        self.form = XlsForm()
        self.code = (known.code if known else "") or code or self.settings.get("form_id") or "form"
        self.known: dict[tuple[str, str], str] = {}
        self.known_sections = {section.key: section.id for section in known.sections} if known else {}
        for _section, one in known.fields() if known else ():
            self._remember(one, "")
        self.parts: list[_Part] = []
        self.open: list[tuple[str, Any]] = []
        self.groups: list[str] = []
        self.choices = self._choice_lists()

    def _remember(self, one: FieldSpec, table: str) -> None:
        self.known[table, one.key] = one.id
        for column in one.columns:
            self._remember(column, one.id)

    def problem(self, row: int, column: str, message: str, *, sheet: str = SURVEY, **params: Any) -> None:
        notice = bool(params.pop("notice", False))
        self.form.problems.append(FileProblem(sheet, row, column, message, params, notice))

    # Reading the sheets -----------------------------------------------------------------------------------------

    def read(self) -> XlsForm:
        if not self.survey.rows or "type" not in self.survey.columns:
            self.problem(1, "type", _("The sheet has no rows, or no column with this name. See the column table."))
            return self.form
        for column in self.survey.columns:
            if column not in BASE and not column.startswith(OWN):
                self.problem(1, column, _("This column is not taken over."), notice=True)
        for row in self.survey.rows:
            self._row(row)
        for kind, thing in self.open:
            number = thing.row.number if thing.row else 0
            self.problem(number, "type", _("begin_%(kind)s has no end_%(kind)s."), kind=kind)
        self._names_differ()
        sections = self._sections()
        if not self.form.errors:
            self.form.spec = self._spec(sections)
        return self.form

    def _choice_lists(self) -> dict[str, list[tuple[Row, Choice]]]:
        lists: dict[str, list[tuple[Row, Choice]]] = {}
        for row in self.lists.rows:
            name, value = row.get("list_name"), row.get("name")
            if not name or not value:
                column = "name" if name else "list_name"
                self.problem(row.number, column, _("This cell must not be blank."), sheet=CHOICES)
                continue
            choice = Choice(
                value=value,
                label=row.cells["label"] if row.get("label") else value,
                text=row.get(f"{OWN}text"),
                exclusive=row.get(f"{OWN}exclusive").casefold() in _YES,
                parent=row.get("parent"),
                score=row.get(f"{OWN}score"),
            )
            if any(choice.value == other.value for _row, other in lists.get(name, ())):
                self.problem(row.number, "name", _("“%(name)s” stands twice in its list."), sheet=CHOICES, name=value)
            lists.setdefault(name, []).append((row, choice))
        return lists

    def _row(self, row: Row) -> None:
        words = row.get("type").split()
        kind = " ".join(words[:2]).casefold() if words and words[0].casefold() in ("begin", "end") else ""
        kind = kind.replace(" ", "_") or (words[0].casefold() if words else "")
        if not kind:
            self.problem(row.number, "type", _("This cell must not be blank."))
        elif kind in ("begin_group", "begin_repeat"):
            self._begin(row, kind.removeprefix("begin_"))
        elif kind in ("end_group", "end_repeat"):
            self._end(row, kind.removeprefix("end_"))
        elif kind in _IGNORED:
            message = _("“%(type)s” is recorded by itself here and is left out.")
            self.problem(row.number, "type", message, type=kind, notice=True)
        else:
            made = self._question(row, kind, words[1:])
            if made:
                self._place(made)

    def _begin(self, row: Row, kind: str) -> None:
        repeats = [thing for opened, thing in self.open if opened == "repeat"]
        if kind == "group" and not self.open:
            part = _Part(row, self._section_content(row))
            self.parts.append(part)
            self.open.append(("group", part))
        elif kind == "group":
            inner = _Part(row, {})
            self.open.append(("group", inner))
            self.groups.append(row.get("label") or row.get("name"))
            if row.get("relevant"):
                message = _("A group within a section has no condition of its own here; write it at its questions.")
                self.problem(row.number, "relevant", message)
        else:
            if len(repeats) >= 2:
                self.problem(row.number, "type", _("Repeats can be nested two deep at most."))
            made = self._base(row, {"type": "table"})
            if row.get("appearance"):
                self.problem(row.number, "appearance", _("This column is not taken over here."), notice=True)
            if made:
                self._place(made)
            self.open.append(("repeat", made or _Question(row, {"type": "table"})))

    def _end(self, row: Row, kind: str) -> None:
        if not self.open or self.open[-1][0] != kind:
            self.problem(row.number, "type", _("end_%(kind)s has no begin_%(kind)s before it."), kind=kind)
            return
        _kind, thing = self.open.pop()
        if kind == "group" and isinstance(thing, _Part) and thing not in self.parts:
            self.groups.pop()

    def _section_content(self, row: Row) -> dict[str, Any]:
        own = self._own(row, SectionSpec)
        key = self._name(row)
        if row.cells.get(SUM) != checksum(row.cells):
            own.pop("visible", None)
        content: dict[str, Any] = {**own, "key": own.get("key") or key, "title": row.cells.get("label") or key}
        content["id"] = own.get("id") or self.known_sections.get(key) or derived_id(self.code, key)
        return content

    def _place(self, made: _Question) -> None:
        """Put a question where it stands: in the open repeat, the open section, or the section of what has none."""
        table = next((thing for kind, thing in reversed(self.open) if kind == "repeat"), None)
        if table is not None:
            made.table = table.content.get("id", "")
            made.content["id"] = made.own.get("id") or self.known.get(
                (made.table, made.content["key"]), derived_id(made.table, made.content["key"])
            )
            table.columns.append(made)
            return
        if not self.open and (not self.parts or self.parts[-1].row is not None):
            title = self.settings.get("form_title") or self.code
            key = MAIN if all(part.content["key"] != MAIN for part in self.parts) else f"{MAIN}_{len(self.parts)}"
            found = self.known_sections.get(key) or derived_id(self.code, key)
            self.parts.append(_Part(None, {"id": found, "key": key, "title": title}))
        self.parts[-1].questions.append(made)

    # One question -----------------------------------------------------------------------------------------------

    def _own(self, row: Row, kind: type) -> dict[str, Any]:
        try:
            return own_values(kind, row.cells)
        except ValueError as error:
            self.problem(
                row.number, str(error), _("This cell cannot be read. Export the form again to see how it looks.")
            )
            return {}

    def _name(self, row: Row) -> str:
        name = row.get("name")
        if not name:
            self.problem(row.number, "name", _("This cell must not be blank."))
        elif not _NAME.match(name) and row.cells.get(SUM) != checksum(row.cells):
            message = _("“%(name)s” is no name: letters, digits, _ and - without blanks, beginning with a letter.")
            self.problem(row.number, "name", message, name=name)
        return name

    def _base(self, row: Row, content: dict[str, Any]) -> _Question | None:
        """Return a question with what all have: name, label, hint, required, our columns."""
        own = self._own(row, FieldSpec)
        key = self._name(row)
        untouched = row.cells.get(SUM) == checksum(row.cells)
        if not row.get("label") and not content.pop("calculated", False) and not untouched:
            self.problem(row.number, "label", _("This cell must not be blank: it is what people read."))
        if not key:
            return None
        content |= {"key": key, "label": row.cells.get("label") or key, "help": row.cells.get("hint", "")}
        if not untouched:
            content |= {"label": content["label"].strip(), "help": content["help"].strip()}
        if row.get("required"):
            content["required"] = row.get("required").casefold() in _YES
        content["id"] = own.get("id") or self.known.get(("", key)) or derived_id(self.code, key)
        if self.groups:
            content["group"] = self.groups[-1]
        _take_own(content, own, row, untouched=untouched)
        return _Question(row, content, own=own, untouched=untouched)

    def _question(self, row: Row, kind: str, words: Sequence[str]) -> _Question | None:
        content = self._type(row, kind, words)
        if content is None:
            return None
        made = self._base(row, content)
        if made is None:
            return None
        appearance = row.get("appearance")
        if not made.untouched and "multiline" in appearance and made.content["type"] == "text":
            made.content["type"] = "textarea"
        if not made.untouched and "minimal" in appearance and made.content["type"] == "radio":
            made.content["type"] = "select"
        if not made.untouched:
            self._bounds(row, made.content)
        return made

    def _type(self, row: Row, kind: str, words: Sequence[str]) -> dict[str, Any] | None:
        """Return the attributes that the type cell gives; None if it means nothing here."""
        if kind in _SELECTS or kind in WITH_CHOICES:
            return self._select(row, kind, words)
        if kind == "calculate":
            return {**_TYPES[kind], "calculated": True}
        if kind in _TYPES:
            return dict(_TYPES[kind])
        if kind in STANDARD or kind in field_types():
            return {"type": kind}
        message = _("“%(type)s” is no type that can be taken over. See the column table for those that can.")
        self.problem(row.number, "type", message, type=kind)
        return None

    def _select(self, row: Row, kind: str, words: Sequence[str]) -> dict[str, Any] | None:
        name = words[0] if words else ""
        listed = self.choices.get(name)
        if listed is None and row.cells.get(SUM) != checksum(row.cells):
            message = _("There is no list “%(name)s” on the sheet choices.")
            self.problem(row.number, "type", message, name=name or "—")
            return None
        choices = [choice for _row, choice in listed or ()]
        type_ = _SELECTS.get(kind, kind)
        if len(words) > 1 and words[1] == "or_other":
            choices.append(_OTHER)
            type_ = "radio_with_text" if type_ == "radio" else type_
        made: dict[str, Any] = {"type": type_, "choices": choices, "list": name}
        return made

    def _bounds(self, row: Row, content: dict[str, Any]) -> None:
        """Take what a constraint says about the answer alone as bounds; the rest becomes a check."""
        found = bounds_of(row.get("constraint"))
        if found.longest:
            content["max_length"] = found.longest
        if content["type"] in ("number", "money", "percent", "year") and (found.least or found.most):
            content.pop("allow_negative", None)
            if found.least.startswith("-") or not found.least:
                content["allow_negative"] = True
            if found.least not in ("", "0"):
                content["min_value"] = found.least
            if found.most:
                content["max_value"] = found.most
        elif found.least or found.most:
            content["constraint"] = row.get("constraint")
        if found.rest:
            content["constraint"] = found.rest

    # The form ---------------------------------------------------------------------------------------------------

    def _names_differ(self) -> None:
        seen: dict[str, int] = {}
        for part in self.parts:
            for one in part.questions:
                self._unlike(one, seen)
                columns: dict[str, int] = {}
                for column in one.columns:
                    self._unlike(column, columns)

    def _unlike(self, one: _Question, seen: dict[str, int]) -> None:
        key = one.content["key"]
        if key in seen and not one.untouched:
            message = _("The name “%(name)s” is used in row %(other)s already.")
            self.problem(one.row.number, "name", message, name=key, other=seen[key])
        seen.setdefault(key, one.row.number)

    def _find(self, table: _Question | None) -> Any:
        """Return the look-up of ${name} for a question in this table."""
        outer = {one.content["key"]: one for part in self.parts for one in part.questions}
        inner = {one.content["key"]: one for one in table.columns} if table else {}

        def target(one: _Question, reference: str) -> Target:
            return Target(reference, several=one.content["type"] == "checkbox")

        def find(name: str, aggregate: bool) -> Target | None:
            if name in inner and not aggregate:
                return target(inner[name], f"[row.#{inner[name].content['id']}]")
            if name in outer and (not aggregate or not outer[name].columns):
                return target(outer[name], f"[#{outer[name].content['id']}]")
            for one in outer.values():
                for column in one.columns:
                    if name in (column.content["key"], one.content["key"]):
                        return target(column, f"[#{one.content['id']}.#{column.content['id']}]")
            return None

        return find

    def _formula(self, row: Row, column: str, text: str, find: Any, here: Target | None = None) -> str:
        if not text:
            return ""
        try:
            return formula_from(text, find, here)
        except ExpressionError as error:
            self.form.problems.append(FileProblem(SURVEY, row.number, column, error.message, error.params))
            return ""

    def _sections(self) -> list[dict[str, Any]]:
        self.checks: list[CheckSpec] = []
        made = []
        for part in self.parts:
            section = dict(part.content)
            if part.row is not None and "visible" not in section:
                section["visible"] = self._formula(part.row, "relevant", part.row.get("relevant"), self._find(None))
            section["fields"] = [self._finished(one, None) for one in part.questions]
            made.append(section)
        return made

    def _finished(self, one: _Question, table: _Question | None) -> FieldSpec:
        """Return a question as a field, its expressions translated."""
        content, find = one.content, self._find(table)
        row = one.row
        reference = f"[row.#{content['id']}]" if table else f"[#{content['id']}]"
        here = Target(reference, several=content["type"] == "checkbox")
        if not one.untouched:
            content["visible"] = self._formula(row, "relevant", row.get("relevant"), find)
            content["formula"] = self._formula(row, "calculation", row.get("calculation"), find)
            if content["formula"].startswith(("CONCAT", '"')) and content["type"] == "number":
                content["type"] = "text"
            self._cascade(one, table)
            check = content.pop("constraint", "")
            if check:
                self._check(one, self._formula(row, "constraint", check, find, here))
        columns = [self._finished(column, one) for column in one.columns]
        choices = content.pop("choices", [])
        content.pop("list", None)
        plain = {name: value for name, value in content.items() if name != "constraint"}
        spec = field_from_json(
            plain if not (choices and not isinstance(choices[0], Choice)) else {**plain, "choices": choices}
        )
        if choices and isinstance(choices[0], Choice):
            spec = replace(spec, choices=tuple(choices))
        if one.columns or spec.type in WITH_COLUMNS:
            spec = replace(spec, columns=tuple(columns) or spec.columns)
        return spec

    def _cascade(self, one: _Question, table: _Question | None) -> None:
        text = one.row.get("choice_filter")
        if not text:
            return
        match = _FILTER.match(text)
        around = table.columns if table else [other for part in self.parts for other in part.questions]
        above = next((other for other in around if match and other.content["key"] == match["name"]), None)
        if match is None or above is None:
            message = _("Only “column=${name}” can be taken over, with the name of a question at the same place.")
            self.problem(one.row.number, "choice_filter", message)
            return
        one.content["cascade"] = above.content["id"]
        rows = self.choices.get(one.content.get("list", ""), [])
        if match["column"] not in self.lists.columns:
            message = _("The sheet choices has no column “%(name)s”.")
            self.problem(one.row.number, "choice_filter", message, name=match["column"])
        one.content["choices"] = [replace(choice, parent=row.get(match["column"])) for row, choice in rows]

    def _check(self, one: _Question, formula: str) -> None:
        message = one.row.get("constraint_message") or one.content["label"]
        anchor = one.table or one.content["id"]
        if formula:
            made = derived_id(self.code, "check", one.content["id"])
            self.checks.append(CheckSpec(id=made, formula=formula, message=message, anchor=anchor))

    def _spec(self, sections: list[dict[str, Any]]) -> FormSpec:
        settings = self.settings
        content: dict[str, Any] = {
            "code": self.code,
            "title": settings.get("form_title") or self.code,
            "title_en": settings.get(f"{OWN}title_en"),
            "paper_title": settings.get(f"{OWN}paper_title"),
            "reference_prefix": settings.get(f"{OWN}reference_prefix"),
        }
        for name in ("audience", "notes", "sinks", "checks"):
            try:
                content[name] = json.loads(settings.get(f"{OWN}{name}") or "[]")
            except ValueError:
                message = _("This cell cannot be read. Export the form again to see how it looks.")
                self.problem(settings.number, f"{OWN}{name}", message, sheet=SETTINGS)
        empty = spec_from_json({**content, "sections": []})
        made = tuple(
            replace(
                spec_from_json({"code": "", "title": "", "sections": [{**one, "fields": []}]}).sections[0],
                fields=tuple(one["fields"]),
            )
            for one in sections
        )
        known = {check.id for check in empty.checks}
        added = tuple(check for check in self.checks if check.id not in known)
        return replace(empty, sections=made, checks=(*empty.checks, *added))
