"""Working days. Mondays to Fridays, but for the days that a year's list takes off or adds (调休).

A year that nobody has entered is unknown and refused: the State Council decides every year's days anew.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.core.audit import sha256_of

DAY = dt.timedelta(days=1)
FURTHEST = 3660


class CalendarUnknown(LookupError):
    """The working days of `year` have not been entered; they are never guessed."""

    code = "calendar_unknown"

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class DayTooFar(ValueError):
    """The count of working days is beyond every deadline."""


@dataclass(frozen=True, slots=True)
class YearDays:
    """What differs from the week in one year: weekdays `off`, and Saturdays and Sundays `on`."""

    off: frozenset[dt.date] = frozenset()
    on: frozenset[dt.date] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The known years, and what days off and moved days are called."""

    years: Mapping[int, YearDays] = field(default_factory=dict)
    names: Mapping[dt.date, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return a hash of all that is known: another one means that days computed before may have moved."""
        years = {
            str(year): [[str(day) for day in sorted(days)] for days in (known.off, known.on)]
            for year, known in self.years.items()
        }
        return sha256_of([years, {str(day): name for day, name in self.names.items()}])

    def is_workday(self, day: dt.date) -> bool:
        """Say whether people work on `day`; CalendarUnknown if its year has not been entered."""
        year = self.years.get(day.year)
        if year is None:
            raise CalendarUnknown(day.year)
        if day in year.on:
            return True
        return day.weekday() < 5 and day not in year.off

    def add_workdays(self, start: dt.date, days: int) -> dt.date:
        """Return the `days`-th working day after `start`, or before it if `days` is negative.

        The first day is not counted, as in 行政期限 and in Excel's WORKDAY; with 0 the answer is `start` itself.
        """
        if abs(days) > FURTHEST:
            raise DayTooFar(days)
        step, day, left = (DAY if days > 0 else -DAY), start, abs(days)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Return how many working days lie after `start` up to `end` included; negative if `end` comes first.

        It undoes add_workdays: workdays_between(d, add_workdays(d, n)) == n. (Excel's NETWORKDAYS counts both ends.)
        """
        if abs((end - start).days) > FURTHEST * 2:
            raise DayTooFar((end - start).days)
        step, day, count = (DAY if end > start else -DAY), start, 0
        while day != end:
            day += step
            count += self.is_workday(day)
        return count if end > start else -count

    def for_browser(self, first: int, last: int) -> dict[str, Any]:
        """Return the known years of a range as static_src/js/reference/calendar.js reads them."""
        return {
            str(year): {"off": _month_days(days.off), "on": _month_days(days.on)}
            for year, days in sorted(self.years.items())
            if first <= year <= last
        }


def _month_days(days: frozenset[dt.date]) -> list[str]:
    return [f"{day:%m-%d}" for day in sorted(days)]
