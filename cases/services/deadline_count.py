"""Count a deadline: its last day with the reasons, and the timers that hang on it. The caller holds the case's lock."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from cases.engine.deadlines import Term, due_day
from cases.engine.definition import DeadlineRule
from cases.engine.terms import ESCALATE, EXPIRE, REMIND, extensions_from_json, pauses_from_json, timer_day
from cases.models import CaseDeadline, CaseTimer
from cms.core.reference.facade import CalendarUnknown, WorkCalendar, calendar_year_report

Days = dict[tuple[str, int], dt.date]


def count(deadline: CaseDeadline, rule: DeadlineRule | None, calendar: WorkCalendar) -> None:
    """Compute the last day anew and store the deadline with its timers.

    A year that nobody has entered stops no step and is not guessed: the day stays open, the deadline says which year is
    missing, and the calendar's owners are told. `rule` is None where the case's version no longer knows the deadline.
    """
    _due(deadline, calendar)
    days = _timer_days(deadline, rule, calendar) if rule else {}
    if deadline.unknown_year:
        calendar_year_report(year=deadline.unknown_year)
    deadline.calendar = calendar.fingerprint
    deadline.save()
    _set_timers(deadline, days)


def _due(deadline: CaseDeadline, calendar: WorkCalendar) -> None:
    deadline.unknown_year = None
    try:
        due = due_day(
            deadline.started_on,
            Term(deadline.length, deadline.unit),
            calendar,
            pauses=pauses_from_json(deadline.pauses),
            extensions=extensions_from_json(deadline.extensions),
        )
    except CalendarUnknown as missing:
        deadline.due_on, deadline.reasons, deadline.unknown_year = None, [], missing.year
        return
    deadline.due_on, deadline.reasons = due.day, [one.as_json() for one in due.reasons]


def _steps(rule: DeadlineRule) -> Iterator[tuple[str, int]]:
    yield from ((REMIND, days) for days in rule.remind)
    yield from ((ESCALATE, rung.after) for rung in rule.escalate)
    if rule.on_expire:
        yield EXPIRE, 0


def _timer_days(deadline: CaseDeadline, rule: DeadlineRule, calendar: WorkCalendar) -> Days:
    """Return the day of each timer; none while the clock stands, none of a reminder from before the term began."""
    if deadline.due_on is None or deadline.status != CaseDeadline.Status.RUNNING:
        return {}
    days: Days = {}
    for kind, step in _steps(rule):
        try:
            day = timer_day(kind, step, deadline.due_on, calendar)
        except CalendarUnknown as missing:
            deadline.unknown_year = missing.year
            continue
        if kind != REMIND or day > deadline.started_on:
            days[kind, step] = day
    return days


def _set_timers(deadline: CaseDeadline, days: Days) -> None:
    """Make the timers those of `days`. One that has fired fires again only on a later day than it did."""
    today = timezone.localdate()
    there = {(timer.kind, timer.step): timer for timer in deadline.timers.all()}
    gone = [timer.pk for place, timer in there.items() if place not in days and timer.fired_at is None]
    if gone:
        deadline.timers.filter(pk__in=gone).delete()
    new = []
    for (kind, step), day in days.items():
        timer = there.get((kind, step))
        if timer is None:
            # A reminder of a day that is over reminds of nothing.
            if kind != REMIND or day >= today:
                new.append(CaseTimer(deadline=deadline, kind=kind, step=step, fires_on=day))
        elif timer.fires_on != day and (timer.fired_at is None or day > max(timer.fires_on, today)):
            timer.fires_on, timer.fired_at, timer.not_before = day, None, None
            timer.save(update_fields=["fires_on", "fired_at", "not_before"])
    CaseTimer.objects.bulk_create(new)
