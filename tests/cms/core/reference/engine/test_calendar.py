"""Working days are counted by the calendar of known years, and a year is never guessed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.reference.engine.calendar import CalendarUnknown, DayTooFar, WorkCalendar, YearDays

D = dt.date
# 2026 around 国庆: off 1–7 October, work on Sunday 20 September and Saturday 10 October.
OFF = frozenset(D(2026, 10, day) for day in (1, 2, 5, 6, 7))
CALENDAR = WorkCalendar({2026: YearDays(off=OFF, on=frozenset({D(2026, 9, 20), D(2026, 10, 10)})), 2027: YearDays()})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2026, 9, 30), True),
        (D(2026, 10, 1), False),
        (D(2026, 10, 3), False),
        (D(2026, 10, 8), True),
        (D(2026, 10, 10), True),
        (D(2026, 10, 11), False),
    ],
)
def test_holidays_and_moved_days_count(day: D, expected: bool) -> None:
    assert CALENDAR.is_workday(day) is expected


def test_a_deadline_skips_the_holiday_and_uses_the_moved_day() -> None:
    assert CALENDAR.add_workdays(D(2026, 9, 29), 3) == D(2026, 10, 9)
    assert CALENDAR.add_workdays(D(2026, 9, 29), 4) == D(2026, 10, 10)
    assert CALENDAR.add_workdays(D(2026, 10, 10), -4) == D(2026, 9, 29)
    assert CALENDAR.add_workdays(D(2026, 10, 3), 0) == D(2026, 10, 3)


def test_a_year_that_nobody_entered_is_refused() -> None:
    with pytest.raises(CalendarUnknown) as caught:
        CALENDAR.add_workdays(D(2027, 12, 30), 5)
    assert caught.value.year == 2028
    with pytest.raises(DayTooFar):
        CALENDAR.add_workdays(D(2026, 1, 1), 100_000)


@given(st.dates(D(2026, 3, 1), D(2027, 9, 1)), st.integers(-40, 40))
def test_counting_undoes_adding(start: D, days: int) -> None:
    end = CALENDAR.add_workdays(start, days)
    counted = CALENDAR.workdays_between(start, end)
    # Going back from a working day to itself by way of a holiday counts the same days in the other direction.
    assert counted == days


def test_the_browser_gets_only_what_differs_from_the_week() -> None:
    assert CALENDAR.for_browser(2026, 2026) == {
        "2026": {"off": ["10-01", "10-02", "10-05", "10-06", "10-07"], "on": ["09-20", "10-10"]}
    }
