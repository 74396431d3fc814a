"""The operators + - * / ^ % on numbers and dates, with PRECISION significant digits, half up."""

from collections.abc import Callable
from datetime import date
from decimal import Context, Decimal
from typing import Any

from cms.core.formula.errors import Failure, _, bad_argument, divided_by_zero, not_a_date, not_a_number
from cms.core.formula.limits import MAX_DAYS, MAX_EXPONENT, POWER_PRECISION
from cms.core.formula.values import (
    ARITHMETIC,
    ONE,
    bounded,
    checked,
    day_from_ordinal,
    number,
    single,
    snapped,
    text,
    whole,
)

HUNDREDTH = Decimal("0.01")
_NEARLY = Context(prec=35, rounding=ARITHMETIC.rounding, Emin=-999_999, Emax=999_999, traps=[])
_ROUGH = Context(prec=POWER_PRECISION, rounding=ARITHMETIC.rounding, Emin=-999_999, Emax=999_999, traps=[])


def _moved(start: date, days: int) -> date:
    if abs(days) > MAX_DAYS:
        raise bad_argument()
    return day_from_ordinal(start.toordinal() + days)


def add(left: Any, right: Any) -> Decimal | date:
    """Return a sum; a date plus a number is that many days later."""
    if left.__class__ is Decimal and right.__class__ is Decimal:
        return checked(ARITHMETIC.add(left, right))
    left, right = single(left), single(right)
    if isinstance(left, date) and isinstance(right, date):
        raise not_a_number(text(right))
    if isinstance(left, date):
        return _moved(left, whole(right))
    if isinstance(right, date):
        return _moved(right, whole(left))
    return checked(ARITHMETIC.add(number(left), number(right)))


def subtract(left: Any, right: Any) -> Decimal | date:
    """Return a difference; between two dates it is the days from the right to the left one."""
    if left.__class__ is Decimal and right.__class__ is Decimal:
        return checked(ARITHMETIC.subtract(left, right))
    left, right = single(left), single(right)
    if isinstance(left, date):
        if isinstance(right, date):
            return Decimal(left.toordinal() - right.toordinal())
        if right is None:
            raise not_a_date("")
        return _moved(left, -whole(right))
    if isinstance(right, date):
        raise not_a_date(text(left))
    return checked(ARITHMETIC.subtract(number(left), number(right)))


def multiply(left: Any, right: Any) -> Decimal:
    """Return a product."""
    return checked(ARITHMETIC.multiply(number(left), number(right)))


def divide(left: Any, right: Any) -> Decimal:
    """Return a quotient; #DIV/0! when the divisor is 0."""
    dividend, divisor = number(left), number(right)
    if not divisor:
        raise divided_by_zero()
    return checked(ARITHMETIC.divide(dividend, divisor))


def power(left: Any, right: Any) -> Decimal:
    """Return a power: exponents from -100 to 100; a broken exponent needs a base above 0 and gives 20 digits."""
    base, exact = number(left), number(right)
    exponent = snapped(exact)
    if exponent.copy_abs() > MAX_EXPONENT:
        raise bad_argument()
    if not base:
        return _power_of_zero(base, exponent)
    if exponent == exponent.to_integral_value():
        return checked(_integer_power(base, int(exponent)))
    if base < 0:
        raise Failure("#NUM!", _("A negative number has no power with a broken exponent."))
    # Both languages compute the last of 40 digits in their own way: 20 are the same, also at exact halves.
    return checked(_ROUGH.plus(_NEARLY.plus(ARITHMETIC.power(base, exact))))


def _power_of_zero(base: Decimal, exponent: Decimal) -> Decimal:
    if not exponent:
        raise bad_argument()
    if exponent < 0:
        raise divided_by_zero()
    return base.copy_abs()


def _integer_power(base: Decimal, exponent: int) -> Decimal:
    """Return base ** exponent by squaring, every step rounded: decimal.js must walk the same steps."""
    result, factor, left = ONE, base, abs(exponent)
    while left:
        if left & 1:
            result = ARITHMETIC.multiply(result, factor)
        left >>= 1
        if left:
            factor = ARITHMETIC.multiply(factor, factor)
    return ARITHMETIC.divide(ONE, result) if exponent < 0 else result


def negate(value: Any) -> Decimal:
    """Return the number with the other sign."""
    return ARITHMETIC.minus(number(value))


def percent(value: Any) -> Decimal:
    """Return a hundredth."""
    return ARITHMETIC.multiply(number(value), HUNDREDTH)


def positive(value: Any) -> Decimal:
    """Return the value as a number."""
    return bounded(number(value))


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "^": power,
}
PREFIX: dict[str, Callable[[Any], Any]] = {"-": negate, "+": positive, "%": percent}
