"""Texts are counted in code points, so that 𠮷 is one character as it is on paper."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cms.core.formula.errors import Failure, _
from cms.core.formula.functions.formats import formatted
from cms.core.formula.functions.logic import flat
from cms.core.formula.limits import MAX_RESULT_TEXT
from cms.core.formula.values import ONE, Run, made_text, text, whole


def _count(value: Any) -> int:
    """Return how many characters are wanted; Failure when it is fewer than none."""
    wanted = whole(value)
    if wanted < 0:
        raise Failure("#VALUE!", _("The count of characters is below 0."))
    return min(wanted, MAX_RESULT_TEXT)


def length(run: Run, value: Any) -> Decimal:
    """LEN."""
    return Decimal(len(text(value)))


def left(run: Run, value: Any, count: Any = ONE) -> str:
    """LEFT."""
    words = text(value)
    return made_text(words[: _count(count)])


def right(run: Run, value: Any, count: Any = ONE) -> str:
    """RIGHT."""
    words = text(value)
    return made_text(words[max(0, len(words) - _count(count)) :])


def middle(run: Run, value: Any, start: Any, count: Any) -> str:
    """MID: the first character has number 1."""
    words, first = text(value), whole(start)
    if first < 1:
        raise Failure("#VALUE!", _("The first character has number 1."))
    wanted = _count(count)
    return made_text(words[first - 1 : first - 1 + wanted])


def concat(run: Run, *values: Any) -> str:
    """CONCAT."""
    return made_text("".join([text(value) for value in flat(values)]))


def text_in_format(run: Run, value: Any, pattern: Any) -> str:
    """TEXT."""
    return made_text(formatted(value, text(pattern)))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "LEN": length,
    "LEFT": left,
    "RIGHT": right,
    "MID": middle,
    "CONCAT": concat,
    "TEXT": text_in_format,
}
