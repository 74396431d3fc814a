"""Every change of the form behind a case, at the desk."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cases.admin.case_view import CaseView
from cases.requests import SignedInRequest
from cases.services.log_read import log_read
from cases.web.paper import said_whole
from forms_app.facade import submission_changes


@method_decorator(never_cache, name="dispatch")
class ChangesView(CaseView):
    """Who changed what and when, newest first; ?section= narrows it, ?p= leafs through it."""

    template_name = "cases/admin/changes.html"

    def get(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Show it and note that the case was read."""
        if not said_whole(request, self.object):
            return redirect(self.detail_url())
        log_read(self.object, request.user, "changes")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the changes."""
        form = self.object.submission_id
        changes = submission_changes(form, self.request.GET) if form else None
        return super().get_context_data(case=self.object, changes=changes, detail_url=self.detail_url(), **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Record of changes")}]
