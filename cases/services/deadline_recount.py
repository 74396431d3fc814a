"""After the calendar was edited: count the deadlines anew that were counted by another calendar."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from cases.models import Case, CaseDeadline
from cases.selectors.definitions import definition_of
from cases.services.deadline_count import count
from cases.services.deadline_tell import tell_moved
from cases.services.deadlines import rule_of
from cms.core.reference.facade import WorkCalendar, work_calendar

RECOUNT_EVERY_SECONDS = 60


def outdated() -> tuple[WorkCalendar, list[int]]:
    """Return the calendar as it stands, and the open deadlines that were counted by another one."""
    calendar = work_calendar()
    found = CaseDeadline.objects.open().exclude(calendar=calendar.fingerprint).order_by("pk")
    return calendar, list(found.values_list("pk", flat=True))


def recount(calendar: WorkCalendar, ids: Iterable[int]) -> Iterator[bool]:
    """Count each deadline anew in a transaction of its own; yield whether its last day has moved."""
    for deadline_id in ids:
        yield _recounted(calendar, deadline_id)


def deadlines_recount() -> int:
    """Count anew whatever the calendar has outdated, for the clock; any number of clocks may do it at once."""
    calendar, ids = outdated()
    return sum(recount(calendar, ids))


@transaction.atomic
def _recounted(calendar: WorkCalendar, deadline_id: int) -> bool:
    case_id = CaseDeadline.objects.values_list("case_id", flat=True).get(pk=deadline_id)
    # The lock of the case before anything of it is written, as every step takes it.
    case = Case.objects.select_for_update(of=("self",)).select_related("version").get(pk=case_id)
    deadline = CaseDeadline.objects.open().filter(pk=deadline_id).exclude(calendar=calendar.fingerprint).first()
    if deadline is None:
        return False
    before, deadline.case = deadline.due_on, case
    count(deadline, rule_of(definition_of(case.version), deadline.key), calendar)
    if deadline.due_on == before:
        return False
    tell_moved(deadline, before)
    return True
