"""Totals, counts and means. A blank is skipped everywhere; what is no number is an error, never silently left out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from cms.core.formula.errors import Failure, _, divided_by_zero, not_a_date
from cms.core.formula.functions.criteria import criterion
from cms.core.formula.functions.logic import flat
from cms.core.formula.values import ARITHMETIC, ZERO, Run, checked, is_blank, number, text

# A blank third value of SUMIF is a list of one blank, not a value that was left out.
_LEFT_OUT = object()


def _numbers(values: tuple[Any, ...]) -> list[Decimal]:
    return [number(value) for value in flat(values) if not is_blank(value)]


def _sum(numbers: list[Decimal]) -> Decimal:
    total = ZERO
    for one in numbers:
        total = checked(ARITHMETIC.add(total, one))
    return total


def total(run: Run, *values: Any) -> Decimal:
    """SUM."""
    return _sum(_numbers(values))


def count(run: Run, *values: Any) -> Decimal:
    """COUNT: numbers and dates."""
    return Decimal(sum(isinstance(value, Decimal | date) for value in flat(values)))


def count_filled(run: Run, *values: Any) -> Decimal:
    """COUNTA: whatever is not blank."""
    return Decimal(sum(not is_blank(value) for value in flat(values)))


def average(run: Run, *values: Any) -> Decimal:
    """AVERAGE: the mean of nothing is a division by zero."""
    numbers = _numbers(values)
    if not numbers:
        raise divided_by_zero()
    return ARITHMETIC.divide(_sum(numbers), Decimal(len(numbers)))


def _extreme(values: tuple[Any, ...], *, greatest: bool) -> Any:
    filled = [value for value in flat(values) if not is_blank(value)]
    if any(isinstance(value, date) for value in filled):
        for value in filled:
            if not isinstance(value, date):
                raise not_a_date(text(value))
        return max(filled) if greatest else min(filled)
    numbers = [number(value) for value in filled]
    if not numbers:
        return ZERO
    return max(numbers) if greatest else min(numbers)


def least(run: Run, *values: Any) -> Any:
    """MIN: the least number or the earliest date; of nothing it is 0."""
    return _extreme(values, greatest=False)


def greatest(run: Run, *values: Any) -> Any:
    """MAX: the greatest number or the latest date; of nothing it is 0."""
    return _extreme(values, greatest=True)


def count_if(run: Run, values: Any, condition: Any) -> Decimal:
    """COUNTIF."""
    meets = criterion(run, condition)
    return Decimal(sum(meets(value) for value in flat((values,))))


def sum_if(run: Run, values: Any, condition: Any, amounts: Any = _LEFT_OUT) -> Decimal:
    """SUMIF: the amounts stand in the same rows as the values; without them the values are summed."""
    tested = flat((values,))
    summed = tested if amounts is _LEFT_OUT else flat((amounts,))
    if len(tested) != len(summed):
        raise Failure("#VALUE!", _("The two lists have different lengths."))
    meets = criterion(run, condition)
    return _sum(_numbers(tuple(amount for value, amount in zip(tested, summed, strict=True) if meets(value))))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": total,
    "COUNT": count,
    "COUNTA": count_filled,
    "AVERAGE": average,
    "MIN": least,
    "MAX": greatest,
    "COUNTIF": count_if,
    "SUMIF": sum_if,
}
