"""The page on which a person lets a colleague stand in, in the portal; the admin shows the same in its own frame."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.accounts.errors import AccountsError
from cms.accounts.selectors.delegations import own_delegations, present_and_past
from cms.accounts.services.delegations import delegation_end, delegation_start
from cms.accounts.web.delegation_form import DelegationForm
from cms.accounts.web.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "POST"])
def delegations(request: SignedInRequest) -> HttpResponse:
    """Show who stands in for whom, and take a new order."""
    return delegations_page(request, "accounts/delegations.html", "accounts:delegations")


@login_required
@require_POST
def delegation_stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a delegation early."""
    return end_and_return(request, pk, "accounts:delegations")


def delegations_page(request: SignedInRequest, template: str, url_name: str) -> HttpResponse:
    """Show the page in a frame, or take the order and come back to `url_name`."""
    form = DelegationForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and _started(request, form):
        return redirect(url_name)
    present, past = present_and_past(request.user)
    context = {"form": form, "present": present, "past": past}
    return render(request, template, context, status=422 if form.errors else 200)


def _started(request: SignedInRequest, form: DelegationForm) -> bool:
    colleague, role = form.chosen_colleague(), form.chosen_role()
    if colleague is None:
        return False
    try:
        delegation_start(
            from_user=request.user,
            to_user=colleague.user,
            organisation=colleague.organisation,
            role=role.role if role else None,
            valid_from=form.cleaned_data["valid_from"],
            valid_until=form.cleaned_data["valid_until"],
            reason=form.cleaned_data["reason"],
        )
    except AccountsError as error:
        form.add_error(None, str(error))
        return False
    messages.success(
        request, _("%(name)s stands in for you and has been told.") % {"name": colleague.user.get_full_name()}
    )
    return True


def end_and_return(request: SignedInRequest, pk: int, url_name: str) -> HttpResponse:
    """End one's own delegation; somebody else's does not exist."""
    found = own_delegations(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        delegation_end(delegation_id=found.pk, actor=request.user)
    except AccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It has ended. Both of you have been told."))
    return redirect(url_name)
