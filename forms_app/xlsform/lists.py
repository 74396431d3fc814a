"""The sheet choices: the lists of options, and which of them hang on another question. Pure Python."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from forms_app.engine.faults import _
from forms_app.engine.spec import Choice
from forms_app.xlsform.columns import CHOICES, OWN
from forms_app.xlsform.found import Question, XlsForm
from forms_app.xlsform.table import Row, Sheet
from forms_app.xlsform.types import YES

OTHER = Choice("other", "其他", text="required")
_MEDIA = re.compile(r"(media(::|:)|image|audio|video|big-image)")
_CONDITION = re.compile(r"\s*(?P<column>[\w-]+)\s*=\s*\$\{(?P<name>[^}]+)\}\s*\Z")
_TURNED = re.compile(r"\s*\$\{(?P<name>[^}]+)\}\s*=\s*(?P<column>[\w-]+)\s*\Z")

Lists = Mapping[str, Sequence[tuple[Row, Choice]]]


def lists_of(sheet: Sheet, form: XlsForm) -> Lists:
    """Return the options by list, each with its row."""
    for column in sheet.columns:
        if _MEDIA.match(column):
            form.notice(1, column, _("Options have no pictures or sounds here; this is left out."), sheet=CHOICES)
    lists: dict[str, list[tuple[Row, Choice]]] = {}
    for row in sheet.rows:
        name, value = row.get("list_name"), row.get("name")
        if not name or not value:
            column = "name" if name else "list_name"
            form.problem(row.number, column, _("This cell must not be blank."), sheet=CHOICES)
            continue
        if any(value == other.value for _row, other in lists.get(name, ())):
            form.problem(row.number, "name", _("“%(name)s” stands twice in its list."), sheet=CHOICES, name=value)
        lists.setdefault(name, []).append((row, _choice(row, value)))
    return lists


def _choice(row: Row, value: str) -> Choice:
    return Choice(
        value=value,
        label=row.cells["label"] if row.get("label") else value,
        text=row.get(f"{OWN}text"),
        exclusive=row.get(f"{OWN}exclusive").casefold() in YES,
        parent=row.get("parent"),
        score=row.get(f"{OWN}score"),
    )


def hang_on_another(
    one: Question, around: Sequence[Question], lists: Lists, columns: Sequence[str], form: XlsForm
) -> None:
    """Let a question's options depend on another one's answer, as its choice_filter says.

    Of several conditions the one counts whose question hangs on all the others: state=${state} and county=${county}.
    """
    text = one.row.get("choice_filter")
    if not text:
        return
    conditions = _conditions(text)
    by_key = {other.key: other for other in around if other is not one}
    deepest = _deepest([name for _column, name in conditions], by_key)
    if deepest is None:
        message = _(
            "Only “column=${name}” can be taken over, with the name of a question at the same place; "
            "of several such conditions one question must depend on all the others."
        )
        form.problem(one.row.number, "choice_filter", message)
        return
    column = next(column for column, name in conditions if name == deepest.key)
    if column not in columns:
        message = _("The sheet choices has no column “%(name)s”.")
        form.problem(one.row.number, "choice_filter", message, name=column)
    one.content["cascade"] = deepest.id
    one.content["choices"] = [replace(choice, parent=row.get(column)) for row, choice in lists.get(one.list_name, ())]


def _conditions(text: str) -> list[tuple[str, str]]:
    """Return column and name of each condition; nothing if one of them is of another kind."""
    found = []
    for part in re.split(r"\s+and\s+", text.strip()):
        match = _CONDITION.match(part) or _TURNED.match(part)
        if match is None:
            return []
        found.append((match["column"].casefold(), match["name"].strip()))
    return found


def _deepest(names: Sequence[str], by_key: Mapping[str, Question]) -> Question | None:
    """Return the question among these that hangs, over others, on all the rest."""
    for name in names:
        if name in by_key and {*names} - {name} <= _above(name, by_key):
            return by_key[name]
    return None


def _above(name: str, by_key: Mapping[str, Question]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        filter_ = by_key[one].row.get("choice_filter") if (one := waiting.pop()) in by_key else ""
        fresh = {other for _column, other in _conditions(filter_)} - found
        found |= fresh
        waiting.extend(fresh)
    return found
