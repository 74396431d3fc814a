"""What every view of one case at the desk shares."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin

from cases.admin.listing import LAST_LIST, case_url
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.requests import SignedInRequest
from cases.selectors.desk import with_rows
from cms.core.admin_scope import ScopedObject

MAX_DIGITS = 10


def whole_number(text: str) -> int:
    """Return the number that a page sent along, -1 for anything else: no revision and no round has it."""
    return int(text) if text.isdecimal() and len(text) < MAX_DIGITS else -1


class _ByNumber(BaseObjectMixin):
    model = Case
    pk_url_kwarg = "number"
    object: Case
    request: SignedInRequest

    def get_base_object_queryset(self) -> CaseQuerySet:
        user = self.request.user
        return with_rows(Case.objects.visible_to(user).at_desk_of(user))

    def get_object(self) -> Case:
        return get_object_or_404(self.get_base_object_queryset(), number=self.kwargs["number"])


class CaseView(ScopedObject, _ByNumber, WagtailAdminTemplateMixin, View):
    """A view of one case; a case that the person may not see answers 404."""

    request: SignedInRequest
    header_icon = "folder-open-inverse"

    def get_page_title(self) -> str:
        """Return the number of the case."""
        return self.object.number

    def get_page_subtitle(self) -> str:
        """Return the title of the case."""
        return self.object.title

    def list_url(self) -> str:
        """Return the address of the list as the person left it."""
        query = self.request.session.get(LAST_LIST, "")
        return reverse("wagtail_cases:index") + (f"?{query}" if query else "")

    def detail_url(self, anchor: str = "") -> str:
        """Return the address of the case's page."""
        return case_url("detail", self.object) + (f"#{anchor}" if anchor else "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list as it was filtered."""
        model = self.model._meta
        return [
            *self.breadcrumbs_items,
            {"url": self.list_url(), "label": model.verbose_name_plural},
            {"url": self.detail_url(), "label": self.object.number},
        ]
