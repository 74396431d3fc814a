"""A submission as official paper, ready to be given out."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from forms_app.engine.lookups import FixedLookups
from forms_app.engine.spec import FormSpec
from forms_app.models import Submission
from forms_app.paper import PaperContext, render_docx, render_html, render_pdf
from forms_app.selectors.sheet import asked_spec, lookups_of
from forms_app.selectors.versions import spec_of

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_RENDERERS: dict[str, Callable[..., bytes]] = {"docx": render_docx, "pdf": render_pdf}


@dataclass(frozen=True)
class PaperFile:
    """A file with the name under which it is given out."""

    name: str
    content_type: str
    content: bytes


def submission_paper(submission_id: uuid.UUID, *, extension: str) -> PaperFile:
    """Return the last round of a submission as "docx" or "pdf"; KeyError for another extension.

    While it is with the applicant for correction every page carries the draft watermark: what is printed then is not
    what will be decided on. Raises PdfUnavailable where the machine makes no PDF.
    """
    render = _RENDERERS[extension]
    submission = _submission(submission_id)
    content = render(*_material(submission), context=_context(submission))
    name = f"{submission.reference}-{submission.organisation.name}.{extension}"
    return PaperFile(name=name, content_type=CONTENT_TYPES[extension], content=content)


def submission_print(submission_id: uuid.UUID) -> SafeString:
    """Return the last round of a submission as an <article> for a page that loads static forms_app/paper.css."""
    submission = _submission(submission_id)
    return render_html(*_material(submission), context=_context(submission))


def _submission(submission_id: uuid.UUID) -> Submission:
    return Submission.objects.select_related("version", "organisation__region").get(pk=submission_id)


def _material(submission: Submission) -> tuple[FormSpec, Mapping[str, Mapping[str, Any]], FixedLookups]:
    answers = submission.rounds.order_by("-number").values_list("answers", flat=True).first() or {}
    day = timezone.localdate(submission.submitted_at)
    spec = asked_spec(spec_of(submission.version), answers, day, keep_places=True)
    return spec, answers, lookups_of(submission)


def _context(submission: Submission) -> PaperContext:
    return PaperContext(
        placeholders={"county": submission.organisation.region.name},
        reference=submission.reference,
        version_number=submission.version.number,
        draft=submission.status == Submission.Status.RETURNED,
    )
