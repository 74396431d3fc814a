"""The answers of all versions of a form as one table: a column per field id, whatever the field is called when.

Pure Python. A version is compiled once into a list of functions, so that a row costs one call per column and no look
at the form.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec, FormSpec, SectionSpec

Answers = Mapping[str, Mapping[str, Any]]
Cell = str | int | float | None
Read = Callable[[Any], Cell]
Row = Callable[[Answers], list[Cell]]

RETIRED = "（旧版）"
TICKED = "是"
# Types whose stored value is what a spreadsheet shows.
_PLAIN = frozenset({"text", "credit_code", "phone", "email", "url", "date", "month"})
_NUMBERS = frozenset({"number", "percent", "money", "year"})
_CHOICES = frozenset({"radio", "select"})
# How many places the point of a stored amount in 元 moves.
_PLACES = {"": 0, "元": 0, "万元": 4, "亿元": 8}
# A spreadsheet keeps fifteen digits of a number; a longer one stays text rather than being rounded.
_DIGITS_KEPT = 15
# More than this in one cell and Excel calls the file damaged.
MOST_IN_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Column:
    """One field over all versions; `field` and `heading` are those of the newest version that has it."""

    id: str
    heading: str
    section: SectionSpec
    field: FieldSpec
    retired: bool

    @property
    def is_number(self) -> bool:
        """Say whether the cells are numbers."""
        return self.field.type in _NUMBERS


def union_columns(specs: Sequence[FormSpec]) -> tuple[Column, ...]:
    """Return the columns of the versions given newest first: the newest version in its order, then what it dropped."""
    found: dict[str, tuple[SectionSpec, FieldSpec, bool]] = {}
    for age, spec in enumerate(specs):
        for section, field in spec.fields():
            if field_type(field.type).has_value:
                found.setdefault(field.id, (section, field, age > 0))
    plain = {id_: heading_of(field, retired=retired) for id_, (_, field, retired) in found.items()}
    often = Counter(plain.values())
    used: set[str] = set()
    columns = []
    for id_, (section, field, retired) in found.items():
        heading = plain[id_] if often[plain[id_]] == 1 else f"{section.title}·{plain[id_]}"
        columns.append(Column(id_, _unused(heading, used), section, field, retired))
    return tuple(columns)


def heading_of(field: FieldSpec, *, retired: bool = False) -> str:
    """Return 营业收入（万元）, and （旧版） behind what the form does not ask any more."""
    unit = "%" if field.type == "percent" else field.unit or ("元" if field.type == "money" else "")
    return f"{field.label}{f'（{unit}）' if unit else ''}{RETIRED if retired else ''}"


def unique_headings(headings: Sequence[str]) -> list[str]:
    """Return the headings with a number behind each that came before: a sheet finds its cells by them."""
    used: set[str] = set()
    return [_unused(heading, used) for heading in headings]


def _unused(heading: str, used: set[str]) -> str:
    name, number = heading, 2
    while name in used:
        name, number = f"{heading}（{number}）", number + 1
    used.add(name)
    return name


def row_reader(columns: Sequence[Column], spec: FormSpec, lookups: Lookups, *, exact: bool = False) -> Row:
    """Return what turns the answers of one version into cells in the order of the columns.

    Numbers come as numbers, or with `exact` as text in their one spelling, amounts in the unit of the newest version's
    field. A column that the version does not know stays empty.
    """
    own = {field.id: (section.id, field) for section, field in spec.fields()}
    plan = [_place(own.get(column.id), column.field, lookups, exact=exact) for column in columns]

    def row(answers: Answers) -> list[Cell]:
        get = answers.get
        sections = {section: get(section) or {} for section in sections_used}
        return [
            None
            if section is None or (value := sections[section].get(id_)) is None
            else value
            if read is None
            else read(value)
            for section, id_, read in plan
        ]

    sections_used = {section for section, _id, _read in plan if section is not None}
    return row


def _place(
    own: tuple[str, FieldSpec] | None, shown: FieldSpec, lookups: Lookups, *, exact: bool
) -> tuple[str | None, str, Read | None]:
    if own is None:
        return None, "", None
    section, field = own
    return section, field.id, _reader(field, shown, lookups, exact=exact)


def _reader(field: FieldSpec, shown: FieldSpec, lookups: Lookups, *, exact: bool) -> Read | None:
    """Return what reads a stored value of `field`; None where it is the cell as it stands."""
    if field.type in _PLAIN:
        return None
    if field.type in _NUMBERS:
        places = _PLACES[shown.unit if shown.type == "money" else field.unit] if field.type == "money" else 0
        return _exact(places) if exact else _number(places)
    if field.type in _CHOICES or field.type == "region":
        names = lookups.regions if field.type == "region" else {one.value: one.label for one in field.choices}
        return lambda value: names.get(value, value)
    if field.type == "textarea":
        return lambda value: value[:MOST_IN_CELL]
    if field.type == "declaration":
        return lambda value: TICKED if value else ""
    display = field_type(field.type).display
    return lambda value: _text(display(field, value, lookups))


def _text(shown: Any) -> str:
    """Return an answer in one cell: rows and files in numbered lines."""
    if not isinstance(shown, str):
        shown = "\n".join(f"{number}. {item.text}" for number, item in enumerate(shown, start=1))
    return shown[:MOST_IN_CELL]


def _number(places: int) -> Read:
    """Return what reads a decimal as the nearest number, its point moved; a very long one stays text."""
    exact = _exact(places)

    def read(value: str) -> Cell:
        if len(value) > _DIGITS_KEPT:
            return exact(value)
        whole, point, decimals = value.partition(".")
        if not point and not places:
            return int(whole)
        # The division of two whole numbers is rounded once, so that 0.1 is written as 0.1.
        return int(whole + decimals) / 10 ** (len(decimals) + places)

    return read


def _exact(places: int) -> Read:
    if not places:
        return lambda value: value

    def read(value: str) -> Cell:
        moved = f"{Decimal(value).scaleb(-places):f}"
        return moved.rstrip("0").rstrip(".") if "." in moved else moved

    return read
