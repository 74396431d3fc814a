"""待办, 已办, 抄送: what the desk shows a person of the cases that they may see."""

from cases.models import CaseEvent, CaseTask
from cases.models.case import CaseQuerySet
from cases.selectors.desk import waiting_for
from cms.accounts.models import User


def in_box(cases: CaseQuerySet, user: User, box: str) -> CaseQuerySet:
    """Narrow visible `cases` to a box: what waits for the person, what they have handled, what they were sent."""
    if box == "done":
        return cases.filter(pk__in=CaseEvent.objects.filter(actor=user).values("case_id"))
    if box == "copies":
        copies = CaseTask.objects.filter(assignee=user, kind=CaseTask.Kind.COPY)
        return cases.filter(pk__in=copies.values("case_id"))
    return waiting_for(cases, user)


def unread_copies(user: User) -> int:
    """Return how many copies a person has not read yet."""
    return CaseTask.objects.filter(assignee=user, kind=CaseTask.Kind.COPY, status=CaseTask.Status.OPEN).count()
