"""Dates are dates, never serial numbers. Months end where they end: a month after 31 January is 28 or 29 February."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from cms.core.formula.errors import Failure, _, bad_argument, date_out_of_range
from cms.core.formula.limits import (
    FIRST_YEAR,
    MAX_CALENDAR_DAYS,
    MAX_DAYS,
    MAX_MONTHS,
    MAX_WORKDAYS,
)
from cms.core.formula.values import Run, day, day_from_ordinal, text, whole


def months_later(start: date, months: int) -> date:
    """Return the same day so many months later, at most the last day of that month."""
    if abs(months) > MAX_MONTHS:
        raise bad_argument()
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if not FIRST_YEAR <= year <= date.max.year:
        raise date_out_of_range()
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def complete_months(start: date, end: date) -> int:
    """Return how many whole months lie between two dates: the last one counts when its day has come."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def make(run: Run, year: Any, month: Any, date_of_month: Any) -> date:
    """DATE: months and days beyond their end run on into the next year or month."""
    years, months, days = whole(year), whole(month), whole(date_of_month)
    if not FIRST_YEAR <= years <= date.max.year:
        raise date_out_of_range()
    if abs(days) > MAX_DAYS:
        raise bad_argument()
    first = months_later(date(years, 1, 1), months - 1)
    return day_from_ordinal(first.toordinal() + days - 1)


def today(run: Run) -> date:
    """TODAY."""
    return day(run.env.today)


def year_of(run: Run, value: Any) -> Decimal:
    """YEAR."""
    return Decimal(day(value).year)


def month_of(run: Run, value: Any) -> Decimal:
    """MONTH."""
    return Decimal(day(value).month)


def day_of(run: Run, value: Any) -> Decimal:
    """DAY."""
    return Decimal(day(value).day)


def edate(run: Run, start: Any, months: Any) -> date:
    """EDATE."""
    return months_later(day(start), whole(months))


def datedif(run: Run, start: Any, end: Any, unit: Any) -> Decimal:
    """DATEDIF: what is left of months and years is counted from the last whole one."""
    first, last, wanted = day(start), day(end), text(unit).strip(" ").upper()
    if first > last:
        raise Failure("#NUM!", _("The start is later than the end."))
    months = complete_months(first, last)
    if wanted == "D":
        return Decimal((last - first).days)
    if wanted == "MD":
        return Decimal((last - months_later(first, months)).days)
    if wanted == "YD":
        return Decimal((last - months_later(first, months // 12 * 12)).days)
    found = {"Y": months // 12, "M": months, "YM": months % 12}.get(wanted)
    if found is None:
        raise Failure("#NUM!", _("The unit must be Y, M, D, YM, YD or MD."))
    return Decimal(found)


def _is_workday(run: Run, moment: date) -> bool:
    run.spend(1)
    known = run.env.is_workday(moment)
    if known is None:
        raise Failure("#N/A", _("The working-day calendar of %(year)s is not known."), year=moment.year)
    return bool(known)


def workday(run: Run, start: Any, days: Any) -> date:
    """WORKDAY: 0 days later is the start itself, whatever day it is."""
    ordinal, left = day(start).toordinal(), whole(days)
    if abs(left) > MAX_WORKDAYS:
        raise bad_argument()
    step = 1 if left > 0 else -1
    left, walked = abs(left), 0
    while left:
        ordinal, walked = ordinal + step, walked + 1
        if walked > MAX_CALENDAR_DAYS:
            raise bad_argument()
        left -= _is_workday(run, day_from_ordinal(ordinal))
    return day_from_ordinal(ordinal)


def networkdays(run: Run, start: Any, end: Any) -> Decimal:
    """NETWORKDAYS: both ends count; backwards the count is negative."""
    first, last = day(start).toordinal(), day(end).toordinal()
    sign = -1 if first > last else 1
    first, last = min(first, last), max(first, last)
    if last - first > MAX_CALENDAR_DAYS:
        raise bad_argument()
    return Decimal(sign * sum(_is_workday(run, day_from_ordinal(ordinal)) for ordinal in range(first, last + 1)))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "DATE": make,
    "TODAY": today,
    "YEAR": year_of,
    "MONTH": month_of,
    "DAY": day_of,
    "EDATE": edate,
    "DATEDIF": datedif,
    "WORKDAY": workday,
    "NETWORKDAYS": networkdays,
}
