"""By which right people reach something of a region or of an organisation: their memberships, and who stands in."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from cms.accounts.models import Delegation, Membership, Region, User


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with one role; `for_name` names whom they stand in for, `until` is the last day, None without an end."""

    user_id: int
    name: str
    email: str
    role_name: str
    organisation_id: int
    organisation_name: str
    reads_region: bool
    cleared_for: str
    until: datetime.date | None
    for_name: str = ""


def holders(*, region: Region, organisation_ids: frozenset[int]) -> list[Holder]:
    """Return who reads the cases of `region`, and who acts for one of the organisations; three queries."""
    today = timezone.localdate()
    over = Q(role__reads_region_cases=True, organisation__region__in=Region.objects.all().covering(region))
    memberships = (
        Membership.objects.running(today)
        .filter(over | Q(organisation_id__in=organisation_ids), user__is_active=True)
        .select_related("user", "role", "organisation__region")
        .order_by("organisation__region__path", "organisation__name", "user__full_name", "pk")
    )
    found = list(memberships)
    lent = list(
        Delegation.objects.running(today)
        .filter(from_user__in=[one.user_id for one in found], to_user__is_active=True)
        .select_related("to_user")
    )
    there = Membership.objects.running(today).filter(user__in=[one.to_user_id for one in lent])
    pairs = set(there.order_by().values_list("user_id", "organisation_id"))
    standing_in = [one for one in lent if (one.to_user_id, one.organisation_id) in pairs]
    return [_holder(one, region, one.user) for one in found] + [
        _holder(one, region, delegation.to_user, delegation)
        for delegation in standing_in
        for one in found
        if (one.user_id, one.organisation_id) == (delegation.from_user_id, delegation.organisation_id)
        and delegation.role_id in (None, one.role_id)
    ]


def _holder(one: Membership, region: Region, user: User, lent: Delegation | None = None) -> Holder:
    ends = [day for day in (one.valid_until, lent.valid_until if lent else None) if day]
    return Holder(
        user_id=user.pk,
        name=user.get_full_name(),
        email=user.email,
        role_name=one.role.name,
        organisation_id=one.organisation_id,
        organisation_name=one.organisation.name,
        reads_region=one.role.reads_region_cases and region.path.startswith(one.organisation.region.path),
        cleared_for=one.role.cleared_for,
        until=min(ends, default=None),
        for_name=one.user.get_full_name() if lent else "",
    )
