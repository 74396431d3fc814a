"""The page of delegations in the admin's frame."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem

from cms.accounts.selectors.acting import acting_roles
from cms.accounts.web.delegations import delegations_page, end_and_return
from cms.accounts.web.requests import SignedInRequest

PAGE = "admin_delegations"


class DelegationsMenuItem(MenuItem):
    """The entry in the menu, for whoever holds a role that could be lent."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever acts for an organisation."""
        return bool(acting_roles(request.user))


@require_admin_access
@require_http_methods(["GET", "POST"])
def delegations(request: SignedInRequest) -> HttpResponse:
    """Show who stands in for whom, and take a new order."""
    return delegations_page(request, "accounts/admin/delegations.html", PAGE)


@require_admin_access
@require_POST
def delegation_stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a delegation early."""
    return end_and_return(request, pk, PAGE)
