"""Where sign-in leads."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from cms.accounts.selectors.acting import acting_roles


class AccountAdapter(DefaultAccountAdapter):
    """Staff go to the admin, people without an organisation to finding one, everybody else to their desk."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page after signing in when none was asked for."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        if not acting_roles(request.user):
            return reverse("accounts:organisations")
        return reverse("home:start")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return the page after registration: a new person has no organisation yet."""
        return reverse("accounts:organisations")
