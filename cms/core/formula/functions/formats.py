"""The formats of TEXT: 0.00, #,##0.00, 0.0%, with words before and behind; yyyy-mm-dd and its relatives."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cms.core.formula.arithmetic import multiply
from cms.core.formula.errors import Failure, _
from cms.core.formula.functions.numbers import rounded
from cms.core.formula.values import dated, number, numeric, single, text

_WORDS = r"[^0-9#.,;@?*\\\[\]A-Za-z%]*"
_NUMBER = re.compile(
    rf"(?P<before>{_WORDS})(?P<grouped>#,##)?(?P<whole>0+|#)(?:\.(?P<fixed>0*)(?P<free>#*))?"
    rf"(?P<percent>%?)(?P<after>{_WORDS})\Z"
)
_DATE = re.compile(r"(?:[ymdaYMDA]|[^A-Za-z0-9#@?*\[\];])+\Z")
_DATE_PART = re.compile(r"[yY]+|[mM]+|[dD]+|[aA]+")
_DATE_PARTS = frozenset({"yyyy", "yy", "m", "mm", "d", "dd", "aaa", "aaaa"})
_WEEKDAYS = "一二三四五六日"
_LONGEST_FORMAT = 100


def formatted(value: Any, pattern: str) -> str:
    """Return a value written in a format; text that is neither number nor date stays as it is."""
    value = single(value)
    if pattern == "@" or isinstance(value, bool):
        return text(value)
    short = pattern if len(pattern) <= _LONGEST_FORMAT else ""
    shape = _NUMBER.match(short)
    if shape:
        return _in_number_format(value, shape)
    parts = {part.lower() for part in _DATE_PART.findall(short)} if _DATE.match(short) else set()
    if parts and parts <= _DATE_PARTS:
        return _in_date_format(value, pattern)
    raise Failure("#VALUE!", _("“%(format)s” is not a format that TEXT knows."), format=pattern[:50])


def _in_number_format(value: Any, shape: re.Match[str]) -> str:
    if isinstance(value, date):
        raise Failure("#VALUE!", _("A date cannot be written in a format for numbers."))
    if isinstance(value, str) and value != "" and numeric(value) is None:
        return value
    return _number_as(Decimal(0) if value == "" else number(value), shape)


def _number_as(amount: Decimal, shape: re.Match[str]) -> str:
    fixed, free = len(shape["fixed"] or ""), len(shape["free"] or "")
    if shape["percent"]:
        amount = multiply(amount, Decimal(100))
    amount = rounded(amount, Decimal(fixed + free), ROUND_HALF_UP)
    digits = format(amount.copy_abs(), "f")
    integer, _point, decimals = digits.partition(".")
    decimals = decimals.ljust(fixed + free, "0")
    while len(decimals) > fixed and decimals.endswith("0"):
        decimals = decimals[:-1]
    integer = _integer_as(integer, shape)
    sign = "-" if amount < 0 else ""
    point = "." + decimals if decimals else ""
    return sign + _words(shape["before"]) + integer + point + shape["percent"] + _words(shape["after"])


def _integer_as(integer: str, shape: re.Match[str]) -> str:
    integer = integer.lstrip("0").rjust(0 if shape["whole"] == "#" else len(shape["whole"]), "0")
    if not shape["grouped"]:
        return integer
    groups = []
    while len(integer) > 3:
        groups.append(integer[-3:])
        integer = integer[:-3]
    return ",".join([integer, *reversed(groups)])


def _words(quoted: str) -> str:
    return quoted.replace('"', "")


def _in_date_format(value: Any, pattern: str) -> str:
    if value is None or value == "":
        return ""
    moment = dated(value) if isinstance(value, str) else value
    if moment is None:
        return text(value)
    if not isinstance(moment, date):
        raise Failure("#VALUE!", _("A number cannot be written in a format for dates."))
    return _words(_DATE_PART.sub(lambda part: _date_part(moment, part[0].lower()), pattern))


def _date_part(moment: date, part: str) -> str:
    if part.startswith("y"):
        return f"{moment.year:04d}"[-len(part) :]
    if part.startswith("a"):
        return ("星期" if part == "aaaa" else "") + _WEEKDAYS[moment.weekday()]
    return str(moment.month if part[0] == "m" else moment.day).rjust(len(part), "0")
