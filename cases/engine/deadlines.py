"""When a step is due, and why on that day. Pure: the calendar, the pauses and the extensions are given.

The rules of 民法典: the day on which a term begins is not counted (第二百零一条); a term of months ends on the day of
the same number, or on the last day of a month that has none (第二百零二条); a last day on which nobody works rolls on
to the next working day (第二百零三条). Terms of administrative bodies are working days (行政许可法第八十二条).
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

UNITS = ("working_day", "calendar_day", "month")
MOST = {"working_day": 2600, "calendar_day": 3660, "month": 120}
DAY = dt.timedelta(days=1)
MONTHS = 12
SATURDAY = 5


class Workdays(Protocol):
    """The calendar: it refuses a year that nobody has entered, and knows what days off and moved days are called."""

    @property
    def names(self) -> Mapping[dt.date, str]:
        """Return the names of days, such as 春节."""

    def is_workday(self, day: dt.date) -> bool:
        """Say whether people work on `day`."""


class TermTooLong(ValueError):
    """The term is longer than any that a regulation sets: an entry by mistake."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long a step may take: `length` of `unit`s, counted from the day after it begins."""

    length: int
    unit: str = "working_day"


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from the day after `start` up to `end` included; without an end it still stands."""

    start: dt.date
    end: dt.date | None
    why: str = ""

    def holds(self, day: dt.date) -> bool:
        """Say whether `day` is not counted."""
        return self.start < day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Extension:
    """So many more of the term's units, and on what ground."""

    length: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that moved the day: days that were not counted, or were although they are a weekend.

    `kind`: holiday, weekend, make_up, pause, extension, month_end, roll. `name` is what the calendar or a person says.
    """

    kind: str
    first: dt.date
    last: dt.date
    name: str = ""
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the reason as it is stored."""
        whole = {"kind": self.kind, "first": str(self.first), "last": str(self.last)}
        return whole | ({"name": self.name} if self.name else {}) | ({"count": self.count} if self.count else {})


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, None while the clock stands; and the reasons in the order of time."""

    day: dt.date | None
    reasons: tuple[Reason, ...] = ()


def due_day(
    start: dt.date,
    term: Term,
    calendar: Workdays,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """Return the last day of a term that begins on `start`.

    The calendar raises if the term reaches a year whose working days nobody has entered: they are never guessed.
    Raises TermTooLong for a length that no regulation sets.
    """
    length = term.length + sum(one.length for one in extensions)
    if not 0 <= length <= MOST[term.unit]:
        raise TermTooLong(length)
    reasons = [Reason("extension", start, start, one.why, one.length) for one in extensions]
    in_working_days = term.unit == "working_day"
    if term.unit == "month":
        length, ends_month = _days_of_months(start, length)
        reasons += ends_month
    counted = _reached(start, length, calendar.is_workday if in_working_days else _every_day, pauses)
    reasons += _pauses(start, counted, pauses)
    if counted is None:
        return Due(None, tuple(reasons))
    if in_working_days:
        reasons += _days_off(start, counted, calendar, pauses)
    due = _rolled(counted, calendar)
    if due != counted:
        reasons.append(Reason("roll", counted, due, calendar.names.get(counted, "")))
    return Due(due, tuple(reasons))


def _every_day(_day: dt.date) -> bool:
    return True


def _reached(start: dt.date, length: int, counts: Callable[[dt.date], bool], pauses: Sequence[Pause]) -> dt.date | None:
    """Return the day on which so many days have been counted; None if the clock stands before."""
    day = start
    while length:
        day += DAY
        holding = [one for one in pauses if one.holds(day)]
        if any(one.end is None for one in holding):
            return None
        length -= not holding and counts(day)
    return day


def _days_of_months(start: dt.date, months: int) -> tuple[int, list[Reason]]:
    """Return how many days so many months are from `start`, and why they end earlier in a shorter month."""
    index = start.month - 1 + months
    year, month = start.year + index // MONTHS, index % MONTHS + 1
    day = dt.date(year, month, min(start.day, monthrange(year, month)[1]))
    return (day - start).days, [Reason("month_end", day, day)] if day.day != start.day else []


def _rolled(day: dt.date, calendar: Workdays) -> dt.date:
    while not calendar.is_workday(day):
        day += DAY
    return day


def _pauses(start: dt.date, end: dt.date | None, pauses: Sequence[Pause]) -> Iterator[Reason]:
    """Yield the pauses that lie within the term, each as the days on which the clock stood."""
    for one in sorted(pauses, key=lambda pause: pause.start):
        first = max(one.start, start) + DAY
        if (one.end is None or one.end >= first) and (end is None or first <= end):
            yield Reason("pause", first, one.end or first, one.why)


def _days_off(start: dt.date, end: dt.date, calendar: Workdays, pauses: Sequence[Pause]) -> Iterator[Reason]:
    """Yield the spans of days off within a term of working days, and the weekends on which people work."""
    span: list[dt.date] = []
    for number in range(1, (end - start).days + 1):
        day = start + number * DAY
        is_paused = any(one.holds(day) for one in pauses)
        if not is_paused and not calendar.is_workday(day):
            span.append(day)
            continue
        yield from _span(span, calendar)
        span = []
        if not is_paused and day.weekday() >= SATURDAY:
            yield Reason("make_up", day, day, calendar.names.get(day, ""))
    yield from _span(span, calendar)


def _span(days: Sequence[dt.date], calendar: Workdays) -> Iterator[Reason]:
    """Yield days off that lie together as one reason: a holiday if they are more than a weekend."""
    if not days:
        return
    name = next((found for day in days if (found := calendar.names.get(day, ""))), "")
    is_weekend = not name and all(day.weekday() >= SATURDAY for day in days)
    yield Reason("weekend" if is_weekend else "holiday", days[0], days[-1], name)
