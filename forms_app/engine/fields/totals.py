"""The sum of a column as it stands below the table."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from typing import Any

from forms_app.engine.fields import field_type
from forms_app.engine.lookups import Lookups
from forms_app.engine.spec import FieldSpec

PRECISION = 60


def total_text(column: FieldSpec, rows: Iterable[Mapping[str, Any]], lookups: Lookups) -> str:
    """Return the sum of a column of numbers as people read it, "" for other columns and while there is no number."""
    kind = field_type(column.type)
    numbers = [kind.to_formula(column, row[column.id]) for row in rows if column.id in row]
    if not numbers or kind.formula_kind != "number" or not all(isinstance(one, Decimal) for one in numbers):
        return ""
    with localcontext(prec=PRECISION):
        stored = kind.from_formula(column, sum(numbers, Decimal(0)))
    return "" if stored is None else str(kind.display(column, stored, lookups))
