"""What comes of a deadline by itself: reminders, the ladder, the end. Each exactly once, with any number of clocks.

A clock claims a timer with its row locked (SKIP LOCKED on PostgreSQL, the single writer on SQLite), does its work and
marks it fired in one transaction: killed in the middle, it leaves the timer as it was. The end of a term takes a step
and therefore locks the case as well, before anything else; it never waits for a case that somebody is working on.
"""

import datetime as dt
from collections.abc import Callable, Sequence

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from cases.engine.terms import NOTICE
from cases.models import CaseTimer
from cases.selectors.definitions import definition_of
from cases.services.deadline_tell import tell_overdue, tell_reminder
from cases.services.deadlines import rule_of
from cases.services.notices import objection_stands
from cases.services.perform import perform
from cms.core.reference.facade import CalendarUnknown, calendar_year_report, is_workday

log = structlog.get_logger(__name__)

TIMERS_EVERY_SECONDS = 30
BATCH = 50
RETRY = dt.timedelta(minutes=10)
TOLD = (CaseTimer.Kind.REMIND, CaseTimer.Kind.ESCALATE)
TAKEN = (CaseTimer.Kind.EXPIRE,)


def timers_fire() -> int:
    """Fire what is due and return how many fired. On a day off nobody is reminded and no ladder is climbed."""
    fired = _all(TAKEN, 1)
    return fired + (_all(TOLD, BATCH) if _is_workday_today() else 0)


def _is_workday_today() -> bool:
    today = timezone.localdate()
    try:
        return is_workday(today)
    except CalendarUnknown as missing:
        calendar_year_report(year=missing.year)
        return False


def _all(kinds: Sequence[str], size: int) -> int:
    total = 0
    while True:
        claimed, fired = _fire_some(kinds, size)
        total += fired
        if not claimed:
            return total


def _fire_some(kinds: Sequence[str], size: int) -> tuple[int, int]:
    """Claim up to `size` due timers and fire them; return how many were claimed, and how many of them fired."""
    with transaction.atomic():
        claimed = _claim(kinds, size)
        return len(claimed), sum(_fired(timer) for timer in claimed)


def _claim(kinds: Sequence[str], size: int) -> list[CaseTimer]:
    now = timezone.now()
    due = CaseTimer.objects.filter(
        Q(not_before__isnull=True) | Q(not_before__lte=now),
        kind__in=kinds,
        fired_at__isnull=True,
        fires_on__lte=timezone.localdate(now),
    )
    locked = ("self", "deadline__case") if kinds == TAKEN else ("self",)
    skips = connection.features.has_select_for_update_skip_locked
    rows = due.select_for_update(skip_locked=skips, of=locked if skips else ()).select_related(
        "deadline__case__version", "deadline__case__region"
    )
    return list(rows.order_by("fires_on", "pk")[:size])


def _fired(timer: CaseTimer) -> bool:
    """Do the timer's work in a savepoint; one that fails is tried again later and does not hold up the others."""
    timer.attempts += 1
    timer.fired_at, timer.last_error = timezone.now(), ""
    try:
        with transaction.atomic():
            # Marked first: the step that ends a term takes away its timers that have not fired.
            timer.save(update_fields=["attempts", "fired_at", "last_error"])
            WORK[timer.kind](timer)
    except Exception as error:
        log.exception("timer.failed", timer=timer.pk, case=timer.deadline.case.number)
        timer.fired_at, timer.not_before = None, timezone.now() + RETRY * timer.attempts
        timer.last_error = f"{type(error).__name__}: {error}"[:2000]
        timer.save(update_fields=["attempts", "not_before", "last_error"])
        return False
    return True


def _escalate(timer: CaseTimer) -> None:
    rule = rule_of(definition_of(timer.deadline.case.version), timer.deadline.key)
    rungs = rule.escalate if rule else ()
    tell_overdue(timer, [role for rung in rungs if rung.after == timer.step for role in rung.roles])


def _expire(timer: CaseTimer) -> None:
    deadline = timer.deadline
    rule = rule_of(definition_of(deadline.case.version), deadline.key)
    if rule is None or not rule.on_expire:
        return
    if deadline.key.startswith(NOTICE) and objection_stands(deadline.case):
        # The notice is closed with the last objection: see follow_objections.
        return
    perform(
        case_id=deadline.case_id,
        transition=rule.on_expire,
        expected_revision=None,
        idempotency_key=f"timer:{timer.pk}:{deadline.due_on}",
        actor=None,
    )


WORK: dict[str, Callable[[CaseTimer], None]] = {
    CaseTimer.Kind.REMIND: tell_reminder,
    CaseTimer.Kind.ESCALATE: _escalate,
    CaseTimer.Kind.EXPIRE: _expire,
}
