"""What a formula computes with, and how one kind of value becomes another: the semantics table in code.

docs/concepts/formulas.md says the same in words; static_src/js/formula/values.js does the same in the browser.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Protocol

from cms.core.formula.errors import (
    ErrorValue,
    Exhausted,
    Failure,
    _,
    date_out_of_range,
    many_values,
    not_a_date,
    not_a_number,
    not_a_truth,
    too_large,
)
from cms.core.formula.limits import (
    FIRST_YEAR,
    MAX_DIGITS,
    MAX_LIST,
    MAX_RESULT_TEXT,
    MAX_STEPS,
    MIN_DIGITS,
    PRECISION,
    SCALE,
)

Scalar = Decimal | str | date | bool | None
# A list holds scalars only once it has been read; what an Env gives may be nested.
Value = Scalar | list[Any] | ErrorValue

# No traps: what would be an exception of `decimal` is asked for beforehand.
ARITHMETIC = Context(prec=PRECISION, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[])
# Wide enough to round any number to SCALE decimals, or to take a remainder, exactly.
EXACT = Context(prec=1_000, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[])

ZERO = Decimal(0)
ONE = Decimal(1)
SNAP = Decimal(1).scaleb(-SCALE)

_NUMERIC = re.compile(r"[ \t\r\n]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*\Z")
_DATE = re.compile(r"[ \t\r\n]*([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?[ \t\r\n]*\Z")
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_LONGEST_NUMBER = 60


class Env(Protocol):
    """Where a formula finds its values. Unknown ids are blank; `today` is the date of the evaluation."""

    @property
    def today(self) -> date:
        """Return the day that TODAY() names."""
        ...

    def value(self, field_id: str, /) -> Any:
        """Return the answer of a field."""
        ...

    def column(self, table_id: str, column_id: str, /) -> Any:
        """Return the answers of a column, one for each row."""
        ...

    def row(self, column_id: str, /) -> Any:
        """Return the answer of a column in the row at hand."""
        ...

    def up(self, column_id: str, /) -> Any:
        """Return the answer of a column in the row around the row at hand."""
        ...

    def line(self, row_id: str, /) -> Any:
        """Return the answer of a row of the form in the column at hand; of all that are typed if it is "*"."""
        ...

    def last(self, field_id: str, /) -> Any:
        """Return the answer of a field in last year's accepted sheet."""
        ...

    def lookup(self, table_name: str, keys: Sequence[Any], /) -> Any:
        """Return what the rule table says for these keys; an ErrorValue #N/A when no row fits."""
        ...

    def is_workday(self, day: date, /) -> bool | None:
        """Say whether people work on that day; None when the calendar does not reach it."""
        ...

    def scores(self, field_id: str, /) -> Mapping[str, str]:
        """Return how much each option of a field counts."""
        ...


class Run:
    """One evaluation: where values come from, and how much work is left."""

    __slots__ = ("env", "steps")

    def __init__(self, env: Env) -> None:
        self.env = env
        self.steps = 0

    def spend(self, steps: int) -> None:
        """Count work; Exhausted when there is none left."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Exhausted


def load(run: Run, value: Any) -> Any:
    """Return what an Env gave as a value within the bounds; Failure if it is an error or cannot be used."""
    kind = value.__class__
    if kind is Decimal:
        return bounded(value)
    if value is None or kind is str or kind is bool or kind is date:
        return value
    if isinstance(value, list | tuple):
        return _load_list(run, value)
    return _load_rare(value)


def _load_rare(value: Any) -> Any:
    if isinstance(value, ErrorValue):
        raise Failure(value.code, value.message, **value.params)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int):
        return bounded(Decimal(value))
    if isinstance(value, Decimal | str | date):
        return value
    raise Failure("#VALUE!", _("The answer has a form that formulas do not know."))


def _load_list(run: Run, values: Iterable[Any]) -> list[Any]:
    flat: list[Any] = []
    for value in values:
        if isinstance(value, list | tuple):
            flat.extend(load(run, inner) for inner in value if not isinstance(inner, list | tuple))
        else:
            flat.append(load(run, value))
        if len(flat) > MAX_LIST:
            raise Failure("#LIMIT!", _("The list has more than %(most)s values."), most=MAX_LIST)
    run.spend(len(flat))
    return flat


def bounded(number: Decimal) -> Decimal:
    """Return the number with PRECISION digits; Failure when it is beyond the bounds, infinite or no number."""
    if not number.is_finite():
        raise too_large()
    return checked(ARITHMETIC.plus(number))


def checked(result: Decimal) -> Decimal:
    """Return the result of an operation, 0 when it is all but nothing; Failure when it is beyond the bounds."""
    size = result.adjusted()
    if -MIN_DIGITS <= size < MAX_DIGITS:
        return result
    if result and size > 0:
        raise too_large()
    return ZERO


def snapped(number: Decimal) -> Decimal:
    """Return the number with SCALE decimals: what is compared, rounded and written."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -SCALE:
        return number.quantize(SNAP, context=EXACT)
    return number


def spelled(number: Decimal) -> str:
    """Return the one spelling of a number: no exponent, at most SCALE decimals, no superfluous zeros, no minus zero."""
    text = format(snapped(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def numeric(text: str) -> Decimal | None:
    """Return the number that a text is, or None."""
    match = _NUMERIC.match(text) if len(text) <= _LONGEST_NUMBER else None
    return bounded(Decimal(match[1])) if match else None


def dated(text: str) -> date | None:
    """Return the date that a text is (2025-01-31, 2025/1/31, 2025.1.31, 2025年1月31日), or None."""
    match = _DATE.match(text)
    if not match or int(match[1]) < FIRST_YEAR:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def single(value: Any) -> Any:
    """Return a value where one is needed: a list of one is that one, an empty list is blank."""
    if value.__class__ is not list:
        return value
    if len(value) > 1:
        raise many_values()
    return value[0] if value else None


def number(value: Any) -> Decimal:
    """Return a value as a number: blank is 0, TRUE is 1, a text of digits is its number."""
    if value.__class__ is Decimal:
        return value  # type: ignore[no-any-return]
    value = single(value)
    if value is None or value is False:
        return ZERO
    if value is True:
        return ONE
    if isinstance(value, str):
        found = numeric(value)
        if found is not None:
            return found
    elif isinstance(value, Decimal):
        return value
    raise not_a_number(text(value))


def whole(value: Any) -> int:
    """Return a value as an integer, its decimals cut off."""
    return int(snapped(number(value)))


def text(value: Any) -> str:
    """Return a value as text: blank is empty, a date is 2025-01-31, a truth is TRUE or FALSE."""
    value = single(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if value is True or value is False:
        return "TRUE" if value else "FALSE"
    return spelled(value) if isinstance(value, Decimal) else value.isoformat()  # type: ignore[no-any-return]


def truth(value: Any) -> bool:
    """Return a value as TRUE or FALSE: blank is FALSE, a number is TRUE unless 0; text and dates are neither."""
    if value is True or value is False:
        return value is True
    value = single(value)
    if value is None:
        return False
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return bool(snapped(value))
    raise not_a_truth(text(value))


def day(value: Any) -> date:
    """Return a value as a date: a date or a text that is one."""
    value = single(value)
    if isinstance(value, date):
        return value
    found = dated(value) if isinstance(value, str) else None
    if found is None:
        raise not_a_date(text(value))
    return found


def day_from_ordinal(ordinal: int) -> date:
    """Return the date of a proleptic ordinal; Failure outside of 1900 to 9999."""
    if not 0 < ordinal <= date.max.toordinal():
        raise date_out_of_range()
    found = date.fromordinal(ordinal)
    if found.year < FIRST_YEAR:
        raise date_out_of_range()
    return found


def made_text(result: str) -> str:
    """Return a text that a formula made; Failure when it is too long."""
    if len(result) > MAX_RESULT_TEXT:
        raise Failure("#LIMIT!", _("The text is longer than %(most)s characters."), most=MAX_RESULT_TEXT)
    return result


def folded(value: str) -> str:
    """Return a text for comparing: the letters A to Z count like a to z; nothing else is changed."""
    return value.lower() if value.isascii() else value.translate(_ASCII_LOWER)


def is_blank(value: Any) -> bool:
    """Say whether a value is nothing: no answer, an empty text, a list of nothing."""
    if value.__class__ is list:
        return all(is_blank(element) for element in value)
    return value is None or value == ""
