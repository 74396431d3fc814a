"""The working-day calendar in the admin: the years, and one year as twelve coloured months."""

import calendar
import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from cms.core.reference.admin.forms import DayForm, YearForm
from cms.core.reference.errors import ReferenceDataError
from cms.core.reference.models import CalendarDay, CalendarYear
from cms.core.reference.selectors.calendar import missing_year
from cms.core.reference.services.calendar import (
    calendar_day_set,
    calendar_seed,
    calendar_year_add,
    calendar_year_confirm,
    seedable_years,
)


class _CalendarPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    any_permission_required = ["add", "change", "view"]
    header_icon = "date"
    _show_breadcrumbs = True
    viewset: Any = None

    def url(self, name: str, *args: Any) -> str:
        """Return an address of the viewset."""
        return reverse(self.viewset.get_url_name(name), args=args)

    @property
    def may_change(self) -> bool:
        """Say whether the person may change the calendar."""
        return bool(self.permission_policy.user_has_permission(self.request.user, "change"))

    def check_change(self) -> None:
        """Refuse who may only look."""
        if not self.may_change:
            raise PermissionDenied

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether the person may change something."""
        return super().get_context_data(**kwargs, may_change=self.may_change)


class CalendarIndexView(_CalendarPage):
    """The years and how far each can be relied on."""

    template_name = "reference/admin/calendar_index.html"
    page_title = gettext_lazy("Working days")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin a year: from the published list if it knows it, else empty."""
        self.check_change()
        form = YearForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        year = form.cleaned_data["year"]
        try:
            if year not in calendar_seed(years=[year], actor=request.user):
                calendar_year_add(year=year, actor=request.user)
        except ReferenceDataError as refusal:
            form.add_error("year", str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        return redirect(self.url("year", year))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the years and what is missing."""
        today = timezone.localdate()
        years = list(CalendarYear.objects.select_related("confirmed_by").order_by("-year"))
        following = max((one.year for one in years), default=today.year - 1) + 1
        kwargs.setdefault("form", YearForm(initial={"year": following}))
        return super().get_context_data(
            **kwargs,
            years=[(one, self.url("year", one.year)) for one in years],
            missing=missing_year(today),
            seedable=max(seedable_years()),
        )


class CalendarYearView(_CalendarPage):
    """Twelve months; a day is chosen by its link (?day=) and changed with a reason."""

    template_name = "reference/admin/calendar_year.html"

    @cached_property
    def year(self) -> CalendarYear:
        """Return the year of the address."""
        return get_object_or_404(CalendarYear, year=self.kwargs["year"])

    @cached_property
    def days(self) -> dict[dt.date, CalendarDay]:
        """Return the days with an entry."""
        return {one.day: one for one in CalendarDay.objects.filter(day__year=self.year.year)}

    def get_page_title(self) -> str:
        """Return the heading."""
        return _("Working days of %(year)s") % {"year": self.year.year}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of years."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": ""},
            {"url": self.url("index"), "label": _("Working days")},
            {"url": "", "label": str(self.year.year)},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change a day, or confirm the year."""
        self.check_change()
        if "confirm" in request.POST:
            return self.confirm()
        form = DayForm(request.POST)
        if form.is_valid() and form.cleaned_data["day"].year != self.year.year:
            form.add_error("day", _("This day lies in another year."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        given = form.cleaned_data
        try:
            calendar_day_set(
                day=given["day"], is_workday=given["kind"] == "work", reason=given["reason"], actor=request.user
            )
        except ReferenceDataError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("%(day)s has been changed.") % {"day": given["day"].isoformat()})
        return redirect(f"{self.url('year', self.year.year)}?day={given['day']:%Y-%m-%d}")

    def confirm(self) -> HttpResponse:
        """Confirm the year, or say why not."""
        try:
            calendar_year_confirm(year=self.year.year, actor=self.request.user)
        except ReferenceDataError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("The year has been confirmed."))
        return redirect(self.url("year", self.year.year))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the months and the form of the chosen day."""
        chosen = self.chosen()
        if "form" not in kwargs:
            kwargs["form"] = DayForm(initial=self.initial(chosen)) if chosen else DayForm()
        own = {
            "year": self.year,
            "months": [self.month(number, chosen) for number in range(1, 13)],
            "weekdays": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
            "chosen": chosen,
        }
        return super().get_context_data(**{**kwargs, **own})

    def chosen(self) -> dt.date | None:
        """Return the day of the address if it lies in this year."""
        try:
            day = dt.date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return None
        return day if day.year == self.year.year else None

    def initial(self, day: dt.date) -> dict[str, Any]:
        """Return the form's content: the opposite of what the day is now, since that is what one comes for."""
        entry = self.days.get(day)
        works = entry.is_workday if entry else day.weekday() < 5
        return {"day": day.isoformat(), "kind": "off" if works else "work", "reason": entry.name if entry else ""}

    def month(self, number: int, chosen: dt.date | None) -> dict[str, Any]:
        """Return a month as weeks of days."""
        weeks = calendar.Calendar().monthdatescalendar(self.year.year, number)
        return {
            "name": _("Month %(number)s") % {"number": number},
            "weeks": [[self.cell(day, chosen) if day.month == number else None for day in week] for week in weeks],
        }

    def cell(self, day: dt.date, chosen: dt.date | None) -> dict[str, Any]:
        """Return how a day is shown."""
        entry = self.days.get(day)
        works = entry.is_workday if entry else day.weekday() < 5
        usual = works == (day.weekday() < 5)
        kind = "" if usual and works else "week" if usual else "on" if works else "off"
        name = entry.name if entry else ""
        if usual and not works and name:
            kind = "off"
        words = _("working day") if works else _("day off")
        return {"day": day, "kind": kind, "name": name, "words": words, "chosen": day == chosen}
