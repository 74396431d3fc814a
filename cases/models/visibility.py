"""The one rule of who may see a case, as a condition on the table of cases."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from cases.engine.definition import LEVELS
from cases.models.access import CaseAccess
from cms.accounts import facade as people
from cms.accounts.models import User

if TYPE_CHECKING:
    from cases.models.case import Case

Reader = User | AnonymousUser | None


def sees(user: Reader) -> Q:
    """Return the condition that holds for the cases that `user` may see.

    Ids of regions and organisations are resolved first and tested by IN on indexed columns; exceptions come from
    CaseAccess by IN as well. Measured: an OR of EXISTS makes the reader with few cases a hundred times slower.

    A region opens its cases up to the level for which the reader's role is cleared; parties, and whoever was let in,
    see theirs at any level.
    """
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return Q(pk__in=())
    if user.is_superuser:
        return Q()
    organisations = people.member_organisation_ids(user)
    return sees_at_desk(user) | Q(applicant_id__in=organisations) | Q(provider_id__in=organisations)


def sees_at_desk(user: Reader) -> Q:
    """Return the condition that holds for the cases that `user` reads as an office does, with internal comments.

    A case that a person sees only because their own firm applies or provides is not among them, whatever they are to
    other regions.
    """
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return Q(pk__in=())
    if user.is_superuser:
        return Q()
    granted = CaseAccess.objects.running(timezone.now()).filter(user_id=user.pk).values("case_id")
    return _in_region_of(user) | Q(pk__in=granted)


def _in_region_of(user: User) -> Q:
    """Return the condition for the cases of a reader's regions, up to the level for which they are cleared there."""
    condition = Q(pk__in=())
    for level, regions in people.readable_regions_by_clearance(user).items():
        within = Q(region_id__in=regions)
        # The highest level is no condition at all: most readers of many cases pay nothing for it.
        condition |= within if level == LEVELS[-1] else within & Q(confidentiality__in=up_to(level))
    return condition


def up_to(level: str) -> tuple[str, ...]:
    """Return the levels of confidentiality that somebody cleared for `level` reads."""
    return LEVELS[: LEVELS.index(level) + 1]


def may_see(case: "Case", user: Reader) -> bool:
    """Say whether `user` may see `case`: the rule of `sees` for a case at hand, without a query for its readers."""
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return False
    if user.is_superuser:
        return True
    for role in people.acting_roles(user):
        if role.organisation_id in (case.applicant_id, case.provider_id):
            return True
        cleared = case.confidentiality in up_to(role.cleared_for)
        if role.reads_region_cases and cleared and case.region.path.startswith(role.region_path):
            return True
    return CaseAccess.objects.running(timezone.now()).filter(user_id=user.pk, case_id=case.pk).exists()
