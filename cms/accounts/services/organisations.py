"""Register an organisation; confirm, refuse, suspend and resume it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.accounts.errors import (
    AlreadyDecided,
    CreditCodeInvalid,
    KindNotOpen,
    NotPermitted,
    OrganisationExists,
    ReasonMissing,
)
from cms.accounts.models import Membership, Organisation, Region, Role, User
from cms.accounts.policies import SELF_SERVICE_KINDS, may_confirm_organisation
from cms.accounts.selectors.administrators import bureau_administrators
from cms.accounts.services.membership_sync import membership_sync
from cms.accounts.services.memberships import membership_store, organisation_members_end
from cms.accounts.services.notifications import tell
from cms.core.identifiers import check_credit_code, normalise_credit_code

OWN_LIST = "/my/organisations/"


@transaction.atomic
def organisation_register(
    *,
    actor: User,
    name: str,
    credit_code: str,
    kind: str,
    region: Region,
    address: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Organisation:
    """Enter an enterprise or a provider that waits for the bureau; its registrant will be its administrator.

    A refused registration may be handed in again, by whoever holds the licence now.
    """
    if kind not in SELF_SERVICE_KINDS:
        raise KindNotOpen
    code = normalise_credit_code(credit_code)
    if check_credit_code(code) is not None:
        raise CreditCodeInvalid
    organisation = _registrable(code)
    organisation.name, organisation.kind, organisation.region = name, kind, region
    organisation.address, organisation.contact_name, organisation.contact_phone = address, contact_name, contact_phone
    organisation.status, organisation.registered_by = Organisation.Status.PENDING, actor
    organisation.decided_by, organisation.decided_at, organisation.reason = None, None, ""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:  # somebody registered the same code between our look and our write
        raise OrganisationExists from error
    role = Role.objects.get(key="org_admin")
    membership_store(user=actor, organisation=organisation, role=role, actor=None)
    log(organisation, "accounts.organisation_register", user=actor, data=_facts(organisation))
    tell(
        users=bureau_administrators(organisation.region),
        key=f"organisation:{organisation.pk}:registered:{timezone.now():%Y%m%d%H%M%S}",
        title=_("%(organisation)s has registered and waits for confirmation"),
        params={"organisation": organisation.name},
        url=f"/admin/organisations/edit/{organisation.pk}/",
    )
    return organisation


def _registrable(code: str) -> Organisation:
    """Return a new organisation, or the refused one with this code, locked."""
    organisation = Organisation.objects.select_for_update().filter(credit_code=code).first()
    if organisation is not None and organisation.status != Organisation.Status.REFUSED:
        raise OrganisationExists
    return organisation or Organisation(credit_code=code)


@transaction.atomic
def organisation_confirm(*, organisation: Organisation, actor: User) -> Organisation:
    """Let a registered organisation in; from now on its members act for it."""
    organisation = _locked(organisation, actor, Organisation.Status.PENDING)
    organisation.status = Organisation.Status.ACTIVE
    _decide(organisation, actor, "")
    Membership.objects.filter(organisation=organisation, ended_at__isnull=True, confirmed_by__isnull=True).update(
        confirmed_by=actor
    )
    log(organisation, "accounts.organisation_confirm", user=actor, data=_facts(organisation))
    _tell_registrant(organisation, "confirmed", _("%(organisation)s has been confirmed"), "")
    return organisation


@transaction.atomic
def organisation_refuse(*, organisation: Organisation, actor: User, reason: str) -> Organisation:
    """Refuse a registration with a reason; its registrant may correct it and register again."""
    if not reason.strip():
        raise ReasonMissing
    organisation = _locked(organisation, actor, Organisation.Status.PENDING)
    organisation.status = Organisation.Status.REFUSED
    _decide(organisation, actor, reason.strip())
    organisation_members_end(organisation=organisation, actor=actor)
    log(organisation, "accounts.organisation_refuse", user=actor, data=_facts(organisation) | {"reason": reason})
    _tell_registrant(organisation, "refused", _("The registration of %(organisation)s was refused"), reason.strip())
    return organisation


@transaction.atomic
def organisation_suspend(*, organisation: Organisation, actor: User, reason: str) -> Organisation:
    """Stop all members from acting for an organisation, with a reason, until it is resumed."""
    if not reason.strip():
        raise ReasonMissing
    organisation = _locked(organisation, actor, Organisation.Status.ACTIVE)
    organisation.status = Organisation.Status.SUSPENDED
    _decide(organisation, actor, reason.strip())
    _sync_members(organisation)
    log(organisation, "accounts.organisation_suspend", user=actor, data=_facts(organisation) | {"reason": reason})
    return organisation


@transaction.atomic
def organisation_resume(*, organisation: Organisation, actor: User) -> Organisation:
    """Let the members of a suspended organisation act again."""
    organisation = _locked(organisation, actor, Organisation.Status.SUSPENDED)
    organisation.status = Organisation.Status.ACTIVE
    _decide(organisation, actor, "")
    _sync_members(organisation)
    log(organisation, "accounts.organisation_resume", user=actor, data=_facts(organisation))
    return organisation


@transaction.atomic
def organisation_save(*, organisation: Organisation, actor: User) -> Organisation:
    """Store what the bureau entered: a new organisation is active at once, an old one keeps its state."""
    code = normalise_credit_code(organisation.credit_code)
    if check_credit_code(code) is not None:
        raise CreditCodeInvalid
    if not may_confirm_organisation(actor, organisation):
        raise NotPermitted
    organisation.credit_code = code
    created = organisation.pk is None
    if created:
        organisation.status = Organisation.Status.ACTIVE
    organisation.save()
    log(organisation, "wagtail.create" if created else "wagtail.edit", user=actor, data=_facts(organisation))
    return organisation


def _locked(organisation: Organisation, actor: User, status: str) -> Organisation:
    locked = (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("region", "registered_by")
        .get(pk=organisation.pk)
    )
    if not may_confirm_organisation(actor, locked):
        raise NotPermitted
    if locked.status != status:
        raise AlreadyDecided
    return locked


def _decide(organisation: Organisation, actor: User, reason: str) -> None:
    organisation.decided_by, organisation.decided_at, organisation.reason = actor, timezone.now(), reason
    organisation.save(update_fields=["status", "decided_by", "decided_at", "reason"])


def _sync_members(organisation: Organisation) -> None:
    for user in User.objects.filter(memberships__organisation=organisation).distinct():
        membership_sync(user=user)


def _tell_registrant(organisation: Organisation, decision: str, title: Promise, body: str) -> None:
    if organisation.registered_by is None or organisation.decided_at is None:
        return
    tell(
        users=[organisation.registered_by],
        key=f"organisation:{organisation.pk}:{decision}:{organisation.decided_at:%Y%m%d%H%M%S}",
        title=title,
        body="%(reason)s",
        params={"organisation": organisation.name, "reason": body},
        url=OWN_LIST,
    )


def _facts(organisation: Organisation) -> dict[str, str]:
    return {"organisation": organisation.name, "credit_code": organisation.credit_code, "kind": organisation.kind}
