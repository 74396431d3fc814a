"""Official paper: Word at once, PDF from the worker, and a page to print."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.downloads.models import Download
from cms.core.downloads.services import TooManyDownloads
from cms.core.files import attachment_headers
from forms_app.paper import PdfUnavailable
from forms_app.selectors.filling import Filling
from forms_app.selectors.paper import filling_material
from forms_app.selectors.versions import spec_of
from forms_app.services.paper_make import PaperFile, paper_make, submission_paper, submission_print
from forms_app.services.paper_request import BINDINGS, draft_sheet_request, layout_notice, own_sheet_request
from forms_app.web.drafts import for_fillers
from forms_app.web.person import person
from forms_app.web.reading import own_submission


@login_required
@never_cache
@require_safe
def paper(request: HttpRequest, submission_id: uuid.UUID, kind: str) -> HttpResponse:
    """Give the sheet of a submission as Word or as a page to print; ask the worker for its PDF."""
    if kind not in ("docx", "pdf", "html"):
        raise Http404
    found = own_submission(request, submission_id)
    if kind == "html":
        context = {"submission": found, "sheet": submission_print(found.pk), "spec": spec_of(found.version)}
        return render(request, "forms_app/paper_page.html", context)
    if kind == "docx":
        return _saved(submission_paper(found.pk, extension=kind))
    try:
        wanted = own_sheet_request(submission_id=found.pk, owner=person(request), binding=_binding(request))
    except (PdfUnavailable, TooManyDownloads) as refusal:
        messages.warning(request, refusal_text(refusal))
        return redirect("forms_app:submission", found.pk)
    return _promised(request, wanted)


@never_cache
@require_safe
@for_fillers
def draft_paper(request: HttpRequest, filling: Filling, kind: str) -> HttpResponse:
    """Give the sheet of a draft as it stands: to be read by colleagues, or to be stamped."""
    if kind not in ("docx", "pdf") or not filling.editable:
        raise Http404
    if kind == "docx":
        return _saved(paper_make(filling_material(filling), extension=kind))
    try:
        wanted = draft_sheet_request(filling=filling, owner=person(request), binding=_binding(request))
    except (PdfUnavailable, TooManyDownloads) as refusal:
        messages.warning(request, refusal_text(refusal))
        return redirect("forms_app:check" if filling.acting_for is None else "forms_app:tasks", filling.draft.pk)
    return _promised(request, wanted)


def refusal_text(refusal: Exception) -> str:
    """Return why there is no PDF now."""
    if isinstance(refusal, TooManyDownloads):
        return _("Too many files are being made for you already. Wait until one of them is ready.")
    return str(refusal)


def _promised(request: HttpRequest, wanted: Download) -> HttpResponse:
    """Lead to the progress of the PDF; say first if it will not look as the bureau wants it."""
    if notice := layout_notice(wanted):
        messages.warning(request, notice)
    return redirect("downloads:detail", wanted.pk)


def _saved(made: PaperFile) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.content_type)
    attachment_headers(response, made.name)
    return response


def _binding(request: HttpRequest) -> str:
    binding = request.GET.get("binding", "single")
    return binding if binding in BINDINGS else "single"
