"""Values as JSON, for the browser: {"n": "12.5"}, {"d": "2025-01-31"}, {"e": "#N/A"}; the rest as it is."""

from datetime import date
from decimal import Decimal
from typing import Any

from cms.core.formula.errors import ErrorValue


def to_wire(value: Any) -> Any:
    """Return a value as JSON holds it; numbers keep all their digits."""
    if isinstance(value, list | tuple):
        return [to_wire(element) for element in value]
    if isinstance(value, Decimal):
        return {"n": _all_digits(value)}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return {"e": value.code} if isinstance(value, ErrorValue) else value


def _all_digits(number: Decimal) -> str:
    """Return a number with every digit it has: Decimal.normalize would round to the digits of its context."""
    digits = format(number, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if not number else digits


def from_wire(value: Any) -> Any:
    """Return the value that JSON holds."""
    if isinstance(value, list):
        return [from_wire(element) for element in value]
    if not isinstance(value, dict):
        return value
    if "n" in value:
        return Decimal(value["n"])
    return date.fromisoformat(value["d"]) if "d" in value else ErrorValue(value["e"])
