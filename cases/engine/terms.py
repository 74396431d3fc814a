"""What a step does to the deadlines of its case, and on which days something comes of a deadline. Pure.

A deadline begins when a state of `runs_in` is entered from outside, stands while the case is in a state of `pauses_in`,
and ends when the case leaves both.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from cases.engine.deadlines import DAY, Extension, Pause
from cases.engine.definition import DeadlineRule, Definition

START, PAUSE, RESUME, END = "start", "pause", "resume", "end"
REMIND, ESCALATE, EXPIRE = "remind", "escalate", "expire"
# Of the deadline for which a public notice stands; no document can use it.
NOTICE = "$notice-"


class Calendar(Protocol):
    """The working days; it refuses a year that nobody has entered."""

    def add_workdays(self, start: dt.date, days: int) -> dt.date:
        """Return the `days`-th working day after `start`, or before it."""


def move(runs_in: Collection[str], pauses_in: Collection[str], source: str, target: str) -> str | None:
    """Return what the step from `source` to `target` does to a deadline, None where it goes on as it was."""
    ran, runs = source in runs_in, target in runs_in
    stood, stands = source in pauses_in, target in pauses_in
    if runs and not ran:
        return RESUME if stood else START
    if ran and stands and not runs:
        return PAUSE
    if (ran or stood) and not (runs or stands):
        return END
    return None


def notice_key(state: str) -> str:
    """Return the key of the deadline for which the public notice of a state stands."""
    return f"{NOTICE}{state}"


def rules_of(definition: Definition) -> Iterator[DeadlineRule]:
    """Yield the deadlines of a version, and the terms for which its public notices stand."""
    yield from definition.deadlines
    for state in definition.states:
        if state.notice is not None:
            yield DeadlineRule(
                key=notice_key(state.key),
                title=state.title,
                term=state.notice.term,
                runs_in=(state.key,),
                on_expire=state.notice.closes,
            )


def timer_day(kind: str, step: int, due: dt.date, calendar: Calendar) -> dt.date:
    """Return the day of a reminder (`step` working days before the last day), of a rung of the ladder, of the end.

    The end is acted on the day after the last day, whatever day that is; the rest never falls on a day off.
    """
    if kind == EXPIRE:
        return due + DAY
    return calendar.add_workdays(due, -step if kind == REMIND else step)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the day of the same number so many months later, or earlier; the last of a month that has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def pauses_from_json(stored: Sequence[Mapping[str, Any]]) -> list[Pause]:
    """Return stored pauses."""
    return [Pause(_day(one["start"]), _day(one["end"]) if one["end"] else None, one["why"]) for one in stored]


def extensions_from_json(stored: Sequence[Mapping[str, Any]]) -> list[Extension]:
    """Return stored extensions."""
    return [Extension(one["length"], one["why"]) for one in stored]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
