"""Who can see a case, at the desk: letting people in, withdrawing it, and the level of confidentiality."""

import datetime
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from cases.admin.case_view import CaseView, whole_number
from cases.admin.listing import case_url
from cases.errors import AccessRefused, CaseError
from cases.models.case import Confidentiality
from cases.policies import grants_as
from cases.requests import SignedInRequest
from cases.selectors.access import rights_on, staff_found
from cases.services.classify import classify
from cases.services.grants import access_grant, access_revoke
from cases.services.log_read import log_read
from cms.accounts.models import User

TYPED = ("who", "last_day", "reason", "level", "level_reason")


@method_decorator(never_cache, name="dispatch")
class AccessView(CaseView):
    """Everybody who can see the case, each with the right by which they do."""

    template_name = "cases/admin/access.html"

    def get(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Show it and note that the case was read."""
        log_read(self.object, request.user, "access")
        return self.page()

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the page, with what was typed and what was refused."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rights, and what the person may do about them."""
        case, user = self.object, self.request.user
        return super().get_context_data(
            case=case,
            rights=rights_on(case),
            may_grant=grants_as(case, user, "cases.grant_case") is not None,
            may_classify=grants_as(case, user, "cases.classify_case") is not None,
            levels=Confidentiality.choices,
            typed={name: self.request.POST.get(name, "") for name in TYPED},
            detail_url=self.detail_url(),
            idempotency_key=uuid.uuid4().hex,
            **kwargs,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Who has access")}]

    def done(self, words: str) -> HttpResponse:
        """Say what was done and show the page anew."""
        messages.success(self.request, words)
        return redirect(case_url("access", self.object))

    def key(self) -> str:
        """Return the key that the page sent along."""
        return self.request.POST.get("idempotency_key", "")[:64] or uuid.uuid4().hex


class AccessGrantView(AccessView):
    """Lets a person in; asks which one where several bear the name."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Let them in."""
        found = self._found()
        if len(found) > 1:
            return self.page(status=422, candidates=found)
        try:
            if not found:
                raise AccessRefused(_("Nobody of an office bears this name or address."))
            access_grant(
                case_id=self.object.pk,
                to=found[0],
                last_day=self._last_day(),
                reason=request.POST.get("reason", ""),
                actor=request.user,
                idempotency_key=self.key(),
            )
        except CaseError as error:
            return self.page(status=error.status, grant_error=error.message)
        return self.done(_("%(name)s can see this case now and has been told.") % {"name": found[0].get_full_name()})

    def _found(self) -> list[User]:
        found = staff_found(self.request.POST.get("who", ""))
        chosen = whole_number(self.request.POST.get("person", ""))
        return [one for one in found if one.pk == chosen] or found

    def _last_day(self) -> datetime.date:
        try:
            day = parse_date(self.request.POST.get("last_day", ""))
        except ValueError:
            day = None
        if day is None:
            raise AccessRefused(_("Enter the last day as a date, such as 2026-12-31."))
        return day


class AccessRevokeView(AccessView):
    """Withdraws what was granted by hand."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, number: str, access_id: int) -> HttpResponse:
        """Withdraw it."""
        try:
            access_revoke(
                case_id=self.object.pk,
                access_id=access_id,
                reason=request.POST.get("revoke_reason", ""),
                actor=request.user,
                idempotency_key=self.key(),
            )
        except CaseError as error:
            return self.page(status=error.status, revoke_error=error.message)
        return self.done(_("The access has been withdrawn."))


class ClassifyView(AccessView):
    """Changes the level of confidentiality."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Change it."""
        try:
            classify(
                case_id=self.object.pk,
                level=request.POST.get("level", ""),
                reason=request.POST.get("level_reason", ""),
                actor=request.user,
                idempotency_key=self.key(),
                expected_revision=whole_number(request.POST.get("expected_revision", "")),
            )
        except CaseError as error:
            return self.page(status=error.status, level_error=error.message)
        return self.done(_("The level of confidentiality has been changed."))
