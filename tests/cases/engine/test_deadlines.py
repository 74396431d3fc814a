"""Due days for the years whose days the State Council has published, with the reasons."""

import datetime as dt

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from cases.engine.deadlines import Extension, Pause, Reason, Term, TermTooLong, due_day
from cms.core.reference.engine.calendar import CalendarUnknown, WorkCalendar, YearDays

D = dt.date
YEARS = (2024, 2025, 2026)
CALENDAR = WorkCalendar(
    {
        year: YearDays(
            off=frozenset(day for day in constants.holidays if day.year == year and day.weekday() < 5),
            on=frozenset(day for day in constants.workdays if day.year == year and day.weekday() >= 5),
        )
        for year in YEARS
    },
    {day: constants.Holiday(name).chinese for day, name in {**constants.holidays, **constants.workdays}.items()},
)
STARTS = st.dates(D(2024, 1, 1), D(2025, 12, 31))
SPRING = "春节"

# start, length, unit, due; each from the notice on the year's holidays.
TABLE = [
    # 2024 春节 10–17 February off, Sunday 18 February on; 除夕 (9 February) is a working day.
    (D(2024, 2, 5), 10, "working_day", D(2024, 2, 23)),
    # 2024 劳动节 1–5 May off, Saturday 11 May on.
    (D(2024, 4, 30), 5, "working_day", D(2024, 5, 10)),
    (D(2024, 4, 30), 6, "working_day", D(2024, 5, 11)),
    # 2024 国庆节 1–7 October off, Sunday 29 September and Saturday 12 October on.
    (D(2024, 9, 27), 10, "working_day", D(2024, 10, 16)),
    # 2025 春节 28 January – 4 February off, Sunday 26 January and Saturday 8 February on.
    (D(2025, 1, 24), 5, "working_day", D(2025, 2, 7)),
    (D(2025, 1, 24), 6, "working_day", D(2025, 2, 8)),
    # 2025 劳动节 1–5 May off, Sunday 27 April on.
    (D(2025, 4, 25), 5, "working_day", D(2025, 5, 6)),
    # 2025 国庆节、中秋节 1–8 October off, Sunday 28 September and Saturday 11 October on.
    (D(2025, 9, 26), 5, "working_day", D(2025, 10, 10)),
    (D(2025, 9, 26), 6, "working_day", D(2025, 10, 11)),
    # 2026 春节 15–23 February off, Saturdays 14 and 28 February on.
    (D(2026, 2, 9), 10, "working_day", D(2026, 2, 28)),
    # A last day off rolls on to the next working day.
    (D(2026, 2, 10), 5, "calendar_day", D(2026, 2, 24)),
    (D(2025, 9, 26), 10, "calendar_day", D(2025, 10, 9)),
    (D(2025, 6, 2), 5, "calendar_day", D(2025, 6, 9)),
    # Months end on the day of the same number, or on the last one.
    (D(2026, 1, 15), 1, "month", D(2026, 2, 24)),
    (D(2024, 1, 31), 1, "month", D(2024, 2, 29)),
    (D(2025, 11, 30), 3, "month", D(2026, 2, 28)),
    (D(2025, 3, 12), 2, "month", D(2025, 5, 12)),
    (D(2026, 2, 15), 0, "working_day", D(2026, 2, 24)),
]


@pytest.mark.parametrize(("start", "length", "unit", "expected"), TABLE)
def test_the_due_day_is_that_of_the_published_calendar(start: D, length: int, unit: str, expected: D) -> None:
    assert due_day(start, Term(length, unit), CALENDAR).day == expected


def test_the_reasons_are_listed_in_the_order_of_time() -> None:
    found = due_day(D(2026, 2, 9), Term(10), CALENDAR)
    assert found.reasons == (
        Reason("make_up", D(2026, 2, 14), D(2026, 2, 14), SPRING),
        Reason("holiday", D(2026, 2, 15), D(2026, 2, 23), SPRING),
        Reason("make_up", D(2026, 2, 28), D(2026, 2, 28), SPRING),
    )
    assert found.reasons[1].as_json() == {
        "kind": "holiday",
        "first": "2026-02-15",
        "last": "2026-02-23",
        "name": SPRING,
    }


def test_a_month_and_a_roll_say_why() -> None:
    assert [one.kind for one in due_day(D(2025, 11, 30), Term(3, "month"), CALENDAR).reasons] == ["month_end"]
    roll = due_day(D(2025, 9, 26), Term(10, "calendar_day"), CALENDAR).reasons
    assert roll == (Reason("roll", D(2025, 10, 6), D(2025, 10, 9), "中秋"),)


def test_the_clock_stands_while_the_step_is_paused() -> None:
    back = Pause(D(2026, 3, 4), D(2026, 3, 11), "退回补正")
    found = due_day(D(2026, 3, 2), Term(10), CALENDAR, pauses=[back])
    assert found.day == D(2026, 3, 23)
    assert found.reasons[0] == Reason("pause", D(2026, 3, 5), D(2026, 3, 11), "退回补正")
    same_day = Pause(D(2026, 3, 4), D(2026, 3, 4))
    assert due_day(D(2026, 3, 2), Term(10), CALENDAR, pauses=[same_day]).day == D(2026, 3, 16)
    months = due_day(D(2025, 3, 12), Term(2, "month"), CALENDAR, pauses=[Pause(D(2025, 4, 1), D(2025, 4, 8))])
    assert months.day == D(2025, 5, 19)


def test_there_is_no_due_day_while_the_clock_stands() -> None:
    standing = Pause(D(2026, 3, 4), None, "退回补正")
    found = due_day(D(2026, 3, 2), Term(10), CALENDAR, pauses=[standing])
    assert (found.day, found.reasons[-1].kind) == (None, "pause")
    assert due_day(D(2026, 3, 2), Term(2), CALENDAR, pauses=[standing]).day == D(2026, 3, 4)
    assert due_day(D(2026, 3, 2), Term(1, "month"), CALENDAR, pauses=[standing]).day is None


def test_an_extension_is_counted_in_the_same_unit_and_told() -> None:
    found = due_day(D(2026, 3, 2), Term(10), CALENDAR, extensions=[Extension(5, "案情复杂")])
    assert found.day == D(2026, 3, 23)
    assert found.reasons[0] == Reason("extension", D(2026, 3, 2), D(2026, 3, 2), "案情复杂", 5)


def test_an_unknown_year_is_refused_and_never_guessed() -> None:
    with pytest.raises(CalendarUnknown) as caught:
        due_day(D(2026, 12, 25), Term(10), CALENDAR)
    assert caught.value.year == 2027
    with pytest.raises(CalendarUnknown):
        due_day(D(2026, 12, 25), Term(8, "calendar_day"), CALENDAR)


@pytest.mark.parametrize("term", [Term(-1), Term(2601), Term(3661, "calendar_day"), Term(121, "month")])
def test_a_term_beyond_every_regulation_is_refused(term: Term) -> None:
    with pytest.raises(TermTooLong):
        due_day(D(2026, 3, 2), term, CALENDAR)


@given(STARTS, st.integers(0, 60))
def test_without_pauses_a_term_is_what_the_calendar_adds(start: D, length: int) -> None:
    working = due_day(start, Term(length), CALENDAR).day
    assert working is not None and CALENDAR.is_workday(working)
    if length:
        assert working == CALENDAR.add_workdays(start, length)
    days = due_day(start, Term(length, "calendar_day"), CALENDAR).day
    assert days is not None and days >= start + dt.timedelta(days=length) and CALENDAR.is_workday(days)


@given(STARTS, st.integers(1, 30), st.integers(0, 30), st.integers(0, 20), st.sampled_from(["working_day", "month"]))
def test_a_pause_never_brings_the_day_nearer(start: D, length: int, after: int, days: int, unit: str) -> None:
    begins = start + dt.timedelta(days=after)
    length = length if unit == "working_day" else 1 + length % 3
    plain = due_day(start, Term(length, unit), CALENDAR).day
    paused = due_day(start, Term(length, unit), CALENDAR, pauses=[Pause(begins, begins + dt.timedelta(days=days))]).day
    assert plain is not None and paused is not None and paused >= plain


@given(STARTS, st.integers(1, 60))
def test_every_day_that_was_not_counted_has_its_reason(start: D, length: int) -> None:
    found = due_day(start, Term(length), CALENDAR)
    assert found.day is not None
    told = {
        one.first + dt.timedelta(days=number)
        for one in found.reasons
        if one.kind in ("holiday", "weekend")
        for number in range((one.last - one.first).days + 1)
    }
    assert len(told) == (found.day - start).days - length
    assert not any(CALENDAR.is_workday(day) for day in told)
