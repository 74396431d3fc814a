"""Pages below a case type: the published versions, one of them with its diagram, what differs between two."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cases.admin.case_types.differences import differences
from cases.admin.case_types.drawing import Drawing, drawing_of
from cases.models import CaseTypeDefinition
from cases.selectors.case_type_versions import VersionDays, versions_of
from cases.services.case_type_editor import document_in

DRAFT = "draft"


class CaseTypePage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page below a case type; open to everybody who may edit, publish or view case types."""

    any_permission_required = ["add", "change", "publish", "view"]
    header_icon = "history"
    _show_breadcrumbs = True
    viewset: Any = None
    page_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the case type."""
        super().setup(request, *args, **kwargs)
        self.definition = get_object_or_404(CaseTypeDefinition, pk=kwargs["pk"])

    @cached_property
    def versions(self) -> dict[str, VersionDays]:
        """Return the versions by number, newest first."""
        return {str(one.version.number): one for one in versions_of(self.definition.key)}

    def get_page_subtitle(self) -> str:
        """Return which case type this is about."""
        return str(self.definition)

    def url(self, name: str, *args: Any) -> str:
        """Return an address of the viewset."""
        return reverse(self.viewset.get_url_name(name), args=args)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of case types to here."""
        versions = {"url": self.url("versions", self.definition.pk), "label": _("Versions of the case type")}
        return [
            *self.breadcrumbs_items,
            {"url": self.url("list"), "label": _("Case types")},
            {"url": self.url("edit", self.definition.pk), "label": str(self.definition)},
            *([] if self.page_name == "versions" else [versions]),
            {"url": "", "label": self.get_page_title()},
        ]


class VersionListView(CaseTypePage):
    """The published versions, each with the days on which new cases take it."""

    template_name = "cases/admin/case_types/versions.html"
    page_name = "versions"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Versions of the case type")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the versions with their addresses."""
        rows = [(one, self.url("version", self.definition.pk, number)) for number, one in self.versions.items()]
        return super().get_context_data(**kwargs, rows=rows, diff_url=self.url("diff", self.definition.pk))


class VersionView(CaseTypePage):
    """What one version says: its diagram and its table."""

    template_name = "cases/admin/case_types/version.html"
    header_icon = "doc-full"

    @cached_property
    def days(self) -> VersionDays:
        """Return the version of the address."""
        found = self.versions.get(str(self.kwargs["number"]))
        if found is None:
            raise Http404
        return found

    @cached_property
    def drawing(self) -> Drawing:
        """Return its diagram."""
        return drawing_of(self.days.version.definition)

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Version %(number)s of the case type") % {"number": self.days.version.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the version, its diagram and where to go from here."""
        arguments = (self.definition.pk, self.days.version.number)
        return super().get_context_data(
            **kwargs,
            days=self.days,
            drawing=self.drawing,
            yaml_url=self.url("version_yaml", *arguments),
            print_url=self.url("version_print", *arguments),
            back_url=self.url("version", *arguments),
        )


class VersionPrintView(VersionView):
    """One version on paper."""

    template_name = "cases/admin/case_types/print.html"


class DiffView(CaseTypePage):
    """Two states in words: ?from=1&to=2, each a number or "draft"."""

    template_name = "cases/admin/case_types/diff.html"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("What has changed in the case type")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the two states and what differs."""
        if not self.versions:
            raise Http404
        numbers = list(self.versions)
        newer = self.request.GET.get("to") or DRAFT
        older = self.request.GET.get("from") or (numbers[0] if newer == DRAFT else _before(numbers, newer))
        published = [(one, _("Version %(number)s of the case type") % {"number": one}) for one in numbers]
        choices = [(DRAFT, _("Draft in the editor")), *published]
        changes = differences(self._document(older), self._document(newer))
        return super().get_context_data(**kwargs, changes=changes, choices=choices, older=older, newer=newer)

    def _document(self, name: str) -> Any:
        if name == DRAFT:
            return document_in(self.definition.get_latest_revision_as_object())
        if name not in self.versions:
            raise Http404
        return self.versions[name].version.definition


def _before(numbers: list[str], newer: str) -> str:
    """Return the version before one; `numbers` begin with the newest."""
    place = numbers.index(newer) + 1 if newer in numbers else 0
    return numbers[min(place, len(numbers) - 1)]
