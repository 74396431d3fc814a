"""The desk's list and its export."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from cases.admin.columns import DueColumn, MomentColumn, NumberColumn, RegionColumn, SinceColumn, StateColumn
from cases.admin.filters import BOXES, CaseFilterSet
from cases.errors import ExportTooLong
from cases.models import Case
from cases.models.case import CaseQuerySet
from cases.requests import SignedInRequest
from cases.selectors.deadlines import with_deadlines
from cases.selectors.desk import COUNT_CAP, matching, waiting_count, with_rows, works_at_desk
from cases.selectors.inbox import unread_copies
from cases.services.export_cases import cases_export
from cms.accounts.facade import region_names
from cms.core.admin_scope import ScopedList

LAST_LIST = "cases_last_list"
BOX_CAP = 100


@dataclass(frozen=True, slots=True)
class Box:
    """A tab above the list."""

    key: str
    title: str
    count: int
    chosen: bool


class CappedPaginator(WagtailPaginator):
    """Counts up to a cap: a list of millions is narrowed by filters, not leafed through."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows, at most the cap."""
        rows: Any = self.object_list
        return int(rows.order_by()[:COUNT_CAP].count())

    @cached_property
    def items_count_label(self) -> str:
        """Say how many there are, or that there are more than are counted."""
        if self.count >= COUNT_CAP:
            return _("more than %(count)d cases") % {"count": COUNT_CAP}
        return _("%(count)d cases in all") % {"count": self.count}


class CaseIndexView(ScopedList, IndexView):
    """The list of the cases that the person may see."""

    request: SignedInRequest
    model = Case
    page_title = gettext_lazy("Case desk")
    header_icon = "folder-open-inverse"
    index_url_name = "wagtail_cases:index"
    index_results_url_name = "wagtail_cases:index_results"
    results_template_name = "cases/admin/list_results.html"
    template_name = "cases/admin/list.html"
    filterset_class = CaseFilterSet
    search_fields = ("number", "title", "applicant__name", "applicant__credit_code")
    default_ordering = "-updated_at"
    paginator_class = CappedPaginator
    paginate_by = 20
    FORMATS = ("xlsx",)
    # Who may look is decided row by row below, not by a model permission.
    permission_policy = None

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn away staff who have nothing to do with cases."""
        if not works_at_desk(request.user):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        self._remember(request)
        return response

    def get(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse | FileResponse:
        """Show the list, or stream it: an export must not load all rows first."""
        if self.is_export:
            return self.as_spreadsheet(self.get_queryset(), "xlsx")
        return super().get(request, *args, **kwargs)

    def _remember(self, request: SignedInRequest) -> None:
        """Keep the filters of the list for the way back from a case."""
        query = request.GET.copy()
        for name in ("export", "_w_filter_fragment"):
            query.pop(name, None)
        if request.session.get(LAST_LIST, "") != query.urlencode():
            request.session[LAST_LIST] = query.urlencode()

    def get_base_queryset(self) -> CaseQuerySet:
        """Return the cases that the person reads as an office, with what a row shows."""
        visible: Any = super().get_base_queryset()
        return with_deadlines(with_rows(visible.at_desk_of(self.request.user)))

    def search_queryset(self, queryset: Any) -> Any:
        """Search in the columns of the case itself: exact, and the same on both databases."""
        return matching(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns, built per request because they carry the names of the regions."""
        wide = {"classname": "case-wide"}
        return [
            NumberColumn(
                "number", label=_("Case"), sort_key="number", get_url=lambda case: case_url("detail", case), width="24%"
            ),
            Column(
                "applicant",
                label=_("Applicant"),
                accessor="applicant.name",
                sort_key="applicant__name",
                **wide,
            ),
            RegionColumn("region", label=_("Region"), sort_key="region__path", names=region_names(), **wide),
            StateColumn("state", label=_("State"), sort_key="state"),
            SinceColumn("state_entered_at", label=_("In this state for"), sort_key="state_entered_at"),
            DueColumn("due", label=pgettext("deadline", "Last day"), width="14%"),
            Column(
                "round",
                label=_("Round"),
                accessor="submission.round",
                sort_key="submission__round",
                **wide,
            ),
            MomentColumn("updated_at", label=_("Updated on"), sort_key="updated_at", **wide),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the boxes with how much is in those that ask for something."""
        user = self.request.user
        counts = {"todo": waiting_count(user, cap=BOX_CAP), "copies": min(unread_copies(user), BOX_CAP)}
        chosen = self.request.GET.get("box", "")
        boxes = [
            Box(key, str(title), counts.get(key, 0), key == chosen) for key, title in [*BOXES, ("", _("All cases"))]
        ]
        return super().get_context_data(*args, boxes=boxes, box_cap=BOX_CAP, **kwargs)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the list as it is filtered now as a spreadsheet, and what waits to be handled together."""
        return [
            HeaderButton(_("Handle together"), url=reverse("wagtail_cases:together"), icon_name="tasks"),
            HeaderButton(_("Export to Excel"), url=self.xlsx_export_url, icon_name="download"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[HeaderButton]:
        """Offer nothing else: no adding, no CSV."""
        return []

    def user_has_permission(self, permission: str) -> bool:
        """Say no: cases are opened by handed-in forms and moved by transitions, never added or edited here."""
        return False

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> FileResponse | HttpResponse:
        """Stream the filtered list as a spreadsheet; back to the list with a reason if it is too long for one."""
        try:
            made = cases_export(cases=queryset, user=self.request.user)
        except ExportTooLong as error:
            messages.error(self.request, error.message)
            query = self.request.GET.copy()
            query.pop("export", None)
            return redirect(f"{reverse(self.index_url_name)}?{query.urlencode()}")
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
        return FileResponse(
            made,
            as_attachment=True,
            filename=f"{_('Cases')}-{stamp}.xlsx",
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )


def case_url(name: str, case: Case, *args: Any) -> str:
    """Return the address of a view of the desk for one case."""
    return reverse(f"wagtail_cases:{name}", args=[case.number, *args])
