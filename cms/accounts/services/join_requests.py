"""Ask to act for an organisation; withdraw, confirm or refuse the request."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.accounts.errors import (
    AlreadyDecided,
    AlreadyMember,
    AlreadyRequested,
    NotPermitted,
    ReasonMissing,
    RoleNotForKind,
)
from cms.accounts.models import JoinRequest, Membership, Organisation, Role, User
from cms.accounts.policies import SELF_SERVICE_KINDS, may_decide_join_request
from cms.accounts.selectors.administrators import administrators_of
from cms.accounts.services.memberships import membership_store
from cms.accounts.services.notifications import tell


@transaction.atomic
def join_request_create(*, actor: User, organisation: Organisation, role: Role, message: str = "") -> JoinRequest:
    """Ask to become a member; the organisation's administrator, or the bureau while there is none, answers."""
    if organisation.kind not in SELF_SERVICE_KINDS or organisation.status == Organisation.Status.REFUSED:
        raise NotPermitted
    if role.group_id is not None or organisation.kind not in role.organisation_kinds:
        raise RoleNotForKind
    held = Membership.objects.current(timezone.localdate()).filter(user=actor, organisation=organisation, role=role)
    if held.exists():
        raise AlreadyMember
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(user=actor, organisation=organisation, role=role, message=message)
    except IntegrityError as error:
        raise AlreadyRequested from error
    log(request, "accounts.join_request_create", user=actor, data=_facts(request))
    tell(
        users=administrators_of(organisation),
        key=f"join-request:{request.pk}:created",
        title=_("%(person)s asks to join %(organisation)s"),
        params={"person": actor.get_full_name(), "organisation": organisation.name},
        url=f"/my/organisations/{organisation.pk}/members/",
    )
    return request


@transaction.atomic
def join_request_withdraw(*, request: JoinRequest, actor: User) -> JoinRequest:
    """Take one's own request back."""
    request = _pending(request)
    if request.user_id != actor.pk:
        raise NotPermitted
    _decide(request, JoinRequest.Status.WITHDRAWN, actor, "")
    log(request, "accounts.join_request_withdraw", user=actor, data=_facts(request))
    return request


@transaction.atomic
def join_request_confirm(*, request: JoinRequest, actor: User) -> Membership:
    """Make the person a member from today."""
    request = _pending(request)
    if not may_decide_join_request(actor, request):
        raise NotPermitted
    _decide(request, JoinRequest.Status.CONFIRMED, actor, "")
    membership = membership_store(user=request.user, organisation=request.organisation, role=request.role, actor=actor)
    log(request, "accounts.join_request_confirm", user=actor, data=_facts(request))
    _tell_applicant(request, _("You now act for %(organisation)s as %(role)s"))
    return membership


@transaction.atomic
def join_request_refuse(*, request: JoinRequest, actor: User, reason: str) -> JoinRequest:
    """Refuse the request with a reason."""
    if not reason.strip():
        raise ReasonMissing
    request = _pending(request)
    if not may_decide_join_request(actor, request):
        raise NotPermitted
    _decide(request, JoinRequest.Status.REFUSED, actor, reason.strip())
    log(request, "accounts.join_request_refuse", user=actor, data=_facts(request) | {"reason": reason.strip()})
    _tell_applicant(request, _("Your request to join %(organisation)s was refused"))
    return request


def _pending(request: JoinRequest) -> JoinRequest:
    locked = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("user", "role", "organisation__region")
        .get(pk=request.pk)
    )
    if locked.status != JoinRequest.Status.PENDING:
        raise AlreadyDecided
    return locked


def _decide(request: JoinRequest, status: JoinRequest.Status, actor: User, reason: str) -> None:
    request.status, request.decided_by, request.decided_at, request.reason = status, actor, timezone.now(), reason
    request.save(update_fields=["status", "decided_by", "decided_at", "reason"])


def _tell_applicant(request: JoinRequest, title: Promise) -> None:
    tell(
        users=[request.user],
        key=f"join-request:{request.pk}:{request.status}",
        title=title,
        body="%(reason)s",
        params={"organisation": request.organisation.name, "role": request.role.name, "reason": request.reason},
        url="/my/organisations/",
    )


def _facts(request: JoinRequest) -> dict[str, str]:
    return {"person": request.user.email, "organisation": request.organisation.name, "role": request.role.key}
