"""Numbers as people type them in Chinese forms: full-width digits, thousands separators, a unit behind. Pure Python."""

import re
import unicodedata
from decimal import Decimal

MAX_INTEGER_DIGITS = 15

_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "。": ".", "、": ","})
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
_GROUPED = re.compile(r"[+-]?[0-9]{1,4}(?:,[0-9]{3})*(?:,[0-9]{4})*(?:\.[0-9]*)?\Z")


class NumeralError(ValueError):
    """The text is no number. `code` says why: "malformed", "unit" or "too_large"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def half_width(text: str) -> str:
    """Return typed text in half-width forms without blanks at the ends and without invisible characters."""
    return _INVISIBLE.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def decimal_from(text: str, unit: str = "") -> Decimal:
    """Return the number in `text`, which may carry `unit` behind it; NumeralError if there is none.

    A different unit behind the number is refused: 6500元 in a field counted in 万元 must not become 6500 万元.
    """
    typed = half_width(text).translate(_MINUS_SIGNS).replace(" ", "")
    wanted = half_width(unit).replace(" ", "")
    if wanted and typed.endswith(wanted):
        typed = typed[: -len(wanted)]
    typed = typed.removeprefix("¥")
    if not _PLAIN.match(typed):
        if not _GROUPED.match(typed):
            raise NumeralError("unit" if re.match(r"[+-]?[0-9][0-9.,]*[^0-9.,]+\Z", typed) else "malformed")
        typed = typed.replace(",", "")
    number = Decimal(typed.rstrip(".") if not typed.endswith("..") else typed)
    if abs(number) >= Decimal(10) ** MAX_INTEGER_DIGITS:
        raise NumeralError("too_large")
    return number


def decimals_of(number: Decimal) -> int:
    """Return how many decimals the number needs, superfluous zeros left out."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def canonical(number: Decimal) -> str:
    """Return the one spelling of a number: no exponent, no superfluous zeros, no minus zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "", "-") else text


def grouped(number: Decimal, decimals: int) -> str:
    """Return the number with thousands separators and this many decimals."""
    return f"{number:,.{decimals}f}"
