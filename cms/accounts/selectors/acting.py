"""For whom a person acts today."""

import datetime
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from cms.accounts.models import Membership, Region, User
from cms.core.prepared import PreparedRows

Person = User | AnonymousUser

CACHE_ATTRIBUTE = "_acting_roles"


@dataclass(frozen=True)
class ActingRole:
    """One running membership, with what a decision about permission needs to know; columns in this order."""

    role: str
    organisation_id: int
    organisation_name: str
    kind: str
    region_id: int
    region_path: str
    reads_region_cases: bool
    administers_organisation: bool


def acting_roles(user: Person) -> tuple[ActingRole, ...]:
    """Return the roles that a person holds today in active organisations; kept on the instance for the day."""
    if not user.is_authenticated or not user.is_active:
        return ()
    today = timezone.localdate()
    cached = cast("tuple[datetime.date, tuple[ActingRole, ...]] | None", getattr(user, CACHE_ATTRIBUTE, None))
    if cached is None or cached[0] != today:
        rows = _read_acting_roles(user=user.pk, today=today)
        cached = (today, tuple(ActingRole(*row) for row in rows))
        setattr(user, CACHE_ATTRIBUTE, cached)
    return cached[1]


def forget_acting_roles(user: Person) -> None:
    """Drop what is kept on the instance, after a membership has changed."""
    if hasattr(user, CACHE_ATTRIBUTE):
        delattr(user, CACHE_ATTRIBUTE)


def _running_roles(user: int, today: datetime.date) -> models.QuerySet[Membership, tuple[object, ...]]:
    return (
        Membership.objects.running(today)
        .filter(user=user)
        .order_by("organisation__name", "organisation_id", "role__key")
        .values_list(
            "role__key",
            "organisation_id",
            "organisation__name",
            "organisation__kind",
            "organisation__region_id",
            "organisation__region__path",
            "role__reads_region_cases",
            "role__administers_organisation",
        )
    )


_read_acting_roles = PreparedRows(_running_roles, user=int, today=datetime.date)


def member_organisation_ids(user: Person) -> frozenset[int]:
    """Return the organisations for which a person acts today."""
    return frozenset(role.organisation_id for role in acting_roles(user))


def readable_region_ids(user: Person) -> frozenset[int]:
    """Return every region whose cases a person may read: those of their reviewing roles and all below."""
    paths = {role.region_path for role in acting_roles(user) if role.reads_region_cases}
    if not paths:
        return frozenset()
    below = models.Q()
    for path in paths:
        below |= models.Q(path__startswith=path)
    return frozenset(Region.objects.filter(below).values_list("pk", flat=True))


def members_with_role(
    *, organisation_id: int | None = None, region: Region | None = None, role: str
) -> models.QuerySet[User]:
    """Return the people who hold `role` today, in one organisation or in those whose region covers `region`."""
    memberships = Membership.objects.running(timezone.localdate()).filter(role__key=role)
    if organisation_id is not None:
        memberships = memberships.filter(organisation_id=organisation_id)
    if region is not None:
        memberships = memberships.filter(organisation__region__in=Region.objects.all().covering(region))
    return User.objects.filter(is_active=True, pk__in=memberships.values("user_id")).order_by("pk")
