"""The state of the system, for those who administer it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from home.selectors.system_state import system_state

PERMISSION = "core.view_heartbeat"


class SystemStateView(WagtailAdminTemplateMixin, TemplateView):
    """What works, what does not, and what to do about it."""

    template_name = "home/admin/system_state.html"
    page_title = _("State of the system")
    header_icon = "cogs"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let only those in who administer the system."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts, and how many of them want somebody."""
        findings = system_state()
        return super().get_context_data(**kwargs, findings=findings, open=[one for one in findings if one.todo])


class SystemMenuItem(MenuItem):
    """The entry in the settings; only for those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the person may open the page."""
        return request.user.has_perm(PERMISSION)


def system_urls() -> list[Any]:
    """Return the address of the page within the admin."""
    pages = [path("", SystemStateView.as_view(), name="index")]
    return [path("system-state/", include((pages, "system_state")))]


def system_menu_item() -> MenuItem:
    """Return the entry of the settings menu."""
    return SystemMenuItem(
        _("State of the system"), reverse("system_state:index"), name="system_state", icon_name="cogs", order=900
    )
