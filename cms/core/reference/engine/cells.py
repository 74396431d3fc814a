"""The cells of a decision table: what staff type, and what it means.

A condition cell says which keys fit: blank, `*` or `任意` is any key; `苏州市|无锡市` is one of several; in a range
column `[40,60)`, `>=80`, `<20` and the like. Full-width punctuation is accepted. A result cell is a value of its
column's kind.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

KINDS = ("text", "number", "date", "boolean")
MATCHES = ("exact", "range")
ANY = frozenset({"", "*", "任意"})
TRUE, FALSE = frozenset({"是", "TRUE", "true", "真"}), frozenset({"否", "FALSE", "false", "假"})

Scalar = Decimal | str | dt.date | bool
_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,12})?%?")
_INTERVAL = re.compile(r"([\[(])\s*([^,]*?)\s*,\s*([^,]*?)\s*([\])])")
_COMPARISON = re.compile(r"(>=|<=|>|<)\s*(.+)")


class CellFault(ValueError):
    """The text is not a cell of this kind."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition: any key, one of `values`, or a key between `low` and `high` (None is no bound)."""

    anything: bool = False
    values: tuple[Scalar, ...] = ()
    low: Scalar | None = None
    high: Scalar | None = None
    low_open: bool = False
    high_open: bool = False

    def fits(self, key: Scalar | None) -> bool:
        """Say whether a key of the column's kind fits; a blank key fits only `any`."""
        if self.anything or key is None:
            return self.anything
        if self.values:
            return key in self.values
        return not (_below(key, self.low, self.low_open) or _above(key, self.high, self.high_open))


def _below(key: Scalar, low: Scalar | None, low_open: bool) -> bool:
    return low is not None and (key < low or (low_open and key == low))  # type: ignore[operator]


def _above(key: Scalar, high: Scalar | None, high_open: bool) -> bool:
    return high is not None and (key > high or (high_open and key == high))  # type: ignore[operator]


def plain(text: str) -> str:
    """Return text with full-width punctuation and digits made plain and blanks at both ends dropped."""
    return unicodedata.normalize("NFKC", text).replace("≥", ">=").replace("≤", "<=").strip()


def value_of(text: str, kind: str) -> Scalar:
    """Return what a text says as a value of `kind`; CellFault if it says none."""
    if kind == "text":
        return text.strip()
    if kind == "number":
        return _number(plain(text).replace(",", ""))
    if kind == "date":
        try:
            return dt.date.fromisoformat(plain(text).replace("/", "-"))
        except ValueError as error:
            raise CellFault(text) from error
    word = plain(text)
    if word not in TRUE | FALSE:
        raise CellFault(text)
    return word in TRUE


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise CellFault(text)
    return Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def condition_of(text: str, kind: str, match: str) -> Cell:
    """Return the condition that a cell says; CellFault if it says none."""
    if plain(text) in ANY:
        return Cell(anything=True)
    if match == "range":
        return _range_of(plain(text), kind)
    parts = re.split(r"[|｜]", text)
    return Cell(values=tuple(value_of(part, kind) for part in parts))


def _range_of(text: str, kind: str) -> Cell:
    interval = _INTERVAL.fullmatch(text)
    if interval:
        left, low, high, right = interval.groups()
        return _checked(
            Cell(low=_bound(low, kind), high=_bound(high, kind), low_open=left == "(", high_open=right == ")")
        )
    comparison = _COMPARISON.fullmatch(text)
    if comparison:
        sign, bound = comparison.groups()
        value = value_of(bound, kind)
        if sign[0] == ">":
            return Cell(low=value, low_open=sign == ">")
        return Cell(high=value, high_open=sign == "<")
    return Cell(values=(value_of(text, kind),))


def _bound(text: str, kind: str) -> Scalar | None:
    return value_of(text, kind) if text else None


def _checked(cell: Cell) -> Cell:
    if cell.low is None and cell.high is None:
        return Cell(anything=True)
    if cell.low is not None and cell.high is not None:
        empty = cell.low > cell.high or (cell.low == cell.high and (cell.low_open or cell.high_open))  # type: ignore[operator]
        if empty:
            raise CellFault
    return cell


def overlap(one: Cell, other: Cell) -> bool:
    """Say whether some key fits both cells."""
    if one.anything or other.anything:
        return True
    if one.values:
        return any(other.fits(value) for value in one.values)
    if other.values:
        return any(one.fits(value) for value in other.values)
    return not (_apart(one, other) or _apart(other, one))


def _apart(left: Cell, right: Cell) -> bool:
    """Say whether the range `left` ends before the range `right` begins."""
    if left.high is None or right.low is None:
        return False
    if left.high == right.low:
        return left.high_open or right.low_open
    return left.high < right.low  # type: ignore[operator,return-value]


def covers(outer: Cell, inner: Cell) -> bool:
    """Say whether every key that fits `inner` fits `outer` too."""
    if outer.anything:
        return True
    if inner.anything:
        return False
    if inner.values:
        return all(outer.fits(value) for value in inner.values)
    if outer.values:
        return False
    return _covers_low(outer, inner) and _covers_high(outer, inner)


def _covers_low(outer: Cell, inner: Cell) -> bool:
    if outer.low is None or inner.low is None:
        return outer.low is None
    if outer.low == inner.low:
        return inner.low_open or not outer.low_open
    return outer.low < inner.low  # type: ignore[operator,return-value]


def _covers_high(outer: Cell, inner: Cell) -> bool:
    if outer.high is None or inner.high is None:
        return outer.high is None
    if outer.high == inner.high:
        return inner.high_open or not outer.high_open
    return outer.high > inner.high  # type: ignore[operator,return-value]


def key_of(value: object, kind: str) -> Scalar | None:
    """Return a formula's value as a key of `kind`; None if it is blank or cannot be one."""
    if value is None or value == "" or isinstance(value, list):
        return None
    if kind == "text":
        return text_of(value)
    if isinstance(value, str):
        try:
            return value_of(value, kind)
        except CellFault:
            return None
    wanted: dict[str, type] = {"number": Decimal, "date": dt.date, "boolean": bool}
    if kind == "number" and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, wanted[kind]) else None  # type: ignore[return-value]


def text_of(value: object) -> str:
    """Return a value as people read it: numbers without superfluous zeros, days as 2025-10-20."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        shown = f"{value:f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip()
