"""Between the text of an input and what a cell holds. Pure Python."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from cms.core.numerals import canonical
from forms_app.excel.plan import Box, label_of_choice, value_of_choice

TICK = "√"
_TICKED = frozenset({"√", "✓", "✔", "☑", "■", "是", "1", "x", "y", "yes", "true", "对", "v"})
# Excel itself counts with 15 digits; what lies behind them is noise of binary fractions.
_DIGITS = 15


def to_cell(box: Box, text: str) -> Any:
    """Return what the cell of an input shows."""
    if box.kind == "choice":
        return label_of_choice(box, text)
    if box.kind == "tick":
        return TICK
    try:
        if box.kind == "date":
            return dt.date.fromisoformat(text)
        if box.kind == "number":
            number = Decimal(text)
            return float(number) if len(number.as_tuple().digits) <= _DIGITS else text
    except (ValueError, InvalidOperation):
        pass  # what is no number yet is shown as it was typed
    return text


def from_cell(box: Box, value: Any, number_format: str = "") -> str:
    """Return the text that somebody would type for what the cell holds; "" if it is blank."""
    text = plain_text(value, number_format if box.kind != "text" or box.unit == "%" else "")
    if box.kind == "choice":
        return value_of_choice(box, text) if text.strip() else ""
    if box.kind == "tick":
        return box.choices[0][0] if text.strip().casefold() in _TICKED else ""
    return text


def plain_text(value: Any, number_format: str = "") -> str:
    """Return a cell's value as text: days in ISO spelling, numbers without the noise of binary fractions."""
    if value is None or isinstance(value, bool):
        return TICK if value else ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, int | float):
        number = Decimal(format(value, f".{_DIGITS}g"))
        return f"{canonical(number * 100)}%" if "%" in number_format else canonical(number)
    return str(value).replace("_x000D_", "").replace("\r\n", "\n")
