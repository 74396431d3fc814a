"""Deadlines follow the case: a step starts them, lets them stand, lets them go on, ends them."""

import datetime as dt

from django.utils import timezone

from cases.engine.definition import DeadlineRule, Definition
from cases.engine.terms import END, NOTICE, PAUSE, RESUME, START, move, rules_of
from cases.models import Case, CaseDeadline
from cases.services.deadline_count import count
from cases.services.effects import Step
from cms.core.reference.facade import work_calendar


def follow_deadlines(step: Step) -> None:
    """Do to the deadlines of the case what the step says; a step that concerns none asks the database nothing."""
    source, target = step.event.from_state, step.event.to_state
    moves = [
        (rule, what)
        for rule in rules_of(step.definition)
        if (what := move(rule.runs_in, rule.pauses_in, source, target)) is not None
    ]
    if not moves:
        return
    today = timezone.localdate(step.event.occurred_at)
    there = {deadline.key: deadline for deadline in CaseDeadline.objects.open().filter(case=step.case)}
    for rule, what in moves:
        deadline = there.get(rule.key)
        if what == END:
            if deadline is not None:
                _end(deadline, today, step.event.occurred_at)
        elif deadline is None:
            # A clock that stands in a state from which it never ran begins where it first runs.
            if what in (START, RESUME):
                _start(step.case, rule, today)
        elif what == PAUSE:
            stand(deadline, today, step.definition.state(target).title)
            count(deadline, rule, work_calendar())
        else:
            go_on(deadline, today)
            count(deadline, rule, work_calendar())


def rule_of(definition: Definition, key: str) -> DeadlineRule | None:
    """Return the rule of a deadline; None where the version has none of this key."""
    return next((rule for rule in rules_of(definition) if rule.key == key), None)


def stand(deadline: CaseDeadline, today: dt.date, why: str) -> None:
    """Let the clock stand from the day after `today`; one that stands already goes on standing."""
    if deadline.status != CaseDeadline.Status.PAUSED:
        deadline.pauses = [*deadline.pauses, {"start": str(today), "end": None, "why": why}]
        deadline.status = CaseDeadline.Status.PAUSED


def go_on(deadline: CaseDeadline, today: dt.date) -> None:
    """Let the clock run again from the day after `today`."""
    if deadline.status == CaseDeadline.Status.PAUSED:
        deadline.pauses = [*deadline.pauses[:-1], {**deadline.pauses[-1], "end": str(today)}]
        deadline.status = CaseDeadline.Status.RUNNING


def _start(case: Case, rule: DeadlineRule, today: dt.date) -> None:
    deadline = CaseDeadline(
        case=case,
        key=rule.key,
        title=rule.title,
        length=rule.term.length,
        unit=rule.term.unit,
        started_on=today,
    )
    count(deadline, rule, work_calendar())


def _end(deadline: CaseDeadline, today: dt.date, at: dt.datetime) -> None:
    go_on(deadline, today)
    # A notice that has stood for its term is over in time; nobody is late.
    is_notice = deadline.key.startswith(NOTICE)
    late = not is_notice and deadline.due_on is not None and today > deadline.due_on
    deadline.status = CaseDeadline.Status.EXPIRED if late else CaseDeadline.Status.MET
    deadline.ended_at = at
    deadline.save(update_fields=["status", "pauses", "ended_at"])
    deadline.timers.filter(fired_at__isnull=True).delete()
