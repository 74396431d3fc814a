"""What was handed in: the done page, reading it again, and its official paper."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cms.core.files import attachment_headers
from forms_app.models import Submission
from forms_app.paper import PdfUnavailable, pdf_available
from forms_app.selectors.drafts import submissions_for
from forms_app.selectors.paper import submission_paper, submission_print
from forms_app.selectors.sheet import submission_sheet
from forms_app.selectors.versions import spec_of


def own_submission(request: HttpRequest, submission_id: uuid.UUID) -> Submission:
    """Return a submission of the person's organisations; everything else does not exist for them."""
    found = submissions_for(request.user).filter(pk=submission_id).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def submission(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Show the reference number, where the submission stands, and the answers as handed in."""
    found = own_submission(request, submission_id)
    context = {
        "submission": found,
        "sheet": submission_sheet(found.pk),
        "pdf_available": pdf_available(),
        "waiting": [one for one in found.remarks.all() if one.sent_at and one.answered_in_round is None],
    }
    return render(request, "forms_app/submission.html", context)


@login_required
@require_safe
def paper(request: HttpRequest, submission_id: uuid.UUID, kind: str) -> HttpResponse:
    """Send the official sheet: as Word, as PDF, or as a page to print."""
    if kind not in ("docx", "pdf", "html"):
        raise Http404
    found = own_submission(request, submission_id)
    if kind == "html":
        context = {"submission": found, "sheet": submission_print(found.pk), "spec": spec_of(found.version)}
        return render(request, "forms_app/paper_page.html", context)
    try:
        made = submission_paper(found.pk, extension=kind)
    except PdfUnavailable as unavailable:
        messages.warning(request, str(unavailable))
        return redirect("forms_app:submission", found.pk)
    response = HttpResponse(made.content, content_type=made.content_type)
    attachment_headers(response, made.name)
    return response
