"""An expert's reviews in the portal: declare first, then read, score and seal."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.errors import CaseError, SheetInvalid
from cases.requests import SignedInRequest
from cases.selectors.reviews import (
    OPEN,
    SEALED,
    WAITS,
    Review,
    panel_of,
    readable_case,
    review_attachment,
    review_file,
    review_of,
    reviews_of,
)
from cases.selectors.score_sheets import cleaned, commitment, sheet_form
from cases.services.log_read import log_read
from cases.services.seat_declare import seat_declare, seat_recuse
from cases.services.seat_score import seat_draft, seat_score
from cms.core.files import stored_file

KEY_LENGTH = 64


@login_required
@never_cache
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show what waits and what is over."""
    context = {
        "waiting": reviews_of(request.user, waiting=True),
        "over": reviews_of(request.user, waiting=False),
    }
    return render(request, "cases/portal/reviews.html", context)


def _review(request: SignedInRequest, number: str) -> Review:
    review = review_of(request.user, number)
    if review is None:
        raise Http404
    return review


def _key(request: SignedInRequest) -> str:
    return request.POST.get("idempotency_key", "")[:KEY_LENGTH]


@method_decorator([login_required, never_cache], name="dispatch")
class ReviewView(View):
    """One review: the declaration, or the file with the score sheet, or what was sealed."""

    request: SignedInRequest
    http_method_names = ["get", "head", "post"]

    def get(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Show it; a file that is open is noted as read."""
        return self._page(_review(request, number))

    def post(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Keep the draft, ask whether to seal it, or seal it."""
        review = _review(request, number)
        if review.stage != OPEN:
            return redirect("reviews:detail", number)
        panel = panel_of(review)
        typed = {
            "scores": cleaned(
                panel, {one.key: request.POST.get(f"score-{one.key}") for one in panel.scheme.dimensions}
            ),
            "comment": request.POST.get("comment", ""),
        }
        try:
            return self._kept(review, typed)
        except SheetInvalid as error:
            return self._page(review, typed=typed, faults=error.faults, status=error.status)
        except CaseError as error:
            messages.error(request, error.message)
            return redirect("reviews:index")

    def _kept(self, review: Review, typed: dict[str, Any]) -> HttpResponse:
        request, number = self.request, review.case.number
        if request.POST.get("do") == "seal":
            seat_score(
                seat_id=review.seat.pk,
                case_id=review.case.pk,
                actor=request.user,
                idempotency_key=_key(request),
                **typed,
            )
            messages.success(request, _("Your sheet is sealed. Nobody can change it any more."))
            return redirect("reviews:detail", number)
        seat_draft(seat_id=review.seat.pk, actor=request.user, **typed)
        if request.POST.get("do") == "check":
            form = sheet_form(panel_of(review), typed)
            if form.total is None:
                return self._page(review, typed=typed, checked=True, status=422)
            context = {"review": review, "form": form, "idempotency_key": uuid.uuid4().hex}
            return render(request, "cases/portal/review_confirm.html", context)
        messages.success(request, _("The draft is kept. Nobody but you reads it."))
        return redirect("reviews:detail", number)

    def _page(
        self,
        review: Review,
        *,
        typed: dict[str, Any] | None = None,
        faults: dict[str, object] | None = None,
        checked: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        context: dict[str, Any] = {"review": review, "idempotency_key": uuid.uuid4().hex}
        case = readable_case(self.request.user, review)
        if review.stage in (OPEN, SEALED):
            sheet = typed or review.seat.sheet
            context["form"] = sheet_form(panel_of(review), sheet, faults, checked=checked)
        if review.stage == SEALED:
            context["commitment"] = commitment(review.seat.sheet or {})
        if case is not None:
            log_read(case, self.request.user, "review")
            context["file"] = review_file(case, review.seat)
        return render(self.request, "cases/portal/review.html", context, status=status)


@login_required
@require_POST
def declare(request: SignedInRequest, number: str) -> HttpResponse:
    """Declare to be free of conflicts."""
    review = _review(request, number)
    if review.stage == WAITS:
        try:
            seat_declare(seat_id=review.seat.pk, actor=request.user, idempotency_key=_key(request))
        except CaseError as error:
            messages.error(request, error.message)
    return redirect("reviews:detail", number)


@login_required
@require_POST
def recuse(request: SignedInRequest, number: str) -> HttpResponse:
    """Leave the panel."""
    review = _review(request, number)
    if review.stage not in (WAITS, OPEN):
        return redirect("reviews:detail", number)
    try:
        seat_recuse(
            seat_id=review.seat.pk,
            actor=request.user,
            reason=request.POST.get("reason", ""),
            idempotency_key=_key(request),
        )
    except CaseError as error:
        messages.error(request, error.message)
        return redirect("reviews:detail", number)
    messages.success(request, _("You have left this panel. Somebody else is drawn in your place."))
    return redirect("reviews:index")


@login_required
@never_cache
@require_safe
def attachment(request: SignedInRequest, number: str, attachment_id: uuid.UUID) -> HttpResponseBase:
    """Give out a file of the case, once it is open to the expert."""
    review = _review(request, number)
    case = readable_case(request.user, review)
    found = review_attachment(case, review.seat, attachment_id) if case is not None else None
    if case is None or found is None:
        raise Http404
    log_read(case, request.user, f"attachment:{found.pk}")
    return stored_file(request, found.file, content_type=found.content_type, name=found.name)
