"""What the page of a case shows of whose work it is, and what the reader may do about it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.models import Case, CaseTask
from cases.policies import handles_as, stands_for, urges_as
from cases.selectors.definitions import definition_of
from cases.selectors.handlers import handlers_of, staff
from cases.selectors.recall import recallable
from cms.accounts.models import Organisation, Region, User


@dataclass(frozen=True, slots=True)
class Handling:
    """Who has the case in hand, and which of these steps are open to the reader."""

    holder: CaseTask | None
    is_mine: bool
    copies: tuple[CaseTask, ...]
    has_copy: bool
    may_claim: bool
    may_release: bool
    may_transfer: bool
    may_copy: bool
    may_urge: bool
    recall: str
    colleagues: tuple[User, ...] = ()
    readers: tuple[User, ...] = ()

    @property
    def shown(self) -> bool:
        """Say whether there is anything to show or to do."""
        return bool(self.holder or self.copies or self.may_transfer or self.may_urge or self.recall)


def handling(case: Case, user: User) -> Handling:
    """Return whose work `case` is, for somebody who reads it at the desk."""
    definition = definition_of(case.version)
    open_tasks = list(case.tasks.filter(status=CaseTask.Status.OPEN).select_related("assignee"))
    holder = next((task for task in open_tasks if task.kind == CaseTask.Kind.HANDLE), None)
    copies = tuple(task for task in open_tasks if task.kind == CaseTask.Kind.COPY)
    mine = holder is not None and holder.assignee_id in stands_for(user)
    handles = handles_as(definition, case, user) is not None
    undone = recallable(case, user)
    free = handles and (holder is None or mine)
    return Handling(
        holder=holder,
        is_mine=mine,
        copies=copies,
        has_copy=any(task.assignee_id == user.pk for task in copies),
        may_claim=handles and holder is None,
        may_release=handles and mine,
        may_transfer=free,
        may_copy=handles,
        may_urge=not mine and urges_as(case, user) is not None and definition.state(case.state).kind != "final",
        recall=_title(case, undone.transition, undone.from_state) if undone else "",
        colleagues=tuple(handlers_of(case).exclude(pk=user.pk).order_by("full_name", "pk")) if free else (),
        readers=tuple(readers_for(case).exclude(pk=user.pk)) if handles else (),
    )


def _title(case: Case, key: str, state: str) -> str:
    steps = definition_of(case.version).leaving(state)
    return next((step.title for step in steps if step.key == key), key)


def readers_for(case: Case) -> QuerySet[User]:
    """Return the people to whom a copy may be sent: those of the offices over the case and in the same city."""
    regions = Region.objects.all().covering(case.region) | Region.objects.filter(parent_id=case.region.parent_id)
    offices = Organisation.objects.filter(kind="bureau", region__in=regions)
    return staff().filter(memberships__organisation__in=offices).distinct().order_by("full_name", "pk")
