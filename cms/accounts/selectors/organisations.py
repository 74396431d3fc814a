"""Organisations and members as their people and their bureau see them."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from cms.accounts.models import JoinRequest, Membership, Organisation, Region, Role, User
from cms.accounts.policies import SELF_SERVICE_KINDS, bureau_regions
from cms.accounts.selectors.acting import Person
from cms.core.identifiers import normalise_credit_code


def organisations_visible_to(user: Person) -> models.QuerySet[Organisation]:
    """Return the organisations that a person administers for a bureau: those of its region and below."""
    return Organisation.objects.filter(_under("region__path", bureau_regions(user)))


def memberships_visible_to(user: Person) -> models.QuerySet[Membership]:
    """Return the memberships that a person administers for a bureau."""
    return Membership.objects.filter(_under("organisation__region__path", bureau_regions(user)))


def join_requests_visible_to(user: Person) -> models.QuerySet[JoinRequest]:
    """Return the requests that a person may answer for a bureau."""
    return JoinRequest.objects.filter(_under("organisation__region__path", bureau_regions(user)))


def _under(lookup: str, paths: Iterable[str]) -> models.Q:
    """Return the condition that a region lies below one of `paths`; no path at all lets nothing through."""
    condition = models.Q(pk__in=[])
    for path in paths:
        condition |= models.Q(**{f"{lookup}__startswith": path}) if path else models.Q(pk__isnull=False)
    return condition


def organisation_by_code(code: str) -> Organisation | None:
    """Return the enterprise or provider with exactly this code that one may ask to join."""
    return (
        Organisation.objects.filter(credit_code=normalise_credit_code(code), kind__in=SELF_SERVICE_KINDS)
        .exclude(status=Organisation.Status.REFUSED)
        .select_related("region")
        .first()
    )


def own_memberships(user: User) -> models.QuerySet[Membership]:
    """Return what a person is today, in organisations of every state, so that a waiting one shows too."""
    return (
        Membership.objects.current(timezone.localdate())
        .filter(user=user)
        .select_related("organisation__region", "role")
        .order_by("organisation__name", "role__key")
    )


def own_join_requests(user: User) -> models.QuerySet[JoinRequest]:
    """Return a person's requests, newest first."""
    return JoinRequest.objects.filter(user=user).select_related("organisation", "role").order_by("-created_at")[:20]


def refused_registrations(user: User) -> models.QuerySet[Organisation]:
    """Return the registrations of a person that the bureau refused."""
    return Organisation.objects.filter(registered_by=user, status=Organisation.Status.REFUSED)


def members_of(organisation: Organisation) -> models.QuerySet[Membership]:
    """Return the running memberships of an organisation with the people."""
    return (
        Membership.objects.current(timezone.localdate())
        .filter(organisation=organisation)
        .select_related("user", "role", "confirmed_by")
        .order_by("role__key", "user__full_name", "pk")
    )


def former_members_of(organisation: Organisation) -> models.QuerySet[Membership]:
    """Return the memberships that have run out or were ended, latest first."""
    current = Membership.objects.current(timezone.localdate()).filter(organisation=organisation)
    return (
        Membership.objects.filter(organisation=organisation)
        .exclude(pk__in=current.values("pk"))
        .select_related("user", "role", "ended_by")
        .order_by("-valid_until", "-pk")[:50]
    )


def pending_requests_of(organisation: Organisation) -> models.QuerySet[JoinRequest]:
    """Return the requests that wait for an answer, oldest first."""
    return (
        JoinRequest.objects.filter(organisation=organisation, status=JoinRequest.Status.PENDING)
        .select_related("user", "role")
        .order_by("created_at")
    )


def self_service_roles(organisation: Organisation) -> list[Role]:
    """Return the roles that a person may ask for in an organisation of this kind."""
    return [
        role
        for role in Role.objects.filter(group__isnull=True).order_by("key")
        if organisation.kind in role.organisation_kinds
    ]


def region_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the regions below the provinces, grouped by city, for a select."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for region in Region.objects.exclude(level=Region.Level.PROVINCE).order_by("path").select_related("parent"):
        if region.level == Region.Level.CITY:
            groups.setdefault(region.name, []).append((region.pk, region.name))
        else:
            heading = region.parent.name if region.parent else region.name
            groups.setdefault(heading, []).append((region.pk, region.name))
    return list(groups.items())
