"""Give, change and end a person's role in an organisation."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.accounts.errors import (
    AlreadyDecided,
    AlreadyMember,
    EndsBeforeItStarts,
    LastAdministrator,
    NotPermitted,
    RoleNotForKind,
)
from cms.accounts.models import Membership, Organisation, Role, User
from cms.accounts.policies import may_confirm_organisation, may_end_membership, may_grant
from cms.accounts.selectors.acting import forget_acting_roles
from cms.accounts.services.membership_sync import membership_sync
from cms.accounts.services.notifications import tell


@transaction.atomic
def membership_grant(
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    actor: User | None,
    valid_from: datetime.date | None = None,
    valid_until: datetime.date | None = None,
) -> Membership:
    """Give a person a role from a day on; `actor` None is the system itself (imports, registration)."""
    if actor is not None and not may_grant(actor, organisation, role):
        raise NotPermitted
    membership = membership_store(
        user=user,
        organisation=organisation,
        role=role,
        actor=actor,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    log(membership, "accounts.membership_grant", user=actor, data=_facts(membership))
    if actor is not None:
        tell(
            users=[user],
            key=f"membership:{membership.pk}:granted",
            title=_("You are now %(role)s of %(organisation)s"),
            params={"role": role.name, "organisation": organisation.name},
            url="/my/organisations/",
        )
    return membership


def membership_store(
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    actor: User | None,
    valid_from: datetime.date | None = None,
    valid_until: datetime.date | None = None,
) -> Membership:
    """Write the row for a use case that keeps its own audit entry, inside that use case's transaction."""
    if organisation.kind not in role.organisation_kinds:
        raise RoleNotForKind
    # The lock makes two confirmations of the same person wait for each other.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    start = valid_from or timezone.localdate()
    held = Membership.objects.filter(user=user, organisation=organisation, role=role, ended_at__isnull=True)
    if any(row.valid_until is None or row.valid_until >= start for row in held):
        raise AlreadyMember
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=start,
        valid_until=valid_until,
        confirmed_by=actor,
    )
    membership_sync(user=user)
    forget_acting_roles(user)
    return membership


@transaction.atomic
def membership_end(*, membership: Membership, actor: User) -> Membership:
    """End a membership now. The row stays, with its last day and who ended it."""
    membership = _locked(membership)
    if not may_end_membership(actor, membership):
        raise NotPermitted
    _keep_an_administrator(membership, actor)
    _close(membership, actor)
    log(membership, "accounts.membership_end", user=actor, data=_facts(membership))
    if actor.pk != membership.user_id:
        tell(
            users=[membership.user],
            key=f"membership:{membership.pk}:ended",
            title=_("You are no longer %(role)s of %(organisation)s"),
            params={"role": membership.role.name, "organisation": membership.organisation.name},
            url="/my/organisations/",
        )
    return membership


@transaction.atomic
def membership_set_last_day(*, membership: Membership, last_day: datetime.date | None, actor: User) -> Membership:
    """Set, move or lift the last day of a running membership."""
    locked = _locked(membership)
    if not may_grant(actor, locked.organisation, locked.role):
        raise NotPermitted
    if last_day is not None and last_day < locked.valid_from:
        raise EndsBeforeItStarts
    locked.valid_until = last_day
    locked.save(update_fields=["valid_until"])
    membership_sync(user=locked.user)
    log(locked, "accounts.membership_set_last_day", user=actor, data=_facts(locked))
    return locked


@transaction.atomic
def membership_change_role(*, membership: Membership, role: Role, actor: User) -> Membership:
    """Give a member another role: the old row ends and a new one begins, so that history stays true."""
    membership = _locked(membership)
    if not may_grant(actor, membership.organisation, role) or not may_grant(
        actor, membership.organisation, membership.role
    ):
        raise NotPermitted
    if role.pk == membership.role_id:
        raise AlreadyMember
    if not role.administers_organisation:
        _keep_an_administrator(membership, actor)
    planned_end = membership.valid_until
    _close(membership, actor)
    changed = membership_store(
        user=membership.user, organisation=membership.organisation, role=role, actor=actor, valid_until=planned_end
    )
    log(changed, "accounts.membership_change_role", user=actor, data=_facts(membership) | {"to": role.key})
    tell(
        users=[membership.user],
        key=f"membership:{changed.pk}:granted",
        title=_("You are now %(role)s of %(organisation)s"),
        params={"role": role.name, "organisation": membership.organisation.name},
        url="/my/organisations/",
    )
    return changed


def organisation_members_end(*, organisation: Organisation, actor: User) -> None:
    """End every membership of an organisation, inside the transaction of the use case that closes it."""
    for membership in Membership.objects.select_for_update().filter(organisation=organisation, ended_at__isnull=True):
        _close(membership, actor)


def _locked(membership: Membership) -> Membership:
    locked = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "role", "organisation__region")
        .get(pk=membership.pk)
    )
    if locked.ended_at is not None:
        raise AlreadyDecided
    return locked


def _close(membership: Membership, actor: User) -> None:
    today = timezone.localdate()
    if membership.valid_until is None or membership.valid_until > today:
        membership.valid_until = max(today, membership.valid_from)
    membership.ended_at = timezone.now()
    membership.ended_by = actor
    membership.save(update_fields=["valid_until", "ended_at", "ended_by"])
    membership_sync(user=membership.user)
    forget_acting_roles(membership.user)


def _keep_an_administrator(membership: Membership, actor: User) -> None:
    """Refuse to leave an organisation without administrator; the bureau may, because it can appoint one."""
    if not membership.role.administers_organisation or may_confirm_organisation(actor, membership.organisation):
        return
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    others = (
        Membership.objects.current(timezone.localdate())
        .filter(organisation=membership.organisation, role__administers_organisation=True)
        .exclude(pk=membership.pk)
    )
    if not others.exists():
        raise LastAdministrator


def _facts(membership: Membership) -> dict[str, str]:
    return {
        "person": membership.user.email,
        "organisation": membership.organisation.name,
        "role": membership.role.key,
        "valid_from": membership.valid_from.isoformat(),
        "valid_until": membership.valid_until.isoformat() if membership.valid_until else "",
    }
