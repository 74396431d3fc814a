"""How far the sheets of one form are: a row per enterprise, a bar per section, and the same as a workbook."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.accounts.facade import region_names
from cms.core.downloads.services import TooManyDownloads
from forms_app.admin.office_pages import OneFormPage
from forms_app.selectors.sheet_progress import (
    ProgressQuery,
    matching_sheets,
    progress_query,
    progress_rows,
    progress_sections,
    status_choices,
)
from forms_app.selectors.submission_scope import readable_sheets
from forms_app.services.progress_export import progress_export_request

PER_PAGE = 30


class ProgressView(OneFormPage):
    """The sheets that the person may follow; a POST asks for them as a workbook."""

    template_name = "forms_app/admin/progress.html"

    def get_page_subtitle(self) -> str:
        """Return what is listed."""
        return _("Progress of sheets")

    @cached_property
    def query(self) -> ProgressQuery:
        """Return what was asked for."""
        return progress_query(self.request.GET.getlist)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the worker for the list and lead to its progress."""
        asked = {name: request.GET.getlist(name) for name in request.GET if name != "p"}
        try:
            download = progress_export_request(definition=self.definition, query=asked, owner=self.reader)
        except TooManyDownloads:
            messages.error(request, _("You are waiting for several files already. Wait until they are made."))
            return redirect(request.get_full_path())
        return redirect("downloads:detail", download.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of sheets and the filters as they stand."""
        found = matching_sheets(readable_sheets(self.reader), self.table, self.query)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        names, statuses = region_names(), dict(status_choices())
        rows: Any = page.object_list
        return super().get_context_data(
            **kwargs,
            page=page,
            rows=[
                (one, names.get(one.region_code, one.region_code), statuses[one.status])
                for one in progress_rows(rows, self.table)
            ],
            sections=progress_sections(self.table),
            query=self.query,
            statuses=statuses.items(),
            regions=self.region_options(),
            base=self.without("p"),
            plain_url=reverse("wagtail_submissions:progress", args=[self.definition.pk]),
            list_url=reverse("wagtail_submissions:list", args=[self.definition.pk]),
        )
