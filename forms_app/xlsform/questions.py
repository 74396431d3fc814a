"""One row of the sheet survey → one question, as far as it can be read alone. Pure Python."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_app.engine.defaults import CHOSEN, TYPED
from forms_app.engine.faults import _
from forms_app.engine.fields import field_types
from forms_app.engine.pattern import PatternError, check_pattern
from forms_app.engine.spec import FieldSpec
from forms_app.xlsform.columns import IN_OTHER_WORDS, SUM, WITH_CHOICES, checksum, own_values, standard_type
from forms_app.xlsform.constraints import bounds_of
from forms_app.xlsform.found import Question, XlsForm
from forms_app.xlsform.lists import OTHER, Lists
from forms_app.xlsform.table import Row
from forms_app.xlsform.types import (
    INSTEAD,
    NO,
    PLAIN,
    SELECTS,
    TOLD,
    YES,
    is_type_of_ours,
    looked_like,
    range_attributes,
)

NAME = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w.\-\u4e00-\u9fff]*\Z")
_COUNT = re.compile(r"[1-9]\d{0,3}\Z")
_COMPUTED = re.compile(r"\$\{|\w\(")
_NUMBERS = frozenset({"number", "money", "percent", "year"})


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Reads single rows; what is wrong with them is noted in `form`."""

    form: XlsForm
    lists: Lists

    def own(self, row: Row, kind: type) -> dict[str, Any]:
        """Return what our own columns say."""
        try:
            return own_values(kind, row.cells)
        except ValueError as error:
            message = _("This cell cannot be read. Export the form again to see how it looks.")
            self.form.problem(row.number, str(error), message)
            return {}

    def name(self, row: Row) -> str:
        """Return the name, "" if there is none."""
        name = row.get("name")
        if not name:
            self.form.problem(row.number, "name", _("This cell must not be blank."))
        elif not NAME.match(name) and not untouched(row):
            message = _("“%(name)s” is no name: letters, digits, _ and - without blanks, beginning with a letter.")
            self.form.problem(row.number, "name", message, name=name)
        return name

    def question(self, row: Row, kind: str, words: Sequence[str]) -> Question | None:
        """Return a question that is no table; None if it cannot be made."""
        content = self._type(row, kind, words)
        made = self.base(row, content) if content is not None else None
        if made is None:
            return None
        if kind in SELECTS or kind in WITH_CHOICES:
            made.list_name = words[0] if words else ""
        if not made.untouched:
            if kind in TOLD:
                self.form.notice(row.number, "type", TOLD[kind])
            self._look(row, made.content)
            self._bounds(row, made)
            if kind == "range":
                self._range(row, made.content)
            if row.get("readonly").casefold() in YES and not row.get("calculation") and kind != "note":
                message = _("Only computed answers are read-only here. Remove it, or write a calculation.")
                self.form.notice(row.number, "readonly", message)
        return made

    def table(self, row: Row) -> Question | None:
        """Return the table that begin_repeat opens."""
        made = self.base(row, {"type": "table"})
        if made is not None and not made.untouched:
            self._repeat_count(row, made.content)
            if row.get("appearance"):
                self.form.notice(row.number, "appearance", _("This look makes no difference here."))
        return made

    def base(self, row: Row, content: dict[str, Any]) -> Question | None:
        """Return a question with what all have: name, label, hint, required, default, our columns."""
        own = self.own(row, FieldSpec)
        key = self.name(row)
        same = untouched(row)
        if not row.get("label") and not content.pop("calculated", False) and not same:
            self.form.problem(row.number, "label", _("This cell must not be blank: it is what people read."))
        if not key:
            return None
        content |= {"key": key, "label": row.cells.get("label") or key, "help": row.cells.get("hint", "")}
        if not same:
            content |= {"label": content["label"].strip(), "help": content["help"].strip()}
            self._default(row, content)
        if row.get("required"):
            content["required"] = row.get("required").casefold() in YES
        _take_own(content, own, row, same=same)
        return Question(row, content, own=own, untouched=same)

    def _type(self, row: Row, kind: str, words: Sequence[str]) -> dict[str, Any] | None:
        """Return the attributes that the type cell gives; None if it means nothing here."""
        if kind in SELECTS or kind in WITH_CHOICES:
            return self._select(row, kind, words)
        if kind == "calculate":
            return {**PLAIN[kind], "calculated": True}
        if kind in PLAIN:
            return dict(PLAIN[kind])
        if is_type_of_ours(kind, frozenset(field_types())):
            return {"type": kind}
        if kind in INSTEAD:
            self.form.problem(row.number, "type", INSTEAD[kind])
            return None
        message = _("“%(type)s” is no type that can be taken over. See the column table for those that can.")
        self.form.problem(row.number, "type", message, type=kind)
        return None

    def _select(self, row: Row, kind: str, words: Sequence[str]) -> dict[str, Any] | None:
        name = words[0] if words else ""
        listed = self.lists.get(name)
        if listed is None and not untouched(row):
            message = _("There is no list “%(name)s” on the sheet choices.")
            self.form.problem(row.number, "type", message, name=name or "—")
            return None
        choices = [choice for _row, choice in listed or ()]
        type_ = SELECTS.get(kind, kind)
        if [word.casefold() for word in words[1:2]] == ["or_other"]:
            taken = {choice.value for choice in choices}
            choices += [OTHER] if OTHER.value not in taken else []
            type_ = "radio_with_text" if type_ == "radio" else type_
        return {"type": type_, "choices": choices}

    def _look(self, row: Row, content: dict[str, Any]) -> None:
        content["type"], idle = looked_like(content["type"], row.get("appearance"))
        if idle:
            message = _("The look “%(look)s” makes no difference here.")
            self.form.notice(row.number, "appearance", message, look=" ".join(idle))

    def _range(self, row: Row, content: dict[str, Any]) -> None:
        found, step = range_attributes(row.get("parameters"))
        content.update(found)
        if step:
            message = _("Steps of %(step)s are not held to; any number between the ends may be typed.")
            self.form.notice(row.number, "parameters", message, step=step)

    def _default(self, row: Row, content: dict[str, Any]) -> None:
        text = row.get("default")
        if not text:
            return
        if _COMPUTED.search(text):
            message = _("A default that is computed is left out. Write a calculation, or fill it in by hand.")
            self.form.notice(row.number, "default", message)
        elif content["type"] in TYPED | CHOSEN:
            content["default"] = text
        else:
            message = _("Questions of this type begin empty; the default is left out.")
            self.form.notice(row.number, "default", message)

    def _repeat_count(self, row: Row, content: dict[str, Any]) -> None:
        text = row.get("repeat_count")
        if _COUNT.match(text):
            content["min_items"] = content["max_items"] = int(text)
        elif text:
            message = _("How many rows there are is not computed here; set the fewest and most rows in the builder.")
            self.form.notice(row.number, "repeat_count", message)

    def _bounds(self, row: Row, one: Question) -> None:
        """Take what a constraint says about the answer alone as bounds and pattern; the rest becomes a check."""
        content, text = one.content, row.get("constraint")
        found = bounds_of(text)
        if found.longest:
            content["max_length"] = found.longest
        if found.pattern and content["type"] in ("text", "textarea"):
            content |= {"pattern": found.pattern, "pattern_message": row.get("constraint_message")}
            self._readable(row, found.pattern)
        elif found.pattern:
            message = _("regex() is held to in questions of type text only. Write bounds with >= and <=.")
            self.form.problem(row.number, "constraint", message)
        one.constraint = found.rest
        if content["type"] in _NUMBERS and (found.least or found.most):
            content.pop("allow_negative", None)
            if found.least.startswith("-") or not found.least:
                content["allow_negative"] = True
            if found.least not in ("", "0"):
                content["min_value"] = found.least
            if found.most:
                content["max_value"] = found.most
        elif found.least or found.most:
            one.constraint = text

    def _readable(self, row: Row, pattern: str) -> None:
        try:
            check_pattern(pattern)
        except PatternError as error:
            self.form.problem(row.number, "constraint", error.message, params=error.params)


def untouched(row: Row) -> bool:
    """Say whether the plain cells of a row are those that our own export wrote."""
    return row.cells.get(SUM) == checksum(row.cells)


def required_if(row: Row) -> str:
    """Return the expression under which an answer is required, "" if the cell says yes or no."""
    text = row.get("required")
    return "" if text.casefold() in YES | NO else text


def _take_own(content: dict[str, Any], own: Mapping[str, Any], row: Row, *, same: bool) -> None:
    """Apply our columns; those that say the same as a plain one in other words only while that one is untouched."""
    kind = own.get("type", "")
    if same:
        for name in IN_OTHER_WORDS - {"key", "type"}:
            content.pop(name, None)
    for name, value in own.items():
        if same or name not in IN_OTHER_WORDS:
            content[name] = value
    if kind and standard_type(FieldSpec("", "", "", kind)) == row.get("type").split()[0]:
        content["type"] = kind
