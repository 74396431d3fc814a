"""What formulas ask about the world, read once it is asked: rule tables and the calendar of working days."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from forms_app.engine.form_env import BareWorld


class FormulaWorld(BareWorld):
    """The world on one day, with the rule tables of these names."""

    def __init__(self, today: dt.date, tables: Collection[str]) -> None:
        super().__init__(today)
        self.tables = tables


def formula_world(tables: Collection[str] = (), *, on: dt.date | None = None) -> FormulaWorld:
    """Return the world of today, or of an earlier day."""
    return FormulaWorld(on or timezone.localdate(), tables)
