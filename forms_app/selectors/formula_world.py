"""What formulas ask about the world, read once it is asked: rule tables and the calendar of working days."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cached_property

from django.utils import timezone

from cms.core.formula import ErrorValue, Value
from cms.core.reference.facade import CalendarUnknown, Miss, RuleBook, WorkCalendar, rule_book, work_calendar


class FormulaWorld:
    """The world on one day, with the rule tables of these names: one query for them, two for the calendar."""

    def __init__(self, today: dt.date, tables: Collection[str]) -> None:
        self.today = today
        self.tables = tables

    @cached_property
    def book(self) -> RuleBook:
        """Return the rule tables that count on the day."""
        return rule_book(on=self.today, names=self.tables)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Return the calendar of working days."""
        return work_calendar()

    def lookup(self, table_name: str, keys: Sequence[Value], /) -> Value:
        """Return what a rule table says; an ErrorValue if no row fits or there is no such table."""
        found = self.book.lookup(table_name, keys)
        return ErrorValue(found.code, found.message, found.params) if isinstance(found, Miss) else found

    def is_workday(self, day: dt.date, /) -> bool | None:
        """Say whether people work on that day; None for a year that has not been entered."""
        try:
            return self.calendar.is_workday(day)
        except CalendarUnknown:
            return None


def formula_world(tables: Collection[str] = (), *, on: dt.date | None = None) -> FormulaWorld:
    """Return the world of today, or of an earlier day."""
    return FormulaWorld(on or timezone.localdate(), tables)
