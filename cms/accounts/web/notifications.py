"""The portal's list of messages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.accounts.selectors.notifications import notifications_of, unread_count
from cms.accounts.services.notifications import channels_choose, notification_mark_read, notifications_mark_all_read
from cms.accounts.web.forms import ChannelsForm
from cms.accounts.web.requests import SignedInRequest

PER_PAGE = 20


@login_required
@require_safe
def notifications(request: SignedInRequest) -> HttpResponse:
    """List a person's messages, newest first."""
    page = Paginator(notifications_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/notifications.html", {"page": page, "unread": unread_count(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: SignedInRequest) -> HttpResponse:
    """Let a person say by which ways, besides the site, they want to be told."""
    form = ChannelsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        channels_choose(user=request.user, **form.cleaned_data)
        messages.success(request, _("Your choice has been saved."))
        return redirect("accounts:notifications")
    return render(request, "accounts/channels.html", {"form": form})


@login_required
@require_POST
def open_notification(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go where it leads."""
    notification = notification_mark_read(notification_id=pk, actor=request.user)
    if notification is None:
        raise Http404
    if notification.url and url_has_allowed_host_and_scheme(notification.url, allowed_hosts={request.get_host()}):
        return redirect(notification.url)
    return redirect("accounts:notifications")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Mark every message as read."""
    notifications_mark_all_read(actor=request.user)
    return redirect("accounts:notifications")
