"""The office's own section of the form, filled in at the desk."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from cases.admin.case_view import CaseView, whole_number
from cases.errors import CaseError
from cases.requests import SignedInRequest
from cases.selectors.actions import sections_open_to
from cases.services.log_read import log_read
from cases.services.office_section_write import office_section_write
from forms_app.facade import FormsError, OfficeForm, StaleDraft, office_form

KEY = "idempotency_key"


@method_decorator(never_cache, name="dispatch")
class OfficeSectionView(CaseView):
    """Shows the section with the fields of the filler, and saves it as a round of the office."""

    template_name = "cases/admin/office.html"

    def get(self, request: SignedInRequest, number: str, section_id: str) -> HttpResponse:
        """Show it."""
        form = self._form(section_id)
        log_read(self.object, request.user, "section")
        return self._page(form, uuid.uuid4().hex)

    def post(self, request: SignedInRequest, number: str, section_id: str) -> HttpResponse:
        """Save it; with faults or after a colleague's save show them beside what was typed."""
        form = self._form(section_id)
        key = request.POST.get(KEY, "")[:64] or uuid.uuid4().hex
        typed: Any = request.POST
        try:
            saved = office_section_write(
                case=self.object,
                submission_id=self._submission_id(),
                section=(form.section.id, form.section.key),
                post=typed,
                expected_revision=whole_number(request.POST.get("revision", "")),
                idempotency_key=key,
                actor=request.user,
            )
        except StaleDraft as stale:
            return self._page(self._form(section_id, post=typed, stale=stale), key, status=409, conflict=stale.message)
        except (FormsError, CaseError) as error:
            messages.error(request, error.message)
            return redirect(self.detail_url(f"section-{section_id}"))
        if saved.round is None:
            return self._page(self._form(section_id, post=typed, result=saved.result), key, status=422)
        messages.success(request, _("The section has been saved."))
        return redirect(self.detail_url(f"section-{section_id}"))

    def _submission_id(self) -> uuid.UUID:
        if self.object.submission_id is None:
            raise Http404
        return self.object.submission_id

    def _form(self, section_id: str, **shown: Any) -> OfficeForm:
        """Return the section if the case, as it stands, opens it to the person."""
        form = office_form(self._submission_id(), section_id, **shown)
        if form is None or not {form.section.key, form.section.id} & sections_open_to(self.object, self.request.user):
            raise Http404
        return form

    def _page(self, form: OfficeForm, key: str, *, status: int = 200, conflict: str = "") -> HttpResponse:
        context = {
            "case": self.object,
            "form": form,
            "idempotency_key": key,
            "detail_url": self.detail_url(),
            "conflict": conflict,
        }
        return self.render_to_response(context, status=status)
