"""The one rule of who may see a case, as a condition on the table of cases."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from cases.models.access import CaseAccess
from cms.accounts import facade as people
from cms.accounts.models import User

Reader = User | AnonymousUser | None


def sees(user: Reader) -> Q:
    """Return the condition that holds for the cases that `user` may see.

    Ids of regions and organisations are resolved first and tested by IN on indexed columns; exceptions come from
    CaseAccess by IN as well. Measured: an OR of EXISTS makes the reader with few cases a hundred times slower.
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
    return Q(region_id__in=people.readable_region_ids(user)) | Q(pk__in=granted)
