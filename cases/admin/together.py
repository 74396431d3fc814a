"""Handling several cases together at the desk."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cases.admin.case_view import whole_number
from cases.errors import CaseError
from cases.requests import SignedInRequest
from cases.selectors.alike import alike
from cases.selectors.desk import works_at_desk
from cases.services.perform_many import perform_many


class TogetherView(WagtailAdminTemplateMixin, TemplateView):
    """Lists what waits for the person in groups; takes one step on those that were chosen and tells of each."""

    request: SignedInRequest
    page_title = _("Handle cases together")
    header_icon = "folder-open-inverse"
    template_name = "cases/admin/together.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away staff who have nothing to do with cases."""
        if not works_at_desk(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the desk."""
        desk = {"url": reverse("wagtail_cases:index"), "label": _("Case desk")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the groups; the key of the next step is made anew with each rendering."""
        groups = alike(self.request.user)
        return super().get_context_data(**{"groups": groups, "idempotency_key": uuid.uuid4().hex, **kwargs})

    def post(self, request: SignedInRequest) -> HttpResponse:
        """Take the step on each chosen case."""
        chosen = {number: whole_number(request.POST.get(f"revision-{number}", "")) for number in self._numbers()}
        if not request.POST.get("checked"):
            return self._page(status=422, error=_("Confirm that you have checked the chosen cases."))
        try:
            results = perform_many(
                revisions=chosen,
                transition=request.POST.get("transition", ""),
                actor=request.user,
                comment=request.POST.get("comment", ""),
                internal=bool(request.POST.get("internal")),
                idempotency_key=request.POST.get("idempotency_key", "")[:40],
            )
        except CaseError as error:
            return self._page(status=error.status, error=error.message)
        return self._page(results=results, done=sum(one.done for one in results))

    def _numbers(self) -> list[str]:
        return list(dict.fromkeys(self.request.POST.getlist("number")))

    def _page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        typed = {"chosen": self._numbers(), "comment": self.request.POST.get("comment", "")}
        return self.render_to_response(self.get_context_data(**typed, **context), status=status)
