"""What leaves the desk as a file: attachments, the official paper, the print view. Each is scoped and logged."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from cases.admin.case_view import CaseView
from cases.requests import SignedInRequest
from cases.selectors.papers import case_attachment, case_print
from cases.services.log_read import log_read
from cases.web.paper import paper_given, said_whole
from cms.core.files import stored_file
from forms_app.facade import preview_response


@method_decorator(never_cache, name="dispatch")
class AttachmentView(CaseView):
    """A file that the applicant handed in, as a download."""

    def get(self, request: SignedInRequest, number: str, attachment_id: uuid.UUID) -> HttpResponseBase:
        """Give it out."""
        attachment = case_attachment(self.object, attachment_id, request.user)
        if attachment is None:
            raise Http404
        log_read(self.object, request.user, f"attachment:{attachment.pk}")
        # Never shown inside the site: what an applicant uploads must not run in a reviewer's session.
        return stored_file(request, attachment.file, content_type=attachment.content_type, name=attachment.name)


@method_decorator(never_cache, name="dispatch")
class PreviewView(CaseView):
    """The small picture of a picture that the applicant handed in: made anew, never the file itself."""

    def get(self, request: SignedInRequest, number: str, attachment_id: uuid.UUID) -> HttpResponse:
        """Give it out."""
        attachment = case_attachment(self.object, attachment_id, request.user)
        if attachment is None:
            raise Http404
        log_read(self.object, request.user, f"preview:{attachment.pk}")
        return preview_response(attachment)


@method_decorator(never_cache, name="dispatch")
class PaperView(CaseView):
    """The official sheet as .docx or .pdf."""

    def get(self, request: SignedInRequest, number: str, extension: str) -> HttpResponse:
        """Make it and give it out."""
        given = paper_given(request, self.object, extension)
        return given if given is not None else redirect(self.detail_url())


@method_decorator(never_cache, name="dispatch")
class PrintView(CaseView):
    """The official sheet as a page to print."""

    template_name = "cases/admin/print.html"

    def get(self, request: SignedInRequest, number: str) -> HttpResponse:
        """Show it."""
        if not said_whole(request, self.object):
            return redirect(self.detail_url())
        sheet = case_print(self.object)
        if sheet is None:
            raise Http404
        log_read(self.object, request.user, "print")
        return self.render_to_response({"case": self.object, "sheet": sheet, "detail_url": self.detail_url()})
