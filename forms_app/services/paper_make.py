"""Draw official paper; what carries a check code is noted, so that the code can be verified later."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from forms_app.models import PaperCode
from forms_app.paper import render_docx, render_html, render_pdf
from forms_app.paper.template import template_bytes
from forms_app.selectors.paper import PaperMaterial, submission_material
from forms_app.services.paper_template import template_content, template_of

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


def paper_make(material: PaperMaterial, *, extension: str) -> PaperFile:
    """Return the paper as "docx" or "pdf"; KeyError for another extension, PdfUnavailable where there is no PDF."""
    render = _RENDERERS[extension]
    note_code(material)
    template = template_of(material.version) if extension == "docx" else None
    if template is not None:
        content = template_bytes(
            template_content(template), material.spec, material.answers, material.lookups, material.context
        )
    else:
        content = render(material.spec, material.answers, material.lookups, context=material.context)
    return PaperFile(f"{material.stem}.{extension}", CONTENT_TYPES[extension], content)


def submission_paper(submission_id: uuid.UUID, *, extension: str) -> PaperFile:
    """Return the last round of a submission as paper."""
    return paper_make(submission_material(submission_id), extension=extension)


def submission_print(submission_id: uuid.UUID) -> SafeString:
    """Return the last round of a submission as an <article> for a page that loads static forms_app/paper.css."""
    material = submission_material(submission_id)
    note_code(material)
    return render_html(material.spec, material.answers, material.lookups, context=material.context)


def note_code(material: PaperMaterial) -> None:
    """Remember that this code was printed for this content; the same content is noted once."""
    if not material.context.check_code:
        return
    PaperCode.objects.get_or_create(
        draft=material.draft,
        version=material.version,
        content_sha256=material.content_sha256,
        defaults={"code": material.context.check_code},
    )
