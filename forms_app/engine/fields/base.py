"""What every field type can do. A type is a codec, a checker and a printer in one place; it keeps no state."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar, Literal, Protocol

from forms_app.engine.faults import Fault, _
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

Inputs = dict[str, str | list[str]]
Indexed = tuple[str, Decimal | None]
FormulaKind = Literal["number", "text", "date", "boolean", "list", "table", "file"]

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
INDEX_LENGTH = 300


def part_spec(spec: FieldSpec, part: str, label: str, type_: str) -> FieldSpec:
    """Return one part of an answer as a field of its own, for formulas."""
    return replace(spec, id=f"{spec.id}:{part}", key=f"{spec.key}_{part}", label=f"{spec.label}（{label}）", type=type_)


class Post(Protocol):
    """Typed input: a QueryDict, or `forms_app.engine.answers.TypedInput`."""

    def get(self, name: str, default: str = "", /) -> Any:
        """Return the last value under this name."""
        ...

    def getlist(self, name: str, /) -> list[Any]:
        """Return all values under this name."""
        ...


@dataclass(frozen=True, slots=True)
class DisplayItem:
    """One row or file of an answer as text; `cells` are its parts with their labels. `id` anchors a remark."""

    id: str
    text: str
    cells: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.text


def typed_text(post: Post, name: str) -> str:
    """Return what was typed under `name` as text that can be stored: one newline sign, nothing unprintable."""
    value = post.get(name, "")
    text = value if isinstance(value, str) else ""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def typed_list(post: Post, name: str) -> list[str]:
    """Return all that was sent under `name`, without blanks and doubles."""
    values = [_UNSTORABLE.sub("", value) for value in post.getlist(name) if isinstance(value, str)]
    return list(dict.fromkeys(value for value in values if value))


class FieldType(ABC):
    """A kind of question. Subclasses override what differs from a single line of text."""

    name: ClassVar[str] = ""
    # Whether the value is a list of rows that have ids, and whether it has a half before and a half after.
    has_rows: ClassVar[bool] = False
    has_halves: ClassVar[bool] = False
    # Whether the value names files.
    has_files: ClassVar[bool] = False
    has_value: ClassVar[bool] = True
    # What the answer is in a formula: "number", "text", "date", "boolean", "list", "table" or "file".
    formula_kind: ClassVar[FormulaKind] = "text"

    def parse(self, spec: FieldSpec, post: Post, files_present: Sequence[str] = ()) -> Any:
        """Return the raw input of this field, exactly as far as it can be stored at all."""
        return typed_text(post, spec.id)

    @abstractmethod
    def clean(self, spec: FieldSpec, raw: Any, lookups: Lookups) -> tuple[Any, list[Fault]]:
        """Return the good part of the input (None if blank or wrong) and what is wrong with the rest."""

    def clean_among(
        self, spec: FieldSpec, raw: Any, lookups: Lookups, answers: Mapping[str, Any]
    ) -> tuple[Any, list[Fault]]:
        """Do what `clean` does for a field that may depend on another one (FieldSpec.cascade).

        `answers` are the answers of the section or row cleaned so far, by id.
        """
        return self.clean(spec, raw, lookups)

    def prepare(self, spec: FieldSpec, raws: Sequence[Any], lookups: Lookups) -> None:
        """Let the world be asked once for many raw answers that are about to be cleaned, such as a column's."""
        return

    def required_faults(self, spec: FieldSpec, value: Any) -> list[Fault]:
        """Return what is still missing in `value` before the form can be handed in."""
        if spec.required and value is None:
            return [fault(spec, "required", _("Enter “%(label)s”."))]
        return []

    def display(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str | list[DisplayItem]:
        """Return the answer as people read it on a screen."""
        return str(value)

    def paper(self, spec: FieldSpec, value: Any, lookups: Lookups) -> str:
        """Return the answer as the official print shows it; `value` None gives the empty form."""
        return "" if value is None else str(self.display(spec, value, lookups))

    def paper_parts(self, spec: FieldSpec, value: Any, lookups: Lookups) -> Mapping[str, str]:
        """Return the print in parts ("before" and "after", "start" and "end") where a paper form has two cells."""
        return {}

    def index(self, spec: FieldSpec, value: Any) -> Indexed | None:
        """Return what a list may filter and sort by, or None."""
        return str(value)[:INDEX_LENGTH], None

    def input_names(self, spec: FieldSpec, post: Post) -> list[str]:
        """Return the names of the inputs from which the answer is read."""
        return [spec.id]

    def to_inputs(self, spec: FieldSpec, value: Any) -> Inputs:
        """Return the stored value as input names and texts, to be shown again."""
        return {spec.id: str(value)}

    def formula_columns(self, spec: FieldSpec) -> tuple[FieldSpec, ...]:
        """Return the columns that formulas can name as [table.column]."""
        return spec.columns

    def formula_parts(self, spec: FieldSpec) -> tuple[FieldSpec, ...]:
        """Return what formulas can name one by one in an answer of two parts: a field `<id>:<part>` for each."""
        return ()

    def to_formula(self, spec: FieldSpec, value: Any) -> Any:
        """Return a stored value as formulas see it: Decimal, str, date, or a list of these."""
        return str(value)

    def from_formula(self, spec: FieldSpec, result: Any) -> Any:
        """Return what a formula gave as a value to store; None if this type cannot hold it."""
        return None


def fault(
    spec: FieldSpec, code: str, message: str, *, part: str = "", notice: bool = False, **params: str | int
) -> Fault:
    """Return a fault at the field or at a part of it; the label is always among the params."""
    return Fault(
        code=code,
        message=message,
        path=f"{spec.id}-{part}" if part else spec.id,
        label=spec.label,
        params={"label": spec.label, **params},
        severity="notice" if notice else "error",
    )
