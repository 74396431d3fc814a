"""Reads of the calendar."""

import datetime as dt
from collections import defaultdict

from cms.core.reference.engine.calendar import WorkCalendar, YearDays
from cms.core.reference.models import CalendarDay, CalendarYear

WARN_FROM_MONTH = 12


def work_calendar() -> WorkCalendar:
    """Return the calendar as it stands: two queries, so take it once and ask it often."""
    known = CalendarYear.objects.exclude(status=CalendarYear.Status.PREPARING).values_list("year", flat=True)
    off: dict[int, set[dt.date]] = defaultdict(set)
    on: dict[int, set[dt.date]] = defaultdict(set)
    names: dict[dt.date, str] = {}
    for day, is_workday, name in CalendarDay.objects.values_list("day", "is_workday", "name"):
        (on if is_workday else off)[day.year].add(day)
        if name:
            names[day] = name
    years = {
        year: YearDays(
            off=frozenset(day for day in off[year] if day.weekday() < 5),
            on=frozenset(day for day in on[year] if day.weekday() >= 5),
        )
        for year in known
    }
    return WorkCalendar(years, names)


def missing_year(today: dt.date) -> int | None:
    """Return the year that should be known by now and is not: this one, and from December on the next."""
    needed = [today.year] + ([today.year + 1] if today.month >= WARN_FROM_MONTH else [])
    known = CalendarYear.objects.exclude(status=CalendarYear.Status.PREPARING).filter(year__in=needed)
    missing = set(needed) - set(known.values_list("year", flat=True))
    return min(missing, default=None)
