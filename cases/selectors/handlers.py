"""Who may do the office's work on a case as it stands, and who did it."""

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Case, CaseEvent
from cases.models.case import Confidentiality
from cases.models.visibility import may_see
from cases.selectors.definitions import definition_of
from cms.accounts import facade as people
from cms.accounts.models import Membership, User

APPLICANT_ROLES = ("org_admin", "org_member")


def handling_roles(case: Case) -> frozenset[str]:
    """Return the roles of offices that may take a step out of the state in which the case stands."""
    definition = definition_of(case.version)
    steps = (one for one in definition.leaving(case.state) if one.actor.scope == "own_region")
    return frozenset(role for one in steps for role in one.actor.roles)


def handlers_of(case: Case) -> QuerySet[User]:
    """Return the people who may do the office's work on the case as it stands, each once."""
    found = User.objects.none()
    for role in sorted(handling_roles(case)):
        found |= people.members_with_role(region=case.region, role=role)
    if case.confidentiality == Confidentiality.CONFIDENTIAL:
        # The role is held, and yet not everybody who holds it may read the case.
        found = User.objects.filter(pk__in=[one.pk for one in found.distinct() if may_see(case, one)])
    return found.distinct()


def awaited(case: Case) -> list[User]:
    """Return the people for whom the case waits: who has it in hand, else who may; the applicant's in a pause."""
    if definition_of(case.version).state(case.state).kind == "pause":
        members = [people.members_with_role(organisation_id=case.applicant_id, role=role) for role in APPLICANT_ROLES]
        return list((members[0] | members[1]).distinct())
    held = case.tasks.filter(status="open").exclude(kind="copy").select_related("assignee")
    return [task.assignee for task in held] or list(handlers_of(case))


def last_handler(case: Case, state: str) -> User | None:
    """Return the person of an office who last led the case out of `state`; None if nobody did."""
    left = CaseEvent.objects.filter(case=case, from_state=state, actor__isnull=False).exclude(to_state=state)
    event = left.exclude(acting_for_id=case.applicant_id).select_related("actor").order_by("-seq").first()
    return event.actor if event else None


def staff() -> QuerySet[User]:
    """Return the people who work in an office today."""
    running = Membership.objects.running(timezone.localdate()).filter(organisation__kind="bureau")
    return User.objects.filter(is_active=True, pk__in=running.values("user_id"))
