"""Let a colleague stand in for somebody, and end it early."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.accounts.errors import (
    AlreadyDecided,
    AlreadyStandsIn,
    DelegationInThePast,
    DelegationTooLong,
    EndsBeforeItStarts,
    NotAColleague,
    NotPermitted,
    RoleNotHeld,
)
from cms.accounts.models import Delegation, Membership, Organisation, Role, User
from cms.accounts.selectors.acting import forget_acting_roles
from cms.accounts.services.notifications import tell

# Longer than this is no absence: the colleague is to be given the role itself.
LONGEST = datetime.timedelta(days=366)
PAGE = "/my/organisations/delegations/"


@transaction.atomic
def delegation_start(
    *,
    from_user: User,
    to_user: User,
    organisation: Organisation,
    valid_from: datetime.date,
    valid_until: datetime.date,
    role: Role | None = None,
    reason: str = "",
) -> Delegation:
    """Let `to_user` act with the roles that `from_user` holds in the organisation, or with one of them, on these days.

    Only what a person holds by a membership of their own is lent, so what is lent is never lent on.
    """
    # The lock makes two orders for the same person wait for each other.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_days(valid_from, valid_until)
    _check_people(from_user, to_user, organisation, role)
    same_role = Q(role__isnull=True) | Q(role=role) if role else Q()
    overlapping = Delegation.objects.filter(
        same_role,
        from_user=from_user,
        to_user=to_user,
        organisation=organisation,
        ended_at__isnull=True,
        valid_from__lte=valid_until,
        valid_until__gte=valid_from,
    )
    if overlapping.exists():
        raise AlreadyStandsIn
    made = Delegation.objects.create(
        from_user=from_user,
        to_user=to_user,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason.strip()[:300],
    )
    forget_acting_roles(to_user)
    log(made, "accounts.delegation_start", user=from_user, data=_facts(made))
    tell(
        users=[from_user, to_user],
        key=f"delegation:{made.pk}:started",
        title=_("%(to)s stands in for %(from)s from %(start)s to %(stop)s"),
        body=_("%(organisation)s. %(reason)s"),
        params=_words(made),
        url=PAGE,
    )
    return made


@transaction.atomic
def delegation_end(*, delegation_id: int, actor: User) -> Delegation:
    """End it now: whoever gave it takes it back, or whoever holds it gives it back. The row stays."""
    found = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("from_user", "to_user", "organisation", "role")
        .get(pk=delegation_id)
    )
    if actor.pk not in (found.from_user_id, found.to_user_id):
        raise NotPermitted
    if found.ended_at is not None or found.valid_until < timezone.localdate():
        raise AlreadyDecided
    found.ended_at = timezone.now()
    found.ended_by = actor
    found.save(update_fields=["ended_at", "ended_by"])
    forget_acting_roles(found.to_user)
    log(found, "accounts.delegation_end", user=actor, data=_facts(found))
    tell(
        users=[found.from_user, found.to_user],
        key=f"delegation:{found.pk}:ended",
        title=_("%(to)s no longer stands in for %(from)s"),
        body=_("%(organisation)s. Ended by %(by)s."),
        params={**_words(found), "by": actor.get_full_name()},
        url=PAGE,
    )
    return found


def _check_days(valid_from: datetime.date, valid_until: datetime.date) -> None:
    if valid_until < valid_from:
        raise EndsBeforeItStarts
    if valid_from < timezone.localdate():
        raise DelegationInThePast
    if valid_until - valid_from > LONGEST:
        raise DelegationTooLong


def _check_people(from_user: User, to_user: User, organisation: Organisation, role: Role | None) -> None:
    here = Membership.objects.running(timezone.localdate()).filter(organisation=organisation)
    if to_user.pk == from_user.pk or not to_user.is_active or not here.filter(user=to_user).exists():
        raise NotAColleague
    held = here.filter(user=from_user)
    if not (held.filter(role=role) if role else held).exists():
        raise RoleNotHeld


def _words(made: Delegation) -> dict[str, str]:
    return {
        "from": made.from_user.get_full_name(),
        "to": made.to_user.get_full_name(),
        "organisation": made.organisation.name,
        "start": made.valid_from.isoformat(),
        "stop": made.valid_until.isoformat(),
        "reason": made.reason,
    }


def _facts(made: Delegation) -> dict[str, str]:
    return {**_words(made), "role": made.role.key if made.role else ""}
