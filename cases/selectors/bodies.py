"""The body that decides where a case stands: its seats, who may be drawn, what it came to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.engine.definition import Body, Meeting
from cases.models import Case, CaseAccess, CaseEvent, CaseTask, Expert
from cases.selectors.definitions import definition_of
from cases.selectors.handlers import staff
from cms.accounts.facade import ActingRole, acting_roles
from cms.accounts.models import Membership, Region, User

OPEN, DONE = CaseTask.Status.OPEN, CaseTask.Status.DONE


def body_here(case: Case) -> Body | None:
    """Return the body that decides in the state in which the case stands."""
    return definition_of(case.version).state(case.state).decides


def seats_here(case: Case) -> QuerySet[CaseTask]:
    """Return every seat that was given since the case came into its state, of those who left too."""
    seats = CaseTask.objects.filter(case=case, kind=CaseTask.Kind.SEAT, entered_seq=case.entered_seq)
    return seats.select_related("assignee").order_by("pk")


def live_seats(case: Case) -> QuerySet[CaseTask]:
    """Return the seats that count: still open, or decided."""
    return seats_here(case).filter(status__in=(OPEN, DONE))


def seat_source(seat: CaseTask) -> str:
    """Return under which name the access of a seat is kept."""
    return f"seat:{seat.pk}"


def has_declared(seat: CaseTask) -> bool:
    """Say whether the holder of a seat has declared to be free of conflicts: the file is open to them since."""
    return CaseAccess.objects.filter(case_id=seat.case_id, source=seat_source(seat)).exists()


def sitting_experts(seats: Iterable[CaseTask]) -> list[Expert]:
    """Return the experts of these seats, whatever has become of their appointment since."""
    experts = Expert.objects.filter(user_id__in=[seat.assignee_id for seat in seats]).order_by("pk")
    return list(experts.select_related("user", "employer").prefetch_related("specialities"))


def pool_of(case: Case) -> tuple[list[Expert], dict[int, str]]:
    """Return the experts in office, and why some of them may not be drawn for this case: {expert id: reason}."""
    today = timezone.localdate()
    experts = list(
        Expert.objects.in_office(today)
        .select_related("user", "employer")
        .prefetch_related("specialities")
        .order_by("pk")
    )
    excluded: dict[int, str] = {}
    for reason, people in _conflicts(case).items():
        for expert in experts:
            if expert.pk not in excluded and people(expert):
                excluded[expert.pk] = reason
    return experts, excluded


def _conflicts(case: Case) -> Mapping[str, Any]:
    """Return {reason: does it hold for this expert}, the plainest first."""
    parties = [pk for pk in (case.applicant_id, case.provider_id) if pk is not None]
    names = {case.applicant.name} | ({case.provider.name} if case.provider else set())
    barred = set(Expert.objects.barred(timezone.localdate()).values_list("pk", flat=True))
    members = set(
        Membership.objects.current(timezone.localdate())
        .filter(organisation_id__in=parties)
        .values_list("user_id", flat=True)
    )
    left = set(
        CaseTask.objects.filter(case=case, kind=CaseTask.Kind.SEAT)
        .filter(Q(recused_at__isnull=False) | Q(entered_seq=case.entered_seq, status=CaseTask.Status.DROPPED))
        .values_list("assignee_id", flat=True)
    )
    acted = set(CaseEvent.objects.filter(case=case, actor__isnull=False).values_list("actor_id", flat=True))
    return {
        "barred": lambda expert: expert.pk in barred,
        "same_employer": lambda expert: expert.employer_id in parties or expert.works_for in names,
        "member": lambda expert: expert.user_id in members,
        "left": lambda expert: expert.user_id in left,
        "acted": lambda expert: expert.user_id in acted or expert.user_id == case.opened_by_id,
    }


def may_be_added(case: Case) -> QuerySet[User]:
    """Return the people of offices over the case who have no seat yet; whoever is of a party to it is none of them."""
    offices = Region.objects.all().covering(case.region)
    near = Membership.objects.running(timezone.localdate()).filter(
        organisation__kind="bureau", organisation__region__in=offices
    )
    seated = live_seats(case).values("assignee_id")
    return staff().filter(pk__in=near.values("user_id")).exclude(pk__in=seated).order_by("full_name", "pk")


def records_meeting_as(case: Case, rule: Meeting, actor: User) -> ActingRole | None:
    """Return the role in which `actor` may record a meeting on the case, or None."""
    for role in acting_roles(actor):
        if role.role in rule.roles and case.region.path.startswith(role.region_path):
            return role
    return None
