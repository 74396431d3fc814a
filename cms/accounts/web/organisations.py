"""The portal's pages about one's own organisations: list, find, join, register."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.errors import AccountsError
from cms.accounts.models import JoinRequest
from cms.accounts.policies import may_administer_organisation
from cms.accounts.selectors.organisations import (
    organisation_by_code,
    own_join_requests,
    own_memberships,
    refused_registrations,
)
from cms.accounts.services.join_requests import join_request_create, join_request_withdraw
from cms.accounts.services.organisations import organisation_register
from cms.accounts.web.forms import FindForm, JoinForm, RegisterForm
from cms.accounts.web.requests import SignedInRequest

View = Callable[[SignedInRequest], HttpResponse]


@login_required
@require_safe
def organisations(request: SignedInRequest) -> HttpResponse:
    """Show for whom a person acts, what waits, and the two ways to an organisation."""
    memberships = [
        (row, may_administer_organisation(request.user, row.organisation)) for row in own_memberships(request.user)
    ]
    context = {
        "memberships": memberships,
        "requests": own_join_requests(request.user),
        "refused": refused_registrations(request.user),
        "form": FindForm(),
    }
    return render(request, "accounts/organisations.html", context)


def throttled(view: View) -> View:
    """Count posted codes per person, whichever page they go through: each tells whether an organisation is here."""

    @wraps(view)
    def counted(request: SignedInRequest) -> HttpResponse:
        if request.method == "POST":
            limited = ratelimit.consume_or_429(request, action="find_organisation", user=request.user)
            if limited is not None:
                return limited
        return view(request)

    return counted


@login_required
@require_http_methods(["GET", "POST"])
@throttled
def find(request: SignedInRequest) -> HttpResponse:
    """Look an organisation up by its exact credit code; nothing else finds one."""
    form = FindForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/find.html", {"form": form})
    code = form.cleaned_data["credit_code"]
    found = organisation_by_code(code)
    join_form = JoinForm(organisation=found, initial={"credit_code": code}) if found else None
    return render(
        request, "accounts/find.html", {"form": form, "found": found, "join_form": join_form, "searched": code}
    )


@login_required
@require_POST
@throttled
def join(request: SignedInRequest) -> HttpResponse:
    """Ask to join the organisation with the posted code."""
    found = organisation_by_code(request.POST.get("credit_code", ""))
    if found is None:
        raise Http404
    join_form = JoinForm(request.POST, organisation=found)
    context = {"form": FindForm(initial={"credit_code": found.credit_code}), "found": found, "join_form": join_form}
    if not join_form.is_valid():
        return render(request, "accounts/find.html", context, status=422)
    try:
        join_request_create(
            actor=request.user,
            organisation=found,
            role=join_form.cleaned_data["role"],
            message=join_form.cleaned_data["message"],
        )
    except AccountsError as error:
        join_form.add_error(None, str(error))
        return render(request, "accounts/find.html", context, status=409)
    messages.success(request, _("Your request has been sent. You will be told here as soon as it is answered."))
    return redirect("accounts:organisations")


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    join_request = get_object_or_404(JoinRequest, pk=pk, user=request.user)
    try:
        join_request_withdraw(request=join_request, actor=request.user)
    except AccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The request has been withdrawn."))
    return redirect("accounts:organisations")


@login_required
@require_http_methods(["GET", "POST"])
@throttled
def register(request: SignedInRequest) -> HttpResponse:
    """Register an organisation that does not exist here yet."""
    initial = {
        "credit_code": request.GET.get("credit_code", ""),
        "contact_name": request.user.full_name,
        "contact_phone": request.user.phone,
    }
    form = RegisterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            organisation = organisation_register(actor=request.user, **form.cleaned_data)
        except AccountsError as error:
            form.add_error("credit_code", str(error))
        else:
            messages.success(
                request,
                _("%(organisation)s is registered and waits for the bureau's confirmation.")
                % {"organisation": organisation.name},
            )
            return redirect("accounts:organisations")
    return render(request, "accounts/register.html", {"form": form}, status=422 if form.is_bound else 200)
