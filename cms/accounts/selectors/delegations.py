"""Who stands in for whom, and who could."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.accounts.models import Delegation, Membership, User

SHOWN = 50


def own_delegations(user: User) -> QuerySet[Delegation]:
    """Return the delegations that a person gave or holds, the latest first."""
    return (
        Delegation.objects.filter(Q(from_user=user) | Q(to_user=user))
        .select_related("from_user", "to_user", "organisation", "role", "ended_by")
        .order_by("-valid_until", "-pk")
    )


def present_and_past(user: User) -> tuple[list[Delegation], list[Delegation]]:
    """Return the delegations that run or are to come, and the latest of those that are over."""
    today = timezone.localdate()
    rows = list(own_delegations(user)[: 2 * SHOWN])
    present = [row for row in rows if row.ended_at is None and row.valid_until >= today]
    return present, [row for row in rows if row not in present][:SHOWN]


def held_memberships(user: User) -> QuerySet[Membership]:
    """Return what a person holds today in active organisations: what they may lend to a colleague."""
    return (
        Membership.objects.running(timezone.localdate())
        .filter(user=user)
        .select_related("organisation", "role")
        .order_by("organisation__name", "role__key")
    )


def colleagues_of(user: User) -> QuerySet[Membership]:
    """Return the memberships of the colleagues in a person's organisations, by organisation and name."""
    today = timezone.localdate()
    own = Membership.objects.running(today).filter(user=user).order_by().values("organisation")
    return (
        Membership.objects.running(today)
        .filter(organisation__in=own, user__is_active=True)
        .exclude(user=user)
        .select_related("organisation", "user")
        .order_by("organisation__name", "user__full_name", "user__email", "pk")
    )
