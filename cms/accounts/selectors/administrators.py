"""Who decides on an organisation and its members."""

from django.db import models
from django.utils import timezone

from cms.accounts.models import Membership, Organisation, Region, User


def bureau_administrators(region: Region) -> models.QuerySet[User]:
    """Return the people who administer a bureau whose region covers `region`."""
    memberships = Membership.objects.running(timezone.localdate()).filter(
        role__administers_organisation=True,
        organisation__kind=Organisation.Kind.BUREAU,
        organisation__region__in=Region.objects.all().covering(region),
    )
    return User.objects.filter(is_active=True, pk__in=memberships.values("user_id")).order_by("pk")


def administrators_of(organisation: Organisation) -> models.QuerySet[User]:
    """Return the organisation's own administrators, or the bureau's while it has none."""
    memberships = Membership.objects.running(timezone.localdate()).filter(
        role__administers_organisation=True, organisation=organisation
    )
    own = User.objects.filter(is_active=True, pk__in=memberships.values("user_id")).order_by("pk")
    return own if own.exists() else bureau_administrators(organisation.region)
