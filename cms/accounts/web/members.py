"""The portal's pages for an organisation's administrator: members and requests."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.errors import AccountsError
from cms.accounts.models import JoinRequest, Membership, Organisation
from cms.accounts.policies import may_administer_organisation, may_decide_join_request, may_end_membership
from cms.accounts.selectors.organisations import former_members_of, members_of, pending_requests_of
from cms.accounts.services.join_requests import join_request_confirm, join_request_refuse
from cms.accounts.services.memberships import membership_change_role, membership_end
from cms.accounts.web.forms import ReasonForm, RoleForm
from cms.accounts.web.requests import SignedInRequest


@login_required
@require_safe
def members(request: SignedInRequest, pk: int) -> HttpResponse:
    """List members and waiting requests; for everybody but its administrators the page does not exist."""
    organisation = get_object_or_404(Organisation.objects.select_related("region"), pk=pk)
    if not may_administer_organisation(request.user, organisation):
        raise Http404
    context = {
        "organisation": organisation,
        "members": members_of(organisation),
        "former": former_members_of(organisation),
        "requests": pending_requests_of(organisation),
    }
    return render(request, "accounts/members.html", context)


@login_required
@require_POST
def confirm_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the person a member."""
    join_request = _request_to_decide(request, pk)
    _try(request, join_request_confirm, _("The person is now a member."), request=join_request, actor=request.user)
    return redirect("accounts:members", pk=join_request.organisation_id)


@login_required
@require_http_methods(["GET", "POST"])
def refuse_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the reason and refuse."""
    join_request = _request_to_decide(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _try(
            request,
            join_request_refuse,
            _("The request has been refused and the person told why."),
            request=join_request,
            actor=request.user,
            reason=form.cleaned_data["reason"],
        )
        return redirect("accounts:members", pk=join_request.organisation_id)
    return render(
        request,
        "accounts/refuse_request.html",
        {"form": form, "join_request": join_request},
        status=422 if form.is_bound else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then end a membership."""
    membership = _membership(request, pk, may_end_membership)
    if request.method == "POST":
        _try(
            request,
            membership_end,
            _("The membership has ended. The person no longer acts for the organisation."),
            membership=membership,
            actor=request.user,
        )
        if may_administer_organisation(request.user, membership.organisation):
            return redirect("accounts:members", pk=membership.organisation_id)
        return redirect("accounts:organisations")
    return render(request, "accounts/end_membership.html", {"membership": membership})


@login_required
@require_http_methods(["GET", "POST"])
def change_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose another role for a member."""
    membership = _membership(request, pk, lambda user, row: may_administer_organisation(user, row.organisation))
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        organisation=membership.organisation,
        initial={"role": membership.role_id},
    )
    if form.is_valid():
        _try(
            request,
            membership_change_role,
            _("The role has been changed."),
            membership=membership,
            role=form.cleaned_data["role"],
            actor=request.user,
        )
        return redirect("accounts:members", pk=membership.organisation_id)
    return render(
        request,
        "accounts/change_role.html",
        {"form": form, "membership": membership},
        status=422 if form.is_bound else 200,
    )


def _request_to_decide(request: SignedInRequest, pk: int) -> JoinRequest:
    join_request = get_object_or_404(JoinRequest.objects.select_related("user", "role", "organisation__region"), pk=pk)
    if not may_decide_join_request(request.user, join_request):
        raise Http404
    return join_request


def _membership(request: SignedInRequest, pk: int, allowed: Callable[[Any, Membership], bool]) -> Membership:
    membership = get_object_or_404(
        Membership.objects.select_related("user", "role", "organisation__region"), pk=pk, ended_at__isnull=True
    )
    if not allowed(request.user, membership):
        raise Http404
    return membership


def _try(http_request: SignedInRequest, service: Callable[..., Any], done: str, /, **arguments: Any) -> None:
    """Call a service and tell the person how it went."""
    try:
        service(**arguments)
    except AccountsError as error:
        messages.error(http_request, str(error))
    else:
        messages.success(http_request, done)
