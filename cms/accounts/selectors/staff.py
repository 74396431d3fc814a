"""Who is staff."""

from django.db import models
from django.utils import timezone

from cms.accounts.models import Membership, User
from cms.accounts.selectors.acting import Person
from cms.accounts.selectors.organisations import organisations_visible_to


def staff_visible_to(user: Person) -> models.QuerySet[User]:
    """Return the staff whom a person manages: everybody for a superuser, else those of the own bureaus below.

    Superusers are shown to superusers only: nobody takes over a more powerful account.
    """
    memberships = Membership.objects.current(timezone.localdate()).filter(role__group__isnull=False)
    if user.is_authenticated and user.is_superuser:
        return User.objects.filter(models.Q(pk__in=memberships.values("user_id")) | models.Q(is_superuser=True))
    theirs = memberships.filter(organisation__in=organisations_visible_to(user))
    elsewhere = memberships.exclude(organisation__in=organisations_visible_to(user))
    return User.objects.filter(pk__in=theirs.values("user_id"), is_superuser=False).exclude(
        pk__in=elsewhere.values("user_id")
    )
