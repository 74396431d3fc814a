"""One case for its applicant: where it stands, what to do next, what was said, what was handed in."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.requests import SignedInRequest
from cases.selectors.comparison import comparison_of
from cases.selectors.deadlines import term_views
from cases.selectors.desk import with_rows
from cases.selectors.dossier import dossier, progress
from cases.selectors.own import own_cases, own_sheet
from cases.selectors.papers import case_attachment
from cases.services.log_read import log_read
from cases.web.paper import paper_given, said_whole
from cms.core.files import stored_file
from forms_app.facade import pdf_available


def _own_case(request: SignedInRequest, number: str) -> Case:
    return get_object_or_404(with_rows(own_cases(request.user)), number=number)


@login_required
@never_cache
@require_safe
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the case and note that it was read."""
    case = _own_case(request, number)
    log_read(case, request.user, "detail")
    context = {
        "case": case,
        "dossier": dossier(case, request.user, "applicant"),
        "progress": progress(case),
        "own": own_sheet(case, request.user),
        "pdf": pdf_available(),
        "terms": [term for term in term_views(case) if term.deadline.ended_at is None],
    }
    return render(request, "cases/portal/detail.html", context)


@login_required
@never_cache
@require_safe
def compare(request: SignedInRequest, number: str) -> HttpResponse:
    """Show two rounds side by side and note that the case was read."""
    case = _own_case(request, number)
    if not said_whole(request, case):
        return redirect("cases:detail", number)
    log_read(case, request.user, "compare")
    context = {"case": case, "comparison": comparison_of(case, request.GET), "file_url": "cases:file"}
    return render(request, "cases/portal/compare.html", context)


@login_required
@never_cache
@require_safe
def attachment(request: SignedInRequest, number: str, attachment_id: uuid.UUID) -> HttpResponseBase:
    """Give out a file that was handed in."""
    case = _own_case(request, number)
    found = case_attachment(case, attachment_id, request.user)
    if found is None:
        raise Http404
    log_read(case, request.user, f"attachment:{found.pk}")
    return stored_file(request, found.file, content_type=found.content_type, name=found.name)


@login_required
@never_cache
@require_safe
def paper(request: SignedInRequest, number: str, extension: str) -> HttpResponse:
    """Give out the official sheet."""
    case = _own_case(request, number)
    given = paper_given(request, case, extension)
    return given if given is not None else redirect("cases:detail", number)
