"""Remarks on the answers, written while the reviewer reads; sent with a return."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cases.admin.case_view import CaseView
from cases.errors import NotPermitted
from cases.requests import SignedInRequest
from cases.selectors.sheet import answer_of, may_remark
from forms_app.facade import FormsError, open_remarks, remark_add, remark_remove, remark_settle, remarks_of

# What case.js sends along; it then gets the place alone instead of the whole page.
FRAGMENT = "X-Case-Fragment"


class _RemarkView(CaseView):
    http_method_names = ["post"]

    def submission_id(self) -> uuid.UUID:
        """Return the form behind the case; a case without one has no place for a remark."""
        if self.object.submission_id is None:
            raise Http404
        return self.object.submission_id

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Turn away who reads the case but takes no step that sends remarks."""
        if not may_remark(self.object, request.user):
            messages.error(request, NotPermitted().message)
            return redirect(self.detail_url())
        return super().dispatch(request, *args, **kwargs)

    def answer(self, field_id: str, *, typed: Mapping[str, str] | None = None, error: str = "") -> HttpResponse:
        """Return to the place in the page, or give back the place alone."""
        if self.request.headers.get(FRAGMENT):
            context = {
                "case": self.object,
                "field": answer_of(self.object, self.submission_id(), field_id, self.request.user),
                "may_remark": True,
                "typed": typed,
                "error": error,
            }
            return render(self.request, "cases/admin/parts/answer.html", context, status=422 if error else 200)
        if error:
            messages.error(self.request, error)
        return redirect(self.detail_url(f"field-{field_id}"))


class RemarkAddView(_RemarkView):
    """Write a remark at a field, or at a row, a file or a cell of it."""

    def post(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Add it."""
        typed = {name: request.POST.get(name, "") for name in ("field_id", "place", "part", "text")}
        try:
            remark_add(submission_id=self.submission_id(), actor=request.user, **typed)
        except FormsError as error:
            return self.answer(typed["field_id"], typed=typed, error=error.message)
        return self.answer(typed["field_id"])


class RemarkRemoveView(_RemarkView):
    """Take back a remark that was not sent."""

    def post(self, request: SignedInRequest, number: str, remark_id: int) -> HttpResponse:
        """Remove it, if it is one of this case."""
        remark = open_remarks(self.submission_id()).filter(pk=remark_id).first()
        if remark is None:
            raise Http404(_("The remark does not exist."))
        try:
            remark_remove(remark_id=remark.pk, actor=request.user)
        except FormsError as error:
            return self.answer(remark.field_id, error=error.message)
        return self.answer(remark.field_id)


class RemarkSettleView(_RemarkView):
    """Mark an answered remark as settled, or open it again; `settled` in the input says which."""

    def post(self, request: SignedInRequest, number: str, remark_id: int) -> HttpResponse:
        """Mark it, if it is one of this case."""
        remark = remarks_of(self.submission_id()).filter(pk=remark_id).first()
        if remark is None:
            raise Http404(_("The remark does not exist."))
        try:
            remark_settle(remark_id=remark.pk, actor=request.user, settled=request.POST.get("settled") != "no")
        except FormsError as error:
            return self.answer(remark.field_id, error=error.message)
        return self.answer(remark.field_id)
