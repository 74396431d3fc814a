"""For whom a person acts today."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from cms.accounts.models import Delegation, Membership, Region, Role, User
from cms.core.prepared import PreparedRows

Person = User | AnonymousUser

CACHE_ATTRIBUTE = "_acting_roles"


@dataclass(frozen=True)
class ActingRole:
    """One running membership, with what a decision about permission needs to know.

    `on_behalf_of_id` and `on_behalf_of_name` are whose membership it is, where this person only stands in for them.
    """

    role: str
    organisation_id: int
    organisation_name: str
    kind: str
    region_id: int
    region_path: str
    reads_region_cases: bool
    administers_organisation: bool
    cleared_for: str
    on_behalf_of_id: int | None = None
    on_behalf_of_name: str = ""


def acting_roles(user: Person) -> tuple[ActingRole, ...]:
    """Return the roles that a person holds today in active organisations; kept on the instance for the day."""
    if not user.is_authenticated or not user.is_active:
        return ()
    today = timezone.localdate()
    cached = cast("tuple[datetime.date, tuple[ActingRole, ...]] | None", getattr(user, CACHE_ATTRIBUTE, None))
    if cached is None or cached[0] != today:
        cached = (today, _roles_of(user.pk, today))
        setattr(user, CACHE_ATTRIBUTE, cached)
    return cached[1]


def forget_acting_roles(user: Person) -> None:
    """Drop what is kept on the instance, after a membership has changed."""
    if hasattr(user, CACHE_ATTRIBUTE):
        delattr(user, CACHE_ATTRIBUTE)


def _roles_of(user: int, today: datetime.date) -> tuple[ActingRole, ...]:
    """Return the person's own roles, then those that colleagues have lent them, each by organisation and key."""
    found = []
    # A person with two roles where they stand in for somebody has each lent role twice.
    for *known, holder, name, email in dict.fromkeys(_read_acting_roles(user=user, today=today)):
        lent = () if holder == user else (holder, name or email)
        found.append(ActingRole(*known, *lent))
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.on_behalf_of_id is not None,
                one.organisation_name,
                one.organisation_id,
                one.role,
                one.on_behalf_of_id,
            ),
        )
    )


_COLUMNS = (
    "role__key",
    "organisation_id",
    "organisation__name",
    "organisation__kind",
    "organisation__region_id",
    "organisation__region__path",
    "role__reads_region_cases",
    "role__administers_organisation",
    "role__cleared_for",
    "user_id",
    "user__full_name",
    "user__email",
)


def _running_roles(user: int, today: datetime.date) -> models.QuerySet[Membership, tuple[object, ...]]:
    """Return a person's own roles and the lent ones in one query.

    What is lent are memberships of their own, so nobody lends what was lent to them.
    """
    own = Membership.objects.running(today).filter(user=user)
    lent = _lent_roles(user, today)
    return own.order_by().values_list(*_COLUMNS).union(lent.order_by().values_list(*_COLUMNS), all=True)


def _lent_roles(user: int, today: datetime.date) -> models.QuerySet[Membership]:
    given = "user__delegations_given__"
    return Membership.objects.running(today).filter(
        models.Q(**{f"{given}role__isnull": True}) | models.Q(**{f"{given}role": models.F("role")}),
        user__is_active=True,
        # Whoever leaves the organisation stands in for nobody there.
        organisation__in=Membership.objects.running(today).filter(user=user).order_by().values("organisation"),
        **{
            f"{given}to_user": user,
            f"{given}organisation": models.F("organisation"),
            f"{given}valid_from__lte": today,
            f"{given}valid_until__gte": today,
            f"{given}ended_at__isnull": True,
        },
    )


_read_acting_roles = PreparedRows(_running_roles, user=int, today=datetime.date)


def member_organisation_ids(user: Person) -> frozenset[int]:
    """Return the organisations for which a person acts today."""
    return frozenset(role.organisation_id for role in acting_roles(user))


def readable_region_ids(user: Person) -> frozenset[int]:
    """Return every region whose cases a person may read: those of their reviewing roles and all below."""
    return frozenset().union(*readable_regions_by_clearance(user).values())


def readable_regions_by_clearance(user: Person) -> Mapping[str, frozenset[int]]:
    """Return the regions whose cases a person may read, by the highest level up to which they read them there."""
    roles = [role for role in acting_roles(user) if role.reads_region_cases]
    if not roles:
        return {}
    below = models.Q()
    for path in {role.region_path for role in roles}:
        below |= models.Q(path__startswith=path)
    found: dict[str, set[int]] = {}
    for pk, path in Region.objects.filter(below).order_by().values_list("pk", "path"):
        levels = {role.cleared_for for role in roles if path.startswith(role.region_path)}
        found.setdefault(max(levels, key=Role.Clearance.values.index), set()).add(pk)
    return {level: frozenset(regions) for level, regions in found.items()}


def people_of_organisations(organisation_ids: Collection[int]) -> frozenset[int]:
    """Return everybody who acts for one of the organisations today."""
    running = Membership.objects.running(timezone.localdate()).filter(organisation_id__in=organisation_ids)
    return frozenset(running.order_by().values_list("user_id", flat=True))


def members_with_role(
    *, organisation_id: int | None = None, region: Region | None = None, role: str
) -> models.QuerySet[User]:
    """Return the people who hold `role` today, in one organisation or in those whose region covers `region`.

    Whoever stands in for one of them is among them.
    """
    memberships = Membership.objects.running(timezone.localdate()).filter(role__key=role)
    if organisation_id is not None:
        memberships = memberships.filter(organisation_id=organisation_id)
    if region is not None:
        memberships = memberships.filter(organisation__region__in=Region.objects.all().covering(region))
    standing_in = Delegation.objects.running(timezone.localdate()).filter(
        models.Q(role__isnull=True) | models.Q(role__key=role),
        from_user__is_active=True,
        from_user__memberships__in=memberships,
        from_user__memberships__organisation=models.F("organisation"),
    )
    people = models.Q(pk__in=memberships.values("user_id")) | models.Q(pk__in=standing_in.values("to_user_id"))
    return User.objects.filter(people, is_active=True).order_by("pk")
