"""What formulas ask of the reference data on one day; each part is read when it is asked for first, and only once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from cms.core.formula import Value
from cms.core.reference.engine.calendar import CalendarUnknown, WorkCalendar
from cms.core.reference.engine.rule_book import RuleBook
from cms.core.reference.selectors.calendar import work_calendar
from cms.core.reference.selectors.rules import rule_book


class ReferenceWorld:
    """The rule tables of these names (表名 or 表名.结果列; None is all), and the calendar."""

    def __init__(self, today: dt.date, tables: Iterable[str] | None = None) -> None:
        self.today = today
        self._names = None if tables is None else frozenset(tables)

    @cached_property
    def book(self) -> RuleBook:
        """Return the rule tables that count on the day."""
        return rule_book(on=self.today, names=self._names)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Return the calendar of working days."""
        return work_calendar()

    def lookup(self, table_name: str, keys: Sequence[Value], /) -> Value:
        """Return what a rule table says for these keys; an ErrorValue when it says nothing."""
        return self.book.lookup(table_name, keys)

    def is_workday(self, day: dt.date, /) -> bool | None:
        """Say whether people work on that day; None when the calendar does not reach it."""
        try:
            return self.calendar.is_workday(day)
        except CalendarUnknown:
            return None

    def for_browser(self, *, calendar: bool) -> dict[str, Any]:
        """Return the same for static_src/js/reference/world.js: the tables, and this year with the two around it."""
        year = self.today.year
        years = self.calendar.for_browser(year - 2, year + 2) if calendar else {}
        return {"today": self.today.isoformat(), "tables": self.book.for_browser(), "years": years}
