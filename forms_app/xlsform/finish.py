"""Questions → fields, when all names are known: expressions become formulas with ids. Pure Python."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from forms_app.engine.check_texts import default_problems
from forms_app.engine.compile import field_from_json
from forms_app.engine.faults import _
from forms_app.engine.ids import derived_id
from forms_app.engine.spec import CheckSpec, Choice, FieldSpec
from forms_app.xlsform.columns import WITH_COLUMNS
from forms_app.xlsform.expressions import ExpressionError, Find, Target, formula_from
from forms_app.xlsform.found import Part, Question, XlsForm
from forms_app.xlsform.lists import Lists, hang_on_another
from forms_app.xlsform.questions import required_if
from forms_app.xlsform.table import Row

_IN_TEXT = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_TEXTUAL = re.compile(r'(?:CONCAT|LEFT|RIGHT|MID|TEXT)\(|"|IF\([^"]*,"')


class Finisher:
    """Makes the fields of all parts; `checks` are the checks that constraints and conditions of requiring become."""

    def __init__(
        self, parts: Sequence[Part], form: XlsForm, lists: Lists, list_columns: Sequence[str], code: str
    ) -> None:
        self.parts, self.form, self.code = parts, form, code
        self.lists, self.list_columns = lists, list_columns
        self.outer = {one.key: one for part in parts for one in part.questions}
        self.checks: list[CheckSpec] = []

    def sections(self) -> list[dict[str, Any]]:
        """Return the sections as JSON, but for their fields, which are made already."""
        made = []
        for part in self.parts:
            section = dict(part.content)
            if part.row is not None and "visible" not in section:
                section["visible"] = self._formula(part.row, "relevant", part.row.get("relevant"), self._find(None))
            section["fields"] = [self._finished(one) for one in part.questions]
            made.append(section)
        return made

    def _find(self, table: Question | None) -> Find:
        """Return the look-up of ${name} for a question in this table."""
        inner = {one.key: one for one in table.columns} if table else {}

        def find(name: str, aggregate: bool) -> Target | None:
            if name in inner and not aggregate:
                return _target(inner[name], f"[row.#{inner[name].id}]")
            if name in self.outer and (not aggregate or not self.outer[name].columns):
                return _target(self.outer[name], f"[#{self.outer[name].id}]")
            for one in self.outer.values():
                for column in one.columns:
                    if name in (column.key, one.key):
                        return _target(column, f"[#{one.id}.#{column.id}]")
            return None

        return find

    def _formula(self, row: Row, column: str, text: str, find: Find, here: Target | None = None) -> str:
        if not text:
            return ""
        try:
            return formula_from(text, find, here)
        except ExpressionError as error:
            self.form.problem(row.number, column, error.message, params=error.params)
            return ""

    def _finished(self, one: Question) -> FieldSpec:
        """Return a question as a field."""
        if not one.untouched:
            self._translate(one)
        columns = [self._finished(column) for column in one.columns]
        content = dict(one.content)
        choices = content.pop("choices", [])
        if not all(isinstance(choice, Choice) for choice in choices):
            content, choices = {**content, "choices": choices}, []
        spec = field_from_json(content)
        if choices:
            spec = replace(spec, choices=tuple(choices))
        if one.columns or spec.type in WITH_COLUMNS:
            spec = replace(spec, columns=tuple(columns) or spec.columns)
        if not one.untouched and any(default_problems(spec, (), {})):
            message = _("“%(text)s” is no answer to this question; of a list the name of an option counts.")
            self.form.problem(one.row.number, "default", message, text=spec.default)
        return spec

    def _translate(self, one: Question) -> None:
        """Turn the expressions of a row into formulas and its choice_filter into a dependency."""
        content, row, find = one.content, one.row, self._find(one.table)
        here = Target(one.reference, several=content["type"] == "checkbox")
        content["visible"] = self._condition(one, find)
        content["formula"] = self._formula(row, "calculation", row.get("calculation"), find)
        if content["type"] == "number" and _TEXTUAL.match(content["formula"]):
            content = one.content
            content["type"] = "text"
            content.pop("allow_negative", None)
        around = one.table.columns if one.table else [other for part in self.parts for other in part.questions]
        hang_on_another(one, around, self.lists, self.list_columns, self.form)
        if one.constraint:
            made = self._formula(row, "constraint", one.constraint, find, here)
            self._check(one, "check", made, row.get("constraint_message") or content["label"])
        asked = self._formula(row, "required", required_if(row), find, here)
        if asked:
            rule = f"OR(NOT({asked}),NOT(ISBLANK({one.reference})))"
            self._check(one, "required", rule, row.get("required_message") or f"请填写“{content['label']}”。")
        for name, column in (("label", "label"), ("help", "hint")):
            content[name] = self._without_answers(one, column, content[name])

    def _condition(self, one: Question, find: Find) -> str:
        """Return when a question is asked: if its own condition and those of the groups around it hold."""
        rows = [*one.groups, one.row]
        made = [self._formula(row, "relevant", row.get("relevant"), find) for row in rows]
        parts = [formula for formula in made if formula]
        return f"AND({','.join(parts)})" if len(parts) > 1 else "".join(parts)

    def _without_answers(self, one: Question, column: str, text: str) -> str:
        """Return a text with the labels of questions in place of their answers: ${name} → “名称”."""

        def label(match: re.Match[str]) -> str:
            inner = {other.key: other for other in one.table.columns} if one.table else {}
            found = inner.get(match[1]) or self.outer.get(match[1])
            return f"“{found.row.get('label') or found.key}”" if found else match[0]

        made = _IN_TEXT.sub(label, text)
        if made != text:
            message = _("Texts do not repeat answers here: the label of the question stands in its place.")
            self.form.notice(one.row.number, column, message)
        return made

    def _check(self, one: Question, kind: str, formula: str, message: str) -> None:
        if formula:
            made = derived_id(self.code, kind, one.id)
            anchor = one.table.id if one.table else one.id
            self.checks.append(CheckSpec(id=made, formula=formula, message=message, anchor=anchor))


def _target(one: Question, reference: str) -> Target:
    return Target(reference, several=one.content["type"] == "checkbox")


def added_checks(known: Sequence[CheckSpec], made: Sequence[CheckSpec]) -> tuple[CheckSpec, ...]:
    """Return the checks that are not among the known ones yet."""
    ids = {check.id for check in known}
    return tuple(check for check in made if check.id not in ids)
