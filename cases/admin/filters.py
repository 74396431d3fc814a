"""The filters of the desk's list."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from cases.models import Case, CaseType
from cases.models.case import CaseQuerySet
from cases.selectors.deadlines import by_term
from cases.selectors.desk import in_region, opened_between, state_choices
from cases.selectors.inbox import in_box
from cms.accounts.facade import readable_region_ids, region_names
from cms.accounts.models import Region

BOXES = [("todo", _("To do")), ("done", _("Handled by me")), ("copies", _("Copies sent to me"))]


def _regions(request: HttpRequest | None) -> Any:
    regions = Region.objects.order_by("path")
    if request is None or request.user.is_superuser:
        return regions
    return regions.filter(pk__in=readable_region_ids(request.user))


class _RegionField(django_filters.fields.ModelChoiceField):
    """Shows a region with the city that it lies in."""

    def label_from_instance(self, obj: Region) -> str:
        if not hasattr(self, "_names"):
            self._names = region_names()
        return self._names.get(obj.code, obj.name)


class RegionFilter(django_filters.ModelChoiceFilter):
    """A region and everything below it."""

    field_class = _RegionField


class CaseFilterSet(WagtailFilterSet):
    """Box, deadline, state, region, case type and day of opening."""

    term = django_filters.ChoiceFilter(
        label=pgettext_lazy("deadline", "Last day"),
        method="filter_term",
        choices=[
            ("overdue", _("Overdue")),
            ("soon", _("Due within 3 days")),
            ("paused", _("Clock stands")),
            ("unknown", _("Calendar missing")),
        ],
        empty_label=_("All deadlines"),
    )
    box = django_filters.ChoiceFilter(label=_("Box"), method="filter_box", choices=BOXES, empty_label=_("All cases"))
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=state_choices)
    region = RegionFilter(label=_("Region"), queryset=_regions, method="filter_region", empty_label=_("All regions"))
    version__case_type = django_filters.ModelChoiceFilter(
        label=_("Case type"), queryset=CaseType.objects.all(), empty_label=_("All case types")
    )
    opened = django_filters.DateFromToRangeFilter(
        label=_("Opened"), method="filter_opened", widget=DateRangePickerWidget
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def filter_box(self, queryset: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Keep what waits for the reader, what they have handled, or what they were sent to read."""
        return in_box(queryset, self.request.user, value) if value else queryset

    def filter_term(self, queryset: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Keep what is late, soon due, standing, or without a calendar."""
        return by_term(queryset, value) if value else queryset

    def filter_region(self, queryset: CaseQuerySet, name: str, value: Region | None) -> CaseQuerySet:
        """Keep a region with all below it."""
        return in_region(queryset, value) if value else queryset

    def filter_opened(self, queryset: CaseQuerySet, name: str, value: slice | None) -> CaseQuerySet:
        """Keep what was opened between two days."""
        if value is None:
            return queryset
        start, stop = value.start, value.stop
        return opened_between(queryset, start and start.date(), stop and stop.date())
