"""Draw official paper; what carries a check code is noted, so that the code can be verified later."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString

from cms.core.office import office_available
from forms_app.models import PaperCode
from forms_app.paper import render_docx, render_html, render_pdf
from forms_app.paper.own_pdf import own_pdf_bytes
from forms_app.paper.template import template_bytes
from forms_app.selectors.paper import PaperMaterial, submission_material
from forms_app.services.paper_template import template_content, template_of

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_RENDERERS: dict[str, Callable[..., bytes]] = {"docx": render_docx, "pdf": render_pdf}
_OWN: dict[str, Callable[..., bytes]] = {"docx": template_bytes, "pdf": own_pdf_bytes}
# The generated one, the bureau's own, or the generated one because the own one cannot be turned into PDF here.
PdfLayout = Literal["generated", "own", "stand_in"]


@dataclass(frozen=True)
class PaperFile:
    """A file with the name under which it is given out."""

    name: str
    content_type: str
    content: bytes


def paper_make(material: PaperMaterial, *, extension: str, generated: bool = False) -> PaperFile:
    """Return the paper as "docx" or "pdf", in the bureau's own document where the version has one.

    `generated` asks for the generated layout in any case. KeyError for another extension, PdfUnavailable where there is
    no PDF, OfficeFailed if the bureau's document cannot be turned into one.
    """
    render, fill = _RENDERERS[extension], _OWN[extension]
    note_code(material)
    template = None if generated or not material.whole else template_of(material.version)
    given = (material.spec, material.answers, material.lookups)
    if template is not None:
        content = fill(template_content(template), *given, material.context)
    else:
        content = render(*given, context=material.context)
    return PaperFile(f"{material.stem}.{extension}", CONTENT_TYPES[extension], content)


def pdf_layout(material: PaperMaterial) -> PdfLayout:
    """Return in which layout this machine makes the PDF of a sheet."""
    if not material.whole or template_of(material.version) is None:
        return "generated"
    return "own" if office_available() else "stand_in"


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
