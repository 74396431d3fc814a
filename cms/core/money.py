"""Money is Decimal in 元 to the fen; a unit such as 万元 exists on screen and on paper only. Pure Python."""

from decimal import Decimal

from cms.core.numerals import decimal_from, decimals_of, grouped

UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
FEN = Decimal("0.01")


class FenError(ValueError):
    """The amount has parts smaller than a fen."""


def _factor(unit: str) -> Decimal:
    return UNITS[unit or "元"]


def yuan_from(text: str, unit: str = "元") -> Decimal:
    """Return the amount typed in `unit` as 元 to the fen.

    NumeralError if the text is no number, FenError if it says parts of a fen, KeyError for an unknown unit.
    """
    amount = decimal_from(text, unit) * _factor(unit)
    if amount != amount.quantize(FEN):
        raise FenError(text)
    return abs(amount.quantize(FEN)) if amount == 0 else amount.quantize(FEN)


def in_unit(amount: Decimal, unit: str = "元") -> Decimal:
    """Return an amount of 元 counted in `unit`, exactly."""
    return amount / _factor(unit)


def from_unit(amount: Decimal, unit: str = "元") -> Decimal:
    """Return an amount counted in `unit` as 元, exactly."""
    return amount * _factor(unit)


def format_money(amount: Decimal, unit: str = "元") -> str:
    """Return an amount of 元 as 6,500.00 万元: two decimals, more where the amount has them."""
    counted = in_unit(amount, unit)
    return f"{grouped(counted, max(2, decimals_of(counted)))} {unit or '元'}"
