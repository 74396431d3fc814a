"""The bureau's decisions in the admin: each asks once more, some ask for the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.widgets.button import Button

from cms.accounts.errors import AccountsError
from cms.accounts.selectors.organisations import (
    join_requests_visible_to,
    memberships_visible_to,
    organisations_visible_to,
)
from cms.accounts.services.join_requests import join_request_confirm, join_request_refuse
from cms.accounts.services.memberships import membership_end
from cms.accounts.services.organisations import (
    organisation_confirm,
    organisation_refuse,
    organisation_resume,
    organisation_suspend,
)


class ReasonForm(forms.Form):
    """The reason that the person concerned reads."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this. Say what to correct."),
    )


@dataclass(frozen=True)
class Decision:
    """One decision on one kind of object."""

    key: str
    label: Any
    question: Any
    done: Any
    icon: str
    service: Callable[..., Any]
    argument: str
    permission: str
    visible: Callable[[Any], models.QuerySet[Any]]
    applies: Callable[[Any], bool]
    needs_reason: bool = False
    serious: bool = False


ORGANISATION: dict[str, Any] = {
    "argument": "organisation",
    "permission": "accounts.change_organisation",
    "visible": organisations_visible_to,
}
JOIN_REQUEST: dict[str, Any] = {
    "argument": "request",
    "permission": "accounts.change_joinrequest",
    "visible": join_requests_visible_to,
}

ORGANISATION_DECISIONS = (
    Decision(
        key="confirm",
        label=pgettext_lazy("decision", "Confirm"),
        question=_("Confirm this registration? Its registrant becomes the organisation's administrator."),
        done=_("The organisation has been confirmed."),
        icon="check",
        service=organisation_confirm,
        applies=lambda row: row.status == "pending",
        **ORGANISATION,
    ),
    Decision(
        key="refuse",
        label=_("Refuse"),
        question=_("Refuse this registration?"),
        done=_("The registration has been refused."),
        icon="cross",
        service=organisation_refuse,
        applies=lambda row: row.status == "pending",
        needs_reason=True,
        serious=True,
        **ORGANISATION,
    ),
    Decision(
        key="suspend",
        label=_("Suspend"),
        question=_("Suspend this organisation? Its members can no longer act for it."),
        done=_("The organisation has been suspended."),
        icon="warning",
        service=organisation_suspend,
        applies=lambda row: row.status == "active",
        needs_reason=True,
        serious=True,
        **ORGANISATION,
    ),
    Decision(
        key="resume",
        label=_("Resume"),
        question=_("Let the members of this organisation act for it again?"),
        done=_("The organisation is active again."),
        icon="undo",
        service=organisation_resume,
        applies=lambda row: row.status == "suspended",
        **ORGANISATION,
    ),
)
JOIN_REQUEST_DECISIONS = (
    Decision(
        key="confirm",
        label=pgettext_lazy("decision", "Confirm"),
        question=_("Make this person a member of the organisation?"),
        done=_("The person is now a member."),
        icon="check",
        service=join_request_confirm,
        applies=lambda row: row.status == "pending",
        **JOIN_REQUEST,
    ),
    Decision(
        key="refuse",
        label=_("Refuse"),
        question=_("Refuse this request?"),
        done=_("The request has been refused and the person told why."),
        icon="cross",
        service=join_request_refuse,
        applies=lambda row: row.status == "pending",
        needs_reason=True,
        serious=True,
        **JOIN_REQUEST,
    ),
)
MEMBERSHIP_DECISIONS = (
    Decision(
        key="end",
        label=_("End membership"),
        question=_("End this membership now? What the person has done stays in the records."),
        done=_("The membership has ended. The person no longer acts for the organisation."),
        icon="cross",
        service=membership_end,
        argument="membership",
        permission="accounts.change_membership",
        visible=memberships_visible_to,
        applies=lambda row: row.ended_at is None,
        serious=True,
    ),
)


def decision_patterns(decisions: tuple[Decision, ...], *, index_url_name: str) -> list[URLPattern]:
    """Return one address per decision."""
    return [
        path(f"<int:pk>/{decision.key}/", _view(decision, index_url_name), name=decision.key) for decision in decisions
    ]


def decision_buttons(decisions: tuple[Decision, ...], row: Any, *, namespace: str) -> list[Button]:
    """Return the buttons of the decisions that are open on `row`."""
    return [
        Button(
            decision.label,
            url=reverse(f"{namespace}:{decision.key}", args=[row.pk]),
            icon_name=decision.icon,
            priority=order,
        )
        for order, decision in enumerate(decisions)
        if decision.applies(row)
    ]


def decision_menu_items(decisions: tuple[Decision, ...], row: Any, *, namespace: str) -> list[MenuItem]:
    """Return the entries of a row's menu for the decisions that are open on it."""
    return [
        MenuItem(
            decision.label,
            url=reverse(f"{namespace}:{decision.key}", args=[row.pk]),
            icon_name=decision.icon,
            priority=order,
        )
        for order, decision in enumerate(decisions)
        if decision.applies(row)
    ]


def _view(decision: Decision, index_url_name: str) -> Callable[..., HttpResponse]:
    @require_admin_access
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(decision.permission):
            raise PermissionDenied
        row = get_object_or_404(decision.visible(request.user), pk=pk)
        form = ReasonForm(request.POST or None) if decision.needs_reason else None
        if request.method == "POST" and (form is None or form.is_valid()):
            given = {"reason": form.cleaned_data["reason"]} if form is not None else {}
            try:
                decision.service(**{decision.argument: row}, actor=request.user, **given)
            except AccountsError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, decision.done)
            return redirect(index_url_name)
        context = {
            "decision": decision,
            "row": row,
            "form": form,
            "back_url": reverse(index_url_name),
            "header_title": decision.label,
        }
        return render(request, "accounts/admin/decision.html", context)

    return view
