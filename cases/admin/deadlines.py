"""Pause, resume and extend a deadline at the desk: one page that asks for the ground and confirms."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from cases.admin.case_view import CaseView, whole_number
from cases.errors import CaseError
from cases.reason_words import unit_name
from cases.requests import SignedInRequest
from cases.selectors.deadlines import TermView, term_views
from cases.services.deadline_acts import DeadlineOrder, deadline_extend, deadline_pause, deadline_resume
from cases.services.log_read import log_read

QUESTIONS = {
    "extend": gettext_lazy("Extend this term?"),
    "pause": gettext_lazy("Pause the clock from tomorrow on?"),
    "resume": gettext_lazy("Let the clock run again from tomorrow on?"),
}
BUTTONS = {
    "extend": gettext_lazy("Extend the term"),
    "pause": gettext_lazy("Pause the clock"),
    "resume": gettext_lazy("Let the clock run"),
}


@method_decorator(never_cache, name="dispatch")
class DeadlineView(CaseView):
    """Shows the deadline and what is about to be done to it; does it when the form comes back."""

    template_name = "cases/admin/deadline.html"

    @cached_property
    def term(self) -> TermView:
        """Return the deadline, if the person may do to it what the address says; 404 otherwise."""
        act = self.kwargs["act"]
        for view in term_views(self.object, self.request.user):
            if view.deadline.key == self.kwargs["key"] and act in view.may:
                return view
        raise Http404

    def get(self, request: SignedInRequest, number: str, key: str, act: str) -> HttpResponse:
        """Ask."""
        page = self._page()
        log_read(self.object, request.user, "deadline")
        return page

    def post(self, request: SignedInRequest, number: str, key: str, act: str) -> HttpResponse:
        """Do it, or say why not and keep what was typed."""
        order = DeadlineOrder(
            case_id=self.object.pk,
            deadline=key,
            ground=request.POST.get("ground", ""),
            actor=request.user,
            idempotency_key=request.POST.get("idempotency_key", ""),
            expected_revision=whole_number(request.POST.get("expected_revision", "")),
        )
        try:
            self._do(act, order)
        except CaseError as error:
            self.object.refresh_from_db()
            return self._page(status=error.status, error=error, ground=order.ground, length=request.POST.get("length"))
        messages.success(request, _("“%(action)s” has been recorded.") % {"action": BUTTONS[act]})
        return redirect(self.detail_url("deadlines-heading"))

    def _do(self, act: str, order: DeadlineOrder) -> None:
        if act == "extend":
            deadline_extend(order=order, length=whole_number(self.request.POST.get("length", "").strip()))
        elif act == "pause":
            deadline_pause(order=order)
        elif act == "resume":
            deadline_resume(order=order)
        else:
            raise Http404

    def _page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        act = self.kwargs["act"]
        shown = {
            "case": self.object,
            "term": self.term,
            "act": act,
            "unit": unit_name(self.term.deadline.unit),
            "question": QUESTIONS[act],
            "button": BUTTONS[act],
            "idempotency_key": uuid.uuid4().hex,
            **context,
        }
        return self.render_to_response(self.get_context_data(**shown), status=status)
