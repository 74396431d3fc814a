"""A paper as a download."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from forms_app.facade import PaperFile


def paper_response(paper: PaperFile) -> HttpResponse:
    """Return `paper` as an attachment under its own name."""
    response = HttpResponse(paper.content, content_type=paper.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=paper.name)
    return response
