"""Which of two values comes first. The same rules serve = <> < <= > >=, IN, COUNTIF and SUMIF."""

from datetime import date
from decimal import Decimal
from typing import Any

from cms.core.formula.errors import no_order
from cms.core.formula.values import ZERO, dated, folded, numeric, single, snapped, text


def _sign(left: Any, right: Any) -> int:
    return (left > right) - (left < right)


def _neutral(other: Any) -> Any:
    """Return what blank counts as beside `other`."""
    if isinstance(other, bool):
        return False
    if isinstance(other, Decimal):
        return ZERO
    return "" if isinstance(other, str) else None


def _with_text(value: Any, words: str) -> int | None:
    """Compare a number or a date with a text that may be one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        found = numeric(words)
        return None if found is None else _sign(snapped(value), snapped(found))
    moment = dated(words)
    return None if moment is None else _sign(value, moment)


def order(left: Any, right: Any) -> int | None:
    """Return -1, 0 or 1 for two single values; None when they are of kinds that have no order between them."""
    if left is None or right is None:
        return _with_blank(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return _sign(left, right) if isinstance(left, bool) and isinstance(right, bool) else None
    if isinstance(left, str) or isinstance(right, str):
        return _texts(left, right)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _sign(snapped(left), snapped(right))
    return _sign(left, right) if isinstance(left, date) and isinstance(right, date) else None


def _texts(left: Any, right: Any) -> int | None:
    """Compare two values of which at least one is a text."""
    if not isinstance(right, str):
        reverse = _with_text(right, left)
        return None if reverse is None else -reverse
    return _sign(folded(left), folded(right)) if isinstance(left, str) else _with_text(left, right)


def _with_blank(left: Any, right: Any) -> int:
    if left is None and right is None:
        return 0
    if isinstance(left, date):
        return 1
    if isinstance(right, date):
        return -1
    return order(_neutral(right), right) or 0 if left is None else order(left, _neutral(left)) or 0


def equal(left: Any, right: Any) -> bool:
    """Say whether two single values are the same; values of different kinds are not."""
    return order(left, right) == 0


def compare(operator: str, left: Any, right: Any) -> bool:
    """Return what `left operator right` says; Failure where kinds without an order are to be put in order."""
    left, right = single(left), single(right)
    found = order(left, right)
    if operator == "=":
        return found == 0
    if operator == "<>":
        return found != 0
    if found is None:
        raise no_order(text(left), text(right))
    if operator == "<":
        return found < 0
    if operator == "<=":
        return found <= 0
    return found > 0 if operator == ">" else found >= 0
