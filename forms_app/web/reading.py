"""What was handed in: the done page, and reading it again."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forms_app.models import Submission
from forms_app.paper import pdf_available
from forms_app.selectors.drafts import submissions_for
from forms_app.selectors.sheet import submission_sheet


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
