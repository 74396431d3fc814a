"""What formulas ask about the world, read once it is asked: rule tables and the calendar of working days."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from cms.core.reference.facade import ReferenceWorld as FormulaWorld

__all__ = ["FormulaWorld", "formula_world"]


def formula_world(tables: Collection[str] = (), *, on: dt.date | None = None) -> FormulaWorld:
    """Return the world of today, or of an earlier day, with the rule tables of these names."""
    return FormulaWorld(on or timezone.localdate(), tables)
