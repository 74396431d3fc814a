"""The published versions of a form: who published what when, and what each version says."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from forms_app.models import FormDefinition, FormVersion
from forms_app.selectors.versions import spec_of, versions_of


class VersionPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page below a form; open to everybody who may edit, publish or view forms."""

    any_permission_required = ["add", "change", "publish", "view"]
    header_icon = "history"
    _show_breadcrumbs = True
    viewset: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the form."""
        super().setup(request, *args, **kwargs)
        self.definition = get_object_or_404(FormDefinition, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return which form this is about."""
        return str(self.definition)

    def url(self, name: str, *args: Any) -> str:
        """Return an address of the viewset."""
        return reverse(self.viewset.get_url_name(name), args=args)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of forms to here."""
        return [
            *self.breadcrumbs_items,
            {"url": self.url("list"), "label": _("Forms")},
            {"url": self.url("edit", self.definition.pk), "label": str(self.definition)},
        ]


class VersionListView(VersionPage):
    """The version history of a form."""

    template_name = "forms_app/admin/versions.html"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Published versions")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions with their addresses."""
        rows = [
            (version, self.url("version", self.definition.pk, version.number))
            for version in versions_of(self.definition.pk)
        ]
        diff_url = self.url("diff", self.definition.pk)
        return super().get_context_data(**kwargs, rows=rows, definition=self.definition, diff_url=diff_url)


class VersionView(VersionPage):
    """What one version says; the whole document as JSON on request (?format=json)."""

    template_name = "forms_app/admin/version.html"

    @cached_property
    def version(self) -> FormVersion:
        """Return the version of the address."""
        return get_object_or_404(versions_of(self.definition.pk), number=self.kwargs["number"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the version, or give its document."""
        if request.GET.get("format") == "json":
            document = json.dumps(self.version.content, ensure_ascii=False, indent=2, sort_keys=True)
            name = f"{self.definition.code}-v{self.version.number}.json"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(document, content_type="application/json", headers=headers)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Version %(number)s") % {"number": self.version.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the history and this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.url("versions", self.definition.pk), "label": _("Published versions")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the compiled form."""
        return super().get_context_data(**kwargs, version=self.version, spec=spec_of(self.version))
