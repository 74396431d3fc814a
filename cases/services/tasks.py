"""What becomes of people's tasks when a case moves, and to whom the work in its new state is given."""

from django.db.models import Case as Either
from django.db.models import Count, F, Max, Q, Value, When
from django.utils import timezone

from cases.engine.definition import ORIGIN, State
from cases.models import Case, CaseTask
from cases.selectors.handlers import handlers_of, last_handler
from cases.services.effects import Step
from cms.accounts.models import User


def follow_tasks(step: Step) -> None:
    """End the tasks of the state that was left, and give the work in the new one to somebody if the type says so."""
    if step.entered:
        _end(step)
        _assign(step)


def _end(step: Step) -> None:
    """Who acted has done it; what others still had open is no longer needed. Copies stay until they are read."""
    acted = Q(assignee=step.actor) if step.actor else Q(pk__in=())
    CaseTask.objects.filter(case=step.case, status=CaseTask.Status.OPEN).exclude(kind=CaseTask.Kind.COPY).update(
        status=Either(When(acted, then=Value(CaseTask.Status.DONE)), default=Value(CaseTask.Status.DROPPED)),
        done_at=timezone.now(),
    )


def _assign(step: Step) -> None:
    state = step.definition.state(step.case.state)
    chosen = _returned_to(step) or _by_rule(step, state)
    if chosen is not None:
        give(step.case, chosen)


def give(case: Case, person: User, *, note: str = "") -> CaseTask:
    """Make the work in the present state somebody's, once; the caller holds the lock."""
    task, _made = CaseTask.objects.get_or_create(
        case=case,
        kind=CaseTask.Kind.HANDLE,
        entered_seq=case.entered_seq,
        assignee=person,
        status=CaseTask.Status.OPEN,
        defaults={"state": case.state, "note": note[:500]},
    )
    return task


def _returned_to(step: Step) -> User | None:
    """Return who handled the case where it has come back to: the work goes on where it was interrupted."""
    if ORIGIN not in step.transition.targets:
        return None
    before = last_handler(step.case, step.case.state)
    return before if before is not None and handlers_of(step.case).filter(pk=before.pk).exists() else None


def _by_rule(step: Step, state: State) -> User | None:
    """Return who is next: the one with the least open work, or the one whose last turn is longest ago."""
    if state.assign == "pool":
        return None
    people = User.objects.filter(pk__in=handlers_of(step.case).values("pk")).annotate(
        waiting=Count("case_tasks", filter=Q(case_tasks__status=CaseTask.Status.OPEN)),
        latest=Max("case_tasks__opened_at"),
    )
    longest_ago = F("latest").asc(nulls_first=True)
    order = ("waiting", longest_ago, "pk") if state.assign == "load" else (longest_ago, "pk")
    return people.order_by(*order).first()
