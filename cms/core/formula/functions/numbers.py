"""Rounding and the rest of what integers need. Every function looks at a number with SCALE decimals."""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from cms.core.formula.errors import bad_argument, divided_by_zero
from cms.core.formula.limits import MAX_PLACES
from cms.core.formula.values import ARITHMETIC, EXACT, ZERO, Run, checked, number, snapped, whole


def rounded(value: Any, places: Any, rounding: str) -> Decimal:
    """Return a number rounded to so many decimals; negative places round tens, hundreds and so on."""
    decimals = whole(places)
    if abs(decimals) > MAX_PLACES:
        raise bad_argument()
    exact = snapped(number(value))
    unit = Decimal(1).scaleb(-decimals)
    return checked(ARITHMETIC.plus(exact.quantize(unit, rounding=rounding, context=EXACT)))


def round_half_up(run: Run, value: Any, places: Any = ZERO) -> Decimal:
    """ROUND."""
    return rounded(value, places, ROUND_HALF_UP)


def round_up(run: Run, value: Any, places: Any = ZERO) -> Decimal:
    """ROUNDUP."""
    return rounded(value, places, ROUND_UP)


def round_down(run: Run, value: Any, places: Any = ZERO) -> Decimal:
    """ROUNDDOWN."""
    return rounded(value, places, ROUND_DOWN)


def absolute(run: Run, value: Any) -> Decimal:
    """ABS."""
    return ARITHMETIC.abs(number(value))


def integer(run: Run, value: Any) -> Decimal:
    """INT."""
    return rounded(value, ZERO, ROUND_FLOOR)


def modulo(run: Run, value: Any, divisor: Any) -> Decimal:
    """MOD: exact, with the sign of the divisor."""
    dividend, by = snapped(number(value)), snapped(number(divisor))
    if not by:
        raise divided_by_zero()
    left = ARITHMETIC.plus(EXACT.remainder(dividend, by))
    if left and (left < 0) != (by < 0):
        left = ARITHMETIC.add(left, by)
    return left


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ROUND": round_half_up,
    "ROUNDUP": round_up,
    "ROUNDDOWN": round_down,
    "ABS": absolute,
    "INT": integer,
    "MOD": modulo,
}
