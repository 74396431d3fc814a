"""Two rounds of the answers side by side, at the desk."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cases.admin.case_view import CaseView
from cases.requests import SignedInRequest
from cases.selectors.comparison import comparison_of
from cases.services.log_read import log_read
from cases.web.paper import said_whole


@method_decorator(never_cache, name="dispatch")
class CompareView(CaseView):
    """What was changed between two rounds; ?from= and ?to= choose them, ?all=1 shows what is as it was too."""

    template_name = "cases/admin/compare.html"

    def get(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Show it and note that the case was read."""
        if not said_whole(request, self.object):
            return redirect(self.detail_url())
        log_read(self.object, request.user, "compare")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the two rounds."""
        return super().get_context_data(
            case=self.object,
            comparison=comparison_of(self.object, self.request.GET),
            detail_url=self.detail_url(),
            file_url="wagtail_cases:file",
            **kwargs,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Compare rounds")}]
