"""The body that decides, at the desk: drawing, voting, changing seats, recording a meeting."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from cases.admin.case_view import CaseView, whole_number
from cases.errors import CaseError, SheetInvalid
from cases.requests import SignedInRequest
from cases.selectors.body_view import body_view
from cases.selectors.draws import draws_of
from cases.services.log_read import log_read
from cases.services.meeting_record import ABSENT, Attendee, meeting_record
from cases.services.panel_draw import panel_draw
from cases.services.seat_vote import seat_vote
from cases.services.seats_change import seat_add, seat_drop
from cms.core.files import stored_file

ROWS, MOST_ROWS = 9, 60


class _Act(CaseView):
    """Takes one step by POST and leads back to the case, with what was refused as a message."""

    http_method_names = ["post"]

    def take(self, act: Callable[..., Any], done: str, **arguments: Any) -> HttpResponse:
        """Call a service with the case, the person and the key of the page."""
        key = self.request.POST.get("idempotency_key", "")[:64]
        try:
            act(case_id=self.object.pk, actor=self.request.user, idempotency_key=key, **arguments)
        except SheetInvalid as error:
            for words in error.faults.values():
                messages.error(self.request, str(words))
        except CaseError as error:
            messages.error(self.request, error.message)
        else:
            messages.success(self.request, done)
        return redirect(self.detail_url("body"))


class DrawView(_Act):
    """Fill the empty seats of a panel."""

    def post(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Draw."""
        return self.take(panel_draw, _("The empty seats have been drawn."))


class VoteView(_Act):
    """会签: the vote of one's own seat."""

    def post(self, request: SignedInRequest, number: str, seat_id: int) -> HttpResponse:
        """Cast it."""
        vote, comment = request.POST.get("vote", ""), request.POST.get("comment", "")
        return self.take(seat_vote, _("Your vote has been recorded."), seat_id=seat_id, vote=vote, comment=comment)


class SeatAddView(_Act):
    """加签."""

    def post(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Add a seat."""
        person, reason = whole_number(request.POST.get("person", "")), request.POST.get("reason", "")
        return self.take(seat_add, _("The seat has been added."), person_id=person, reason=reason)


class SeatDropView(_Act):
    """减签, or another expert in place of one who does not answer."""

    def post(self, request: SignedInRequest, number: str, seat_id: int) -> HttpResponse:
        """Take the seat away."""
        reason = request.POST.get("reason", "")
        return self.take(seat_drop, _("The seat has been taken away."), seat_id=seat_id, reason=reason)


@method_decorator(never_cache, name="dispatch")
class DrawsView(CaseView):
    """重算抽取: every draw of the case, repeated from its record."""

    template_name = "cases/admin/draws.html"

    def get(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Repeat the draws and show them."""
        log_read(self.object, request.user, "draws")
        context = self.get_context_data(case=self.object, draws=draws_of(self.object), detail_url=self.detail_url())
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Draws, repeated")}]


class MeetingForm(forms.Form):
    """When and where, and the minutes; who was there is typed row by row beside it."""

    held_on = forms.DateField(label=gettext_lazy("Day of the meeting"), widget=AdminDateInput)
    place = forms.CharField(label=gettext_lazy("Place of the meeting"), max_length=100, required=False)
    minutes = forms.FileField(
        label=gettext_lazy("Minutes"),
        required=False,
        help_text=gettext_lazy("Word, PDF, OFD or a scan, at most 20 MB."),
    )


@method_decorator(never_cache, name="dispatch")
class MeetingView(CaseView):
    """Records a meeting. What it decided follows from the rule; with a fault everything typed stays."""

    template_name = "cases/admin/meeting.html"

    def get(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Show the empty record."""
        log_read(self.object, request.user, "meeting")
        return self._page(MeetingForm(initial={"held_on": datetime.date.today()}), [])

    def post(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Record it, or add rows."""
        form, roll = MeetingForm(request.POST, request.FILES), self._roll()
        if request.POST.get("do") == "rows":
            return self._page(MeetingForm(initial=request.POST.dict()), roll, more=True)
        if not form.is_valid():
            return self._page(form, roll, status=422)
        try:
            meeting_record(
                case_id=self.object.pk,
                actor=request.user,
                held_on=form.cleaned_data["held_on"],
                place=form.cleaned_data["place"],
                roll=roll,
                upload=form.cleaned_data["minutes"],
                idempotency_key=request.POST.get("idempotency_key", "")[:64],
                expected_revision=whole_number(request.POST.get("expected_revision", "")),
            )
        except CaseError as error:
            return self._page(form, roll, refused=error.message, status=error.status)
        messages.success(request, _("The meeting has been recorded."))
        return redirect(self.detail_url("body"))

    def _roll(self) -> list[Attendee]:
        columns = (self.request.POST.getlist(name)[:MOST_ROWS] for name in ("name", "unit", "vote"))
        rows = (
            Attendee(name.strip()[:60], unit.strip()[:100], vote) for name, unit, vote in zip(*columns, strict=False)
        )
        return [one for one in rows if one.name]

    def _page(
        self, form: forms.Form, roll: list[Attendee], *, more: bool = False, refused: str = "", status: int = 200
    ) -> HttpResponse:
        body = body_view(self.object, self.request.user)
        if body is None or not body.may_record:
            raise Http404
        rows = min(max(ROWS, len(roll) + (6 if more else 0)), MOST_ROWS)
        context = self.get_context_data(
            case=self.object,
            form=form,
            body=body,
            rows=[*roll, *[Attendee("", "", "")] * (rows - len(roll))],
            votes=(("yes", _("In favour")), ("no", _("Against")), ("abstain", _("Abstained")), (ABSENT, _("Absent"))),
            refused=refused,
            detail_url=self.detail_url(),
            idempotency_key=uuid.uuid4().hex,
        )
        return self.render_to_response(context, status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Record of the meeting")}]


@method_decorator(never_cache, name="dispatch")
class MinutesView(CaseView):
    """The minutes of the meeting that decided."""

    def get(self, request: SignedInRequest, number: str) -> HttpResponseBase:
        """Give them out."""
        body = body_view(self.object, request.user)
        meeting = body.meeting if body else None
        if meeting is None or not meeting.file:
            raise Http404
        log_read(self.object, request.user, "minutes")
        return stored_file(request, meeting.file, content_type=meeting.content_type, name=meeting.name)
