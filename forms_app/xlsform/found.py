"""What is found while a workbook is read: questions and sections in the making, and what is wrong. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_app.engine.spec import FormSpec
from forms_app.xlsform.columns import SURVEY
from forms_app.xlsform.table import Row


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something wrong in the file, or (`notice`) something that is not taken over as it stands.

    `message` is an English msgid with places for `params`.
    """

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

    def problem(
        self,
        row: int,
        column: str,
        message: str,
        *,
        sheet: str = SURVEY,
        params: Mapping[str, str | int] | None = None,
        **more: str | int,
    ) -> None:
        """Note what is wrong; what several questions share is told once."""
        self._note(FileProblem(sheet, row, column, message, {**(params or {}), **more}))

    def notice(self, row: int, column: str, message: str, *, sheet: str = SURVEY, **params: str | int) -> None:
        """Note what is not taken over as it stands."""
        self._note(FileProblem(sheet, row, column, message, params, notice=True))

    def _note(self, one: FileProblem) -> None:
        if one not in self.problems:
            self.problems.append(one)


@dataclass(slots=True)
class Question:
    """A question while it is read: its attributes, its row, and the questions within it."""

    row: Row
    content: dict[str, Any]
    # The question of the table in which it is a column.
    table: "Question | None" = None
    own: dict[str, Any] = field(default_factory=dict)
    # Whether the row still says what the export wrote: our own columns count in full then.
    untouched: bool = False
    columns: list["Question"] = field(default_factory=list)
    # The rows of the groups around it whose conditions are its conditions too.
    groups: tuple[Row, ...] = ()
    # The list of the sheet choices that it offers.
    list_name: str = ""
    # What its constraint says beyond bounds and patterns.
    constraint: str = ""

    @property
    def key(self) -> str:
        """Return the name in the file."""
        return str(self.content["key"])

    @property
    def id(self) -> str:
        """Return the id of the field."""
        return str(self.content["id"])

    @property
    def reference(self) -> str:
        """Return how a formula at this question's own place reads its answer."""
        return f"[row.#{self.id}]" if self.table else f"[#{self.id}]"


@dataclass(slots=True)
class Part:
    """A section while it is read, or a group within one."""

    row: Row | None
    content: dict[str, Any]
    questions: list[Question] = field(default_factory=list)
