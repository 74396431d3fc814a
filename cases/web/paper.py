"""The official sheet of a case: Word at once, PDF from the worker. The desk and the portal give it out alike."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.models import Case
from cases.requests import SignedInRequest
from cases.responses import paper_response
from cases.selectors.hidden import reads_whole
from cases.selectors.papers import case_paper
from cases.services.log_read import log_read
from cases.services.sheet_pdf import case_sheet_request
from cms.core.downloads.services import TooManyDownloads
from forms_app.facade import PdfUnavailable, layout_notice


def said_whole(request: SignedInRequest, case: Case) -> bool:
    """Say whether the whole form is open to the reader; if not, leave a message why this page is not given out."""
    if reads_whole(case, request.user):
        return True
    messages.error(request, _("Parts of this form are not open to you at present, so it is not given out as a whole."))
    return False


def paper_given(request: SignedInRequest, case: Case, extension: str) -> HttpResponse | None:
    """Return the file, or the way to its progress, and note that it was read; None after a message why not."""
    if extension not in ("docx", "pdf") or case.submission_id is None:
        raise Http404
    if not said_whole(request, case):
        return None
    if extension == "docx":
        made = case_paper(case)
        log_read(case, request.user, "paper:docx")
        return paper_response(made) if made else None
    try:
        wanted = case_sheet_request(case=case, owner=request.user)
    except PdfUnavailable as error:
        messages.error(request, str(error))
        return None
    except TooManyDownloads:
        messages.error(request, _("Too many files are being made for you already. Wait until one of them is ready."))
        return None
    log_read(case, request.user, "paper:pdf")
    if wanted is None:
        return None
    if notice := layout_notice(wanted):
        messages.warning(request, notice)
    return redirect("downloads:detail", wanted.pk)
