"""What the pages around an object of the reference data share."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.core.reference.errors import ReferenceDataError, ReferenceDataInvalid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SaysRefusals:
    """A form whose service may refuse: the reason is shown in the form, and what was typed stays."""

    def form_valid(self, form: Any) -> Any:
        """Save, or show why not."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ReferenceDataError as refusal:
            for message in refusal.messages if isinstance(refusal, ReferenceDataInvalid) else [str(refusal)]:
                form.add_error(None, message)
            # Wagtail sets this while it checks the form, which had been in order.
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class ObjectPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page below an object; `title` is its heading."""

    any_permission_required: list[str] | None = ["add", "change", "view"]
    _show_breadcrumbs = True
    model: type[Model]
    viewset: Any = None
    title: str | Promise = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the object."""
        super().setup(request, *args, **kwargs)
        self.object: Any = get_object_or_404(self.model, pk=kwargs["pk"])

    def url(self, name: str, *args: Any) -> str:
        """Return an address of the viewset."""
        return reverse(self.viewset.get_url_name(name), args=args)

    def get_page_title(self) -> str:
        """Return the heading."""
        return str(self.title)

    def get_page_subtitle(self) -> str:
        """Return which object this is about."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list to here."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": ""},
            {"url": self.url("index"), "label": str(self.model._meta.verbose_name_plural)},
            {"url": self.url("edit", self.object.pk), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the object."""
        return super().get_context_data(**kwargs, object=self.object)


def xlsx_response(content: bytes, name: str) -> HttpResponse:
    """Return a workbook for download."""
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )
