"""Addresses of Wagtail's admin that this room answers itself, before Wagtail does."""

from django.urls import path
from django.views.generic import RedirectView

from cms.accounts.admin.delegations import delegation_stop, delegations
from cms.accounts.admin.own_account import own_account
from cms.accounts.admin.staff import refuse_bulk_action

urlpatterns = [
    # Wagtail's own sign-in knows neither the throttles nor the second factor.
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail's page asks for a first and a last name, both required; we keep one name.
    path("account/", own_account),
    path("delegations/", delegations, name="admin_delegations"),
    path("delegations/<int:pk>/end/", delegation_stop, name="admin_delegation_end"),
    # Wagtail's bulk actions on people know neither memberships nor whose staff it is.
    path("bulk/accounts/user/<path:rest>", refuse_bulk_action),
]
