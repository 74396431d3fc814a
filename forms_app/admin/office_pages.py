"""What the pages share that show an office what its region fills in and hands in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.facade import readable_region_ids, region_names
from cms.accounts.models import Region, User
from forms_app.models import FormDefinition
from forms_app.selectors.submission_list import SubmissionTable, submission_table
from forms_app.selectors.submission_scope import lists_submissions


class OfficePage(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who read what a region hands in."""

    header_icon = "list-ul"
    _show_breadcrumbs = True

    @property
    def reader(self) -> User:
        """Return who is signed in."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - the admin lets nobody else in
        return user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Turn away staff who have nothing to do with submissions."""
        if not isinstance(request.user, User) or not lists_submissions(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def region_options(self) -> list[tuple[str, str]]:
        """Return the regions to filter by, with their full names."""
        names = region_names()
        return [(region.code, names.get(region.code, region.name)) for region in self._regions()]

    def _regions(self) -> QuerySet[Region]:
        regions = Region.objects.order_by("path").only("code", "name")
        return regions if self.reader.is_superuser else regions.filter(pk__in=readable_region_ids(self.reader))


class OneFormPage(OfficePage):
    """A list about one form."""

    @cached_property
    def definition(self) -> FormDefinition:
        """Return the form of the address."""
        return get_object_or_404(FormDefinition.objects.only("pk", "title", "code"), pk=self.kwargs["pk"])

    @cached_property
    def table(self) -> SubmissionTable:
        """Return the form over all its versions; Http404 if it was never published."""
        table = submission_table(self.definition.pk)
        if not table.versions:
            raise Http404
        return table

    def get_page_title(self) -> str:
        """Return the heading."""
        return self.definition.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to here."""
        above = {"url": reverse("wagtail_submissions:index"), "label": _("Submissions")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def without(self, *names: str) -> QueryDict:
        """Return what was asked for without these names."""
        query = self.request.GET.copy()
        for name in names:
            query.pop(name, None)
        return query
