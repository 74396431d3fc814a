"""Submissions in the admin: the forms, the list of one form with columns of one's choice, and its export."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.accounts.facade import region_names
from cms.accounts.models import User
from cms.core.downloads.services import TooManyDownloads
from forms_app.admin.office_pages import OfficePage, OneFormPage
from forms_app.admin.progress import ProgressView
from forms_app.engine.lookups import FixedLookups
from forms_app.models import FormDefinition, Submission
from forms_app.selectors.submission_list import (
    CHOICE_TYPES,
    COUNT_CAP,
    MOST_COLUMNS,
    Column,
    ListQuery,
    counted,
    list_query,
    list_rows,
    matching,
)
from forms_app.selectors.submission_scope import lists_submissions, readable_entries, readable_submissions
from forms_app.services.submission_export import CONTENT_TYPES, submissions_export_request

PER_PAGE = 50


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts `counted` instead of the rows, and up to a cap: a long list is narrowed by filters, not leafed through."""

    def __init__(self, rows: QuerySet[Submission], counted: QuerySet[Any]) -> None:
        super().__init__(rows, PER_PAGE)
        self.counted = counted

    @cached_property
    def count(self) -> int:
        """Return the number of rows, at most the cap."""
        return self.counted[:COUNT_CAP].count()


class FormsView(OfficePage):
    """The forms that have been published at least once."""

    template_name = "forms_app/admin/submission_forms.html"

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Submissions")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms."""
        forms = FormDefinition.objects.filter(versions__isnull=False).distinct().order_by("title", "pk")
        return super().get_context_data(**kwargs, forms=list(forms.values("pk", "title", "code", "live")))


class SubmissionListView(OneFormPage):
    """The submissions of one form that the person may read; a POST asks for them as a file."""

    template_name = "forms_app/admin/submissions.html"

    @cached_property
    def query(self) -> ListQuery:
        """Return what was asked for."""
        return list_query(self.table, self.request.GET.getlist)

    def get_page_subtitle(self) -> str:
        """Return what is listed."""
        return _("Submissions")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the worker for the list as a file and lead to its progress."""
        extension = request.POST.get("extension", "")
        if extension not in CONTENT_TYPES:
            raise Http404
        asked = {name: request.GET.getlist(name) for name in request.GET if name != "p"}
        try:
            download = submissions_export_request(
                definition=self.definition, query=asked, extension=extension, owner=self.reader
            )
        except TooManyDownloads:
            messages.error(request, _("You are waiting for several files already. Wait until they are made."))
            return redirect(request.get_full_path())
        return redirect("downloads:detail", download.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of rows, the filters as they stand and the columns that can be chosen."""
        found, entries = readable_submissions(self.reader), readable_entries(self.reader)
        paginator = CappedPaginator(
            matching(found, self.table, self.query), counted(found, entries, self.table, self.query)
        )
        page = paginator.get_page(self.request.GET.get("p"))
        names = region_names()
        lookups = FixedLookups(regions=names, today=timezone.localdate())
        rows: Any = page.object_list
        return super().get_context_data(
            **kwargs,
            page=page,
            rows=list_rows(rows, self.table, self.query.shown, lookups),
            query=self.query,
            headings=self._headings(),
            filters=[self._filter(column) for column in self.table.indexed],
            choosable=[(column, column in self.query.shown) for column in self.table.indexed],
            most_columns=MOST_COLUMNS,
            statuses=Submission.Status.choices,
            regions=self.region_options(),
            capped=page.paginator.count >= COUNT_CAP,
            cap=COUNT_CAP,
            base=self.without("p"),
            progress_url=reverse("wagtail_submissions:progress", args=[self.definition.pk]),
            plain_url=reverse("wagtail_submissions:list", args=[self.definition.pk]),
        )

    def _filter(self, column: Column) -> dict[str, Any]:
        given = next((one for one in self.query.answers if one.column.id == column.id), None)
        options = [(one.value, one.label) for one in column.field.choices]
        kind = "number" if column.is_number else "choice" if column.field.type in CHOICE_TYPES else "text"
        return {"column": column, "kind": kind, "given": given, "options": options}

    def _headings(self) -> list[dict[str, Any]]:
        """Return the headings with the address that sorts by each, the other way round if it already does."""
        own = [("reference", _("Reference number")), ("organisation", _("Organisation")), ("", _("Region"))]
        own += [("", _("Status")), ("submitted", _("Submitted")), ("", _("Version"))]
        return [self._heading(name, label) for name, label in own] + [
            self._heading(column.id, column.heading, number=column.is_number) for column in self.query.shown
        ]

    def _heading(self, name: str, label: str, *, number: bool = False) -> dict[str, Any]:
        sort = self.query.sort
        order = "" if sort.removeprefix("-") != name else "descending" if sort.startswith("-") else "ascending"
        query = self.without("p", "sort")
        query["sort"] = f"-{name}" if order == "ascending" else name
        return {"label": label, "order": order, "number": number, "url": f"?{query.urlencode()}" if name else ""}


class SubmissionsMenuItem(MenuItem):
    """The entry in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who read what a region hands in."""
        return isinstance(request.user, User) and lists_submissions(request.user)


class SubmissionViewSet(ViewSet):
    """Submissions in the admin; every view is scoped by `readable_submissions`."""

    name = "wagtail_submissions"
    url_prefix = "submissions"
    icon = "list-ul"
    menu_label = gettext_lazy("Submissions")
    menu_name = "submissions"
    menu_order = 115
    menu_item_class = SubmissionsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses; the forms come first because the menu leads there."""
        return [
            path("", FormsView.as_view(), name="index"),
            path("<int:pk>/", SubmissionListView.as_view(), name="list"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
        ]
